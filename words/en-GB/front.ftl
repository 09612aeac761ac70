# The list of partnerships.

front-title = Partnerships
front-explained = Choose where you live, work or visit.
front-empty = No partnership is open here yet. Whoever set this up can open one.
front-demonstration = About this demonstration
front-demo-try = Try this: from a concern to its end in six steps
front-demo-accounts = Sign in as somebody who works here
front-demo-mailbox = Read the mail that would have been sent
front-demo-clock = Move the clock on
