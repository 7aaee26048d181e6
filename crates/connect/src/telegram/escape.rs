/// The text as it stands in HTML, also inside a quoted attribute.
#[must_use]
pub fn escape_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            _ => html.push(c),
        }
    }
    html
}

/// The tags that our messages use.
const TAGS: [&str; 4] = ["b", "i", "code", "pre"];

/// What a reader sees of our HTML: known tags dropped, the four entities read. Anything else stays as it is,
/// so nothing of a broken message is lost.
#[must_use]
pub fn plain_text(html: &str) -> String {
    let mut text = html.to_owned();
    for tag in TAGS {
        text = text.replace(&format!("<{tag}>"), "");
        text = text.replace(&format!("</{tag}>"), "");
    }
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    text.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaping_leaves_no_markup_and_is_undone_by_reading() {
        let nasty = "_*[]()~<b>&amp;\"'`>#+-=|{}.! 👩‍🚀 שלום </code";
        let html = escape_html(nasty);
        assert!(!html.contains(['<', '>', '"']), "{html}");
        assert_eq!(plain_text(&html), nasty);
        assert_eq!(plain_text("<b>Имя</b>: a < b <x>"), "Имя: a < b <x>");
    }
}
