//! What a password must be. Nothing is asked of its make-up, only of its length and of not being obvious.
//!
//! # Source
//! the identity contract, 6 (NIST SP 800-63B): at least 8, no composition rules, no truncation, common ones and
//! ones like the address refused.

use stoa_core::{ExposeSecret as _, SecretString};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization as _;

use crate::Email;

mod common;
mod leaked;

/// The fewest characters.
pub const MIN_CHARS: usize = 8;
/// The most characters.
pub const MAX_CHARS: usize = 128;
/// The most bytes: a bound on what is hashed.
pub const MAX_BYTES: usize = 512;

/// Why a password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PasswordFault {
    /// Fewer than [`MIN_CHARS`] characters.
    #[error("the password is shorter than {MIN_CHARS} characters")]
    TooShort,
    /// More than [`MAX_CHARS`] characters or [`MAX_BYTES`] bytes.
    #[error("the password is longer than {MAX_CHARS} characters")]
    TooLong,
    /// Little more than the e-mail address.
    #[error("the password is too much like the e-mail address")]
    LikeEmail,
    /// One of those that are tried first, or that leaked most often.
    #[error("the password is one of the most common")]
    TooCommon,
}

impl PasswordFault {
    /// A stable code, for translated texts.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooShort => "password.too_short",
            Self::TooLong => "password.too_long",
            Self::LikeEmail => "password.like_email",
            Self::TooCommon => "password.too_common",
        }
    }

    /// The word that Supabase clients know: `length`, `characters` or `pwned`.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::TooShort | Self::TooLong => "length",
            Self::LikeEmail => "characters",
            Self::TooCommon => "pwned",
        }
    }
}

/// Checks a new password of the person with this address.
///
/// # Errors
/// Every [`PasswordFault`] that applies.
pub fn check(password: &SecretString, email: Option<&Email>) -> Result<(), Vec<PasswordFault>> {
    let password = password.expose_secret();
    let chars = password.chars().take(MAX_CHARS + 1).count();
    if chars > MAX_CHARS || password.len() > MAX_BYTES {
        return Err(vec![PasswordFault::TooLong]);
    }
    let folded = password.nfkc().collect::<String>().to_lowercase();
    let faults: Vec<_> = [
        (chars < MIN_CHARS, PasswordFault::TooShort),
        (
            email.is_some_and(|email| is_like(&folded, email)),
            PasswordFault::LikeEmail,
        ),
        (
            common::is_common(&folded) || leaked::is_leaked(&folded),
            PasswordFault::TooCommon,
        ),
    ]
    .into_iter()
    .filter_map(|(applies, fault)| applies.then_some(fault))
    .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

/// Whether fewer than six characters remain once the address's local part is taken out, marks aside, or the
/// address holds the password.
fn is_like(password: &str, email: &Email) -> bool {
    let plain = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
    };
    let (password, local, whole) = (
        plain(password),
        plain(email.local_part()),
        plain(email.as_str()),
    );
    let rest = |own: &str| password.replacen(own, "", 1).chars().count();
    let holds = |own: &str| own.len() >= 4 && password.contains(own) && rest(own) < 6;
    holds(&whole) || holds(&local) || (password.len() >= 4 && whole.contains(&password))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(password: &str) -> Vec<PasswordFault> {
        let email = Email::parse("aigerim.b@mail.ru").unwrap();
        check(&SecretString::from(password), Some(&email))
            .err()
            .unwrap_or_default()
    }

    #[test]
    fn a_long_unobvious_password_is_enough() {
        for good in [
            "correct horse",
            "жёлтая лиса",
            "aigerim loves long walks",
            "x7!q-Zp0",
            &"я".repeat(5).repeat(3),
        ] {
            let want: &[PasswordFault] = if good.starts_with('я') {
                &[PasswordFault::TooCommon]
            } else {
                &[]
            };
            assert_eq!(faults(good), want, "{good}");
        }
        let longest: String = "абвгдежзийклмнор".repeat(8);
        assert_eq!(faults(&longest), []);
    }

    #[test]
    fn each_fault_has_its_reason() {
        use PasswordFault as F;
        for (password, want) in [
            ("", vec![F::TooShort]),
            ("жжх1жжх", vec![F::TooShort]),
            ("test123", vec![F::TooShort, F::TooCommon]),
            ("Password1", vec![F::TooCommon]),
            ("ｐａｓｓｗｏｒｄ", vec![F::TooCommon]),
            ("йцукенгшщз", vec![F::TooCommon]),
            ("23456789", vec![F::TooCommon]),
            ("aaaaaaaaaaaa", vec![F::TooCommon]),
            ("benjamin", vec![F::TooCommon]),
            ("Ch0c0late", vec![F::TooCommon]),
            ("scoobydoo", vec![F::TooCommon]),
            ("1qaz2wsx3edc", vec![F::TooCommon]),
            ("Aigerim.B2026", vec![F::LikeEmail]),
            ("aigerimb@mail.ru", vec![F::LikeEmail]),
            ("aigerim_b_", vec![F::LikeEmail]),
        ] {
            assert_eq!(faults(password), want, "{password}");
        }
        assert_eq!(faults(&"x1".repeat(65)), [F::TooLong]);
        assert_eq!(faults(&"\u{1F600}".repeat(129)), [F::TooLong]);
        assert_eq!(check(&SecretString::from("Aigerim.B2026"), None), Ok(()));
    }

    #[test]
    fn the_longest_passwords_cost_no_time_to_look_up() {
        let began = std::time::Instant::now();
        for letter in ["aA1!", "qwerty", "é\u{301}x", "4@8({[<3691!|0$5+7%2"] {
            drop(faults(
                &letter.repeat(128).chars().take(128).collect::<String>(),
            ));
            drop(faults(
                &letter.repeat(40).chars().take(40).collect::<String>(),
            ));
        }
        assert!(
            began.elapsed() < std::time::Duration::from_secs(5),
            "{:?}",
            began.elapsed()
        );
    }

    #[test]
    fn supabase_clients_know_the_reasons() {
        let reasons =
            [PasswordFault::TooShort, PasswordFault::TooCommon].map(PasswordFault::reason);
        assert_eq!(reasons, ["length", "pwned"]);
        assert_eq!(PasswordFault::LikeEmail.code(), "password.like_email");
    }
}
