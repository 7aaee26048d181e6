#![doc = include_str!("../README.md")]

mod ask;
mod breaker;
mod key;
mod ladder;
mod limiter;
mod postgres;
mod process;
mod rate;
mod redis;
mod store;
mod tally;

pub use ask::Ask;
pub use key::Key;
pub use ladder::Ladder;
pub use limiter::{Limiter, Refusal};
pub use postgres::PostgresStore;
pub use process::ProcessStore;
pub use rate::Rate;
pub use redis::{InvalidRedisUrl, RedisStore};
pub use store::{Store, StoreError};
pub use tally::{Figure, Outcome};
