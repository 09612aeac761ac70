# Places: the list and map of a partnership's areas and wards, finding one's own, pointing at a spot.

kind-place-of-focus = Place of focus
kind-neighbourhood = Neighbourhood
kind-ward = Ward
kind-wards = Wards
kind-area = Area
kind-areas = Areas
kind-borough = Borough

places-map-title = Map of { $place }
places-map-description = { $count ->
    [one] 1 place, a link to its page. The page of all places lists it in words.
   *[other] { $count } places, each a link to its page. The page of all places lists them in words.
}

places-map-move = Move the map
places-map-still = Show the still map
places-map-closer = Closer
places-map-farther = Farther away
places-map-first = The first 200 are shown. Move closer to see others.
places-map-failed = The map could not be fetched. Try again in a minute, or use the list.

places-map-spot = A cross marks the spot: latitude { $lat }, longitude { $lon }.

places-find = Find your { $area }
places-find-hint = Enter a postcode, the name of your { $ward } or { $area }, or a reference we gave you.
places-find-hint-name = Enter the name of your { $ward } or { $area }, or a reference we gave you.
places-find-button = Find it
places-which = Which place do you mean?
places-missing-text = Enter a postcode, or the name of a place like { $name }.
places-missing-postcode = We do not know where { $postcode } is. Check the postcode, or enter the name of your { $ward }.
places-missing-half = { $half } is the first part of a postcode. Enter all of it, or the name of your { $ward }.
places-missing-name = We found no place called “{ $typed }”. Check the spelling, or enter a postcode.
places-outside = That point is outside { $partnership }. Enter a postcode, or the name of your { $ward }.
places-outside-near = That point is outside { $partnership }. The nearest place in it is { $place }, { $away } away.
places-metres = { $metres } metres
places-kilometres = { $kilometres } kilometres

places-count = { $count ->
    [0] No place is like that.
    [one] 1 place.
   *[other] { $count } places.
}
places-as-on = This is how they stood on { $day }.
places-show-all = Show all places as they are today
places-others = Places in no { $area }
places-none = No places have been set up yet. They come from a file of boundaries that whoever set this up takes in.
places-narrow = Show only some places
places-kind = Kind of place
places-any-kind = Any kind
places-at = Holding a spot
places-at-hint = Latitude and longitude, like 52.6,-1.98
places-postcode = Holding a postcode
places-address = Holding an address
places-address-hint = Street and settlement, like Mill Lane, Bloxwich
places-on = As they stood on a day
places-on-hint = Year, month and day, like 2027-03-03
places-download = Download this list:

places-choose-map = Or point at it on the map
places-choose-map-hint = Press the place you mean. The map then comes closer, and you can press again.
places-choose-picture = Map of { $place }. Press the place you mean, or say it in words in place of this.
places-choose-chosen = You chose a spot in { $place }.
places-choose-whole = Show the whole map
places-choose-ward = Choose your { $ward }

sets-title = Sets of boundaries
sets-about = Lines are drawn anew from time to time. Here is which lines there are, by the day from which they hold; every place’s page says which it has.
sets-name = { $kind } boundaries of { $day }
sets-set = Set
sets-since = From
sets-lines = Lines
sets-in-force = Holding today

cartogram-title = Cartogram
cartogram-about = Every { $ward } has a hexagon of the same size, so that a small crowded one is seen as well as a wide green one. Where it stands is only about where it lies.
cartogram-beside = Every { $ward } the same size
cartogram-none = No place has a hexagon yet.
cartogram-list = See the map and the list of all places
cartogram-manage = Take in a HexJSON file

partners-title = Partners’ own boundaries
partners-about = Police, health, landlords and others divide the ground in their own way. Here is whose lines match ours, whose cut across them, and who works where.
partners-today = Show them as they are today
partners-none = No partner’s boundaries have been put in yet. Once they are, this page shows whose lines match ours and who works in each place.
partners-manage = Put in a partner’s lines
partners-whose = Whose lines they are
partners-lines = Lines
partners-organisation = Whose
partners-service = For
partners-any-service = Anything
partners-divisions = Divisions
partners-division = Division
partners-against = Against each { $kind }
partners-works = Who works in each { $kind }
partners-works-about = Where two names stand together, a partner divides that place: two teams know a part of it each.
partners-divided = Dividing it
partners-all = all of it
partners-share = { $percent }%
partners-part = , { $share } of this place
partners-nobody = Nobody’s
partners-fit-all = { $count ->
    [one] It lies in one division
   *[other] All { $count } lie in one division each
}
partners-fit-whole = { $count } in one division
partners-fit-cut = { $count } cut
partners-fit-open = { $count } not covered
partners-narrow = Show only some, or another day
partners-of-division = How much of it lies in each { $kind }
partners-the-other-way = { $name }, one by one
partners-days = Hold
partners-holds = since { $from }
partners-holds-until = { $from } to { $last }
partners-source = Source
partners-sliver = Less than one hundredth of both is taken for a difference of drawing and is not shown.
partners-map-title = Map of { $name } over our own boundaries
partners-map-description = { $count ->
    [one] 1 division.
   *[other] { $count } divisions.
} The tables below say the same in words.
partners-map-theirs = Broken dark line: { $name }
partners-map-ours = Thin line in colour: ours

service-policing = Policing
service-children = Children’s services
service-health = Health
service-neighbourhood-services = Neighbourhood services
service-regeneration = Regeneration
service-housing = Housing
service-other = Other services

place-set = Its boundary:
place-works-here = Who else works here
place-works-all = How partners’ boundaries lie to ours
