#![doc = include_str!("../README.md")]

mod database;
pub mod server;

pub use database::{TestDb, main_db, traffic_db, tripwire_db};
