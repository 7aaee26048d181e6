//! Argon2 hashes in PHC form, computed in memory that the caller owns.

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use thiserror::Error;

/// Memory of one hash, in KiB.
///
/// # Source
/// The least that OWASP accepts, as are the two below; the http contract, 5 has the measurement (about 20 ms).
pub(crate) const M_COST_KIB: u32 = 19_456;
/// Passes over the memory.
pub(crate) const T_COST: u32 = 2;
/// Lanes.
pub(crate) const P_COST: u32 = 1;
/// Bytes of salt.
pub(crate) const SALT_LEN: usize = 16;
const OUTPUT_LEN: usize = 32;
/// The most memory that a stored hash may ask for: 64 MiB.
const MAX_M_COST_KIB: u32 = 65_536;
/// The most memory that a stored hash may fill, pass after pass: 512 MiB, about 0.3 s.
const MAX_FILLED_KIB: u64 = 524_288;

/// Why a hash could not be computed.
#[derive(Debug, Error)]
pub(crate) enum PhcError {
    /// A stored hash that we did not make and cannot check.
    #[error("the stored password hash cannot be read")]
    Unreadable,
    /// Argon2 refused.
    #[error("the password could not be hashed")]
    Refused(#[source] argon2::Error),
}

/// What a check of a password found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verified {
    /// The password is right.
    pub(crate) matches: bool,
    /// The hash was made with other parameters than ours of today.
    pub(crate) is_outdated: bool,
}

/// For how many blocks of 1 KiB room is asked: more than 32 MiB, below which the system's allocator may keep what is given
/// back. What is never touched takes no memory.
const ROOM: usize = 33 * 1024;

/// The memory of one thread, allocated at the first hash and kept: page faults are a third of the cost of a hash. Once
/// dropped, it is the system's again.
#[derive(Default)]
pub(crate) struct Memory(Vec<Block>);

/// Hashes a password with today's parameters.
///
/// # Errors
/// [`PhcError::Refused`], for a password longer than 4 GiB.
pub(crate) fn hash(
    memory: &mut Memory,
    password: &[u8],
    salt: &[u8; SALT_LEN],
) -> Result<String, PhcError> {
    let params = current();
    let output = compute(memory, &today(), password, salt, OUTPUT_LEN)?;
    let hash = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).map_err(|_| PhcError::Unreadable)?,
        salt: Some(Salt::new(salt).map_err(|_| PhcError::Unreadable)?),
        hash: Some(Output::new(&output).map_err(|_| PhcError::Unreadable)?),
    };
    Ok(hash.to_string())
}

/// Checks a password against a stored hash, in constant time.
///
/// # Errors
/// [`PhcError`] when the hash is none of argon2, or asks for more than our bounds.
pub(crate) fn verify(
    memory: &mut Memory,
    password: &[u8],
    stored: &str,
) -> Result<Verified, PhcError> {
    let Readable {
        algorithm,
        version,
        params,
        salt,
        want,
    } = Readable::parse(stored)?;
    let argon2 = Argon2::new(algorithm, version, params.clone());
    let got = compute(memory, &argon2, password, &salt, want.len())?;
    // The comparison of outputs takes the same time wherever they differ.
    let matches = Output::new(&got).is_ok_and(|got| got == want);
    let costs = |p: &Params| (p.m_cost(), p.t_cost(), p.p_cost());
    let is_ours = algorithm == Algorithm::Argon2id && version == Version::V0x13;
    let is_outdated = !is_ours
        || costs(&params) != costs(&current())
        || salt.len() < SALT_LEN
        || want.len() != OUTPUT_LEN;
    Ok(Verified {
        matches,
        is_outdated,
    })
}

/// A stored hash, read and found to be within our bounds.
pub(crate) struct Readable {
    algorithm: Algorithm,
    version: Version,
    params: Params,
    salt: Salt,
    want: Output,
}

impl Readable {
    /// Reads argon2id, argon2i and argon2d of both versions.
    ///
    /// # Errors
    /// [`PhcError::Unreadable`] when it is none of them, asks for more than 64 MiB, or for more than 512 MiB filled.
    pub(crate) fn parse(stored: &str) -> Result<Self, PhcError> {
        let stored = PasswordHash::new(stored).map_err(|_| PhcError::Unreadable)?;
        let algorithm =
            Algorithm::try_from(stored.algorithm.as_str()).map_err(|_| PhcError::Unreadable)?;
        let version = stored.version.map_or(Ok(Version::V0x10), Version::try_from);
        let version = version.map_err(|_| PhcError::Unreadable)?;
        let params = Params::try_from(&stored).map_err(|_| PhcError::Unreadable)?;
        let filled = u64::from(params.m_cost()) * u64::from(params.t_cost());
        if params.m_cost() > MAX_M_COST_KIB || filled > MAX_FILLED_KIB {
            return Err(PhcError::Unreadable);
        }
        let (Some(salt), Some(want)) = (stored.salt, stored.hash) else {
            return Err(PhcError::Unreadable);
        };
        Ok(Self {
            algorithm,
            version,
            params,
            salt,
            want,
        })
    }
}

/// Spends what [`verify`] spends, for somebody who has no password or does not exist.
pub(crate) fn waste(memory: &mut Memory, password: &[u8]) {
    let _ = compute(memory, &today(), password, &[0; SALT_LEN], OUTPUT_LEN);
}

fn compute(
    memory: &mut Memory,
    argon2: &Argon2<'_>,
    password: &[u8],
    salt: &[u8],
    length: usize,
) -> Result<Vec<u8>, PhcError> {
    let mut output = vec![0; length];
    let kept = current().block_count();
    memory.0.reserve(ROOM.saturating_sub(memory.0.len()));
    memory
        .0
        .resize(argon2.params().block_count().max(kept), Block::default());
    let computed =
        argon2.hash_password_into_with_memory(password, salt, &mut output, &mut memory.0);
    if memory.0.len() > kept {
        *memory = Memory::default();
    }
    computed.map(|()| output).map_err(PhcError::Refused)
}

fn today() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, current())
}

#[expect(
    clippy::expect_used,
    reason = "the constants above are valid parameters; a test makes a hash with them"
)]
fn current() -> Params {
    Params::new(M_COST_KIB, T_COST, P_COST, Some(OUTPUT_LEN)).expect("valid parameters")
}

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::PasswordHasher as _;

    #[test]
    fn a_hash_holds_its_parameters_and_matches_only_its_password() {
        let mut memory = Memory::default();
        let made = hash(&mut memory, "пароль".as_bytes(), &[7; SALT_LEN]).unwrap();
        assert!(
            made.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{made}"
        );
        let right = verify(&mut memory, "пароль".as_bytes(), &made).unwrap();
        assert_eq!(
            right,
            Verified {
                matches: true,
                is_outdated: false
            }
        );
        for wrong in ["", "парол", "пароль "] {
            assert!(
                !verify(&mut memory, wrong.as_bytes(), &made)
                    .unwrap()
                    .matches,
                "{wrong:?}"
            );
        }
    }

    #[test]
    fn other_argon2_implementations_agree_and_other_parameters_are_outdated() {
        let params = Params::new(20_000, 1, 1, None).unwrap();
        let other = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let stored = other
            .hash_password_with_salt(b"secret", &[3; SALT_LEN])
            .unwrap()
            .to_string();
        let mut memory = Memory::default();
        let verified = verify(&mut memory, b"secret", &stored).unwrap();
        assert_eq!(
            verified,
            Verified {
                matches: true,
                is_outdated: true
            }
        );
        assert!(memory.0.is_empty(), "more than usual is not kept");
    }

    #[test]
    fn a_hash_we_cannot_check_is_an_error_and_never_a_match() {
        let good = hash(&mut Memory::default(), b"secret", &[7; SALT_LEN]).unwrap();
        let (head, _) = good.rsplit_once('$').unwrap();
        for bad in [
            "",
            "secret",
            head,
            &good.replace("argon2id", "argon2x"),
            &good.replace("v=19", "v=17"),
            &good.replace("m=19456", "m=4000000"),
            &good.replace("t=2", "t=4000000"),
            "$2a$10$abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
        ] {
            assert!(
                verify(&mut Memory::default(), b"secret", bad).is_err(),
                "{bad}"
            );
        }
    }
}
