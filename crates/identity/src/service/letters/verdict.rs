//! What a failed sending means for its letter. No I/O.

use std::time::Duration;

use chrono::TimeDelta;
use stoa_connect::CallError;
use stoa_db_main::identity::letters::LetterState;
use stoa_jobs::Outcome;

/// An unknown letter is sent again no earlier: a slow server may still be at work.
const AFTER_UNKNOWN: Duration = Duration::from_mins(1);
/// So many runs may end unknown or refused for now before an unknown letter is given up.
const MOST_UNKNOWN: i16 = 3;
/// While no server takes letters: the first pause, doubled each time, up to the last.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LAST_PAUSE: Duration = Duration::from_mins(5);
/// After this time nobody waits for the letter any more.
const TOO_OLD: TimeDelta = TimeDelta::hours(72);

/// The circumstances of a sending.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trial {
    /// The run of the job; deferred ones are not counted.
    pub(super) attempt: i16,
    /// No other run follows a failure.
    pub(super) is_last: bool,
    /// How often the letter was tried, this time included.
    pub(super) sendings: i16,
    /// The time since it was asked for.
    pub(super) age: TimeDelta,
    /// Random, in `0.0..1.0`.
    pub(super) fraction: f64,
}

/// The letter's new state, and what becomes of its job.
pub(super) fn judge(error: &CallError, trial: &Trial) -> (LetterState, Outcome) {
    let reason = error.to_string();
    match error {
        CallError::Refused {
            permanent: true, ..
        } => (LetterState::Failed, Outcome::Fail { reason }),
        CallError::Unknown(_) if trial.attempt >= MOST_UNKNOWN => {
            (LetterState::Failed, Outcome::Fail { reason })
        }
        CallError::Unknown(_) | CallError::Refused { .. } if trial.is_last => {
            (LetterState::Failed, Outcome::Fail { reason })
        }
        CallError::Unknown(_) => {
            let after = Some(AFTER_UNKNOWN);
            (LetterState::Sending, Outcome::Retry { after, reason })
        }
        CallError::Refused { .. } => (
            LetterState::Waiting,
            Outcome::Retry {
                after: None,
                reason,
            },
        ),
        _ if trial.age >= TOO_OLD => (LetterState::Failed, Outcome::Fail { reason }),
        // The server's trouble, or that of our settings: it says nothing about this letter, which spends no attempt.
        _ => {
            let after = pause(trial);
            (LetterState::Waiting, Outcome::Defer { after, reason })
        }
    }
}

/// From half of the limit to the whole of it.
fn pause(trial: &Trial) -> Duration {
    let doublings = u32::from(trial.sendings.unsigned_abs().saturating_sub(1)).min(16);
    let limit = FIRST_PAUSE.saturating_mul(1 << doublings).min(LAST_PAUSE);
    limit.mul_f64(0.5 + trial.fraction.clamp(0.0, 1.0) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use stoa_connect::Evidence;

    fn trial(attempt: i16) -> Trial {
        Trial {
            attempt,
            is_last: attempt == 12,
            sendings: attempt,
            age: TimeDelta::minutes(1),
            fraction: 1.0,
        }
    }

    fn refused(permanent: bool) -> CallError {
        CallError::Refused {
            permanent,
            fields: Vec::new(),
            evidence: Evidence::default(),
        }
    }

    #[test]
    fn a_server_that_is_gone_costs_no_attempt_and_ever_longer_pauses() {
        let gone = CallError::NotSent(Evidence::default());
        let pauses: Vec<_> = [1, 2, 7, 30]
            .map(|sendings| {
                judge(
                    &gone,
                    &Trial {
                        sendings,
                        ..trial(12)
                    },
                )
            })
            .into_iter()
            .map(|(state, outcome)| match outcome {
                Outcome::Defer { after, .. } => (state, after.as_secs()),
                other => panic!("{other:?}"),
            })
            .collect();
        let waiting = LetterState::Waiting;
        assert_eq!(
            pauses,
            [(waiting, 5), (waiting, 10), (waiting, 300), (waiting, 300)]
        );
        let age = TimeDelta::hours(72);
        let (state, outcome) = judge(&gone, &Trial { age, ..trial(1) });
        assert_eq!(state, LetterState::Failed);
        assert!(matches!(outcome, Outcome::Fail { .. }));
    }

    #[test]
    fn an_unknown_letter_is_sent_again_twice() {
        let unknown = CallError::Unknown(Evidence::default());
        for attempt in [1, 2] {
            let (state, outcome) = judge(&unknown, &trial(attempt));
            assert_eq!(state, LetterState::Sending);
            assert!(matches!(
                outcome,
                Outcome::Retry {
                    after: Some(AFTER_UNKNOWN),
                    ..
                }
            ));
        }
        assert_eq!(judge(&unknown, &trial(3)).0, LetterState::Failed);
    }

    #[test]
    fn a_refusal_for_now_comes_again_and_one_for_ever_does_not() {
        let (state, outcome) = judge(&refused(false), &trial(1));
        assert_eq!(state, LetterState::Waiting);
        assert!(matches!(outcome, Outcome::Retry { after: None, .. }));
        assert_eq!(judge(&refused(false), &trial(12)).0, LetterState::Failed);
        assert_eq!(judge(&refused(true), &trial(1)).0, LetterState::Failed);
    }
}
