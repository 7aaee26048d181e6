//! Every store counts alike; when one goes away the next one counts.
#![expect(clippy::unwrap_used, reason = "tests")]

mod alike;
mod weather;

use std::{sync::Arc, time::Duration};

use stoa_limits::{Ask, Key, Ladder, PostgresStore, ProcessStore, Rate, RedisStore, Store};
use stoa_pg::Main;
use stoa_testdb::{RedisServer, TestDb};

/// A moment at which tests begin.
pub(crate) const NOW: i64 = 1_790_000_000_000;

/// The servers behind the stores of a test.
pub(crate) struct World {
    pub(crate) redis: RedisServer,
    pub(crate) db: TestDb<Main>,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self {
            redis: RedisServer::start(),
            db: stoa_testdb::main_db().await,
        }
    }

    pub(crate) fn redis_store(&self) -> Arc<dyn Store> {
        Arc::new(RedisStore::open(&self.redis.url()).unwrap())
    }

    pub(crate) fn postgres_store(&self) -> Arc<dyn Store> {
        Arc::new(PostgresStore::new(self.db.db.clone()))
    }

    pub(crate) fn stores(&self) -> [Arc<dyn Store>; 3] {
        [
            Arc::new(ProcessStore::default()),
            // What is compared is how they count: a busy machine must not turn a wait into an answer.
            Arc::new(
                RedisStore::open_patiently(&self.redis.url(), Duration::from_secs(10)).unwrap(),
            ),
            self.postgres_store(),
        ]
    }
}

pub(crate) fn ten_in_five_minutes(key: &str) -> Ask {
    Ask::guarded("test").rate(
        Key::new("test", &[key]),
        Rate::new(10, Duration::from_mins(5)),
    )
}

pub(crate) fn password(network: &str, account: &str) -> Ask {
    Ask::guarded("test").ladder(Ladder::new(network, account))
}
