//! Public keys of others. The algorithm belongs to the key, never to the token.

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm as Jwa, DecodingKey, crypto};
use secrecy::ExposeSecret as _;
use serde_json::Value;
use stoa_core::SecretString;

use crate::token::{Parts, TokenError};

/// The most keys of a set that are looked at.
const MOST_KEYS: usize = 50;
/// The shortest RSA modulus: 2048 bits in base64.
const SHORTEST_MODULUS: usize = 342;

/// How a key of others signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Es256,
    Rs256,
    /// With a shared secret; never from a key set.
    Hs256,
}

impl Algorithm {
    /// The algorithm of a public key that a token names.
    pub(crate) fn public(name: &str) -> Option<Self> {
        match name {
            "ES256" => Some(Self::Es256),
            "RS256" => Some(Self::Rs256),
            _ => None,
        }
    }

    const fn jwa(self) -> Jwa {
        match self {
            Self::Es256 => Jwa::ES256,
            Self::Rs256 => Jwa::RS256,
            Self::Hs256 => Jwa::HS256,
        }
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
            Self::Hs256 => "HS256",
        }
    }
}

/// A key that checks tokens of others.
#[derive(Clone)]
pub(crate) struct VerifyingKey {
    pub(crate) kid: Option<String>,
    pub(crate) algorithm: Algorithm,
    decoding: DecodingKey,
}

impl VerifyingKey {
    pub(crate) fn of_secret(secret: &SecretString) -> Self {
        Self {
            kid: None,
            algorithm: Algorithm::Hs256,
            decoding: DecodingKey::from_secret(secret.expose_secret().as_bytes()),
        }
    }

    /// The keys of a set that we can use; others are passed over, as RFC 7517 asks. `None` when it is no set at all.
    pub(crate) fn of_set(set: &Value) -> Option<Vec<Self>> {
        let keys = set.get("keys")?.as_array()?;
        let keys = keys.iter().take(MOST_KEYS);
        Some(keys.filter_map(Self::of_jwk).collect())
    }

    fn of_jwk(value: &Value) -> Option<Self> {
        let jwk: Jwk = serde_json::from_value(value.clone()).ok()?;
        let algorithm = match &jwk.algorithm {
            AlgorithmParameters::EllipticCurve(ec) if ec.curve == EllipticCurve::P256 => {
                Algorithm::Es256
            }
            AlgorithmParameters::RSA(rsa) if rsa.n.len() >= SHORTEST_MODULUS => Algorithm::Rs256,
            _ => return None,
        };
        let named = jwk.common.key_algorithm;
        let fits = match algorithm {
            Algorithm::Es256 => named.is_none_or(|named| named == KeyAlgorithm::ES256),
            _ => named.is_none_or(|named| named == KeyAlgorithm::RS256),
        };
        let signs = jwk.common.public_key_use.as_ref();
        let signs = signs.is_none_or(|usage| *usage == PublicKeyUse::Signature);
        if !fits || !signs {
            return None;
        }
        Some(Self {
            kid: jwk.common.key_id.clone(),
            algorithm,
            decoding: DecodingKey::from_jwk(&jwk).ok()?,
        })
    }

    /// # Errors
    /// [`TokenError::BadSignature`].
    pub(crate) fn check(&self, parts: &Parts<'_>) -> Result<(), TokenError> {
        let algorithm = self.algorithm.jwa();
        match crypto::verify(parts.signature, parts.message, &self.decoding, algorithm) {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err(TokenError::BadSignature),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[expect(
        clippy::needless_pass_by_value,
        reason = "keys are written where they are read"
    )]
    fn read(key: Value) -> usize {
        VerifyingKey::of_set(&json!({ "keys": [key] }))
            .unwrap()
            .len()
    }

    #[test]
    fn only_public_keys_of_allowed_kinds_are_taken_from_a_set() {
        let point = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4";
        let other = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM";
        let ec = json!({ "kty": "EC", "crv": "P-256", "x": point, "y": other, "kid": "1" });
        assert_eq!(read(ec.clone()), 1);
        for (name, value) in [
            ("crv", json!("P-384")),
            ("alg", json!("ES384")),
            ("use", json!("enc")),
            ("kty", json!("OKP")),
            ("x", json!(7)),
        ] {
            let mut bad = ec.clone();
            bad[name] = value;
            assert_eq!(read(bad), 0, "{name}");
        }
        assert_eq!(
            read(json!({ "kty": "oct", "k": "c2VjcmV0", "alg": "HS256" })),
            0
        );
        assert_eq!(read(json!({ "kty": "RSA", "n": "AQAB", "e": "AQAB" })), 0);
        assert_eq!(read(json!("key")), 0);
        for bad in [json!({}), json!({ "keys": {} }), json!([])] {
            assert!(VerifyingKey::of_set(&bad).is_none());
        }
        let many = vec![ec; 70];
        assert_eq!(
            VerifyingKey::of_set(&json!({ "keys": many }))
                .unwrap()
                .len(),
            50
        );
    }
}
