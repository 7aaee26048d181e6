use std::fmt;

use crate::Ambient;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The short name of a lead that people read aloud: six characters of Crockford's base 32.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct LeadCode(String);

impl LeadCode {
    /// A random code. Two draws may meet (one in 2^30): the column is unique, and the caller draws again.
    #[must_use]
    pub fn draw(ambient: &Ambient) -> Self {
        let bytes: [u8; 6] = ambient.bytes();
        Self(
            bytes
                .iter()
                .map(|b| char::from(ALPHABET[usize::from(b % 32)]))
                .collect(),
        )
    }

    /// A code read from storage.
    #[must_use]
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LeadCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
