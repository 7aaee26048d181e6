use std::str::FromStr;

use stoa_domain::UnknownWord;

/// What a one-time token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenPurpose {
    /// Setting the first password.
    Invite,
    /// Signing in once, to set a new password.
    Recovery,
    /// Proving the address of a new account.
    Signup,
    /// Signing in once.
    MagicLink,
    /// Agreeing, from the address of the account, to another one.
    EmailChangeCurrent,
    /// Proving the address that shall become the account's.
    EmailChangeNew,
    /// Showing that it is still the same person; has a code and no link.
    Reauthentication,
}

impl TokenPurpose {
    /// Every one of them.
    pub const ALL: [Self; 7] = [
        Self::Invite,
        Self::Recovery,
        Self::Signup,
        Self::MagicLink,
        Self::EmailChangeCurrent,
        Self::EmailChangeNew,
        Self::Reauthentication,
    ];

    /// The word in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invite => "invite",
            Self::Recovery => "recovery",
            Self::Signup => "signup",
            Self::MagicLink => "magiclink",
            Self::EmailChangeCurrent => "email_change_current",
            Self::EmailChangeNew => "email_change_new",
            Self::Reauthentication => "reauthentication",
        }
    }
}

impl FromStr for TokenPurpose {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let unknown = || UnknownWord {
            what: "purpose of a token",
            text: text.to_owned(),
        };
        Self::ALL
            .into_iter()
            .find(|purpose| purpose.as_str() == text)
            .ok_or_else(unknown)
    }
}
