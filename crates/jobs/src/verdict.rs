use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{Backoff, Outcome};

/// Longer pauses are cut to this.
const LONGEST_PAUSE: Duration = Duration::from_hours(30 * 24);
const LOST: &str = "the run ended without a word: its lease ran out";

/// What becomes of a job after a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) state: &'static str,
    /// How the run is remembered.
    pub(crate) outcome: &'static str,
    pub(crate) run_at: Option<DateTime<Utc>>,
    /// 1 when the attempt is not counted.
    pub(crate) given_back: i16,
    pub(crate) reason: Option<String>,
    /// Why it is not done, in one word.
    pub(crate) class: Option<&'static str>,
    /// Nothing is left to write.
    pub(crate) written: bool,
    /// The last attempt failed: the handler is told.
    pub(crate) exhausted: bool,
}

/// What a verdict depends on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case {
    pub(crate) now: DateTime<Utc>,
    pub(crate) attempt: i16,
    pub(crate) max_attempts: i16,
    pub(crate) backoff: Backoff,
    /// Random, in `0.0..1.0`.
    pub(crate) fraction: f64,
}

impl Case {
    /// After a run that said how it ended.
    pub(crate) fn judge(&self, outcome: Outcome) -> Verdict {
        match outcome {
            Outcome::Done => done(false),
            Outcome::Committed => done(true),
            Outcome::Fail { reason } => dead(reason, "permanent", false),
            Outcome::Retry { after, reason } => self.again(after, reason, ("retry", "transient")),
            Outcome::Defer { after, reason } => Verdict {
                given_back: 1,
                ..ready(self.after(after), reason, ("deferred", "deferred"))
            },
        }
    }

    /// After a run that never said how it ended.
    pub(crate) fn judge_lost(&self) -> Verdict {
        self.again(None, LOST.to_owned(), ("lost", "lost"))
    }

    fn again(
        &self,
        after: Option<Duration>,
        reason: String,
        (outcome, class): (&'static str, &'static str),
    ) -> Verdict {
        if self.attempt >= self.max_attempts {
            return dead(reason, class, true);
        }
        let pause = after.unwrap_or_else(|| self.backoff.pause(self.attempt, self.fraction));
        ready(self.after(pause), reason, (outcome, class))
    }

    fn after(&self, pause: Duration) -> DateTime<Utc> {
        self.now + TimeDelta::from_std(pause.min(LONGEST_PAUSE)).unwrap_or_default()
    }
}

fn done(written: bool) -> Verdict {
    Verdict {
        state: "done",
        outcome: "done",
        run_at: None,
        given_back: 0,
        reason: None,
        class: None,
        written,
        exhausted: false,
    }
}

fn ready(
    run_at: DateTime<Utc>,
    reason: String,
    (outcome, class): (&'static str, &'static str),
) -> Verdict {
    Verdict {
        state: "ready",
        outcome,
        run_at: Some(run_at),
        reason: Some(reason),
        class: Some(class),
        ..done(false)
    }
}

fn dead(reason: String, class: &'static str, exhausted: bool) -> Verdict {
    Verdict {
        state: "dead",
        outcome: "dead",
        reason: Some(reason),
        class: Some(class),
        exhausted,
        ..done(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(attempt: i16) -> Case {
        let backoff = Backoff {
            base: Duration::from_secs(10),
            cap: Duration::from_mins(1),
        };
        Case {
            now: DateTime::UNIX_EPOCH,
            attempt,
            max_attempts: 3,
            backoff,
            fraction: 0.5,
        }
    }

    fn retry(after: Option<u64>) -> Outcome {
        Outcome::Retry {
            after: after.map(Duration::from_secs),
            reason: "no".to_owned(),
        }
    }

    fn pause_seconds(verdict: &Verdict) -> Option<i64> {
        verdict.run_at.map(|at| at.timestamp())
    }

    #[test]
    fn a_failed_run_comes_again_after_a_pause_until_the_attempts_are_spent() {
        assert_eq!(pause_seconds(&case(1).judge(retry(None))), Some(5));
        assert_eq!(pause_seconds(&case(2).judge(retry(None))), Some(10));
        assert_eq!(pause_seconds(&case(2).judge(retry(Some(7)))), Some(7));
        let last = case(3).judge(retry(Some(7)));
        assert_eq!(
            (last.state, last.outcome, last.exhausted, last.run_at),
            ("dead", "dead", true, None)
        );
    }

    #[test]
    fn a_run_that_cannot_succeed_is_dead_at_once() {
        let verdict = case(1).judge(Outcome::Fail {
            reason: "never".to_owned(),
        });
        assert_eq!(
            (verdict.state, verdict.exhausted, verdict.reason.as_deref()),
            ("dead", false, Some("never"))
        );
        assert_eq!(verdict.class, Some("permanent"));
    }

    #[test]
    fn a_deferred_run_spends_no_attempt_even_on_the_last_one() {
        let verdict = case(3).judge(Outcome::Defer {
            after: Duration::MAX,
            reason: "closed".to_owned(),
        });
        assert_eq!(
            (verdict.state, verdict.outcome, verdict.given_back),
            ("ready", "deferred", 1)
        );
        assert_eq!(pause_seconds(&verdict), Some(30 * 24 * 3600));
    }

    #[test]
    fn a_lost_run_counts_as_failed() {
        let lost = case(1).judge_lost();
        assert_eq!((lost.outcome, lost.class), ("lost", Some("lost")));
        assert!(case(3).judge_lost().exhausted);
    }
}
