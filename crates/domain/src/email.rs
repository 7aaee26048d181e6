use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization as _;

use crate::text;

mod typo;

/// An e-mail address in the one form we compare and store: NFKC, lower-case, the domain in ASCII.
///
/// `+tag` and dots stay: two tagged addresses are two addresses.
///
/// # Source
/// the leads contract, 3.2 and the identity contract, 6.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Email(String);

/// Why a text is no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EmailError {
    /// Nothing was written.
    #[error("the e-mail address is empty")]
    Empty,
    /// More than [`Email::MAX`] bytes, or more than 64 before the `@`.
    #[error("the e-mail address is too long")]
    TooLong,
    /// Not exactly one `@`.
    #[error("the e-mail address needs exactly one @")]
    At,
    /// What stands before the `@` is no mailbox.
    #[error("the part before the @ is not an address")]
    Local,
    /// What stands after the `@` is no domain.
    #[error("the part after the @ is not a domain")]
    Domain,
}

impl Email {
    /// The most bytes of an address.
    pub const MAX: usize = 254;

    /// Reads an address; blanks around it and characters nobody sees are dropped.
    ///
    /// # Errors
    /// [`EmailError`], with the first reason found.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let text = fold(text);
        if text.is_empty() {
            return Err(EmailError::Empty);
        }
        let (local, domain) = text.split_once('@').ok_or(EmailError::At)?;
        if domain.contains('@') {
            return Err(EmailError::At);
        }
        let domain = ascii_domain(domain).ok_or(EmailError::Domain)?;
        if local.len() > 64 || local.len() + 1 + domain.len() > Self::MAX {
            return Err(EmailError::TooLong);
        }
        if !is_mailbox(local) {
            return Err(EmailError::Local);
        }
        Ok(Self(format!("{local}@{domain}")))
    }

    /// The address in its one form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the `@`.
    #[must_use]
    pub fn local_part(&self) -> &str {
        self.0.split_once('@').map_or("", |(local, _)| local)
    }

    /// What stands after the `@`, in ASCII.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, domain)| domain)
    }

    /// The address the person probably meant, when the domain looks mistyped (`gmail.con`). To be offered,
    /// never to be applied by itself.
    #[must_use]
    pub fn typo_suggestion(&self) -> Option<Self> {
        let domain = typo::meant(self.domain())?;
        Some(Self(format!("{}@{domain}", self.local_part())))
    }
}

/// Compatibility forms made one, twice: lower-casing may open a new composition.
fn fold(text: &str) -> String {
    let kept: String = text
        .chars()
        .filter(|c| !text::is_invisible(*c))
        .nfkc()
        .collect();
    let lower: String = kept
        .to_lowercase()
        .nfkc()
        .filter(|c| !text::is_invisible(*c))
        .collect();
    lower.trim().to_owned()
}

/// Letters, digits and the marks RFC 5322 allows without quotes, and no dot at an end or next to another.
fn is_mailbox(local: &str) -> bool {
    let word = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b);
    local
        .split('.')
        .all(|part| !part.is_empty() && part.bytes().all(word))
}

fn ascii_domain(domain: &str) -> Option<String> {
    let domain = domain.strip_suffix('.').unwrap_or(domain);
    let ascii = idna::domain_to_ascii_strict(domain).ok()?;
    let (_, top) = ascii.rsplit_once('.')?;
    let is_top = top.len() >= 2 && top.bytes().any(|b| b.is_ascii_alphabetic());
    is_top.then_some(ascii)
}

impl FromStr for Email {
    type Err = EmailError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Shows the domain only: addresses do not belong in logs.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Email(…@{})", self.domain())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_has_one_form() {
        for (given, want) in [
            ("a@b.kz", "a@b.kz"),
            ("  Test.Lead+tag@GMail.com\n", "test.lead+tag@gmail.com"),
            ("\u{FEFF}anna\u{200B}@mail.ru\u{200E}", "anna@mail.ru"),
            ("ａｎｎａ＠mail．ru", "anna@mail.ru"),
            ("info@почта.рф", "info@xn--80a1acny.xn--p1ai"),
            (
                "o'brien_x-1@sub.domain.co.uk",
                "o'brien_x-1@sub.domain.co.uk",
            ),
            ("anna@mail.ru.", "anna@mail.ru"),
        ] {
            assert_eq!(Email::parse(given).unwrap().as_str(), want, "{given:?}");
        }
    }

    #[test]
    fn what_cannot_be_delivered_is_refused_with_its_reason() {
        for (given, want) in [
            ("", EmailError::Empty),
            (" \u{200B} ", EmailError::Empty),
            ("anna", EmailError::At),
            ("a@b@c.kz", EmailError::At),
            ("@mail.ru", EmailError::Local),
            ("an na@mail.ru", EmailError::Local),
            (".anna@mail.ru", EmailError::Local),
            ("an..na@mail.ru", EmailError::Local),
            ("анна@mail.ru", EmailError::Local),
            ("\"a b\"@mail.ru", EmailError::Local),
            ("a\0b@mail.ru", EmailError::Local),
            ("anna@", EmailError::Domain),
            ("anna@localhost", EmailError::Domain),
            ("anna@127.0.0.1", EmailError::Domain),
            ("anna@[127.0.0.1]", EmailError::Domain),
            ("anna@mail..ru", EmailError::Domain),
            ("anna@-mail.ru", EmailError::Domain),
            ("anna@mail_x.ru", EmailError::Domain),
            ("anna@mail ru.kz", EmailError::Domain),
        ] {
            assert_eq!(Email::parse(given), Err(want), "{given:?}");
        }
        let long = |local: usize, label: usize| {
            format!(
                "{}@{}.{}.kz",
                "a".repeat(local),
                "b".repeat(label),
                "c".repeat(63)
            )
        };
        assert!(Email::parse(&long(64, 63)).is_ok());
        assert_eq!(Email::parse(&long(65, 9)), Err(EmailError::TooLong));
        let wide = format!(
            "{}@{}kz",
            "a".repeat(60),
            format!("{}.", "b".repeat(60)).repeat(4)
        );
        assert_eq!(Email::parse(&wide), Err(EmailError::TooLong));
    }

    #[test]
    fn only_the_domain_reaches_a_log() {
        assert_eq!(
            format!("{:?}", Email::parse("anna@mail.ru").unwrap()),
            "Email(…@mail.ru)"
        );
    }
}
