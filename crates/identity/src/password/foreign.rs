//! Password hashes that other platforms made. They are checked on the same threads as ours, within the same bounds, and
//! replaced by ours at the next sign-in.

mod firebase;

use stoa_core::{ExposeSecret as _, SecretString};
use thiserror::Error;

use super::phc::{self, Memory, PhcError, Readable, Verified};
use firebase::Firebase;

/// The highest bcrypt cost that is taken over: about 0.5 s of one core.
const MAX_BCRYPT_COST: u32 = 13;
const BCRYPT_LEN: usize = 60;

/// A password hash of another platform, found to be one that can be checked within our bounds.
#[derive(Debug, Clone)]
pub struct PasswordHash(SecretString);

/// Why a hash is not taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PasswordHashError {
    /// Neither bcrypt, nor argon2, nor Firebase scrypt.
    #[error("not a bcrypt ($2a$, $2b$, $2y$), argon2 or Firebase scrypt ($fbscrypt$) hash")]
    Unknown,
    /// It cannot be read, or one check would cost more than we give: 64 MiB, and about half a second.
    #[error("damaged, or one check would cost more than 64 MiB or half a second")]
    Refused,
}

/// What made a hash.
enum Maker {
    Bcrypt,
    Argon2,
    Firebase,
}

impl Maker {
    fn of(text: &str) -> Option<Self> {
        if ["$2a$", "$2b$", "$2y$"]
            .iter()
            .any(|prefix| text.starts_with(prefix))
        {
            Some(Self::Bcrypt)
        } else if text.starts_with("$argon2") {
            Some(Self::Argon2)
        } else if text.starts_with("$fbscrypt$") {
            Some(Self::Firebase)
        } else {
            None
        }
    }
}

impl PasswordHash {
    /// Reads a hash: bcrypt up to cost 13, argon2id, argon2i or argon2d up to 64 MiB, Firebase scrypt up to 64 MiB.
    ///
    /// # Errors
    /// [`PasswordHashError`]; it never holds the hash.
    pub fn parse(text: &str) -> Result<Self, PasswordHashError> {
        let is_good = match Maker::of(text).ok_or(PasswordHashError::Unknown)? {
            Maker::Bcrypt => bcrypt_cost(text).is_some_and(|cost| cost <= MAX_BCRYPT_COST),
            Maker::Argon2 => Readable::parse(text).is_ok(),
            Maker::Firebase => Firebase::parse(text).is_some(),
        };
        is_good
            .then(|| Self(SecretString::from(text)))
            .ok_or(PasswordHashError::Refused)
    }

    pub(crate) fn as_str(&self) -> &str {
        self.0.expose_secret()
    }
}

/// Checks a password against a stored hash, whoever made it. What is not ours is outdated.
///
/// # Errors
/// [`PhcError`] for a hash that cannot be read, or is beyond our bounds.
pub(crate) fn verify(
    memory: &mut Memory,
    password: &[u8],
    stored: &str,
) -> Result<Verified, PhcError> {
    let matches = match Maker::of(stored).ok_or(PhcError::Unreadable)? {
        Maker::Argon2 => return phc::verify(memory, password, stored),
        Maker::Bcrypt => {
            bcrypt_cost(stored)
                .filter(|cost| *cost <= MAX_BCRYPT_COST)
                .ok_or(PhcError::Unreadable)?;
            bcrypt::verify(password, stored).map_err(|_| PhcError::Unreadable)?
        }
        Maker::Firebase => Firebase::parse(stored)
            .and_then(|hash| hash.matches(password))
            .ok_or(PhcError::Unreadable)?,
    };
    Ok(Verified {
        matches,
        is_outdated: true,
    })
}

/// The cost of a well-formed bcrypt hash.
fn bcrypt_cost(text: &str) -> Option<u32> {
    let is_alphabet = |b: u8| b.is_ascii_alphanumeric() || b == b'.' || b == b'/';
    let rest = text.get(4..).filter(|_| text.len() == BCRYPT_LEN)?;
    let (cost, hash) = rest.split_once('$')?;
    (cost.len() == 2 && hash.bytes().all(is_alphabet))
        .then(|| cost.parse().ok())
        .flatten()
        .filter(|cost| *cost >= 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by other programs for the password `пароль-1`, and one from the page of Firebase's own tool.
    const BCRYPT: &str = "$2b$04$abcdefghijklmnopqrstuu5tOVvxXKy8Hq4bOUwvYcy3wF1cW5bLe";

    fn check(password: &str, stored: &str) -> Result<bool, PhcError> {
        let verified = verify(&mut Memory::default(), password.as_bytes(), stored)?;
        Ok(verified.matches && verified.is_outdated)
    }

    #[test]
    fn bcrypt_of_all_three_prefixes_is_checked() {
        let made = bcrypt::hash_with_salt("пароль-1", 4, [7; 16]).unwrap();
        for version in [
            bcrypt::Version::TwoA,
            bcrypt::Version::TwoB,
            bcrypt::Version::TwoY,
        ] {
            let text = made.format_for_version(version);
            PasswordHash::parse(&text).unwrap();
            assert!(check("пароль-1", &text).unwrap(), "{text}");
            assert!(!check("пароль-2", &text).unwrap());
        }
    }

    #[test]
    fn argon2_of_all_kinds_is_checked() {
        use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
        let params = || Params::new(256, 2, 2, None).unwrap();
        for algorithm in [Algorithm::Argon2d, Algorithm::Argon2i, Algorithm::Argon2id] {
            for version in [Version::V0x10, Version::V0x13] {
                let made = Argon2::new(algorithm, version, params())
                    .hash_password_with_salt("пароль-1".as_bytes(), &[3; 16])
                    .unwrap()
                    .to_string();
                PasswordHash::parse(&made).unwrap();
                assert!(check("пароль-1", &made).unwrap(), "{made}");
                assert!(!check("пароль-2", &made).unwrap(), "{made}");
            }
        }
    }

    #[test]
    fn firebase_scrypt_is_checked_as_the_tool_of_firebase_does() {
        // The worked example of Firebase's own tool: password user1password.
        let text = "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==$42xEC+ixf3L2lw==$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==";
        PasswordHash::parse(text).unwrap();
        assert!(check("user1password", text).unwrap());
        assert!(!check("user2password", text).unwrap());
    }

    #[test]
    fn hostile_and_damaged_hashes_are_refused_without_work() {
        let argon2 = "$argon2id$v=19$m=4096,t=3,p=1$c29tZXNhbHRzYWx0$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA";
        PasswordHash::parse(argon2).unwrap();
        let firebase = "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=AAAA$AAAA$AAAA";
        PasswordHash::parse(firebase).unwrap();
        let unknown = [
            "",
            "plain",
            "5f4dcc3b5aa765d61d8327deb882cf99",
            "$2x$10$",
            "$1$x$y",
        ];
        for text in unknown {
            assert_eq!(
                PasswordHash::parse(text).unwrap_err(),
                PasswordHashError::Unknown,
                "{text}"
            );
        }
        let refused = [
            BCRYPT.replace("$04$", "$14$"),
            BCRYPT.replace("$04$", "$99$"),
            BCRYPT.replace("$04$", "$03$"),
            BCRYPT.replace("abc", "ab!"),
            BCRYPT[..59].to_owned(),
            format!("{BCRYPT}x"),
            argon2.replace("m=4096", "m=4194304"),
            argon2.replace("t=3", "t=4000000000"),
            argon2.replace("m=4096,t=3", "m=65536,t=9"),
            argon2.replace("v=19", "v=1"),
            firebase.replace("n=14", "n=40"),
            firebase.replace("n=14", "n=0"),
            firebase.replace("r=8", "r=4096"),
            firebase.replace("p=1", "p=100"),
            firebase.replace("v=1", "v=2"),
            firebase.replace("ss=Bw==", "ss=%%"),
            firebase.replace("n=14,", ""),
        ];
        for text in refused {
            assert_eq!(
                PasswordHash::parse(&text).unwrap_err(),
                PasswordHashError::Refused,
                "{text}"
            );
            assert!(check("x", &text).is_err(), "{text}");
        }
        assert!(!format!("{:?}", PasswordHash::parse(argon2).unwrap()).contains("c29t"));
    }
}
