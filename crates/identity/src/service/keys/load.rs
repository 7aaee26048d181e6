use chrono::{DateTime, TimeDelta, Utc};
use stoa_core::{Ambient, CommunityId, ExposeSecret as _, KeyId, SecretString};
use stoa_db_main::identity::keys::{self as rows, ApiKeyRow, SigningKeyRow};
use stoa_db_main::identity::scope;
use stoa_pg::{DbError, MainDb, MainTx};

use crate::audit::{self, AuditAction, AuditEvent, Origin};
use crate::service::finish;
use crate::token::{
    ACCESS_TOKEN_SECONDS, ApiClaims, ApiRole, HeldKey, KeyPair, KeyPurpose, KeyTimes, Keyring,
};
use crate::{Fault, KeyError, MasterKey};

pub(crate) const PRIVATE_KEY: &str = "signing_keys.private_key";
pub(crate) const ACTIVE: &str = "active";
pub(crate) const NEXT: &str = "next";
pub(crate) const TOKEN: &str = KeyPurpose::Token.as_str();
pub(crate) const API: &str = KeyPurpose::Api.as_str();

/// How long a key verifies after it has signed for the last time: the life of its last token, a minute for clocks that
/// differ, and ten for a process that learns of the change late.
pub(crate) const KEEP: TimeDelta = TimeDelta::seconds(ACCESS_TOKEN_SECONDS + 60 + 600);

/// Loads the keys, makes what is missing, and notes which key has taken over; of two processes that start together, one
/// does it.
pub(crate) async fn load(
    db: &MainDb,
    ambient: &Ambient,
    master: &MasterKey,
    community_id: CommunityId,
) -> Result<Keyring, Fault> {
    let tx = db.begin(&scope()).await?;
    let store = KeyStore::new(&tx, ambient, master, community_id);
    let work = store.load().await;
    finish(tx, work).await
}

/// The keys in the database, inside one transaction.
pub(crate) struct KeyStore<'a> {
    pub(super) tx: &'a MainTx,
    ambient: &'a Ambient,
    master: &'a MasterKey,
    community_id: CommunityId,
    pub(super) now: DateTime<Utc>,
}

impl<'a> KeyStore<'a> {
    pub(crate) fn new(
        tx: &'a MainTx,
        ambient: &'a Ambient,
        master: &'a MasterKey,
        community_id: CommunityId,
    ) -> Self {
        let now = ambient.now();
        Self {
            tx,
            ambient,
            master,
            community_id,
            now,
        }
    }

    async fn load(&self) -> Result<Keyring, Fault> {
        for purpose in KeyPurpose::ALL {
            self.make_missing(purpose).await?;
        }
        self.settle().await?;
        let stored: Vec<_> = rows::list(self.tx)
            .await?
            .into_iter()
            .filter(|key| key.verifies_until.is_none_or(|until| self.now < until))
            .collect();
        let signs_api = stored
            .iter()
            .find(|key| key.purpose == KeyPurpose::Api.as_str() && key.state == ACTIVE)
            .ok_or(KeyError::Damaged)?;
        self.sign_missing(&self.open(signs_api)?).await?;
        let held = stored
            .iter()
            .map(|key| {
                let times = KeyTimes {
                    signs_from: key.signs_from,
                    verifies_until: key.verifies_until,
                };
                self.open(key).map(|pair| HeldKey { pair, times })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let api_keys = rows::list_api_keys(self.tx).await?;
        let api_keys = api_keys
            .iter()
            .map(|key| self.open_api_key(key))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Keyring::new(held, api_keys))
    }

    /// Writes down that the next key signs, once its time has come: the one before it verifies for a while longer.
    pub(super) async fn settle(&self) -> Result<(), DbError> {
        let stored = rows::list(self.tx).await?;
        let due = |key: &&SigningKeyRow| key.state == NEXT && key.signs_from <= self.now;
        let Some(next) = stored.iter().find(due) else {
            return Ok(());
        };
        let active = |key: &&SigningKeyRow| key.state == ACTIVE && key.purpose == next.purpose;
        if let Some(before) = stored.iter().find(active) {
            let (since, until) = (next.signs_from, next.signs_from + KEEP);
            // The row's lock makes others wait here, and find nothing left to do.
            if !rows::save_retired(self.tx, before.id, since, until).await? {
                return Ok(());
            }
        }
        rows::save_active(self.tx, next.id).await?;
        self.note(AuditAction::KeyRotated, next.id, "its time came")
            .await?;
        tracing::info!(key.id = %next.id, "another key signs tokens now");
        Ok(())
    }

    async fn make_missing(&self, purpose: KeyPurpose) -> Result<(), Fault> {
        let is_active =
            |key: &SigningKeyRow| key.state == ACTIVE && key.purpose == purpose.as_str();
        if rows::list(self.tx).await?.iter().any(is_active) {
            return Ok(());
        }
        let made = self.generate(purpose);
        rows::insert_active(
            self.tx,
            made.id,
            purpose.as_str(),
            &made.public_jwk,
            &made.private,
            self.now,
        )
        .await?;
        self.note(AuditAction::KeyMade, made.id, purpose.as_str())
            .await?;
        Ok(())
    }

    /// What the platform or its operator did to a key; `how` says in what way.
    pub(super) async fn note(
        &self,
        action: AuditAction,
        key: KeyId,
        how: &str,
    ) -> Result<(), DbError> {
        let name = match action {
            AuditAction::KeyMade => "purpose",
            _ => "how",
        };
        let event = AuditEvent::new(action)
            .detail("key", key.to_string())
            .detail(name, how);
        let (ambient, community) = (self.ambient, self.community_id);
        audit::insert(
            self.tx,
            ambient,
            community,
            &Origin::system(),
            event,
            self.now,
        )
        .await
    }

    /// A new key as it is kept.
    pub(super) fn generate(&self, purpose: KeyPurpose) -> SealedKey {
        let (pair, stored) = KeyPair::generate(self.ambient, purpose);
        let private = self
            .master
            .seal(self.ambient, PRIVATE_KEY, pair.id.0, &stored.private);
        SealedKey {
            id: pair.id,
            public_jwk: stored.public_jwk,
            private,
        }
    }

    async fn sign_missing(&self, key: &KeyPair) -> Result<(), Fault> {
        let present = rows::list_api_keys(self.tx).await?;
        for role in ApiRole::ALL {
            if present.iter().all(|row| row.role != role.as_str()) {
                let token = key.sign(&ApiClaims::new(role, self.now.timestamp()))?;
                let token = token.expose_secret().as_bytes();
                let sealed = self.master.seal(
                    self.ambient,
                    &api_key_purpose(role.as_str()),
                    key.id.0,
                    token,
                );
                rows::insert_api_key(self.tx, role.as_str(), key.id, &sealed, self.now).await?;
            }
        }
        Ok(())
    }

    fn open(&self, key: &SigningKeyRow) -> Result<KeyPair, Fault> {
        let purpose = KeyPurpose::ALL
            .into_iter()
            .find(|purpose| purpose.as_str() == key.purpose);
        let purpose = purpose.ok_or_else(|| corrupt("purpose", key.id))?;
        let private = self.master.open(PRIVATE_KEY, key.id.0, &key.private_key)?;
        Ok(KeyPair::from_private(key.id, purpose, &private)?)
    }

    fn open_api_key(&self, key: &ApiKeyRow) -> Result<(ApiRole, SecretString), Fault> {
        let role = ApiRole::ALL
            .into_iter()
            .find(|role| role.as_str() == key.role);
        let role = role.ok_or_else(|| corrupt("role", key.key_id))?;
        let token = self
            .master
            .open(&api_key_purpose(&key.role), key.key_id.0, &key.token)?;
        let token = std::str::from_utf8(&token).map_err(|_| corrupt("token", key.key_id))?;
        Ok((role, SecretString::from(token)))
    }
}

/// A key that was just made, its private part encrypted.
pub(super) struct SealedKey {
    pub(super) id: KeyId,
    pub(super) public_jwk: serde_json::Value,
    pub(super) private: Vec<u8>,
}

fn api_key_purpose(role: &str) -> String {
    format!("api_keys.token.{role}")
}

pub(super) fn corrupt(column: &'static str, key: KeyId) -> DbError {
    DbError::Corrupt {
        table: "auth.signing_keys",
        column,
        row: key.to_string(),
    }
}
