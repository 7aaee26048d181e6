//! The same failures in the words of `/auth/v1`, whose codes decide what a client library does next.
//!
//! # Source
//! the identity contract, 0.3, 0.4 and 4: `session_not_found` makes the client forget its session, a 5xx makes it try
//! again, and neither may be sent for anything else.

mod mfa;

use stoa_core::{Failure as _, Kind};

mod flows;

pub(crate) use flows::reasons;

use crate::fault::{BUSY_RETRY_SECONDS, BUSY_TEXT};
use crate::{
    AdminError, AuthenticateError, Fault, RefreshError, SignInError, TokenError, UserError,
};

/// An error of `/auth/v1`; the web layer chooses the shape by the version the client asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoTrueError {
    /// The HTTP status.
    pub status: u16,
    /// One of GoTrue's codes.
    pub code: &'static str,
    /// For people.
    pub message: String,
    /// Seconds after which a new try makes sense.
    pub retry_after_seconds: Option<u64>,
    /// Why a password is refused: `length`, `characters`, `pwned`.
    pub weak_password: Vec<&'static str>,
}

impl GoTrueError {
    /// An error that the web layer finds itself: a missing bearer, unreadable JSON.
    pub fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            retry_after_seconds: None,
            weak_password: Vec::new(),
        }
    }
}

impl From<&Fault> for GoTrueError {
    fn from(fault: &Fault) -> Self {
        let status = if fault.kind() == Kind::Unavailable {
            503
        } else {
            500
        };
        Self {
            retry_after_seconds: fault.retry_after_seconds(),
            ..Self::new(status, "unexpected_failure", fault.public())
        }
    }
}

impl From<&SignInError> for GoTrueError {
    fn from(error: &SignInError) -> Self {
        match error {
            SignInError::InvalidCredentials => {
                Self::new(400, "invalid_credentials", "Invalid login credentials")
            }
            SignInError::EmailNotConfirmed => {
                Self::new(400, "email_not_confirmed", "Email not confirmed")
            }
            SignInError::Banned { .. } => Self::new(400, "user_banned", "User is banned"),
            SignInError::Busy => Self {
                retry_after_seconds: Some(BUSY_RETRY_SECONDS),
                ..Self::new(503, "over_request_rate_limit", BUSY_TEXT)
            },
            SignInError::Fault(fault) => fault.into(),
        }
    }
}

impl From<&RefreshError> for GoTrueError {
    fn from(error: &RefreshError) -> Self {
        match error {
            RefreshError::Malformed => {
                Self::new(400, "validation_failed", "Refresh token is not valid")
            }
            RefreshError::NotFound => Self::new(
                400,
                "refresh_token_not_found",
                "Invalid Refresh Token: Refresh Token Not Found",
            ),
            RefreshError::AlreadyUsed => Self::new(
                400,
                "refresh_token_already_used",
                "Invalid Refresh Token: Already Used",
            ),
            RefreshError::SessionExpired => Self::new(
                400,
                "session_expired",
                "Invalid Refresh Token: Session Expired",
            ),
            RefreshError::Banned { .. } => {
                Self::new(400, "user_banned", "Invalid Refresh Token: User Banned")
            }
            RefreshError::Conflict => Self {
                retry_after_seconds: error.retry_after_seconds(),
                ..Self::new(
                    409,
                    "conflict",
                    "Too many concurrent token refresh requests on the same session or refresh token",
                )
            },
            RefreshError::Fault(fault) => fault.into(),
        }
    }
}

impl From<&TokenError> for GoTrueError {
    fn from(error: &TokenError) -> Self {
        let message = match error {
            TokenError::SubMissing { role: Some(role) } => {
                format!(
                    "invalid claim: missing sub claim (this is a key of role {role}, not a user's token)"
                )
            }
            TokenError::SubMissing { role: None } => "invalid claim: missing sub claim".to_owned(),
            other => format!("invalid JWT: {other}"),
        };
        Self::new(403, "bad_jwt", message)
    }
}

impl From<&AuthenticateError> for GoTrueError {
    fn from(error: &AuthenticateError) -> Self {
        match error {
            AuthenticateError::Token(error) => error.into(),
            AuthenticateError::SessionGone => Self::new(
                403,
                "session_not_found",
                "Session from session_id claim in JWT does not exist",
            ),
            AuthenticateError::UserGone => Self::new(
                403,
                "user_not_found",
                "User from sub claim in JWT does not exist",
            ),
            AuthenticateError::Banned { .. } => Self::new(403, "user_banned", "User is banned"),
            AuthenticateError::Stranger { .. } => Self::new(403, "user_not_found", error.public()),
            AuthenticateError::IssuerUnavailable { .. } => Self {
                retry_after_seconds: error.retry_after_seconds(),
                ..Self::new(503, "unexpected_failure", error.public())
            },
            AuthenticateError::Fault(fault) => fault.into(),
        }
    }
}

impl From<&AdminError> for GoTrueError {
    fn from(error: &AdminError) -> Self {
        match error {
            AdminError::UserNotFound => Self::new(404, "user_not_found", "User not found"),
            AdminError::EmailTaken => Self::new(
                422,
                "email_exists",
                "A user with this email address has already been registered",
            ),
            AdminError::IdTaken => Self::new(
                422,
                "user_already_exists",
                "A user with this id has already been registered",
            ),
            AdminError::Metadata { .. } => Self::new(400, "validation_failed", error.public()),
            AdminError::LastAdmin => Self::new(409, "conflict", error.public()),
            AdminError::Busy => Self {
                retry_after_seconds: Some(BUSY_RETRY_SECONDS),
                ..Self::new(503, "over_request_rate_limit", BUSY_TEXT)
            },
            AdminError::Fault(fault) => fault.into(),
        }
    }
}

impl From<&UserError> for GoTrueError {
    fn from(error: &UserError) -> Self {
        match error {
            UserError::Gone => Self::new(
                403,
                "user_not_found",
                "User from sub claim in JWT does not exist",
            ),
            UserError::Fault(fault) => fault.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use stoa_pg::DbError;

    #[test]
    fn each_failure_has_the_code_that_makes_a_client_do_right() {
        let of = |error: GoTrueError| (error.status, error.code);
        assert_eq!(
            of((&SignInError::InvalidCredentials).into()),
            (400, "invalid_credentials")
        );
        assert_eq!(
            of((&RefreshError::Malformed).into()),
            (400, "validation_failed")
        );
        assert_eq!(
            of((&RefreshError::NotFound).into()),
            (400, "refresh_token_not_found")
        );
        assert_eq!(
            of((&RefreshError::AlreadyUsed).into()),
            (400, "refresh_token_already_used")
        );
        assert_eq!(
            of((&AuthenticateError::SessionGone).into()),
            (403, "session_not_found")
        );
        let token = TokenError::SubMissing {
            role: Some("anon".to_owned()),
        };
        assert_eq!(
            of((&AuthenticateError::Token(token.clone())).into()),
            (403, "bad_jwt")
        );
        assert!(
            GoTrueError::from(&token)
                .message
                .contains("missing sub claim")
        );
    }

    #[test]
    fn an_outage_is_retried_and_our_own_fault_shows_nothing() {
        let outage = DbError::Unavailable {
            database: "main",
            reason: "password of the database".to_owned(),
        };
        let outage = GoTrueError::from(&Fault::from(outage));
        assert_eq!((outage.status, outage.retry_after_seconds), (503, Some(2)));
        let fault = GoTrueError::from(&Fault::from(DbError::AlreadyFailed));
        assert_eq!((fault.status, fault.code), (500, "unexpected_failure"));
        assert!(!outage.message.contains("password"));
    }
}
