//! Refresh tokens, version 2: the session's id and a counter, signed with the session's own key. Nothing that could be
//! used is stored in clear, and the active token can be made again at any time.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use stoa_core::{SecretString, SessionId};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

const LABEL: &[u8] = b"stoa refresh v2";
const ID_LEN: usize = 16;
const COUNTER_LEN: usize = 8;
const MAC_LEN: usize = 16;
const LEN: usize = ID_LEN + COUNTER_LEN + MAC_LEN;

/// How long after a rotation an old token still gets the active one: tabs and lost answers need it.
pub(crate) const REUSE_INTERVAL: TimeDelta = TimeDelta::seconds(10);

/// The length of a session's signing key, in bytes.
pub(crate) const KEY_LEN: usize = 32;

/// A token as it was presented: well formed, not yet proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Presented {
    pub(crate) session_id: SessionId,
    pub(crate) counter: u64,
    mac: [u8; MAC_LEN],
}

impl Presented {
    /// Takes a token apart. `None` when no token of ours can look so.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let bytes: [u8; LEN] = bytes.try_into().ok()?;
        let (id, rest) = bytes.split_first_chunk::<ID_LEN>()?;
        let (counter, rest) = rest.split_first_chunk::<COUNTER_LEN>()?;
        Some(Self {
            session_id: SessionId(Uuid::from_bytes(*id)),
            counter: u64::from_be_bytes(*counter),
            mac: rest.try_into().ok()?,
        })
    }

    /// Whether the session's key signed it.
    pub(crate) fn is_signed_with(&self, key: &[u8]) -> bool {
        sign(key, self.session_id, self.counter)
            .ct_eq(&self.mac)
            .into()
    }
}

/// The token with this counter.
pub(crate) fn mint(key: &[u8], session_id: SessionId, counter: u64) -> SecretString {
    let mac = sign(key, session_id, counter);
    let bytes = [
        session_id.0.as_bytes().as_slice(),
        &counter.to_be_bytes(),
        &mac,
    ]
    .concat();
    SecretString::from(URL_SAFE_NO_PAD.encode(bytes))
}

fn sign(key: &[u8], session_id: SessionId, counter: u64) -> [u8; MAC_LEN] {
    let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, key));
    context.update(LABEL);
    context.update(session_id.0.as_bytes());
    context.update(&counter.to_be_bytes());
    let tag = context.sign();
    let mut mac = [0; MAC_LEN];
    mac.copy_from_slice(&tag.as_ref()[..MAC_LEN]);
    mac
}

/// What a refresh does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The active token: the next one takes its place.
    Rotate,
    /// The parent of the active token: the active one is given again.
    GiveActive,
    /// An older token just after a rotation: the active one is given again.
    GiveActiveLate,
    /// A counter that was never issued.
    NeverIssued,
    /// A token from before the session rose to its level, just after it rose: refused, and nobody is signed out.
    BelowFloor,
    /// An old token: somebody else may hold the chain, so the session ends.
    Reused,
}

/// Where a session's refresh tokens stand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chain {
    /// The number of the active token.
    pub(crate) active: u64,
    /// The smallest number issued since the session rose to its level.
    pub(crate) floor: u64,
    /// How long ago the active token took its place.
    pub(crate) since_rotation: TimeDelta,
    /// The parent has no right of its own: after the interval it is an old token like any other.
    pub(crate) is_strict: bool,
}

impl Chain {
    /// Judges a signed token by its distance from the active one.
    ///
    /// # Source
    /// the identity contract, 5. The parent is honoured without a limit of time: clients refresh without a lock, and an
    /// answer may be lost. In strict mode it is honoured for the interval only.
    pub(crate) fn judge(&self, presented: u64) -> Verdict {
        let is_soon = self.since_rotation < REUSE_INTERVAL;
        match self.active.checked_sub(presented) {
            None => Verdict::NeverIssued,
            Some(0) => Verdict::Rotate,
            Some(_) if presented < self.floor && is_soon => Verdict::BelowFloor,
            Some(_) if presented < self.floor => Verdict::Reused,
            Some(1) if is_soon || !self.is_strict => Verdict::GiveActive,
            Some(_) if is_soon => Verdict::GiveActiveLate,
            Some(_) => Verdict::Reused,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use stoa_core::{Ambient, ExposeSecret as _};

    #[test]
    fn a_token_is_read_back_and_proved_by_its_own_key_only() {
        let ambient = Ambient::system();
        let session = SessionId::new(&ambient);
        let token = mint(&[1; KEY_LEN], session, 7);
        let presented = Presented::parse(token.expose_secret()).unwrap();
        assert_eq!((presented.session_id, presented.counter), (session, 7));
        assert!(presented.is_signed_with(&[1; KEY_LEN]));
        assert!(!presented.is_signed_with(&[2; KEY_LEN]));
        assert_eq!(
            token.expose_secret(),
            mint(&[1; KEY_LEN], session, 7).expose_secret()
        );
    }

    #[test]
    fn a_changed_or_cut_token_is_not_accepted() {
        let session = SessionId::new(&Ambient::system());
        let token = mint(&[1; KEY_LEN], session, 7);
        let bytes = URL_SAFE_NO_PAD.decode(token.expose_secret()).unwrap();
        for at in 0..bytes.len() {
            let mut bad = bytes.clone();
            bad[at] ^= 0x40;
            let presented = Presented::parse(&URL_SAFE_NO_PAD.encode(&bad)).unwrap();
            assert!(!presented.is_signed_with(&[1; KEY_LEN]), "byte {at}");
            assert_eq!(
                Presented::parse(&URL_SAFE_NO_PAD.encode(&bytes[..at])),
                None
            );
        }
        for bad in ["", "v1token", "ё", "====", &"A".repeat(5000)] {
            assert_eq!(Presented::parse(bad), None, "{bad}");
        }
    }

    fn judge(active: u64, presented: u64, since_rotation: TimeDelta) -> Verdict {
        let chain = Chain {
            active,
            floor: 0,
            since_rotation,
            is_strict: false,
        };
        chain.judge(presented)
    }

    #[test]
    fn the_distance_decides_and_after_the_interval_an_old_token_ends_the_session() {
        let (soon, late) = (TimeDelta::seconds(9), TimeDelta::seconds(10));
        assert_eq!(judge(5, 6, soon), Verdict::NeverIssued);
        assert_eq!(judge(5, u64::MAX, soon), Verdict::NeverIssued);
        assert_eq!(judge(5, 5, late), Verdict::Rotate);
        assert_eq!(judge(5, 4, TimeDelta::days(20)), Verdict::GiveActive);
        assert_eq!(judge(5, 3, soon), Verdict::GiveActiveLate);
        assert_eq!(judge(5, 0, soon), Verdict::GiveActiveLate);
        assert_eq!(judge(5, 3, late), Verdict::Reused);
        assert_eq!(judge(5, 0, TimeDelta::days(1)), Verdict::Reused);
    }

    #[test]
    fn in_strict_mode_the_parent_is_honoured_for_the_interval_only() {
        let at = |presented, seconds| {
            let chain = Chain {
                active: 5,
                floor: 0,
                since_rotation: TimeDelta::seconds(seconds),
                is_strict: true,
            };
            chain.judge(presented)
        };
        assert_eq!(at(5, 10), Verdict::Rotate);
        assert_eq!(at(4, 9), Verdict::GiveActive);
        assert_eq!(at(4, 10), Verdict::Reused);
        assert_eq!(at(3, 9), Verdict::GiveActiveLate);
    }

    #[test]
    fn no_token_from_below_the_floor_gets_the_active_one() {
        let (soon, late) = (TimeDelta::seconds(9), TimeDelta::seconds(10));
        for presented in 0..7 {
            let at = |since_rotation| Chain {
                active: 7,
                floor: 7,
                since_rotation,
                is_strict: false,
            };
            assert_eq!(at(soon).judge(presented), Verdict::BelowFloor);
            assert_eq!(at(late).judge(presented), Verdict::Reused);
        }
        let later = Chain {
            active: 9,
            floor: 7,
            since_rotation: soon,
            is_strict: false,
        };
        assert_eq!(later.judge(9), Verdict::Rotate);
        assert_eq!(later.judge(8), Verdict::GiveActive);
        assert_eq!(later.judge(7), Verdict::GiveActiveLate);
        assert_eq!(later.judge(6), Verdict::BelowFloor);
    }
}
