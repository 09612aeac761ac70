# Hafan partneriaeth, ei lleoedd, beth a wnaed, a'r tudalennau y mae'n rhaid iddi eu cael.

home-lead = Dywedwch wrthym beth sydd angen ei wneud lle rydych yn byw. Byddwn yn dweud beth a wnawn am y peth, a pham.
home-report = Rhoi gwybod i ni am rywbeth
home-urgent = Os oes rhywun mewn perygl nawr, ffoniwch 999. Nid oes neb yn darllen y wefan hon ddydd a nos.
home-find = Dod o hyd i fy { $area }
home-find-label = Cod post, { $ward }, { $area } neu gyfeirnod
home-find-label-name = Enw { $ward } neu { $area }, neu gyfeirnod
home-find-hint = Er enghraifft, { $name }. Neu’r cyfeirnod a gawsoch gennym, fel C‑7KQ4‑M2XD
home-find-button = Dod o hyd iddo
home-areas = Ardaloedd
home-no-areas = Nid oes dim wedi’i sefydlu yma eto ({ $areas }). Byddant yn cael eu rhestru yma, pob un gyda phwy i gysylltu.
home-all-places = Pob lle, gan gynnwys { $wards }
home-now = Beth sy’n cael ei wneud nawr
home-more = Mwy o’r hyn a ddywedoch ac a wnaethom

feedback-title = Dywedoch chi, gwnaethom ni
feedback-lead = Beth ddywedodd pobl wrthym, beth a benderfynom, a beth a wnaed. Y diweddaraf yn gyntaf.
feedback-empty = Nid oes dim wedi’i benderfynu eto. Cyn gynted ag y bydd rhywbeth, gallwch ddarllen yma beth a ddywedwyd, beth a wnaethom, a pham.

story-you-said = Dywedoch chi:
story-we-did = Gwnaethom ni:
story-told-us = { $count ->
    [zero] nid oes neb wedi dweud wrthym eto
    [one] dywedodd 1 person wrthym
    [two] dywedodd 2 berson wrthym
    [few] dywedodd 3 pherson wrthym
    [many] dywedodd 6 pherson wrthym
   *[other] dywedodd { $count } o bobl wrthym
}
story-taking-forward = Rydym yn gwneud rhywbeth am y peth.
story-not-taking-forward = Nid ydym yn mynd â hyn ymhellach.
story-since = Ers hynny:
story-since-open = mae’n agored eto, ac rydym yn edrych i mewn i’r mater.
story-since-taking-forward = penderfynom wneud rhywbeth am y peth.
story-since-not-taking-forward = penderfynom beidio â mynd ag ef ymhellach.
story-since-ended = mae ein gwaith arno wedi dod i ben.
story-sorted = Wedi’i ddatrys.
story-partly = Wedi’i ddatrys yn rhannol.
story-done-what-we-can = Rydym wedi gwneud yr hyn a allwn.
story-nothing-found = Edrychom a chanfod dim.
story-stopped = Daeth i ben ohono’i hun.

place-contact = Â phwy i gysylltu
place-nobody = Nid oes neb wedi’i enwi ar gyfer y lle hwn eto. Rhowch wybod i ni am rywbeth yr un fath: bydd rhywun yn ei ddarllen.
place-open = Beth sy’n agored yma
place-none-open = Nid oes dim yn agored yma. Os oes angen gwneud rhywbeth, dywedwch wrthym.
place-open-count = { $count ->
    [zero] Dim materion agored.
    [one] 1 mater agored.
    [two] 2 fater agored.
    [few] 3 mater agored.
    [many] 6 mater agored.
   *[other] { $count } mater agored.
}
place-more-than = Mwy na { $count } mater agored.
place-all-open = Gweld pob un
place-done = Dywedoch chi, gwnaethom ni
place-follow = Dilyn hwn mewn darllenydd newyddion (Atom)
place-within = Lleoedd ynddo
place-ended = Daeth { $place } i ben ar { $day }. Mae’r hyn a ddywedwyd amdano cyn hynny yn cadw ei enw.
place-not-yet = Mae { $place } yn dechrau ar { $day }.
place-now-there = Beth sydd yno nawr
place-ended-because = Pam y daeth i ben: { $reason }
place-told-then = Gweld y materion a ddywedwyd amdano
place-as-then = Gweld y lleoedd fel yr oeddent bryd hynny

contact-name = Enw
contact-organisation = Yn gweithio i
contact-phone = Ffôn
contact-email = E-bost

about-privacy = { $body } sy’n atebol am yr hyn a ddywedwch wrthym. Rydym yn ei ddefnyddio i edrych i mewn i’r mater ac i ddweud wrthych beth ddigwyddodd, gan fod y gyfraith yn rhoi’r dasg honno i gyrff cyhoeddus. Mae dweud y cawn gysylltu â chi yn golygu dim mwy na’ch bod am gael gwybod.

    Mae eich geiriau a sut i gysylltu â chi wedi’u cloi o dan eu hallwedd eu hunain. Dim ond y bobl sy’n gweithio ar y mater sy’n gallu eu darllen, a bob tro y bydd rhywun yn edrych ar fater gwarchodedig mae hynny’n cael ei gofnodi. Staff sy’n ysgrifennu’r hyn y mae’r cyhoedd yn ei weld: teitl, lle mor agos ag sy’n ddiogel, beth a benderfynom a pham.

    Mae’r manylion cysylltu yn cael eu dileu 12 mis ar ôl i’r mater gael ei gau. Gallwch ddarllen yr hyn sydd gennym amdanoch, cael ei gywiro, neu gael ei ddileu: defnyddiwch eich dolen gyfrinachol, neu gofynnwch i { $body }. Os nad ydych yn fodlon gallwch gwyno i Swyddfa’r Comisiynydd Gwybodaeth.
about-accessibility = Mae { $body } am i bawb allu defnyddio’r wefan hon: heb lygoden, gyda darllenydd sgrin, wedi’i chwyddo i 400%, ar hen ffôn, gyda sgriptiau wedi’u diffodd.

    Mae wedi’i hadeiladu yn ôl y Canllawiau Hygyrchedd Cynnwys Gwe 2.2, lefel AA. Mae rhaglen yn gwirio ei thudalennau ar led ffôn ac ar led sgrin desg, ac mae’r hyn y mae pobl yn ei wneud amlaf yn cael ei brofi gyda’r bysellfwrdd yn unig a gyda sgriptiau wedi’u diffodd. Edrychwyd ar y tudalennau y mae pobl yn eu gweld gyntaf wedi’u chwyddo i 200%, yn lliwiau’r darllenydd ei hun, ac ar bapur.

    Nid oes unrhyw berson wedi’i phrofi â darllenydd sgrin, switsh na’i lais eto; bydd y dudalen hon yn dweud pan fydd rhywun wedi gwneud. Mae angen sgriptiau ar y map sy’n symud; mae’r rhestr wrth ei ochr yn dweud yr un peth hebddynt. Ar fap wedi’i dynnu gall marc guddio enw. Lle mae tudalennau ar gael yn Gymraeg, nid oes neb sydd â’r Gymraeg yn iaith gyntaf wedi’u darllen eto.

    Os oes rhywbeth yn eich atal rhag ei defnyddio, dywedwch wrth { $body } beth a ble. Os nad ydych yn fodlon â’r ateb, gall y Gwasanaeth Cynghori a Chymorth Cydraddoldeb helpu.
about-cookies = Nid yw’r wefan hon yn gosod unrhyw gwcis i bobl sy’n ei darllen neu’n rhoi gwybod i ni am rywbeth.

    Pan fydd rhywun sy’n gweithio yma yn mewngofnodi, mae un cwci o’r enw “wardmote” yn ei gadw wedi’i fewngofnodi am hyd at 12 awr. Mae ei angen ar gyfer hynny ac nid yw’n cael ei ddefnyddio at ddim arall.
about-how-we-decide = Mae rhywun sy’n gweithio i’r bartneriaeth yn darllen yr hyn a ddywedwch wrthym. Mae pryderon am yr un peth yn dod yn un mater. Yna mae person yn dweud pa mor ddifrifol ydyw a faint o bobl y mae’n effeithio arnynt, ac yn cofnodi pam. Mae’r tabl yn rhoi ei flaenoriaeth, o 1 i 25.

    Daw perygl i fywyd neu ddiogelwch o flaen popeth. Nid yw mater difrifol byth yn sgorio llai na 12, nac un peryglus lai nag 20. Mae faint o bobl a ddywedodd wrthym yn cyfrif dim ond nes bod rhywun wedi’i asesu: nid y rhai sy’n gweiddi uchaf sy’n dod gyntaf.

    Mae pob penderfyniad yn dweud pwy a’i gwnaeth, yn rhinwedd pa swydd a pham. Os nad ydym yn mynd â rhywbeth ymhellach gallwch ofyn eto, unwaith. Os dywedwn fod rhywbeth wedi’i ddatrys ac nad yw, dywedwch “mae yno o hyd”.
about-changed = Newidiwyd ddiwethaf ar { $day }.
about-matrix = Blaenoriaeth, yn ôl pa mor ddifrifol ydyw a faint o bobl y mae’n effeithio arnynt
about-seriousness = Pa mor ddifrifol
about-one-person = 1 person
about-people = { $band } o bobl
serious-1 = niwsans
serious-2 = mân
serious-3 = cymedrol
serious-4 = difrifol
serious-5 = perygl i fywyd neu ddiogelwch
about-numbers = Nid oes neb yn darllen y wefan hon ddydd a nos. Os na all aros, ffoniwch.
about-numbers-caption = Pan na all aros
about-numbers-when = Pryd
about-partners-caption = Ein partneriaid
about-partners-who = Pwy
about-numbers-ring = Ffonio
ring-999-when = Mae rhywun mewn perygl, neu mae trosedd yn digwydd nawr
ring-101-when = Yr heddlu, pan nad yw’n argyfwng
ring-gas-when = Rydych yn arogli nwy
ring-power-when = Toriad trydan, neu linell drydan sydd wedi syrthio
ring-health-when = Cymorth meddygol, pan nad yw’n argyfwng
ring-front-door-when = Rydych yn poeni am blentyn neu oedolyn
ring-out-of-hours-when = Rydych yn poeni am blentyn neu oedolyn, gyda’r nos, dros y penwythnos neu ar ŵyl banc

# Lle mewn ffigurau.
place-figures = Mewn ffigurau
place-figures-opened = Materion newydd bob mis
place-figures-settled = Materion a ddaeth i ben bob mis
place-figures-table = Gweld y misoedd fel tabl
place-figures-month = Mis
place-figures-new = Newydd
place-figures-done = Wedi dod i ben
place-figures-about = Beth yw testun y materion agored
place-figures-open = { $count ->
    [zero] dim materion agored
    [one] 1 mater agored
    [two] 2 fater agored
    [few] 3 mater agored
    [many] 6 mater agored
   *[other] { $count } mater agored
}
place-figures-other = Unrhyw beth arall
place-figures-percent = { $percent }%
place-figures-in-time = Penderfyniadau a wnaed mewn pryd
place-figures-of = { $share } ({ $part } o { $count })
place-figures-here = Yma
place-figures-few = rhy ychydig i ddweud
place-figures-source = Ffynhonnell: y materion y gall pawb eu darllen yma, o { $month } ymlaen. Cyfrifwyd ar { $day }.
place-figures-why = Ynglŷn â’r ffigurau hyn
place-figures-why-text = Mae mater yn cyfrif yn y mis yr agoron ni ef, ac yn y mis y daeth i ben neu y dywedon ni nad ydyn ni’n mynd ag ef ymhellach. Mae penderfyniad mewn pryd os gwnaethon ni ef erbyn y diwrnod roedden ni wedi’i enwi. Nid yw’r hyn a gedwir rhag y cyhoedd, neu nad yw’n dangos lle, yn cael ei gyfrif yma. Dim ond o bump i fyny y rhown ni ganran, am nad yw llai na hynny’n dweud llawer.
