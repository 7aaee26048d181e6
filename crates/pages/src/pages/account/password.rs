use askama::Template;

use crate::{Faults, Shell};

/// `/account/password`. The form posts `current_password` and `password` to the same address.
#[derive(Debug, Clone, Template)]
#[template(path = "account/password.html")]
pub struct PasswordPage {
    /// The page around it.
    pub shell: Shell,
    /// The address that the person signs in with, for the browser's own store of passwords.
    pub email: String,
    /// Whether the old password must be given: not after a link that a forgotten one was replaced by.
    pub asks_current: bool,
    /// Wrong fields: `current_password`, `password`.
    pub faults: Faults,
}
