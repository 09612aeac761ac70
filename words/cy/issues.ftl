# Y rhestr o faterion a thudalen mater ei hun, fel y mae'r cyhoedd a staff yn eu darllen.

issues-heading = Materion
issues-lead = Beth mae pobl yma wedi dweud wrthym amdano, a beth sy’n cael ei wneud.
issues-count = { $count ->
    [zero] dim
    [one] 1 mater
    [two] 2 fater
    [few] 3 mater
    [many] 6 mater
   *[other] { $count } mater
}
issues-count-more = mwy na { $count } mater
issues-feed-title = Materion – { $partnership }
issues-filter = Hidlo’r rhestr hon
issues-filter-words = Geiriau yn y teitl
issues-filter-place = Lle
issues-filter-category = Am beth y mae
issues-filter-status = Sut mae pethau’n sefyll
issues-filter-level = Lefel
issues-filter-flag = Baner
issues-filter-seriousness = Pa mor ddifrifol
issues-filter-assessed = Wedi’i asesu
issues-filter-since = Rhoddwyd gwybod i ni ers
issues-filter-box = Ar y map
issues-everywhere = Ym mhobman
issues-anything = Unrhyw beth
issues-any-level = Unrhyw lefel
issues-any-flag = Gyda baner neu hebddi
issues-box-chosen = Rhan o’r map
issues-lines-then = Golygir lleoedd fel yr oeddent wedi’u tynnu pan roddwyd gwybod i ni am bob un.
issues-lines-now = Golygir lleoedd fel y maent wedi’u tynnu heddiw.
issues-lines-offer-now = Ei weld yn ôl llinellau heddiw
issues-lines-offer-then = Ei weld yn ôl llinellau’r cyfnod
issues-place-until = { $place } (tan { $day })
issues-sort = Ym mha drefn
issues-sort-priority = Y mwyaf brys yn gyntaf
issues-sort-newest = Y diweddaraf yn gyntaf
issues-sort-oldest = Yr hynaf yn gyntaf
issues-same-as = Yr un rhestr fel:
issues-as-table = tabl (CSV)
issues-as-map = data map (GeoJSON)
issues-as-data = data (JSON)
issues-as-feed = ffrwd (Atom)
issues-map = Map o’r materion hyn
issues-map-key = Dot: clywsom am y mater, neu rydym yn edrych i mewn iddo. Sgwâr: rydym yn gwneud rhywbeth am y peth. Diemwnt: nid ydym, neu mae wedi dod i ben. Y rhai amlycaf sy’n dod gyntaf. Nid oes gan rai materion le ar fap.
issues-none = Nid oes unrhyw fater yn ateb i’r hidlwyr hyn.
issues-none-yet = Nid oes neb wedi dweud dim wrthym yma eto.
issues-none-yet-next = Pan fydd pobl yn dweud wrthym am rywbeth, bydd yr hyn a wnawn am y peth yn cael ei restru yma.
issues-caption = Materion yn y drefn hon: { $order }
issues-more = { $count } nesaf
issues-first = Yn ôl i’r cyntaf

issues-column-priority = Blaenoriaeth
issues-column-issue = Mater
issues-column-status = Statws
issues-column-place = Ble
issues-column-voices = Wedi dweud wrthym
issues-column-affected = Effeithiwyd arnynt
issues-column-flags = Baneri
issues-column-holder = Yng ngofal
issues-column-age = Oed
issues-why-of = Pam mae “{ $title }” yma?
issues-why-held = Pam mae “{ $title }” yng ngofal pwy bynnag sy’n ei ddal?
issues-not-assessed = heb ei asesu eto
issues-nobody = neb eto
issues-waiting-for = yn aros am { $whom }
issues-due = erbyn { $day }
issues-days = { $count ->
    [zero] heddiw
    [one] 1 diwrnod
    [two] 2 ddiwrnod
    [few] 3 diwrnod
    [many] 6 diwrnod
   *[other] { $count } diwrnod
}


# Cyflyrau, fel y mae trigolion yn eu darllen.
issue-status-open = Agored
issue-status-settled = Wedi’i setlo
issue-status-new = Rydym wedi clywed am hyn
issue-status-considering = Rydym yn edrych i mewn i’r mater
issue-status-came-back = Mae wedi dod yn ôl: rydym yn edrych i mewn i’r mater eto
issue-status-again = Rydym yn edrych i mewn i’r mater eto
issue-status-taking-forward = Rydym yn gwneud rhywbeth am y peth
issue-status-not-taking-forward = Nid ydym yn mynd â hyn ymhellach

issue-status-resolved = Wedi gorffen

issue-flag-came-back = Wedi dod yn ôl
issue-flag-place-of-focus = Man ffocws
issue-flag-look-again = Edrych eto
issue-flag-overdue = Hwyr
issue-flag-contested = Dan anghydfod

issue-level-local = Lleol
issue-level-area = Ardal
issue-level-borough = Bwrdeistref

# Un mater.
issue-where-hidden = Rhywle yn y bartneriaeth hon ({ $partnership }). Ar gyfer y math hwn o beth nid ydym yn dweud ble.
issue-opened = Rhoddwyd gwybod i ni gyntaf ar { $day }
issue-voices = { $count ->
    [zero] Nid oes neb wedi dweud wrthym am hyn eto.
    [one] Dywedodd 1 person wrthym am hyn.
    [two] Dywedodd 2 berson wrthym am hyn.
    [few] Dywedodd 3 pherson wrthym am hyn.
    [many] Dywedodd 6 pherson wrthym am hyn.
   *[other] Dywedodd { $count } o bobl wrthym am hyn.
}
issue-voices-short = { $count ->
    [zero] Nid oes neb wedi dweud wrthym
    [one] Dywedodd 1 person wrthym
    [two] Dywedodd 2 berson wrthym
    [few] Dywedodd 3 pherson wrthym
    [many] Dywedodd 6 pherson wrthym
   *[other] Dywedodd { $count } o bobl wrthym
}
issue-affected-short = { $count ->
    [zero] Nid yw’n effeithio ar neb
    [one] Mae’n effeithio ar 1 person
    [two] Mae’n effeithio ar 2 berson
    [few] Mae’n effeithio ar 3 pherson
    [many] Mae’n effeithio ar 6 pherson
   *[other] Mae’n effeithio ar { $count } o bobl
}
issue-stands = Sut mae pethau’n sefyll
issue-due = Byddwn yn penderfynu erbyn { $day }.
issue-due-again = Byddwn yn edrych arno eto erbyn { $day }.
issue-due-past = Dywedom y byddem yn penderfynu erbyn { $day }. Rydym yn hwyr.
issue-decided-heading = Beth a benderfynom a pham
issue-decided-on = Penderfynwyd ar { $day }.
issue-undecided = Nid oes dim wedi’i benderfynu eto.
issue-as-public = Rydych yn edrych fel y mae’r cyhoedd yn ei wneud.
issue-as-public-back = Mynd yn ôl
issue-said-done-heading = Dywedoch chi, gwnaethom ni
issue-you-said = Dywedoch chi
issue-we-did = Gwnaethom ni
issue-you-said-about = { $count ->
    [zero] Sylwom: { $about }.
    [one] Dywedodd 1 person wrthym: { $about }.
    [two] Dywedodd 2 berson wrthym: { $about }.
    [few] Dywedodd 3 pherson wrthym: { $about }.
    [many] Dywedodd 6 pherson wrthym: { $about }.
   *[other] Dywedodd { $count } o bobl wrthym: { $about }.
}
issue-did-and-came-back = { $said } Mae wedi dod yn ôl: rydym yn edrych i mewn i’r mater eto.
issue-not-done-yet = Heb ei wneud eto.
issue-level-heading = Lefel
issue-level-here = Mae rhywun yn gofalu amdano ar y lefel hon nawr: { $level }.
issue-holder = Yng ngofal { $holder }.
issue-holder-nobody = Nid oes neb wedi cael cais i weithredu arno eto.
issue-priority-heading = Blaenoriaeth
issue-story = Beth ddigwyddodd
issue-tell-us = A yw hyn yn effeithio arnoch chi hefyd?
issue-tell-us-link = Rhowch wybod i ni amdano
issue-far = Cyfeirnod y mater hwn yw { $reference }.
issue-about = Am beth y mae
issue-place = Ble
issue-spot = Mae croes yn nodi’r man.
issue-spot-street = Mae croes yn nodi’n fras ble mae e, nid yr union fan.
issue-heard = Pwy ddywedodd wrthym

issue-story-attached = { $count ->
    [zero] Nid oes neb arall wedi dweud wrthym
    [one] Dywedodd 1 person arall wrthym
    [two] Dywedodd 2 berson arall wrthym
    [few] Dywedodd 3 pherson arall wrthym
    [many] Dywedodd 6 pherson arall wrthym
   *[other] Dywedodd { $count } o bobl eraill wrthym
}
issue-story-joined = { $count ->
    [zero] Ni ddywedodd neb ei fod yn effeithio arno hefyd
    [one] Dywedodd 1 person ei fod yn effeithio arno hefyd
    [two] Dywedodd 2 berson ei fod yn effeithio arnynt hefyd
    [few] Dywedodd 3 pherson ei fod yn effeithio arnynt hefyd
    [many] Dywedodd 6 pherson ei fod yn effeithio arnynt hefyd
   *[other] Dywedodd { $count } o bobl ei fod yn effeithio arnynt hefyd
}
issue-story-assessed-as = Pa mor ddifrifol: { $seriousness } o 5 ({ $words }).
issue-story-assessed-people = { $count ->
    [zero] Nid yw’n effeithio ar neb.
    [one] Mae’n effeithio ar 1 person.
    [two] Mae’n effeithio ar 2 berson.
    [few] Mae’n effeithio ar 3 pherson.
    [many] Mae’n effeithio ar 6 pherson.
   *[other] Mae’n effeithio ar { $count } o bobl.
}
issue-story-assessed-priority = Blaenoriaeth { $priority } o 25.

issue-why = { $people ->
    [zero] Blaenoriaeth { $priority } o 25: aseswyd yn { $seriousness } o 5 ({ $words }) ar gyfer neb.
    [one] Blaenoriaeth { $priority } o 25: aseswyd yn { $seriousness } o 5 ({ $words }) ar gyfer 1 person.
    [two] Blaenoriaeth { $priority } o 25: aseswyd yn { $seriousness } o 5 ({ $words }) ar gyfer 2 berson.
    [few] Blaenoriaeth { $priority } o 25: aseswyd yn { $seriousness } o 5 ({ $words }) ar gyfer 3 pherson.
    [many] Blaenoriaeth { $priority } o 25: aseswyd yn { $seriousness } o 5 ({ $words }) ar gyfer 6 pherson.
   *[other] Blaenoriaeth { $priority } o 25: aseswyd yn { $seriousness } o 5 ({ $words }) ar gyfer { $people } o bobl.
}
issue-why-provisional = { $people ->
    [zero] Blaenoriaeth { $priority } o 25 am y tro: mae { $seriousness } o 5 ({ $words }) yn arferol ar gyfer y math hwn o beth, a nid oes neb wedi dweud wrthym. Nid oes neb wedi’i asesu eto.
    [one] Blaenoriaeth { $priority } o 25 am y tro: mae { $seriousness } o 5 ({ $words }) yn arferol ar gyfer y math hwn o beth, a dywedodd 1 person wrthym. Nid oes neb wedi’i asesu eto.
    [two] Blaenoriaeth { $priority } o 25 am y tro: mae { $seriousness } o 5 ({ $words }) yn arferol ar gyfer y math hwn o beth, a dywedodd 2 berson wrthym. Nid oes neb wedi’i asesu eto.
    [few] Blaenoriaeth { $priority } o 25 am y tro: mae { $seriousness } o 5 ({ $words }) yn arferol ar gyfer y math hwn o beth, a dywedodd 3 pherson wrthym. Nid oes neb wedi’i asesu eto.
    [many] Blaenoriaeth { $priority } o 25 am y tro: mae { $seriousness } o 5 ({ $words }) yn arferol ar gyfer y math hwn o beth, a dywedodd 6 pherson wrthym. Nid oes neb wedi’i asesu eto.
   *[other] Blaenoriaeth { $priority } o 25 am y tro: mae { $seriousness } o 5 ({ $words }) yn arferol ar gyfer y math hwn o beth, a dywedodd { $people } o bobl wrthym. Nid oes neb wedi’i asesu eto.
}

issue-serious-one = niwsans
issue-serious-two = mân
issue-serious-three = cymedrol
issue-serious-four = difrifol
issue-serious-five = perygl i fywyd neu ddiogelwch

# Y llythyr at rywun sy'n cael gwybod drwy'r post.
letter-heading = Llythyr am { $reference }
letter-dear = Annwyl { $name },
letter-dear-neighbour = Annwyl gymydog,
letter-you-told-us = Ar { $day } rhoesoch wybod i ni am hyn: { $about }. Eich cyfeirnod yw { $reference }.
letter-heard = Rydym wedi darllen yr hyn a ddywedoch wrthym ac yn edrych i mewn i’r mater.
letter-taking-forward = Rydym wedi penderfynu gwneud rhywbeth am y peth.
letter-not-taking-forward = Rydym wedi penderfynu peidio â mynd ag ef ymhellach.
letter-resolved = Rydym wedi gorffen ein gwaith arno.
letter-came-back = Dywedodd rhywun wrthym ei fod yno o hyd. Rydym yn edrych i mewn i’r mater eto.
letter-reason = Dyma beth a benderfynom, a pham:
letter-did = Dyma beth a wnaethom:
letter-next = Os yw hyn yn anghywir, neu ei fod yno o hyd, dywedwch wrthym. Dyfynnwch eich cyfeirnod.
letter-ring = Ffoniwch ni ar { $phone }.
letter-online = Gallwch weld beth sy’n digwydd nesaf yn { $address }.
letter-yours = Yn gywir,

issues-why-due = Pam mae penderfyniad am “{ $title }” i’w wneud bryd hynny?
issue-due-why = { $days ->
    [zero] Ar gyfer “{ $category }”, yr un diwrnod ag yr agoron ni ef yw hyn. Nid yw penwythnosau a gwyliau banc Cymru a Lloegr yn cyfrif.
    [one] Ar gyfer “{ $category }”, 1 diwrnod gwaith ar ôl i ni ei agor yw hyn. Nid yw penwythnosau a gwyliau banc Cymru a Lloegr yn cyfrif.
    [two] Ar gyfer “{ $category }”, 2 ddiwrnod gwaith ar ôl i ni ei agor yw hyn. Nid yw penwythnosau a gwyliau banc Cymru a Lloegr yn cyfrif.
    [few] Ar gyfer “{ $category }”, 3 diwrnod gwaith ar ôl i ni ei agor yw hyn. Nid yw penwythnosau a gwyliau banc Cymru a Lloegr yn cyfrif.
    [many] Ar gyfer “{ $category }”, 6 diwrnod gwaith ar ôl i ni ei agor yw hyn. Nid yw penwythnosau a gwyliau banc Cymru a Lloegr yn cyfrif.
   *[other] Ar gyfer “{ $category }”, { $days } diwrnod gwaith ar ôl i ni ei agor yw hyn. Nid yw penwythnosau a gwyliau banc Cymru a Lloegr yn cyfrif.
}
issue-due-why-later = Gosodwyd y diwrnod pan agoron ni’r mater neu pan ddaeth yn ôl. Nid yw penwythnosau a gwyliau banc Cymru a Lloegr yn cyfrif.
