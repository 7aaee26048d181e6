//! An authenticator app: it reads the address of a picture and shows codes, by its own reading of RFC 6238.

use aws_lc_rs::hmac;
use data_encoding::BASE32_NOPAD;
use url::Url;

/// An app that has scanned a picture.
#[derive(Debug)]
pub struct AuthenticatorApp {
    key: Vec<u8>,
    /// How it calls the platform.
    pub issuer: String,
    /// What it shows beside the code: `issuer:account`.
    pub label: String,
}

impl AuthenticatorApp {
    /// Reads an `otpauth:` address as apps do; `None` when an app would not take it.
    #[must_use]
    pub fn scan(uri: &str) -> Option<Self> {
        let uri = Url::parse(uri).ok()?;
        let field = |name: &str| {
            let found = uri.query_pairs().find(|(key, _)| key == name);
            found.map(|(_, value)| value.into_owned())
        };
        let usual = [("algorithm", "SHA1"), ("digits", "6"), ("period", "30")];
        let is_usual = |(name, usual): (&str, &str)| field(name).is_none_or(|got| got == usual);
        if uri.scheme() != "otpauth" || uri.host_str() != Some("totp") {
            return None;
        }
        if !usual.into_iter().all(is_usual) {
            return None;
        }
        Some(Self {
            key: BASE32_NOPAD.decode(field("secret")?.as_bytes()).ok()?,
            issuer: field("issuer")?,
            label: uri.path().trim_start_matches('/').to_owned(),
        })
    }

    /// The six digits that it shows at a time in unix seconds.
    #[must_use]
    pub fn code_at(&self, unix_seconds: i64) -> String {
        let counter = u64::try_from(unix_seconds).unwrap_or_default() / 30;
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.key);
        let tag = hmac::sign(&key, &counter.to_be_bytes());
        let offset = usize::from(tag.as_ref()[19] % 16);
        let number = tag.as_ref()[offset..offset + 4]
            .iter()
            .fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
        format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_shows_what_the_rfc_says() {
        let uri =
            "otpauth://totp/a:b?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=a&algorithm=SHA1";
        let app = AuthenticatorApp::scan(uri).unwrap();
        assert_eq!((app.issuer.as_str(), app.label.as_str()), ("a", "a:b"));
        assert_eq!(app.code_at(59), "287082");
        assert_eq!(app.code_at(1_111_111_109), "081804");
        assert!(AuthenticatorApp::scan("otpauth://hotp/a:b?secret=GE").is_none());
    }
}
