use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What the job of a letter knows: nothing that could open anything.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Order {
    v: u8,
    pub(super) letter_id: Uuid,
}

impl Order {
    const VERSION: u8 = 1;

    pub(super) const fn new(letter_id: Uuid) -> Self {
        Self {
            v: Self::VERSION,
            letter_id,
        }
    }

    /// Whether this release can read it.
    pub(super) const fn is_known(&self) -> bool {
        self.v == Self::VERSION
    }

    /// The key of the letter's job.
    pub(super) fn key(letter_id: Uuid) -> String {
        format!("letter:{letter_id}")
    }
}
