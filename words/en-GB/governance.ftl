# Asking for something public to be taken down, and the answer.

take-down-link = Ask for this to be taken down
take-down-title = Ask for this to be taken down
take-down-lead = Tell us why it should go. We hide it from the public at once, and a person decides within 2 working days whether it stays hidden.
take-down-ring = If someone is in danger now, ring 999.
take-down-why = What is wrong with it?
take-down-why-missing = Choose what is wrong with it
take-down-names = It names me or somebody else, or shows who we are
take-down-home = It shows where somebody lives
take-down-danger = It could put somebody in danger
take-down-untrue = It is not true
take-down-other = Something else
take-down-words = Which words, and why (optional)
take-down-words-hint = Only the people who decide read this. Say why if you chose “something else”.
take-down-words-missing = Say why it should go
take-down-email = Your e-mail address (optional)
take-down-email-hint = We write once, to say what was decided. Leave it empty if it is not safe to write to you.
take-down-email-wrong = Enter an e-mail address like name@example.org, or leave it empty
take-down-send = Ask for it to be taken down
take-down-done = We have your request
take-down-done-before = Somebody has asked for this already
take-down-reference = Your reference is { $reference }
take-down-hidden = It is hidden from the public now.
take-down-looked-at-first = A person looks at it first, so it is not hidden yet.
take-down-decide-by = A person decides by { $day }. If you left an e-mail address, we tell you then.
take-down-decide-why = That is 2 working days after somebody first asked. Weekends and bank holidays in England and Wales do not count.

take-down-mail-subject = What we decided: { $reference }
take-down-mail-asked = On { $day } you asked { $partnership } to take something down.
take-down-mail-kept = { $reference } stays hidden from the public. This is why:
take-down-mail-shown = { $reference } can be read by the public. This is why:
take-down-mail-complain = If you think this is wrong, you can complain to the Information Commissioner’s Office.

# How long what is kept, and why: below the partnership's own page about it.

retention-contact = How you can be reached
retention-concerns = What you told us, and notes of talks with you
retention-notes = Notes of staff on an issue
retention-take-downs = Requests to take something down
retention-subjects = Requests about your own data
retention-disclosures = Requests for information, in the words of whoever asked
retention-markers = Staff-safety markers that ended
retention-years = { $years ->
    [one] 1 year
   *[other] { $years } years
}
retention-months = { $months ->
    [one] 1 month
   *[other] { $months } months
}
retention-months-closed = { retention-months } after it is closed, and { $longest } months after it last changed at most
retention-years-closed = { retention-years } after it is closed
retention-years-ended = { retention-years } after the issue ended
retention-years-answered = { retention-years } after it was answered
retention-years-over = { retention-years } after it ended
retention-why = Why: { $why }
retention-why-contact = To tell you what became of it. Nothing is left to tell once it is closed.
retention-why-decisions = To answer for what was decided, while a claim could still be made.
retention-why-requests = To show that the request was answered in time.
retention-why-markers = To show why whoever visited was warned, if somebody asks.
retention-left = Then left: { $left }
retention-left-contact = That it was there, and when it went
retention-left-concerns = The reference, what it was about, when it was told and what became of it
retention-left-notes = What was decided, by whom, and the words that were published
retention-left-requests = That it came, when it was answered and how
retention-left-disclosures = That it came, which records it was about, and when it was answered
retention-left-markers = That there was one, from when to when, and who decided it
