//! Visitors' requests: accepted once, stored, delivered to the sinks.

pub mod attempts;
pub mod deliveries;
pub mod intake;
pub mod listings;
pub mod mapping;
pub mod requests;

mod durable;
mod rows;

pub use attempts::{Attempt, Begun, Closing};
pub use deliveries::{Delivery, Settlement};
pub use durable::be_durable;
pub use intake::{Accepted, KeyUse, NewLead, StoredKey};
pub use listings::{Cause, DeliveryFilter, Listed, OpenCount};
pub use mapping::StoredMapping;
pub use requests::{DeliveriesWanted, HeldCount, Lead, LeadsWanted, Letter, Review, SourceFacts};
