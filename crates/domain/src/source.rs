use std::fmt;

use serde::Serialize;
use thiserror::Error;

/// Where a lead comes from: the landing page's short name, `expresscourse`.
///
/// 1 to 64 characters of `a-z 0-9 _ -`; written in any case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Source(String);

/// A text that cannot name a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a source is 1 to 64 characters of a-z, 0-9, _ and -")]
pub struct SourceError;

impl Source {
    /// The source of a form that names none.
    pub const DEFAULT: &'static str = "landing";

    /// Reads a source; a blank text is [`Source::DEFAULT`].
    ///
    /// # Errors
    /// [`SourceError`].
    pub fn parse(text: &str) -> Result<Self, SourceError> {
        let name = crate::text::one_line(text).to_ascii_lowercase();
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-';
        match name.len() {
            0 if text.chars().any(crate::text::is_control) => Err(SourceError),
            0 => Ok(Self::default()),
            1..=64 if name.bytes().all(plain) => Ok(Self(name)),
            _ => Err(SourceError),
        }
    }

    /// The source as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Source {
    fn default() -> Self {
        Self(Self::DEFAULT.to_owned())
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_a_short_plain_word() {
        for (given, want) in [
            ("expresscourse", "expresscourse"),
            (" ProfTest ", "proftest"),
            ("a_b-1", "a_b-1"),
            ("", "landing"),
            ("  ", "landing"),
        ] {
            assert_eq!(Source::parse(given).unwrap().as_str(), want);
        }
        for bad in [
            "экспресс",
            "a b",
            "a/b",
            "a\0",
            "\u{7}",
            "*",
            &"a".repeat(65),
        ] {
            assert_eq!(Source::parse(bad), Err(SourceError), "{bad:?}");
        }
    }
}
