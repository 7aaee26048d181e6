/// A way to reach a person of the academy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contact {
    /// A phone number in international form: `+77001234567`.
    Phone(String),
    /// A WhatsApp number in international form.
    WhatsApp(String),
    /// A Telegram name without `@`.
    Telegram(String),
    /// An e-mail address.
    Email(String),
}

impl Contact {
    /// The address of a link that opens the way.
    #[must_use]
    pub fn url(&self) -> String {
        match self {
            Self::Phone(number) => format!("tel:{number}"),
            Self::WhatsApp(number) => format!("https://wa.me/{}", number.trim_start_matches('+')),
            Self::Telegram(name) => format!("https://t.me/{name}"),
            Self::Email(address) => format!("mailto:{address}"),
        }
    }

    /// What a reader sees: the number, the name or the address.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Phone(text) | Self::Email(text) => text.clone(),
            Self::WhatsApp(number) => format!("WhatsApp {number}"),
            Self::Telegram(name) => format!("Telegram @{name}"),
        }
    }
}
