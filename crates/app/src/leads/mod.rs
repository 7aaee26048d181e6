//! Leads: taken in from visitors, delivered to the sinks, looked after by people.

mod accepted;
mod context;
mod deliver;
mod desk;
mod intake;
mod job;
mod key;
mod mapping;
mod options;
mod sinks;
mod submit_error;

pub use accepted::{Accepted, DuplicateReason};
pub use context::{IntakeContext, Suspicion};
pub use deliver::Deliver;
pub use desk::{
    DeliveryCounts, DeskError, LeadDesk, LeadFilter, LeadPage, LeadWithDeliveries, Receipt,
};
pub use intake::Intake;
pub use job::DELIVER;
pub use mapping::{
    CrmMapping, MappingCheckError, MappingProblem, MappingProblemKind, SetMappingError,
};
pub use options::LeadOptions;
pub use sinks::{Sinks, TelegramSink};
pub use stoa_db_tripwire::leads::{
    Attempt, DeliveriesWanted, Delivery, DeliveryFilter, HeldCount, Lead, LeadsWanted, Listed,
    OpenCount, SourceFacts, StoredMapping,
};
pub use submit_error::SubmitError;
