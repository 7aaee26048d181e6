use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// How many runs ended how, since the process began. Cheap to clone; all clones count together.
#[derive(Debug, Clone, Default)]
pub struct Tally(Arc<Mutex<BTreeMap<(String, &'static str), u64>>>);

/// One figure of a [`Tally`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallyCount {
    /// The kind of the jobs.
    pub kind: String,
    /// `done`, `retry`, `dead`, `deferred`, `lost`, or `fenced`: it ended after another run had taken its place.
    pub outcome: &'static str,
    /// How many.
    pub runs: u64,
}

impl Tally {
    /// Notes one more: a run of a job, or another thing of a kind with few ways to end.
    pub fn count(&self, kind: &str, outcome: &'static str) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry((kind.to_owned(), outcome)).or_default() += 1;
    }

    /// All figures.
    #[must_use]
    pub fn counts(&self) -> Vec<TallyCount> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts
            .iter()
            .map(|((kind, outcome), runs)| TallyCount {
                kind: kind.clone(),
                outcome,
                runs: *runs,
            })
            .collect()
    }
}
