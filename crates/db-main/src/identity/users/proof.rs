use chrono::{DateTime, Utc};

/// What is known of whose the address of an account is. There is no other place to read it from: whoever gives something
/// away on the strength of an address asks [`EmailProof::is_proved`], and the rest follows from the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailProof {
    /// A letter is still to be answered; nobody signs in by the address until then.
    Waiting,
    /// It was taken as it was typed, since this installation asks for no letter (`auth.autoconfirm`): the person signs in
    /// by it, and it may be anybody's.
    Assumed {
        /// When.
        since: DateTime<Utc>,
    },
    /// Its mailbox answered, a provider said so, or an administrator answers for it: it is the person's own.
    Proved {
        /// When.
        since: DateTime<Utc>,
    },
}

impl EmailProof {
    /// As two columns say it.
    pub(super) fn stored(confirmed_at: Option<DateTime<Utc>>, is_unproved: bool) -> Self {
        match confirmed_at {
            None => Self::Waiting,
            Some(since) if is_unproved => Self::Assumed { since },
            Some(since) => Self::Proved { since },
        }
    }

    /// Proved at this time, or else waiting.
    #[must_use]
    pub const fn proved_at(time: Option<DateTime<Utc>>) -> Self {
        match time {
            Some(since) => Self::Proved { since },
            None => Self::Waiting,
        }
    }

    /// Whether the address is known to be the person's own.
    #[must_use]
    pub const fn is_proved(self) -> bool {
        matches!(self, Self::Proved { .. })
    }

    /// Whether nobody may sign in by it yet.
    #[must_use]
    pub const fn is_waiting(self) -> bool {
        matches!(self, Self::Waiting)
    }

    /// Since when the person may sign in by it: what clients know as `email_confirmed_at`. Also where nobody proved it.
    #[must_use]
    pub const fn usable_since(self) -> Option<DateTime<Utc>> {
        match self {
            Self::Waiting => None,
            Self::Assumed { since } | Self::Proved { since } => Some(since),
        }
    }

    pub(super) const fn is_assumed(self) -> bool {
        matches!(self, Self::Assumed { .. })
    }
}
