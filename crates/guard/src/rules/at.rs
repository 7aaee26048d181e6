//! Where a rule stands when it is asked.

use super::Found;
use crate::{
    catalog::{Catalog, Origin, Routine, Stats, Table, View},
    config::Config,
    directive::{Directive, Says},
    finding::Level,
    folder::{Folder, SourceText},
    sql::{Action, Name, Script, Span, Statement, Step},
};

/// What was asked for on the command line and in the settings.
pub(crate) struct Settings<'a> {
    pub(crate) config: &'a Config,
    pub(crate) stats: Option<&'a Stats>,
}

/// One file, read.
pub(crate) struct FileView<'a> {
    /// Its position in the folder, from 1; 0 is the base.
    pub(crate) number: usize,
    pub(crate) is_down: bool,
    pub(crate) source: &'a SourceText,
    pub(crate) script: &'a Script,
    pub(crate) directives: &'a [Directive],
}

/// One step of a file, with the state of the database just before it.
pub(crate) struct At<'a> {
    pub(crate) file: &'a FileView<'a>,
    pub(crate) settings: &'a Settings<'a>,
    /// The number of the statement, from 0.
    pub(crate) index: usize,
    /// The number of the step in its statement.
    pub(crate) nth: usize,
    pub(crate) step: &'a Step,
    pub(crate) catalog: &'a Catalog,
    /// The state before the migration; for a down file, before its up file.
    pub(crate) before: &'a Catalog,
    /// The up files that come after this one.
    pub(crate) later_files: &'a [&'a Script],
}

/// A whole file, with the state before and after it.
pub(crate) struct InFile<'a> {
    pub(crate) file: &'a FileView<'a>,
    /// Whether the up file of a down file could not be read whole.
    pub(crate) opaque_up: bool,
    pub(crate) before: &'a Catalog,
    pub(crate) after: &'a Catalog,
}

/// The folder, with the state before it and at its end.
pub(crate) struct InFolder<'a> {
    pub(crate) folder: &'a Folder,
    pub(crate) settings: &'a Settings<'a>,
    pub(crate) before: &'a Catalog,
    pub(crate) after: &'a Catalog,
    /// The up files, by number from 1.
    pub(crate) files: &'a [FileView<'a>],
}

/// How much a lock on a table costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// Made in this file: nobody else sees it.
    New,
    Small(u64),
    Large(u64),
    Unknown,
}

impl FileView<'_> {
    fn id(&self) -> (usize, bool) {
        (self.number, self.is_down)
    }

    /// Whether the file says that it runs outside a transaction.
    pub(crate) fn no_transaction(&self) -> bool {
        self.directives
            .iter()
            .any(|d| d.says == Says::NoTransaction)
    }

    pub(crate) fn steps(&self) -> impl Iterator<Item = &Step> {
        self.script.statements.iter().flat_map(|s| &s.steps)
    }
}

impl<'a> At<'a> {
    pub(crate) fn statement(&self) -> &'a Statement {
        &self.file.script.statements[self.index]
    }

    /// The steps of this file before this one.
    pub(crate) fn earlier(&self) -> impl Iterator<Item = &'a Step> {
        let script = self.file.script;
        let before = script.statements[..self.index]
            .iter()
            .flat_map(|s| &s.steps);
        before.chain(&script.statements[self.index].steps[..self.nth])
    }

    /// The steps of this file after this one.
    pub(crate) fn later(&self) -> impl Iterator<Item = &'a Step> {
        let script = self.file.script;
        let here = &script.statements[self.index].steps;
        let rest = here.get(self.nth + 1..).unwrap_or_default();
        rest.iter().chain(
            script.statements[self.index + 1..]
                .iter()
                .flat_map(|s| &s.steps),
        )
    }

    pub(crate) fn report(
        &self,
        found: &mut Found,
        level: Level,
        object: impl std::fmt::Display,
        message: impl Into<String>,
    ) {
        self.report_at(found, level, self.step.span, object, message);
    }

    pub(crate) fn report_at(
        &self,
        found: &mut Found,
        level: Level,
        span: Span,
        object: impl std::fmt::Display,
        message: impl Into<String>,
    ) {
        let object = Some(format!("{object}")).filter(|o| !o.is_empty());
        found.raise(level, Some(self.file.id()), Some(span), object, message);
        if let Some(raised) = found.raised.last_mut() {
            raised.statement = Some(self.index);
        }
    }

    /// The steps of the files after this one.
    pub(crate) fn files_after(&self) -> impl Iterator<Item = &'a Step> {
        let statements = self
            .later_files
            .iter()
            .flat_map(|script| &script.statements);
        statements.flat_map(|statement| &statement.steps)
    }

    /// The full name of a relation.
    pub(crate) fn full(&self, name: &Name) -> Name {
        self.catalog.resolve(name)
    }

    /// Whether a table is one that this file made itself.
    pub(crate) fn is_new(&self, table: &Name) -> bool {
        let name = self.full(table);
        let view = self.catalog.view(&name);
        self.catalog.table(&name).is_some_and(|t| {
            crate::catalog::Table::is_temporary(&name)
                || (t.origin.file == self.file.number && !t.assumed)
        }) || view.is_some_and(|v| v.materialized && v.origin.file == self.file.number)
    }

    pub(crate) fn size(&self, table: &Name) -> Size {
        if self.is_new(table) {
            return Size::New;
        }
        let name = self.full(table).to_string();
        match self.settings.stats.and_then(|stats| stats.rows(&name)) {
            Some(rows) if rows >= self.settings.config.large_table_rows => Size::Large(rows),
            Some(rows) => Size::Small(rows),
            None => Size::Unknown,
        }
    }

    /// How bad a lock or a scan of a table is; None on a table of this file.
    pub(crate) fn lock_level(&self, table: &Name) -> Option<Level> {
        match self.size(table) {
            Size::New => None,
            Size::Small(_) => Some(Level::Warning),
            Size::Large(_) | Size::Unknown => Some(Level::Error),
        }
    }

    /// How large a table is, in words that fit behind its name.
    pub(crate) fn how_large(&self, table: &Name) -> String {
        match self.size(table) {
            Size::Small(rows) | Size::Large(rows) => format!(" ({rows} rows)"),
            Size::New | Size::Unknown => String::new(),
        }
    }

    /// Whether a comment at this statement, or on the first line, confirms this.
    pub(crate) fn confirmed(&self, kind: &str, object: &str) -> bool {
        let short = object.strip_prefix(&format!("{}.", self.catalog.default_schema()));
        let mut confirmed = false;
        for directive in self.file.directives {
            let here = directive.statement == Some(self.index) || directive.is_first_line;
            if let Says::Confirm { kind: k, object: o } = &directive.says
                && here
                && k == kind
                && (o == object || Some(o.as_str()) == short)
            {
                directive.used.set(true);
                confirmed = true;
            }
        }
        confirmed
    }

    /// In a down file: whether a relation is one that the up file made.
    pub(crate) fn undoes_table(&self, table: &Name) -> bool {
        let name = self.full(table);
        self.file.is_down
            && self.catalog.tables.contains_key(&name)
            && self.catalog.table(&name).is_some_and(|t| !t.assumed)
            && !self.before.tables.contains_key(&name)
    }
}

impl InFile<'_> {
    pub(crate) fn report(
        &self,
        found: &mut Found,
        level: Level,
        span: Option<Span>,
        object: Option<String>,
        message: impl Into<String>,
    ) {
        found.raise(level, Some(self.file.id()), span, object, message);
    }

    /// Whether the way there or the way back could not be read whole.
    pub(crate) fn is_opaque(&self) -> bool {
        self.opaque_up || self.file.steps().any(is_opaque)
    }

    /// Whether anything in the file changes anything.
    pub(crate) fn has_effect(&self) -> bool {
        self.file.steps().any(has_effect)
    }
}

/// Whether a step does something that nobody has read.
pub(crate) fn is_opaque(step: &Step) -> bool {
    matches!(
        step.action,
        Action::Opaque(_)
            | Action::Dynamic {
                readable: false,
                ..
            }
    )
}

fn has_effect(step: &Step) -> bool {
    use crate::sql::action::Other;
    match &step.action {
        Action::Select { calls, into, .. } => {
            *into
                || calls
                    .iter()
                    .any(|call| !HARMLESS.contains(&call.name.as_str()))
        }
        Action::Set { .. } | Action::Reset(_) | Action::Transaction(_) | Action::Lock { .. } => {
            false
        }
        Action::Other(other) => *other != Other::Nothing,
        _ => true,
    }
}

const HARMLESS: [&str; 8] = [
    "now",
    "version",
    "current_setting",
    "pg_sleep",
    "clock_timestamp",
    "count",
    "txid_current",
    "to_regclass",
];

impl InFolder<'_> {
    /// Reports what a file of the folder brought about.
    pub(crate) fn report(
        &self,
        found: &mut Found,
        level: Level,
        origin: Origin,
        object: impl std::fmt::Display,
        message: impl Into<String>,
    ) {
        let last = self.files.last().map_or(0, |file| file.number);
        let number = if origin.file == 0 { last } else { origin.file };
        let span = (origin.file > 0).then_some(origin.span);
        let object = Some(format!("{object}"));
        found.raise(level, Some((number, false)), span, object, message);
        let file = self.files.iter().find(|file| file.number == number);
        if let (Some(raised), Some(file), Some(span)) = (found.raised.last_mut(), file, span) {
            let statements = &file.script.statements;
            raised.statement = statements.iter().position(|s| s.span.end > span.start);
        }
    }

    /// Tables at the end that were not there before.
    pub(crate) fn new_tables(&self) -> impl Iterator<Item = (&Name, &Table)> {
        let is_new = |name: &Name| self.before.tables.get(name).is_none_or(|old| old.assumed);
        self.after
            .tables
            .iter()
            .filter(move |(name, table)| !table.assumed && table.origin.file > 0 && is_new(name))
            .map(|(name, table)| (name, table.as_ref()))
    }

    /// Views at the end that were not there, or not so, before.
    pub(crate) fn new_views(&self) -> impl Iterator<Item = (&Name, &View)> {
        self.after
            .views
            .iter()
            .filter(|(_, view)| view.origin.file > 0)
            .map(|(name, view)| (name, view.as_ref()))
    }

    /// Functions that the folder makes or replaces.
    pub(crate) fn new_routines(&self) -> impl Iterator<Item = (&Name, &Routine)> {
        self.after
            .routines
            .iter()
            .flat_map(|(name, all)| all.iter().map(move |routine| (name, routine.as_ref())))
            .filter(|(_, routine)| routine.origin.file > 0)
    }

    /// Whether nothing is known of the database before the folder.
    pub(crate) fn base_is_unknown(&self) -> bool {
        !self.before.complete
    }

    /// Whether the files speak of roles in which clients come.
    pub(crate) fn has_clients(&self) -> bool {
        let app = |role: &str| {
            self.settings
                .config
                .app_roles
                .iter()
                .any(|known| known == role)
        };
        self.after.roles.keys().any(|role| app(role))
            || self
                .after
                .schema_grants
                .iter()
                .any(|(_, role, _, _)| app(role))
    }
}
