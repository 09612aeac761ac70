# Places: the list and map of a partnership's areas and wards, finding one's own, pointing at a spot.

places-map-title = Map of { $place }
places-map-description = { $count ->
    [one] 1 place, a link to its page. The page of all places lists it in words.
   *[other] { $count } places, each a link to its page. The page of all places lists them in words.
}
