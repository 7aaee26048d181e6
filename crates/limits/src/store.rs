use std::time::Duration;

use futures::future::BoxFuture;
use thiserror::Error;

use crate::{Ask, Ladder};

/// Why a store did not count.
#[derive(Debug, Error)]
pub enum StoreError {
    /// It did not answer in time.
    #[error("no answer in time")]
    Slow,
    /// Redis failed.
    #[error("redis failed")]
    Redis(#[from] redis::RedisError),
    /// `PostgreSQL` failed.
    #[error("the database failed")]
    Database(#[from] stoa_pg::DbError),
}

/// Where counts live. Each question is one round trip, and is counted as a whole or not at all.
pub trait Store: std::fmt::Debug + Send + Sync {
    /// A word for metrics and logs.
    fn name(&self) -> &'static str;

    /// How long its answer may be awaited.
    fn patience(&self) -> Duration;

    /// Counts the question when everything has room for it and gives 0; else counts nothing and gives the milliseconds
    /// after which a new try makes sense.
    fn take<'a>(&'a self, ask: &'a Ask, now_ms: i64) -> BoxFuture<'a, Result<i64, StoreError>>;

    /// Clears the ladder on which a success stood, and makes its network known.
    fn succeed<'a>(
        &'a self,
        ladder: &'a Ladder,
        now_ms: i64,
    ) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Removes what says nothing any more, at most `most` entries; says how many.
    fn sweep(&self, now_ms: i64, most: i64) -> BoxFuture<'_, Result<u64, StoreError>>;
}
