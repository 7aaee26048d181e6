//! Which earlier request a request repeats, in the client's own words.

use stoa_domain::Submission;
use uuid::Uuid;

use super::SubmitError;

const MOST: usize = 255;

/// A client's own name of a request: repeats carry the same one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ClientKey {
    /// Header keys and form ids are kept apart: one may look like the other.
    pub(super) scope: &'static str,
    pub(super) key: String,
}

impl ClientKey {
    /// The header's key, else the form's own id.
    ///
    /// # Source
    /// the leads contract, 3.1.
    pub(super) fn of(
        submission: &Submission,
        header: Option<&str>,
    ) -> Result<Option<Self>, SubmitError> {
        match (header, submission.submission_id) {
            (Some(header), _) => Self::from_header(header).map(Some),
            (None, Some(id)) => Ok(Some(Self::from_form(id))),
            (None, None) => Ok(None),
        }
    }

    /// The header's value may be quoted, as the draft wants it, or bare, as most clients send it.
    fn from_header(value: &str) -> Result<Self, SubmitError> {
        let value = value.trim();
        let quoted = value
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        let key = quoted.unwrap_or(value);
        let is_plain = key.bytes().all(|b| (b' '..=b'~').contains(&b) && b != b'"');
        if (1..=MOST).contains(&key.len()) && is_plain {
            Ok(Self {
                scope: "landing",
                key: key.to_owned(),
            })
        } else {
            Err(SubmitError::KeyInvalid)
        }
    }

    fn from_form(id: Uuid) -> Self {
        Self {
            scope: "landing.form",
            key: id.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_short_printable_text_with_or_without_quotes() {
        let key = |value: &str| ClientKey::from_header(value).map(|key| key.key);
        for (value, want) in [
            ("abc", "abc"),
            ("\"abc\"", "abc"),
            ("  a b ", "a b"),
            ("'x'", "'x'"),
        ] {
            assert_eq!(key(value).unwrap(), want);
        }
        let long = "x".repeat(256);
        for bad in [
            "",
            "  ",
            "\"\"",
            "a\"b",
            "\"",
            "ключ",
            "a\u{7f}",
            "a\tb",
            long.as_str(),
        ] {
            assert!(matches!(key(bad), Err(SubmitError::KeyInvalid)), "{bad:?}");
        }
    }
}
