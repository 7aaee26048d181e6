# People and what happened to their accounts, for administrators.

people-title = People
people-count =
    { $n ->
        [one] { $n } person
       *[other] { $n } people
    }
person-active-text = Has a password. Whoever forgot it asks for a link on the page for signing in.
person-active-no-mail = Has a password. This site sends no letters: make a link for whoever forgot it, and pass it on yourself.
reset-link-make = Make a link to a new password
reset-link-ready = The link to a new password is ready: { $name }
reset-link-once = It is shown only now, works once and until { $time }. Be sure who asked for it: whoever opens it gets into the account of { $email }, and every other session ends.
reset-link = Link to a new password
people-search = Name or address
people-role = Role
people-none = Nobody like that.
people-person = Person
people-since = Here since
people-seen = Last signed in
person-active = Active
person-invited = Invited
person-unconfirmed = Unconfirmed
person-anonymous = Without an address
person-banned = Closed
person-deleted = Deleted
person-banned-until = until { $time }
person-id = Number
person-roles-own = Nobody takes the administrator's role from the own account.
person-no-sessions = Not signed in anywhere.
person-sessions = Sessions
person-sessions-end = End every session
person-factor-remove = Take the second step off
ban-title = Close the account
ban-text = Every session ends at once and nobody can sign in until the time is over.
ban-own = The own account cannot be closed.
ban-for = For how long
ban-day = a day
ban-week = a week
ban-month = a month
ban-ever = for ever
ban-do = Close
ban-lift = Open again
ban-lift-text = The account is closed. Opened again, the person can sign in as before.
audit-title = What happened
audit-person = Person: address or number
audit-side = As
audit-side-subject = the one it is about
audit-side-actor = the one who did it
audit-network = Network or address
audit-request = Request
audit-session = Session
audit-unread = Could not be read, and does not narrow the list:
audit-action = Kind
audit-actor = By
audit-system = the platform itself
audit-service = a server with the service key
audit-visitor = nobody we know
audit-subject = Account
audit-details = Details
audit-none = Nothing yet.
audit-all = Everything about this account
