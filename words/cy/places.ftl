# Lleoedd: rhestr a map o ardaloedd a wardiau partneriaeth, dod o hyd i'ch un chi, pwyntio at fan.

kind-place-of-focus = Man ffocws
kind-neighbourhood = Cymdogaeth
kind-ward = Ward
kind-wards = Wardiau
kind-area = Ardal
kind-areas = Ardaloedd
kind-borough = Bwrdeistref

places-map-title = Map: { $place }
places-map-description = { $count ->
    [zero] Dim lleoedd.
    [one] 1 lle, sy’n ddolen i’w dudalen. Mae tudalen yr holl leoedd yn ei restru mewn geiriau.
    [two] 2 le, pob un yn ddolen i’w dudalen. Mae tudalen yr holl leoedd yn eu rhestru mewn geiriau.
    [few] 3 lle, pob un yn ddolen i’w dudalen. Mae tudalen yr holl leoedd yn eu rhestru mewn geiriau.
    [many] 6 lle, pob un yn ddolen i’w dudalen. Mae tudalen yr holl leoedd yn eu rhestru mewn geiriau.
   *[other] { $count } lle, pob un yn ddolen i’w dudalen. Mae tudalen yr holl leoedd yn eu rhestru mewn geiriau.
}

places-map-spot = Mae croes yn nodi’r man: lledred { $lat }, hydred { $lon }.

places-find = Dod o hyd i’ch { $area }
places-find-hint = Rhowch god post, enw eich { $ward } neu’ch { $area }, neu gyfeirnod a gawsoch gennym.
places-find-hint-name = Rhowch enw eich { $ward } neu’ch { $area }, neu gyfeirnod a gawsoch gennym.
places-find-button = Dod o hyd iddo
places-which = Pa le ydych chi’n ei olygu?
places-missing-text = Rhowch god post, neu enw lle, fel { $name }.
places-missing-postcode = Nid ydym yn gwybod ble mae { $postcode }. Gwiriwch y cod post, neu rhowch enw eich { $ward }.
places-missing-half = Rhan gyntaf cod post yw { $half }. Rhowch y cod post cyfan, neu enw eich { $ward }.
places-missing-name = Ni ddaethom o hyd i unrhyw le o’r enw “{ $typed }”. Gwiriwch y sillafu, neu rhowch god post.
places-outside = Mae’r pwynt hwnnw y tu allan i’r bartneriaeth hon ({ $partnership }). Rhowch god post, neu enw eich { $ward }.
places-outside-near = Mae’r pwynt hwnnw y tu allan i’r bartneriaeth hon ({ $partnership }). Y lle agosaf ynddi yw { $place }, { $away } i ffwrdd.
places-metres = { $metres } metr
places-kilometres = { $kilometres } cilometr

places-count = { $count ->
    [zero] Nid oes unrhyw le fel hynny.
    [one] 1 lle.
    [two] 2 le.
    [few] 3 lle.
    [many] 6 lle.
   *[other] { $count } lle.
}
places-as-on = Fel hyn yr oeddent ar { $day }.
places-show-all = Dangos yr holl leoedd fel y maent heddiw
places-others = Lleoedd heb { $area }
places-none = Nid oes unrhyw leoedd wedi’u sefydlu eto. Dônt o ffeil o ffiniau y mae pwy bynnag a sefydlodd y wefan hon yn ei derbyn.
places-narrow = Dangos rhai lleoedd yn unig
places-kind = Math o le
places-any-kind = Unrhyw fath
places-at = Yn cynnwys man
places-at-hint = Lledred a hydred, fel 52.6,-1.98
places-postcode = Yn cynnwys cod post
places-address = Yn cynnwys cyfeiriad
places-address-hint = Stryd a thref neu bentref, fel Mill Lane, Bloxwich
places-on = Fel yr oeddent ar ddiwrnod
places-on-hint = Blwyddyn, mis a diwrnod, fel 2027-03-03
places-download = Lawrlwytho’r rhestr hon:

places-choose-map = Neu bwyntiwch ato ar y map
places-choose-map-hint = Pwyswch y lle rydych yn ei olygu. Yna daw’r map yn nes, a gallwch bwyso eto.
places-choose-picture = Map: { $place }. Pwyswch y lle rydych yn ei olygu, neu dywedwch ef mewn geiriau yn lle hyn.
places-choose-chosen = Rydych wedi dewis man yma: { $place }.
places-choose-whole = Dangos y map cyfan
places-choose-ward = Dewiswch eich { $ward }

sets-title = Setiau o ffiniau
sets-about = Mae llinellau’n cael eu tynnu o’r newydd o bryd i’w gilydd. Dyma’r llinellau sydd ar gael, yn ôl y diwrnod y maent yn dal ohono; mae tudalen pob lle yn dweud pa rai sydd ganddo.
sets-name = Ffiniau ({ $kind }) { $day }
sets-set = Set
sets-since = O
sets-lines = Llinellau
sets-in-force = Yn dal heddiw

cartogram-title = Cartogram
cartogram-about = Mae hecsagon o’r un maint gan bob { $ward }, fel bod un fach brysur yn cael ei gweld cystal ag un fawr werdd. Dim ond yn fras y mae ei safle yn dangos ble mae hi.
cartogram-none = Nid oes hecsagon gan unrhyw le eto.
cartogram-list = Gweld y map a’r rhestr o’r holl leoedd
cartogram-manage = Derbyn ffeil HexJSON

partners-title = Ffiniau partneriaid eu hunain
partners-about = Mae’r heddlu, y gwasanaeth iechyd, landlordiaid ac eraill yn rhannu’r tir yn eu ffordd eu hunain. Dyma linellau pwy sy’n cyd-fynd â’n rhai ni, llinellau pwy sy’n eu torri, a phwy sy’n gweithio ble.
partners-today = Eu dangos fel y maent heddiw
partners-none = Nid oes ffiniau unrhyw bartner wedi’u rhoi i mewn eto. Pan fyddant, bydd y dudalen hon yn dangos llinellau pwy sy’n cyd-fynd â’n rhai ni a phwy sy’n gweithio ym mhob lle.
partners-manage = Rhoi llinellau partner i mewn
partners-whose = Llinellau pwy ydynt
partners-lines = Llinellau
partners-organisation = Pwy
partners-service = Ar gyfer
partners-any-service = Unrhyw beth
partners-divisions = Rhaniadau
partners-division = Rhaniad
partners-against = Yn erbyn pob un: { $kind }
partners-works = Pwy sy’n gweithio ym mhob un: { $kind }
partners-works-about = Lle mae dau enw gyda’i gilydd, mae partner yn rhannu’r lle hwnnw: mae dau dîm yn adnabod rhan ohono yr un.
partners-divided = Yn ei rannu
partners-all = y cyfan
partners-share = { $percent }%
partners-part = , { $share } o’r lle hwn
partners-nobody = Neb
partners-fit-all = { $count ->
    [zero] Nid oes yr un mewn un rhaniad
    [one] Mae mewn un rhaniad
    [two] Mae’r 2 mewn un rhaniad yr un
    [few] Mae’r 3 mewn un rhaniad yr un
    [many] Mae’r 6 mewn un rhaniad yr un
   *[other] Mae pob un o’r { $count } mewn un rhaniad yr un
}
partners-fit-whole = { $count } mewn un rhaniad
partners-fit-cut = { $count } wedi’u torri
partners-fit-open = { $count } heb eu cwmpasu
partners-narrow = Dangos rhai yn unig, neu ddiwrnod arall
partners-of-division = Faint ohono sydd ym mhob un: { $kind }
partners-the-other-way = { $name }, fesul un
partners-days = Yn dal
partners-holds = ers { $from }
partners-holds-until = { $from } hyd { $last }
partners-source = Ffynhonnell
partners-sliver = Mae llai nag un rhan o gant o’r ddau yn cael ei gymryd fel gwahaniaeth yn y lluniad ac nid yw’n cael ei ddangos.
partners-map-title = Map: { $name } dros ein ffiniau ein hunain
partners-map-description = { $count ->
    [zero] Dim rhaniadau.
    [one] 1 rhaniad.
    [two] 2 raniad.
    [few] 3 rhaniad.
    [many] 6 rhaniad.
   *[other] { $count } rhaniad.
} Mae’r tablau isod yn dweud yr un peth mewn geiriau.
partners-map-theirs = Llinell dywyll doredig: { $name }
partners-map-ours = Llinell denau mewn lliw: ein rhai ni

service-policing = Plismona
service-children = Gwasanaethau plant
service-health = Iechyd
service-neighbourhood-services = Gwasanaethau cymdogaeth
service-regeneration = Adfywio
service-housing = Tai
service-other = Gwasanaethau eraill

place-set = Ei ffin:
place-works-here = Pwy arall sy’n gweithio yma
place-works-all = Sut mae ffiniau partneriaid yn cymharu â’n rhai ni

places-map-move = Symud y map
places-map-still = Dangos y map llonydd
places-map-closer = Yn nes
places-map-farther = Ymhellach i ffwrdd
places-map-first = Dangosir y 200 cyntaf. Symudwch yn nes i weld y lleill.
places-map-failed = Nid oedd modd nôl y map. Rhowch gynnig arall arni mewn munud, neu defnyddiwch y rhestr.
cartogram-beside = Pob { $ward } o’r un maint
