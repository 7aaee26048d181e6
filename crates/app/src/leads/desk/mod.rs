//! What people do about leads and deliveries: look, send again, mark as done, release.

mod counts;
mod error;
mod page;
mod quarantine;
mod release;
mod resend;

use stoa_core::Ambient;
use stoa_jobs::Waker;
use stoa_pg::{Scope, TripwireDb};

pub use counts::DeliveryCounts;
pub use error::DeskError;
pub use page::{LeadFilter, LeadPage, LeadWithDeliveries, Receipt};

/// The operator's and the sales team's side of leads. Cheap to clone.
#[derive(Debug, Clone)]
pub struct LeadDesk {
    tripwire: TripwireDb,
    ambient: Ambient,
    waker: Option<Waker>,
}

impl LeadDesk {
    /// A desk over the tripwire database.
    #[must_use]
    pub fn new(tripwire: TripwireDb, ambient: Ambient) -> Self {
        Self {
            tripwire,
            ambient,
            waker: None,
        }
    }

    /// The same, and the worker in this process starts at once on what was freed.
    #[must_use]
    pub fn waking(self, waker: Waker) -> Self {
        Self {
            waker: Some(waker),
            ..self
        }
    }

    fn wake(&self) {
        if let Some(waker) = &self.waker {
            waker.wake();
        }
    }
}

fn operator() -> Scope {
    Scope::service("lead desk")
}
