# A partnership's home, its places, what was done, and the pages it must have.

home-lead = Tell us what needs doing where you live. We say what we do about it, and why.
home-report = Tell us about something
home-urgent = If somebody is in danger now, ring 999. Nobody reads this website day and night.
home-find = Find my { $area }
home-find-label = Postcode, { $ward }, { $area } or reference
home-find-label-name = Name of a { $ward } or { $area }, or reference
home-find-hint = For example, { $name }. Or the reference we gave you, like C‑7KQ4‑M2XD
home-find-button = Find it
home-areas = Areas
home-no-areas = No { $areas } have been set up yet. They will be listed here, each with who to contact.
home-all-places = All { $wards } and places
home-now = What is being done now
home-more = More of what you said and we did

feedback-title = You said, we did
feedback-lead = What people told us, what we decided, and what was done. Newest first.
feedback-empty = Nothing has been decided yet. As soon as something is, you can read here what was said, what we did, and why.

story-you-said = You said:
story-we-did = We did:
story-told-us = { $count ->
    [0] nobody has told us yet
    [one] 1 person told us
   *[other] { $count } people told us
}
story-taking-forward = We are doing something about it.
story-not-taking-forward = We are not taking this forward.
story-since = Since then:
story-since-open = it is open again, and we are looking into it.
story-since-taking-forward = we decided to do something about it.
story-since-not-taking-forward = we decided not to take it forward.
story-since-ended = our work on it has ended.
story-sorted = Sorted.
story-partly = Partly sorted.
story-done-what-we-can = We have done what we can.
story-nothing-found = We looked and found nothing.
story-stopped = It stopped by itself.

place-contact = Who to contact
place-nobody = Nobody is named for this place yet. Tell us about something all the same: somebody reads it.
place-open = What is open here
place-none-open = Nothing is open here. If something needs doing, tell us.
place-open-count = { $count ->
    [one] 1 open issue.
   *[other] { $count } open issues.
}
place-more-than = More than { $count } open issues.
place-all-open = See them all
place-done = You said, we did
place-follow = Follow this in a news reader (Atom)
place-figures = In figures
place-figures-opened = New issues each month
place-figures-settled = Issues settled each month
place-figures-table = See the months as a table
place-figures-month = Month
place-figures-new = New
place-figures-done = Settled
place-figures-about = What open issues are about
place-figures-open = { $count ->
    [one] { $count } open issue
   *[other] { $count } open issues
}
place-figures-other = Anything else
place-figures-percent = { $percent }%
place-figures-in-time = Decisions made in time
place-figures-of = { $share } ({ $part } of { $count })
place-figures-here = Here
place-figures-few = too few to say
place-figures-source = Source: the issues that everybody can read here, from { $month } on. Counted on { $day }.
place-figures-why = About these figures
place-figures-why-text = An issue counts in the month we opened it, and in the month it ended or we said that we do not take it forward. A decision is in time when we made it by the day we had named. What is kept from the public, or shows no place, is not counted here. We give a share only of five or more, because fewer say little.
place-within = Places in it
place-ended = { $place } ended on { $day }. What was told about it before then keeps its name.
place-not-yet = { $place } begins on { $day }.
place-now-there = What lies there now
place-ended-because = Why it ended: { $reason }
place-told-then = See the issues that were told about it
place-as-then = See the places as they stood then

contact-name = Name
contact-organisation = Works for
contact-phone = Telephone
contact-email = E-mail

about-privacy = { $body } answers for what you tell us. We use it to look into the matter and to tell you what happened, because the law gives public bodies that task. Saying that we may contact you only means that you want to be told.

    Your words and how to reach you are locked away under a key of their own. Only the people who work on the matter can read them, and each time somebody looks at a protected matter is written down. What the public sees is written by staff: a title, a place as near as is safe, what we decided and why.

    How to reach you is erased 12 months after the matter is closed. You can read what we hold about you, have it put right, or have it erased: use your secret link, or ask { $body }. If you are not content you can complain to the Information Commissioner’s Office.
about-accessibility = { $body } wants everybody to be able to use this website: without a mouse, with a screen reader, enlarged to 400%, on an old telephone, with scripts switched off.

    It is built to the Web Content Accessibility Guidelines 2.2, level AA. A program checks its pages at the width of a telephone and of a desk, and what people do most is tried by keyboard alone and with scripts switched off. The pages people meet first were looked at enlarged to 200%, in a reader’s own colours, and printed.

    No person has tested it with a screen reader, a switch or their voice yet; this page will say when one has. The map that moves needs scripts; the list beside it says the same without them. On a drawn map a mark can cover a name. Where pages are offered in Welsh, nobody whose first language is Welsh has read them yet.

    If something keeps you from using it, tell { $body } what and where. If you are not content with the answer, the Equality Advisory and Support Service can help.
about-cookies = This website sets no cookies for people who read it or tell us about something.

    When somebody who works here signs in, one cookie named “wardmote” keeps them signed in for up to 12 hours. It is needed for that and used for nothing else.
about-how-we-decide = Somebody who works for the partnership reads what you tell us. Concerns about the same thing become one issue. A person then says how serious it is and how many people it touches, and writes down why. The table gives its priority, from 1 to 25.

    A danger to life or safety comes before everything. A serious matter never scores below 12, nor a dangerous one below 20. How many people told us counts only until somebody has assessed it: those who shout loudest do not come first.

    Every decision says who made it, in what capacity and why. If we do not take something forward you can ask again, once. If we say something is sorted and it is not, say “it is still there”.
about-changed = Last changed on { $day }.
about-matrix = Priority, by how serious it is and how many people it touches
about-seriousness = How serious
about-one-person = 1 person
about-people = { $band } people
serious-1 = nuisance
serious-2 = minor
serious-3 = moderate
serious-4 = serious
serious-5 = danger to life or safety
about-numbers = Nobody reads this website day and night. If it cannot wait, ring.
about-numbers-caption = When it cannot wait
about-numbers-when = When
about-partners-caption = Our partners
about-partners-who = Who
about-numbers-ring = Ring
ring-999-when = Somebody is in danger, or a crime is happening now
ring-101-when = Police, when it is not an emergency
ring-gas-when = You smell gas
ring-power-when = A power cut, or a fallen power line
ring-health-when = Medical help, when it is not an emergency
ring-front-door-when = You are worried about a child or an adult
ring-out-of-hours-when = You are worried about a child or an adult, at night, at a weekend or on a bank holiday
