//! From what a person wrote to the international numbers it may mean.

/// The fewest digits that end a number: what follows a comma or a second `+` is another one.
const FULL: usize = 10;
/// More digits than any number with any prefix has.
const MOST: usize = 20;

/// The zero of every script's decimal digits; the nine others follow it.
const ZEROS: [u32; 54] = [
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66,
    0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
    0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
    0x104A0, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0,
    0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E950, 0x1FBF0,
];

/// The digits of a written number, and whether it was written as an international one.
pub(super) struct Dialled {
    digits: String,
    plus: bool,
}

impl Dialled {
    /// Takes the digits up to the first word, extension mark or second number. `None` when nothing is left
    /// but blanks.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut dialled = Self {
            digits: String::new(),
            plus: false,
        };
        for c in text.chars() {
            if !dialled.take(c) {
                break;
            }
        }
        let blank = |c: char| c.is_whitespace() || crate::text::is_invisible(c);
        (!dialled.digits.is_empty() || !text.chars().all(blank)).then_some(dialled)
    }

    /// Takes one character; `false` when the number ended before it.
    fn take(&mut self, c: char) -> bool {
        let begun = !self.digits.is_empty();
        if let Some(digit) = ascii_digit(c) {
            self.digits.push(digit);
            return self.digits.len() <= MOST;
        }
        match c {
            '+' | '\u{FF0B}' | '\u{FE62}' | '\u{2795}' if self.digits.len() < FULL => {
                *self = Self {
                    digits: String::new(),
                    plus: true,
                };
                true
            }
            '+' | '#' | '*' | ',' | ';' | '/' | '|' | '\n' => self.digits.len() < FULL,
            _ if crate::text::is_invisible(c) || !c.is_alphabetic() => true,
            _ => !begun,
        }
    }

    /// The international numbers it may mean, the likeliest first; which of them exists is for the numbering
    /// plans to say.
    pub(super) fn readings(&self) -> Vec<String> {
        let digits = self.digits.as_str();
        let written = format!("+{digits}");
        match (self.plus, digits.len()) {
            // A trunk 8 behind an input mask's +7, and an 8 with a plus in front of it.
            (_, 12) if digits.starts_with("787") || digits.starts_with("789") => {
                vec![written, format!("+7{}", &digits[2..])]
            }
            (true, 11) if digits.starts_with('8') => vec![written, format!("+7{}", &digits[1..])],
            (true, _) => vec![written],
            (false, 10) => vec![format!("+7{digits}")],
            (false, 11) if digits.starts_with('8') => vec![format!("+7{}", &digits[1..])],
            (false, 11..) => vec![format!("+{}", without_dial_out(digits))],
            _ => Vec::new(),
        }
    }
}

/// The number behind the prefixes for calls abroad: `00`, and `810` of Kazakhstan and Russia. Eights are
/// otherwise the trunk prefix, so `87…` is a number with a digit too many and not a satellite telephone.
fn without_dial_out(digits: &str) -> &str {
    let rest = digits
        .strip_prefix("00")
        .or_else(|| digits.strip_prefix("810"));
    match rest {
        Some(rest) => rest,
        None if digits.starts_with("87") => "",
        None => digits,
    }
}

fn ascii_digit(c: char) -> Option<char> {
    let zero = ZEROS.iter().rfind(|zero| **zero <= u32::from(c))?;
    char::from_digit(u32::from(c) - zero, 10)
}
