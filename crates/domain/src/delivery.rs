//! What may happen to one lead on its way to one sink.
//!
//! # Source
//! the leads contract, 4.2 and 4.4. The one rule that covers every crash: what was being sent may have arrived,
//! so it becomes `unknown` and is never simply sent again.

use thiserror::Error;

use crate::word::words;

words! {
    /// Where a delivery stands.
    DeliveryState: "delivery state" {
        /// Waits for its turn.
        Pending = "pending",
        /// Committed before the first byte leaves; the effect may exist from here on.
        Sending = "sending",
        /// The sink has it.
        Done = "done",
        /// Surely not arrived; waits for its next attempt.
        Retry = "retry",
        /// May have arrived; must be found or proved absent.
        Unknown = "unknown",
        /// The sink is not configured or wrongly; no attempt is spent, a change of settings frees it.
        Blocked = "blocked",
        /// Given up: a person has to look.
        Dead = "dead",
    }
}

words! {
    /// What happens to a delivery.
    DeliveryEvent: "delivery event" {
        /// A worker takes it, and commits that before it sends.
        Claimed = "claimed",
        /// The sink said yes.
        Succeeded = "succeeded",
        /// The attempt surely had no effect: not sent, throttled, refused for now.
        NoEffect = "no_effect",
        /// The answer is missing or unreadable, or the worker died.
        Lost = "lost",
        /// The sink's settings are missing or wrong.
        Misconfigured = "misconfigured",
        /// The settings were changed or checked.
        Reconfigured = "reconfigured",
        /// The sink refused this lead for good.
        Refused = "refused",
        /// No attempt is left.
        Exhausted = "exhausted",
        /// The effect was found in the sink.
        Found = "found",
        /// The effect was looked for twice after the quarantine, and is not there.
        Absent = "absent",
        /// A person asks to send it again.
        Resent = "resent",
        /// A person says that it arrived, or did it by hand.
        MarkedDone = "marked_done",
    }
}

/// Something that cannot happen to a delivery in this state: mostly a late worker's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a delivery that is {state} cannot be {event}")]
pub struct IllegalTransition {
    /// Where the delivery stands.
    pub state: DeliveryState,
    /// What was said to have happened.
    pub event: DeliveryEvent,
}

/// The state after `event`.
///
/// # Errors
/// [`IllegalTransition`] when `event` cannot happen in `state`; the state then stays.
pub fn next(
    state: DeliveryState,
    event: DeliveryEvent,
) -> Result<DeliveryState, IllegalTransition> {
    use DeliveryEvent as E;
    use DeliveryState as S;
    Ok(match (state, event) {
        (S::Pending | S::Retry, E::Claimed) => S::Sending,
        (S::Sending, E::NoEffect) => S::Retry,
        (S::Sending, E::Lost) => S::Unknown,
        (S::Pending | S::Retry | S::Sending, E::Misconfigured) => S::Blocked,
        (S::Sending, E::Refused) | (S::Sending | S::Retry, E::Exhausted) => S::Dead,
        (S::Blocked, E::Reconfigured)
        | (S::Unknown, E::Absent)
        | (S::Retry | S::Unknown | S::Blocked | S::Dead, E::Resent) => S::Pending,
        (S::Sending, E::Succeeded)
        | (S::Unknown, E::Found)
        | (S::Pending | S::Retry | S::Unknown | S::Blocked | S::Dead, E::MarkedDone) => S::Done,
        _ => return Err(IllegalTransition { state, event }),
    })
}

impl DeliveryState {
    /// Whether nothing more happens by itself, and nobody is needed.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Done)
    }

    /// Whether a person should look: it will not move by itself.
    #[must_use]
    pub const fn needs_a_person(self) -> bool {
        matches!(self, Self::Unknown | Self::Blocked | Self::Dead)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use DeliveryEvent as E;
    use DeliveryState as S;

    /// Every legal transition; whatever is not here is refused.
    const LEGAL: [(S, E, S); 23] = [
        (S::Pending, E::Claimed, S::Sending),
        (S::Pending, E::Misconfigured, S::Blocked),
        (S::Pending, E::MarkedDone, S::Done),
        (S::Sending, E::Succeeded, S::Done),
        (S::Sending, E::NoEffect, S::Retry),
        (S::Sending, E::Lost, S::Unknown),
        (S::Sending, E::Misconfigured, S::Blocked),
        (S::Sending, E::Refused, S::Dead),
        (S::Sending, E::Exhausted, S::Dead),
        (S::Retry, E::Claimed, S::Sending),
        (S::Retry, E::Misconfigured, S::Blocked),
        (S::Retry, E::Exhausted, S::Dead),
        (S::Retry, E::Resent, S::Pending),
        (S::Retry, E::MarkedDone, S::Done),
        (S::Unknown, E::Found, S::Done),
        (S::Unknown, E::Absent, S::Pending),
        (S::Unknown, E::Resent, S::Pending),
        (S::Unknown, E::MarkedDone, S::Done),
        (S::Blocked, E::Reconfigured, S::Pending),
        (S::Blocked, E::Resent, S::Pending),
        (S::Blocked, E::MarkedDone, S::Done),
        (S::Dead, E::Resent, S::Pending),
        (S::Dead, E::MarkedDone, S::Done),
    ];

    #[test]
    fn exactly_the_listed_transitions_are_legal() {
        for state in S::ALL.iter().copied() {
            for event in E::ALL.iter().copied() {
                let legal = LEGAL
                    .iter()
                    .find(|(from, by, _)| (*from, *by) == (state, event));
                let want = legal
                    .map(|(_, _, to)| *to)
                    .ok_or(IllegalTransition { state, event });
                assert_eq!(next(state, event), want, "{state} {event}");
            }
        }
    }

    #[test]
    fn what_is_being_sent_is_never_pending_or_claimed_again_without_proof() {
        let after_sending = E::ALL
            .iter()
            .filter_map(|event| next(S::Sending, *event).ok());
        assert!(
            !after_sending
                .into_iter()
                .any(|state| state == S::Pending || state == S::Sending)
        );
        assert!(next(S::Unknown, E::Claimed).is_err());
    }
}
