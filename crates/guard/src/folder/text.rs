//! The text of a file, whatever editor wrote it.

use std::path::{Path, PathBuf};

use aws_lc_rs::digest;

/// A file's text with line feeds only and no byte-order mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    /// Where it is.
    pub path: PathBuf,
    /// What it says.
    pub text: String,
    /// What was wrong with its bytes.
    pub faults: Vec<Fault>,
}

/// What can be wrong with the bytes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It begins with a byte-order mark, which was taken away.
    ByteOrderMark,
    /// It is UTF-16, which the server cannot read.
    Utf16,
    /// Its bytes are not UTF-8 from this byte on.
    NotUtf8(usize),
    /// It holds a zero byte, at which the server would stop reading.
    Nul(usize),
}

impl SourceText {
    /// Reads the bytes of a file.
    #[must_use]
    pub fn new(path: &Path, bytes: &[u8]) -> Self {
        let mut faults = Vec::new();
        let text = decode(bytes, &mut faults);
        let text = if text.contains('\r') {
            text.replace("\r\n", "\n").replace('\r', "\n")
        } else {
            text
        };
        if let Some(at) = text.find('\0') {
            faults.push(Fault::Nul(at));
        }
        Self {
            path: path.to_owned(),
            text,
            faults,
        }
    }

    /// SHA-256 of the text without trailing blanks, so that editors and checkouts do not change it; in hexadecimal.
    #[must_use]
    pub fn checksum(&self) -> String {
        use std::fmt::Write as _;
        let mut context = digest::Context::new(&digest::SHA256);
        for line in self.text.trim_end().lines() {
            context.update(line.trim_end().as_bytes());
            context.update(b"\n");
        }
        let mut hex = String::with_capacity(64);
        for byte in context.finish().as_ref() {
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }

    /// The line and column, from 1, of a byte; columns count characters.
    #[must_use]
    pub fn place(&self, byte: usize) -> (usize, usize) {
        let byte = floor(&self.text, byte);
        let before = &self.text[..byte];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (
            before.matches('\n').count() + 1,
            before[line_start..].chars().count() + 1,
        )
    }
}

/// The nearest boundary of a character at or before a byte.
pub(crate) fn floor(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

fn decode(bytes: &[u8], faults: &mut Vec<Fault>) -> String {
    if let [0xff, 0xfe, ..] | [0xfe, 0xff, ..] = bytes {
        faults.push(Fault::Utf16);
        return String::new();
    }
    let bytes = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => {
            faults.push(Fault::ByteOrderMark);
            rest
        }
        None => bytes,
    };
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(error) => {
            faults.push(Fault::NotUtf8(error.valid_up_to()));
            String::from_utf8_lossy(bytes).into_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> SourceText {
        SourceText::new(Path::new("x.sql"), bytes)
    }

    #[test]
    fn line_ends_and_trailing_blanks_do_not_change_the_checksum() {
        let sum = text(b"select 1;\nselect 2;\n").checksum();
        assert_eq!(sum, text(b"select 1; \r\nselect 2;\r\n\r\n").checksum());
        assert_eq!(sum, text(b"\xef\xbb\xbfselect 1;\nselect 2;").checksum());
        assert_ne!(sum, text(b"select 1;\n\nselect 2;").checksum());
    }

    #[test]
    fn strange_bytes_are_named() {
        assert_eq!(text(b"\xff\xfes\0").faults, [Fault::Utf16]);
        assert_eq!(text(b"select '\xe9'").faults, [Fault::NotUtf8(8)]);
        assert_eq!(text(b"a\0b").faults, [Fault::Nul(1)]);
        assert!(text("select 'привет'".as_bytes()).faults.is_empty());
    }

    #[test]
    fn places_count_characters() {
        let source = text("select 1;\n  'ж' x".as_bytes());
        assert_eq!(source.place(0), (1, 1));
        assert_eq!(source.place(source.text.len() - 1), (2, 7));
    }
}
