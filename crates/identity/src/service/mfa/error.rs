use stoa_core::{Failure, Kind};
use thiserror::Error;

use crate::Fault;
use crate::fault::take_faults;

const NAME_TEXT: &str = "The name must have at most 100 printable characters.";
const AAL_TEXT: &str = "Please confirm with your second factor first.";
const GONE_TEXT: &str = "The session is gone; please sign in again.";

/// Why no factor was set up.
#[derive(Debug, Error)]
pub enum EnrollError {
    /// The name is too long or cannot be shown.
    #[error("the name of the factor cannot be used")]
    NameInvalid,
    /// The issuer is too long, or apps could not read it.
    #[error("the issuer cannot be used")]
    IssuerInvalid,
    /// Another factor of the person has the name.
    #[error("another factor has this name")]
    NameTaken,
    /// The person has ten factors.
    #[error("there are ten factors already")]
    TooMany,
    /// The session has not proved a second factor.
    #[error("the session has not proved a second factor")]
    InsufficientAal,
    /// The session was ended in the meantime.
    #[error("the session is gone")]
    SessionGone,
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}
take_faults!(EnrollError);

impl Failure for EnrollError {
    fn kind(&self) -> Kind {
        match self {
            Self::NameInvalid | Self::IssuerInvalid => Kind::Invalid,
            Self::NameTaken | Self::TooMany => Kind::Conflict,
            Self::InsufficientAal => Kind::Forbidden,
            Self::SessionGone => Kind::Unauthenticated,
            Self::Fault(fault) => fault.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NameInvalid => "mfa.name_invalid",
            Self::IssuerInvalid => "mfa.issuer_invalid",
            Self::NameTaken => "mfa.name_taken",
            Self::TooMany => "mfa.too_many_factors",
            Self::InsufficientAal => "auth.insufficient_aal",
            Self::SessionGone => "auth.session_gone",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::NameInvalid => NAME_TEXT.to_owned(),
            Self::IssuerInvalid => {
                "The issuer must have at most 64 printable characters and no colon.".to_owned()
            }
            Self::NameTaken => "You have another factor of this name.".to_owned(),
            Self::TooMany => {
                "Ten factors are set up or begun; please remove one, or wait five minutes."
                    .to_owned()
            }
            Self::InsufficientAal => AAL_TEXT.to_owned(),
            Self::SessionGone => GONE_TEXT.to_owned(),
            Self::Fault(fault) => fault.public(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Fault(fault) => fault.retry_after_seconds(),
            _ => None,
        }
    }
}

/// Why nothing was done with a factor.
#[derive(Debug, Error)]
pub enum FactorError {
    /// The person has no such factor.
    #[error("there is no such factor")]
    NotFound,
    /// There is no such user.
    #[error("there is no such user")]
    UserNotFound,
    /// The name is too long or cannot be shown.
    #[error("the name of the factor cannot be used")]
    NameInvalid,
    /// Another factor of the person has the name.
    #[error("another factor has this name")]
    NameTaken,
    /// The session has not proved a second factor.
    #[error("the session has not proved a second factor")]
    InsufficientAal,
    /// The session was ended in the meantime.
    #[error("the session is gone")]
    SessionGone,
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}
take_faults!(FactorError);

impl Failure for FactorError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound | Self::UserNotFound => Kind::NotFound,
            Self::NameInvalid => Kind::Invalid,
            Self::NameTaken => Kind::Conflict,
            Self::InsufficientAal => Kind::Forbidden,
            Self::SessionGone => Kind::Unauthenticated,
            Self::Fault(fault) => fault.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "mfa.factor_not_found",
            Self::UserNotFound => "auth.user_not_found",
            Self::NameInvalid => "mfa.name_invalid",
            Self::NameTaken => "mfa.name_taken",
            Self::InsufficientAal => "auth.insufficient_aal",
            Self::SessionGone => "auth.session_gone",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::NotFound => "There is no such factor.".to_owned(),
            Self::UserNotFound => "There is no such user.".to_owned(),
            Self::NameInvalid => NAME_TEXT.to_owned(),
            Self::NameTaken => "You have another factor of this name.".to_owned(),
            Self::InsufficientAal => AAL_TEXT.to_owned(),
            Self::SessionGone => GONE_TEXT.to_owned(),
            Self::Fault(fault) => fault.public(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Fault(fault) => fault.retry_after_seconds(),
            _ => None,
        }
    }
}

/// Why a factor was not proved.
#[derive(Debug, Error)]
pub enum VerifyFactorError {
    /// No code was given.
    #[error("there is no code")]
    CodeMissing,
    /// The person has no such factor.
    #[error("there is no such factor")]
    FactorNotFound,
    /// This session asked for no such challenge of the factor.
    #[error("there is no such challenge")]
    ChallengeNotFound,
    /// The challenge was used, is older than five minutes, or had five wrong codes.
    #[error("the challenge is closed")]
    ChallengeExpired,
    /// The code does not fit, or was used before.
    #[error("the code is wrong")]
    CodeWrong,
    /// Too many wrong codes in a row.
    #[error("too many wrong codes")]
    Locked {
        /// After how many seconds a code is looked at again.
        retry_after_seconds: u64,
    },
    /// The session was ended in the meantime.
    #[error("the session is gone")]
    SessionGone,
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}
take_faults!(VerifyFactorError);

impl Failure for VerifyFactorError {
    fn kind(&self) -> Kind {
        match self {
            Self::CodeMissing => Kind::Malformed,
            Self::FactorNotFound | Self::ChallengeNotFound => Kind::NotFound,
            Self::ChallengeExpired => Kind::Gone,
            Self::CodeWrong => Kind::Invalid,
            Self::Locked { .. } => Kind::Limited,
            Self::SessionGone => Kind::Unauthenticated,
            Self::Fault(fault) => fault.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::CodeMissing => "mfa.code_missing",
            Self::FactorNotFound => "mfa.factor_not_found",
            Self::ChallengeNotFound => "mfa.challenge_not_found",
            Self::ChallengeExpired => "mfa.challenge_expired",
            Self::CodeWrong => "mfa.code_wrong",
            Self::Locked { .. } => "mfa.locked",
            Self::SessionGone => "auth.session_gone",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::CodeMissing => "A code is needed.".to_owned(),
            Self::FactorNotFound => "There is no such factor.".to_owned(),
            Self::ChallengeNotFound => "There is no such challenge; please begin again.".to_owned(),
            Self::ChallengeExpired => {
                "That took too long or went wrong too often; please begin again.".to_owned()
            }
            Self::CodeWrong => {
                "This code is not right; please wait for the next one and try again.".to_owned()
            }
            Self::Locked { .. } => "Too many wrong codes; please wait and try again.".to_owned(),
            Self::SessionGone => GONE_TEXT.to_owned(),
            Self::Fault(fault) => fault.public(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Locked {
                retry_after_seconds,
            } => Some(*retry_after_seconds),
            Self::Fault(fault) => fault.retry_after_seconds(),
            _ => None,
        }
    }
}

/// Why recovery codes were not made, used or removed.
#[derive(Debug, Error)]
pub enum RecoveryError {
    /// The person has no recovery codes.
    #[error("there are no recovery codes")]
    NotSetUp,
    /// The person has recovery codes.
    #[error("there are recovery codes already")]
    AlreadySetUp,
    /// The person has no factor that the codes could stand in for.
    #[error("there is no verified factor")]
    NoOtherFactor,
    /// The name is too long or cannot be shown.
    #[error("the name of the factor cannot be used")]
    NameInvalid,
    /// Another factor of the person has the name.
    #[error("another factor has this name")]
    NameTaken,
    /// No code was given.
    #[error("there is no code")]
    CodeMissing,
    /// The code does not fit, or was used before.
    #[error("the code is wrong")]
    CodeWrong,
    /// Too many wrong codes in a row.
    #[error("too many wrong codes")]
    Locked {
        /// After how many seconds a code is looked at again.
        retry_after_seconds: u64,
    },
    /// The session has not proved a second factor.
    #[error("the session has not proved a second factor")]
    InsufficientAal,
    /// The session was ended in the meantime.
    #[error("the session is gone")]
    SessionGone,
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}
take_faults!(RecoveryError);

impl Failure for RecoveryError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotSetUp => Kind::NotFound,
            Self::AlreadySetUp | Self::NoOtherFactor | Self::NameTaken => Kind::Conflict,
            Self::NameInvalid | Self::CodeWrong => Kind::Invalid,
            Self::CodeMissing => Kind::Malformed,
            Self::Locked { .. } => Kind::Limited,
            Self::InsufficientAal => Kind::Forbidden,
            Self::SessionGone => Kind::Unauthenticated,
            Self::Fault(fault) => fault.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotSetUp => "mfa.recovery_not_set_up",
            Self::AlreadySetUp => "mfa.recovery_set_up",
            Self::NoOtherFactor => "mfa.recovery_alone",
            Self::NameInvalid => "mfa.name_invalid",
            Self::NameTaken => "mfa.name_taken",
            Self::CodeMissing => "mfa.code_missing",
            Self::CodeWrong => "mfa.code_wrong",
            Self::Locked { .. } => "mfa.locked",
            Self::InsufficientAal => "auth.insufficient_aal",
            Self::SessionGone => "auth.session_gone",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::NotSetUp => "There are no recovery codes.".to_owned(),
            Self::AlreadySetUp => {
                "There are recovery codes already; they can be made anew.".to_owned()
            }
            Self::NoOtherFactor => "Please set up an authenticator app first.".to_owned(),
            Self::NameInvalid => NAME_TEXT.to_owned(),
            Self::NameTaken => "You have another factor of this name.".to_owned(),
            Self::CodeMissing => "A code is needed.".to_owned(),
            Self::CodeWrong => "This code is not right, or was used before.".to_owned(),
            Self::Locked { .. } => "Too many wrong codes; please wait and try again.".to_owned(),
            Self::InsufficientAal => AAL_TEXT.to_owned(),
            Self::SessionGone => GONE_TEXT.to_owned(),
            Self::Fault(fault) => fault.public(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Locked {
                retry_after_seconds,
            } => Some(*retry_after_seconds),
            Self::Fault(fault) => fault.retry_after_seconds(),
            _ => None,
        }
    }
}
