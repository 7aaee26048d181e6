# Letters, in English.
hello = Hello,
hello-name = Hello { $name },
days = { $number ->
    [one] { $number } day
   *[other] { $number } days
}
hours = { $number ->
    [one] { $number } hour
   *[other] { $number } hours
}
minutes = { $number ->
    [one] { $number } minute
   *[other] { $number } minutes
}
link-life = The link works once, for { $span }.
link-fallback = If the button does not work, open this address:
code-or = Or enter this code:
code-only = Enter this code:
code-place = Type it where you asked for this letter, or here:
code-life = The code is good for { $span }. Nobody from the academy will ever ask you for it.
asked-when = When and from where: { $when }, Almaty time
automatic = This letter was sent automatically because of something that happened with an account of this academy.

confirm-sign-up-subject = Confirm your address
confirm-sign-up-title = Confirm your address
confirm-sign-up-lead = An account at { $site } was opened with this address. Confirm that it is yours, and you can begin.
confirm-sign-up-action = Confirm the address
confirm-sign-up-otherwise = You did not sign up? Then do nothing: without this confirmation nobody can use the account.

magic-link-subject = Your sign-in link
magic-link-title = Sign in to { $site }
magic-link-lead = Somebody asked for a link that signs in to your account. The button signs you in without a password.
magic-link-action = Sign in
magic-link-otherwise = It was not you? Then do nothing, and give the link and the code to nobody. Your account is safe as long as only you read this letter.

recovery-subject = A new password
recovery-title = Set a new password
recovery-lead = Somebody asked for a new password for your account at { $site }. The button leads you to it.
recovery-action = Set a new password
recovery-otherwise = It was not you? Then do nothing: your password stays as it is. Give the link and the code to nobody.

invite-subject = You are invited to { $site }
invite-title = You are invited
invite-lead = An account at { $site } is ready for you. Set a password, and you are in.
invite-lead-by = { $inviter } invites you to { $site }. Your account is ready: set a password, and you are in.
invite-action = Accept the invitation
invite-otherwise = You do not know what this is about? Then do nothing: without a password nobody can use the account.

email-change-current-subject = Your address is to be changed
email-change-current-title = A change of your address
email-change-current-lead = Somebody who is signed in to your account at { $site } wants to replace this address by { $new-email }. It happens only when you agree here and confirm the new address there.
email-change-current-action = Agree to the change
email-change-current-otherwise = It was not you? Then do not agree, and set a new password at once: somebody is signed in to your account.

email-change-new-subject = Confirm your new address
email-change-new-title = Confirm your new address
email-change-new-lead = This address is to become the one of an account at { $site }. Confirm that it is yours.
email-change-new-action = Confirm the address
email-change-new-otherwise = You know nothing of it? Then do nothing: without this confirmation the address is not used.

reauthentication-subject = Your code
reauthentication-title = Is it still you?
reauthentication-lead = Somebody who is signed in to your account at { $site } wants to change something important. This code proves that it is you.
reauthentication-otherwise = It was not you? Then give the code to nobody and set a new password at once: somebody is signed in to your account.

already-registered-subject = You already have an account
already-registered-title = You already have an account
already-registered-lead = Somebody tried to sign up at { $site } with this address. There is an account already: sign in with your password, or choose “Forgot password” on the sign-in page.
already-registered-action = Go to sign-in
already-registered-otherwise = It was not you? Then do nothing: nothing was changed, and whoever tried was told nothing about your account.

password-changed-subject = Your password was changed
password-changed-title = Your password was changed
password-changed-lead = The password of your account at { $site } is another one now. All other devices were signed out.
password-changed-action = Go to sign-in
password-changed-otherwise = It was not you? Choose “Forgot password” on the sign-in page at once and set a new one, then write to the academy.

email-changed-subject = Your address was changed
email-changed-title = Your address was changed
email-changed-lead = Your account at { $site } now has the address { $new-email }. This is the last letter to the old one.
email-changed-action = Go to sign-in
email-changed-otherwise = It was not you? Write to the academy at once: somebody has taken over your account.

factor-added-subject = Two-step sign-in is on
factor-added-title = A second step was added
factor-added-lead = From now on, signing in to your account at { $site } also takes a code from an authenticator app.
factor-added-action = Go to sign-in
factor-added-otherwise = It was not you? Set a new password at once and write to the academy: somebody is signed in to your account.

factor-removed-subject = Two-step sign-in was changed
factor-removed-title = A second step was removed
factor-removed-lead = An authenticator app was removed from your account at { $site }.
factor-removed-action = Go to sign-in
factor-removed-otherwise = It was not you? Set a new password at once and write to the academy: your account has less protection now.

new-device-subject = A sign-in from a new device
new-device-title = A new sign-in
new-device-lead = Somebody uses your account at { $site } from a device or a place that was not seen before. When and from where stands below.
new-device-action = Go to sign-in
new-device-otherwise = It was not you? Set a new password at once: that signs out every device.

identity-linked-subject = A new way to sign in
identity-linked-title = A way to sign in was added
identity-linked-lead = From now on, the account { $account } opens your account at { $site }.
identity-linked-action = Go to sign-in
identity-linked-otherwise = It was not you? Sign in at once, remove this account from the ways to sign in, set a new password and write to the academy.

identity-unlinked-subject = A way to sign in was removed
identity-unlinked-title = A way to sign in was removed
identity-unlinked-lead = The account { $account } does not open your account at { $site } any more.
identity-unlinked-action = Go to sign-in
identity-unlinked-otherwise = It was not you? Set a new password at once and write to the academy: somebody is signed in to your account.

recovery-codes-made-subject = New recovery codes
recovery-codes-made-title = New recovery codes were made
recovery-codes-made-lead = Your account at { $site } has new recovery codes. The former ones are not valid any more.
recovery-codes-made-action = Go to sign-in
recovery-codes-made-otherwise = It was not you? Set a new password at once and write to the academy: somebody can get past your second step.

recovery-code-used-subject = A recovery code was used
recovery-code-used-title = A recovery code was used
recovery-code-used-lead = Somebody signed in to your account at { $site } with a recovery code instead of the authenticator app. This code is not valid any more.
recovery-code-used-action = Go to sign-in
recovery-code-used-otherwise = It was not you? Set a new password at once, make new recovery codes and write to the academy.
