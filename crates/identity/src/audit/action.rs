use std::fmt;
use std::str::FromStr;

use thiserror::Error;

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        /// What was done or tried: a closed list, whose texts are kept for ever.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum AuditAction {
            $($(#[$doc])* $name,)+
        }

        impl AuditAction {
            /// All of them, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The action as it is stored and searched for: `session.signed_in`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }
    };
}

actions! {
    /// A session began.
    SignedIn = "session.signed_in",
    /// A sign-in was refused; `details.reason` says why.
    SignInFailed = "session.sign_in_failed",
    /// A session ended because its person wished it.
    SignedOut = "session.signed_out",
    /// A session ended because its time was over, and somebody came back to it.
    SessionExpired = "session.expired",
    /// Sessions whose time was over were removed, and nobody had come back to them; `details.sessions` says how many.
    SessionsSwept = "session.swept",
    /// A session was ended by somebody else.
    SessionRevoked = "session.revoked",
    /// An old refresh token came back, and its session was ended.
    RefreshReused = "session.refresh_reused",
    /// The parent of an active refresh token came from another network by another program.
    RefreshFollowed = "session.refresh_followed",
    /// A session rose to a higher assurance level.
    SteppedUp = "session.stepped_up",
    /// A user was made.
    UserCreated = "user.created",
    /// A user came from another platform.
    UserImported = "user.imported",
    /// Somebody made an account for themselves.
    UserSignedUp = "user.signed_up",
    /// Somebody wanted an account with the address of this one; `details.contested`: with another password, before the
    /// address was proved.
    SignUpRepeated = "user.sign_up_repeated",
    /// Data of a user changed; `details.fields` names them.
    UserUpdated = "user.updated",
    /// The address or number of a user was proved.
    UserConfirmed = "user.confirmed",
    /// A user was shut out.
    UserBanned = "user.banned",
    /// A user was let in again.
    UserUnbanned = "user.unbanned",
    /// A user was deleted.
    UserDeleted = "user.deleted",
    /// A user took all their data out.
    UserExported = "user.exported",
    /// The address of a user changed.
    EmailChanged = "user.email_changed",
    /// A password was set or changed.
    PasswordChanged = "password.changed",
    /// A new password was refused, or the proof for it.
    PasswordRefused = "password.refused",
    /// A role was given.
    RoleGranted = "role.granted",
    /// A role was taken away.
    RoleRevoked = "role.revoked",
    /// An invitation was made.
    InviteMade = "invite.made",
    /// An invitation was accepted.
    InviteAccepted = "invite.accepted",
    /// A link or code was made; `details.purpose` says for what.
    LinkMade = "link.made",
    /// A link or code was used.
    LinkUsed = "link.used",
    /// A link or code was refused.
    LinkRefused = "link.refused",
    /// A second factor was set up, not yet proved.
    FactorEnrolled = "factor.enrolled",
    /// A second factor was proved for the first time.
    FactorVerified = "factor.verified",
    /// A second factor was renamed or otherwise changed.
    FactorChanged = "factor.changed",
    /// A second factor was removed.
    FactorRemoved = "factor.removed",
    /// A wrong code was given for a second factor.
    FactorRefused = "factor.refused",
    /// Recovery codes were made.
    RecoveryCodesMade = "factor.recovery_codes_made",
    /// A recovery code was used.
    RecoveryCodeUsed = "factor.recovery_code_used",
    /// Another way to sign in was joined to a user.
    IdentityLinked = "identity.linked",
    /// A way to sign in was taken from a user.
    IdentityUnlinked = "identity.unlinked",
    /// A signing key was made.
    KeyMade = "key.made",
    /// Another signing key signs from now on.
    KeyRotated = "key.rotated",
    /// A signing key signs no more.
    KeyRetired = "key.retired",
    /// A signing key came back from a copy.
    KeyRestored = "key.restored",
    /// The private part of a key was shown.
    KeyExported = "key.exported",
    /// Sessions were given up knowingly, for a changed secret.
    SessionsGivenUp = "key.sessions_given_up",
}

/// A word that names no action.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("no action is called {0:?}")]
pub struct UnknownAction(pub String);

impl FromStr for AuditAction {
    type Err = UnknownAction;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL
            .iter()
            .copied()
            .find(|action| action.as_str() == text);
        known.ok_or_else(|| UnknownAction(text.chars().take(60).collect()))
    }
}

impl fmt::Display for AuditAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn texts_are_two_words_with_a_dot_and_all_differ() {
        let texts: HashSet<_> = AuditAction::ALL.iter().map(|a| a.as_str()).collect();
        assert_eq!(texts.len(), AuditAction::ALL.len());
        for action in AuditAction::ALL {
            let (noun, verb) = action.as_str().split_once('.').unwrap();
            let plain = |word: &str| {
                word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') && !word.is_empty()
            };
            assert!(plain(noun) && plain(verb), "{action}");
            assert_eq!(action.as_str().parse(), Ok(*action));
        }
        assert!("user.liked".parse::<AuditAction>().is_err());
    }
}
