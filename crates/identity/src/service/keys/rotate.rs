//! Another key for tokens: announced first, then signing, then only verifying, then out of use.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use stoa_core::KeyId;
use stoa_db_main::identity::keys::{self as rows, NextKeyRow, SigningKeyRow};
use stoa_db_main::identity::scope;
use stoa_pg::MainTx;

mod error;

pub use error::KeyChangeError;

use super::load::{ACTIVE, KEEP, KeyStore, NEXT, corrupt};
use crate::audit::AuditAction;
use crate::service::{Identity, Inner, finish};
use crate::token::KeyPurpose;

/// How long the next key is published before it signs: as long as verifiers may keep our key set.
///
/// # Source
/// the identity contract, 5.
const LEAD: TimeDelta = TimeDelta::minutes(10);

/// When a new key begins to sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RotateWhen {
    /// In ten minutes, so that everybody who verifies our tokens has seen it by then.
    Announced,
    /// At once, because the present key is no longer safe: a verifier that keeps our key set refuses tokens for up to
    /// ten minutes.
    AtOnce,
}

/// What a key does at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    /// Published, and not yet signing.
    Next,
    /// It signs.
    Signing,
    /// It signs no more; tokens that it signed are accepted.
    Verifying,
    /// Tokens that it signed are refused.
    Retired,
}

impl KeyState {
    /// One word for people.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Signing => "signing",
            Self::Verifying => "verifying",
            Self::Retired => "retired",
        }
    }
}

/// A key, without its private part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyView {
    /// Its name in tokens.
    pub id: KeyId,
    /// `token`, or `api` for the key of the two API keys.
    pub purpose: &'static str,
    /// What it does.
    pub state: KeyState,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// From when on it signs.
    pub signs_from: DateTime<Utc>,
    /// Since when it signs no more.
    pub retired_at: Option<DateTime<Utc>>,
    /// Until when it verifies, once it signs no more.
    pub verifies_until: Option<DateTime<Utc>>,
}

/// What is done with one key.
#[derive(Debug, Clone, Copy)]
enum Change {
    Retire,
    Restore,
}

impl Identity {
    /// Every key that ever was, oldest first.
    ///
    /// # Errors
    /// [`KeyChangeError::Fault`].
    pub async fn list_keys(&self) -> Result<Vec<KeyView>, KeyChangeError> {
        let inner = &self.inner;
        let tx = inner.db.begin(&scope()).await?;
        let work = async {
            let store = inner.key_store(&tx);
            store.settle().await?;
            store.views().await
        };
        let work = work.await;
        finish(tx, work).await
    }

    /// Makes another key for tokens. The present one signs until the new one does, and verifies until its last token
    /// has expired; nobody is signed out. API keys have a key of their own and stay.
    ///
    /// # Errors
    /// `keys.rotation_pending` (409) when the next key is announced already.
    #[tracing::instrument(name = "identity.key.rotate", skip_all)]
    pub async fn rotate_keys(&self, when: RotateWhen) -> Result<KeyView, KeyChangeError> {
        let inner = &self.inner;
        let tx = inner.db.begin(&scope()).await?;
        let store = inner.key_store(&tx);
        let work = store.rotate(when).await;
        let key = finish(tx, work).await?;
        self.reload_keys().await?;
        tracing::info!(key.id = %key.id, signs_from = %key.signs_from, "a new key for tokens is published");
        Ok(key)
    }

    /// Takes a key out of use that does not sign: the next one, or one that only verifies. Access tokens that it signed
    /// are refused from now on; their sessions live, and a refresh brings a new token.
    ///
    /// # Errors
    /// `keys.not_found` (404); `keys.signing`, `keys.of_api_keys`, `keys.retired_already` (409).
    #[tracing::instrument(name = "identity.key.retire", skip_all, fields(key.id = %id))]
    pub async fn retire_key(&self, id: KeyId) -> Result<KeyView, KeyChangeError> {
        self.change_key(id, Change::Retire).await
    }

    /// Puts a retired key back to verifying, until every token that it may have signed has expired.
    ///
    /// # Errors
    /// `keys.not_found` (404); `keys.not_retired` (409).
    #[tracing::instrument(name = "identity.key.restore", skip_all, fields(key.id = %id))]
    pub async fn restore_key(&self, id: KeyId) -> Result<KeyView, KeyChangeError> {
        self.change_key(id, Change::Restore).await
    }

    async fn change_key(&self, id: KeyId, change: Change) -> Result<KeyView, KeyChangeError> {
        let inner = &self.inner;
        let tx = inner.db.begin(&scope()).await?;
        let store = inner.key_store(&tx);
        let work = store.change(id, change).await;
        let key = finish(tx, work).await?;
        self.reload_keys().await?;
        tracing::info!(?change, state = key.state.as_str(), "a key was changed");
        Ok(key)
    }
}

impl Inner {
    fn key_store<'a>(&'a self, tx: &'a MainTx) -> KeyStore<'a> {
        KeyStore::new(tx, &self.ambient, &self.master, self.options.community_id)
    }
}

impl KeyStore<'_> {
    async fn views(&self) -> Result<Vec<KeyView>, KeyChangeError> {
        let stored = rows::list(self.tx).await?;
        let views = stored.iter().map(|key| view(key, self.now));
        Ok(views.collect::<Result<_, _>>()?)
    }

    async fn view_of(&self, id: KeyId) -> Result<KeyView, KeyChangeError> {
        let found = self.views().await?.into_iter().find(|key| key.id == id);
        found.ok_or(KeyChangeError::NotFound)
    }

    async fn rotate(&self, when: RotateWhen) -> Result<KeyView, KeyChangeError> {
        self.settle().await?;
        let made = self.generate(KeyPurpose::Token);
        let signs_from = match when {
            RotateWhen::Announced => self.now + LEAD,
            RotateWhen::AtOnce => self.now,
        };
        let row = NextKeyRow {
            id: made.id,
            public_jwk: &made.public_jwk,
            private_key: &made.private,
            signs_from,
        };
        if !rows::insert_next(self.tx, &row, self.now).await? {
            return Err(self.pending().await?);
        }
        let how = match when {
            RotateWhen::Announced => "announced",
            RotateWhen::AtOnce => "at_once",
        };
        self.note(AuditAction::KeyMade, made.id, how).await?;
        self.settle().await?;
        self.view_of(made.id).await
    }

    async fn pending(&self) -> Result<KeyChangeError, KeyChangeError> {
        let stored = rows::list(self.tx).await?;
        let next = stored.into_iter().find(|key| key.state == NEXT);
        Ok(
            next.map_or(KeyChangeError::NotFound, |key| KeyChangeError::Pending {
                id: key.id,
                signs_from: key.signs_from,
            }),
        )
    }

    async fn change(&self, id: KeyId, change: Change) -> Result<KeyView, KeyChangeError> {
        self.settle().await?;
        let key = self.view_of(id).await?;
        let done = match change {
            Change::Retire => self.retire(&key).await?,
            Change::Restore if matches!(key.state, KeyState::Retired | KeyState::Verifying) => {
                rows::save_verifies_until(self.tx, id, self.now + KEEP).await?
            }
            Change::Restore => return Err(KeyChangeError::NotRetired),
        };
        if done {
            let (action, how) = match change {
                Change::Retire => (AuditAction::KeyRetired, "by_command"),
                Change::Restore => (AuditAction::KeyRestored, "by_command"),
            };
            self.note(action, id, how).await?;
            self.view_of(id).await
        } else {
            Err(KeyChangeError::NotFound)
        }
    }

    async fn retire(&self, key: &KeyView) -> Result<bool, KeyChangeError> {
        if key.purpose == KeyPurpose::Api.as_str() {
            return Err(KeyChangeError::OfApiKeys);
        }
        match key.state {
            KeyState::Signing => Err(KeyChangeError::Signing),
            KeyState::Retired => Err(KeyChangeError::RetiredAlready),
            KeyState::Next => Ok(rows::save_retired(self.tx, key.id, self.now, self.now).await?),
            KeyState::Verifying => Ok(rows::save_verifies_until(self.tx, key.id, self.now).await?),
        }
    }
}

fn view(key: &SigningKeyRow, now: DateTime<Utc>) -> Result<KeyView, stoa_pg::DbError> {
    let purpose = KeyPurpose::ALL
        .into_iter()
        .find(|purpose| purpose.as_str() == key.purpose)
        .ok_or_else(|| corrupt("purpose", key.id))?;
    let state = match (key.state.as_str(), key.verifies_until) {
        (NEXT, _) => KeyState::Next,
        (ACTIVE, _) => KeyState::Signing,
        (_, Some(until)) if now < until => KeyState::Verifying,
        _ => KeyState::Retired,
    };
    Ok(KeyView {
        id: key.id,
        purpose: purpose.as_str(),
        state,
        created_at: key.created_at,
        signs_from: key.signs_from,
        retired_at: key.retired_at,
        verifies_until: key.verifies_until,
    })
}
