use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use aws_lc_rs::digest::{self, SHA256, SHA256_OUTPUT_LEN};
use serde_json::{Value, json};
use stoa_core::{ExposeSecret as _, SecretString};
use stoa_db_main::identity::scope;
use subtle::ConstantTimeEq as _;

mod load;
mod rotate;

pub(super) use load::{ACTIVE, API, TOKEN, load};
pub use rotate::{KeyChangeError, KeyState, KeyView, RotateWhen};

use super::{Identity, Inner, finish};
use crate::live::Forgotten;
use crate::token::{ApiRole, KeyPurpose, Keyring};
use crate::{
    AuditAction, AuditEvent, AuthenticateError, Fault, KeyError, Origin, TokenError, VerifiedToken,
};

/// What an operator hands to frontends and servers.
#[derive(Debug)]
pub struct ShownKeys {
    /// Public: the key of frontends.
    pub anon: SecretString,
    /// Secret: the key of servers.
    pub service_role: SecretString,
    /// The public parts of all keys.
    pub jwks: Value,
}

impl ShownKeys {
    /// `{"anon": ..., "service_role": ..., "jwks": {"keys": [...]}}`, secrets in clear.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "anon": self.anon.expose_secret(),
            "service_role": self.service_role.expose_secret(),
            "jwks": self.jwks,
        })
    }
}

impl Identity {
    /// Under which name our tokens are issued.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.inner.options.issuer
    }

    /// The public parts of all keys, as `/.well-known/jwks.json` shows them.
    #[must_use]
    pub fn jwks(&self) -> Value {
        self.inner.keyring().jwks(self.inner.ambient.now())
    }

    /// The public API key, for the configuration of frontends.
    ///
    /// # Errors
    /// [`Fault`] when it is missing, which [`Identity::open`] rules out.
    pub fn anon_key(&self) -> Result<SecretString, Fault> {
        self.inner.api_key(ApiRole::Anon)
    }

    /// The API keys and the key set, for `stoa keys show`; the same on every process and after every restart.
    ///
    /// # Errors
    /// [`Fault`] when one is missing, which [`Identity::open`] rules out.
    pub fn keys_show(&self) -> Result<ShownKeys, Fault> {
        let api_key = |role| self.inner.api_key(role);
        Ok(ShownKeys {
            anon: api_key(ApiRole::Anon)?,
            service_role: api_key(ApiRole::ServiceRole)?,
            jwks: self.jwks(),
        })
    }

    /// The key that signs access tokens, private part included, as a JWK: whoever holds it can be anybody. It is noted
    /// before it is given.
    ///
    /// # Errors
    /// [`Fault`] when the key is damaged, or when the database does not take the note.
    pub async fn export_private_jwk(&self, by: &Origin) -> Result<SecretString, Fault> {
        let (inner, now) = (&self.inner, self.inner.ambient.now());
        let keys = inner.keyring();
        let key = keys.signing(KeyPurpose::Token, now);
        let key = key.ok_or(KeyError::Damaged)?;
        let jwk = key.private_jwk()?;
        let event = AuditEvent::new(AuditAction::KeyExported)
            .detail("key", jwk["kid"].clone())
            .detail("how", "by_command");
        let tx = inner.db.begin(&scope()).await?;
        let work = inner.audit(&tx, by, event, now).await;
        finish(tx, work).await?;
        Ok(SecretString::from(jwk.to_string()))
    }

    /// Reads the keys anew, in case another process changed them; `true` when one did. Cheap when nothing changed.
    ///
    /// # Errors
    /// [`Fault`]; the keys known before stay in use.
    pub async fn reload_keys(&self) -> Result<bool, Fault> {
        let inner = &self.inner;
        let keys = Arc::new(
            load(
                &inner.db,
                &inner.ambient,
                &inner.master,
                inner.options.community_id,
            )
            .await?,
        );
        if keys.fingerprint() == inner.keyring().fingerprint() {
            return Ok(false);
        }
        *inner.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
        inner.tokens.invalidate_all();
        drop(inner.live.forget_at_end(Forgotten::All));
        Ok(true)
    }

    /// What an API key may do.
    ///
    /// # Errors
    /// [`TokenError`].
    pub fn api_role(&self, key: &str) -> Result<ApiRole, TokenError> {
        let keys = self.inner.keyring();
        let is = |role: &ApiRole| {
            keys.api_key(*role)
                .is_some_and(|own| own.expose_secret().as_bytes().ct_eq(key.as_bytes()).into())
        };
        match ApiRole::ALL.into_iter().find(is) {
            Some(role) => Ok(role),
            None => self
                .inner
                .rules
                .verify_api_key(&keys, key, self.inner.ambient.now()),
        }
    }

    /// Checks an access token, not whether its session is still alive.
    ///
    /// # Errors
    /// [`TokenError`].
    pub fn verify(&self, bearer: &str) -> Result<VerifiedToken, TokenError> {
        let (inner, now) = (&self.inner, self.inner.ambient.now());
        let hash = sha256(bearer.as_bytes());
        if let Some(known) = inner.tokens.get(&hash) {
            return known.check_time(now).map(|()| known);
        }
        let verified = inner.rules.verify(&inner.keyring(), bearer, now)?;
        // Another process of ours, whose clock is wrong, or is right where ours is not.
        let ahead_seconds = verified.issued_at - now.timestamp();
        inner.clocks.note(self.issuer(), ahead_seconds, now);
        inner.tokens.insert(hash, verified);
        Ok(verified)
    }

    /// The same; a key that we do not know may be one that another process has just made, so the keys are read anew,
    /// at most once a second.
    pub(super) async fn verify_or_look_again(
        &self,
        bearer: &str,
    ) -> Result<VerifiedToken, AuthenticateError> {
        match self.verify(bearer) {
            Err(TokenError::UnknownKey | TokenError::ApiKeyReplaced)
                if self.inner.may_look_again() =>
            {
                self.reload_keys().await?;
                Ok(self.verify(bearer)?)
            }
            outcome => Ok(outcome?),
        }
    }
}

impl Inner {
    fn may_look_again(&self) -> bool {
        let now = self.ambient.now().timestamp();
        self.keys_sought.swap(now, Ordering::Relaxed) != now
    }

    pub(super) fn keyring(&self) -> Arc<Keyring> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn api_key(&self, role: ApiRole) -> Result<SecretString, Fault> {
        Ok(self
            .keyring()
            .api_key(role)
            .cloned()
            .ok_or(KeyError::Damaged)?)
    }
}

pub(crate) fn sha256(bytes: &[u8]) -> [u8; SHA256_OUTPUT_LEN] {
    let mut hash = [0; SHA256_OUTPUT_LEN];
    hash.copy_from_slice(digest::digest(&SHA256, bytes).as_ref());
    hash
}
