use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use secrecy::zeroize::Zeroizing;
use stoa_core::{Ambient, ExposeSecret as _, SecretString};
use thiserror::Error;
use uuid::Uuid;

const VERSION: u8 = 1;
const ID_LEN: usize = 8;
const HEAD_LEN: usize = 1 + ID_LEN + NONCE_LEN;

/// The key that encrypts secrets at rest. Keys for single tasks are derived from it; itself it is used for nothing.
///
/// A sealed value begins with its version, the key's id and the nonce. The key's id, the secret's purpose and its
/// row's id are bound in, so that a value copied to another row or column does not open.
pub struct MasterKey {
    id: [u8; ID_LEN],
    sealing: LessSafeKey,
    derived: hmac::Key,
}

/// Why a text is no master key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MasterKeyError {
    /// Not base64.
    #[error("the master key is not base64")]
    Encoding,
    /// Not 32 bytes.
    #[error("the master key has {0} bytes instead of 32")]
    Length(usize),
}

/// Why a secret cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SealError {
    /// Sealed with another master key.
    #[error("the secret was encrypted with another master key: was STOA_MASTER_KEY changed?")]
    OtherKey,
    /// Cut, changed, or moved from another row.
    #[error("the encrypted secret is damaged or belongs to another row")]
    Damaged,
}

impl MasterKey {
    /// The length of a master key, in bytes.
    pub const LEN: usize = 32;

    /// Reads a key of 32 bytes in base64, padded or not, of either alphabet.
    ///
    /// # Errors
    /// [`MasterKeyError`]; it never shows any of the text.
    pub fn from_base64(text: &SecretString) -> Result<Self, MasterKeyError> {
        let text = text.expose_secret().trim();
        let engines = [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD];
        let bytes = engines
            .into_iter()
            .find_map(|engine| engine.decode(text).ok());
        let bytes = Zeroizing::new(bytes.ok_or(MasterKeyError::Encoding)?);
        let key = <&[u8; Self::LEN]>::try_from(bytes.as_slice());
        key.map(Self::from_bytes)
            .map_err(|_| MasterKeyError::Length(bytes.len()))
    }

    /// A fresh key as text, fit for [`MasterKey::from_base64`]: to be kept in a file of mode 0600.
    #[must_use]
    pub fn generate(ambient: &Ambient) -> SecretString {
        let bytes = Zeroizing::new(ambient.bytes::<{ Self::LEN }>());
        SecretString::from(STANDARD.encode(bytes.as_slice()))
    }

    #[expect(
        clippy::expect_used,
        reason = "an HMAC-SHA-256 tag is as long as an AES-256 key"
    )]
    fn from_bytes(bytes: &[u8; Self::LEN]) -> Self {
        let derived = hmac::Key::new(hmac::HMAC_SHA256, bytes);
        let sealing = hmac::sign(&derived, b"stoa seal v1");
        let sealing = UnboundKey::new(&AES_256_GCM, sealing.as_ref()).expect("32 bytes");
        let named = hmac::sign(&derived, b"stoa key id v1");
        let mut id = [0; ID_LEN];
        id.copy_from_slice(&named.as_ref()[..ID_LEN]);
        Self {
            id,
            sealing: LessSafeKey::new(sealing),
            derived,
        }
    }

    /// How every value that this key sealed begins.
    pub(crate) fn head(&self) -> [u8; 1 + ID_LEN] {
        let mut head = [VERSION; 1 + ID_LEN];
        head[1..].copy_from_slice(&self.id);
        head
    }

    /// A key for one task, named by `label`.
    pub(crate) fn derive(&self, label: &[u8]) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, hmac::sign(&self.derived, label).as_ref())
    }

    /// Encrypts a secret for its `purpose` and the id of its `row`.
    #[expect(clippy::expect_used, reason = "AES-GCM refuses only more than 64 GiB")]
    pub(crate) fn seal(
        &self,
        ambient: &Ambient,
        purpose: &str,
        row: Uuid,
        secret: &[u8],
    ) -> Vec<u8> {
        let nonce: [u8; NONCE_LEN] = ambient.bytes();
        let mut text = secret.to_vec();
        let aad = Aad::from(self.bound(purpose, row));
        self.sealing
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut text)
            .expect("short secrets can be sealed");
        [&[VERSION][..], &self.id, &nonce, &text].concat()
    }

    /// Decrypts what [`MasterKey::seal`] made for the same `purpose` and `row`.
    ///
    /// # Errors
    /// [`SealError`].
    pub(crate) fn open(
        &self,
        purpose: &str,
        row: Uuid,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (head, text) = sealed
            .split_at_checked(HEAD_LEN)
            .ok_or(SealError::Damaged)?;
        if head[0] != VERSION {
            return Err(SealError::Damaged);
        }
        if head[1..=ID_LEN] != self.id {
            return Err(SealError::OtherKey);
        }
        let nonce = Nonce::try_assume_unique_for_key(&head[1 + ID_LEN..])
            .map_err(|_| SealError::Damaged)?;
        let mut text = Zeroizing::new(text.to_vec());
        let aad = Aad::from(self.bound(purpose, row));
        let length = self
            .sealing
            .open_in_place(nonce, aad, &mut text)
            .map_err(|_| SealError::Damaged)?
            .len();
        text.truncate(length);
        Ok(text)
    }

    fn bound(&self, purpose: &str, row: Uuid) -> Vec<u8> {
        [
            &[VERSION][..],
            &self.id,
            purpose.as_bytes(),
            &[0],
            row.as_bytes(),
        ]
        .concat()
    }
}

/// Shows the key's id only.
impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MasterKey")
            .field("id", &u64::from_be_bytes(self.id))
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> MasterKey {
        MasterKey::from_base64(&MasterKey::generate(&Ambient::system())).unwrap()
    }

    #[test]
    fn a_sealed_secret_opens_only_with_its_key_in_its_place() {
        let (ambient, key) = (Ambient::system(), key());
        let row = ambient.uuid();
        let sealed = key.seal(&ambient, "a.b", row, b"secret");
        assert_eq!(key.open("a.b", row, &sealed).unwrap().as_slice(), b"secret");
        assert_eq!(key.open("a.c", row, &sealed), Err(SealError::Damaged));
        assert_eq!(
            key.open("a.b", ambient.uuid(), &sealed),
            Err(SealError::Damaged)
        );
        assert_eq!(
            super::tests::key().open("a.b", row, &sealed),
            Err(SealError::OtherKey)
        );
        assert_ne!(key.seal(&ambient, "a.b", row, b"secret"), sealed);
        assert!(sealed.starts_with(&key.head()) && key.head() != super::tests::key().head());
    }

    #[test]
    fn a_changed_secret_does_not_open() {
        let (ambient, key) = (Ambient::system(), key());
        let row = ambient.uuid();
        let sealed = key.seal(&ambient, "a.b", row, b"secret");
        for at in 0..sealed.len() {
            let mut bad = sealed.clone();
            bad[at] ^= 1;
            assert!(key.open("a.b", row, &bad).is_err(), "byte {at}");
            assert!(key.open("a.b", row, &sealed[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn only_32_bytes_of_base64_are_a_key() {
        let read = |text: &str| MasterKey::from_base64(&SecretString::from(text)).map(drop);
        assert_eq!(read(&STANDARD.encode([0xfb; 32])), Ok(()));
        assert_eq!(
            read(&format!(" {}\n", URL_SAFE_NO_PAD.encode([0xfb; 32]))),
            Ok(())
        );
        assert_eq!(
            read(&STANDARD.encode([7; 31])),
            Err(MasterKeyError::Length(31))
        );
        assert_eq!(read("ключ"), Err(MasterKeyError::Encoding));
        assert!(!format!("{:?}", key()).contains('['));
    }
}
