#![doc = include_str!("../README.md")]

pub mod bootstrap;
pub mod cluster;
mod connect;
mod database;
mod error;
mod exposure;
mod listen;
mod metrics;
mod migrations;
mod proof;
mod pulse;
mod reader;
mod scope;
mod standing;
mod strays;
mod tx;

pub use connect::{ConnectError, connect};
pub use database::{
    Client, Database, Db, Main, MainDb, PoolOptions, PoolStatus, Traffic, TrafficDb, Tripwire,
    TripwireDb,
};
pub use error::DbError;
pub use exposure::{Exposure, ExposureError};
pub use listen::{Heard, Hints, ListenOptions, Listener};
pub use metrics::DbMetrics;
pub use migrations::OpsMigrations;
pub use proof::ProofError;
pub use pulse::{Patience, Pulse};
pub use reader::{Reader, Writer};
pub use scope::Scope;
pub use standing::Standing;
pub use strays::{Stray, StrayKind};
pub use tx::{MainTx, TrafficTx, TripwireTx, Tx};
