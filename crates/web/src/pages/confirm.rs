//! What is dangerous is asked once more before it is done, on the server: a browser without a script is asked too.

use axum::response::Response;
use serde::Deserialize;
use stoa_pages::{
    Shell,
    pages::confirm::{ConfirmPage, Question},
};

use super::context::render;
use crate::Fault;

/// Whether a form was sent by the page that asked.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Sure {
    #[serde(default)]
    sure: String,
}

impl Sure {
    /// The person was asked, and said yes.
    pub(super) fn is_said(&self) -> bool {
        self.sure == "yes"
    }
}

/// What is asked about, and what the first form held.
pub(super) struct Asked<'a> {
    pub(super) question: Question,
    /// Whom or what it is about.
    pub(super) about: Option<String>,
    /// Names and values to be posted again.
    pub(super) kept: Vec<(&'static str, String)>,
    /// The page of the first form.
    pub(super) back: &'a str,
}

/// Asks: the answer is posted to where this request was.
pub(super) fn ask(mut shell: Shell, asked: Asked<'_>) -> Result<Response, Fault> {
    let action = shell.place().to_owned();
    asked.back.clone_into(&mut shell.path);
    render(&ConfirmPage {
        shell,
        question: asked.question,
        about: asked.about,
        action,
        kept: asked.kept,
        back: asked.back.to_owned(),
    })
}
