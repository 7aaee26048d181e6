use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

/// How a question ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Let in.
    Allowed,
    /// Too many.
    Limited,
    /// Nobody could count, and a credential was at stake.
    Refused,
}

impl Outcome {
    /// The word in metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Limited => "limited",
            Self::Refused => "refused",
        }
    }
}

/// How often questions of one sort ended in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// What was asked about.
    pub bucket: &'static str,
    /// How it ended.
    pub outcome: Outcome,
    /// Where it was counted; `none` when nowhere.
    pub store: &'static str,
    /// How often.
    pub count: u64,
}

/// Counts how questions ended.
#[derive(Debug, Default)]
pub(crate) struct Tally(Mutex<BTreeMap<(&'static str, Outcome, &'static str), u64>>);

impl Tally {
    pub(crate) fn add(&self, bucket: &'static str, outcome: Outcome, store: &'static str) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry((bucket, outcome, store)).or_default() += 1;
    }

    pub(crate) fn figures(&self) -> Vec<Figure> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let figure = |(&(bucket, outcome, store), &count): (&(_, _, _), &u64)| Figure {
            bucket,
            outcome,
            store,
            count,
        };
        counts.iter().map(figure).collect()
    }
}
