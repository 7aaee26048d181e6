use stoa_core::{Failure, Kind};
use thiserror::Error;

/// Why a token is not accepted: the first of the checks that it did not pass, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TokenError {
    /// Not three parts of base64, not JSON, or a claim of a wrong type.
    #[error("the token is malformed: {0}")]
    Malformed(&'static str),
    /// Signed in a way that we never accept, or that its key is not for; `none` is one of them.
    #[error("tokens signed with {0:?} are not accepted")]
    AlgorithmNotAllowed(String),
    /// Signed by a key that we do not have.
    #[error("the token is signed by an unknown key")]
    UnknownKey,
    /// The signature does not fit.
    #[error("the token's signature is wrong")]
    BadSignature,
    /// Too old.
    #[error("the token expired {ago_seconds} s ago")]
    Expired {
        /// How long ago.
        ago_seconds: i64,
    },
    /// Too young.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// Issued later than now, by more than clocks may be apart.
    #[error(
        "the token was issued {ahead_seconds} s in the future: the clock of its issuer, or ours, is wrong"
    )]
    IssuedInFuture {
        /// How much later.
        ahead_seconds: i64,
    },
    /// Signed for another platform.
    #[error("the token's issuer is {}, accepted is {}", got.as_deref().unwrap_or("missing"), accepted.join(" or "))]
    IssuerMismatch {
        /// The token's issuer, cut to 200 characters.
        got: Option<String>,
        /// The issuers whose tokens are accepted.
        accepted: Vec<String>,
    },
    /// Meant for somebody else.
    #[error("the token's audience is not \"authenticated\"")]
    AudienceMismatch,
    /// Names no user: an API key, or a token of a system that has no users.
    #[error("the token has no sub claim; its role is {}", role.as_deref().unwrap_or("missing"))]
    SubMissing {
        /// The role that the token has instead.
        role: Option<String>,
    },
    /// An API key that signs nothing here any more, or never did.
    #[error("the API key is not one of the present ones")]
    ApiKeyReplaced,
    /// Names no session.
    #[error("the token has no session_id claim")]
    SessionIdMissing,
}

impl TokenError {
    /// The same, naming further issuers that would have been accepted.
    pub(crate) fn also_accepting(self, more: impl Iterator<Item = String>) -> Self {
        match self {
            Self::IssuerMismatch { got, mut accepted } => {
                accepted.extend(more);
                Self::IssuerMismatch { got, accepted }
            }
            other => other,
        }
    }
}

impl Failure for TokenError {
    fn kind(&self) -> Kind {
        match self {
            Self::IssuerMismatch { .. } => Kind::Forbidden,
            _ => Kind::Unauthenticated,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Expired { .. } => "auth.token_expired",
            Self::IssuerMismatch { .. } => "auth.issuer_mismatch",
            Self::SubMissing { .. } => "auth.token_sub_missing",
            _ => "auth.token_invalid",
        }
    }

    /// Every one of these facts is about what the caller sent, so each may be said.
    fn public(&self) -> String {
        match self {
            Self::Expired { .. } => {
                "The token has expired; refresh the session or sign in again.".to_owned()
            }
            Self::IssuerMismatch { got, accepted } => format!(
                "The token was issued by {}, but only tokens issued by {} are accepted here.",
                got.as_deref().unwrap_or("nobody (it has no iss claim)"),
                accepted.join(" or "),
            ),
            Self::SubMissing { role } => format!(
                "The token names no user: it has no valid sub claim{}. Sign in and send the user's access token.",
                role.as_deref()
                    .map(|role| format!(" (its role is {role})"))
                    .unwrap_or_default(),
            ),
            Self::ApiKeyReplaced => {
                "This API key has been replaced, or is another installation's; take the present one."
                    .to_owned()
            }
            other => format!("{}{}.", "The token is not valid: ", other),
        }
    }
}
