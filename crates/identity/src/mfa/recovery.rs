use aws_lc_rs::digest::{self, SHA256, SHA256_OUTPUT_LEN};
use data_encoding::BASE32_NOPAD;
use stoa_core::{Ambient, SecretString};
use uuid::Uuid;

/// How many codes a set has.
const COUNT: usize = 10;
/// 80 bits: 16 characters. Enough that a plain hash keeps it.
const BYTES: usize = 10;
const LABEL: &[u8] = b"stoa recovery code v1";

/// Codes that were just drawn, with what is kept of them.
pub(crate) struct RecoveryCodes {
    /// In their one form: lower case, no separators. Shown once.
    pub(crate) shown: Vec<SecretString>,
    /// An id and a hash for each.
    pub(crate) kept: Vec<(Uuid, [u8; SHA256_OUTPUT_LEN])>,
}

impl RecoveryCodes {
    /// Draws the codes of a set.
    pub(crate) fn draw(ambient: &Ambient, set_id: Uuid) -> Self {
        let texts = (0..COUNT).map(|_| {
            BASE32_NOPAD
                .encode(&ambient.bytes::<BYTES>())
                .to_ascii_lowercase()
        });
        let (shown, kept) = texts
            .map(|text| {
                let hash = hash_of(set_id, &text);
                (SecretString::from(text), (ambient.uuid(), hash))
            })
            .unzip();
        Self { shown, kept }
    }
}

/// What is kept of a code; case, spaces and dashes count for nothing. It fits no other set.
pub(crate) fn hash_of(set_id: Uuid, code: &str) -> [u8; SHA256_OUTPUT_LEN] {
    let plain = code
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .flat_map(char::to_lowercase)
        .collect::<String>();
    let mut context = digest::Context::new(&SHA256);
    context.update(LABEL);
    context.update(set_id.as_bytes());
    context.update(plain.as_bytes());
    let mut hash = [0; SHA256_OUTPUT_LEN];
    hash.copy_from_slice(context.finish().as_ref());
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use stoa_core::ExposeSecret as _;

    #[test]
    fn codes_differ_and_are_known_again_however_they_are_typed() {
        let set = Uuid::from_u128(7);
        let codes = RecoveryCodes::draw(&Ambient::system(), set);
        let texts: BTreeSet<_> = codes
            .shown
            .iter()
            .map(SecretString::expose_secret)
            .collect();
        assert_eq!((texts.len(), codes.kept.len()), (COUNT, COUNT));
        for (text, (_, hash)) in codes.shown.iter().zip(&codes.kept) {
            let text = text.expose_secret();
            assert_eq!(text.len(), 16);
            let (left, right) = text.split_at(8);
            let typed = format!(" {}-{} \n", left.to_uppercase(), right);
            assert_eq!(hash_of(set, &typed), *hash);
            assert_ne!(hash_of(Uuid::from_u128(8), text), *hash);
        }
    }
}
