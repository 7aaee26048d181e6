//! The failures of second factors, with the status and the code that GoTrue gives at each place.
//!
//! # Source
//! the identity contract, 3.9.

use stoa_core::Failure as _;

use super::GoTrueError;
use crate::{EnrollError, FactorError, RecoveryError, VerifyFactorError};

const NAME: &str = "friendly_name must have at most 100 printable characters";

fn session_gone() -> GoTrueError {
    GoTrueError::new(
        403,
        "session_not_found",
        "Session from session_id claim in JWT does not exist",
    )
}

fn name_conflict() -> GoTrueError {
    GoTrueError::new(
        422,
        "mfa_factor_name_conflict",
        "A factor with this friendly name exists already",
    )
}

fn insufficient_aal(status: u16, what: &str) -> GoTrueError {
    GoTrueError::new(
        status,
        "insufficient_aal",
        format!("AAL2 required to {what}"),
    )
}

impl From<&EnrollError> for GoTrueError {
    fn from(error: &EnrollError) -> Self {
        match error {
            EnrollError::NameInvalid => Self::new(400, "validation_failed", NAME),
            EnrollError::IssuerInvalid => Self::new(
                400,
                "validation_failed",
                "issuer must have at most 64 printable characters and no colon",
            ),
            EnrollError::NameTaken => name_conflict(),
            EnrollError::TooMany => Self::new(
                422,
                "too_many_enrolled_mfa_factors",
                "Maximum number of factors reached, unenroll to continue",
            ),
            EnrollError::InsufficientAal => insufficient_aal(403, "enroll a new factor"),
            EnrollError::SessionGone => session_gone(),
            EnrollError::Fault(fault) => fault.into(),
        }
    }
}

impl From<&FactorError> for GoTrueError {
    fn from(error: &FactorError) -> Self {
        match error {
            FactorError::NotFound => Self::new(404, "mfa_factor_not_found", "Factor not found"),
            FactorError::UserNotFound => Self::new(404, "user_not_found", "User not found"),
            FactorError::NameInvalid => Self::new(400, "validation_failed", NAME),
            FactorError::NameTaken => name_conflict(),
            FactorError::InsufficientAal => insufficient_aal(422, "unenroll verified factor"),
            FactorError::SessionGone => session_gone(),
            FactorError::Fault(fault) => fault.into(),
        }
    }
}

impl From<&VerifyFactorError> for GoTrueError {
    fn from(error: &VerifyFactorError) -> Self {
        match error {
            VerifyFactorError::CodeMissing => {
                Self::new(400, "validation_failed", "Code needs to be non-empty")
            }
            VerifyFactorError::FactorNotFound => {
                Self::new(404, "mfa_factor_not_found", "Factor not found")
            }
            VerifyFactorError::ChallengeNotFound => Self::new(
                422,
                "mfa_factor_not_found",
                "MFA factor with the provided challenge ID not found",
            ),
            VerifyFactorError::ChallengeExpired => Self::new(
                422,
                "mfa_challenge_expired",
                "MFA challenge has expired, verify against another challenge or create a new challenge",
            ),
            VerifyFactorError::CodeWrong => {
                Self::new(422, "mfa_verification_failed", "Invalid TOTP code entered")
            }
            VerifyFactorError::Locked { .. } => Self {
                retry_after_seconds: error.retry_after_seconds(),
                ..Self::new(429, "over_request_rate_limit", error.public())
            },
            VerifyFactorError::SessionGone => session_gone(),
            VerifyFactorError::Fault(fault) => fault.into(),
        }
    }
}

impl From<&RecoveryError> for GoTrueError {
    fn from(error: &RecoveryError) -> Self {
        match error {
            RecoveryError::NotSetUp => Self::new(
                404,
                "mfa_factor_not_found",
                "The user has not enrolled recovery codes",
            ),
            RecoveryError::AlreadySetUp => Self::new(
                422,
                "mfa_verified_factor_exists",
                "Recovery codes are enrolled already, regenerate them instead",
            ),
            RecoveryError::NoOtherFactor => Self::new(
                422,
                "mfa_recovery_codes_sole_factor",
                "At least one other verified factor is required to generate recovery codes",
            ),
            RecoveryError::NameInvalid => Self::new(400, "validation_failed", NAME),
            RecoveryError::NameTaken => name_conflict(),
            RecoveryError::CodeMissing => {
                Self::new(400, "validation_failed", "Code needs to be non-empty")
            }
            RecoveryError::CodeWrong => Self::new(
                422,
                "mfa_verification_failed",
                "Invalid recovery code entered",
            ),
            RecoveryError::Locked { .. } => Self {
                retry_after_seconds: error.retry_after_seconds(),
                ..Self::new(429, "mfa_recovery_codes_locked", error.public())
            },
            RecoveryError::InsufficientAal => insufficient_aal(403, "change recovery codes"),
            RecoveryError::SessionGone => session_gone(),
            RecoveryError::Fault(fault) => fault.into(),
        }
    }
}
