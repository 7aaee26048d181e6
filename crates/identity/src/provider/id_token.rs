use chrono::{DateTime, Utc};
use serde_json::Value;
use stoa_domain::{Email, PersonName};
use subtle::ConstantTimeEq as _;
use url::Url;

use super::ProviderError;
use crate::TokenError;
use crate::federation::{Algorithm, KeySource, Wanted};
use crate::service::sha256;
use crate::token::{Claims, Parts, check_issued, check_times, shown};

const MAX_SUBJECT: usize = 255;
/// How old an id token may be that a person brings along, in seconds: a sign-in is something that happens now.
const OLDEST_SECONDS: i64 = 3600;

/// What a checked id token says.
#[derive(Debug, Clone)]
pub(crate) struct IdToken {
    /// The provider's name for the person.
    pub(crate) subject: String,
    /// The address, when one is told.
    pub(crate) email: Option<Email>,
    /// Whether the provider has proved it.
    pub(crate) email_verified: bool,
    /// The person's name.
    pub(crate) name: Option<PersonName>,
    /// When it was issued, in unix seconds.
    pub(crate) issued_at: i64,
    /// What else it says of the person: `given_name`, `family_name`, `picture`, `locale`; shown, never trusted.
    pub(crate) about: Vec<(&'static str, String)>,
}

/// The longest further word of a provider, and the longest address of a picture, in bytes: a token holds them all.
const MAX_ABOUT: usize = 120;
const MAX_PICTURE: usize = 1000;

/// What a provider may say of a person beside name and address. A picture is an address of the web.
fn about(said: [(&'static str, Option<&Value>); 4]) -> Vec<(&'static str, String)> {
    let told = said.into_iter().filter_map(|(key, value)| {
        let text = value.and_then(Value::as_str)?.trim();
        let most = if key == "picture" {
            MAX_PICTURE
        } else {
            MAX_ABOUT
        };
        let fits = !text.is_empty() && text.len() <= most && !text.contains(char::is_control);
        let is_web = || Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "https" | "http"));
        (fits && (key != "picture" || is_web())).then(|| (key, text.to_owned()))
    });
    told.collect()
}

impl IdToken {
    /// Takes the address from what else the provider tells, when it is about the same person.
    pub(crate) fn complete(&mut self, told: &Value) {
        if told.get("sub").and_then(Value::as_str) == Some(&self.subject) {
            self.email = told.get("email").and_then(Value::as_str).and_then(email);
            self.email_verified = is_true(told.get("email_verified"));
            let further = ["given_name", "family_name", "picture", "locale"];
            for (key, text) in about(further.map(|key| (key, told.get(key)))) {
                if !self.about.iter().any(|(known, _)| *known == key) {
                    self.about.push((key, text));
                }
            }
        }
    }
}

/// What the nonce of an id token must be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ExpectedNonce<'a> {
    /// This one.
    Is(&'a str),
    /// The one with this SHA-256.
    HashIs(&'a [u8]),
    /// None: the client that brings the token asked for it without one.
    None,
}

/// By what an id token is judged.
pub(super) struct Check<'a> {
    pub(super) issuer: &'a str,
    pub(super) clients: &'a [&'a str],
    pub(super) nonce: ExpectedNonce<'a>,
    pub(super) now: DateTime<Utc>,
}

impl Check<'_> {
    /// # Errors
    /// [`ProviderError`], for the first check not passed.
    pub(super) async fn run(
        &self,
        token: &str,
        keys: &KeySource,
        jwks_uri: &Url,
    ) -> Result<IdToken, ProviderError> {
        let parts = Parts::read(token).map_err(ProviderError::IdToken)?;
        let name = parts.header.alg.as_str();
        let algorithm = Algorithm::public(name)
            .ok_or_else(|| ProviderError::IdToken(TokenError::AlgorithmNotAllowed(shown(name))))?;
        let kid = parts.header.kid.as_deref();
        let wanted = Wanted { kid, algorithm };
        let key = keys.find(jwks_uri, wanted, self.now).await?;
        key.check(&parts).map_err(ProviderError::IdToken)?;
        self.claims(&parts.claims).map_err(ProviderError::IdToken)
    }

    fn claims(&self, claims: &Claims) -> Result<IdToken, TokenError> {
        let text =
            |claim: &Option<Value>| claim.as_ref().and_then(Value::as_str).map(str::to_owned);
        if text(&claims.iss).as_deref() != Some(self.issuer) {
            return Err(TokenError::IssuerMismatch {
                got: claims.issuer(),
                accepted: vec![self.issuer.to_owned()],
            });
        }
        let client = self.clients.iter().find(|client| claims.is_for(client));
        let client = client.ok_or(TokenError::AudienceMismatch)?;
        let several = matches!(&claims.aud, Some(Value::Array(all)) if all.len() > 1);
        let party = text(&claims.azp);
        if party.as_deref().is_some_and(|party| party != *client) || (several && party.is_none()) {
            return Err(TokenError::AudienceMismatch);
        }
        check_times(claims, self.now)?;
        let issued_at = check_issued(claims, self.now)?;
        let issued_at =
            issued_at.ok_or(TokenError::Malformed("it does not say when it was issued"))?;
        let age = self.now.timestamp() - issued_at;
        if age >= OLDEST_SECONDS {
            return Err(TokenError::Expired { ago_seconds: age });
        }
        self.check_nonce(text(&claims.nonce).as_deref())?;
        let subject = text(&claims.sub).filter(|subject| {
            !subject.is_empty()
                && subject.len() <= MAX_SUBJECT
                && !subject.contains(char::is_control)
        });
        let name = text(&claims.name);
        Ok(IdToken {
            subject: subject.ok_or(TokenError::SubMissing { role: None })?,
            email: text(&claims.email).as_deref().and_then(email),
            email_verified: is_true(claims.email_verified.as_ref()),
            name: name.and_then(|name| PersonName::parse(&name).ok()),
            issued_at,
            about: about([
                ("given_name", claims.given_name.as_ref()),
                ("family_name", claims.family_name.as_ref()),
                ("picture", claims.picture.as_ref()),
                ("locale", claims.locale.as_ref()),
            ]),
        })
    }

    fn check_nonce(&self, got: Option<&str>) -> Result<(), TokenError> {
        let fits = match (self.nonce, got) {
            (ExpectedNonce::Is(want), Some(got)) => want.as_bytes().ct_eq(got.as_bytes()).into(),
            (ExpectedNonce::HashIs(want), Some(got)) => want.ct_eq(&sha256(got.as_bytes())).into(),
            (ExpectedNonce::None, got) => got.is_none(),
            (ExpectedNonce::Is(_) | ExpectedNonce::HashIs(_), None) => false,
        };
        if fits {
            Ok(())
        } else {
            Err(TokenError::Malformed("its nonce is of another sign-in"))
        }
    }
}

fn email(text: &str) -> Option<Email> {
    Email::parse(text).ok()
}

/// Some providers write truth as text.
fn is_true(claim: Option<&Value>) -> bool {
    claim.is_some_and(|claim| claim == true || claim == "true")
}
