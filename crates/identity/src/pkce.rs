//! PKCE: a client proves that it is the one that asked, with a secret that never travelled before.
//!
//! # Source
//! RFC 7636; the identity contract, 3.4.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use stoa_core::{ExposeSecret as _, SecretString};
use subtle::ConstantTimeEq as _;
use thiserror::Error;

const LENGTHS: std::ops::RangeInclusive<usize> = 43..=128;

/// How a challenge is made of its verifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    S256,
    Plain,
}

impl Method {
    const fn as_str(self) -> &'static str {
        match self {
            Self::S256 => "s256",
            Self::Plain => "plain",
        }
    }

    fn read(text: &str) -> Option<Self> {
        [Self::S256, Self::Plain]
            .into_iter()
            .find(|method| text.eq_ignore_ascii_case(method.as_str()))
    }
}

/// What a client shows when it asks for a link; who exchanges the link's code must know the secret behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeChallenge {
    text: String,
    method: Method,
}

/// Why a challenge cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ChallengeError {
    /// One of challenge and method without the other.
    #[error("code_challenge and code_challenge_method are needed together")]
    Incomplete,
    /// Not 43 to 128 letters, digits, `-`, `.`, `_`, `~`.
    #[error("code_challenge must be 43 to 128 unreserved characters")]
    Text,
    /// Neither `s256` nor `plain`.
    #[error("code_challenge_method must be s256 or plain")]
    Method,
}

impl CodeChallenge {
    /// Reads the two fields of a request; both absent or empty means that the client does not use PKCE.
    ///
    /// `plain` is taken, as GoTrue does: clients that cannot hash fall back to it.
    ///
    /// # Errors
    /// [`ChallengeError`].
    pub fn read(text: Option<&str>, method: Option<&str>) -> Result<Option<Self>, ChallengeError> {
        let given = |field: Option<&str>| field.filter(|text| !text.is_empty()).map(str::to_owned);
        match (given(text), given(method)) {
            (None, None) => Ok(None),
            (Some(text), Some(method)) => {
                let method = Method::read(&method).ok_or(ChallengeError::Method)?;
                if is_unreserved(&text) {
                    Ok(Some(Self { text, method }))
                } else {
                    Err(ChallengeError::Text)
                }
            }
            _ => Err(ChallengeError::Incomplete),
        }
    }

    /// A challenge as it was stored.
    pub(crate) fn stored(text: String, method: &str) -> Option<Self> {
        let method = Method::read(method)?;
        Some(Self { text, method })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn method(&self) -> &'static str {
        self.method.as_str()
    }

    /// Whether this is the secret behind the challenge.
    pub(crate) fn is_met_by(&self, verifier: &SecretString) -> bool {
        let verifier = verifier.expose_secret();
        let answer = match self.method {
            Method::S256 => URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes())),
            Method::Plain => verifier.to_owned(),
        };
        is_unreserved(verifier) && bool::from(answer.as_bytes().ct_eq(self.text.as_bytes()))
    }
}

fn is_unreserved(text: &str) -> bool {
    LENGTHS.contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    // The example of RFC 7636, appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    fn read(text: &str, method: &str) -> Result<Option<CodeChallenge>, ChallengeError> {
        CodeChallenge::read(Some(text), Some(method))
    }

    #[test]
    fn only_the_secret_behind_it_meets_a_challenge() {
        for method in ["s256", "S256"] {
            let challenge = read(CHALLENGE, method).unwrap().unwrap();
            assert!(challenge.is_met_by(&SecretString::from(VERIFIER)));
            for other in ["", CHALLENGE, &VERIFIER.to_lowercase(), &"x".repeat(5000)] {
                assert!(!challenge.is_met_by(&SecretString::from(other)), "{other}");
            }
        }
        let plain = read(VERIFIER, "plain").unwrap().unwrap();
        assert!(plain.is_met_by(&SecretString::from(VERIFIER)));
        assert!(!plain.is_met_by(&SecretString::from(CHALLENGE)));
    }

    #[test]
    fn half_a_challenge_and_a_wrong_one_are_refused() {
        assert_eq!(CodeChallenge::read(None, None), Ok(None));
        assert_eq!(read("", ""), Ok(None));
        let half = Err(ChallengeError::Incomplete);
        assert_eq!(CodeChallenge::read(Some(CHALLENGE), None), half);
        assert_eq!(CodeChallenge::read(None, Some("s256")), half);
        assert_eq!(read(CHALLENGE, "md5"), Err(ChallengeError::Method));
        for text in ["short", &"a".repeat(129), &format!("{}+", "a".repeat(50))] {
            assert_eq!(read(text, "s256"), Err(ChallengeError::Text), "{text}");
        }
    }
}
