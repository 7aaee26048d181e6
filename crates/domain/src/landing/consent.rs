use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::form::scalar;

/// The consent as the form sent it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConsentForm {
    /// Which text the visitor agreed to.
    pub version: Option<String>,
    /// When, as RFC 3339 or as Unix time in seconds or milliseconds.
    pub at: Option<String>,
    /// A box was ticked: `consent=on`.
    pub is_box: bool,
}

/// The visitor agreed to the use of their data.
///
/// # Source
/// the leads contract, 3.5. The server adds its own time and the address when it stores the lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Which text the visitor agreed to, when the form said.
    pub version: Option<String>,
    /// When, by the visitor's clock, when the form said.
    pub at: Option<DateTime<Utc>>,
}

impl ConsentForm {
    /// Reads the field `consent`: an object, a box (`on`, `true`, `1`), or the version alone.
    pub(super) fn set_whole(slot: &mut Option<Self>, value: Value) -> Result<(), &'static str> {
        let wanted = "an object with version and at";
        if let Value::Object(mut fields) = value {
            let mut text = |key| {
                fields
                    .remove(key)
                    .map_or(Some(String::new()), |v| scalar(&v))
                    .ok_or(wanted)
            };
            let (version, at) = (text("version")?, text("at")?);
            *slot = Some(Self {
                version: Some(version),
                at: Some(at),
                is_box: false,
            });
            return Ok(());
        }
        let text = scalar(&value).ok_or(wanted)?;
        match text.trim().to_ascii_lowercase().as_str() {
            "" | "false" | "off" | "no" | "0" => {}
            "true" | "on" | "yes" | "1" => slot.get_or_insert_default().is_box = true,
            _ => drop(slot.get_or_insert_default().version.get_or_insert(text)),
        }
        Ok(())
    }
}

/// A moment as RFC 3339, or as Unix time in seconds or milliseconds.
pub(super) fn moment(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let iso = || {
        DateTime::parse_from_rfc3339(text)
            .ok()
            .map(|at| at.to_utc())
    };
    unix_ms(text)
        .and_then(DateTime::from_timestamp_millis)
        .or_else(iso)
}

/// Unix time in milliseconds from a number of seconds or milliseconds; fractions are dropped. Numbers below
/// 10^11 are seconds: as milliseconds they would lie before 1974.
pub(super) fn unix_ms(text: &str) -> Option<i64> {
    let whole = text.trim().split('.').next()?;
    let number = whole.parse::<i64>().ok().filter(|number| *number >= 0)?;
    if number < 100_000_000_000 {
        number.checked_mul(1000)
    } else {
        Some(number)
    }
}
