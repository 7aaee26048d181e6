//! Tokens of other platforms, accepted by name: whose they are, how they are checked, and who of ours they mean.

mod foreign;
mod keys;
mod source;

use chrono::{DateTime, Utc};
use stoa_core::SecretString;
use url::Url;

pub(crate) use foreign::{ForeignToken, Named};
pub(crate) use keys::{Algorithm, VerifyingKey};
pub(crate) use source::{KeySource, SourceError, Wanted};

/// A foreign issuer whose tokens are accepted.
#[derive(Debug, Clone)]
pub struct AcceptedIssuer {
    /// What we call it: `legacy`. It stands in the user's identities.
    pub name: String,
    /// The `iss` of its tokens, letter by letter.
    pub issuer: String,
    /// What its tokens are checked with.
    pub keys: IssuerKeys,
    /// What must be among the `aud` of its tokens.
    pub audience: String,
    /// How its users become ours.
    pub rule: UserRule,
    /// What happens to a user of whom we know nothing yet.
    pub unknown: UnknownUser,
    /// Addresses in tokens that say nothing of proof count as proved: only for an issuer that proves every address itself. A
    /// token that says `email_verified: false` is believed.
    pub trusts_email: bool,
    /// Until when its tokens are accepted; for ever without one.
    pub accept_until: Option<DateTime<Utc>>,
}

impl AcceptedIssuer {
    /// Whether its tokens are still accepted.
    pub(crate) fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.accept_until.is_none_or(|until| now < until)
    }
}

/// What the tokens of a foreign issuer are checked with. A secret checks HS256 and nothing else, a key set ES256 and
/// RS256 and nothing else.
#[derive(Debug, Clone)]
pub enum IssuerKeys {
    /// A public key set at this address.
    Jwks(Url),
    /// A shared secret, as former Supabase projects have one.
    Secret(SecretString),
}

/// How a user of a foreign issuer becomes one of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserRule {
    /// The `sub` is the id of our user: for users who were moved here with their ids.
    Sub,
    /// The e-mail address, proved there and proved here.
    Email,
}

/// What happens to a user of a foreign issuer of whom we know nothing yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownUser {
    /// The token is refused.
    Refuse,
    /// A student is made, with the proved address.
    Create,
}
