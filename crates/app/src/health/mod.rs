//! The health log: what parts of the system say of themselves, stored, merged, and told to administrators.
//!
//! Whoever says something never waits. SWITCH and CRITICAL reach the administrators' chat over a connection and a budget of
//! their own, mail when the chat is silent; while the database is what died, events wait in a file.
//!
//! # Source
//! the leads contract, 5; incident document 2; DESIGN 7.25.

mod event;
mod herald;
mod keeper;
mod list;
mod log;
mod merge;
mod outage;
mod reporter;
mod spool;
mod text;
mod waiting;

pub use event::HealthEvent;
pub use herald::Channels;
pub use list::{HealthError, HealthPage, HealthQuery, forget_old, list};
pub use log::{HealthLog, Said};
pub use outage::{OUTAGE_PATIENCE, WatchedQueue, tell_of_queues};
pub use reporter::Reporter;
pub use stoa_db_main::health::HealthRow;
