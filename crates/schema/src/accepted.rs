//! Differences that people have looked at and let stand.

use serde::Deserialize;
use thiserror::Error;

use crate::fingerprint::{Change, Difference};

/// The shortest reason that says anything, in characters.
const SHORTEST_REASON: usize = 10;

/// A reviewed list of differences, each with its reason.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcceptedDrift {
    #[serde(default)]
    expected: Vec<Expected>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    change: Change,
    kind: String,
    object: String,
    reason: String,
}

/// Why a list was refused.
#[derive(Debug, Error)]
pub enum AcceptedError {
    /// It is not TOML, or an entry lacks something.
    #[error("the accepted differences cannot be read: {0}")]
    Toml(#[from] toml::de::Error),
    /// An entry gives no reason.
    #[error("the entry for {0} needs a reason of at least {SHORTEST_REASON} characters")]
    NoReason(String),
}

impl AcceptedDrift {
    /// Reads entries `[[expected]]` with `change` (missing, added, changed), `kind`, `object` and `reason`.
    ///
    /// # Errors
    /// [`AcceptedError`].
    pub fn parse(text: &str) -> Result<Self, AcceptedError> {
        let accepted: Self = toml::from_str(text)?;
        let unexplained = |entry: &&Expected| entry.reason.trim().chars().count() < SHORTEST_REASON;
        match accepted.expected.iter().find(unexplained) {
            Some(entry) => Err(AcceptedError::NoReason(entry.object.clone())),
            None => Ok(accepted),
        }
    }

    /// The differences that are not on the list.
    #[must_use]
    pub fn sift(&self, differences: Vec<Difference>) -> Vec<Difference> {
        let is_expected = |d: &Difference| {
            self.expected
                .iter()
                .any(|e| e.change == d.change && e.kind == d.kind && e.object == d.identity)
        };
        differences
            .into_iter()
            .filter(|difference| !is_expected(difference))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_names_one_object_and_a_reason() {
        let entry =
            "[[expected]]\nchange = \"added\"\nkind = \"index\"\nobject = \"public.i\"\nreason = ";
        assert!(AcceptedDrift::parse(&format!("{entry}\"built by the DBA in March\"")).is_ok());
        assert!(matches!(
            AcceptedDrift::parse(&format!("{entry}\"ok\"")),
            Err(AcceptedError::NoReason(_))
        ));
        assert!(AcceptedDrift::parse("[[expected]]\nobject = \"public.i\"").is_err());
    }
}
