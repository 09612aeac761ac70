# The list of issues and an issue's own page, as the public and staff read them.

issues-heading = Issues
issues-lead = What people here told us about, and what is being done.
issues-count = { $count ->
    [0] none
    [one] { $count } issue
   *[other] { $count } issues
}
issues-count-more = more than { $count } issues
issues-feed-title = Issues – { $partnership }
issues-filter = Filter this list
issues-filter-words = Words in the title
issues-filter-place = Place
issues-filter-category = What it is about
issues-filter-status = Where it stands
issues-filter-level = Level
issues-filter-flag = Flag
issues-filter-seriousness = How serious
issues-filter-assessed = Assessed
issues-filter-since = Told to us since
issues-filter-box = On the map
issues-everywhere = Everywhere
issues-anything = Anything
issues-any-level = Any level
issues-any-flag = With or without a flag
issues-box-chosen = Part of the map
issues-lines-then = Places are meant as they were drawn when each was told to us.
issues-lines-now = Places are meant as they are drawn today.
issues-lines-offer-now = See it by today’s lines
issues-lines-offer-then = See it by the lines of the time
issues-place-until = { $place } (until { $day })
issues-sort = In which order
issues-sort-priority = Most pressing first
issues-sort-newest = Newest first
issues-sort-oldest = Oldest first
issues-same-as = The same list as:
issues-as-table = table (CSV)
issues-as-map = map data (GeoJSON)
issues-as-data = data (JSON)
issues-as-feed = feed (Atom)
issues-map = Map of these issues
issues-map-key = A dot: we heard about it, or are looking into it. A square: we are doing something about it. A diamond: we are not, or it is finished. The boldest come first. Some issues have no place on a map.
issues-none = No issue answers to these filters.
issues-none-yet = Nothing has been told to us here yet.
issues-none-yet-next = When people tell us about something, what we do about it is listed here.
issues-caption = Issues in this order: { $order }
issues-more = Next { $count }
issues-first = Back to the first

issues-column-priority = Priority
issues-column-issue = Issue
issues-column-status = Status
issues-column-place = Where
issues-column-voices = Told us
issues-column-affected = Affected
issues-column-flags = Flags
issues-column-holder = Held by
issues-column-age = Age
issues-why-of = Why is “{ $title }” here?
issues-why-held = Why is “{ $title }” with whoever holds it?
issues-why-due = Why is a decision about “{ $title }” due then?
issues-not-assessed = not yet assessed
issues-nobody = nobody yet
issues-waiting-for = waiting for { $whom }
issues-due = due { $day }
issues-days = { $count ->
    [0] today
    [one] { $count } day
   *[other] { $count } days
}


# States, as residents read them.
issue-status-open = Open
issue-status-settled = Settled
issue-status-new = We heard about this
issue-status-considering = We are looking into it
issue-status-came-back = It came back: we are looking into it again
issue-status-again = We are looking into it again
issue-status-taking-forward = We are doing something about it
issue-status-not-taking-forward = We are not taking this forward

issue-status-resolved = Finished

issue-flag-came-back = Came back
issue-flag-place-of-focus = Place of focus
issue-flag-look-again = Look again
issue-flag-overdue = Overdue
issue-flag-contested = Contested

issue-level-local = Local
issue-level-area = Area
issue-level-borough = Borough

# One issue.
issue-where-hidden = Somewhere in { $partnership }. For this kind of thing we do not say where.
issue-opened = First told to us on { $day }
issue-voices = { $count ->
    [0] Nobody has told us about this yet.
    [one] { $count } person told us about this.
   *[other] { $count } people told us about this.
}
issue-voices-short = { $count ->
    [one] { $count } person told us
   *[other] { $count } people told us
}
issue-affected-short = { $count ->
    [one] { $count } person affected
   *[other] { $count } people affected
}
issue-stands = Where this stands
issue-due = We will decide by { $day }.
issue-due-why = { $days ->
    [one] For “{ $category }” it is { $days } working day after we opened it. Weekends and bank holidays in England and Wales do not count.
   *[other] For “{ $category }” it is { $days } working days after we opened it. Weekends and bank holidays in England and Wales do not count.
}
issue-due-why-later = The day was set when we opened it or when it came back. Weekends and bank holidays in England and Wales do not count.
issue-due-again = We will look at it again by { $day }.
issue-due-past = We said we would decide by { $day }. We are late.
issue-decided-heading = What we decided and why
issue-decided-on = Decided on { $day }.
issue-undecided = Nothing is decided yet.
issue-as-public = You are looking as the public does.
issue-as-public-back = Go back
issue-said-done-heading = You said, we did
issue-you-said = You said
issue-we-did = We did
issue-you-said-about = { $count ->
    [0] We noticed: { $about }.
    [one] { $count } person told us: { $about }.
   *[other] { $count } people told us: { $about }.
}
issue-did-and-came-back = { $said } It came back: we are looking into it again.
issue-not-done-yet = Not done yet.
issue-level-heading = Level
issue-level-here = It is looked after at { $level } level now.
issue-holder = Held by { $holder }.
issue-holder-nobody = Nobody has been asked to act on it yet.
issue-priority-heading = Priority
issue-story = What happened
issue-tell-us = Does this affect you too?
issue-tell-us-link = Tell us about it
issue-far = The reference of this issue is { $reference }.
issue-about = What it is about
issue-place = Where
issue-spot = A cross marks the spot.
issue-spot-street = A cross marks about where it is, not the spot itself.
issue-heard = Who told us

issue-story-attached = { $count ->
    [one] { $count } more person told us
   *[other] { $count } more people told us
}
issue-story-joined = { $count ->
    [one] { $count } person said it affects them too
   *[other] { $count } people said it affects them too
}
issue-story-assessed-as = How serious: { $seriousness } of 5 ({ $words }).
issue-story-assessed-people = { $count ->
    [one] { $count } person affected.
   *[other] { $count } people affected.
}
issue-story-assessed-priority = Priority { $priority } of 25.

issue-why = { $people ->
    [one] Priority { $priority } of 25: assessed as { $seriousness } of 5 ({ $words }) for { $people } person.
   *[other] Priority { $priority } of 25: assessed as { $seriousness } of 5 ({ $words }) for { $people } people.
}
issue-why-provisional = { $people ->
    [one] Priority { $priority } of 25 for now: { $seriousness } of 5 ({ $words }) is usual for this kind of thing, and { $people } person told us. Nobody has assessed it yet.
   *[other] Priority { $priority } of 25 for now: { $seriousness } of 5 ({ $words }) is usual for this kind of thing, and { $people } people told us. Nobody has assessed it yet.
}

issue-serious-one = a nuisance
issue-serious-two = minor
issue-serious-three = moderate
issue-serious-four = serious
issue-serious-five = a danger to life or safety

# The letter to somebody who is told by post.
letter-heading = Letter about { $reference }
letter-dear = Dear { $name },
letter-dear-neighbour = Dear neighbour,
letter-you-told-us = On { $day } you told us about: { $about }. Your reference is { $reference }.
letter-heard = We read what you told us and are looking into it.
letter-taking-forward = We have decided to do something about it.
letter-not-taking-forward = We have decided not to take it forward.
letter-resolved = We have finished our work on it.
letter-came-back = Somebody told us it is still there. We are looking into it again.
letter-reason = This is what we decided, and why:
letter-did = This is what we did:
letter-next = If this is wrong, or it is still there, tell us. Quote your reference.
letter-ring = Ring us on { $phone }.
letter-online = You can see what happens next at { $address }.
letter-yours = Yours sincerely,
