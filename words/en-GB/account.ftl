# Signing in, and the one mail it sends.

sign-in-email = Your work e-mail address
sign-in-email-missing = Enter your e-mail address, like name@example.org
sign-in-explained = We will send you a link that signs you in. It works for { $minutes } minutes.
sign-in-send = Send me a link
sign-in-password-instead = Sign in with a password instead
sign-in-password = Password
sign-in-password-missing = Enter your password
sign-in-password-wrong = The e-mail address and the password do not belong together. Ask for a link instead

sign-in-sent-title = Look in your e-mail
sign-in-sent = If somebody who works here has this address, a link is on its way to it. It works for { $minutes } minutes.
sign-in-sent-nothing = Nothing there after a few minutes? Look in your junk mail, check the address, or ask your administrator whether you have been invited.
sign-in-again = Ask for another link

sign-in-open-title = Sign in to { $partnership }
sign-in-open = Press the button to sign in as { $email }.
sign-in-over-title = This link can no longer be used
sign-in-over = A sign-in link works once, and only for a while.

sign-in-mail-subject = Sign in to { $partnership }
sign-in-mail-body =
    Open this link and press the button to sign in to { $partnership }:

    { $link }

    It works once, until { $until }. If you did not ask for it, you need do nothing: nobody can sign in without it.
