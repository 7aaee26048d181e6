//! Redis as a bell: it tells workers of new jobs, and never holds one.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use futures::{StreamExt as _, future::BoxFuture};
use redis::{
    Client,
    aio::{ConnectionManager, ConnectionManagerConfig},
};
use secrecy::{ExposeSecret as _, SecretString};
use thiserror::Error;
use tokio::{sync::watch, time::Instant};
use tokio_util::sync::CancellationToken;

use crate::Waker;

/// Longest wait for an answer.
const PATIENCE: Duration = Duration::from_millis(100);
/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_millis(500);
/// So long a Redis that failed is not asked by those who wait for the answer.
const REST: Duration = Duration::from_secs(1);
/// How often it is looked at, while it answers and while it does not.
const LOOK: (Duration, Duration) = (Duration::from_secs(5), Duration::from_secs(1));
/// The channel.
const CHANNEL: &str = "stoa:jobs";

/// Why the bell did not ring.
#[derive(Debug, Clone, Error)]
#[error("{reason}")]
pub struct BellError {
    /// In words, without addresses or passwords.
    pub reason: String,
}

/// Whether the bell works, as far as the last try says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BellState {
    /// It answered.
    Up,
    /// It did not.
    Down {
        /// Why.
        reason: String,
        /// Whether somebody wanted to ring it; else it was merely looked at.
        missed: bool,
    },
}

/// Something beside the database that tells of new jobs.
pub trait Bell: Send + Sync {
    /// Rings it. A failure loses nothing: workers look by themselves.
    fn ring(&self) -> BoxFuture<'_, Result<(), BellError>>;
}

/// A Redis (or Valkey) that tells of new jobs.
pub struct RedisBell {
    client: Client,
    connection: ConnectionManager,
    state: watch::Sender<BellState>,
    rests_until: Mutex<Option<Instant>>,
}

impl std::fmt::Debug for RedisBell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RedisBell")
            .field("state", &*self.state.borrow())
            .finish_non_exhaustive()
    }
}

impl RedisBell {
    /// The bell of a Redis; connects when it is first rung.
    ///
    /// # Errors
    /// [`BellError`] when the text is no address of a Redis.
    pub fn open(url: &SecretString) -> Result<Self, BellError> {
        let invalid = |_| BellError {
            reason: "not the address of a Redis".to_owned(),
        };
        let client = Client::open(url.expose_secret()).map_err(invalid)?;
        let config = ConnectionManagerConfig::new()
            .set_response_timeout(Some(PATIENCE))
            .set_connection_timeout(Some(CONNECT))
            .set_number_of_retries(0);
        let connection = ConnectionManager::new_lazy_with_config(client.clone(), config);
        Ok(Self {
            connection: connection.map_err(invalid)?,
            client,
            state: watch::Sender::new(BellState::Up),
            rests_until: Mutex::default(),
        })
    }

    /// Whether it works, and every change of it.
    #[must_use]
    pub fn state(&self) -> watch::Receiver<BellState> {
        self.state.subscribe()
    }

    /// Looks whether it works, until `stopping`.
    pub async fn watch(&self, stopping: CancellationToken) {
        let looking = async {
            loop {
                self.look().await;
                let is_up = *self.state.borrow() == BellState::Up;
                tokio::time::sleep(if is_up { LOOK.0 } else { LOOK.1 }).await;
            }
        };
        stopping.run_until_cancelled(looking).await;
    }

    /// Looks once.
    pub async fn look(&self) {
        let asked = redis::cmd("PING")
            .query_async::<String>(&mut self.connection.clone())
            .await;
        self.note(asked.map(drop).map_err(reason), false);
    }

    /// Wakes the workers of this process when the bell of another one rings, until `stopping`.
    pub async fn follow(&self, wakers: Vec<Waker>, stopping: CancellationToken) {
        let following = async {
            loop {
                if let Err(error) = self.hear(&wakers).await {
                    tracing::debug!(%error, "the bell in Redis is not heard");
                }
                tokio::time::sleep(LOOK.1).await;
            }
        };
        stopping.run_until_cancelled(following).await;
    }

    async fn hear(&self, wakers: &[Waker]) -> Result<(), redis::RedisError> {
        let mut pubsub = self.client.get_async_pubsub().await?;
        pubsub.subscribe(CHANNEL).await?;
        let mut messages = pubsub.into_on_message();
        while messages.next().await.is_some() {
            wakers.iter().for_each(Waker::wake_here);
        }
        Ok(())
    }

    /// Between the rests one caller at a time tries.
    fn rests(&self) -> bool {
        let mut until = self
            .rests_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        match *until {
            Some(at) if Instant::now() < at => true,
            Some(_) => {
                *until = Some(Instant::now() + REST);
                false
            }
            None => false,
        }
    }

    fn note(&self, outcome: Result<(), BellError>, missed: bool) {
        let rests_until = outcome.is_err().then(|| Instant::now() + REST);
        *self
            .rests_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = rests_until;
        let _ = self.state.send_if_modified(|state| match outcome {
            Ok(()) => std::mem::replace(state, BellState::Up) != BellState::Up,
            Err(error) => {
                let was_up = *state == BellState::Up;
                if was_up {
                    let reason = error.reason;
                    *state = BellState::Down { reason, missed };
                }
                was_up
            }
        });
    }

    async fn publish(&self) -> Result<(), BellError> {
        if self.rests()
            && let BellState::Down { reason, .. } = &*self.state.borrow()
        {
            let reason = reason.clone();
            return Err(BellError { reason });
        }
        let rung = redis::cmd("PUBLISH")
            .arg(CHANNEL)
            .arg("")
            .query_async::<i64>(&mut self.connection.clone())
            .await;
        let rung = rung.map(drop).map_err(reason);
        self.note(rung.clone(), true);
        rung
    }
}

impl Bell for RedisBell {
    fn ring(&self) -> BoxFuture<'_, Result<(), BellError>> {
        Box::pin(async move {
            let rung = tokio::time::timeout(PATIENCE + CONNECT, self.publish()).await;
            rung.unwrap_or_else(|_| {
                let reason = "no answer in time".to_owned();
                let late = BellError { reason };
                self.note(Err(late.clone()), true);
                Err(late)
            })
        })
    }
}

/// The kind of failure and the system's word for it, such as "Connection refused"; never the address.
#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn reason(error: redis::RedisError) -> BellError {
    let io = std::error::Error::source(&error)
        .and_then(|cause| cause.downcast_ref::<std::io::Error>())
        .map(|cause| cause.kind().to_string());
    let reason = io.unwrap_or_else(|| {
        if error.is_connection_refusal() {
            "Connection refused".to_owned()
        } else if error.is_timeout() {
            "no answer in time".to_owned()
        } else {
            error.category().to_owned()
        }
    });
    BellError { reason }
}
