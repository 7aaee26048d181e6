//! What the guard has to say.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::rules;

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

impl Finding {
    /// A finding in a database rather than in a file, at the rule's own level; None when there is no such rule.
    #[must_use]
    pub fn live(rule: &str, object: &str, message: impl Into<String>) -> Option<Self> {
        let rule = rules::named(rule).next()?;
        Some(Self {
            rule: rule.id,
            class: rule.class,
            level: rule.level,
            file: None,
            line: None,
            column: None,
            object: Some(object.to_owned()),
            message: message.into(),
            help: rule.help.to_owned(),
            bytes: (0, 0),
        })
    }

    /// The same with another level.
    #[must_use]
    pub fn at_level(self, level: Level) -> Self {
        Self { level, ..self }
    }

    /// The same, about a file.
    #[must_use]
    pub fn about(self, file: &Path) -> Self {
        Self {
            file: Some(file.to_owned()),
            line: Some(1),
            column: Some(1),
            ..self
        }
    }
}
