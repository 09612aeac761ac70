# What surrounds every page.

language-name = English
language-choice = Choose a language
product = Wardmote
skip-link = Skip to main content
error-prefix = Error: { "" }
back = Back
way-back = Where you came from
why = Why?
menu = Menu
breadcrumb = Breadcrumb
service-information = About this partnership
important = Important
success = Done
warning = Warning
error = Error
page-title = { $page } – { $partnership }
page-of = { $page } (page { $number } of { $last })

month-name = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
month-of-year = { month-name } { $year }
month-letters = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
day-of-month = { $day } { month-name } { $year }
day-and-time = { $day } at { $time }

demonstration = Demonstration
demonstration-notice = Every person here is invented.

leave = Leave this page
leave-now = Emergency
leave-activated = Leaving this page.
leave-timed-out = Leave this page has timed out.
leave-press-two = Shift, press 2 more times to leave.
leave-press-one = Shift, press 1 more time to leave.

sign-in = Sign in
signed-in-as = { $name }, { $hat }
account = Your account

footer-heading = About this site
footer-ours = Made with { product }, free software for neighbourhoods.

pages = Pages
previous = Previous
next = Next
page = page
page-number = Page { $number }

filters = Filters
filters-chosen = Chosen filters
filters-apply = Apply filters
filters-clear = Clear filters
filter-remove = Remove this filter
sections = Sections of this page
by = by { $who }

there-is-a-problem = There is a problem
day = Day
month = Month
year = Year
change = Change
or = or
show = Show
hide = Hide
show-password = Show password
hide-password = Hide password
password-shown = Your password is visible
password-hidden = Your password is hidden
up-to-characters = You can enter up to { $count ->
    [one] { $count } character
   *[other] { $count } characters
}

characters-left = { $count ->
    [one] You have { $count } character remaining
   *[other] You have { $count } characters remaining
}
characters-too-many = { $count ->
    [one] You have { $count } character too many
   *[other] You have { $count } characters too many
}

field-unreadable = Type this again: some of its characters could not be read
field-once = Give one answer to this question
field-too-long = Use { $count ->
    [one] { $count } character
   *[other] { $count } characters
} or fewer
field-number = Enter a whole number, like 12
field-number-between = Enter a number between { $least } and { $most }
field-date = Enter a date, like 3 3 2027
field-date-whole = Enter the day, month and year, like 3 3 2027
field-date-real = Enter a date that exists, like 3 3 2027
field-choice = Choose one of the answers listed


nav-report = Tell us about something
nav-issues = Issues
nav-places = Places
nav-directory = Directory
nav-my-work = My work
nav-concerns = Concerns
nav-administration = Administration

footer-privacy = Privacy
footer-accessibility = Accessibility
footer-cookies = Cookies
footer-how-we-decide = How we decide
footer-retention = How long we keep things
footer-numbers = Numbers to ring
