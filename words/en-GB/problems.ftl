# What a person reads when something cannot be done: what happened, then what to do.

problem-reference = If you ask us about this, quote { $operation }.
problem-find = Reference, postcode or place
problem-find-go = Find it
problem-home = Go to the home page
problem-back = Use your browser’s back button to return to what you typed. Nothing you typed has been stored.
problem-count = There is a problem with { $count ->
    [one] { $count } answer
   *[other] { $count } answers
}

not-found-title = Page not found
not-found-detail = Nothing here answers to this address, or you may not see it.
not-found-next = Check the address, or start from the home page. A reference like C-7KQ4-M2XD can be typed in any case, with or without its hyphens.

sign-in-first-title = Sign in to see this page
sign-in-first-detail = This page is for people who work with the partnership.

not-allowed-title = You may not do this

invalid-title = There is a problem
invalid-detail = Some of what was entered cannot be used. Nothing was stored.

state-title = This can no longer be done
state-detail = It is now “{ $now }”.
state-allowed = From there you can: { $allowed }.
state-nothing = Nothing more can be done from there.

version-title = Somebody changed this first
version-detail = It was changed while you were working on it. Your change was not stored.
version-next = Go back, copy what you typed, open the page again and see what changed.

idempotency-title = This was sent before with other answers
idempotency-detail = The same form was already sent with other answers. Those were kept; these were not.
idempotency-next = Start the form again to send something new.

busy-title = Two changes met
busy-detail = Somebody changed the same thing at the same moment. Your change was not stored.
busy-next = Go back and send it again.

unconditional-title = Say which version you are changing
unconditional-detail = Send the record’s version in an If-Match header, so that nobody’s change is lost.

too-large-title = That is too much to send at once
too-large-detail = We read up to 1 megabyte at a time. Nothing was stored.

too-many-title = Too many tries
too-many-detail = There have been too many tries from where you are.
too-many-next = Wait ten minutes, then try again.

not-open-title = { $partnership } is not open yet
not-open-detail = The people who work here are getting it ready. Until then nobody else can read it or tell it anything.
not-open-next = If you work here, sign in. If somebody is in danger now, ring 999.

unavailable-title = We cannot answer just now
unavailable-detail = The service is busy or being mended. Nothing was stored.
unavailable-next = Try again in a few minutes. If you sent a form, go back: what you typed is still there, and it is stored once, however often you send it.

fault-title = Something went wrong here
fault-detail = It is our mistake, and it has been noted. Your change was not stored.
fault-next = Try again in a few minutes.

bad-request-title = We could not read that
bad-request-detail = What was sent is not in the form this address expects.

wrong-method-title = This page cannot be used like that
wrong-method-detail = This address does not take that kind of request.
