use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, crypto};
use serde_json::Value;
use stoa_core::{SessionId, UserId};
use uuid::Uuid;

use super::parts::{Claims, Parts, seconds, shown};
use super::{API_KEY_ISSUER, AUDIENCE, ApiRole, KeyPair, KeyPurpose, Keyring, TokenError};
use crate::Aal;

/// How far clocks may be apart.
const LEEWAY_SECONDS: i64 = 60;

/// What a genuine access token proves: who, by which sign-in, and at most at which level. Nothing else in it is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerifiedToken {
    /// The user.
    pub user_id: UserId,
    /// The sign-in.
    pub session_id: SessionId,
    /// When it ends, in unix seconds.
    pub expires_at: i64,
    /// When it was issued, in unix seconds. It decides nothing: the session does.
    pub issued_at: i64,
    /// The level it was issued at: a session may have risen since, and this token does not rise with it.
    pub aal: Aal,
}

impl VerifiedToken {
    /// # Errors
    /// [`TokenError::Expired`].
    pub(crate) fn check_time(&self, now: DateTime<Utc>) -> Result<(), TokenError> {
        check_expiry(self.expires_at, now)
    }
}

/// By what tokens are judged.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    /// Issuers whose access tokens are accepted; the first is our own.
    pub(crate) issuers: Vec<String>,
}

impl Rules {
    /// Checks a user's access token.
    ///
    /// # Errors
    /// [`TokenError`], for the first check not passed.
    ///
    /// # Source
    /// The order is that of the identity contract, 5. The time comes from `now`, not from the system.
    pub(crate) fn verify(
        &self,
        keys: &Keyring,
        token: &str,
        now: DateTime<Utc>,
    ) -> Result<VerifiedToken, TokenError> {
        let parts = Parts::read(token)?;
        let key = self.key(keys, &parts, now)?;
        check_signature(key, &parts)?;
        let expires_at = check_times(&parts.claims, now)?;
        if key.purpose == KeyPurpose::Api {
            return Err(TokenError::SubMissing {
                role: parts.claims.role(),
            });
        }
        self.check_issuer(&parts.claims)?;
        if !parts.claims.is_for(AUDIENCE) {
            return Err(TokenError::AudienceMismatch);
        }
        let user_id = uuid(parts.claims.sub.as_ref()).map(UserId);
        let session_id = uuid(parts.claims.session_id.as_ref()).map(SessionId);
        Ok(VerifiedToken {
            user_id: user_id.ok_or_else(|| TokenError::SubMissing {
                role: parts.claims.role(),
            })?,
            session_id: session_id.ok_or(TokenError::SessionIdMissing)?,
            expires_at,
            issued_at: parts
                .claims
                .iat
                .as_ref()
                .and_then(seconds)
                .unwrap_or_default(),
            aal: parts.claims.aal(),
        })
    }

    /// Checks an API key.
    ///
    /// # Errors
    /// [`TokenError`], for the first check not passed.
    pub(crate) fn verify_api_key(
        &self,
        keys: &Keyring,
        token: &str,
        now: DateTime<Utc>,
    ) -> Result<ApiRole, TokenError> {
        let parts = Parts::read(token)?;
        let key = self.key(keys, &parts, now)?;
        check_signature(key, &parts)?;
        check_times(&parts.claims, now)?;
        let got = parts.claims.issuer();
        if key.purpose != KeyPurpose::Api || got.as_deref() != Some(API_KEY_ISSUER) {
            return Err(TokenError::IssuerMismatch {
                got,
                accepted: vec![API_KEY_ISSUER.to_owned()],
            });
        }
        let role = parts.claims.role();
        let known = ApiRole::ALL
            .into_iter()
            .find(|known| role.as_deref() == Some(known.as_str()));
        known.ok_or(TokenError::Malformed("it names no role of an API key"))
    }

    /// The key that a token says it is signed with, when it is ours and for the token's algorithm.
    ///
    /// A token of another platform fails here already. Its issuer, though not proved, is named: that is the fact which
    /// helps, and it is refused either way.
    fn key<'k>(
        &self,
        keys: &'k Keyring,
        parts: &Parts<'_>,
        now: DateTime<Utc>,
    ) -> Result<&'k KeyPair, TokenError> {
        let alg = parts.header.alg.as_str();
        if alg.eq_ignore_ascii_case("none") {
            return Err(TokenError::AlgorithmNotAllowed(shown(alg)));
        }
        let foreign = |otherwise| match self.check_issuer(&parts.claims) {
            Err(_) if parts.claims.issuer().as_deref() == Some(API_KEY_ISSUER) => {
                TokenError::ApiKeyReplaced
            }
            Err(mismatch) if parts.claims.iss.is_some() => mismatch,
            _ => otherwise,
        };
        if alg != "ES256" {
            return Err(foreign(TokenError::AlgorithmNotAllowed(shown(alg))));
        }
        let kid = parts.header.kid.as_deref();
        let found = kid.and_then(|kid| keys.find(kid, now));
        found.ok_or_else(|| foreign(TokenError::UnknownKey))
    }

    fn check_issuer(&self, claims: &Claims) -> Result<(), TokenError> {
        let got = claims.iss.as_ref().and_then(Value::as_str);
        if got.is_some_and(|got| self.issuers.iter().any(|accepted| accepted == got)) {
            return Ok(());
        }
        Err(TokenError::IssuerMismatch {
            got: claims.issuer(),
            accepted: self.issuers.clone(),
        })
    }
}

fn check_signature(key: &KeyPair, parts: &Parts<'_>) -> Result<(), TokenError> {
    match crypto::verify(
        parts.signature,
        parts.message,
        &key.decoding,
        Algorithm::ES256,
    ) {
        Ok(true) => Ok(()),
        Ok(false) | Err(_) => Err(TokenError::BadSignature),
    }
}

pub(crate) fn check_times(claims: &Claims, now: DateTime<Utc>) -> Result<i64, TokenError> {
    let expires_at = claims
        .exp
        .as_ref()
        .and_then(seconds)
        .ok_or(TokenError::Malformed("it has no time of expiry"))?;
    check_expiry(expires_at, now)?;
    if let Some(not_before) = &claims.nbf {
        let not_before = seconds(not_before).ok_or(TokenError::Malformed("its nbf is no time"))?;
        if not_before.saturating_sub(LEEWAY_SECONDS) > now.timestamp() {
            return Err(TokenError::NotYetValid);
        }
    }
    Ok(expires_at)
}

/// When a token of somebody else was issued: what comes from the future would outlive every sign-out.
///
/// # Errors
/// [`TokenError::IssuedInFuture`], beyond what clocks may be apart.
pub(crate) fn check_issued(claims: &Claims, now: DateTime<Utc>) -> Result<Option<i64>, TokenError> {
    let issued_at = claims.iat.as_ref().and_then(seconds);
    let ahead_seconds = issued_at.map_or(0, |at| at.saturating_sub(now.timestamp()));
    if ahead_seconds > LEEWAY_SECONDS {
        Err(TokenError::IssuedInFuture { ahead_seconds })
    } else {
        Ok(issued_at)
    }
}

pub(crate) fn check_expiry(expires_at: i64, now: DateTime<Utc>) -> Result<(), TokenError> {
    let ago_seconds = now.timestamp().saturating_sub(expires_at);
    if ago_seconds >= LEEWAY_SECONDS {
        Err(TokenError::Expired { ago_seconds })
    } else {
        Ok(())
    }
}

fn uuid(claim: Option<&Value>) -> Option<Uuid> {
    claim
        .and_then(Value::as_str)
        .and_then(|text| text.parse().ok())
}

#[cfg(test)]
mod tests;
