# Y cyfeiriadur: sefydliadau, â phwy i gysylltu, a'r neges sy'n gwahodd rhywun i weithio yma.

directory-title = Cyfeiriadur
directory-contact = Â phwy i gysylltu
directory-place = Ble
directory-everywhere = Dewiswch le
directory-choose = Dewiswch eich { $ward } neu’ch { $area } i weld pwy sy’n gofalu amdano a sut i gysylltu â nhw.
directory-organisations = Sefydliadau
directory-kind = Mathau o sefydliad
directory-every-kind = Pob un
directory-none = Nid oes unrhyw sefydliad wedi’i restru yma. Dewiswch fath arall neu le arall.

contact-covered = I ffwrdd
contact-covered-by = Mae { $name } yn cymryd lle’r person hwn tan { $until }

organisation-part-of = rhan o { $whole }
organisation-whole = Rhan o
organisation-does = Beth mae’n ei wneud yma
organisation-gives = Beth mae’n ei roi
organisation-where = Ble mae’n gweithio
organisation-everywhere = Ym mhobman yn y bartneriaeth
organisation-parts = Ei rannau
organisation-people = Â phwy i gysylltu
organisation-took-over = Cymerodd drosodd oddi wrth
organisation-successor = Cymerwyd drosodd gan
organisation-safeguarding = Diogelu
organisation-front-door = Yma y daw materion gwarchodedig yn gyntaf
organisation-ended = Diwrnod olaf y sefydliad hwn fel partner oedd { $day }. Mae’r hyn a wnaeth yn cadw ei enw.
organisation-ends = Diwrnod olaf y sefydliad hwn fel partner yw { $day }.

invitation-mail-subject = Gwahoddiad i weithio yn { $partnership }
invitation-mail-role = rhywun sy’n gweithio yma
invitation-mail-body =
    Rydych wedi cael gwahoddiad gan { $partnership }. Eich rôl: { $role }.

    Agorwch y ddolen hon a phwyswch y botwm i fewngofnodi:

    { $link }

    Mae’n gweithio unwaith, tan { $until }. Ar ôl hynny, neu’r tro nesaf, gofynnwch am ddolen newydd gyda’r cyfeiriad e-bost hwn yn
    { $sign_in }

    Os nad oeddech yn disgwyl hyn, nid oes angen i chi wneud dim.
