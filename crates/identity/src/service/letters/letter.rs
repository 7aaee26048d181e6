use stoa_domain::Email;
use stoa_mail::LetterKind;

use crate::TokenPurpose;

/// Which letter, with what it alone says.
#[derive(Clone, PartialEq, Eq)]
pub enum Letter {
    /// Link and code that prove the address of a new account.
    ConfirmSignUp,
    /// Link and code that sign in.
    MagicLink,
    /// Link and code that lead to a new password.
    Recovery,
    /// A link to the first password.
    Invite {
        /// The name of who invites.
        invited_by: Option<String>,
    },
    /// To the address of the account: link and code that agree to another address.
    EmailChangeCurrent {
        /// The other address.
        new_email: Email,
    },
    /// To the new address: link and code that prove it.
    EmailChangeNew,
    /// A code that shows it is still the same person.
    Reauthentication,
    /// Somebody tried to sign up with the address of an account that is there already.
    AlreadyRegistered,
    /// The password is another one.
    PasswordChanged,
    /// To the former address: the account has another one.
    EmailChanged {
        /// The account's address from now on.
        new_email: Email,
    },
    /// A second factor was added.
    FactorAdded,
    /// A second factor was taken away.
    FactorRemoved,
    /// Somebody signed in from a device or network that was not seen before.
    NewDevice,
    /// An account at a provider was added to the ways to sign in.
    IdentityLinked {
        /// Which: `google (anna@mail.kz)`.
        account: String,
    },
    /// An account at a provider was taken away.
    IdentityUnlinked {
        /// Which.
        account: String,
    },
    /// Other recovery codes were made.
    RecoveryCodesMade,
    /// A recovery code was used.
    RecoveryCodeUsed,
}

impl Letter {
    /// Which one, without what it alone says.
    #[must_use]
    pub const fn kind(&self) -> LetterKind {
        match self {
            Self::ConfirmSignUp => LetterKind::ConfirmSignUp,
            Self::MagicLink => LetterKind::MagicLink,
            Self::Recovery => LetterKind::Recovery,
            Self::Invite { .. } => LetterKind::Invite,
            Self::EmailChangeCurrent { .. } => LetterKind::EmailChangeCurrent,
            Self::EmailChangeNew => LetterKind::EmailChangeNew,
            Self::Reauthentication => LetterKind::Reauthentication,
            Self::AlreadyRegistered => LetterKind::AlreadyRegistered,
            Self::PasswordChanged => LetterKind::PasswordChanged,
            Self::EmailChanged { .. } => LetterKind::EmailChanged,
            Self::FactorAdded => LetterKind::FactorAdded,
            Self::FactorRemoved => LetterKind::FactorRemoved,
            Self::NewDevice => LetterKind::NewDevice,
            Self::IdentityLinked { .. } => LetterKind::IdentityLinked,
            Self::IdentityUnlinked { .. } => LetterKind::IdentityUnlinked,
            Self::RecoveryCodesMade => LetterKind::RecoveryCodesMade,
            Self::RecoveryCodeUsed => LetterKind::RecoveryCodeUsed,
        }
    }
}

impl Letter {
    /// What its link and code are good for; none: it has neither.
    #[must_use]
    pub const fn purpose(&self) -> Option<TokenPurpose> {
        purpose(self.kind())
    }
}

/// What link and code of a letter are good for; none: it has neither.
pub(in crate::service) const fn purpose(kind: LetterKind) -> Option<TokenPurpose> {
    Some(match kind {
        LetterKind::ConfirmSignUp => TokenPurpose::Signup,
        LetterKind::MagicLink => TokenPurpose::MagicLink,
        LetterKind::Recovery => TokenPurpose::Recovery,
        LetterKind::Invite => TokenPurpose::Invite,
        LetterKind::EmailChangeCurrent => TokenPurpose::EmailChangeCurrent,
        LetterKind::EmailChangeNew => TokenPurpose::EmailChangeNew,
        LetterKind::Reauthentication => TokenPurpose::Reauthentication,
        LetterKind::AlreadyRegistered
        | LetterKind::PasswordChanged
        | LetterKind::EmailChanged
        | LetterKind::FactorAdded
        | LetterKind::FactorRemoved
        | LetterKind::NewDevice
        | LetterKind::IdentityLinked
        | LetterKind::IdentityUnlinked
        | LetterKind::RecoveryCodesMade
        | LetterKind::RecoveryCodeUsed => return None,
    })
}

/// Names the letter, and shows no address.
impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind().as_str())
    }
}
