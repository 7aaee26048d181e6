use std::fmt;

use stoa_db_main::identity::users::Sent;

use crate::TokenPurpose;

/// What a link that a server asks for is good for.
///
/// # Source
/// the identity contract, 3.11.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// Proves the address of a new account.
    Signup,
    /// Leads an invited person in.
    Invite,
    /// Signs in.
    MagicLink,
    /// Signs in to set another password.
    Recovery,
    /// The mailbox that the person has agrees to another.
    EmailChangeCurrent,
    /// The wanted mailbox agrees.
    EmailChangeNew,
}

impl LinkKind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Signup,
        Self::Invite,
        Self::MagicLink,
        Self::Recovery,
        Self::EmailChangeCurrent,
        Self::EmailChangeNew,
    ];

    /// The kind that clients call so.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// As clients call it: `magiclink`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Signup => "signup",
            Self::Invite => "invite",
            Self::MagicLink => "magiclink",
            Self::Recovery => "recovery",
            Self::EmailChangeCurrent => "email_change_current",
            Self::EmailChangeNew => "email_change_new",
        }
    }

    pub(super) const fn purpose(self) -> TokenPurpose {
        match self {
            Self::Signup => TokenPurpose::Signup,
            Self::Invite => TokenPurpose::Invite,
            Self::MagicLink => TokenPurpose::MagicLink,
            Self::Recovery => TokenPurpose::Recovery,
            Self::EmailChangeCurrent => TokenPurpose::EmailChangeCurrent,
            Self::EmailChangeNew => TokenPurpose::EmailChangeNew,
        }
    }

    /// What is noted with the user; of an invitation it is noted when it is made.
    pub(super) const fn sent(self) -> Option<Sent> {
        match self {
            Self::Signup => Some(Sent::Confirmation),
            Self::Invite => None,
            Self::MagicLink | Self::Recovery => Some(Sent::Recovery),
            Self::EmailChangeCurrent | Self::EmailChangeNew => Some(Sent::EmailChange),
        }
    }
}

impl fmt::Display for LinkKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_clients_name_each_kind_and_nothing_else() {
        for kind in LinkKind::ALL {
            assert_eq!(LinkKind::parse(kind.as_str()), Some(kind));
        }
        for word in ["", "Signup", "email_change", "reauthentication", "sms"] {
            assert_eq!(LinkKind::parse(word), None, "{word}");
        }
    }
}
