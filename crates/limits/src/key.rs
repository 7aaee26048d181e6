use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

const SHOWN: usize = 16;

/// Under what something is counted: a word for people, and a hash of what must not be stored.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl Key {
    /// The key for `parts` under `word`: `sign_in.client` and an address, say.
    #[must_use]
    pub fn new(word: &str, parts: &[&str]) -> Self {
        // Unit separators, so that two lists never read the same.
        let hash = digest(&SHA256, parts.join("\u{1f}").as_bytes());
        let hash = URL_SAFE_NO_PAD.encode(&hash.as_ref()[..SHOWN]);
        Self(format!("{word}:{hash}"))
    }

    /// The key as stores have it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_says_what_and_never_who() {
        let key = Key::new("mail.minute", &["anna@mail.ru"]);
        assert!(key.as_str().starts_with("mail.minute:") && !key.as_str().contains("anna"));
        assert_eq!(key, Key::new("mail.minute", &["anna@mail.ru"]));
        assert_ne!(Key::new("x", &["a", "b"]), Key::new("x", &["ab"]));
    }
}
