//! The key set of a foreign issuer: fetched when needed, kept for a while, and never asked for by a stranger's tokens
//! more often than every half minute.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, TimeDelta, Utc};
use stoa_connect::{DocumentError, OidcHttp};
use thiserror::Error;
use url::Url;

use super::{Algorithm, VerifyingKey};
use crate::TokenError;

/// How long a set is taken for the present one.
const FRESH: TimeDelta = TimeDelta::minutes(10);
/// How long it is used while the issuer does not answer.
const STALE: TimeDelta = TimeDelta::hours(24);
/// The shortest time between two requests for it.
const PAUSE: TimeDelta = TimeDelta::seconds(30);

/// Why there is no key for a token.
#[derive(Debug, Error)]
pub(crate) enum SourceError {
    /// The set is known, and the token's key is not in it.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The set cannot be had.
    #[error("the key set of {issuer} cannot be read")]
    Unavailable { issuer: String },
}

/// Where the keys of one issuer come from.
pub(crate) struct KeySource {
    issuer: String,
    http: OidcHttp,
    known: RwLock<Arc<Known>>,
    /// Held by whoever asks the issuer: the others wait for that answer instead of asking too.
    asking: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Known {
    keys: Vec<VerifyingKey>,
    fetched_at: Option<DateTime<Utc>>,
    tried_at: Option<DateTime<Utc>>,
}

/// Which key a token needs.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) kid: Option<&'a str>,
    pub(crate) algorithm: Algorithm,
}

impl Known {
    fn is_younger(&self, age: TimeDelta, now: DateTime<Utc>) -> bool {
        self.fetched_at.is_some_and(|at| now - at < age)
    }

    fn may_ask(&self, now: DateTime<Utc>) -> bool {
        self.tried_at.is_none_or(|at| now - at >= PAUSE || now < at)
    }

    /// The named key; without a name, the only one of its kind.
    fn find(&self, wanted: Wanted<'_>) -> Option<VerifyingKey> {
        let mut fitting = self.keys.iter().filter(|key| {
            let is_named = wanted.kid.is_none_or(|kid| key.kid.as_deref() == Some(kid));
            is_named && key.algorithm == wanted.algorithm
        });
        let found = fitting.next()?;
        (wanted.kid.is_some() || fitting.next().is_none()).then(|| found.clone())
    }
}

impl KeySource {
    pub(crate) fn new(issuer: &str, http: OidcHttp) -> Self {
        Self {
            issuer: issuer.to_owned(),
            http,
            known: RwLock::default(),
            asking: tokio::sync::Mutex::default(),
        }
    }

    /// The key that a token names, read from the set at `url`.
    ///
    /// # Errors
    /// [`SourceError`].
    pub(crate) async fn find(
        &self,
        url: &Url,
        wanted: Wanted<'_>,
        now: DateTime<Utc>,
    ) -> Result<VerifyingKey, SourceError> {
        let known = self.known();
        if let Some(key) = known.find(wanted).filter(|_| known.is_younger(FRESH, now)) {
            return Ok(key);
        }
        if known.may_ask(now) {
            let _asking = self.asking.lock().await;
            // Somebody may have asked while we waited.
            if self.known().may_ask(now) {
                self.ask(url, now).await;
            }
        }
        let known = self.known();
        match known.find(wanted) {
            Some(key) if known.is_younger(STALE, now) => Ok(key),
            None if known.is_younger(STALE, now) => Err(TokenError::UnknownKey.into()),
            _ => Err(SourceError::Unavailable {
                issuer: self.issuer.clone(),
            }),
        }
    }

    async fn ask(&self, url: &Url, now: DateTime<Utc>) {
        let set = self.http.document(url).await;
        let keys = set.and_then(|set| VerifyingKey::of_set(&set).ok_or(DocumentError::NotJson));
        let before = self.known();
        let known = match keys {
            Ok(keys) => Known {
                keys,
                fetched_at: Some(now),
                tried_at: Some(now),
            },
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(issuer = self.issuer, error, "a key set cannot be read");
                Known {
                    keys: before.keys.clone(),
                    fetched_at: before.fetched_at,
                    tried_at: Some(now),
                }
            }
        };
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(known);
    }

    fn known(&self) -> Arc<Known> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }
}
