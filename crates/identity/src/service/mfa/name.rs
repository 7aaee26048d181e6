use stoa_core::SecretString;

const MOST_NAME: usize = 100;
const MOST_ISSUER: usize = 64;

/// A text that breaks a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotAcceptable;

/// The name of a factor, freed of spaces around it; `None` when nothing is left.
pub(super) fn friendly_name(text: &str) -> Result<Option<String>, NotAcceptable> {
    tidy(text, MOST_NAME)
}

/// The name of the platform in the app. A colon would divide the label.
pub(super) fn issuer(text: &str) -> Result<Option<String>, NotAcceptable> {
    match tidy(text, MOST_ISSUER)? {
        Some(text) if text.contains(':') => Err(NotAcceptable),
        text => Ok(text),
    }
}

/// The host of an address: `academy.kz` of `https://academy.kz/auth/v1`.
pub(super) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    host.rsplit_once(':').map_or(host, |(host, _)| host)
}

fn tidy(text: &str, most: usize) -> Result<Option<String>, NotAcceptable> {
    let text = text.trim();
    if text.chars().count() > most || text.chars().any(char::is_control) {
        return Err(NotAcceptable);
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// True when no code can be meant.
pub(super) fn is_blank(code: &SecretString) -> bool {
    use stoa_core::ExposeSecret as _;
    code.expose_secret()
        .chars()
        .all(|c| c.is_whitespace() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_printable() {
        assert_eq!(friendly_name("  Телефон "), Ok(Some("Телефон".to_owned())));
        assert_eq!(friendly_name(" "), Ok(None));
        assert_eq!(friendly_name("a\0b"), Err(NotAcceptable));
        assert_eq!(friendly_name(&"я".repeat(101)), Err(NotAcceptable));
        assert_eq!(issuer("a:b"), Err(NotAcceptable));
        assert_eq!(issuer(&"я".repeat(64)), Ok(Some("я".repeat(64))));
    }

    #[test]
    fn the_host_of_an_address_is_shown_in_the_app() {
        assert_eq!(host("https://academy.kz/auth/v1"), "academy.kz");
        assert_eq!(host("http://127.0.0.1:8080/auth/v1"), "127.0.0.1");
    }
}
