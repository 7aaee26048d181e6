use std::str::FromStr;

use stoa_domain::UnknownWord;

/// What became of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LetterState {
    /// The job will come to it.
    Waiting,
    /// No mail server is configured; nothing was sent.
    Held,
    /// On its way, or nobody knows whether it arrived.
    Sending,
    /// A mail server has taken it.
    Sent,
    /// Not needed any more, and not sent.
    Dropped,
    /// Given up.
    Failed,
}

impl LetterState {
    /// Every one of them.
    pub const ALL: [Self; 6] = [
        Self::Waiting,
        Self::Held,
        Self::Sending,
        Self::Sent,
        Self::Dropped,
        Self::Failed,
    ];

    /// The word in storage and in metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Held => "held",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Dropped => "dropped",
            Self::Failed => "failed",
        }
    }

    /// Whether nothing more happens to it.
    #[must_use]
    pub const fn is_end(self) -> bool {
        matches!(self, Self::Sent | Self::Dropped | Self::Failed)
    }
}

impl FromStr for LetterState {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let unknown = || UnknownWord {
            what: "state of a letter",
            text: text.to_owned(),
        };
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or_else(unknown)
    }
}
