#![doc = include_str!("../README.md")]

mod accepted;
mod audit;
mod fingerprint;
mod import;
mod journal;
mod outside;
mod proof;
mod proposal;
mod replay;
mod roundtrip;
mod runner;
mod scratch;
mod set;
mod statement;
mod stats;
mod status;

pub use accepted::{AcceptedDrift, AcceptedError};
pub use audit::{Cell, Fix, Reach, Verb, audit, fixes, probe, reach};
pub use fingerprint::{
    Change, Difference, Fingerprint, Names, Part, Row, Snapshot, TokenError, snapshot,
};
pub use import::{Foreign, ImportError, Imported, Tool, import};
pub use journal::{Entry, State};
pub use proof::{Drift, Refusal, StampError, Stamped};
pub use proposal::Proposal;
pub use replay::{Replay, ReplayError};
pub use roundtrip::{Lock, Plan, RightsChange, Roundtrip, StatementPlan, Verified, merged};
pub use runner::{
    Direction, Done, Failure, MigrateError, OnDrift, Place, Planned, RunOptions, Runner,
};
pub use scratch::{Scratch, ScratchError};
pub use set::{Migration, MigrationSet, SetError};
pub use stats::{TableStats, table_stats};
pub use status::Status;
