#![doc = include_str!("../README.md")]

mod database;
mod redis;
pub mod server;

pub use database::{TestDb, main_db, traffic_db, tripwire_db};
pub use redis::RedisServer;
