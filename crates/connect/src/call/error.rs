use std::{fmt, time::Duration};

use stoa_core::{Failure, Kind};
use thiserror::Error;

/// Why a call did not succeed, by what it says about the effect: only [`CallError::Unknown`] leaves open
/// whether there is one. For a call that only reads, `Unknown` is no more than "no answer".
///
/// # Source
/// the leads contract, 4.4.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CallError {
    /// Nothing left this machine: name, connection, TLS, connect time-out.
    #[error("not sent: {0}")]
    NotSent(Evidence),
    /// Too many calls (429).
    #[error("throttled: {evidence}")]
    Throttled {
        /// How long to wait, when the service says so.
        retry_after: Option<Duration>,
        /// What is known of the call.
        evidence: Evidence,
    },
    /// It may have had its effect: time-out or reset after sending, 408, 5xx, an unreadable 2xx.
    #[error("outcome unknown: {0}")]
    Unknown(Evidence),
    /// The token is wrong, revoked or expired.
    #[error("token refused: {0}")]
    Auth(Evidence),
    /// The service's front door refuses us altogether: 403 that is not JSON.
    #[error("banned: {0}")]
    Banned(Evidence),
    /// The account is not paid for (402).
    #[error("account unpaid: {0}")]
    Unpaid(Evidence),
    /// What was sent is refused.
    #[error("refused: {evidence}")]
    Refused {
        /// Whether the same request will always be refused.
        permanent: bool,
        /// The fields that the service names.
        fields: Vec<FieldRefusal>,
        /// What is known of the call.
        evidence: Evidence,
    },
    /// The chat cannot be written to: gone, moved, left, blocked, or without rights.
    #[error("chat gone: {evidence}")]
    ChatGone {
        /// The chat's new id, when it became a supergroup.
        moved_to: Option<i64>,
        /// What is known of the call.
        evidence: Evidence,
    },
    /// The settings are wrong: address, pipeline, stage, key field, rights.
    #[error("settings refused: {0}")]
    Config(Evidence),
}

/// What is known of a call that failed, fit for the attempt's row: bounded, without secrets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The answer's status, when there was an answer.
    pub status: Option<u16>,
    /// The service's own name of the call, for its support.
    pub request_id: Option<String>,
    /// What happened, in words; at most 500 characters.
    pub detail: String,
}

/// A field that the service refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldRefusal {
    /// The service's code: `NotSupportedChoice`.
    pub code: String,
    /// Where: `custom_fields_values.0.field_id`.
    pub path: String,
    /// Why, in the service's words.
    pub detail: String,
}

impl CallError {
    /// The class as the attempt's row stores it: `not_sent`, `throttled`, `unknown`, ...
    #[must_use]
    pub const fn class(&self) -> &'static str {
        match self {
            Self::NotSent(_) => "not_sent",
            Self::Throttled { .. } => "throttled",
            Self::Unknown(_) => "unknown",
            Self::Auth(_) => "auth",
            Self::Banned(_) => "banned",
            Self::Unpaid(_) => "unpaid",
            Self::Refused { .. } => "refused",
            Self::ChatGone { .. } => "chat_gone",
            Self::Config(_) => "config",
        }
    }

    /// What is known of the call.
    #[must_use]
    pub const fn evidence(&self) -> &Evidence {
        match self {
            Self::NotSent(evidence)
            | Self::Throttled { evidence, .. }
            | Self::Unknown(evidence)
            | Self::Auth(evidence)
            | Self::Banned(evidence)
            | Self::Unpaid(evidence)
            | Self::Refused { evidence, .. }
            | Self::ChatGone { evidence, .. }
            | Self::Config(evidence) => evidence,
        }
    }

    /// Whether the effect may exist: such a call is never simply repeated.
    #[must_use]
    pub const fn may_have_arrived(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }

    /// The same failure of a call that only prepares: nothing of the main call was sent, and what was refused is not the
    /// lead's but ours.
    pub(crate) fn before_the_call(self) -> Self {
        match self {
            Self::Unknown(evidence) => Self::NotSent(evidence),
            Self::Refused {
                permanent: true,
                evidence,
                ..
            } => Self::Config(evidence),
            other => other,
        }
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(status) = self.status {
            write!(f, "HTTP {status}: ")?;
        }
        f.write_str(&self.detail)
    }
}

impl Failure for CallError {
    fn kind(&self) -> Kind {
        match self {
            Self::Refused { .. } => Kind::Invalid,
            _ => Kind::Unavailable,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotSent(_) => "sink.not_sent",
            Self::Throttled { .. } => "sink.throttled",
            Self::Unknown(_) => "sink.unknown",
            Self::Auth(_) => "sink.auth",
            Self::Banned(_) => "sink.banned",
            Self::Unpaid(_) => "sink.unpaid",
            Self::Refused { .. } => "sink.refused",
            Self::ChatGone { .. } => "sink.chat_gone",
            Self::Config(_) => "sink.config",
        }
    }

    fn public(&self) -> String {
        "The outside service did not accept the call.".to_owned()
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Throttled { retry_after, .. } => retry_after.map(|wait| wait.as_secs().max(1)),
            _ => None,
        }
    }
}
