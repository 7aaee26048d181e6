//! What a rule is.

use super::{At, InFile, InFolder};
use crate::{finding::Level, sql::Span};

/// A rule: what it is called, what it tells people, how it finds out.
pub(crate) struct Rule {
    pub(crate) id: &'static str,
    pub(crate) class: &'static str,
    /// The level in the worst case.
    pub(crate) level: Level,
    /// What happens in production.
    pub(crate) why: &'static str,
    /// A migration that it refuses.
    pub(crate) fails: &'static str,
    /// One sentence: what to do.
    pub(crate) help: &'static str,
    /// What to write instead, as SQL; empty where there is nothing to write.
    pub(crate) instead: &'static str,
    pub(crate) check: Check,
}

/// When a rule is asked.
pub(crate) enum Check {
    /// At each step of an up file.
    Up(fn(&At<'_>, &mut Found)),
    /// At each step of up and down files.
    Both(fn(&At<'_>, &mut Found)),
    /// Once for each file, when all its steps have been replayed.
    File(fn(&InFile<'_>, &mut Found)),
    /// Once for the folder.
    Folder(fn(&InFolder<'_>, &mut Found)),
    /// Never by reading files: whoever looks into a database raises it.
    Live,
}

/// What the rules have found so far.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) raised: Vec<Raised>,
    /// The rule that is being asked.
    pub(crate) rule: Option<&'static Rule>,
}

/// One finding before it is given its line and column.
pub(crate) struct Raised {
    pub(crate) rule: &'static Rule,
    pub(crate) level: Level,
    pub(crate) span: Option<Span>,
    pub(crate) object: Option<String>,
    pub(crate) message: String,
    /// Which source it stands in: the position in the folder, and whether it is the down file.
    pub(crate) file: Option<(usize, bool)>,
    pub(crate) statement: Option<usize>,
}

impl Found {
    pub(crate) fn raise(
        &mut self,
        level: Level,
        file: Option<(usize, bool)>,
        span: Option<Span>,
        object: Option<String>,
        message: impl Into<String>,
    ) {
        if let Some(rule) = self.rule {
            self.raised.push(Raised {
                rule,
                level,
                span,
                object,
                message: message.into(),
                file,
                statement: None,
            });
        }
    }
}
