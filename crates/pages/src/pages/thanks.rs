//! `/l/expresscourse/thanks`.

use askama::Template;

use crate::Shell;
use crate::pages::desk::payment;

/// `/l/expresscourse/thanks`: the lead was taken, and what happens next. It names no person, so its address can be
/// reloaded and shared.
#[derive(Debug, Clone, Template)]
#[template(path = "landing/thanks.html")]
pub struct ThanksPage {
    /// The page around it.
    pub shell: Shell,
    /// The lead's short name, to be told to a manager.
    pub code: String,
    /// `kaspi`, `card`, `manager`, or nothing yet.
    pub payment_method: Option<String>,
    /// Whether the request had come before, so that this is the earlier one's code.
    pub is_duplicate: bool,
}

impl ThanksPage {
    pub(crate) fn next_step(&self) -> &'static str {
        match self.payment_method.as_deref() {
            Some("kaspi" | "kaspi_red") => "thanks-next-kaspi",
            Some("card") => "thanks-next-card",
            _ => "thanks-next-manager",
        }
    }

    pub(crate) fn payment(&self) -> Option<String> {
        self.payment_method
            .as_deref()
            .map(|method| payment(&self.shell, Some(method)))
    }
}
