use std::fmt;

use serde::{Deserialize, Serialize};

/// How a visitor means to pay. A word we do not know is kept and treated as the default.
///
/// # Source
/// the leads contract, 3.2: an unknown value is accepted and mapped to the default stage.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub enum PaymentMethod {
    /// Kaspi transfer or QR.
    Kaspi,
    /// Kaspi Red, the instalment card.
    KaspiRed,
    /// A bank card through a payment provider.
    Card,
    /// Instalments of a bank.
    Installment,
    /// Cash.
    Cash,
    /// An invoice to a company.
    Invoice,
    /// To be settled in a chat with a manager.
    Manager,
    /// Another word, folded like the aliases: lower-case, `_` between words.
    Other(String),
}

impl PaymentMethod {
    /// The most characters of a method's name.
    pub const MAX: usize = 64;

    /// The method that `text` names, in English, Russian or Kazakh; `None` for a blank text. Texts longer
    /// than [`PaymentMethod::MAX`] characters are cut: callers who refuse them check first.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let word = fold(text);
        (!word.is_empty()).then(|| Self::named(&word).unwrap_or(Self::Other(word)))
    }

    /// The known method behind a folded word.
    fn named(word: &str) -> Option<Self> {
        Some(match word {
            "kaspi" | "kaspi_pay" | "kaspipay" | "kaspi_qr" | "kaspi_kz" | "kaspi_bank"
            | "kaspi_gold" | "каспи" => Self::Kaspi,
            "kaspi_red" | "kaspired" | "каспи_ред" => Self::KaspiRed,
            "card"
            | "bank_card"
            | "credit_card"
            | "debit_card"
            | "visa"
            | "mastercard"
            | "карта"
            | "картой"
            | "банковская_карта" => Self::Card,
            "installment"
            | "installments"
            | "instalment"
            | "instalments"
            | "рассрочка"
            | "бөліп_төлеу" => Self::Installment,
            "cash" | "наличные" | "наличными" | "қолма_қол" => Self::Cash,
            "invoice" | "bill" | "счет" | "счёт" | "шот" => Self::Invoice,
            "manager" | "chat" | "менеджер" => Self::Manager,
            _ => return None,
        })
    }

    /// The method's one name: `kaspi_red`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Kaspi => "kaspi",
            Self::KaspiRed => "kaspi_red",
            Self::Card => "card",
            Self::Installment => "installment",
            Self::Cash => "cash",
            Self::Invoice => "invoice",
            Self::Manager => "manager",
            Self::Other(word) => word,
        }
    }

    /// Whether the method is one we know.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        !matches!(self, Self::Other(_))
    }
}

/// Lower-case, one `_` for each run of blanks, dashes and underscores, none at the ends, at most
/// [`PaymentMethod::MAX`] characters.
fn fold(text: &str) -> String {
    let line = crate::text::one_line(&text.replace(crate::text::is_control, " ")).to_lowercase();
    let words = line.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_' | '‑' | '–'));
    let word = words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("_");
    crate::text::cut(&word, PaymentMethod::MAX)
        .trim_end_matches('_')
        .to_owned()
}

impl fmt::Display for PaymentMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<PaymentMethod> for String {
    fn from(method: PaymentMethod) -> Self {
        method.as_str().to_owned()
    }
}

impl From<String> for PaymentMethod {
    /// Reads a stored name; a blank one, which we never store, becomes an unknown method.
    fn from(text: String) -> Self {
        Self::parse(&text).unwrap_or(Self::Other(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_in_three_languages_name_one_method() {
        for (given, want) in [
            ("kaspi", PaymentMethod::Kaspi),
            (" Kaspi Pay ", PaymentMethod::Kaspi),
            ("Каспи", PaymentMethod::Kaspi),
            ("KASPI-RED", PaymentMethod::KaspiRed),
            ("kaspi__red", PaymentMethod::KaspiRed),
            ("Банковская карта", PaymentMethod::Card),
            ("рассрочка", PaymentMethod::Installment),
            ("қолма-қол", PaymentMethod::Cash),
            ("Счёт", PaymentMethod::Invoice),
            ("manager", PaymentMethod::Manager),
        ] {
            assert_eq!(PaymentMethod::parse(given), Some(want), "{given}");
        }
    }

    #[test]
    fn an_unknown_method_is_kept_and_a_blank_one_is_none() {
        let other = PaymentMethod::parse("Halyk  QR").unwrap();
        assert_eq!((other.as_str(), other.is_known()), ("halyk_qr", false));
        assert_eq!(PaymentMethod::from(String::from(other.clone())), other);
        for blank in ["", "  ", "_-_", "\u{200B}", "\0"] {
            assert_eq!(PaymentMethod::parse(blank), None, "{blank:?}");
        }
        assert_eq!(
            PaymentMethod::parse(&"x".repeat(99))
                .unwrap()
                .as_str()
                .len(),
            PaymentMethod::MAX
        );
    }
}
