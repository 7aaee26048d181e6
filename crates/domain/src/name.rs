use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use thiserror::Error;

use crate::text;

/// A person's name as people read it: NFC, one space between words, 1 to 120 characters, no control and no
/// direction characters. Nothing else is asked of a name.
///
/// # Source
/// the leads contract, 3.2. Direction marks are dropped (messengers wrap copied names in them); other control
/// characters are refused.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct PersonName(String);

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NameError {
    /// A reader would see nothing.
    #[error("the name is empty")]
    Empty,
    /// More than [`PersonName::MAX`] characters.
    #[error("the name is longer than {} characters", PersonName::MAX)]
    TooLong,
    /// A control character other than a blank.
    #[error("the name holds a control character")]
    Control,
}

impl PersonName {
    /// The most characters of a name.
    pub const MAX: usize = 120;

    /// Reads a name.
    ///
    /// # Errors
    /// [`NameError`], with the first reason found.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        if text.chars().any(text::is_control) {
            return Err(NameError::Control);
        }
        let name = text::one_line(text);
        match name.chars().count() {
            0 => Err(NameError::Empty),
            1..=Self::MAX => Ok(Self(name)),
            _ => Err(NameError::TooLong),
        }
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PersonName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Shows nothing of the name: names do not belong in logs.
impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_tidied_and_otherwise_left_as_it_is() {
        let same = [
            "Айгерим",
            "Nұрсұлтан Әбішұлы",
            "O'Brien-Smith <b>&",
            "李",
            "👩‍👩‍👧",
            "نرگس‌جان",
            "_*[]()~",
        ];
        for name in same {
            assert_eq!(PersonName::parse(name).unwrap().as_str(), name);
        }
        let tidied = [
            ("  Айгерим \t\n  Бек\u{A0}ова ", "Айгерим Бек ова"),
            ("\u{2068}Айгерим\u{2069}", "Айгерим"),
            ("\u{202E}Anna\u{200B}\u{FEFF}", "Anna"),
            ("Andre\u{301}", "André"),
        ];
        for (given, want) in tidied {
            assert_eq!(PersonName::parse(given).unwrap().as_str(), want);
        }
    }

    #[test]
    fn an_empty_an_overlong_and_a_controlled_name_are_refused() {
        for empty in [
            "",
            "   ",
            "\u{200B}\u{2066}",
            "\u{200D}",
            "\u{3164} \u{3164}",
        ] {
            assert_eq!(PersonName::parse(empty), Err(NameError::Empty), "{empty:?}");
        }
        assert!(PersonName::parse(&"ж".repeat(120)).is_ok());
        assert_eq!(PersonName::parse(&"ж".repeat(121)), Err(NameError::TooLong));
        for control in ["a\0b", "\u{7}bell", "esc\u{1b}[31m", "\u{85}", "del\u{7f}"] {
            assert_eq!(
                PersonName::parse(control),
                Err(NameError::Control),
                "{control:?}"
            );
        }
    }

    #[test]
    fn a_name_does_not_reach_a_log_by_accident() {
        assert_eq!(
            format!("{:?}", PersonName::parse("Anna").unwrap()),
            "PersonName(…)"
        );
    }
}
