use chrono::{DateTime, TimeDelta, Utc};
use stoa_core::{Ambient, CommunityId, ExposeSecret as _, KeyId, SecretString};
use stoa_db_main::identity::keys::{self as rows, ApiKeyRow, SigningKeyRow};
use stoa_db_main::identity::scope;
use stoa_pg::{DbError, MainDb, MainTx};

use crate::audit::{self, AuditAction, AuditEvent, Origin};
use crate::service::finish;
use crate::token::{ACCESS_TOKEN_SECONDS, ApiClaims, ApiRole, KeyPair, KeyPurpose, Keyring};
use crate::{Fault, KeyError, MasterKey};

const PRIVATE_KEY: &str = "signing_keys.private_key";
const ACTIVE: &str = "active";

/// Loads the keys and makes what is missing; of two processes that start together, one makes it.
pub(crate) async fn load(
    db: &MainDb,
    ambient: &Ambient,
    master: &MasterKey,
    community_id: CommunityId,
) -> Result<Keyring, Fault> {
    let tx = db.begin(&scope()).await?;
    let work = KeyStore {
        tx: &tx,
        ambient,
        master,
        community_id,
        now: ambient.now(),
    }
    .load()
    .await;
    finish(tx, work).await
}

struct KeyStore<'a> {
    tx: &'a MainTx,
    ambient: &'a Ambient,
    master: &'a MasterKey,
    community_id: CommunityId,
    now: DateTime<Utc>,
}

impl KeyStore<'_> {
    async fn load(&self) -> Result<Keyring, Fault> {
        for purpose in KeyPurpose::ALL {
            self.make_missing(purpose).await?;
        }
        let stored: Vec<_> = rows::list(self.tx)
            .await?
            .into_iter()
            .filter(|key| self.is_in_use(key))
            .collect();
        let active: Vec<_> = stored
            .iter()
            .filter(|key| key.state == ACTIVE)
            .map(|key| key.id)
            .collect();
        let pairs = stored
            .iter()
            .map(|key| self.open(key))
            .collect::<Result<Vec<_>, _>>()?;
        let signs_api = pairs
            .iter()
            .find(|pair| pair.purpose == KeyPurpose::Api && active.contains(&pair.id));
        self.sign_missing(signs_api.ok_or(KeyError::Damaged)?)
            .await?;
        let api_keys = rows::list_api_keys(self.tx).await?;
        let api_keys = api_keys
            .iter()
            .map(|key| self.open_api_key(key))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Keyring::new(pairs, &active, api_keys))
    }

    /// A retired key verifies until the last token that it signed has expired.
    fn is_in_use(&self, key: &SigningKeyRow) -> bool {
        let last = TimeDelta::seconds(2 * ACCESS_TOKEN_SECONDS);
        key.retired_at
            .is_none_or(|retired_at| self.now < retired_at + last)
    }

    async fn make_missing(&self, purpose: KeyPurpose) -> Result<(), Fault> {
        let is_active =
            |key: &SigningKeyRow| key.state == ACTIVE && key.purpose == purpose.as_str();
        if rows::list(self.tx).await?.iter().any(is_active) {
            return Ok(());
        }
        let (pair, stored) = KeyPair::generate(self.ambient, purpose);
        let private = self
            .master
            .seal(self.ambient, PRIVATE_KEY, pair.id.0, &stored.private);
        rows::insert_active(
            self.tx,
            pair.id,
            purpose.as_str(),
            &stored.public_jwk,
            &private,
            self.now,
        )
        .await?;
        let made = AuditEvent::new(AuditAction::KeyMade)
            .detail("key", pair.id.to_string())
            .detail("purpose", purpose.as_str());
        let by = Origin::system();
        audit::insert(
            self.tx,
            self.ambient,
            self.community_id,
            &by,
            made,
            self.now,
        )
        .await?;
        Ok(())
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

fn api_key_purpose(role: &str) -> String {
    format!("api_keys.token.{role}")
}

fn corrupt(column: &'static str, key: KeyId) -> DbError {
    DbError::Corrupt {
        table: "auth.signing_keys",
        column,
        row: key.to_string(),
    }
}
