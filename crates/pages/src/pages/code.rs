//! `/code`: the six digits of a letter, for whoever cannot open its link here.

use askama::Template;

use crate::{Faults, Shell};

/// What the letter was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeFor {
    /// A new account, or signing in once.
    SignIn,
    /// A new password.
    Recovery,
    /// Another address.
    EmailChange,
}

impl CodeFor {
    /// Every one of them.
    pub const ALL: [Self; 3] = [Self::SignIn, Self::Recovery, Self::EmailChange];

    /// The word in the page's address and form, which is the `type` that stands for it in GoTrue's protocol.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "email",
            Self::Recovery => "recovery",
            Self::EmailChange => "email_change",
        }
    }
}

/// `/code`. The form posts `for`, `email` and `code` to the same address.
#[derive(Debug, Clone, Template)]
#[template(path = "code.html")]
pub struct CodePage {
    /// The page around it.
    pub shell: Shell,
    /// What the letter was about.
    pub code_for: CodeFor,
    /// The address as it was typed.
    pub email: String,
    /// Wrong fields: `email`, `code`.
    pub faults: Faults,
}
