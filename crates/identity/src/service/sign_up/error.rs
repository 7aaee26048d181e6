use stoa_core::{Failure, FieldError, Kind};
use stoa_domain::password::PasswordFault;
use thiserror::Error;

use crate::fault::{BUSY_RETRY_SECONDS, BUSY_TEXT, take_faults};
use crate::{Fault, MetadataError, password};

/// Why no account was made.
#[derive(Debug, Error)]
pub enum SignUpError {
    /// Strangers may not make accounts here.
    #[error("sign-up is turned off")]
    Disabled,
    /// Nobody may begin without an address here.
    #[error("anonymous sign-in is turned off")]
    AnonymousDisabled,
    /// The password is not acceptable.
    #[error("the password breaks {} of the rules", .0.len())]
    Weak(Vec<PasswordFault>),
    /// What the person says of themselves cannot be kept.
    #[error(transparent)]
    Metadata(#[from] MetadataError),
    /// A living user has the address.
    #[error("the e-mail address is taken")]
    EmailTaken,
    /// All hash threads are busy.
    #[error("too many passwords to hash at once")]
    Busy,
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}
take_faults!(SignUpError, busy);

impl Failure for SignUpError {
    fn kind(&self) -> Kind {
        match self {
            Self::Disabled | Self::AnonymousDisabled => Kind::Forbidden,
            Self::Weak(_) | Self::Metadata(_) => Kind::Invalid,
            Self::EmailTaken => Kind::Conflict,
            Self::Busy => Kind::Unavailable,
            Self::Fault(fault) => fault.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Disabled => "auth.sign_up_disabled",
            Self::AnonymousDisabled => "auth.anonymous_disabled",
            Self::Weak(_) => "auth.password_weak",
            Self::Metadata(_) => "auth.metadata_invalid",
            Self::EmailTaken => "auth.email_taken",
            Self::Busy => "auth.busy",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Disabled => "Signups not allowed for this instance".to_owned(),
            Self::AnonymousDisabled => "Anonymous sign-ins are disabled".to_owned(),
            Self::Weak(_) => "This password cannot be used.".to_owned(),
            Self::Metadata(error) => error.to_string(),
            Self::EmailTaken => "User already registered".to_owned(),
            Self::Busy => BUSY_TEXT.to_owned(),
            Self::Fault(fault) => fault.public(),
        }
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
