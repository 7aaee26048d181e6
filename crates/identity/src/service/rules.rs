use chrono::TimeDelta;

use super::Identity;
use crate::RedirectPolicy;

/// What this installation allows people to do by themselves.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own"
)]
pub struct SelfService {
    /// Strangers may make accounts.
    pub sign_up: bool,
    /// An address counts as proved without a letter.
    pub autoconfirm: bool,
    /// People may begin without an address.
    pub anonymous: bool,
    /// A change of address must be agreed to from both mailboxes.
    pub double_email_change: bool,
    /// Where links may lead.
    pub redirects: RedirectPolicy,
}

impl Default for SelfService {
    /// Sign-up with a letter, nobody anonymous, both mailboxes agree, links lead to our own site only.
    fn default() -> Self {
        Self {
            sign_up: true,
            autoconfirm: false,
            anonymous: false,
            double_email_change: true,
            redirects: RedirectPolicy::default(),
        }
    }
}

impl Identity {
    /// What this installation allows people to do by themselves.
    #[must_use]
    pub fn self_service(&self) -> &SelfService {
        &self.inner.options.rules
    }
}

/// How long after a sign-in the password may be changed without another proof.
///
/// # Source
/// the identity contract, 6 (ASVS 5.0, V6.2).
pub(super) const FRESH: TimeDelta = TimeDelta::hours(24);
/// How long the code that a link gives to a PKCE client is good.
///
/// # Source
/// the identity contract, 3.4.
pub(super) const CODE_LIFE: TimeDelta = TimeDelta::minutes(5);
/// So long after the sending of its letter a flow can lead nowhere any more: the link has expired, and the code after it.
pub(super) const FLOW_LIFE: TimeDelta = TimeDelta::hours(2);
