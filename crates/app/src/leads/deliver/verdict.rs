//! What a failed call means for its delivery. No I/O.

use std::time::Duration;

use stoa_connect::CallError;
use stoa_domain::DeliveryEvent;
use stoa_jobs::Outcome;

use super::{reconcile::FIRST_LOOK, schedule};

/// How long a sink that has banned us is left alone.
///
/// # Source
/// the leads contract, 4.4.
pub(super) const BANNED: Duration = Duration::from_mins(15);
/// How long an account that is not paid for is left alone.
///
/// # Source
/// the leads contract, 4.4.
pub(super) const UNPAID: Duration = Duration::from_mins(10);

/// The circumstances of a call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trial {
    /// How often the delivery was sent, this call included.
    pub(super) attempts: i16,
    /// No other attempt follows.
    pub(super) is_last: bool,
    /// Whether it can be looked for in the sink.
    pub(super) is_searchable: bool,
    /// How long the sink is left alone, when it asked for that.
    pub(super) silence: Duration,
    /// Random, in `0.0..1.0`.
    pub(super) fraction: f64,
}

/// What to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Plan {
    /// What happened to the delivery.
    pub(super) event: DeliveryEvent,
    /// The attempt does not count.
    pub(super) refund: bool,
    /// When the job runs again.
    pub(super) next: Next,
    /// What an operator has to know at once.
    pub(super) critical: Option<&'static str>,
}

/// What becomes of the job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// Nothing more by itself.
    Rest,
    /// Another attempt.
    Again(Duration),
    /// Another attempt, and this one was none.
    Wait(Duration),
    /// Never again by itself.
    Never,
}

pub(super) fn judge(error: &CallError, trial: &Trial) -> Plan {
    use DeliveryEvent as E;
    match error {
        CallError::NotSent(_) | CallError::Refused { permanent: false, .. } if trial.is_last => {
            Plan::new(E::Exhausted, Next::Never).alarming("a lead could not be delivered: no attempt is left")
        }
        CallError::NotSent(_) | CallError::Refused { permanent: false, .. } => {
            Plan::new(E::NoEffect, Next::Again(schedule::pause(trial.attempts, trial.fraction)))
        }
        CallError::Throttled { .. } => Plan::new(E::NoEffect, Next::Wait(trial.silence)).refunded(),
        CallError::Banned(_) => Plan::new(E::NoEffect, Next::Wait(BANNED))
            .refunded()
            .alarming("the sink has banned us: its support must lift that"),
        CallError::Unpaid(_) => {
            Plan::new(E::NoEffect, Next::Wait(UNPAID)).refunded().alarming("the sink's account is not paid for")
        }
        CallError::ChatGone { moved_to: Some(_), .. } => {
            Plan::new(E::NoEffect, Next::Wait(Duration::ZERO))
                .refunded()
                .alarming("the leads chat has another id: change [telegram] leads_chat_id")
        }
        CallError::Unknown(_) if trial.is_searchable => Plan::new(E::Lost, Next::Wait(FIRST_LOOK)),
        CallError::Unknown(_) => Plan::new(E::Lost, Next::Rest)
            .alarming("a lead may have been delivered or not: look in the sink, then `stoa delivery resend` or `done`"),
        CallError::Auth(_) => {
            Plan::new(E::Misconfigured, Next::Rest).refunded().alarming("the sink refuses our token")
        }
        CallError::ChatGone { moved_to: None, .. } => {
            Plan::new(E::Misconfigured, Next::Rest).refunded().alarming("the leads chat cannot be written to")
        }
        CallError::Config(_) => {
            Plan::new(E::Misconfigured, Next::Rest).refunded().alarming("the sink refuses our settings")
        }
        CallError::Refused { permanent: true, .. } => {
            Plan::new(E::Refused, Next::Never).alarming("the sink refuses a lead's data: correct them by hand")
        }
    }
}

impl Plan {
    fn new(event: DeliveryEvent, next: Next) -> Self {
        Self {
            event,
            refund: false,
            next,
            critical: None,
        }
    }

    fn refunded(self) -> Self {
        Self {
            refund: true,
            ..self
        }
    }

    fn alarming(self, text: &'static str) -> Self {
        Self {
            critical: Some(text),
            ..self
        }
    }
}

impl Next {
    /// The job's outcome; `reason` is stored with the job.
    pub(super) fn outcome(self, reason: &str) -> Outcome {
        let reason = reason.to_owned();
        match self {
            Self::Rest => Outcome::Done,
            Self::Again(after) => Outcome::Retry {
                after: Some(after),
                reason,
            },
            Self::Wait(after) => Outcome::Defer { after, reason },
            Self::Never => Outcome::Fail { reason },
        }
    }

    /// How long until the job runs again.
    pub(super) fn pause(self) -> Option<Duration> {
        match self {
            Self::Again(after) | Self::Wait(after) => Some(after),
            Self::Rest | Self::Never => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use stoa_connect::Evidence;
    use stoa_domain::{DeliveryState, delivery::next};

    use super::*;

    fn trial(is_last: bool) -> Trial {
        Trial {
            attempts: 1,
            is_last,
            is_searchable: false,
            silence: Duration::from_secs(33),
            fraction: 1.0,
        }
    }

    fn every_error() -> Vec<CallError> {
        let e = Evidence::default;
        let refused = |permanent| CallError::Refused {
            permanent,
            fields: Vec::new(),
            evidence: e(),
        };
        vec![
            CallError::NotSent(e()),
            CallError::Throttled {
                retry_after: None,
                evidence: e(),
            },
            CallError::Unknown(e()),
            CallError::Auth(e()),
            CallError::Banned(e()),
            CallError::Unpaid(e()),
            refused(true),
            refused(false),
            CallError::ChatGone {
                moved_to: None,
                evidence: e(),
            },
            CallError::ChatGone {
                moved_to: Some(1),
                evidence: e(),
            },
            CallError::Config(e()),
        ]
    }

    #[test]
    fn only_what_surely_had_no_effect_is_tried_again() {
        for error in every_error() {
            for is_last in [false, true] {
                let plan = judge(&error, &trial(is_last));
                let state = next(DeliveryState::Sending, plan.event).unwrap();
                assert_eq!(
                    plan.next.pause().is_some(),
                    state == DeliveryState::Retry,
                    "{error:?}"
                );
                assert_eq!(
                    error.may_have_arrived(),
                    state == DeliveryState::Unknown,
                    "{error:?}"
                );
            }
        }
    }

    #[test]
    fn what_can_be_looked_for_is_looked_for_even_after_the_last_attempt() {
        for is_last in [false, true] {
            let searchable = Trial {
                is_searchable: true,
                ..trial(is_last)
            };
            let plan = judge(&CallError::Unknown(Evidence::default()), &searchable);
            assert_eq!((plan.event, plan.critical), (DeliveryEvent::Lost, None));
            assert_eq!(plan.next, Next::Wait(FIRST_LOOK));
        }
    }

    #[test]
    fn the_last_attempt_is_dead_unless_it_was_none() {
        let last = |error: &CallError| judge(error, &trial(true)).next;
        for error in every_error() {
            let ends = matches!(error, CallError::NotSent(_) | CallError::Refused { .. });
            assert_eq!(last(&error) == Next::Never, ends, "{error:?}");
        }
    }
}
