use stoa_domain::Email;

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
}

impl Letter {
    /// The word in storage, which is also the name of its texts.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ConfirmSignUp => "confirm_sign_up",
            Self::MagicLink => "magic_link",
            Self::Recovery => "recovery",
            Self::Invite { .. } => "invite",
            Self::EmailChangeCurrent { .. } => "email_change_current",
            Self::EmailChangeNew => "email_change_new",
            Self::Reauthentication => "reauthentication",
            Self::AlreadyRegistered => "already_registered",
            Self::PasswordChanged => "password_changed",
            Self::EmailChanged { .. } => "email_changed",
            Self::FactorAdded => "factor_added",
            Self::FactorRemoved => "factor_removed",
            Self::NewDevice => "new_device",
        }
    }

    /// What its link and code are good for; none: it has neither.
    #[must_use]
    pub const fn purpose(&self) -> Option<TokenPurpose> {
        Some(match self {
            Self::ConfirmSignUp => TokenPurpose::Signup,
            Self::MagicLink => TokenPurpose::MagicLink,
            Self::Recovery => TokenPurpose::Recovery,
            Self::Invite { .. } => TokenPurpose::Invite,
            Self::EmailChangeCurrent { .. } => TokenPurpose::EmailChangeCurrent,
            Self::EmailChangeNew => TokenPurpose::EmailChangeNew,
            Self::Reauthentication => TokenPurpose::Reauthentication,
            Self::AlreadyRegistered
            | Self::PasswordChanged
            | Self::EmailChanged { .. }
            | Self::FactorAdded
            | Self::FactorRemoved
            | Self::NewDevice => return None,
        })
    }
}

/// Names the letter, and shows no address.
impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind())
    }
}
