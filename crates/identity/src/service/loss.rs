//! A changed secret never signs everybody out silently: what a start would cost is found out first, and refused.

mod foreign;
mod foresee;
mod look;
mod own_name;

use std::fmt;

use thiserror::Error;

pub use foreign::{IssuerChange, IssuerLoss};
pub(super) use look::{OpenRefusal, settle};
pub use own_name::ClaimIssuerError;
pub(super) use own_name::former_loopback;

/// Whether a start may end sessions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SessionLoss {
    /// It is refused, with the number.
    #[default]
    Refused,
    /// An operator said yes: what cannot be read is replaced.
    Accepted,
}

/// Why sessions would end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LossCause {
    /// Keys or sessions were encrypted with another master key.
    OtherMasterKey,
    /// There are sessions, but the key that signed their tokens is not there.
    KeysMissing,
    /// Tokens would be signed under another name than before.
    IssuerChanged {
        /// The name until now.
        from: String,
        /// The name from now on.
        to: String,
    },
    /// Tokens of foreign issuers that were accepted would be refused.
    ForeignIssuers(Vec<IssuerLoss>),
}

impl LossCause {
    const fn as_str(&self) -> &'static str {
        match self {
            Self::OtherMasterKey => "other_master_key",
            Self::KeysMissing => "keys_missing",
            Self::IssuerChanged { .. } => "issuer_changed",
            Self::ForeignIssuers(_) => "foreign_issuers",
        }
    }
}

/// A start that would end sessions.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct SessionLossError {
    /// How many; of foreign issuers, how many people.
    pub sessions: i64,
    /// How many second factors nobody could use any more.
    pub factors: i64,
    /// Why.
    pub cause: LossCause,
}

impl fmt::Display for SessionLossError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sessions, factors) = (self.sessions, self.factors);
        match &self.cause {
            LossCause::OtherMasterKey => write!(
                f,
                "this start would end {sessions} live session(s) and take away {factors} second factor(s): the secrets in \
                 the database were encrypted with another master key. Was STOA_MASTER_KEY (or master.key in the data directory) changed? Put the former one back. \
                 If it is lost, start once with --accept-session-loss: everybody signs in again, whoever had an \
                 authenticator app enrolls it anew and is told so by letter, and the API keys of \
                 frontends and servers change too"
            ),
            LossCause::KeysMissing => write!(
                f,
                "this start would end {sessions} live session(s): the key that signed their tokens is not in the database. \
                 Was the table auth.signing_keys emptied? Restore it. If it is lost, start once with \
                 --accept-session-loss: new keys are made, and every access token is refused until it is refreshed"
            ),
            LossCause::IssuerChanged { from, to } => write!(
                f,
                "this start would refuse the access tokens of {sessions} live session(s): they were issued by {from}, and \
                 this start issues as {to}. Was http.public_url changed? To keep them, name the former address in \
                 auth.former_issuers. To go on without them, start once with --accept-session-loss"
            ),
            LossCause::ForeignIssuers(lost) => {
                let lost: Vec<_> = lost.iter().map(ToString::to_string).collect();
                write!(
                    f,
                    "this start would sign out {sessions} person(s) who came with tokens of foreign issuers in the last 30 days: \
                     {}. Put the former row of [[auth.accepted_issuer]] back. To go on without them, start once with \
                     --accept-session-loss: their tokens are refused from then on",
                    lost.join("; ")
                )
            }
        }
    }
}
