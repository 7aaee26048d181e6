//! The cookie of the pages: a session's id, signed for a level of assurance. It says who signed it and nothing else,
//! changes only when the session rises, and is worthless the moment the session is gone.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use stoa_core::{SecretString, SessionId};
use uuid::Uuid;

use crate::{Aal, MasterKey};

const ID_LEN: usize = 16;
const LEN: usize = ID_LEN + 32;

/// Signs and reads page cookies; each level has a key of its own, so that a cookie of a lower one never rises.
pub(crate) struct CookieKey {
    aal1: hmac::Key,
    aal2: hmac::Key,
}

impl CookieKey {
    pub(crate) fn new(master: &MasterKey) -> Self {
        Self {
            aal1: master.derive(b"stoa page cookie v1"),
            aal2: master.derive(b"stoa page cookie v1 aal2"),
        }
    }

    /// The value for a session at a level: 64 characters that a cookie may hold.
    pub(crate) fn mint(&self, session_id: SessionId, aal: Aal) -> SecretString {
        let id = session_id.0.as_bytes();
        let tag = hmac::sign(self.key(aal), id);
        SecretString::from(URL_SAFE_NO_PAD.encode([id.as_slice(), tag.as_ref()].concat()))
    }

    /// The session and the level of a value that we made.
    pub(crate) fn read(&self, value: &str) -> Option<(SessionId, Aal)> {
        let bytes: [u8; LEN] = URL_SAFE_NO_PAD.decode(value).ok()?.try_into().ok()?;
        let (id, tag) = bytes.split_first_chunk::<ID_LEN>()?;
        let signed = |aal: &Aal| hmac::verify(self.key(*aal), id, tag).is_ok();
        let aal = [Aal::Aal1, Aal::Aal2].into_iter().find(signed)?;
        Some((SessionId(Uuid::from_bytes(*id)), aal))
    }

    fn key(&self, aal: Aal) -> &hmac::Key {
        match aal {
            Aal::Aal1 => &self.aal1,
            Aal::Aal2 => &self.aal2,
        }
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
        let value = ours.mint(session, Aal::Aal1);
        assert_eq!(value.expose_secret().len(), 64);
        assert_eq!(ours.read(value.expose_secret()), Some((session, Aal::Aal1)));
        let raised = ours.mint(session, Aal::Aal2);
        assert_eq!(
            ours.read(raised.expose_secret()),
            Some((session, Aal::Aal2))
        );
        assert_ne!(raised.expose_secret(), value.expose_secret());
        assert_eq!(theirs.read(value.expose_secret()), None);
        let forged = URL_SAFE_NO_PAD
            .encode([SessionId::new(&ambient).0.as_bytes().as_slice(), &[0; 32]].concat());
        for bad in ["", "x", &forged, &value.expose_secret()[1..]] {
            assert_eq!(ours.read(bad), None);
        }
    }
}
