//! The own account as a whole: everything that is known about a person, over all databases.

mod error;
mod export;
mod parts;

use stoa_core::Ambient;
use stoa_identity::Identity;
use stoa_pg::TripwireDb;

use crate::learning::Learning;

pub use error::ExportError;

/// What a person may ask of everything the academy knows about them. Cheap to clone.
#[derive(Clone)]
pub struct Accounts {
    identity: Identity,
    learning: Learning,
    tripwire: TripwireDb,
    ambient: Ambient,
}

impl Accounts {
    /// The accounts of this identity, this school and this desk.
    #[must_use]
    pub const fn new(
        identity: Identity,
        learning: Learning,
        tripwire: TripwireDb,
        ambient: Ambient,
    ) -> Self {
        Self {
            identity,
            learning,
            tripwire,
            ambient,
        }
    }
}

impl std::fmt::Debug for Accounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Accounts").finish_non_exhaustive()
    }
}
