use stoa_core::{LeadCode, LeadId};

/// The answer to a request that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The lead: a new one, or the one that the request repeats.
    pub lead_id: LeadId,
    /// Its short name.
    pub code: LeadCode,
    /// True when another request had made the lead, and this one carried no key. A repeat with the key of the first
    /// request gets the first answer, word for word.
    pub duplicate: bool,
    /// Why it is one.
    pub duplicate_reason: Option<DuplicateReason>,
    /// True when the answer is the repeated one of a key.
    pub replayed: bool,
}

/// Why a request made no lead of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DuplicateReason {
    /// The same person asked for the same thing on the same page a moment ago: a double click.
    Window,
}

impl DuplicateReason {
    /// The word for clients.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Window => "same_request_within_window",
        }
    }
}

impl Accepted {
    /// A lead of its own.
    pub(super) fn first(lead_id: LeadId, code: LeadCode) -> Self {
        Self {
            lead_id,
            code,
            duplicate: false,
            duplicate_reason: None,
            replayed: false,
        }
    }

    /// The first answer of a key.
    pub(super) fn replay(lead_id: LeadId, code: LeadCode) -> Self {
        Self {
            replayed: true,
            ..Self::first(lead_id, code)
        }
    }

    /// Another request's lead.
    pub(super) fn repeat(lead_id: LeadId, code: LeadCode) -> Self {
        let duplicate_reason = Some(DuplicateReason::Window);
        Self {
            duplicate: true,
            duplicate_reason,
            ..Self::first(lead_id, code)
        }
    }
}
