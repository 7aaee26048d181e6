//! What other processes change, forgotten here at once.

use std::time::Duration;

use stoa_core::{SessionId, UserId};
use stoa_pg::{Heard, Hints};
use uuid::Uuid;

use super::Identity;

/// How soon keys that could not be read are read again.
const KEYS_AGAIN: Duration = Duration::from_secs(1);

/// What a hint says.
#[derive(Debug, PartialEq, Eq)]
enum Hint {
    Session(SessionId),
    User(UserId),
    Keys,
    /// Words of a newer version, or of somebody who guesses: forgetting too much is never wrong.
    Unknown,
}

impl Hint {
    fn parse(text: &str) -> Self {
        let id = |text: &str| Uuid::parse_str(text).ok();
        match text.split_once(':') {
            None if text == "keys" => Self::Keys,
            Some(("session", rest)) => {
                id(rest).map_or(Self::Unknown, |id| Self::Session(SessionId(id)))
            }
            Some(("user", rest)) => id(rest).map_or(Self::Unknown, |id| Self::User(UserId(id))),
            _ => Self::Unknown,
        }
    }
}

impl Identity {
    /// The channel of hints about sessions, users and keys; the triggers of the main database send them with each
    /// commit that changes what is remembered here.
    pub const HINTS: &'static str = "stoa_identity";

    /// Forgets what the hints name, and everything when some may have been missed; reads keys anew when they changed.
    /// Ends with the listener.
    pub async fn follow(&self, mut hints: Hints) {
        let mut keys_are_old = false;
        loop {
            if keys_are_old {
                keys_are_old = !self.keys_are_read().await;
            }
            let heard = if keys_are_old {
                match tokio::time::timeout(KEYS_AGAIN, hints.next()).await {
                    Ok(heard) => heard,
                    Err(_) => continue,
                }
            } else {
                hints.next().await
            };
            match heard {
                Some(heard) => keys_are_old |= self.forget_heard(&heard),
                None => return,
            }
        }
    }

    /// Whether the keys must be read anew.
    fn forget_heard(&self, heard: &Heard) -> bool {
        let hint = match heard {
            Heard::Anything => {
                self.forget_all();
                return true;
            }
            Heard::Hint(text) => Hint::parse(text),
        };
        match hint {
            Hint::Session(id) => self.forget_session(id),
            Hint::User(id) => self.forget_user(id),
            Hint::Unknown => self.forget_all(),
            Hint::Keys => return true,
        }
        false
    }

    async fn keys_are_read(&self) -> bool {
        match self.reload_keys().await {
            Ok(_) => true,
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "the keys could not be read anew; the known ones stay in use"
                );
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_that_is_not_understood_is_one_about_everything() {
        let id = Uuid::from_u128(7);
        assert_eq!(
            Hint::parse(&format!("session:{id}")),
            Hint::Session(SessionId(id))
        );
        assert_eq!(Hint::parse(&format!("user:{id}")), Hint::User(UserId(id)));
        assert_eq!(Hint::parse("keys"), Hint::Keys);
        for text in ["", "session:", "session:x", "keys:1", "roles:7", "user"] {
            assert_eq!(Hint::parse(text), Hint::Unknown, "{text}");
        }
    }
}
