use std::time::Duration;

use futures::{FutureExt as _, future::BoxFuture};
use redis::{
    Client, Script,
    aio::{ConnectionManager, ConnectionManagerConfig},
};
use secrecy::{ExposeSecret as _, SecretString};
use thiserror::Error;

use crate::{Ask, Key, Ladder, Store, StoreError, ladder::Climb};

/// Longest wait for an answer: a slow Redis must not be felt.
const PATIENCE: Duration = Duration::from_millis(50);
/// Longest wait for a connection, which is made in the background.
const CONNECT: Duration = Duration::from_millis(500);
/// Before each key, for other users of the same Redis.
const PREFIX: &str = "stoa:limit:";

/// A text that is no address of a Redis.
#[derive(Debug, Error)]
#[error("not the address of a Redis, such as redis://host:6379/0")]
pub struct InvalidRedisUrl;

/// Counts in Redis (or Valkey), by one small program per question.
///
/// The keys of a question may lie anywhere, so a Redis Cluster is not supported.
pub struct RedisStore {
    connection: ConnectionManager,
    patience: Duration,
    take: Script,
    succeed: Script,
}

impl std::fmt::Debug for RedisStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RedisStore").finish_non_exhaustive()
    }
}

impl RedisStore {
    /// Whether `url` is an address that [`RedisStore::open`] takes: `redis://`, `rediss://` (TLS) or `redis+unix://`.
    ///
    /// # Errors
    /// [`InvalidRedisUrl`], which does not repeat the text: it may hold a password.
    pub fn check_url(url: &str) -> Result<(), InvalidRedisUrl> {
        Client::open(url).map(drop).map_err(|_| InvalidRedisUrl)
    }

    /// Makes the store; it connects when it is first asked, and again whenever it must.
    ///
    /// # Errors
    /// [`InvalidRedisUrl`].
    pub fn open(url: &SecretString) -> Result<Self, InvalidRedisUrl> {
        Self::open_patiently(url, PATIENCE)
    }

    /// The same with another longest wait for an answer, for whoever asks how Redis counts and not how fast it is.
    ///
    /// # Errors
    /// [`InvalidRedisUrl`].
    pub fn open_patiently(url: &SecretString, patience: Duration) -> Result<Self, InvalidRedisUrl> {
        let client = Client::open(url.expose_secret()).map_err(|_| InvalidRedisUrl)?;
        let config = ConnectionManagerConfig::new()
            .set_response_timeout(Some(patience))
            .set_connection_timeout(Some(CONNECT))
            // Whoever asks next tries again: waiting for it inside would only hide the outage.
            .set_number_of_retries(0);
        let connection =
            ConnectionManager::new_lazy_with_config(client, config).map_err(|_| InvalidRedisUrl)?;
        Ok(Self {
            connection,
            patience,
            take: Script::new(include_str!("../statements/take.lua")),
            succeed: Script::new(include_str!("../statements/succeed.lua")),
        })
    }
}

fn stored(key: &Key) -> String {
    format!("{PREFIX}{}", key.as_str())
}

impl Store for RedisStore {
    fn name(&self) -> &'static str {
        "redis"
    }

    fn patience(&self) -> Duration {
        self.patience
    }

    fn take<'a>(&'a self, ask: &'a Ask, now_ms: i64) -> BoxFuture<'a, Result<i64, StoreError>> {
        async move {
            let mut call = self.take.prepare_invoke();
            call.arg(now_ms).arg(ask.rates.len());
            for (key, rate) in &ask.rates {
                call.key(stored(key))
                    .arg(rate.step_ms())
                    .arg(rate.slack_ms());
            }
            if let Some(ladder) = &ask.ladder {
                for key in [&ladder.known, &ladder.pair, &ladder.account] {
                    call.key(stored(key));
                }
                for figure in Climb::FIGURES {
                    call.arg(figure);
                }
            }
            Ok(call.invoke_async(&mut self.connection.clone()).await?)
        }
        .boxed()
    }

    fn succeed<'a>(
        &'a self,
        ladder: &'a Ladder,
        now_ms: i64,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            let mut call = self.succeed.prepare_invoke();
            for key in [&ladder.known, &ladder.pair, &ladder.account] {
                call.key(stored(key));
            }
            call.arg(now_ms).arg(Climb::KNOWN_MS);
            let _: i64 = call.invoke_async(&mut self.connection.clone()).await?;
            Ok(())
        }
        .boxed()
    }

    /// Redis forgets by itself.
    fn sweep(&self, _: i64, _: i64) -> BoxFuture<'_, Result<u64, StoreError>> {
        async { Ok(0) }.boxed()
    }
}
