//! The scrypt of Firebase: the derived key encrypts the project's signer key, and that is the hash.

use aws_lc_rs::cipher::{AES_256, EncryptionContext, StreamingEncryptingKey, UnboundCipherKey};
use aws_lc_rs::iv::FixedLength;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use subtle::ConstantTimeEq as _;

const KEY_LEN: usize = 32;
const BLOCK_LEN: usize = 16;
/// The most memory of one check, in bytes: 64 MiB.
const MAX_MEMORY: u64 = 64 << 20;
const MAX_LANES: u32 = 4;
const MAX_BYTES: usize = 1024;

/// `$fbscrypt$v=1,n=14,r=8,p=1,ss=<base64>,sk=<base64>$<salt>$<hash>`, as GoTrue writes it; `n` is the logarithm.
///
/// # Source
/// GoTrue's form of the hashes that `firebase auth:export` gives.
pub(super) struct Firebase {
    params: scrypt::Params,
    salt: Vec<u8>,
    signer_key: Vec<u8>,
    hash: Vec<u8>,
}

impl Firebase {
    /// Reads a hash whose check stays within 64 MiB.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (settings, rest) = text.strip_prefix("$fbscrypt$")?.split_once('$')?;
        let (salt, hash) = rest.split_once('$')?;
        let setting = |name: &str| {
            settings
                .split(',')
                .find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
        };
        let number = |name| setting(name)?.parse::<u32>().ok();
        let bytes = |text: &str| STANDARD.decode(text).ok().filter(|b| b.len() <= MAX_BYTES);
        let (log_n, r, p) = (number("n")?, number("r")?, number("p")?);
        let memory = (1_u64.checked_shl(log_n)?).checked_mul(128 * u64::from(r))?;
        let is_bounded = (1..=20).contains(&log_n) && memory <= MAX_MEMORY && p <= MAX_LANES;
        if setting("v") != Some("1") || !is_bounded {
            return None;
        }
        let separator = setting("ss").map_or(Some(Vec::new()), bytes)?;
        Some(Self {
            params: scrypt::Params::new(u8::try_from(log_n).ok()?, r, p).ok()?,
            salt: [bytes(salt)?, separator].concat(),
            signer_key: setting("sk").map_or(Some(Vec::new()), bytes)?,
            hash: bytes(hash)?,
        })
    }

    /// Whether the password is right; none when a step of the computation is refused.
    pub(super) fn matches(&self, password: &[u8]) -> Option<bool> {
        let mut key = [0; KEY_LEN];
        scrypt::scrypt(password, &self.salt, &self.params, &mut key).ok()?;
        let got = encrypt(&key, &self.signer_key)?;
        Some(!got.is_empty() && bool::from(got.ct_eq(&self.hash)))
    }
}

/// AES-256 in counter mode from block zero.
fn encrypt(key: &[u8; KEY_LEN], text: &[u8]) -> Option<Vec<u8>> {
    let key = UnboundCipherKey::new(&AES_256, key).ok()?;
    let from_zero = EncryptionContext::Iv128(FixedLength::from(&[0; BLOCK_LEN]));
    let mut stream = StreamingEncryptingKey::less_safe_ctr(key, from_zero).ok()?;
    let mut out = vec![0; text.len() + BLOCK_LEN];
    let written = stream.update(text, &mut out).ok()?.written().len();
    let (_, last) = stream.finish(&mut out[written..]).ok()?;
    let length = written + last.written().len();
    out.truncate(length);
    Some(out)
}
