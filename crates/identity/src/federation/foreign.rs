//! The checks of a token that somebody else signed for us.

use chrono::{DateTime, Utc};
use serde_json::Value;
use stoa_connect::OidcHttp;
use stoa_domain::Email;

use super::source::Wanted;
use super::{AcceptedIssuer, Algorithm, IssuerKeys, KeySource, SourceError, VerifyingKey};
use crate::TokenError;
use crate::token::{Claims, Parts, check_expiry, check_issued, check_times, shown};

const MAX_SUBJECT: usize = 255;

/// What a genuine foreign token says.
#[derive(Debug, Clone)]
pub(crate) struct ForeignToken {
    /// Who it is to the issuer.
    pub(crate) subject: String,
    /// The address, when it says one.
    pub(crate) email: Option<Email>,
    /// Whether the issuer has proved the address, when it says anything of that; only `true` is yes.
    pub(crate) email_verified: Option<bool>,
    /// When it was issued, in unix seconds; long ago when it does not say.
    pub(crate) issued_at: i64,
    /// When it ends, in unix seconds.
    pub(crate) expires_at: i64,
}

impl ForeignToken {
    /// # Errors
    /// [`TokenError::Expired`].
    pub(crate) fn check_time(&self, now: DateTime<Utc>) -> Result<(), TokenError> {
        check_expiry(self.expires_at, now)
    }
}

/// A foreign issuer with its keys.
pub(crate) struct Named {
    pub(crate) accepted: AcceptedIssuer,
    keys: Keys,
}

enum Keys {
    Secret(VerifyingKey),
    Set(Box<KeySource>, url::Url),
}

impl Named {
    pub(crate) fn new(accepted: AcceptedIssuer, http: &OidcHttp) -> Self {
        let keys = match &accepted.keys {
            IssuerKeys::Secret(secret) => Keys::Secret(VerifyingKey::of_secret(secret)),
            IssuerKeys::Jwks(url) => {
                let source = KeySource::new(&accepted.issuer, http.clone());
                Keys::Set(Box::new(source), url.clone())
            }
        };
        Self { accepted, keys }
    }

    /// Checks a token whose issuer says to be this one.
    ///
    /// # Errors
    /// [`SourceError`], for the first check not passed.
    ///
    /// # Source
    /// The order is that of the identity contract, 5.
    pub(crate) async fn verify(
        &self,
        token: &str,
        now: DateTime<Utc>,
    ) -> Result<ForeignToken, SourceError> {
        let parts = Parts::read(token)?;
        let key = self.key(&parts, now).await?;
        key.check(&parts)?;
        let claims = &parts.claims;
        let expires_at = check_times(claims, now)?;
        if claims.iss.as_ref().and_then(Value::as_str) != Some(&self.accepted.issuer) {
            return Err(TokenError::IssuerMismatch {
                got: claims.issuer(),
                accepted: vec![self.accepted.issuer.clone()],
            }
            .into());
        }
        if !claims.is_for(&self.accepted.audience) {
            return Err(TokenError::AudienceMismatch.into());
        }
        let issued_at = check_issued(claims, now)?;
        let subject = subject(claims).ok_or_else(|| TokenError::SubMissing {
            role: claims.role(),
        })?;
        let email = claims.email.as_ref().and_then(Value::as_str);
        Ok(ForeignToken {
            subject,
            email: email.and_then(|email| Email::parse(email).ok()),
            email_verified: claims
                .email_verified
                .as_ref()
                .map(|said| *said == Value::Bool(true)),
            issued_at: issued_at.unwrap_or_default(),
            expires_at,
        })
    }

    async fn key(
        &self,
        parts: &Parts<'_>,
        now: DateTime<Utc>,
    ) -> Result<VerifyingKey, SourceError> {
        let name = parts.header.alg.as_str();
        let refused = || TokenError::AlgorithmNotAllowed(shown(name));
        match &self.keys {
            Keys::Secret(key) if name == key.algorithm.as_str() => Ok(key.clone()),
            Keys::Secret(_) => Err(refused().into()),
            Keys::Set(source, url) => {
                let wanted = Wanted {
                    kid: parts.header.kid.as_deref(),
                    algorithm: Algorithm::public(name).ok_or_else(refused)?,
                };
                source.find(url, wanted, now).await
            }
        }
    }
}

/// A person's own token: one with another role than `authenticated` is a key of a server or of a frontend.
fn subject(claims: &Claims) -> Option<String> {
    let role = claims.role.as_ref();
    if role.is_some_and(|role| role != "authenticated") {
        return None;
    }
    let subject = claims.sub.as_ref().and_then(Value::as_str)?;
    let is_sane =
        !subject.is_empty() && subject.len() <= MAX_SUBJECT && !subject.contains(char::is_control);
    is_sane.then(|| subject.to_owned())
}
