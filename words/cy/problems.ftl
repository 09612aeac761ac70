# Beth mae person yn ei ddarllen pan na ellir gwneud rhywbeth: beth ddigwyddodd, ac yna beth i'w wneud.

problem-reference = Os byddwch yn ein holi am hyn, dyfynnwch { $operation }.
problem-find = Cyfeirnod, cod post neu le
problem-find-go = Dod o hyd iddo
problem-home = Mynd i’r hafan
problem-back = Defnyddiwch fotwm yn ôl eich porwr i ddychwelyd at yr hyn a deipioch. Nid oes dim a deipioch wedi’i storio.
problem-count = { $count ->
    [zero] Nid oes problem gydag unrhyw ateb
    [one] Mae problem gydag 1 ateb
    [two] Mae problem gyda 2 ateb
    [few] Mae problem gyda 3 ateb
    [many] Mae problem gyda 6 ateb
   *[other] Mae problem gyda { $count } ateb
}

not-found-title = Heb ddod o hyd i’r dudalen
not-found-detail = Nid oes dim yma yn ateb i’r cyfeiriad hwn, neu ni chewch ei weld.
not-found-next = Gwiriwch y cyfeiriad, neu dechreuwch o’r hafan. Gallwch deipio cyfeirnod fel C-7KQ4-M2XD mewn llythrennau mawr neu fach, gyda’r cysylltnodau neu hebddynt.

sign-in-first-title = Mewngofnodwch i weld y dudalen hon
sign-in-first-detail = Mae’r dudalen hon ar gyfer pobl sy’n gweithio gyda’r bartneriaeth.

not-allowed-title = Ni chewch wneud hyn

invalid-title = Mae problem
invalid-detail = Ni ellir defnyddio rhywfaint o’r hyn a roddwyd i mewn. Ni storiwyd dim.

state-title = Ni ellir gwneud hyn mwyach
state-detail = Mae nawr yn “{ $now }”.
state-allowed = O’r fan honno gallwch: { $allowed }.
state-nothing = Ni ellir gwneud dim mwy o’r fan honno.

version-title = Newidiodd rhywun hwn yn gyntaf
version-detail = Cafodd ei newid tra’r oeddech yn gweithio arno. Ni storiwyd eich newid.
version-next = Ewch yn ôl, copïwch yr hyn a deipioch, agorwch y dudalen eto a gweld beth sydd wedi newid.

idempotency-title = Anfonwyd hwn o’r blaen gydag atebion eraill
idempotency-detail = Anfonwyd yr un ffurflen yn barod gydag atebion eraill. Cadwyd y rheini; ni chadwyd y rhain.
idempotency-next = Dechreuwch y ffurflen eto i anfon rhywbeth newydd.

busy-title = Daeth dau newid ar draws ei gilydd
busy-detail = Newidiodd rhywun yr un peth ar yr un pryd. Ni storiwyd eich newid.
busy-next = Ewch yn ôl a’i anfon eto.

unconditional-title = Dywedwch pa fersiwn rydych yn ei newid
unconditional-detail = Anfonwch fersiwn y cofnod mewn pennyn If-Match, fel na chaiff newid neb ei golli.

too-large-title = Mae hynny’n ormod i’w anfon ar unwaith
too-large-detail = Rydym yn darllen hyd at 1 megabeit ar y tro. Ni storiwyd dim.

too-many-title = Gormod o ymdrechion
too-many-detail = Bu gormod o ymdrechion o’r fan lle’r ydych chi.
too-many-next = Arhoswch ddeng munud, yna rhowch gynnig arall arni.

not-open-title = Nid yw { $partnership } ar agor eto
not-open-detail = Mae’r bobl sy’n gweithio yma yn paratoi. Tan hynny ni all neb arall ei darllen na dweud dim wrthi.
not-open-next = Os ydych yn gweithio yma, mewngofnodwch. Os oes rhywun mewn perygl nawr, ffoniwch 999.

unavailable-title = Ni allwn ateb ar hyn o bryd
unavailable-detail = Mae’r gwasanaeth yn brysur neu’n cael ei drwsio. Ni storiwyd dim.
unavailable-next = Rhowch gynnig arall arni ymhen ychydig funudau. Os anfonoch ffurflen, ewch yn ôl: mae’r hyn a deipioch yno o hyd, a bydd yn cael ei storio unwaith, waeth sawl gwaith y byddwch yn ei anfon.

fault-title = Aeth rhywbeth o’i le yma
fault-detail = Ein camgymeriad ni yw hyn, ac mae wedi’i nodi. Ni storiwyd eich newid.
fault-next = Rhowch gynnig arall arni ymhen ychydig funudau.

bad-request-title = Ni allem ddarllen hynny
bad-request-detail = Nid yw’r hyn a anfonwyd yn y ffurf y mae’r cyfeiriad hwn yn ei disgwyl.

wrong-method-title = Ni ellir defnyddio’r dudalen hon fel hynny
wrong-method-detail = Nid yw’r cyfeiriad hwn yn derbyn y math hwnnw o gais.
