# Rhoi gwybod i ni am rywbeth: un cwestiwn ar bob tudalen.

report-title = Rhoi gwybod i ni am rywbeth

report-danger = Os oes rhywun mewn perygl nawr, ffoniwch 999. Os na allwch siarad, ffoniwch o ffôn symudol a phwyswch 55 pan ofynnir i chi.
report-safeguarding = Yn poeni am blentyn, neu am oedolyn sy’n cael ei niweidio neu nad oes neb yn gofalu amdano: ffoniwch { $who } ar { $phone }.
report-police = Am drosedd, pan nad oes neb mewn perygl: ffoniwch yr heddlu ar 101.
report-out-of-hours = Nid oes neb yn darllen adroddiadau nawr. Os na all aros ac nad oes neb mewn perygl, ffoniwch y cyngor.
report-reading-hours = Rydym yn darllen adroddiadau ar ddiwrnodau gwaith, o { $opens }am i { $shuts }pm.

report-step = Cwestiwn { $number } o { $last }
report-go-on = Parhau
report-go-back = Mynd yn ôl
report-clock = Mae’n cymryd tua 5 munud. Nid oes rhaid i chi roi eich enw. Ni fyddwn yn cadw dim nes i chi bwyso Anfon.

report-words = Beth sydd wedi digwydd, neu beth sydd o’i le?
report-words-hint = Dywedwch yn eich geiriau eich hun. Dim ond y bobl sy’n gweithio arno fydd yn darllen hwn. Peidiwch â rhoi enwau pobl eraill os gallwch.
report-words-missing = Dywedwch beth sydd wedi digwydd, yn eich geiriau eich hun
report-group = Am beth y mae?
report-group-hint = Os nad ydych yn siŵr, dewiswch yr agosaf. Gallwn ei newid.
report-group-missing = Dewiswch am beth y mae
report-given = Mae hyn yn effeithio arnoch chi hefyd: “{ $title }”. Byddwn yn ychwanegu eich llais ato.
report-given-about = Mae am hyn: { $category }.
report-category = I ba un o’r rhain y mae’n fwyaf tebyg?
report-category-hint = Os nad yw’r un o’r rhain yn gywir, dewiswch yr agosaf, neu ewch yn ôl.
report-category-missing = Dewiswch i ba un y mae’n fwyaf tebyg
report-advice = Cyn i chi fynd ymlaen

report-where = Ble mae e?
report-place = Cod post, { $ward } neu { $area }
report-place-name = Enw’r { $ward } neu’r { $area }
report-place-hint = Fel { $postcode }, neu { $name }. Os nad ydych yn ei wybod, dywedwch yr agosaf yr ydych yn ei wybod.
report-place-hint-name = Fel { $name }. Os nad ydych yn ei wybod, dywedwch yr agosaf yr ydych yn ei wybod.
report-place-missing = Rhowch god post, neu enw’r { $ward } neu’r { $area }
report-place-part = Rhan gyntaf cod post yw { $district }. Rhowch y cod post cyfan, neu enw’r { $ward }
report-place-postcode-unknown = Nid ydym yn adnabod y cod post { $postcode }. Gwiriwch ef, neu rhowch enw’r { $ward }
report-place-unknown = Ni ddaethom o hyd i unrhyw le o’r enw “{ $typed }”. Gwiriwch y sillafu, neu rhowch god post
report-place-outside = Mae hynny y tu allan i’r bartneriaeth hon ({ $partnership }). Y lleoedd agosaf ynddi yw { $names }
report-place-outside-alone = Mae hynny y tu allan i’r bartneriaeth hon ({ $partnership }). Rhowch le ynddi
report-place-wide = Mae { $name } yn lle mawr. Dywedwch pa ran ohono, neu nad ydych yn siŵr
report-place-choose = Pa le ydych chi’n ei olygu?
report-place-choose-missing = Dewiswch y lle rydych yn ei olygu
report-place-unsure = Nid wyf yn siŵr pa un
report-map-forget = Peidio â defnyddio man ar y map
report-whereabouts = Ble yn union?
report-whereabouts-hint = Fel “yn y lôn gefn y tu ôl i’r siopau, wrth ymyl yr arhosfan bysiau”. Gallwch adael hwn yn wag.

report-who = Faint o bobl, a sut i gysylltu â chi
report-people = Tua faint o bobl y mae hyn yn effeithio arnynt?
report-people-hint = Mae dyfalu’n iawn, fel 12. Gallwch adael hwn yn wag.
report-contact = A yw’n ddiogel cysylltu â chi?
report-contact-hint = Byddwn yn ei ddefnyddio dim ond i ddweud wrthych beth sy’n digwydd, ac i holi amdano. Meddyliwch pwy arall sy’n gweld eich ffôn, eich e-bost neu’ch post.
report-contact-missing = Dewiswch a yw’n ddiogel cysylltu â chi, a sut
report-contact-email = Ydy, drwy e-bost
report-contact-phone = Ydy, dros y ffôn
report-contact-letter = Ydy, drwy lythyr
report-contact-nothing = Nac ydy, peidiwch â chysylltu â mi
report-contact-nothing-means = Mae hynny’n iawn. Ni allwn ddweud wrthych beth sy’n digwydd wedyn, na’ch holi am y peth. Ar y diwedd cewch ddolen gyfrinachol sy’n dangos i chi beth sy’n digwydd. Os byddwch yn ei cholli, ni allwn ddod o hyd iddi i chi.
report-name = Eich enw
report-name-hint = Gallwch adael hwn yn wag.
report-email = Cyfeiriad e-bost
report-email-missing = Rhowch eich cyfeiriad e-bost, fel enw@example.org, neu dewiswch ffordd arall
report-phone = Rhif ffôn
report-phone-missing = Rhowch eich rhif ffôn, fel 01632 960001, neu dewiswch ffordd arall
report-address = Cyfeiriad
report-address-missing = Rhowch y cyfeiriad y dylem ysgrifennu ato, neu dewiswch ffordd arall
report-language = Pa iaith ddylem ni ei defnyddio?

report-alike = A yw’n un o’r rhain?
report-alike-why = Mae pobl wedi dweud wrthym am y rhain yn agos at y fan honno. Os yw’ch un chi yn un ohonynt, byddwn yn ychwanegu eich llais ato: po fwyaf o bobl y mae’n effeithio arnynt, mwyaf y mae’n cyfrif.
report-alike-question = Dewiswch un
report-alike-missing = Dewiswch un, neu dywedwch fod eich un chi yn wahanol
report-alike-me-too = Mae hyn yn effeithio arnaf i hefyd: { $title }
report-alike-none = Mae fy un i yn wahanol
report-alike-distance = { $metres } metr i ffwrdd.
report-alike-ward = Yn yr un { $ward }.
report-alike-voices = { $count ->
    [zero] Nid oes neb wedi dweud wrthym
    [one] Dywedodd 1 person wrthym
    [two] Dywedodd 2 berson wrthym
    [few] Dywedodd 3 pherson wrthym
    [many] Dywedodd 6 pherson wrthym
   *[other] Dywedodd { $count } o bobl wrthym
}, y cyntaf ar { $day }.
report-alike-read = Darllen am { $title } (yn agor mewn tab newydd)

report-check = Gwiriwch beth rydych ar fin ei anfon
report-check-words = Yr hyn a ddywedoch wrthym
report-check-category = I beth y mae’n fwyaf tebyg
report-check-place = Ble
report-check-people = Faint o bobl
report-check-people-unknown = Ni ddywedoch
report-check-contact = Sut i gysylltu â chi
report-check-contact-nothing = Ni fyddwn yn cysylltu â chi
report-check-contact-email = Drwy e-bost: { $to }
report-check-contact-phone = Dros y ffôn: { $to }
report-check-contact-letter = Drwy lythyr: { $to }
report-check-name = Eich enw
report-check-language = Iaith
report-check-joins = Un o’r rhain?
report-check-given = Rydych yn ychwanegu eich llais at
report-check-joins-none = Na, mae fy un i yn wahanol
report-change-words = yr hyn a ddywedoch wrthym
report-change-category = i beth y mae’n fwyaf tebyg
report-change-place = ble mae e
report-change-people = faint o bobl
report-change-contact = sut i gysylltu â chi
report-change-joins = a yw’n un o’r rhain

report-public = Beth gall unrhyw un ei weld
report-public-before = Nes bod rhywun wedi’i ystyried, dyma’r cyfan y mae unrhyw un sydd â’ch cyfeirnod yn ei weld:
report-public-heard = Rydym wedi eich clywed. { $day }.
report-public-after = Ar ôl hynny, maent hefyd yn gweld:
report-public-category = { $category } ({ $ward })
report-public-no-place = { $category }. Dim lle o gwbl, oherwydd gallai pobl ddyfalu pwy ydych chi.
report-public-decision = beth a benderfynom a pham
report-public-spot = Os daw’n un o’r materion ar ein map, bydd y map yn dangos y man yn y stryd, oherwydd peth yn y stryd ydyw.
report-public-spot-map = Beth fyddai’r map yn ei ddangos: y man.
report-public-street = Os daw’n un o’r materion ar ein map, bydd y map yn dangos yn fras ble mae e, ac nid yr union fan.
report-public-street-map = Beth fyddai’r map yn ei ddangos: yn agos at y man, nid yr union fan.
report-public-no-spot = Nid oes unrhyw fap yn dangos y man. Dim ond y bobl sy’n gweithio arno sy’n gweld ble mae e.
report-public-joins = Rydych yn ychwanegu eich llais at “{ $title }”. Mae pawb yn gweld ble mae hwnnw yn barod. Dim ond y bobl sy’n gweithio arno sy’n gweld y man y dywedoch wrthym amdano.
report-public-never = Nid oes neb y tu allan yn gweld eich geiriau, eich enw, sut i gysylltu â chi, na ble rydych yn byw.

report-send = Anfon
report-sent-before = Anfonoch rywbeth arall o’r tudalennau hyn funud yn ôl. Os mater arall yw hwn, pwyswch Anfon eto: bydd yn cael ei gyfeirnod ei hun.

report-done = Rydym wedi eich clywed
report-done-reference = Eich cyfeirnod
report-done-joined = Rydym wedi ychwanegu eich llais at “{ $title }”.
report-done-keep = Cadwch y ddolen hon i chi’ch hun
report-done-keep-why = Gall pwy bynnag sy’n ei hagor ddarllen yr hyn a ddywedoch wrthym. Gyda hi gallwch weld beth a benderfynom a pham, dweud wrthym ei fod yno o hyd, ac atal negeseuon. Nid oes angen cyfrif arnoch.
report-done-not-safe = Os nad yw’n ddiogel cadw’r ddolen ar y ddyfais hon, ysgrifennwch y cyfeirnod ar bapur. Mae’n dangos dim ond yr hyn y caiff pawb ei weld.
report-done-next = Beth sy’n digwydd nesaf
report-done-reader = { $name } ({ $title }) fydd yn ei ddarllen.
report-done-reader-unknown = Ein tîm fydd yn ei ddarllen.
report-done-reader-danger = Os gallai rhywun fod mewn perygl, { $who } fydd yn ei ddarllen yn gyntaf.
report-done-answer = Erbyn { $day } byddwn yn penderfynu beth i’w wneud, ac yn dweud pam.
report-done-told = Os rhoesoch ffordd ddiogel i ni, byddwn yn rhoi gwybod i chi drwyddi.
report-done-ring = Holi amdano
report-done-ring-us = Ffoniwch { $phone } a rhowch eich cyfeirnod.
report-done-ring-nobody = Chwiliwch am eich cyfeirnod yma unrhyw bryd.
report-done-another = Rhoi gwybod i ni am rywbeth arall
report-done-home = Mynd i’r hafan

report-languages = Ieithoedd eraill
report-privacy = Beth rydym yn ei wneud ag ef:
report-privacy-link = hysbysiad preifatrwydd (tab newydd)
