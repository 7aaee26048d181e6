//! What a failed step of the conversation says about the letter.

use lettre::transport::smtp::Error;

use crate::{CallError, Evidence};

/// How far the conversation had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Name, connection, TLS, greeting.
    Open,
    /// Our login.
    Login,
    /// Who writes.
    From,
    /// To whom.
    To,
    /// The wish to hand over the letter.
    Data,
    /// The letter itself: until its last byte is answered, nobody knows.
    Letter,
}

impl Step {
    const fn words(self) -> &'static str {
        match self {
            Self::Open => "connecting",
            Self::Login => "signing in",
            Self::From => "naming the sender",
            Self::To => "naming the recipient",
            Self::Data => "opening the letter",
            Self::Letter => "handing over the letter",
        }
    }
}

/// The class of a failed step; `said` is its text, already free of secrets.
///
/// A 5xx for our login or our address is a matter of the settings; for the recipient or the letter it is final; any 4xx may
/// change with time. Without an answer the letter is unknown once its first byte was sent, and not sent before.
pub(super) fn classify(step: Step, error: &Error, said: &str) -> CallError {
    let evidence = evidence(step, said);
    if error.is_permanent() {
        return match step {
            Step::Open | Step::From => CallError::Config(evidence),
            Step::Login => CallError::Auth(evidence),
            Step::To | Step::Data | Step::Letter => refused(evidence, true),
        };
    }
    if error.is_transient() {
        return match step {
            Step::Open | Step::Login => CallError::NotSent(evidence),
            _ => refused(evidence, false),
        };
    }
    match step {
        Step::Letter => CallError::Unknown(evidence),
        _ if error.is_client() => CallError::Config(evidence),
        _ => CallError::NotSent(evidence),
    }
}

/// The class of a step that took too long.
pub(super) fn too_slow(step: Step) -> CallError {
    let evidence = evidence(step, "no answer in time");
    match step {
        Step::Letter => CallError::Unknown(evidence),
        _ => CallError::NotSent(evidence),
    }
}

/// A letter that cannot be written down at all.
pub(super) fn unwritable(said: &str) -> CallError {
    refused(
        Evidence {
            detail: said.to_owned(),
            ..Evidence::default()
        },
        true,
    )
}

fn refused(evidence: Evidence, permanent: bool) -> CallError {
    CallError::Refused {
        permanent,
        fields: Vec::new(),
        evidence,
    }
}

fn evidence(step: Step, said: &str) -> Evidence {
    Evidence {
        detail: format!("{}: {said}", step.words()),
        ..Evidence::default()
    }
}
