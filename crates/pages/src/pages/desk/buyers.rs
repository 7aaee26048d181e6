use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{Shell, Tone};

/// One page of the list of buyers.
#[derive(Debug, Clone, Default)]
pub struct BuyerList {
    /// The rows in the chosen order.
    pub rows: Vec<BuyerRow>,
    /// How many buyers the filter lets through.
    pub total: i64,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
    /// Whether this page is not the first.
    pub is_later_page: bool,
}

/// A buyer of the express course.
#[derive(Debug, Clone)]
pub struct BuyerRow {
    /// The buyer.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// The phone number in international form.
    pub phone: Option<String>,
    /// Where the buyer stands.
    pub status: BuyerStatus,
    /// What was paid, in hundredths.
    pub price_minor: i64,
    /// `KZT`.
    pub currency: String,
    /// Who granted the access.
    pub manager: String,
    /// How far the account is.
    pub provisioning: Provisioning,
    /// Whether the address had an account before.
    pub account_existed: bool,
    /// When the invite was made last.
    pub invited_at: Option<DateTime<Utc>>,
    /// The first sign-in.
    pub first_login_at: Option<DateTime<Utc>>,
    /// When the buyer was seen last.
    pub last_active_at: Option<DateTime<Utc>>,
    /// Modules that are done, 0 to 3.
    pub modules_completed: i16,
    /// When the buyer was created.
    pub created_at: DateTime<Utc>,
}

/// Where a buyer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuyerStatus {
    /// Has access and learns.
    Active,
    /// Has access and has stopped, or never begun.
    Inactive,
    /// Finished the course.
    Completed,
    /// The access was taken away.
    Blocked,
}

impl BuyerStatus {
    /// Every state, in the order of the filter.
    pub const ALL: [Self; 4] = [Self::Active, Self::Inactive, Self::Completed, Self::Blocked];

    /// The state as storage and the address write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Completed => "completed",
            Self::Blocked => "blocked",
        }
    }

    /// The state behind a stored word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Active => "buyer-active",
            Self::Inactive => "buyer-inactive",
            Self::Completed => "buyer-completed",
            Self::Blocked => "buyer-blocked",
        }
    }

    pub(crate) const fn tone(self) -> Tone {
        match self {
            Self::Active => Tone::Info,
            Self::Inactive => Tone::Idle,
            Self::Completed => Tone::Ok,
            Self::Blocked => Tone::Bad,
        }
    }
}

/// How far a buyer's account is. The order is account, enrolment, link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Provisioning {
    /// Written down; nothing is made yet.
    Requested,
    /// The account is there.
    UserReady,
    /// The course is open.
    Enrolled,
    /// The link by which the buyer sets a password is made.
    Invited,
    /// It stopped.
    Failed {
        /// The stable code of the reason: `course.not_found`.
        reason: String,
    },
}

impl Provisioning {
    /// The state behind stored words; `reason` belongs to `failed` only.
    #[must_use]
    pub fn parse(state: &str, reason: Option<&str>) -> Option<Self> {
        Some(match state {
            "requested" => Self::Requested,
            "user_ready" => Self::UserReady,
            "enrolled" => Self::Enrolled,
            "invited" => Self::Invited,
            "failed" => Self::Failed {
                reason: reason.unwrap_or_default().to_owned(),
            },
            _ => return None,
        })
    }

    const fn steps_done(&self) -> usize {
        match self {
            Self::Requested | Self::Failed { .. } => 0,
            Self::UserReady => 1,
            Self::Enrolled => 2,
            Self::Invited => 3,
        }
    }
}

/// One step towards a ready buyer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The key of its name.
    pub key: &'static str,
    /// How it stands.
    pub state: StepState,
}

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Done.
    Done,
    /// The next one.
    Next,
    /// It failed.
    Failed,
    /// Not begun.
    Later,
}

impl StepState {
    pub(crate) const fn icon(self) -> &'static str {
        match self {
            Self::Done => "check",
            Self::Next => "half",
            Self::Failed => "cross",
            Self::Later => "ring",
        }
    }

    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Done => Tone::Ok.class(),
            Self::Next => Tone::Info.class(),
            Self::Failed => Tone::Bad.class(),
            Self::Later => Tone::Idle.class(),
        }
    }

    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Done => "step-done",
            Self::Next => "step-next",
            Self::Failed => "step-failed",
            Self::Later => "step-later",
        }
    }
}

impl BuyerRow {
    /// Account, enrolment, link; who had an account signs in as before and needs no link.
    pub(crate) fn steps(&self) -> Vec<Step> {
        let done = self.provisioning.steps_done();
        let is_failed = matches!(self.provisioning, Provisioning::Failed { .. });
        let keys: &[_] = if self.account_existed {
            &["step-account", "step-enrolment"]
        } else {
            &["step-account", "step-enrolment", "step-link"]
        };
        let step = |(at, key): (usize, &&'static str)| {
            let state = match at {
                at if at < done => StepState::Done,
                at if at == done && is_failed => StepState::Failed,
                at if at == done => StepState::Next,
                _ => StepState::Later,
            };
            Step { key, state }
        };
        keys.iter().enumerate().map(step).collect()
    }

    /// The key of what stopped the account.
    pub(crate) fn failure(&self) -> Option<&'static str> {
        let Provisioning::Failed { reason } = &self.provisioning else {
            return None;
        };
        Some(match reason.as_str() {
            "buyer.person_taken" => "failure-person-taken",
            "buyer.address_unproved" => "failure-address-unproved",
            "course.not_found" => "failure-course",
            "buyer.provisioning_exhausted" => "failure-exhausted",
            _ => "failure-other",
        })
    }

    /// The moment in words, or that there was none.
    pub(crate) fn last_seen(&self, shell: &Shell) -> String {
        self.last_active_at
            .as_ref()
            .map_or_else(|| shell.t("never"), |at| shell.moment(at))
    }
}

#[cfg(test)]
mod tests {
    use super::StepState::{Done, Failed, Later, Next};
    use super::*;
    use crate::sample::buyer;

    #[test]
    fn the_steps_follow_the_state() {
        let states = |state, reason| {
            let provisioning = Provisioning::parse(state, reason).unwrap();
            BuyerRow {
                provisioning,
                ..buyer()
            }
            .steps()
            .into_iter()
            .map(|step| step.state)
            .collect::<Vec<_>>()
        };
        assert_eq!(states("requested", None), [Next, Later, Later]);
        assert_eq!(states("user_ready", None), [Done, Next, Later]);
        assert_eq!(states("invited", None), [Done, Done, Done]);
        assert_eq!(states("failed", Some("mail")), [Failed, Later, Later]);
        let known = BuyerRow {
            provisioning: Provisioning::Enrolled,
            account_existed: true,
            ..buyer()
        };
        let steps = known.steps();
        assert!(steps.iter().all(|step| step.state == Done), "{steps:?}");
        assert_eq!(steps.len(), 2, "nothing is under way for ever: {steps:?}");
        assert_eq!(Provisioning::parse("lost", None), None);
    }

    #[test]
    fn a_failure_is_told_in_words_whatever_its_code() {
        let told = |code| {
            BuyerRow {
                provisioning: Provisioning::parse("failed", Some(code)).unwrap(),
                ..buyer()
            }
            .failure()
        };
        assert_eq!(told("course.not_found"), Some("failure-course"));
        assert_eq!(told("buyer.person_taken"), Some("failure-person-taken"));
        let unproved = told("buyer.address_unproved");
        assert_eq!(unproved, Some("failure-address-unproved"));
        assert_eq!(told("something.new"), Some("failure-other"));
        assert_eq!(buyer().failure(), None);
    }
}
