//! Markdown of authors as HTML that can do no harm.

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};

/// The HTML of a text in Markdown, with tables.
///
/// HTML in the text is shown as text, images are shown as their description, and a link that leads elsewhere than to
/// the web, a mail address or a place of this site leads nowhere.
#[must_use]
pub fn to_html(markdown: &str) -> String {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).filter_map(harmless);
    let mut page = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut page, events);
    page
}

fn harmless(event: Event<'_>) -> Option<Event<'_>> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::Image { .. } | Tag::HtmlBlock)
        | Event::End(TagEnd::Image | TagEnd::HtmlBlock) => None,
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => {
            let dest_url = if leads_somewhere_safe(link_type, &dest_url) {
                dest_url
            } else {
                CowStr::Borrowed("#")
            };
            Some(Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            }))
        }
        other => Some(other),
    }
}

fn leads_somewhere_safe(link_type: LinkType, url: &str) -> bool {
    let has_prefix = |prefix: &str| {
        url.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    let here = (url.starts_with('/') && !url.starts_with("//") && !url.starts_with("/\\"))
        || url.starts_with('#');
    here || link_type == LinkType::Email
        || ["https://", "http://", "mailto:"]
            .into_iter()
            .any(has_prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_becomes_html() {
        let page = to_html(
            "## Шаг\n\nОдин *раз*, [здесь](/lessons) и [там](https://a.kz/?x=1&y=2).\n\n- а\n- б\n",
        );
        assert_eq!(
            page,
            "<h2>Шаг</h2>\n<p>Один <em>раз</em>, <a href=\"/lessons\">здесь</a> и \
             <a href=\"https://a.kz/?x=1&amp;y=2\">там</a>.</p>\n<ul>\n<li>а</li>\n<li>б</li>\n</ul>\n"
        );
    }

    #[test]
    fn nothing_of_a_text_runs_or_loads() {
        let hostile = [
            "<script>alert(1)</script>",
            "text <img src=x onerror=alert(1)> text",
            "![pixel](https://track.example/p.gif)",
            "[go](javascript:alert(1))",
            "[go](JaVaScRiPt:alert(1))",
            "[go](data:text/html,x)",
            "[go](//other.example)",
            "[go](/\\other.example)",
            "<javascript:alert(1)>",
            "<div\nonclick=alert(1)>\n\ntext\n\n</div>",
            "```\"><script>\nx\n```",
            "| a |\n|---|\n| <b onclick=x> |",
        ];
        for markdown in hostile {
            let page = to_html(markdown);
            for harm in [
                "<script",
                "<img",
                "<b ",
                "<div",
                "href=\"java",
                "href=\"Ja",
                "href=\"data",
                "href=\"//",
                "href=\"/\\",
                "href=\"/%5C",
            ] {
                assert!(!page.contains(harm), "{markdown:?} gives {page:?}");
            }
        }
        assert_eq!(to_html("![a picture](x.png)"), "<p>a picture</p>\n");
    }
}
