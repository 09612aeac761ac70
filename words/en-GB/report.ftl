# Telling us about something: one question a page.

report-title = Tell us about something

report-danger = If someone is in danger now, ring 999. If you cannot speak, ring it from a mobile and press 55 when you are asked to.
report-safeguarding = Worried about a child, or about an adult who is being hurt or not looked after: ring { $who } on { $phone }.
report-police = About a crime, when nobody is in danger: ring the police on 101.
report-out-of-hours = Nobody is reading reports now. If it cannot wait and nobody is in danger, ring the council.
report-reading-hours = We read reports on working days, from { $opens }am to { $shuts }pm.

report-step = Question { $number } of { $last }
report-go-on = Continue
report-go-back = Go back
report-clock = It takes about 5 minutes. You do not have to give your name. We keep nothing until you press Send.

report-words = What has happened, or what is wrong?
report-words-hint = Say it in your own words. Nobody but the people who work on it will read this. Leave out other people’s names if you can.
report-words-missing = Say what has happened, in your own words
report-group = What is it about?
report-group-hint = If you are not sure, choose the nearest. We can change it.
report-group-missing = Choose what it is about
report-given = This affects you too: “{ $title }”. We add your voice to it.
report-given-about = It is about: { $category }.
report-category = Which of these is it most like?
report-category-hint = If none of these is right, choose the nearest, or go back.
report-category-missing = Choose what it is most like
report-advice = Before you go on

report-where = Where is it?
report-place = Postcode, { $ward } or { $area }
report-place-name = Name of the { $ward } or { $area }
report-place-hint = Like { $postcode }, or { $name }. If you do not know it, say the nearest you know.
report-place-hint-name = Like { $name }. If you do not know it, say the nearest you know.
report-place-missing = Enter a postcode, or the name of the { $ward } or { $area }
report-place-part = { $district } is the first part of a postcode. Enter all of it, or the name of the { $ward }
report-place-postcode-unknown = We do not know the postcode { $postcode }. Check it, or enter the name of the { $ward }
report-place-unknown = We found no place called “{ $typed }”. Check the spelling, or enter a postcode
report-place-outside = That is outside { $partnership }. The nearest places in it are { $names }
report-place-outside-alone = That is outside { $partnership }. Enter a place in it
report-place-wide = { $name } is a large place. Say which part of it, or that you are not sure
report-place-choose = Which place do you mean?
report-place-choose-missing = Choose the place you mean
report-place-unsure = I am not sure which
report-map-forget = Use no spot on the map
report-whereabouts = Where exactly?
report-whereabouts-hint = Like “in the alley behind the shops, next to the bus stop”. You can leave this empty.

report-who = How many people, and how to reach you
report-people = About how many people does this affect?
report-people-hint = A guess is fine, like 12. You can leave this empty.
report-contact = Is it safe to contact you?
report-contact-hint = We use it only to tell you what happens, and to ask about it. Think about who else sees your phone, your e-mail or your post.
report-contact-missing = Choose whether it is safe to contact you, and how
report-contact-email = Yes, by e-mail
report-contact-phone = Yes, by phone
report-contact-letter = Yes, by letter
report-contact-nothing = No, do not contact me
report-contact-nothing-means = That is fine. We cannot tell you what happens then, or ask you about it. At the end you get a secret link that shows you what happens. If you lose it, we cannot find it for you.
report-name = Your name
report-name-hint = You can leave this empty.
report-email = E-mail address
report-email-missing = Enter your e-mail address, like name@example.org, or choose another way
report-phone = Phone number
report-phone-missing = Enter your phone number, like 01632 960001, or choose another way
report-address = Address
report-address-missing = Enter the address we should write to, or choose another way
report-language = Which language shall we use?

report-alike = Is it one of these?
report-alike-why = People have told us about these near there. If yours is one of them, we add your voice to it: the more people are affected, the more it counts.
report-alike-question = Choose one
report-alike-missing = Choose one, or say that yours is different
report-alike-me-too = This affects me too: { $title }
report-alike-none = Mine is different
report-alike-distance = { $metres } metres away.
report-alike-ward = In the same { $ward }.
report-alike-voices = { $count ->
    [one] { $count } person told us
   *[other] { $count } people told us
}, the first on { $day }.
report-alike-read = Read about { $title } (opens in a new tab)

report-check = Check what you are about to send
report-check-words = What you told us
report-check-category = What it is most like
report-check-place = Where
report-check-people = How many people
report-check-people-unknown = You did not say
report-check-contact = How we reach you
report-check-contact-nothing = We do not contact you
report-check-contact-email = By e-mail: { $to }
report-check-contact-phone = By phone: { $to }
report-check-contact-letter = By letter: { $to }
report-check-name = Your name
report-check-language = Language
report-check-joins = One of these?
report-check-given = You add your voice to
report-check-joins-none = No, mine is different
report-change-words = what you told us
report-change-category = what it is most like
report-change-place = where it is
report-change-people = how many people
report-change-contact = how we reach you
report-change-joins = whether it is one of these

report-public = What anybody can see
report-public-before = Until somebody has considered it, anybody who has your reference sees only this:
report-public-heard = We heard you. { $day }.
report-public-after = After that, they also see:
report-public-category = { $category }, in { $ward }
report-public-no-place = { $category }. No place at all, because people could guess who you are.
report-public-decision = what we decided and why
report-public-spot = If it becomes one of the issues on our map, the map shows the spot in the street, because it is a thing in the street.
report-public-spot-map = What the map would show: the spot.
report-public-street = If it becomes one of the issues on our map, the map shows about where it is, and not the spot itself.
report-public-street-map = What the map would show: near the spot, not the spot itself.
report-public-no-spot = No map shows the spot. Only the people who work on it see where it is.
report-public-joins = You add your voice to “{ $title }”. Everybody sees where that is already. Only the people who work on it see the spot you told us about.
report-public-never = Nobody outside sees your words, your name, how to reach you, or where you live.

report-send = Send
report-sent-before = You sent something else from these pages a moment ago. If this is another matter, press Send again: it gets a reference of its own.

report-done = We heard you
report-done-reference = Your reference
report-done-joined = We added your voice to “{ $title }”.
report-done-keep = Keep this link to yourself
report-done-keep-why = Whoever opens it can read what you told us. With it you can see what we decided and why, tell us that it is still there, and stop messages. You do not need an account.
report-done-not-safe = If it is not safe to keep the link on this device, write the reference on paper. It shows only what everybody may see.
report-done-next = What happens next
report-done-reader = { $name }, { $title }, reads it.
report-done-reader-unknown = Our team reads it.
report-done-reader-danger = If someone may be in danger, { $who } reads it first.
report-done-answer = By { $day } we decide what to do, and say why.
report-done-told = If you gave us a safe way, we tell you by it.
report-done-ring = Ask about it
report-done-ring-us = Ring { $phone } and give your reference.
report-done-ring-nobody = Look up your reference here at any time.
report-done-another = Tell us about something else
report-done-home = Go to the home page

report-languages = Other languages
report-privacy = What we do with it:
report-privacy-link = privacy notice (new tab)
