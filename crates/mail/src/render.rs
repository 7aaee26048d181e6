use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Asia::Almaty;

use crate::texts::Texts;
use crate::{Letter, harmless};

/// A letter, ready to be sent: both bodies say the same.
#[derive(Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The page.
    pub html: String,
}

/// Shows the subject and the lengths: bodies hold links and codes.
impl std::fmt::Debug for Rendered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rendered")
            .field("subject", &self.subject)
            .field("text_bytes", &self.text.len())
            .field("html_bytes", &self.html.len())
            .finish()
    }
}

/// What both bodies are made of.
struct Parts {
    locale: &'static str,
    site: String,
    origin: String,
    subject: String,
    title: String,
    hello: String,
    lead: String,
    link: Option<LinkPart>,
    code: Option<CodePart>,
    asked: String,
    otherwise: String,
    automatic: String,
}

struct LinkPart {
    href: String,
    action: String,
    life: Option<String>,
    fallback: String,
}

struct CodePart {
    digits: String,
    intro: String,
    life: String,
    /// Where it can be typed: the words, and the address.
    place: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Html<'a> {
    parts: &'a Parts,
}

#[derive(Template)]
#[template(path = "letter.txt", escape = "none", whitespace = "preserve")]
struct Text<'a> {
    parts: &'a Parts,
}

/// Renders a letter.
///
/// # Errors
/// [`askama::Error`], which only a template that cannot be written to memory gives.
pub fn render(letter: &Letter<'_>) -> Result<Rendered, askama::Error> {
    let parts = parts(letter);
    Ok(Rendered {
        text: Text { parts: &parts }.render()?,
        html: Html { parts: &parts }.render()?,
        subject: parts.subject,
    })
}

fn parts(letter: &Letter<'_>) -> Parts {
    let site = harmless::line(letter.site.name);
    let texts = values(letter, &site);
    let kind = letter.kind.as_str().replace('_', "-");
    let own = |part: &str| texts.text(&format!("{kind}-{part}"));
    let link = letter.key.link.map(|(href, life)| LinkPart {
        href: href.to_owned(),
        action: own("action"),
        life: life.map(|life| span(letter, "link-life", life)),
        fallback: texts.text("link-fallback"),
    });
    let code = letter.key.code.map(|(digits, life)| CodePart {
        digits: digits.to_owned(),
        intro: texts.text(if link.is_some() {
            "code-or"
        } else {
            "code-only"
        }),
        life: span(letter, "code-life", life),
        place: letter.kind.code_place().map(|path| {
            (
                texts.text("code-place"),
                format!("{}{path}", letter.site.origin),
            )
        }),
    });
    let hello = match letter.person.and_then(harmless::name) {
        Some(_) => texts.text("hello-name"),
        None => texts.text("hello"),
    };
    let lead = letter
        .invited_by
        .and_then(harmless::name)
        .and_then(|_| texts.find(&format!("{kind}-lead-by")))
        .unwrap_or_else(|| own("lead"));
    Parts {
        locale: letter.locale.as_str(),
        origin: letter.site.origin.to_owned(),
        subject: harmless::line(&own("subject")),
        title: own("title"),
        hello,
        lead,
        link,
        code,
        asked: asked(letter, &texts),
        otherwise: own("otherwise"),
        automatic: texts.text("automatic"),
        site,
    }
}

fn values(letter: &Letter<'_>, site: &str) -> Texts {
    let name = |name: Option<&str>| name.and_then(harmless::name).unwrap_or_default();
    let account = letter.account.map(harmless::line);
    let new_email = letter.new_email.map(|email| email.as_str().to_owned());
    Texts::new(letter.locale)
        .with("site", site.to_owned())
        .with("name", name(letter.person))
        .with("inviter", name(letter.invited_by))
        .with("account", account.unwrap_or_default())
        .with("new-email", new_email.unwrap_or_default())
        .with("when", when(letter.asked.at))
}

/// Who asked: the time, and the program and the network as far as they are known.
fn asked(letter: &Letter<'_>, texts: &Texts) -> String {
    let program = letter.asked.user_agent.and_then(harmless::program);
    let network = letter.asked.network.and_then(harmless::network);
    let mut text = texts.text("asked-when");
    if let Some(program) = program {
        text.push_str(" · ");
        text.push_str(&program);
    }
    if let Some(network) = network {
        text.push_str(" · ");
        text.push_str(network);
    }
    text
}

/// `21.11.2026 17:05`, in the academy's zone.
fn when(at: DateTime<Utc>) -> String {
    at.with_timezone(&Almaty)
        .format("%d.%m.%Y %H:%M")
        .to_string()
}

/// How long something is good, in the largest whole unit.
fn span(letter: &Letter<'_>, key: &str, life: TimeDelta) -> String {
    let (unit, number) = match life.num_minutes() {
        minutes if minutes % (24 * 60) == 0 && minutes > 24 * 60 => ("days", minutes / (24 * 60)),
        minutes if minutes % 60 == 0 => ("hours", minutes / 60),
        minutes => ("minutes", minutes),
    };
    let span = Texts::new(letter.locale).with("number", number).text(unit);
    Texts::new(letter.locale).with("span", span).text(key)
}
