//! Telegram's reading of HTML: what a reader sees, or why it cannot be read.

/// The tags that Telegram knows.
const TAGS: [&str; 16] = [
    "a",
    "b",
    "blockquote",
    "code",
    "del",
    "em",
    "i",
    "ins",
    "pre",
    "s",
    "span",
    "strike",
    "strong",
    "tg-emoji",
    "tg-spoiler",
    "u",
];

/// What a reader sees of Telegram's HTML.
///
/// # Errors
/// Telegram's sentence about the first fault, with its place in bytes.
pub fn read(html: &str) -> Result<String, String> {
    let (mut text, mut open) = (String::new(), Vec::<String>::new());
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        let at = html.len() - rest.len();
        rest = match c {
            '<' if rest.starts_with("</") => close(rest, at, &mut open)?,
            '<' => start(rest, at, &mut open)?,
            '&' => entity(rest, &mut text),
            _ => {
                text.push(c);
                &rest[c.len_utf8()..]
            }
        };
    }
    match open.pop() {
        None => Ok(text),
        Some(name) => Err(format!(
            "Can't find end tag corresponding to start tag \"{name}\""
        )),
    }
}

fn start<'a>(rest: &'a str, at: usize, open: &mut Vec<String>) -> Result<&'a str, String> {
    let inner = &rest[1..];
    let end = inner.find(|c: char| c.is_ascii_whitespace() || c == '>');
    let unclosed = || format!("Unclosed start tag at byte offset {at}");
    let end = end.ok_or_else(unclosed)?;
    let name = inner[..end].to_ascii_lowercase();
    if !TAGS.contains(&name.as_str()) {
        return Err(format!(
            "Unsupported start tag \"{name}\" at byte offset {at}"
        ));
    }
    let length = attributes(&inner[end..]).ok_or_else(unclosed)?;
    let given = &inner[end..end + length];
    if name == "span" && !given.contains("tg-spoiler") {
        return Err(format!(
            "Tag \"span\" must have class \"tg-spoiler\" at byte offset {at}"
        ));
    }
    open.push(name);
    Ok(&inner[end + length + 1..])
}

/// The length of the attributes before the closing bracket, which may also stand within quotes.
fn attributes(text: &str) -> Option<usize> {
    let mut quote = None;
    text.char_indices().find_map(|(at, c)| {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(opened), _) if opened == c => quote = None,
            _ => {}
        }
        None
    })
}

fn close<'a>(rest: &'a str, at: usize, open: &mut Vec<String>) -> Result<&'a str, String> {
    let inner = &rest[2..];
    let end = inner.find('>');
    let end = end.ok_or_else(|| format!("Unclosed end tag at byte offset {at}"))?;
    let found = inner[..end].trim().to_ascii_lowercase();
    match open.pop() {
        None => Err(format!("Unexpected end tag at byte offset {at}")),
        Some(expected) if !found.is_empty() && found != expected => Err(format!(
            "Unmatched end tag at byte offset {at}, expected \"</{expected}>\", found \"</{found}>\""
        )),
        Some(_) => Ok(&inner[end + 1..]),
    }
}

/// A named or numbered character; an ampersand of anything else stays.
fn entity<'a>(rest: &'a str, text: &mut String) -> &'a str {
    let known = rest[1..]
        .split_once(';')
        .and_then(|(name, after)| Some((character(name)?, after)));
    let (c, after) = known.unwrap_or(('&', &rest[1..]));
    text.push(c);
    after
}

fn character(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => digits.parse(),
            };
            code.ok().filter(|code| *code != 0).and_then(char::from_u32)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_read_as_telegram_reads_it() {
        for (html, want) in [
            ("<b>Имя</b>: A &amp; B &lt;3", "Имя: A & B <3"),
            ("<a href=\"x>y\">z</a> &copy; &#1078;&#x416;", "z &copy; жЖ"),
            ("a & b > c", "a & b > c"),
            ("<B>x</b><i>y</>", "xy"),
            ("<span class=\"tg-spoiler\">x</span>", "x"),
        ] {
            assert_eq!(read(html).as_deref(), Ok(want), "{html}");
        }
    }

    #[test]
    fn faults_are_named_with_their_place() {
        for (html, want) in [
            ("я <3", "Unclosed start tag at byte offset 3"),
            ("<3 > x", "Unsupported start tag \"3\" at byte offset 0"),
            ("<p>x</p>", "Unsupported start tag \"p\" at byte offset 0"),
            (
                "<b>x",
                "Can't find end tag corresponding to start tag \"b\"",
            ),
            ("x</b>", "Unexpected end tag at byte offset 1"),
            ("<b>x</b", "Unclosed end tag at byte offset 4"),
            (
                "<b><i>x</b></i>",
                "Unmatched end tag at byte offset 7, expected \"</i>\", found \"</b>\"",
            ),
            (
                "<span>x</span>",
                "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0",
            ),
        ] {
            assert_eq!(read(html).unwrap_err(), want, "{html}");
        }
    }
}
