//! Tokens: the claims we sign, the keys that sign them, and the checks of a token that comes back.

mod claims;
mod error;
mod key;
mod keyring;
mod parts;
mod verify;

pub(crate) use claims::{AccessClaims, Amr, ApiClaims};
pub use error::TokenError;
pub use key::KeyError;
pub(crate) use key::{KeyPair, KeyPurpose};
pub(crate) use keyring::{HeldKey, KeyTimes, Keyring};
pub(crate) use parts::{Claims, Parts, shown};
pub use verify::VerifiedToken;
pub(crate) use verify::{Rules, check_expiry, check_issued, check_times};

/// How long an access token is good for.
pub const ACCESS_TOKEN_SECONDS: i64 = 3600;
/// Who signs the API keys; the same on every installation, so that they outlive a change of the public address.
pub(crate) const API_KEY_ISSUER: &str = "stoa";
/// For whom access tokens are.
pub(crate) const AUDIENCE: &str = "authenticated";

/// What an API key may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ApiRole {
    /// Public: names the platform, gives no right.
    Anon,
    /// Secret: acts as the server.
    ServiceRole,
}

impl ApiRole {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Anon, Self::ServiceRole];

    /// The role as it stands in claims and in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Anon => "anon",
            Self::ServiceRole => "service_role",
        }
    }
}
