//! Leads on a real server: taken in once, delivered once in effect, looked after by people.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod alarms;
mod arrange;
mod crash;
mod delivery;
mod desk;
mod faults;
mod intake;
mod mapping;
mod quarantine;
mod reconcile;
mod refusing;
mod repeats;
