use stoa_core::RequestId;

/// What is known of a request besides its body.
#[derive(Debug, Clone)]
pub struct IntakeContext {
    /// The header `Idempotency-Key`.
    pub idempotency_key: Option<String>,
    /// The first part of the client's address: enough to see a flood, too little to find a person.
    pub ip_prefix: Option<String>,
    /// The header `User-Agent`.
    pub user_agent: Option<String>,
    /// The request.
    pub request_id: RequestId,
    /// Why the web layer doubts that a person sent this.
    pub suspicion: Option<Suspicion>,
}

/// Why a lead waits in quarantine until a person has looked at it.
///
/// # Source
/// the leads contract, 3.3: a wrong verdict must cost a delay, never a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suspicion {
    /// The field that no person sees was filled.
    Trap,
    /// Sent sooner after the page was drawn than a person can type.
    TooFast,
    /// Sent from a page drawn long ago, or with a forged time.
    TooOld,
    /// One of too many from one place.
    OverLimit,
}

impl Suspicion {
    /// The word that is stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Trap => "trap",
            Self::TooFast => "too_fast",
            Self::TooOld => "too_old",
            Self::OverLimit => "over_limit",
        }
    }
}
