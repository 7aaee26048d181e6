//! Visitors' requests: accepted once, stored, delivered to the sinks.

pub mod attempts;
pub mod deliveries;
pub mod intake;
pub mod mapping;
pub mod requests;

mod durable;
mod rows;

pub use attempts::{Attempt, Begun, Closing};
pub use durable::be_durable;
pub use deliveries::{Delivery, DeliveryFilter, Listed, OpenCount, Settlement};
pub use intake::{Accepted, KeyUse, NewLead, StoredKey};
pub use mapping::StoredMapping;
pub use requests::{Lead, Letter, SourceFacts};
