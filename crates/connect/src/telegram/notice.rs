use std::{collections::BTreeMap, fmt};

use stoa_core::LeadCode;
use stoa_domain::PaymentMethod;

use super::{OutgoingMessage, escape_html};

/// What the sales team reads about a lead.
///
/// Name and comment are cut at 80 and 500 characters, tracking at 10 values of 64; phone and e-mail never (they
/// are at most 512 characters, as the domain keeps them), so the text always fits one message.
#[derive(Clone, PartialEq, Eq)]
pub struct LeadNotice {
    /// The lead's short name.
    pub code: LeadCode,
    /// The visitor's name.
    pub name: String,
    /// The visitor's phone.
    pub phone: String,
    /// The visitor's e-mail address, when given.
    pub email: Option<String>,
    /// The landing page: its title or short name.
    pub source: String,
    /// How the visitor means to pay, when chosen.
    pub payment_method: Option<PaymentMethod>,
    /// What the visitor wrote.
    pub comment: Option<String>,
    /// UTM values by their names: `utm_source`.
    pub utm: BTreeMap<String, String>,
    /// The earlier lead of the same person, when this one repeats it.
    pub repeat_of: Option<LeadCode>,
    /// Whether this message may be in the chat already: it is sent again after a lost answer.
    pub maybe_sent_before: bool,
}

impl LeadNotice {
    /// The message for a chat.
    #[must_use]
    pub fn message(&self, chat_id: i64) -> OutgoingMessage {
        OutgoingMessage::new(chat_id, self.html())
    }

    /// The text, in Russian.
    #[must_use]
    pub fn html(&self) -> String {
        let utm = self.utm_line();
        let lines = [
            self.maybe_sent_before
                .then(|| "⚠️ <b>Возможен повтор</b>".to_owned()),
            Some(self.title()),
            Some(labelled("Имя", &cut(&one_line(&self.name), 80))),
            Some(labelled("Телефон", &cut(&one_line(&self.phone), 512))),
            self.email
                .as_ref()
                .map(|email| labelled("Эл. почта", &cut(&one_line(email), 512))),
            Some(labelled("Источник", &cut(&one_line(&self.source), 80))),
            self.payment_method
                .as_ref()
                .map(|method| labelled("Оплата", &payment(method))),
            self.comment
                .as_ref()
                .map(|comment| labelled("Комментарий", &cut(comment.trim(), 500))),
            (!utm.is_empty()).then(|| labelled("UTM", &utm)),
        ];
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }

    fn title(&self) -> String {
        let code = code(&self.code);
        match &self.repeat_of {
            None => format!("🆕 <b>Новая заявка</b> {code}"),
            Some(first) => {
                format!(
                    "🔁 <b>Повторная заявка</b> {code}, первая {}",
                    self::code(first)
                )
            }
        }
    }

    fn utm_line(&self) -> String {
        let value = |(name, value): (&String, &String)| {
            let name = name.strip_prefix("utm_").unwrap_or(name);
            format!(
                "{} = {}",
                cut(&one_line(name), 40),
                cut(&one_line(value), 64)
            )
        };
        self.utm
            .iter()
            .take(10)
            .map(value)
            .collect::<Vec<_>>()
            .join(", ")
    }
}

fn labelled(label: &str, value: &str) -> String {
    format!("{label}: {}", escape_html(value))
}

fn code(code: &LeadCode) -> String {
    format!("<code>{}</code>", escape_html(code.as_str()))
}

fn payment(method: &PaymentMethod) -> String {
    match method {
        PaymentMethod::Kaspi => "Kaspi".to_owned(),
        PaymentMethod::KaspiRed => "Kaspi Red".to_owned(),
        PaymentMethod::Card => "Банковская карта".to_owned(),
        PaymentMethod::Installment => "Рассрочка".to_owned(),
        PaymentMethod::Cash => "Наличные".to_owned(),
        PaymentMethod::Invoice => "Счёт на оплату".to_owned(),
        PaymentMethod::Manager => "Через менеджера".to_owned(),
        PaymentMethod::Other(word) => cut(&one_line(word), PaymentMethod::MAX),
    }
}

/// One line, so that no value can pretend to be the next field.
fn one_line(text: &str) -> String {
    let blank = |c: char| c.is_whitespace() || c.is_control();
    text.split(blank)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// At most `max` of the units in which Telegram's clients count (UTF-16), with `…` where it was cut.
pub(crate) fn cut(text: &str, max: usize) -> String {
    if text.encode_utf16().count() <= max {
        return text.to_owned();
    }
    let mut room = max.saturating_sub(1);
    let fits = |c: &char| {
        let fits = c.len_utf16() <= room;
        room = room.saturating_sub(c.len_utf16());
        fits
    };
    let kept: String = text.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}

/// Shows no personal data.
impl fmt::Debug for LeadNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LeadNotice")
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_characters_and_says_so() {
        assert_eq!(cut("короткий", 8), "короткий");
        assert_eq!(cut("длинный текст", 9), "длинный…");
        assert_eq!(cut("👩👩👩", 5), "👩👩…");
        assert_eq!(cut("👩👩👩", 4), "👩…");
    }
}
