use serde::{Deserialize, Serialize};
use serde_json::Value;
use stoa_core::{SessionId, UserId};

use super::ApiRole;
use crate::Aal;

/// One proof that a person gave: by what, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Amr {
    pub(crate) method: String,
    /// Unix seconds.
    pub(crate) timestamp: i64,
}

/// The claims of an access token, in the shape that Supabase gives them.
///
/// # Source
/// the identity contract, 2.
#[derive(Debug, Serialize)]
pub(crate) struct AccessClaims<'a> {
    pub(crate) iss: &'a str,
    pub(crate) sub: UserId,
    pub(crate) aud: &'static str,
    pub(crate) exp: i64,
    pub(crate) iat: i64,
    pub(crate) email: &'a str,
    pub(crate) phone: &'a str,
    pub(crate) app_metadata: &'a Value,
    pub(crate) user_metadata: &'a Value,
    pub(crate) role: &'static str,
    pub(crate) aal: Aal,
    pub(crate) amr: &'a [Amr],
    pub(crate) session_id: SessionId,
    pub(crate) is_anonymous: bool,
}

/// The claims of an API key.
#[derive(Debug, Serialize)]
pub(crate) struct ApiClaims {
    pub(crate) iss: &'static str,
    pub(crate) role: &'static str,
    pub(crate) iat: i64,
    pub(crate) exp: i64,
}

impl ApiClaims {
    const LIFE_SECONDS: i64 = 20 * 365 * 86_400;

    pub(crate) fn new(role: ApiRole, now: i64) -> Self {
        Self {
            iss: super::API_KEY_ISSUER,
            role: role.as_str(),
            iat: now,
            exp: now + Self::LIFE_SECONDS,
        }
    }
}
