# Y negeseuon a anfonwn: testun plaen, un pwnc, un peth i'w wneud.

mail-heard-subject = Rydym wedi eich clywed: { $reference }
mail-looking-subject = Rydym yn edrych i mewn i’r mater eto: { $reference }
mail-decided-subject = Beth a benderfynom: { $reference }
mail-ended-subject = Beth a wnaethom: { $reference }

mail-hello = Helô,
mail-hello-name = Helô { $name },
mail-told-us = Ar { $day } rhoesoch wybod i ni, { $partnership }, am rywbeth. Eich cyfeirnod yw { $reference }.
mail-reader = { $name } ({ $title }) fydd yn ei ddarllen.
mail-answer-by = Erbyn { $day } byddwn yn penderfynu beth i’w wneud, ac yn dweud pam. Byddwn yn rhoi gwybod i chi bryd hynny.
mail-came-back = Dywedodd rhywun wrthym ei fod yno o hyd. Rydym yn edrych i mewn i’r mater eto, a byddwn yn penderfynu erbyn { $day }.
mail-still-there = A yw yno o hyd? Agorwch eich tudalen a dywedwch wrthym.
mail-ask-again = Os ydych yn meddwl ein bod wedi colli rhywbeth, agorwch eich tudalen a gofynnwch i ni benderfynu eto. Gallwch wneud hynny unwaith.
mail-open = I weld popeth, neu i atal y negeseuon hyn, agorwch eich tudalen:
mail-keep = Cadwch y cyfeiriad hwnnw i chi’ch hun: gall pwy bynnag sydd ag ef ddarllen yr hyn a ddywedoch wrthym.
mail-danger = Os oes rhywun mewn perygl nawr, ffoniwch 999.
