#![doc = include_str!("../README.md")]

mod database;
mod redis;
pub mod server;
mod wire;

pub use database::{TestDb, main_db, traffic_db, tripwire_db};
pub use redis::RedisServer;
pub use wire::Wire;
