//! `/logout`, when it asks first.

use askama::Template;

use crate::Shell;

/// `/logout`: one button. The form posts to `/logout`.
#[derive(Debug, Clone, Template)]
#[template(path = "logout.html")]
pub struct LogoutPage {
    /// The page around it.
    pub shell: Shell,
}
