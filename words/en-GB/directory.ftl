# The directory: organisations, who to contact, and the mail that invites somebody to work here.

directory-title = Directory
directory-contact = Who to contact
directory-place = Where
directory-everywhere = Choose a place
directory-choose = Choose your { $ward } or { $area } to see who looks after it and how to reach them.
directory-organisations = Organisations
directory-kind = Kinds of organisation
directory-every-kind = All
directory-none = No organisation is listed here. Choose another kind or another place.

contact-covered = Away
contact-covered-by = { $name } stands in until { $until }

organisation-part-of = part of { $whole }
organisation-whole = Part of
organisation-does = What it does here
organisation-gives = What it gives
organisation-where = Where it works
organisation-everywhere = Everywhere in the partnership
organisation-parts = Its parts
organisation-people = Who to contact
organisation-took-over = Took over from
organisation-successor = Taken over by
organisation-safeguarding = Safeguarding
organisation-front-door = Protected matters come here first
organisation-ended = This organisation’s last day as a partner was { $day }. What it did keeps its name.
organisation-ends = This organisation’s last day as a partner is { $day }.

invitation-mail-subject = You are invited to work in { $partnership }
invitation-mail-role = somebody who works here
invitation-mail-body =
    You are invited to { $partnership } as: { $role }.

    Open this link and press the button to sign in:

    { $link }

    It works once, until { $until }. After that, or next time, ask for a new link with this e-mail address at
    { $sign_in }

    If you did not expect this, you need do nothing.
