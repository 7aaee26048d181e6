//! A fingerprint in one word: `fp1:pg15:<structure>:<security>:<order>:<notes>`.

use std::{fmt, str::FromStr};

use thiserror::Error;

const FORMAT: &str = "fp1";

/// Four hashes of a schema. They can be compared between servers of one major version only, because servers print
/// their catalogs differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// The server's major version.
    pub major: u32,
    /// Tables, columns, constraints, indexes, functions and the rest.
    pub structure: String,
    /// Owners, rights, policies, row security.
    pub security: String,
    /// The positions of columns.
    pub order: String,
    /// Comments.
    pub notes: String,
}

/// A text is not a fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not a fingerprint: fp1:pg15:<structure>:<security>:<order>:<notes>")]
pub struct TokenError(String);

impl Fingerprint {
    /// True when structure and security are the same: the order of columns and comments may differ.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.is_comparable(other)
            && self.structure == other.structure
            && self.security == other.security
    }

    /// True when both come from servers of one major version.
    #[must_use]
    pub fn is_comparable(&self, other: &Self) -> bool {
        self.major == other.major
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            major,
            structure,
            security,
            order,
            notes,
        } = self;
        write!(
            f,
            "{FORMAT}:pg{major}:{structure}:{security}:{order}:{notes}"
        )
    }
}

impl FromStr for Fingerprint {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, TokenError> {
        let fields: Vec<_> = text.trim().split(':').collect();
        let [FORMAT, major, hashes @ ..] = fields.as_slice() else {
            return Err(TokenError(text.to_owned()));
        };
        let major = major
            .strip_prefix("pg")
            .and_then(|major| major.parse().ok());
        let is_hash = |hash: &&str| hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
        match (major, hashes) {
            (Some(major), [structure, security, order, notes]) if hashes.iter().all(is_hash) => {
                Ok(Self {
                    major,
                    structure: (*structure).to_owned(),
                    security: (*security).to_owned(),
                    order: (*order).to_owned(),
                    notes: (*notes).to_owned(),
                })
            }
            _ => Err(TokenError(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fingerprint::Snapshot;

    #[test]
    fn what_is_written_is_read_again() {
        let fingerprint = Snapshot::new(15, Vec::new()).fingerprint().clone();
        assert_eq!(fingerprint.to_string().parse(), Ok(fingerprint));
        for wrong in [
            "",
            "fp1:pg15",
            "fp2:pg15:a:b:c:d",
            "fp1:15:a:b:c:d",
            "fp1:pg15:a:b:c:d",
        ] {
            assert!(wrong.parse::<Fingerprint>().is_err(), "{wrong}");
        }
    }
}
