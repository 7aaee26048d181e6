#![doc = include_str!("../README.md")]

pub mod fakes;

pub use stoa_testdb::{TestDb, main_db, server, traffic_db, tripwire_db};
