use std::sync::atomic::{AtomicU64, Ordering};

use crate::refresh_token::Verdict;

/// How often refresh tokens came that were not the active one, by cause.
#[derive(Debug, Default)]
pub(crate) struct RefreshStats {
    counts: [AtomicU64; CAUSES.len()],
}

/// The causes, as figures name them.
const CAUSES: [&str; 6] = [
    "parent",
    "late",
    "followed",
    "below_floor",
    "reused",
    "never_issued",
];

impl RefreshStats {
    /// Counts what came of a token; the active one is none of these.
    pub(crate) fn count(&self, verdict: Verdict) {
        let cause = match verdict {
            Verdict::Rotate => return,
            Verdict::GiveActive => 0,
            Verdict::GiveActiveLate => 1,
            Verdict::BelowFloor => 3,
            Verdict::Reused => 4,
            Verdict::NeverIssued => 5,
        };
        self.counts[cause].fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a parent that came by another program from another network.
    pub(crate) fn count_followed(&self) {
        self.counts[2].fetch_add(1, Ordering::Relaxed);
    }

    /// Each cause with its count since the start.
    pub(crate) fn all(&self) -> [(&'static str, u64); CAUSES.len()] {
        std::array::from_fn(|n| (CAUSES[n], self.counts[n].load(Ordering::Relaxed)))
    }
}
