//! The failures of sign-up, letters and changes, as client libraries know them.
//!
//! # Source
//! the identity contract, 4.

use stoa_core::Failure as _;
use stoa_domain::password::PasswordFault;

use super::GoTrueError;
use crate::fault::{BUSY_RETRY_SECONDS, BUSY_TEXT};
use crate::{
    ExchangeError, OtpError, ReauthenticateError, SignUpError, UpdateUserError, VerifyError,
};

impl GoTrueError {
    /// A password that is refused, with the words for it that clients know.
    #[must_use]
    pub fn weak_password(faults: &[PasswordFault]) -> Self {
        let texts: Vec<_> = faults.iter().map(ToString::to_string).collect();
        Self {
            weak_password: reasons(faults),
            ..Self::new(422, "weak_password", texts.join("; "))
        }
    }

    fn busy() -> Self {
        Self {
            retry_after_seconds: Some(BUSY_RETRY_SECONDS),
            ..Self::new(503, "over_request_rate_limit", BUSY_TEXT)
        }
    }
}

/// Each reason once, in the words of the protocol.
pub(crate) fn reasons(faults: &[PasswordFault]) -> Vec<&'static str> {
    let mut words: Vec<_> = faults.iter().map(|fault| fault.reason()).collect();
    words.dedup();
    words
}

impl From<&SignUpError> for GoTrueError {
    fn from(error: &SignUpError) -> Self {
        let (status, code) = match error {
            SignUpError::Weak(faults) => return Self::weak_password(faults),
            SignUpError::Busy => return Self::busy(),
            SignUpError::Fault(fault) => return fault.into(),
            SignUpError::Disabled => (422, "signup_disabled"),
            SignUpError::AnonymousDisabled => (422, "anonymous_provider_disabled"),
            SignUpError::Metadata(_) => (400, "validation_failed"),
            SignUpError::EmailTaken => (422, "user_already_exists"),
        };
        Self::new(status, code, error.public())
    }
}

impl From<&OtpError> for GoTrueError {
    fn from(error: &OtpError) -> Self {
        match error {
            OtpError::Metadata(_) => Self::new(400, "validation_failed", error.public()),
            OtpError::Fault(fault) => fault.into(),
        }
    }
}

impl From<&ReauthenticateError> for GoTrueError {
    fn from(error: &ReauthenticateError) -> Self {
        match error {
            ReauthenticateError::Gone => Self::new(403, "user_not_found", error.public()),
            ReauthenticateError::NoAddress => Self::new(422, "validation_failed", error.public()),
            ReauthenticateError::Fault(fault) => fault.into(),
        }
    }
}

impl From<&ExchangeError> for GoTrueError {
    fn from(error: &ExchangeError) -> Self {
        let (status, code) = match error {
            ExchangeError::NotFound => (404, "flow_state_not_found"),
            ExchangeError::Expired => (422, "flow_state_expired"),
            ExchangeError::BadVerifier => (400, "bad_code_verifier"),
            ExchangeError::Banned { .. } => (400, "user_banned"),
            ExchangeError::Link(error) => return error.as_ref().into(),
            ExchangeError::Fault(fault) => return fault.into(),
        };
        Self::new(status, code, error.public())
    }
}

impl From<&VerifyError> for GoTrueError {
    fn from(error: &VerifyError) -> Self {
        let (status, code) = match error {
            VerifyError::Invalid => (403, "otp_expired"),
            VerifyError::Banned { .. } => (403, "user_banned"),
            VerifyError::EmailTaken => (422, "email_exists"),
            VerifyError::Fault(fault) => return fault.into(),
        };
        Self::new(status, code, error.public())
    }
}

impl From<&UpdateUserError> for GoTrueError {
    fn from(error: &UpdateUserError) -> Self {
        let (status, code) = match error {
            UpdateUserError::Weak(faults) => return Self::weak_password(faults),
            UpdateUserError::Busy => return Self::busy(),
            UpdateUserError::Fault(fault) => return fault.into(),
            UpdateUserError::Gone => (403, "user_not_found"),
            UpdateUserError::SessionGone => (403, "session_not_found"),
            UpdateUserError::InsufficientAal => (401, "insufficient_aal"),
            UpdateUserError::EmailTaken => (422, "email_exists"),
            UpdateUserError::AddressFirst => (422, "validation_failed"),
            UpdateUserError::Same => (422, "same_password"),
            UpdateUserError::CurrentWrong => (400, "current_password_invalid"),
            UpdateUserError::ReauthenticationNeeded => (400, "reauthentication_needed"),
            UpdateUserError::NonceWrong => (422, "reauthentication_not_valid"),
            UpdateUserError::ChangedMeanwhile => (409, "conflict"),
            UpdateUserError::Metadata(_) => (400, "validation_failed"),
        };
        Self::new(status, code, error.public())
    }
}
