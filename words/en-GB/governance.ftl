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

take-down-mail-subject = What we decided: { $reference }
take-down-mail-asked = On { $day } you asked { $partnership } to take something down.
take-down-mail-kept = { $reference } stays hidden from the public. This is why:
take-down-mail-shown = { $reference } can be read by the public. This is why:
take-down-mail-complain = If you think this is wrong, you can complain to the Information Commissioner’s Office.
