use std::fmt;

/// Text that is HTML already and safe to show: made from Markdown by our own renderer and cleaned, or written by us.
///
/// Nothing that a person typed may become this without having been cleaned.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Takes HTML that has been cleaned.
    #[must_use]
    pub const fn from_clean(html: String) -> Self {
        Self(html)
    }

    /// Plain text as paragraphs: a blank line begins a new one. Nothing in it is taken as HTML.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let paragraphs = text
            .split("\n\n")
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let wrapped: Vec<_> = paragraphs
            .map(|part| format!("<p>{}</p>", escape(part)))
            .collect();
        Self(wrapped.concat())
    }

    /// A line of plain text in which what stands between two backticks is code.
    #[must_use]
    pub fn from_line(text: &str) -> Self {
        let parts: Vec<_> = text.split('`').map(escape).collect();
        if parts.len().is_multiple_of(2) {
            return Self(escape(text));
        }
        let wrap = |(at, part): (usize, String)| {
            if at % 2 == 1 {
                format!("<code>{part}</code>")
            } else {
                part
            }
        };
        Self(parts.into_iter().enumerate().map(wrap).collect())
    }

    /// The HTML.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn escape(text: &str) -> String {
    text.chars()
        .fold(String::with_capacity(text.len()), |mut html, c| {
            match c {
                '&' => html.push_str("&amp;"),
                '<' => html.push_str("&lt;"),
                '>' => html.push_str("&gt;"),
                '"' => html.push_str("&quot;"),
                '\n' => html.push_str("<br>"),
                c => html.push(c),
            }
            html
        })
}

impl fmt::Debug for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Html({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_becomes_paragraphs_and_no_markup() {
        let html = Html::from_text("a <b> & \"c\"\nd\n\n\n\n<script>alert(1)</script>\n");
        assert_eq!(
            html.as_str(),
            "<p>a &lt;b&gt; &amp; &quot;c&quot;<br>d</p><p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
        );
        assert_eq!(Html::from_text("  ").as_str(), "");
        assert_eq!(
            Html::from_line("a `b<` c").as_str(),
            "a <code>b&lt;</code> c"
        );
        assert_eq!(Html::from_line("a ` b").as_str(), "a ` b");
    }
}
