# Beth ddigwyddodd i'r hyn a ddywedodd rhywun wrthym: ei dudalen gyhoeddus a thudalen y sawl a'i dywedodd.

concern-title = Beth ddigwyddodd i { $reference }
concern-heard-title = Rydym wedi eich clywed
concern-reference = Cyfeirnod
concern-heard-on = Rhoddwyd gwybod i ni ar
concern-heard-next = Bydd rhywun yn ei ddarllen ac yn penderfynu. Wedyn bydd y dudalen hon yn dweud beth a benderfynwyd, a pham.
concern-heard-link = Os chi roddodd wybod i ni am hyn, mae eich dolen gyfrinachol yn dangos mwy.

concern-about = Am beth y mae
concern-where = Ble
concern-where-hidden = Nid ydym yn dangos ble
concern-issue = Rhan o
concern-story = Beth sydd wedi digwydd
concern-now = Nawr

concern-not-found-title = Nid oes gennym ddim o dan y cyfeirnod hwnnw
concern-not-found = Mae cyfeirnod yn edrych fel C-7KQ4-M2XD: y llythyren C neu I, ac yna dau grŵp o bedwar. Nid oes llythyren O, I nac L na rhif 0 nac 1 ynddo.
concern-not-found-next = Gwiriwch ef a’i roi i mewn eto. Os yw’n gywir ac nad yw’n gweithio o hyd, ffoniwch ni.
concern-find = Cyfeirnod
concern-find-go = Chwilio amdano

state-heard = Rydym wedi eich clywed.
state-considering = Rydym yn edrych i mewn i’r mater.
state-taking-forward = Rydym yn gwneud rhywbeth am y peth.
state-taking-forward-said = Rydym yn gwneud rhywbeth am y peth: { $said }
state-waiting = Rydym yn aros am { $who }.
state-waiting-until = Rydym yn aros am { $who } tan { $day }.
state-watching = Rydym yn cadw llygad ar y mater tan { $day }.
state-not-taking-forward = Nid ydym yn mynd â hyn ymhellach.
state-not-taking-forward-said = Nid ydym yn mynd â hyn ymhellach, oherwydd: { $said }
state-sorted = Wedi’i ddatrys.
state-sorted-said = Wedi’i ddatrys: { $said }
state-partly = Wedi’i ddatrys yn rhannol.
state-partly-said = Wedi’i ddatrys yn rhannol: { $said }
state-done-what-we-can = Rydym wedi gwneud yr hyn a allwn.
state-done-what-we-can-said = Rydym wedi gwneud yr hyn a allwn: { $said }
state-nothing-found = Edrychom a chanfod dim.
state-nothing-found-said = Edrychom a chanfod dim: { $said }
state-stopped-by-itself = Daeth i ben ohono’i hun.
state-stopped-by-itself-said = Daeth i ben ohono’i hun: { $said }
state-came-back = Mae wedi dod yn ôl. Rydym yn edrych i mewn i’r mater eto.
state-referred = Rydym wedi ei basio i wasanaeth arall.
state-handed-over = Rydym wedi ei drosglwyddo i’r gwasanaeth sy’n delio ag ef.
state-answered = Rydym wedi ateb.
state-words-wait = Bydd ail berson yn gwirio ein geiriau cyn i ni eu cyhoeddi.

# Wedi'i setlo, ac yn agored eto.
again-said = Ar { $day } dywedom: { $said }
again-asked = Mae’n agored eto: ar { $day } gofynnodd rhywun i ni benderfynu eto.
again-asked-own = Mae’n agored eto: ar { $day } gofynnoch i ni benderfynu eto.
again-contested = Mae’n agored eto: ar { $day } dywedodd rhywun wrthym ei fod yno o hyd.
again-contested-own = Mae’n agored eto: ar { $day } dywedoch wrthym ei fod yno o hyd.
again-reopened = Mae’n agored eto: ar { $day } dechreuom edrych i mewn i’r mater unwaith yn rhagor.
again-by = Byddwn yn edrych arno eto erbyn { $day }.
again-by-others = Byddwn yn edrych arno eto erbyn { $day }. Gwaith { $others } yw edrych arno, nid { $refuser }, a benderfynodd y tro cyntaf.
state-considering-again = Rydym yn edrych i mewn i’r mater eto.

step-heard = Rhoddodd rhywun wybod i ni
step-opened = Dechreuom edrych i mewn i’r mater
step-assessed = Edrychom pa mor ddifrifol ydyw a faint o bobl y mae’n effeithio arnynt
step-taken-forward = Penderfynom wneud rhywbeth am y peth
step-not-taken-forward = Penderfynom beidio â mynd ag ef ymhellach
step-escalated = Pasiom ef i fyny, at bobl sy’n penderfynu dros ardal ehangach
step-handed-down = Pasiom ef ymlaen, at bobl sy’n gweithio’n nes ato
step-assigned = Mae gan { $who } y mater nawr
step-sorted = Wedi’i ddatrys
step-partly = Wedi’i ddatrys yn rhannol
step-done-what-we-can = Rydym wedi gwneud yr hyn a allwn
step-nothing-found = Edrychom a chanfod dim
step-stopped-by-itself = Daeth i ben ohono’i hun
step-reopened = Rydym yn edrych i mewn i’r mater eto
step-contested = Dywedodd rhywun wrthym ei fod yno o hyd
step-asked-again = Gofynnodd rhywun i ni benderfynu eto

decided-person = { $name } a benderfynodd, ar ran y bartneriaeth.
decided-officer = { $name } a benderfynodd. Y pŵer i wneud hynny: { $authority }.
decided-officer-alone = { $name } a benderfynodd, fel swyddog sydd â’r hawl i wneud hynny.
decided-body = { $authority } a benderfynodd. { $name } a’i cofnododd.
decided-body-alone = Cyfarfod a benderfynodd. { $name } a’i cofnododd.
decided-rule = Rheol a benderfynodd: { $authority }.
decided-rule-alone = Rheol a benderfynodd.

own-title = Yr hyn a ddywedoch wrthym
own-warning = Eich tudalen chi yn unig yw hon. Gall pwy bynnag sydd â’i chyfeiriad ei darllen.
own-said = Eich geiriau
own-erased = Rydym wedi dileu eich geiriau, fel y dywedom y byddem.
own-where = Ble
own-spot = Mae croes yn nodi’r man y dywedoch wrthym amdano.
own-where-exactly = Ble yn union
own-told-on = Rhoddwyd gwybod i ni ar
own-joined = Dywedoch fod hyn yn effeithio arnoch chi hefyd.
own-decision = Beth a benderfynom
own-who = Pwy a benderfynodd
own-why = Pam
own-step-heard = Rhoesoch wybod i ni
own-step-contested = Dywedoch wrthym ei fod yno o hyd
own-step-asked-again = Gofynnoch i ni benderfynu eto
own-contact = Sut y rhown wybod i chi
own-contact-none = Nid ydym yn cysylltu â chi.
own-contact-stopped = Rydych wedi atal ein negeseuon.
own-contact-email = Drwy e-bost.
own-contact-phone = Dros y ffôn.
own-contact-letter = Drwy lythyr.
own-answer-by = Byddwn yn penderfynu erbyn { $day }.
own-answer-why = { $days ->
    [zero] Ar gyfer “{ $category }”, yr un diwrnod ag y dywedoch wrthym yw hyn. Nid yw penwythnosau a gwyliau banc Cymru a Lloegr yn cyfrif.
    [one] Ar gyfer “{ $category }”, 1 diwrnod gwaith ar ôl i chi ddweud wrthym yw hyn. Nid yw penwythnosau a gwyliau banc Cymru a Lloegr yn cyfrif.
    [two] Ar gyfer “{ $category }”, 2 ddiwrnod gwaith ar ôl i chi ddweud wrthym yw hyn. Nid yw penwythnosau a gwyliau banc Cymru a Lloegr yn cyfrif.
    [few] Ar gyfer “{ $category }”, 3 diwrnod gwaith ar ôl i chi ddweud wrthym yw hyn. Nid yw penwythnosau a gwyliau banc Cymru a Lloegr yn cyfrif.
    [many] Ar gyfer “{ $category }”, 6 diwrnod gwaith ar ôl i chi ddweud wrthym yw hyn. Nid yw penwythnosau a gwyliau banc Cymru a Lloegr yn cyfrif.
   *[other] Ar gyfer “{ $category }”, { $days } diwrnod gwaith ar ôl i chi ddweud wrthym yw hyn. Nid yw penwythnosau a gwyliau banc Cymru a Lloegr yn cyfrif.
}

own-can = Beth allwch chi ei wneud
own-still-there = Mae yno o hyd
own-still-there-hint = Dywedom ei fod wedi dod i ben. Os nad yw, dywedwch wrthym: byddwn yn edrych i mewn i’r mater eto.
own-still-there-words = Sut mae pethau nawr?
own-still-there-go = Mae yno o hyd
own-ask-again = Gofyn i ni benderfynu eto
own-ask-again-hint = Gallwch ofyn unwaith. Bydd cynghorwyr eich { $ward } yn gweld eich bod wedi gofyn.
own-ask-again-words = Beth ddylem ni ei ystyried yr oeddem wedi’i golli?
own-ask-again-go = Gofyn eto
own-asked-again = Gofynnoch i ni benderfynu eto ar { $day }. Dim ond unwaith y gellir gwneud hynny.
own-words-optional = Gallwch adael hwn yn wag.
own-stop = Atal negeseuon
own-stop-hint = Ni fyddwn yn dweud dim mwy wrthych. Bydd y dudalen hon yn gweithio o hyd.
own-stop-go = Atal negeseuon
own-end = Dod â’r ddolen hon i ben
own-end-hint = Ni all neb agor y dudalen hon eto, ddim hyd yn oed chi. Bydd yr hyn a ddywedoch wrthym yn aros gyda ni, a byddwn yn dal i weithio arno.
own-end-go = Dod â’r ddolen hon i ben
own-ring = Ffoniwch { $phone } a rhowch eich cyfeirnod, { $reference }.

own-done-contest = Diolch. Rydym yn edrych i mewn i’r mater eto
own-done-ask-again = Rydym yn penderfynu eto
own-done-stop-mail = Ni fyddwn yn anfon rhagor o negeseuon atoch
own-not-now = Ni ellir gwneud hynny nawr. Mae’r dudalen hon yn dweud sut mae pethau

own-ended-title = Mae’r ddolen wedi dod i ben
own-ended = Ni all neb agor eich tudalen mwyach. Gallwch chwilio am { $reference } o hyd: mae’n dangos yr hyn y caiff pawb ei weld.
own-unknown-title = Nid yw’r ddolen hon yn agor dim
own-unknown = Efallai ei bod wedi dod i ben, neu fod rhan ohoni ar goll. Agorwch hi eto o’r man lle’r oeddech wedi’i chadw, a gwnewch yn siŵr bod y cyfan gennych.

own-protected-title = Rhifau i’w ffonio
own-protected = Er eich diogelwch nid yw’r dudalen hon yn dangos dim arall.
own-protected-999 = Os oes rhywun mewn perygl nawr, ffoniwch 999. Os na allwch siarad, ffoniwch o ffôn symudol a phwyswch 55 pan ofynnir i chi.
own-protected-front-door = I siarad â rhywun am y peth, ffoniwch { $who } ar { $phone }.
own-protected-police = I gysylltu â’r heddlu pan nad oes neb mewn perygl, ffoniwch 101.

reader-of-place = { $title }, { $place }
