use stoa_core::{Failure, FieldError, Kind};
use stoa_domain::password::PasswordFault;
use thiserror::Error;

use crate::fault::{BUSY_RETRY_SECONDS, BUSY_TEXT, take_faults};
use crate::{Fault, MetadataError, password};

/// Why nothing was changed.
#[derive(Debug, Error)]
pub enum UpdateUserError {
    /// The user was deleted: `auth.user_gone` (401).
    #[error("the user is gone")]
    Gone,
    /// The session ended a moment ago: `auth.session_gone` (401).
    #[error("the session is gone")]
    SessionGone,
    /// The person has a second factor, and this sign-in did not use it: `auth.aal_insufficient` (403).
    #[error("the sign-in was not proved by the second factor")]
    InsufficientAal,
    /// Another living user has the wanted address: `auth.email_taken` (409).
    #[error("the e-mail address is taken")]
    EmailTaken,
    /// Who has no address cannot sign in by password: `auth.email_missing` (422).
    #[error("a password needs an e-mail address")]
    AddressFirst,
    /// The new password is not acceptable: `auth.password_weak` (422).
    #[error("the password breaks {} of the rules", .0.len())]
    Weak(Vec<PasswordFault>),
    /// The new password is the present one: `auth.password_same` (422).
    #[error("the new password is the present one")]
    Same,
    /// What was given as the present password is not it: `auth.password_current_wrong` (422).
    #[error("the present password is another one")]
    CurrentWrong,
    /// The sign-in is older than a day, and nothing proves that it is still the same person:
    /// `auth.reauthentication_needed` (422).
    #[error("the sign-in is too old for a new password")]
    ReauthenticationNeeded,
    /// The nonce is wrong, used or expired: `auth.nonce_wrong` (422).
    #[error("the nonce is not valid")]
    NonceWrong,
    /// The password was changed by another request at the same time: `auth.password_changed` (409).
    #[error("the password was changed at the same time")]
    ChangedMeanwhile,
    /// The data cannot be kept: `auth.metadata_invalid` (422).
    #[error(transparent)]
    Metadata(#[from] MetadataError),
    /// All hash threads are busy: `auth.busy` (503).
    #[error("too many passwords to hash at once")]
    Busy,
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}
take_faults!(UpdateUserError, busy);

impl UpdateUserError {
    /// The reason that the audit keeps: for what somebody who sits at another's screen would try.
    pub(super) fn audited(&self) -> Option<&'static str> {
        match self {
            Self::CurrentWrong => Some("current_password_invalid"),
            // Who guesses learns from this answer what the present password is.
            Self::Same => Some("same_password"),
            Self::NonceWrong => Some("reauthentication_not_valid"),
            Self::InsufficientAal => Some("insufficient_aal"),
            _ => None,
        }
    }
}

impl Failure for UpdateUserError {
    fn kind(&self) -> Kind {
        match self {
            Self::Gone | Self::SessionGone => Kind::Unauthenticated,
            Self::InsufficientAal => Kind::Forbidden,
            Self::EmailTaken | Self::ChangedMeanwhile => Kind::Conflict,
            Self::Busy => Kind::Unavailable,
            Self::Fault(fault) => fault.kind(),
            _ => Kind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Gone => "auth.user_gone",
            Self::SessionGone => "auth.session_gone",
            Self::InsufficientAal => "auth.aal_insufficient",
            Self::EmailTaken => "auth.email_taken",
            Self::AddressFirst => "auth.email_missing",
            Self::Weak(_) => "auth.password_weak",
            Self::Same => "auth.password_same",
            Self::CurrentWrong => "auth.password_current_wrong",
            Self::ReauthenticationNeeded => "auth.reauthentication_needed",
            Self::NonceWrong => "auth.nonce_wrong",
            Self::ChangedMeanwhile => "auth.password_changed",
            Self::Metadata(_) => "auth.metadata_invalid",
            Self::Busy => "auth.busy",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        let text = match self {
            Self::Gone => "User from sub claim in JWT does not exist",
            Self::SessionGone => "Session from session_id claim in JWT does not exist",
            Self::InsufficientAal => {
                "AAL2 session is required to update email or password when MFA is enabled."
            }
            Self::EmailTaken => "A user with this email address has already been registered",
            Self::AddressFirst => {
                "Updating password of an anonymous user without an email is not allowed"
            }
            Self::Weak(_) => "This password cannot be used.",
            Self::Same => "New password should be different from the old password.",
            Self::CurrentWrong => "The current password is not correct.",
            Self::ReauthenticationNeeded => "Password update requires reauthentication",
            Self::NonceWrong => "Nonce has expired or is invalid",
            Self::ChangedMeanwhile => "The password was changed by another request.",
            Self::Metadata(error) => return error.to_string(),
            Self::Busy => BUSY_TEXT,
            Self::Fault(fault) => return fault.public(),
        };
        text.to_owned()
    }

    fn fields(&self) -> Vec<FieldError> {
        match self {
            Self::Weak(faults) => password::fields(faults),
            _ => Vec::new(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Busy => Some(BUSY_RETRY_SECONDS),
            Self::Fault(fault) => fault.retry_after_seconds(),
            _ => None,
        }
    }
}
