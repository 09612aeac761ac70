# Places and the map of them.

map-description = Each ward is a link to its page. The wards are also listed by area on this page.
