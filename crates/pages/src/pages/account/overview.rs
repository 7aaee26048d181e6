use askama::Template;

use crate::{Faults, Shell};

/// `/account`. A new address is posted as `email` to `/account/email`; the wish to be deleted, with `email` typed again and
/// `current_password`, to `/account/delete`.
#[derive(Debug, Clone, Template)]
#[template(path = "account/overview.html")]
pub struct AccountPage {
    /// The page around it.
    pub shell: Shell,
    /// The address that the person signs in with.
    pub email: String,
    /// The address that waits for its confirmation.
    pub new_email: Option<String>,
    /// Whether the account has a password: some sign in by letters or elsewhere only.
    pub has_password: bool,
    /// How many second factors are in use.
    pub factors: usize,
    /// How many sessions there are, this one among them.
    pub sessions: usize,
    /// The new address as it was typed.
    pub typed_email: String,
    /// Wrong fields of the form for a new address: `email`.
    pub email_faults: Faults,
    /// Wrong fields of the form for deletion: `confirm`, `current_password`.
    pub delete_faults: Faults,
}
