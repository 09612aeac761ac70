# Mewngofnodi, a'r un neges e-bost y mae'n ei hanfon.

sign-in-email = Eich cyfeiriad e-bost gwaith
sign-in-email-missing = Rhowch eich cyfeiriad e-bost, fel enw@example.org
sign-in-explained = Byddwn yn anfon dolen atoch a fydd yn eich mewngofnodi. Bydd yn gweithio am { $minutes } munud.
sign-in-send = Anfonwch ddolen ataf
sign-in-password-instead = Mewngofnodi â chyfrinair yn lle hynny
sign-in-password = Cyfrinair
sign-in-password-missing = Rhowch eich cyfrinair
sign-in-password-wrong = Nid yw’r cyfeiriad e-bost a’r cyfrinair yn perthyn i’w gilydd. Gofynnwch am ddolen yn lle hynny

sign-in-sent-title = Edrychwch yn eich e-bost
sign-in-sent = Os yw’r cyfeiriad hwn yn perthyn i rywun sy’n gweithio yma, mae dolen ar ei ffordd ato. Bydd yn gweithio am { $minutes } munud.
sign-in-sent-nothing = Dim byd yno ar ôl ychydig funudau? Edrychwch yn eich post sothach, gwiriwch y cyfeiriad, neu gofynnwch i’ch gweinyddwr a ydych wedi cael gwahoddiad.
sign-in-again = Gofyn am ddolen arall

sign-in-open-title = Mewngofnodi: { $partnership }
sign-in-open = Pwyswch y botwm i fewngofnodi fel { $email }.
sign-in-over-title = Ni ellir defnyddio’r ddolen hon mwyach
sign-in-over = Dim ond unwaith, ac am gyfnod byr, y mae dolen fewngofnodi yn gweithio.

sign-in-mail-subject = Mewngofnodi: { $partnership }
sign-in-mail-body =
    Agorwch y ddolen hon a phwyswch y botwm i fewngofnodi i wefan { $partnership }:

    { $link }

    Mae’n gweithio unwaith, tan { $until }. Os na wnaethoch ofyn amdani, nid oes angen i chi wneud dim: ni all neb fewngofnodi hebddi.
