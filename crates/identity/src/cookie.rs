//! The cookie of the pages: a session's id, signed. It says who signed it and nothing else, never changes while the
//! session lives, and is worthless the moment the session is gone.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use stoa_core::{SecretString, SessionId};
use uuid::Uuid;

use crate::MasterKey;

const ID_LEN: usize = 16;
const LEN: usize = ID_LEN + 32;

/// Signs and reads page cookies.
pub(crate) struct CookieKey(hmac::Key);

impl CookieKey {
    pub(crate) fn new(master: &MasterKey) -> Self {
        Self(master.derive(b"stoa page cookie v1"))
    }

    /// The value for a session: 64 characters that a cookie may hold.
    pub(crate) fn mint(&self, session_id: SessionId) -> SecretString {
        let id = session_id.0.as_bytes();
        let tag = hmac::sign(&self.0, id);
        SecretString::from(URL_SAFE_NO_PAD.encode([id.as_slice(), tag.as_ref()].concat()))
    }

    /// The session of a value that we made.
    pub(crate) fn read(&self, value: &str) -> Option<SessionId> {
        let bytes: [u8; LEN] = URL_SAFE_NO_PAD.decode(value).ok()?.try_into().ok()?;
        let (id, tag) = bytes.split_first_chunk::<ID_LEN>()?;
        hmac::verify(&self.0, id, tag).ok()?;
        Some(SessionId(Uuid::from_bytes(*id)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use stoa_core::{Ambient, ExposeSecret as _};

    #[test]
    fn only_our_own_value_names_a_session() {
        let ambient = Ambient::system();
        let key =
            || CookieKey::new(&MasterKey::from_base64(&MasterKey::generate(&ambient)).unwrap());
        let (ours, theirs) = (key(), key());
        let session = SessionId::new(&ambient);
        let value = ours.mint(session);
        assert_eq!(value.expose_secret().len(), 64);
        assert_eq!(ours.read(value.expose_secret()), Some(session));
        assert_eq!(theirs.read(value.expose_secret()), None);
        let forged = URL_SAFE_NO_PAD
            .encode([SessionId::new(&ambient).0.as_bytes().as_slice(), &[0; 32]].concat());
        for bad in ["", "x", &forged, &value.expose_secret()[1..]] {
            assert_eq!(ours.read(bad), None);
        }
    }
}
