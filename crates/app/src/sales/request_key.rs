const MOST: usize = 255;

/// The value of an `Idempotency-Key`, quoted as the draft wants it or bare as most clients send it; `None` when it is no
/// key of 1 to 255 printable ASCII characters.
///
/// # Source
/// the leads contract, 3.1.
pub(super) fn request_key(value: &str) -> Option<&str> {
    let value = value.trim();
    let quoted = value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let key = quoted.unwrap_or(value);
    let is_plain = key.bytes().all(|b| (b' '..=b'~').contains(&b) && b != b'"');
    ((1..=MOST).contains(&key.len()) && is_plain).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_short_printable_text_with_or_without_quotes() {
        assert_eq!(request_key(" \"a b\" "), Some("a b"));
        assert_eq!(request_key("abc"), Some("abc"));
        let long = "x".repeat(256);
        for bad in ["", " ", "\"\"", "a\"b", "ключ", "a\tb", long.as_str()] {
            assert_eq!(request_key(bad), None, "{bad:?}");
        }
    }
}
