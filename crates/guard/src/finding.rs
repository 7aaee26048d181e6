//! What the guard has to say.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// How bad something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Good to know.
    Info,
    /// Look at it.
    Warning,
    /// Do not run it.
    Error,
}

impl Level {
    /// Its name in every output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing that is wrong at one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule's id: `SM020`.
    pub rule: &'static str,
    /// The rule's name: `drop-table-unconfirmed`.
    pub class: &'static str,
    /// How bad it is here.
    pub level: Level,
    /// The file, when there is one.
    pub file: Option<PathBuf>,
    /// Line, from 1.
    pub line: Option<usize>,
    /// Column in characters, from 1.
    pub column: Option<usize>,
    /// What it is about: `public.orders`, `public.orders.total`.
    pub object: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
    /// The bytes of the file to underline.
    #[serde(skip)]
    pub bytes: (usize, usize),
}
