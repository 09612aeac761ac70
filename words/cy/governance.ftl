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

take-down-mail-subject = Beth a benderfynom: { $reference }
take-down-mail-asked = Ar { $day } gofynnoch i ni, { $partnership }, dynnu rhywbeth i lawr.
take-down-mail-kept = Mae { $reference } yn aros yn gudd rhag y cyhoedd. Dyma pam:
take-down-mail-shown = Gall y cyhoedd ddarllen { $reference }. Dyma pam:
take-down-mail-complain = Os ydych yn meddwl bod hyn yn anghywir, gallwch gwyno i Swyddfa’r Comisiynydd Gwybodaeth.
