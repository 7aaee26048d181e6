# Labels of inputs, and what is wrong with what was typed.

label-email = E-mail
label-password = Password
label-name = Name
label-your-name = Your name
label-phone = Phone
label-price = Price, ₸
label-locale = Language of the pages
label-zone = Time zone
faults-title =
    { $n ->
        [one] Please correct { $n } field
       *[other] Please correct { $n } fields
    }
fault-required = Fill in this field.
fault-too-long = Too long: please shorten it.
fault-name-required = Write a name.
fault-name-invalid = The name holds characters that cannot be used.
fault-phone-required = Write a phone number.
fault-phone-invalid = There is no such number. Example: +7 700 123 45 67.
fault-email-required = Write an e-mail address.
fault-email-invalid = Check the e-mail address. Example: name@mail.kz.
fault-password-required = Enter a password.
fault-password-too-short = The password is shorter than eight characters.
fault-password-too-long = The password is longer than 128 characters.
fault-password-like-address = The password is too much like the e-mail address.
fault-password-invalid = This password will not do; please choose another.
fault-price-required = Give a price.
fault-price-invalid = The price is a whole number of tenge, for example 5000.
fault-locale-invalid = Choose a language from the list.
fault-zone-invalid = Choose a time zone from the list.
fault-payment-method-invalid = Choose a way to pay from the list.
fault-consent-required = Without your consent we may not take your data.
fault-consent-invalid = Please tick the consent again.
fault-form-stale = This page is out of date: reload it and send the form again.
fault-buyer-duplicate = There is a buyer with this e-mail already.
fault-password-wrong = That is not the current password.
fault-password-same = The new password is the old one; choose another.
fault-password-known = This password stands on lists of stolen ones; choose another.
fault-letter-code = This code is wrong, used or too old. Ask for another letter if you need one.
fault-mail-off = Letters cannot be sent from here yet, so the address cannot be changed. Write to the academy.
fault-factors-many = You have begun too often. Wait five minutes and begin again, or remove an app you do not use.
fault-code-wrong = The code is wrong or was used already. Wait for the next one.
fault-confirm-mismatch = It is not the same address.
fault-address-taken = Another account has this address.
fault-email-same = This is your address already.
fault-code-locked = Too many wrong codes. Wait a minute before the next try.
fault-mail-limited = A letter to this address was asked for a moment ago. Look for it, or ask again in a few minutes.
fault-sign-in-again = You signed in more than a day ago. Sign out, ask for a link by “Forgot the password?”, and set the password then.
fault-last-admin = You are the only administrator: give the role to somebody first.
fault-person-unknown = Nobody has this address.
fault-lead-role = This person needs the role “Sales lead”.
fault-member-role = This person needs the role “Sales manager”.
fault-own-team = A lead is not a member of the own team.
