#![doc = include_str!("../README.md")]

mod fingerprint;
mod journal;
mod runner;
mod set;
mod statement;
mod status;

pub use fingerprint::{
    Change, Difference, Fingerprint, Names, Part, Row, Snapshot, TokenError, snapshot,
};
pub use journal::{Entry, State};
pub use runner::{Direction, Done, Failure, MigrateError, OnDrift, Place, RunOptions, Runner};
pub use set::{Migration, MigrationSet, SetError};
pub use status::Status;
