# The page behind the link of a letter, and the step after it.

verify-sign-in-title = Sign in with the link
verify-sign-in-text = The link was sent to { $email }. Press the button and you are signed in.
verify-confirm-title = Confirm your address
verify-confirm-text = Press the button and { $email } is confirmed as yours.
verify-confirm-do = Confirm the address
verify-recovery-title = A new password
verify-recovery-text = Press the button to choose a new password for { $email }. All other devices will be signed out.
verify-recovery-do = Continue
verify-invite-title = You are invited
verify-invite-text = Press the button to accept the invitation.
verify-invite-do = Accept
verify-change-title = Another e-mail address
verify-change-text = Confirm from { $email } that your account may get another address.
verify-change-do = Agree
verify-why = Mail programs open links to check them, so opening this page does nothing yet. If you did not ask for the letter, simply close the page.

onward-title = Almost there
onward-text = The site opens by itself in a moment. If it does not, follow the link.
onward-do = Continue
