use std::fmt;
use std::str::FromStr;

use crate::UnknownWord;

/// A language that the academy speaks: on pages, in lessons, in letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Locale {
    /// Russian.
    #[default]
    Ru,
    /// Kazakh, in Cyrillic.
    Kk,
    /// English.
    En,
}

impl Locale {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Ru, Self::Kk, Self::En];

    /// The name of the query parameter and of the cookie that carry a visitor's choice.
    pub const PARAMETER: &'static str = "lang";

    /// The language's tag, in storage and on the wire: `kk`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ru => "ru",
            Self::Kk => "kk",
            Self::En => "en",
        }
    }

    /// The language's name in itself.
    #[must_use]
    pub const fn native_name(self) -> &'static str {
        match self {
            Self::Ru => "Русский",
            Self::Kk => "Қазақша",
            Self::En => "English",
        }
    }

    /// The language that a tag such as `kk-KZ` or `EN_us` begins with; `kz` is taken for Kazakh, as people write it.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let language = tag.trim().split(['-', '_']).next()?;
        match language.to_ascii_lowercase().as_str() {
            "ru" => Some(Self::Ru),
            "kk" | "kz" => Some(Self::Kk),
            "en" => Some(Self::En),
            _ => None,
        }
    }
}

/// Reads the stored word, and nothing else.
impl FromStr for Locale {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let unknown = || UnknownWord {
            what: "language",
            text: text.to_owned(),
        };
        Self::ALL
            .into_iter()
            .find(|locale| locale.as_str() == text)
            .ok_or_else(unknown)
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_read_loosely_and_a_stored_word_strictly() {
        for (tag, want) in [
            ("kk-KZ", Some(Locale::Kk)),
            ("kz", Some(Locale::Kk)),
            (" EN_us ", Some(Locale::En)),
            ("de", None),
            ("", None),
        ] {
            assert_eq!(Locale::parse(tag), want, "{tag}");
        }
        for locale in Locale::ALL {
            assert_eq!(locale.as_str().parse(), Ok(locale));
        }
        assert!("kz".parse::<Locale>().is_err());
    }
}
