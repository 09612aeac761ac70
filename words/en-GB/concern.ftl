# What happened to what somebody told us: its public page and the contributor's own page.

concern-title = What happened to { $reference }
concern-heard-title = We heard you
concern-reference = Reference
concern-heard-on = Told to us on
concern-heard-next = Somebody reads it and decides. Then this page says what was decided, and why.
concern-heard-link = If you told us this, your secret link shows more.

concern-about = What it is about
concern-where = Where
concern-where-hidden = We do not show where
concern-issue = Part of
concern-story = What has happened
concern-now = Now

concern-not-found-title = We have nothing under that reference
concern-not-found = A reference looks like C-7KQ4-M2XD: the letter C or I, then two groups of four. There is no letter O, I or L and no number 0 or 1 in it.
concern-not-found-next = Check it and put it in again. If it is right and still does not work, ring us.
concern-find = Reference
concern-find-go = Look it up

state-heard = We heard you.
state-considering = We are looking into it.
state-taking-forward = We are doing something about it.
state-taking-forward-said = We are doing something about it: { $said }
state-waiting = We are waiting for { $who }.
state-waiting-until = We are waiting for { $who } until { $day }.
state-watching = We keep watch on it until { $day }.
state-not-taking-forward = We are not taking this forward.
state-not-taking-forward-said = We are not taking this forward, because: { $said }
state-sorted = Sorted.
state-sorted-said = Sorted: { $said }
state-partly = Partly sorted.
state-partly-said = Partly sorted: { $said }
state-done-what-we-can = We have done what we can.
state-done-what-we-can-said = We have done what we can: { $said }
state-nothing-found = We looked and found nothing.
state-nothing-found-said = We looked and found nothing: { $said }
state-stopped-by-itself = It stopped by itself.
state-stopped-by-itself-said = It stopped by itself: { $said }
state-came-back = It came back. We are looking into it again.
state-referred = We passed it to another service.
state-handed-over = We handed it to the service that deals with it.
state-answered = We answered.
state-words-wait = A second person checks our words before we publish them.

# Settled, and open again.
again-said = On { $day } we said: { $said }
again-asked = It is open again: on { $day } somebody asked us to decide again.
again-asked-own = It is open again: on { $day } you asked us to decide again.
again-contested = It is open again: on { $day } somebody told us that it is still there.
again-contested-own = It is open again: on { $day } you told us that it is still there.
again-reopened = It is open again: on { $day } we began to look into it once more.
again-by = We look at it again by { $day }.
again-by-others = We look at it again by { $day }. It is for { $others } to look at, not for { $refuser }, who decided the first time.
state-considering-again = We are looking into it again.

step-heard = Somebody told us
step-opened = We began to look into it
step-assessed = We looked at how serious it is and how many people it affects
step-taken-forward = We decided to do something about it
step-not-taken-forward = We decided not to take it forward
step-escalated = We passed it up, to people who decide for a wider area
step-handed-down = We passed it on, to people who work nearer to it
step-assigned = { $who } has it now
step-sorted = Sorted
step-partly = Partly sorted
step-done-what-we-can = We have done what we can
step-nothing-found = We looked and found nothing
step-stopped-by-itself = It stopped by itself
step-reopened = We are looking into it again
step-contested = Somebody told us that it is still there
step-asked-again = Somebody asked us to decide again

decided-person = { $name } decided, for the partnership.
decided-officer = { $name } decided. The power to do so: { $authority }.
decided-officer-alone = { $name } decided, as an officer who is allowed to.
decided-body = { $authority } decided. { $name } wrote it down.
decided-body-alone = A meeting decided. { $name } wrote it down.
decided-rule = A rule decided: { $authority }.
decided-rule-alone = A rule decided.

own-title = What you told us
own-warning = This page is yours alone. Whoever has its address can read it.
own-said = Your words
own-erased = We have erased your words, as we said we would.
own-where = Where
own-spot = A cross marks the spot you told us about.
own-where-exactly = Where exactly
own-told-on = Told to us on
own-joined = You said that this affects you too.
own-decision = What we decided
own-who = Who decided
own-why = Why
own-step-heard = You told us
own-step-contested = You told us that it is still there
own-step-asked-again = You asked us to decide again
own-contact = How we tell you
own-contact-none = We do not contact you.
own-contact-stopped = You stopped our messages.
own-contact-email = By e-mail.
own-contact-phone = By phone.
own-contact-letter = By letter.
own-answer-by = We decide by { $day }.
own-answer-why = { $days ->
    [one] For “{ $category }” it is { $days } working day after you told us. Weekends and bank holidays in England and Wales do not count.
   *[other] For “{ $category }” it is { $days } working days after you told us. Weekends and bank holidays in England and Wales do not count.
}

own-can = What you can do
own-still-there = It is still there
own-still-there-hint = We said that it has ended. If it has not, tell us: we look into it again.
own-still-there-words = What is it like now?
own-still-there-go = It is still there
own-ask-again = Ask us to decide again
own-ask-again-hint = You can ask once. The councillors of your { $ward } see that you asked.
own-ask-again-words = What should we think of that we missed?
own-ask-again-go = Ask again
own-asked-again = You asked us to decide again on { $day }. That can be done once.
own-words-optional = You can leave this empty.
own-stop = Stop messages
own-stop-hint = We tell you nothing more. This page still works.
own-stop-go = Stop messages
own-end = End this link
own-end-hint = Nobody can open this page again, not even you. What you told us stays with us, and we still work on it.
own-end-go = End this link
own-ring = Ring { $phone } and give your reference, { $reference }.

own-done-contest = Thank you. We are looking into it again
own-done-ask-again = We are deciding again
own-done-stop-mail = We send you no more messages
own-not-now = That cannot be done now. This page says how things stand

own-ended-title = The link has ended
own-ended = Nobody can open your page any more. You can still look up { $reference }: it shows what everybody may see.
own-unknown-title = This link opens nothing
own-unknown = It may have been ended, or a part of it may be missing. Open it again from where you kept it, and check that you have all of it.

own-protected-title = Numbers to ring
own-protected = For your safety this page shows nothing else.
own-protected-999 = If someone is in danger now, ring 999. If you cannot speak, ring from a mobile and press 55 when you are asked to.
own-protected-front-door = To talk to somebody about it, ring { $who } on { $phone }.
own-protected-police = To reach the police when nobody is in danger, ring 101.

reader-of-place = { $title } for { $place }
