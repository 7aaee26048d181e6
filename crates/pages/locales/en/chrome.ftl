# The frame of every page: menu, footer, roles, small words that many pages use.

skip = Skip to content
demo-note = This is a demonstration: sample data, and no message leaves it.
porch-line = A stoa is a covered walk where people came to learn.
nav-main = Main menu
nav-language = Language
nav-dashboard = Dashboard
nav-desk = Sales
nav-lessons = Lessons
nav-outbox = Outbox
nav-status = Status
nav-docs = API
nav-landing = Express course
sign-in = Sign in
sign-out = Sign out
save = Save
copy = Copy
copied = Copied
optional = optional
never = not yet
me = you
try-again = Try again
request-id = Request number
as-of = As of
pages = Pages of the list
first-page = Back to the first page
next-page = Next page
panel-failed = This part of the page did not load.
panel-last-good = It was last seen well at { $time }.
needs-a-hand = needs a hand
minutes =
    { $n ->
        [one] { $n } minute
       *[other] { $n } minutes
    }
role-student = Student
role-sales-manager = Sales manager
role-sales-lead = Sales lead
role-traffic = Traffic team
role-author = Author
role-reviewer = Reviewer
role-admin = Administrator
flash-profile-saved = Your profile is saved.
flash-lesson-done = Lesson done. Keep going!
flash-lesson-undone = The mark is taken back: the lesson is open again.
flash-course-done = That was the last lesson of the course. Congratulations!
flash-buyer-created = The buyer is created.
flash-invite-renewed = A new invite is ready.
flash-password-set = Your password is saved and you are signed in.
flash-already-signed-in = You are signed in already.
flash-password-changed = Your password is changed; other sessions have ended.
flash-email-asked = We wrote to both addresses. The new one counts once both have agreed.
flash-session-ended = Ended.
flash-factor-removed = The second step is off.
flash-roles-saved = The roles are saved.
flash-person-banned = The account is closed.
flash-person-unbanned = The account is open again.
flash-sessions-ended = The sessions have ended.
flash-address-confirmed = Your address is confirmed. Welcome!
flash-address-changed = Your address is changed. Sign in with the new one from now on.
flash-address-half = Agreed. Now open the letter that we sent to the other address.
flash-account-ready = The account is ready, and the course is open.
flash-retry-failed = It did not work this time either; the reason stands below.
flash-lead-released = The lead is on its way to the chat and to amoCRM.
flash-lead-kept = The lead is kept back; it can still be let through.
flash-lead-settled = A colleague has dealt with this lead already.
flash-team-changed = The team is changed.
