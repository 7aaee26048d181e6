use crate::TokenPurpose;

/// The purposes that a `type` of `/verify` stands for: `signup`, `invite`, `magiclink`, `recovery`, `email_change`, and
/// `email`, which is `signup` or `magiclink`; `None` for any other word.
///
/// `signup` stands for the letter of a sign-in too: a newcomer who asked for a code (`signInWithOtp`) is told by GoTrue's
/// documentation to answer with either.
///
/// # Source
/// the identity contract, 3.8.
#[must_use]
pub fn purposes_of_type(word: &str) -> Option<&'static [TokenPurpose]> {
    use TokenPurpose::{EmailChangeCurrent, EmailChangeNew, Invite, MagicLink, Recovery, Signup};
    Some(match word {
        "invite" => &[Invite],
        "magiclink" => &[MagicLink],
        "recovery" => &[Recovery],
        "email_change" => &[EmailChangeCurrent, EmailChangeNew],
        "signup" | "email" => &[Signup, MagicLink],
        _ => return None,
    })
}

/// The `type` in a link: `None` when the purpose has no link.
pub(super) const fn type_of(purpose: TokenPurpose) -> Option<&'static str> {
    Some(match purpose {
        TokenPurpose::Signup => "signup",
        TokenPurpose::Invite => "invite",
        TokenPurpose::MagicLink => "magiclink",
        TokenPurpose::Recovery => "recovery",
        TokenPurpose::EmailChangeCurrent | TokenPurpose::EmailChangeNew => "email_change",
        TokenPurpose::Reauthentication => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_in_a_link_stands_for_the_purpose_it_was_made_for() {
        for purpose in TokenPurpose::ALL {
            let purposes = type_of(purpose).and_then(purposes_of_type);
            assert_eq!(
                purposes.is_some_and(|purposes| purposes.contains(&purpose)),
                purpose != TokenPurpose::Reauthentication
            );
        }
        assert_eq!(purposes_of_type("reauthentication"), None);
        assert_eq!(purposes_of_type("sms"), None);
    }
}
