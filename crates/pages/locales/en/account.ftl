# The own account: password, second factor, sessions, deletion.

forgot-title = Forgot the password?
forgot-text = Tell us the address you sign in with and we will send a link to it.
forgot-do = Send the link
forgot-sent = If { $email } is known here, a letter with a link is on its way.
forgot-no-mail = This site does not send letters yet, so a new password cannot be asked for here. Write to the academy, and somebody will let you in.
forgot-advice-spam = Look into the spam folder as well.
forgot-advice-hour = The link works for an hour, once.
forgot-advice-other = No letter? You may have used another address.
forgot-again = Try another address
forgot-link = Forgot the password?
code-title = The code from the letter
code-text = Type the address the letter went to and the six digits in it. A code works for ten minutes.
code-text-recovery = Type the six digits from the letter about a new password. A code works for ten minutes.
code-hint = Six digits
code-do = Go on
code-link = I have a code from a letter
code-or-here = Or type the code from the letter here:
account-title = Your account
account-safety = Safety
account-password = Change the password
account-password-first = Set a password
account-email-waits = We wrote to { $email }. The new address counts once both letters are confirmed.
account-email-new = New address
account-email-hint = We write to both addresses; both must agree.
account-email-do = Change the address
account-data = Your data
account-data-text = Everything we know about you as one file: the account, sessions, courses and progress, purchases, and what happened to the account.
account-export = Download your data
account-delete = Delete the account
account-delete-text = You are signed out everywhere at once and cannot come back. Name, address and phone are erased; marks for lessons and the record of events stay without your name, and a purchase stays with the sales desk.
account-delete-open = I want to delete my account
account-delete-type = Type { $email } to confirm
account-delete-do = Delete for ever
password-title = Password
password-text = Other sessions end when the password changes; this one stays.
password-current = Current password
sessions-title = Where you are signed in
sessions-text = Do not know one of them? End it and change your password.
sessions-count =
    { $n ->
        [one] { $n } session
       *[other] { $n } sessions
    }
session-seen = Last used
session-end = End
session-agent-unknown = Unknown program
sessions-end-others = End all others
factor-title = Second step
factor-on = On
factor-off = Off
factor-text = With a second step a stolen password is not enough: signing in also asks for a code from an app on your phone.
factor-begin = Set it up
factor-step-app = Install an authenticator app on your phone.
factor-step-scan = Scan the picture with it.
factor-step-code = Type the six digits it shows.
factor-qr = The secret as a picture for the app's camera
factor-secret = No camera? Type this into the app
factor-code = Code
factor-code-hint = Six digits; they change every half minute.
factor-confirm = Confirm
factor-is-on = The second step is on.
factor-codes = Recovery codes
factor-codes-text = Keep them where you would find them without your phone. Each works once. They are shown only now.
factor-codes-kept = I have kept them
factor-since = In use since
factor-app = Authenticator app
factor-remove = Remove
factor-more = Add another app
factor-codes-left =
    { $n ->
        [0] No recovery codes are left. Make new ones.
        [one] { $n } recovery code is left.
       *[other] { $n } recovery codes are left.
    }
factor-codes-new = New recovery codes
challenge-title = Second step
challenge-text = The password is right. Now the code from your app.
challenge-hint = Six digits from the app, or one of your recovery codes.
challenge-other = Sign in as somebody else
challenge-help = Lost both phone and codes? Write to us; we will ask who you are and take the second step off.
# What cannot simply be undone is asked once more.
confirm-no = Cancel
confirm-others = End every session but this one?
confirm-others-text = Everywhere else you will have to sign in again.
confirm-factor = Remove this app?
confirm-factor-text = Its codes no longer count. With the last app the recovery codes go too, and the password alone will do.
confirm-codes = Make new recovery codes?
confirm-codes-text = The codes you have kept stop working at once.
confirm-ban = Close this account?
confirm-all = End every session of this person?
confirm-all-text = The person is signed out everywhere and has to sign in again.
confirm-person-factor = Take the second step off?
confirm-person-factor-text = Are you sure who asked? The password alone will do then.
confirm-admin = Make this person an administrator?
confirm-admin-text = An administrator sees everybody's data, closes accounts and gives roles.
confirm-admin-do = Make administrator
