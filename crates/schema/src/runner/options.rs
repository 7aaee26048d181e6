use std::time::Duration;

use crate::fingerprint::{Difference, Names};

/// How a runner works.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// The role that migrates and owns what migrations make; the login itself when none is given.
    pub role: Option<String>,
    /// Other names for roles, so that two servers can be compared.
    pub names: Names,
    /// How long to wait for another runner.
    pub runner_wait: Duration,
    /// How long a statement may wait for a lock.
    pub lock_timeout: Duration,
    /// How long a statement may take.
    pub statement_timeout: Duration,
    /// How often a file is tried when it cannot get a lock.
    pub tries: u32,
    /// The pause before the second try; it doubles with each.
    pub pause: Duration,
    /// Run migrations from which there is no way back.
    pub allow_irreversible: bool,
    /// Run migrations that are older than the newest applied one.
    pub allow_out_of_order: bool,
    /// What to do when the database is not as the last migration left it.
    pub on_drift: OnDrift,
}

/// What to do when the database is not as the last migration left it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnDrift {
    /// Touch nothing.
    #[default]
    Refuse,
    /// Touch nothing when something is gone; log what else differs, and go on.
    RefuseLoss,
}

impl OnDrift {
    pub(crate) fn refuses(self, difference: &Difference) -> bool {
        difference.is_serious() && (self == Self::Refuse || difference.is_loss())
    }
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            role: None,
            names: Names::default(),
            runner_wait: Duration::from_mins(1),
            lock_timeout: Duration::from_secs(3),
            statement_timeout: Duration::from_mins(1),
            tries: 5,
            pause: Duration::from_millis(500),
            allow_irreversible: false,
            allow_out_of_order: false,
            on_drift: OnDrift::Refuse,
        }
    }
}

impl RunOptions {
    /// The defaults, working as a role.
    #[must_use]
    pub fn as_role(role: &str) -> Self {
        Self {
            role: Some(role.to_owned()),
            ..Self::default()
        }
    }
}
