# Places: the list and map of a partnership's areas and wards, finding one's own, pointing at a spot.

kind-place-of-focus = Place of focus
kind-neighbourhood = Neighbourhood
kind-ward = Ward
kind-area = Area
kind-borough = Borough

places-map-title = Map of { $place }
places-map-description = { $count ->
    [one] 1 place, a link to its page. The page of all places lists it in words.
   *[other] { $count } places, each a link to its page. The page of all places lists them in words.
}

places-map-spot = A cross marks the spot: latitude { $lat }, longitude { $lon }.

places-find = Find your area
places-find-hint = Enter a postcode, the name of a ward or area, or a reference we gave you.
places-find-button = Find it
places-which = Which place do you mean?
places-missing-text = Enter a postcode, or the name of a place like { $name }.
places-missing-postcode = We do not know where { $postcode } is. Check the postcode, or enter the name of your ward.
places-missing-half = { $half } is the first part of a postcode. Enter all of it, or the name of your ward.
places-missing-name = We found no place called “{ $typed }”. Check the spelling, or enter a postcode.
places-outside = That point is outside { $partnership }. Enter a postcode, or the name of a ward.
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
places-others = Places in no area
places-none = No places have been set up yet. They come from a file of boundaries that whoever set this up takes in.
places-narrow = Show only some places
places-kind = Kind of place
places-any-kind = Any kind
places-at = Holding a spot
places-at-hint = Latitude and longitude, like 52.6,-1.98
places-postcode = Holding a postcode
places-on = As they stood on a day
places-on-hint = Year, month and day, like 2027-03-03
places-download = Download this list:

places-choose-map = Or point at it on the map
places-choose-map-hint = Press the place you mean. The map then comes closer, and you can press again.
places-choose-picture = Map of { $place }. Press the place you mean, or say it in words in place of this.
places-choose-chosen = You chose a spot in { $place }.
places-choose-whole = Show the whole map
places-choose-ward = Choose a ward
