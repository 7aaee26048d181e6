use askama::Template;

use super::LeadRow;
use crate::{Panel, Shell};

/// `/tripwire/quarantine`: leads that are held back. A post to `/tripwire/leads/{id}/release` lets one through, one to
/// `/tripwire/leads/{id}/keep` says that it was looked at and stays.
#[derive(Debug, Clone, Template)]
#[template(path = "desk/quarantine.html")]
pub struct QuarantinePage {
    /// The page around it.
    pub shell: Shell,
    /// Whether these are the ones that somebody has kept back, or those that wait to be looked at.
    pub is_kept: bool,
    /// The leads, the newest first.
    pub leads: Panel<HeldList>,
}

/// A page of held leads.
#[derive(Debug, Clone)]
pub struct HeldList {
    /// The leads.
    pub rows: Vec<LeadRow>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

impl QuarantinePage {
    /// The address of the page that begins at `cursor`.
    pub(crate) fn url(&self, cursor: &str) -> String {
        let shown = if self.is_kept { "shown=kept&" } else { "" };
        format!("/tripwire/quarantine?{shown}cursor={cursor}")
    }
}
