//! `/forgot`.

use askama::Template;

use crate::{Faults, Shell};

/// `/forgot`: asks for the address to send a link to. The form posts `email` to `/forgot`.
#[derive(Debug, Clone, Template)]
#[template(path = "forgot.html")]
pub struct ForgotPage {
    /// The page around it.
    pub shell: Shell,
    /// The address as it was typed.
    pub email: String,
    /// Whether letters leave this installation; without that there is no form.
    pub has_mail: bool,
    /// Whether the form was sent. What is said then is the same for known and unknown addresses.
    pub is_sent: bool,
    /// Whether the person comes from a link that works no longer.
    pub is_link_used: bool,
    /// Wrong fields: `email`.
    pub faults: Faults,
}
