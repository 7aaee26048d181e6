use std::fmt;
use std::str::FromStr;

use phonenumber::{Mode, country};
use serde::Serialize;
use thiserror::Error;

use self::dial::Dialled;

mod dial;

/// A telephone number that can exist, in E.164: `+77001234567`.
///
/// Written the way people in Kazakhstan write it; foreign numbers begin with `+` or `00`.
///
/// # Source
/// the leads contract, 3.2: the numbering plans of `phonenumber` decide; what they need is prepared here.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(into = "String")]
pub struct Phone {
    e164: String,
    region: Option<country::Id>,
}

/// Why a text is no telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PhoneError {
    /// Nothing was written.
    #[error("the phone number is empty")]
    Empty,
    /// No numbering plan has such a number.
    #[error("the phone number does not exist")]
    Invalid,
}

impl Phone {
    /// Reads a number as people write it: any brackets, dashes, digits of any script, words before and after.
    ///
    /// # Errors
    /// [`PhoneError`].
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let dialled = Dialled::read(text).ok_or(PhoneError::Empty)?;
        dialled
            .readings()
            .iter()
            .find_map(|e164| Self::existing(e164))
            .ok_or(PhoneError::Invalid)
    }

    /// Loads the numbering plans of the numbers that come most, so that the first visitor does not wait for
    /// them (about 0.1 s). Call it once at start.
    pub fn warm_up() {
        for number in ["+77001234567", "+79161234567"] {
            let _ = Self::parse(number);
        }
    }

    /// The number in E.164: `+77001234567`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.e164
    }

    /// The last ten digits, by which a CRM finds one person under `+7…` and `8…`; all of them when there are
    /// fewer.
    #[must_use]
    pub fn last_ten(&self) -> &str {
        let digits = self.e164.trim_start_matches('+');
        &digits[digits.len().saturating_sub(10)..]
    }

    /// The two letters of the number's country: `KZ` and `RU` share `+7` and are told apart here.
    /// `None` where countries share a plan that leaves it open (Italian landlines).
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.region.as_ref().map(AsRef::as_ref)
    }

    /// The number, when a numbering plan has it.
    ///
    /// # Source
    /// `phonenumber` 0.3.10 takes the first 8 of `+7 8…` for a trunk prefix and cuts it off
    /// (whisperfish/rust-phonenumber issue 76): Petersburg and all free numbers would not exist. It takes
    /// two, so it gets two more.
    fn existing(international: &str) -> Option<Self> {
        let eights = || {
            let national = format!("888{}", international.strip_prefix("+78")?);
            let phone = Self::planned(Some(country::KZ), &national)?;
            (phone.e164 == international).then_some(phone)
        };
        Self::planned(None, international).or_else(eights)
    }

    fn planned(region: Option<country::Id>, number: &str) -> Option<Self> {
        let number = phonenumber::parse(region, number).ok()?;
        number.is_valid().then(|| Self {
            e164: number.format().mode(Mode::E164).to_string(),
            region: number.country().id(),
        })
    }
}

impl FromStr for Phone {
    type Err = PhoneError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.e164
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.e164)
    }
}

/// Shows the last two digits only: numbers do not belong in logs.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Phone(…{})",
            &self.e164[self.e164.len().saturating_sub(2)..]
        )
    }
}
