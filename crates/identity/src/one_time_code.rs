//! Codes of six digits: only a keyed hash of one is ever stored. A plain hash of a million possibilities hides nothing
//! from whoever reads the table; the key stands outside the database.

use aws_lc_rs::hmac;
use stoa_core::{Ambient, SecretString};
use uuid::Uuid;

use crate::MasterKey;

/// The digits of a code.
const DIGITS: usize = 6;

/// Makes and checks codes.
pub(crate) struct CodeKey(hmac::Key);

impl CodeKey {
    pub(crate) fn new(master: &MasterKey) -> Self {
        Self(master.derive(b"stoa one-time code v1"))
    }

    /// What is stored of `code` in the row `id`.
    pub(crate) fn mac(&self, id: Uuid, code: &str) -> [u8; 32] {
        let tag = hmac::sign(
            &self.0,
            &[id.as_bytes().as_slice(), code.as_bytes()].concat(),
        );
        let mut mac = [0; 32];
        mac.copy_from_slice(tag.as_ref());
        mac
    }

    /// Whether `code` is the one that `mac` was stored for; takes as long for a wrong one.
    pub(crate) fn fits(&self, id: Uuid, code: &str, mac: &[u8]) -> bool {
        let bytes = [id.as_bytes().as_slice(), code.as_bytes()].concat();
        hmac::verify(&self.0, &bytes, mac).is_ok()
    }
}

/// A new code: each of the million is as likely, to one part in 10^13.
pub(crate) fn draw(ambient: &Ambient) -> SecretString {
    let number = u64::from_be_bytes(ambient.bytes()) % 1_000_000;
    SecretString::from(format!("{number:0DIGITS$}"))
}

/// The code as a person may have typed it: blanks and hyphens do not count; `None` when it cannot be one.
pub(crate) fn tidy(typed: &str) -> Option<String> {
    let code: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .take(DIGITS + 1)
        .collect();
    (code.len() == DIGITS && code.bytes().all(|b| b.is_ascii_digit())).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use stoa_core::ExposeSecret as _;

    #[test]
    fn a_code_fits_its_own_row_only() {
        let ambient = Ambient::system();
        let key = CodeKey::new(&MasterKey::from_base64(&MasterKey::generate(&ambient)).unwrap());
        let (row, other) = (ambient.uuid(), ambient.uuid());
        let code = draw(&ambient);
        let code = code.expose_secret();
        assert_eq!(tidy(code).as_deref(), Some(code));
        let mac = key.mac(row, code);
        assert!(key.fits(row, code, &mac));
        assert!(!key.fits(other, code, &mac));
        assert!(!key.fits(row, "", &mac) && !key.fits(row, code, &[]));
    }

    #[test]
    fn a_typed_code_is_read_kindly() {
        for (typed, want) in [
            ("123456", Some("123456")),
            (" 123 456\n", Some("123456")),
            ("012-345", Some("012345")),
            ("12345", None),
            ("1234567", None),
            ("12345x", None),
            ("１２３４５６", None),
            ("", None),
        ] {
            assert_eq!(tidy(typed).as_deref(), want, "{typed:?}");
        }
    }
}
