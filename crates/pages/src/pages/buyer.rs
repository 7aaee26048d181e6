//! `/tripwire/users/{id}`.

use askama::Template;

use crate::Shell;
use crate::pages::desk::{BuyerRow, InviteLink, LeadRow};

/// `/tripwire/users/{id}`: one buyer. A new invite is asked for by a post to `/tripwire/users/{id}/invite`, another try
/// at an account that was given up by one to `/tripwire/users/{id}/retry`.
#[derive(Debug, Clone, Template)]
#[template(path = "buyer.html")]
pub struct BuyerPage {
    /// The page around it.
    pub shell: Shell,
    /// The buyer.
    pub buyer: BuyerRow,
    /// The lead that was won with this sale.
    pub lead: Option<LeadRow>,
    /// An invite that was just made. It is shown once, on this page only.
    pub invite: Option<InviteLink>,
    /// Whether an invite can be made now: the account is there.
    pub may_invite: bool,
    /// Whether the account was given up and can be tried again.
    pub may_retry: bool,
}
