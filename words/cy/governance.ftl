# Gofyn i rywbeth cyhoeddus gael ei dynnu i lawr, a'r ateb.

take-down-link = Gofyn i hwn gael ei dynnu i lawr
take-down-title = Gofyn i hwn gael ei dynnu i lawr
take-down-lead = Dywedwch wrthym pam y dylai fynd. Byddwn yn ei guddio rhag y cyhoedd ar unwaith, a bydd person yn penderfynu o fewn 2 ddiwrnod gwaith a fydd yn aros yn gudd.
take-down-ring = Os oes rhywun mewn perygl nawr, ffoniwch 999.
take-down-why = Beth sydd o’i le arno?
take-down-why-missing = Dewiswch beth sydd o’i le arno
take-down-names = Mae’n fy enwi i neu rywun arall, neu’n dangos pwy ydym ni
take-down-home = Mae’n dangos ble mae rhywun yn byw
take-down-danger = Gallai roi rhywun mewn perygl
take-down-untrue = Nid yw’n wir
take-down-other = Rhywbeth arall
take-down-words = Pa eiriau, a pham (dewisol)
take-down-words-hint = Dim ond y bobl sy’n penderfynu fydd yn darllen hwn. Dywedwch pam os dewisoch “rhywbeth arall”.
take-down-words-missing = Dywedwch pam y dylai fynd
take-down-email = Eich cyfeiriad e-bost (dewisol)
take-down-email-hint = Byddwn yn ysgrifennu unwaith, i ddweud beth a benderfynwyd. Gadewch ef yn wag os nad yw’n ddiogel ysgrifennu atoch.
take-down-email-wrong = Rhowch gyfeiriad e-bost fel enw@example.org, neu gadewch ef yn wag
take-down-send = Gofyn iddo gael ei dynnu i lawr
take-down-done = Mae eich cais gennym
take-down-done-before = Mae rhywun wedi gofyn am hyn yn barod
take-down-reference = Eich cyfeirnod yw { $reference }
take-down-hidden = Mae wedi’i guddio rhag y cyhoedd nawr.
take-down-looked-at-first = Bydd person yn edrych arno yn gyntaf, felly nid yw wedi’i guddio eto.
take-down-decide-by = Bydd person yn penderfynu erbyn { $day }. Os rhoesoch gyfeiriad e-bost, byddwn yn rhoi gwybod i chi bryd hynny.
take-down-decide-why = Mae hynny 2 ddiwrnod gwaith ar ôl i rywun ofyn gyntaf. Nid yw penwythnosau a gwyliau banc Cymru a Lloegr yn cyfrif.

take-down-mail-subject = Beth a benderfynom: { $reference }
take-down-mail-asked = Ar { $day } gofynnoch i ni, { $partnership }, dynnu rhywbeth i lawr.
take-down-mail-kept = Mae { $reference } yn aros yn gudd rhag y cyhoedd. Dyma pam:
take-down-mail-shown = Gall y cyhoedd ddarllen { $reference }. Dyma pam:
take-down-mail-complain = Os ydych yn meddwl bod hyn yn anghywir, gallwch gwyno i Swyddfa’r Comisiynydd Gwybodaeth.

# Am ba hyd y cedwir beth, a pham: islaw tudalen y bartneriaeth ei hun amdano.

retention-contact = Sut i gysylltu â chi
retention-concerns = Yr hyn a ddywedoch wrthym, a nodiadau o sgyrsiau â chi
retention-notes = Nodiadau staff ar fater
retention-take-downs = Ceisiadau i dynnu rhywbeth i lawr
retention-subjects = Ceisiadau am eich data eich hun
retention-disclosures = Ceisiadau am wybodaeth, yng ngeiriau’r sawl a ofynnodd
retention-markers = Marcwyr diogelwch staff sydd wedi dod i ben
# Blynedd ar ôl rhif: treiglad meddal ar ôl 2, treiglad trwynol ar ôl 5, 7, 8, 9, 10 ac ati.
retention-years = { $years ->
    [one] 1 flwyddyn
    [two] 2 flynedd
    [few] 3 blynedd
    [many] 6 blynedd
    [5] 5 mlynedd
    [7] 7 mlynedd
    [8] 8 mlynedd
    [9] 9 mlynedd
    [10] 10 mlynedd
    [12] 12 mlynedd
    [15] 15 mlynedd
    [18] 18 mlynedd
    [20] 20 mlynedd
    [25] 25 mlynedd
   *[other] { $years } blynedd
}
retention-months = { $months ->
    [one] 1 mis
    [two] 2 fis
    [few] 3 mis
    [many] 6 mis
   *[other] { $months } mis
}
retention-months-closed = { retention-months } ar ôl ei gau, a { $longest } mis ar y mwyaf ar ôl iddo newid ddiwethaf
retention-years-closed = { retention-years } ar ôl ei gau
retention-years-ended = { retention-years } ar ôl i’r mater ddod i ben
retention-years-answered = { retention-years } ar ôl ei ateb
retention-years-over = { retention-years } ar ôl iddo ddod i ben
retention-why = Pam: { $why }
retention-why-contact = I ddweud wrthych beth ddaeth ohono. Nid oes dim ar ôl i’w ddweud unwaith y bydd wedi’i gau.
retention-why-decisions = I ateb am yr hyn a benderfynwyd, tra gellid gwneud hawliad o hyd.
retention-why-requests = I ddangos bod y cais wedi’i ateb mewn pryd.
retention-why-markers = I ddangos pam y rhybuddiwyd pwy bynnag a ymwelodd, os bydd rhywun yn gofyn.
retention-left = Beth sydd ar ôl wedyn: { $left }
retention-left-contact = Ei fod yno, a phryd yr aeth
retention-left-concerns = Y cyfeirnod, am beth ydoedd, pryd y’i dywedwyd a beth ddaeth ohono
retention-left-notes = Beth a benderfynwyd, gan bwy, a’r geiriau a gyhoeddwyd
retention-left-requests = Ei fod wedi dod, pryd y’i hatebwyd a sut
retention-left-disclosures = Ei fod wedi dod, am ba gofnodion ydoedd, a phryd y’i hatebwyd
retention-left-markers = Bod un wedi bod, o bryd i bryd, a phwy a’i penderfynodd
