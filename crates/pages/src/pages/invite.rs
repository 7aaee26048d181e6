//! `/invite/{token}`.

use askama::Template;

use crate::{Faults, Shell};

/// `/invite/{token}`: the buyer chooses a password. The form posts `password` to the same address.
#[derive(Debug, Clone, Template)]
#[template(path = "invite.html")]
pub struct InvitePage {
    /// The page around it. Its path holds the secret: show it nowhere else, and send no referrer.
    pub shell: Shell,
    /// What the link is still good for.
    pub state: InviteState,
    /// Wrong fields: `password`.
    pub faults: Faults,
}

/// What an invite is still good for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InviteState {
    /// A password can be set.
    Open {
        /// Whose it is; empty when the name is not known.
        name: String,
        /// Their e-mail address: the login.
        email: String,
    },
    /// It was used, has expired or never was; which of them is not said.
    Closed,
}
