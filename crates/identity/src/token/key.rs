use aws_lc_rs::agreement::{self, ECDH_P256};
use aws_lc_rs::encoding::AsBigEndian as _;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header};
use secrecy::zeroize::Zeroizing;
use serde::Serialize;
use serde_json::{Value, json};
use stoa_core::{Ambient, KeyId, SecretString};
use thiserror::Error;

const SCALAR_LEN: usize = 32;

/// What a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyPurpose {
    /// Access tokens; rotated.
    Token,
    /// The two API keys; never rotated by itself.
    Api,
}

impl KeyPurpose {
    pub(crate) const ALL: [Self; 2] = [Self::Token, Self::Api];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Api => "api",
        }
    }
}

/// Why a key cannot be used.
#[derive(Debug, Error)]
pub enum KeyError {
    /// The private part fits no point of the curve.
    #[error("the private key is damaged")]
    Damaged,
    /// The library refused to sign.
    #[error("the token could not be signed")]
    Sign(#[source] jsonwebtoken::errors::Error),
}

/// An ES256 key pair.
pub(crate) struct KeyPair {
    pub(crate) id: KeyId,
    pub(crate) purpose: KeyPurpose,
    encoding: EncodingKey,
    pub(super) decoding: DecodingKey,
    point: Vec<u8>,
}

/// A key pair as it is kept: its private part, to be encrypted, and its public part.
pub(crate) struct StoredKey {
    pub(crate) private: Zeroizing<Vec<u8>>,
    pub(crate) public_jwk: Value,
}

impl KeyPair {
    /// A new key.
    pub(crate) fn generate(ambient: &Ambient, purpose: KeyPurpose) -> (Self, StoredKey) {
        let id = KeyId::new(ambient);
        loop {
            let private = Zeroizing::new(ambient.bytes::<SCALAR_LEN>().to_vec());
            // A number beyond the curve's order is no key; one draw in 2^32 is.
            if let Ok(pair) = Self::from_private(id, purpose, &private) {
                let public_jwk = pair.public_jwk();
                return (
                    pair,
                    StoredKey {
                        private,
                        public_jwk,
                    },
                );
            }
        }
    }

    /// A key from its private part: 32 bytes, big-endian.
    ///
    /// # Errors
    /// [`KeyError::Damaged`].
    pub(crate) fn from_private(
        id: KeyId,
        purpose: KeyPurpose,
        private: &[u8],
    ) -> Result<Self, KeyError> {
        let damaged = |_| KeyError::Damaged;
        let point = agreement::PrivateKey::from_private_key(&ECDH_P256, private)
            .map_err(|_| KeyError::Damaged)?
            .compute_public_key()
            .map_err(damaged)?;
        let pair = EcdsaKeyPair::from_private_key_and_public_key(
            &ECDSA_P256_SHA256_FIXED_SIGNING,
            private,
            point.as_ref(),
        )
        .map_err(|_| KeyError::Damaged)?;
        let pkcs8 = pair.to_pkcs8v1().map_err(damaged)?;
        Ok(Self {
            id,
            purpose,
            encoding: EncodingKey::from_ec_der(pkcs8.as_ref()),
            decoding: DecodingKey::from_ec_der(pair.public_key().as_ref()),
            point: pair.public_key().as_ref().to_vec(),
        })
    }

    /// Signs claims.
    ///
    /// # Errors
    /// [`KeyError::Sign`].
    pub(crate) fn sign(&self, claims: &impl Serialize) -> Result<SecretString, KeyError> {
        let header = Header {
            kid: Some(self.id.to_string()),
            ..Header::new(Algorithm::ES256)
        };
        jsonwebtoken::encode(&header, claims, &self.encoding)
            .map(SecretString::from)
            .map_err(KeyError::Sign)
    }

    /// The public part, as the key set shows it.
    pub(crate) fn public_jwk(&self) -> Value {
        let (x, y) = self.point[1..].split_at(SCALAR_LEN);
        json!({
            "kty": "EC",
            "crv": "P-256",
            "alg": "ES256",
            "use": "sig",
            "key_ops": ["verify"],
            "kid": self.id,
            "x": URL_SAFE_NO_PAD.encode(x),
            "y": URL_SAFE_NO_PAD.encode(y),
        })
    }

    /// Both parts. Whoever holds this can sign as us.
    ///
    /// # Errors
    /// [`KeyError::Damaged`].
    pub(crate) fn private_jwk(&self) -> Result<Value, KeyError> {
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, self.encoding.as_bytes())
                .map_err(|_| KeyError::Damaged)?;
        let private = pair
            .private_key()
            .as_be_bytes()
            .map_err(|_| KeyError::Damaged)?;
        let mut jwk = self.public_jwk();
        jwk["d"] = json!(URL_SAFE_NO_PAD.encode(private.as_ref()));
        jwk["key_ops"] = json!(["sign"]);
        Ok(jwk)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_rebuilt_from_its_private_part() {
        let (pair, stored) = KeyPair::generate(&Ambient::system(), KeyPurpose::Token);
        let again = KeyPair::from_private(pair.id, KeyPurpose::Token, &stored.private).unwrap();
        assert_eq!(again.public_jwk(), stored.public_jwk);
        let private = again.private_jwk().unwrap();
        assert_eq!(private["d"], URL_SAFE_NO_PAD.encode(&stored.private));
        assert!(stored.public_jwk.get("d").is_none());
    }

    #[test]
    fn what_is_no_number_of_the_curve_is_no_key() {
        for bad in [&[0_u8; 32][..], &[0xff; 32], &[1; 31], &[]] {
            assert!(
                KeyPair::from_private(KeyId::new(&Ambient::system()), KeyPurpose::Api, bad)
                    .is_err()
            );
        }
    }
}
