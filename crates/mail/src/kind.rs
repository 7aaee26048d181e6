use std::str::FromStr;

use thiserror::Error;

/// Which letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LetterKind {
    /// Prove the address of a new account.
    ConfirmSignUp,
    /// Sign in.
    MagicLink,
    /// Set a new password.
    Recovery,
    /// Set the first password.
    Invite,
    /// Agree, from the account's address, to another one.
    EmailChangeCurrent,
    /// Prove the new address.
    EmailChangeNew,
    /// Show that it is still the same person.
    Reauthentication,
    /// Somebody tried to sign up with the address of an account.
    AlreadyRegistered,
    /// The password is another one.
    PasswordChanged,
    /// The account has another address.
    EmailChanged,
    /// A second factor was added.
    FactorAdded,
    /// A second factor was taken away.
    FactorRemoved,
    /// A sign-in from a device that was not seen before.
    NewDevice,
    /// An account at a provider was added to the ways to sign in.
    IdentityLinked,
    /// An account at a provider was taken away.
    IdentityUnlinked,
    /// Other recovery codes were made.
    RecoveryCodesMade,
    /// A recovery code was used.
    RecoveryCodeUsed,
}

/// A word that names no letter.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("there is no letter of this kind")]
pub struct UnknownLetter;

impl LetterKind {
    /// Every one of them.
    pub const ALL: [Self; 17] = [
        Self::ConfirmSignUp,
        Self::MagicLink,
        Self::Recovery,
        Self::Invite,
        Self::EmailChangeCurrent,
        Self::EmailChangeNew,
        Self::Reauthentication,
        Self::AlreadyRegistered,
        Self::PasswordChanged,
        Self::EmailChanged,
        Self::FactorAdded,
        Self::FactorRemoved,
        Self::NewDevice,
        Self::IdentityLinked,
        Self::IdentityUnlinked,
        Self::RecoveryCodesMade,
        Self::RecoveryCodeUsed,
    ];

    /// The word in storage, and the beginning of its texts' names.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ConfirmSignUp => "confirm_sign_up",
            Self::MagicLink => "magic_link",
            Self::Recovery => "recovery",
            Self::Invite => "invite",
            Self::EmailChangeCurrent => "email_change_current",
            Self::EmailChangeNew => "email_change_new",
            Self::Reauthentication => "reauthentication",
            Self::AlreadyRegistered => "already_registered",
            Self::PasswordChanged => "password_changed",
            Self::EmailChanged => "email_changed",
            Self::FactorAdded => "factor_added",
            Self::FactorRemoved => "factor_removed",
            Self::NewDevice => "new_device",
            Self::IdentityLinked => "identity_linked",
            Self::IdentityUnlinked => "identity_unlinked",
            Self::RecoveryCodesMade => "recovery_codes_made",
            Self::RecoveryCodeUsed => "recovery_code_used",
        }
    }
}

impl LetterKind {
    /// Where on our site the letter's code can be typed, by whoever asked for it there or cannot open its link.
    pub(crate) const fn code_place(self) -> Option<&'static str> {
        match self {
            Self::ConfirmSignUp | Self::MagicLink => Some("/code"),
            Self::Recovery => Some("/code?for=recovery"),
            Self::EmailChangeCurrent | Self::EmailChangeNew => Some("/code?for=email_change"),
            _ => None,
        }
    }
}

impl FromStr for LetterKind {
    type Err = UnknownLetter;

    fn from_str(text: &str) -> Result<Self, UnknownLetter> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or(UnknownLetter)
    }
}
