use stoa_core::{ExposeSecret as _, SecretString};

/// The most characters of a text that came from outside.
const MAX: usize = 500;

/// One line of at most 500 characters without the secret, as it is and as it stands in an address.
pub(super) fn scrubbed(text: &str, secret: &SecretString) -> String {
    let secret = secret.expose_secret();
    let mut text = text.to_owned();
    for form in [secret.to_owned(), in_address(secret)] {
        if !form.is_empty() {
            text = text.replace(&form, "***");
        }
    }
    let words: Vec<_> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ").chars().take(MAX).collect()
}

fn in_address(secret: &str) -> String {
    url::form_urlencoded::byte_serialize(secret.as_bytes()).collect()
}

/// The text of an HTML page, roughly: what stands between the tags.
pub(super) fn without_tags(html: &str) -> String {
    let parts = html.split('<').enumerate();
    let texts = parts.map(|(at, part)| match part.split_once('>') {
        Some((_, text)) if at > 0 => text,
        _ if at > 0 => "",
        _ => part,
    });
    texts.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_goes_before_the_text_is_cut() {
        let secret = SecretString::from("12:ab/c");
        let text = format!(
            "{} /bot12:ab/c/x /bot12%3Aab%2Fc/x\r\n\0 end",
            "y ".repeat(10)
        );
        let clean = scrubbed(&text, &secret);
        assert!(clean.ends_with("/bot***/x /bot***/x end"), "{clean}");
        let edge = format!("{}{}", "y".repeat(497), "12:ab/c");
        assert_eq!(scrubbed(&edge, &secret), format!("{}***", "y".repeat(497)));
        assert_eq!(scrubbed(&"ж".repeat(900), &secret).chars().count(), MAX);
        assert_eq!(scrubbed("kept", &SecretString::from("")), "kept");
    }

    #[test]
    fn a_page_is_read_as_its_text() {
        let page = "<html><head><title>502 Bad Gateway</title></head><hr>nginx</html";
        let secret = SecretString::from("s");
        assert_eq!(
            scrubbed(&without_tags(page), &secret),
            "502 Bad Gateway nginx"
        );
    }
}
