# The mails we send: plain text, one subject, one thing to do.

mail-heard-subject = We heard you: { $reference }
mail-looking-subject = We are looking into it again: { $reference }
mail-decided-subject = What we decided: { $reference }
mail-ended-subject = What we did: { $reference }

mail-hello = Hello,
mail-hello-name = Hello { $name },
mail-told-us = On { $day } you told { $partnership } about something. Your reference is { $reference }.
mail-reader = { $name }, { $title }, reads it.
mail-answer-by = By { $day } we decide what to do, and say why. We will tell you then.
mail-came-back = Somebody told us that it is still there. We are looking into it again, and decide by { $day }.
mail-still-there = Is it still there? Open your page and tell us.
mail-ask-again = If you think we missed something, open your page and ask us to decide again. You can do that once.
mail-open = To see everything, or to stop these messages, open your page:
mail-keep = Keep that address to yourself: whoever has it can read what you told us.
mail-danger = If someone is in danger now, ring 999.
