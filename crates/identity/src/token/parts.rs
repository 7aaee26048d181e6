//! Taking a token apart, before anything in it is believed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value;

use super::TokenError;
use crate::Aal;

const MAX_BYTES: usize = 16 * 1024;
const MAX_SHOWN: usize = 200;

/// The header, as far as we read it. `jku`, `jwk`, `x5u` and the like are not read at all: keys never come from tokens.
#[derive(Debug, Deserialize)]
pub(crate) struct Header {
    pub(crate) alg: String,
    pub(crate) kid: Option<String>,
    crit: Option<Value>,
}

/// The claims, as far as we read them, of any type: each check says itself what is wrong with its claim.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Claims {
    pub(crate) iss: Option<Value>,
    pub(crate) sub: Option<Value>,
    pub(crate) aud: Option<Value>,
    pub(crate) exp: Option<Value>,
    pub(crate) nbf: Option<Value>,
    pub(crate) role: Option<Value>,
    pub(crate) session_id: Option<Value>,
    pub(crate) iat: Option<Value>,
    pub(crate) azp: Option<Value>,
    pub(crate) nonce: Option<Value>,
    pub(crate) name: Option<Value>,
    pub(crate) given_name: Option<Value>,
    pub(crate) family_name: Option<Value>,
    pub(crate) picture: Option<Value>,
    pub(crate) locale: Option<Value>,
    pub(crate) email: Option<Value>,
    pub(crate) email_verified: Option<Value>,
    pub(crate) aal: Option<Value>,
}

/// A well-formed token.
pub(crate) struct Parts<'a> {
    pub(crate) header: Header,
    /// What is signed.
    pub(crate) message: &'a [u8],
    pub(crate) signature: &'a str,
    pub(crate) claims: Claims,
}

impl<'a> Parts<'a> {
    /// # Errors
    /// [`TokenError::Malformed`].
    pub(crate) fn read(token: &'a str) -> Result<Self, TokenError> {
        let malformed = TokenError::Malformed;
        if token.len() > MAX_BYTES {
            return Err(malformed("it is too long"));
        }
        let (message, signature) = token
            .rsplit_once('.')
            .ok_or(malformed("it has no three parts"))?;
        let (header, payload) = message
            .split_once('.')
            .ok_or(malformed("it has no three parts"))?;
        if payload.contains('.') {
            return Err(malformed("it has more than three parts"));
        }
        let header: Header = json(header).ok_or(malformed("its header cannot be read"))?;
        if header.crit.is_some() {
            return Err(malformed("it asks for an extension"));
        }
        let claims = json(payload).ok_or(malformed("its claims cannot be read"))?;
        Ok(Self {
            header,
            message: message.as_bytes(),
            signature,
            claims,
        })
    }
}

fn json<T: for<'de> Deserialize<'de>>(part: &str) -> Option<T> {
    let bytes = URL_SAFE_NO_PAD.decode(part).ok()?;
    serde_json::from_slice::<Option<T>>(&bytes).ok()?
}

impl Claims {
    /// The issuer as it may be shown.
    pub(crate) fn issuer(&self) -> Option<String> {
        self.iss.as_ref().and_then(Value::as_str).map(shown)
    }

    /// Whether `audience` is among those for whom the token is.
    pub(crate) fn is_for(&self, audience: &str) -> bool {
        match &self.aud {
            Some(Value::Array(all)) => all.iter().any(|one| one == audience),
            Some(one) => one == audience,
            None => false,
        }
    }

    /// The level that the token was issued at; the lowest when it does not say.
    pub(crate) fn aal(&self) -> Aal {
        let said = self.aal.as_ref().and_then(Value::as_str);
        said.and_then(|text| text.parse().ok()).unwrap_or(Aal::Aal1)
    }

    /// The role as it may be shown.
    pub(crate) fn role(&self) -> Option<String> {
        self.role.as_ref().and_then(Value::as_str).map(shown)
    }
}

/// A time in unix seconds; fractions are cut.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float beyond the range is cut to it"
)]
pub(crate) fn seconds(value: &Value) -> Option<i64> {
    value
        .as_i64()
        .or_else(|| value.as_f64().map(|seconds| seconds as i64))
}

/// Text of a stranger, short and without control characters.
pub(crate) fn shown(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .take(MAX_SHOWN)
        .collect()
}
