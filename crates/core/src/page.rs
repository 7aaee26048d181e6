use serde::{Serialize, de::DeserializeOwned};
use thiserror::Error;

/// How many rows a page holds: 1 to 200, 50 when not said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageLimit(u16);

impl PageLimit {
    /// The most rows of one page.
    pub const MAX: u16 = 200;

    /// The wanted number when it is in range.
    #[must_use]
    pub fn new(rows: u16) -> Option<Self> {
        (1..=Self::MAX).contains(&rows).then_some(Self(rows))
    }

    /// The number of rows, as a statement takes it.
    #[must_use]
    pub fn rows(self) -> i64 {
        i64::from(self.0)
    }

    /// One row more than the page: the extra row says that a next page exists.
    #[must_use]
    pub fn probe(self) -> i64 {
        self.rows() + 1
    }
}

impl Default for PageLimit {
    fn default() -> Self {
        Self(50)
    }
}

/// Where the next page begins: the sort key of the last row shown, opaque to clients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(String);

/// A cursor that we did not make, or that belongs to another order of the list.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("the cursor cannot be read")]
pub struct CursorError;

impl Cursor {
    /// Wraps a sort key.
    #[must_use]
    pub fn of(key: &impl Serialize) -> Self {
        let json = serde_json::to_vec(key).unwrap_or_default();
        Self(json.iter().fold(String::new(), |mut hex, byte| {
            use std::fmt::Write as _;
            let _ = write!(hex, "{byte:02x}");
            hex
        }))
    }

    /// The sort key within.
    ///
    /// # Errors
    /// [`CursorError`] when `text` was not made by [`Cursor::of`] from the same type.
    pub fn read<K: DeserializeOwned>(text: &str) -> Result<K, CursorError> {
        if text.len() > 4096 || !text.is_ascii() {
            return Err(CursorError);
        }
        let bytes = (0..text.len())
            .step_by(2)
            .map(|at| {
                text.get(at..at + 2)
                    .and_then(|pair| u8::from_str_radix(pair, 16).ok())
            })
            .collect::<Option<Vec<u8>>>()
            .ok_or(CursorError)?;
        serde_json::from_slice(&bytes).map_err(|_| CursorError)
    }

    /// The cursor as it stands in a URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_gives_back_its_key_and_refuses_any_other_text() {
        let cursor = Cursor::of(&("name", 7));
        assert_eq!(
            Cursor::read::<(String, i32)>(cursor.as_str()),
            Ok(("name".to_owned(), 7))
        );
        for bad in ["", "zz", "7", "5b5d", "жж", &"00".repeat(2100)] {
            assert_eq!(
                Cursor::read::<(String, i32)>(bad),
                Err(CursorError),
                "{bad}"
            );
        }
    }
}
