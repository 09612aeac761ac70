# Beth sydd o amgylch pob tudalen.

language-name = Cymraeg
language-choice = Dewis iaith
product = Wardmote
skip-link = Neidio i’r prif gynnwys
error-prefix = Gwall: { "" }
back = Yn ôl
way-back = O ble y daethoch
why = Pam?
menu = Dewislen
breadcrumb = Briwsion bara
service-information = Am y bartneriaeth hon
important = Pwysig
success = Wedi’i wneud
warning = Rhybudd
error = Gwall
page-title = { $page } – { $partnership }
page-of = { $page } (tudalen { $number } o { $last })

month-name = { $month ->
    [1] Ionawr
    [2] Chwefror
    [3] Mawrth
    [4] Ebrill
    [5] Mai
    [6] Mehefin
    [7] Gorffennaf
    [8] Awst
    [9] Medi
    [10] Hydref
    [11] Tachwedd
   *[12] Rhagfyr
}
month-of-year = { month-name } { $year }
month-letters = { $month ->
    [1] Ion
    [2] Chw
    [3] Maw
    [4] Ebr
    [5] Mai
    [6] Meh
    [7] Gor
    [8] Awst
    [9] Medi
    [10] Hyd
    [11] Tach
   *[12] Rhag
}
day-of-month = { $day } { month-name } { $year }
day-and-time = { $day } am { $time }

demonstration = Arddangosiad
demonstration-notice = Mae pob person yma wedi’i ddyfeisio.

leave = Gadael y dudalen hon
leave-now = Argyfwng
leave-activated = Yn gadael y dudalen hon.
leave-timed-out = Mae Gadael y dudalen hon wedi dod i ben.
leave-press-two = Shift, pwyswch 2 waith eto i adael.
leave-press-one = Shift, pwyswch 1 waith eto i adael.

sign-in = Mewngofnodi
signed-in-as = { $name }, { $hat }
account = Eich cyfrif

footer-heading = Am y wefan hon
footer-ours = Gwnaed gyda { product }, meddalwedd am ddim ar gyfer cymdogaethau.

pages = Tudalennau
previous = Blaenorol
next = Nesaf
page = tudalen
page-number = Tudalen { $number }

filters = Hidlwyr
filters-chosen = Hidlwyr a ddewiswyd
filters-apply = Defnyddio’r hidlwyr
filters-clear = Clirio’r hidlwyr
filter-remove = Tynnu’r hidlydd hwn
sections = Adrannau’r dudalen hon
by = gan { $who }

there-is-a-problem = Mae problem
day = Diwrnod
month = Mis
year = Blwyddyn
change = Newid
or = neu
show = Dangos
hide = Cuddio
show-password = Dangos y cyfrinair
hide-password = Cuddio’r cyfrinair
password-shown = Mae eich cyfrinair i’w weld
password-hidden = Mae eich cyfrinair wedi’i guddio
up-to-characters = Gallwch roi hyd at { $count ->
    [zero] 0 nod
    [one] 1 nod
    [two] 2 nod
    [few] 3 nod
    [many] 6 nod
   *[other] { $count } nod
}

characters-left = { $count ->
    [zero] Mae gennych 0 nod ar ôl
    [one] Mae gennych 1 nod ar ôl
    [two] Mae gennych 2 nod ar ôl
    [few] Mae gennych 3 nod ar ôl
    [many] Mae gennych 6 nod ar ôl
   *[other] Mae gennych { $count } nod ar ôl
}
characters-too-many = { $count ->
    [zero] Mae gennych 0 nod yn ormod
    [one] Mae gennych 1 nod yn ormod
    [two] Mae gennych 2 nod yn ormod
    [few] Mae gennych 3 nod yn ormod
    [many] Mae gennych 6 nod yn ormod
   *[other] Mae gennych { $count } nod yn ormod
}

field-unreadable = Teipiwch hwn eto: ni ellid darllen rhai o’i nodau
field-once = Rhowch un ateb i’r cwestiwn hwn
field-too-long = Defnyddiwch { $count ->
    [zero] 0 nod
    [one] 1 nod
    [two] 2 nod
    [few] 3 nod
    [many] 6 nod
   *[other] { $count } nod
} neu lai
field-number = Rhowch rif cyfan, fel 12
field-number-between = Rhowch rif rhwng { $least } a { $most }
field-date = Rhowch ddyddiad, fel 3 3 2027
field-date-whole = Rhowch y diwrnod, y mis a’r flwyddyn, fel 3 3 2027
field-date-real = Rhowch ddyddiad sy’n bod, fel 3 3 2027
field-choice = Dewiswch un o’r atebion a restrir


nav-report = Rhoi gwybod i ni
nav-issues = Materion
nav-places = Lleoedd
nav-directory = Cyfeiriadur
nav-my-work = Fy ngwaith
nav-concerns = Pryderon
nav-administration = Gweinyddu

footer-privacy = Preifatrwydd
footer-accessibility = Hygyrchedd
footer-cookies = Cwcis
footer-how-we-decide = Sut rydym yn penderfynu
footer-retention = Am ba hyd rydym yn cadw pethau
footer-numbers = Rhifau i’w ffonio
