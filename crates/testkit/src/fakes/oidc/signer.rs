use std::sync::OnceLock;

use aws_lc_rs::{
    hmac, rand,
    rsa::KeySize,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
    },
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// How a token is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alg {
    /// ECDSA over P-256.
    Es256,
    /// RSA.
    Rs256,
}

/// A key of each kind.
pub(super) struct Signer {
    kid: String,
    ec: EcdsaKeyPair,
}

impl Signer {
    #[expect(clippy::expect_used, reason = "a test cannot go on without its fake")]
    pub(super) fn new(number: usize) -> Self {
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        Self {
            kid: format!("fake-{number}"),
            ec: EcdsaKeyPair::generate(algorithm).expect("a key"),
        }
    }

    pub(super) fn jwks(&self) -> Value {
        let (x, y) = self.ec.public_key().as_ref()[1..].split_at(32);
        let public = rsa().public_key();
        json!({ "keys": [
            { "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.kid,
              "x": encode(x), "y": encode(y) },
            { "kty": "RSA", "use": "sig", "kid": format!("{}-rsa", self.kid),
              "n": encode(public.modulus().big_endian_without_leading_zero()),
              "e": encode(public.exponent().big_endian_without_leading_zero()) },
            { "kty": "oct", "k": "c2VjcmV0", "kid": "not-for-anybody" },
        ] })
    }

    #[expect(clippy::expect_used, reason = "a test cannot go on without its fake")]
    pub(super) fn sign(&self, alg: Alg, claims: &Value) -> String {
        let random = rand::SystemRandom::new();
        match alg {
            Alg::Es256 => {
                let message = message(&json!({ "alg": "ES256", "kid": self.kid }), claims);
                let signature = self.ec.sign(&random, message.as_bytes());
                joined(&message, signature.expect("a signature").as_ref())
            }
            Alg::Rs256 => {
                let kid = format!("{}-rsa", self.kid);
                let message = message(&json!({ "alg": "RS256", "kid": kid }), claims);
                let mut signature = vec![0; rsa().public_modulus_len()];
                rsa()
                    .sign(
                        &RSA_PKCS1_SHA256,
                        &random,
                        message.as_bytes(),
                        &mut signature,
                    )
                    .expect("a signature");
                joined(&message, &signature)
            }
        }
    }
}

/// One for all fakes: making one takes a while.
#[expect(clippy::expect_used, reason = "a test cannot go on without its fake")]
fn rsa() -> &'static RsaKeyPair {
    static KEY: OnceLock<RsaKeyPair> = OnceLock::new();
    KEY.get_or_init(|| RsaKeyPair::generate(KeySize::Rsa2048).expect("a key"))
}

pub(super) fn hs256(secret: &str, claims: &Value) -> String {
    let message = message(&json!({ "alg": "HS256", "typ": "JWT" }), claims);
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    joined(&message, hmac::sign(&key, message.as_bytes()).as_ref())
}

pub(super) fn unsigned(claims: &Value) -> String {
    format!("{}.", message(&json!({ "alg": "none" }), claims))
}

fn message(header: &Value, claims: &Value) -> String {
    format!(
        "{}.{}",
        encode(header.to_string().as_bytes()),
        encode(claims.to_string().as_bytes())
    )
}

fn joined(message: &str, signature: &[u8]) -> String {
    format!("{message}.{}", encode(signature))
}

pub(super) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
