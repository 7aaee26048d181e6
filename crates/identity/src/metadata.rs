//! What a person writes about themselves: kept and shown, never trusted. What we write about them has the same bounds.

use serde_json::{Map, Value};
use stoa_db_main::learning::Locale;
use stoa_domain::PersonName;
use thiserror::Error;

/// The most bytes of it, as JSON: it travels in every access token, and proxies refuse headers above 8 KiB.
pub(crate) const MOST_BYTES: usize = 4096;

/// Why data cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MetadataError {
    /// More than 4096 bytes as JSON.
    #[error("the data is longer than {MOST_BYTES} bytes as JSON")]
    TooLong,
    /// A character that no database keeps.
    #[error("the data holds the character U+0000")]
    Nul,
}

/// Data of a request, with the rules checked.
///
/// # Errors
/// [`MetadataError`].
pub(crate) fn checked(data: Map<String, Value>) -> Result<Value, MetadataError> {
    merged(&Value::Object(Map::new()), data)
}

/// The stored data with `change` laid over it, key by key; a null deletes the key.
///
/// # Errors
/// [`MetadataError`].
pub(crate) fn merged(stored: &Value, change: Map<String, Value>) -> Result<Value, MetadataError> {
    let mut data = stored.as_object().cloned().unwrap_or_default();
    for (key, value) in change {
        if value.is_null() {
            data.shift_remove(&key);
        } else {
            data.insert(key, value);
        }
    }
    let data = Value::Object(data);
    fits(&data)?;
    Ok(data)
}

/// Whether data can be kept, whoever gives it: it travels in every access token of its person.
///
/// # Errors
/// [`MetadataError`].
pub(crate) fn fits(data: &Value) -> Result<(), MetadataError> {
    if data.to_string().len() > MOST_BYTES {
        Err(MetadataError::TooLong)
    } else if holds_nul(data) {
        Err(MetadataError::Nul)
    } else {
        Ok(())
    }
}

fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_nul),
        Value::Object(fields) => fields
            .iter()
            .any(|(key, value)| key.contains('\0') || holds_nul(value)),
        _ => false,
    }
}

/// The name under which frontends send it.
pub(crate) fn name(data: &Value) -> Option<PersonName> {
    ["full_name", "name", "display_name"]
        .iter()
        .find_map(|key| PersonName::parse(data.get(key)?.as_str()?).ok())
}

/// The language that a frontend sends.
pub(crate) fn locale(data: &Value) -> Option<Locale> {
    ["locale", "lang", "language"]
        .iter()
        .find_map(|key| data.get(key)?.as_str()?.get(..2)?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn map(value: Value) -> Map<String, Value> {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn a_change_is_laid_over_key_by_key_and_null_deletes() {
        let stored = json!({ "a": 1, "b": { "x": 1 }, "c": "old" });
        let change = map(json!({ "b": { "y": 2 }, "c": null, "d": [null], "zz": null }));
        let want = json!({ "a": 1, "b": { "y": 2 }, "d": [null] });
        assert_eq!(merged(&stored, change), Ok(want));
    }

    #[test]
    fn what_cannot_be_stored_or_carried_is_refused() {
        let long = json!({ "a": "x".repeat(MOST_BYTES) });
        assert_eq!(checked(map(long)), Err(MetadataError::TooLong));
        for nul in [
            json!({ "a": "\0" }),
            json!({ "\0": 1 }),
            json!({ "a": [{ "b": "x\0" }] }),
        ] {
            assert_eq!(checked(map(nul)), Err(MetadataError::Nul));
        }
    }

    #[test]
    fn name_and_language_are_found_where_frontends_put_them() {
        let data =
            json!({ "name": "  ", "full_name": 7, "display_name": "Айгерім", "locale": "kk-KZ" });
        assert_eq!(name(&data).unwrap().as_str(), "Айгерім");
        assert_eq!(locale(&data), "kk".parse().ok());
        let odd = json!({ "name": ["x"], "locale": "я", "lang": "" });
        assert!(name(&odd).is_none() && locale(&odd).is_none());
    }
}
