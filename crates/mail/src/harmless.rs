//! What a stranger may write into a letter to somebody else.

/// The most characters of a name.
const MOST: usize = 60;
const MOST_WORDS: usize = 6;

/// A name that can only be read as one: letters, blanks, `-`, `'` and `.` after a letter or two; else nothing. A name with
/// an address or a price in it is an advertisement.
pub(crate) fn name(text: &str) -> Option<String> {
    let words: Vec<_> = text.split_whitespace().take(MOST_WORDS + 1).collect();
    let name = words.join(" ");
    let fits = words.len() <= MOST_WORDS
        && (1..=MOST).contains(&name.chars().count())
        && name.starts_with(char::is_alphabetic)
        && words.iter().all(|word| is_word(word));
    fits.then_some(name)
}

/// A dot ends a word of at most three letters (`A.`, `ogl.`) and stands nowhere else: `casino.com` is no name.
fn is_word(word: &str) -> bool {
    let stem = word.strip_suffix('.').unwrap_or(word);
    let short = stem.chars().count() <= 3;
    (short || stem.len() == word.len())
        && !stem.is_empty()
        && stem
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
}

/// One line without control characters, at most 200 characters long.
pub(crate) fn line(text: &str) -> String {
    let words: Vec<_> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ").chars().take(200).collect()
}

/// The well-known part of what a program says of itself: `Firefox, Android`; nothing when nothing of it is known.
pub(crate) fn program(user_agent: &str) -> Option<String> {
    // The first that fits: most programs name those they descend from, too.
    let browser = first(
        user_agent,
        &[
            ("YaBrowser/", "Yandex Browser"),
            ("Edg", "Edge"),
            ("OPR/", "Opera"),
            ("SamsungBrowser/", "Samsung Internet"),
            ("FxiOS/", "Firefox"),
            ("Firefox/", "Firefox"),
            ("CriOS/", "Chrome"),
            ("Chrome/", "Chrome"),
            ("Safari/", "Safari"),
            ("curl/", "curl"),
        ],
    );
    let system = first(
        user_agent,
        &[
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Android", "Android"),
            ("Windows", "Windows"),
            ("Mac OS X", "macOS"),
            ("Linux", "Linux"),
        ],
    );
    match (browser, system) {
        (Some(browser), Some(system)) => Some(format!("{browser}, {system}")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}

fn first(text: &str, marks: &[(&str, &'static str)]) -> Option<&'static str> {
    let found = marks.iter().find(|(mark, _)| text.contains(mark));
    found.map(|(_, name)| *name)
}

/// A network as it is stored: digits, `.`, `:`, `/` and the letters of IPv6.
pub(crate) fn network(text: &str) -> Option<&str> {
    let known = |c: char| c.is_ascii_hexdigit() || matches!(c, '.' | ':' | '/');
    (!text.is_empty() && text.len() <= 64 && text.chars().all(known)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_few_words_of_letters() {
        for kept in [
            "Анна",
            "Әлия Сәрсенқызы",
            "Anna-Maria O'Neil",
            "J. R. Smith",
            "Иванов А. П.",
        ] {
            assert_eq!(name(kept).as_deref(), Some(kept));
        }
        assert_eq!(name("  Anna \r\n\t B ").as_deref(), Some("Anna B"));
        for dropped in [
            "",
            "-",
            "Visit https://evil.test now",
            "casino.com",
            "win 100$",
            "a@b.c",
            "<b>Anna</b>",
            "Anna\r\nBcc: x@y.z",
            &"ж".repeat(61),
            "one two three four five six seven",
        ] {
            assert_eq!(name(dropped), None, "{dropped}");
        }
    }

    #[test]
    fn only_what_is_known_of_a_program_is_shown() {
        let android = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36";
        assert_eq!(program(android).as_deref(), Some("Chrome, Android"));
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1";
        assert_eq!(program(iphone).as_deref(), Some("Safari, iPhone"));
        assert_eq!(program("Buy at evil.test"), None);
    }

    #[test]
    fn a_network_is_a_network() {
        assert_eq!(network("203.0.113.0/24"), Some("203.0.113.0/24"));
        assert_eq!(network("2001:db8:1::/48"), Some("2001:db8:1::/48"));
        assert_eq!(network("see evil.test"), None);
    }
}
