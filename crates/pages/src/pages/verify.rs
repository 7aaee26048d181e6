//! `/auth/v1/verify`: what a person sees who opened the link of a letter.

use askama::Template;

use crate::Shell;

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkUse {
    /// Signing in once.
    SignIn,
    /// Proving the address of a new account.
    Confirm,
    /// A new password.
    Recovery,
    /// The first password.
    Invite,
    /// Agreeing to another address.
    EmailChange,
}

/// `/auth/v1/verify`: one button, for mail programs open links too. The form posts `token`, `type` and `redirect_to` to
/// the same address.
#[derive(Clone, Template)]
#[template(path = "verify.html")]
pub struct VerifyPage {
    /// The page around it. Its address holds the secret: show it nowhere else, and send no referrer.
    pub shell: Shell,
    /// What the link is for.
    pub link_use: LinkUse,
    /// Where the letter went; empty when that is not known.
    pub email: String,
    /// The link's secret.
    pub token: String,
    /// The link's `type`.
    pub kind: String,
    /// Where it leads in the end.
    pub redirect_to: String,
}

/// After the button: leads on to another site by itself, and by a link.
#[derive(Clone, Template)]
#[template(path = "onward.html")]
pub struct OnwardPage {
    /// The page around it.
    pub shell: Shell,
    /// The address, which may hold a session: it is shown as a link and nowhere else.
    pub url: String,
}
