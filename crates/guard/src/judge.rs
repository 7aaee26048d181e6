//! Reading a folder from its first file to its last, and asking the rules at each step.

use std::path::PathBuf;

use crate::{
    catalog::{Catalog, DOWN, Origin, Stats},
    config::{Config, Profile},
    directive::{self, Directive, Says},
    finding::{Finding, Level},
    folder::{Folder, Migration, SourceText},
    rules::{self, At, Check, FileView, Found, InFile, InFolder, Raised, Settings},
    sql::{
        self, Action, Name, Script, Step,
        action::{Grant, GrantTarget},
    },
};

/// What to judge, and what is known of the database it is for.
#[derive(Debug, Clone, Copy)]
pub struct Lint<'a> {
    /// The files.
    pub folder: &'a Folder,
    /// The schema they are applied to, as SQL; without it, what the folder itself builds.
    pub base: Option<&'a str>,
    /// The settings.
    pub config: &'a Config,
    /// Sizes of tables in production.
    pub stats: Option<&'a Stats>,
}

/// A file with all that was read from it.
struct Read {
    script: Script,
    directives: Vec<Directive>,
}

impl Lint<'_> {
    /// Everything that is wrong with the folder, in the order of its files.
    #[must_use]
    pub fn run(&self) -> Vec<Finding> {
        let settings = Settings {
            config: self.config,
            stats: self.stats,
        };
        let start = self.start();
        let ups: Vec<_> = self.read(|migration| migration.up.as_ref());
        let downs: Vec<_> = self.read(|migration| migration.down.as_ref());
        let mut found = Found::default();
        let mut catalog = start.clone();
        let mut views = Vec::new();
        let scripts: Vec<_> = ups.iter().flatten().map(|read| &read.script).collect();
        for (number, migration) in (1..).zip(&self.folder.migrations) {
            let before = catalog.clone();
            let done = ups[..number].iter().flatten().count();
            let round = Round {
                settings: &settings,
                before: &before,
                later_files: &scripts[done..],
                opaque_up: ups[number - 1].as_ref().is_some_and(Read::is_opaque),
            };
            if let Some(view) = view(
                number,
                false,
                migration.up.as_ref(),
                ups[number - 1].as_ref(),
            ) {
                round.pass(&view, &mut catalog, &mut found);
                views.push(view);
            }
            if let Some(view) = view(
                number,
                true,
                migration.down.as_ref(),
                downs[number - 1].as_ref(),
            ) {
                let mut undone = catalog.clone();
                round.pass(&view, &mut undone, &mut found);
            }
        }
        let whole = InFolder {
            folder: self.folder,
            settings: &settings,
            before: &start,
            after: &catalog,
            files: &views,
        };
        ask(&mut found, |check, found| {
            if let Check::Folder(check) = check {
                check(&whole, found);
            }
        });
        self.settle(found, &ups, &downs)
    }

    /// The database before the first file.
    fn start(&self) -> Catalog {
        let mut catalog = Catalog::empty();
        if self.config.profile == Profile::Supabase {
            catalog
                .default_grants
                .push((everything_to_clients(), Origin::default()));
        }
        if let Some(base) = self.base {
            let script = sql::read::script(&without_psql(base));
            for step in script.statements.iter().flat_map(|s| &s.steps) {
                catalog.apply(step, 0);
            }
            catalog.search_path = vec!["public".to_owned()];
            catalog.complete = true;
        } else {
            let first = self.folder.migrations.first().map_or(0, Migration::number);
            catalog.complete = first == 1 && self.folder.migrations.len() > 1;
        }
        catalog
    }

    fn read(&self, half: impl Fn(&Migration) -> Option<&SourceText>) -> Vec<Option<Read>> {
        let read = |source: &SourceText| {
            let script = sql::read::script(&source.text);
            let directives = directive::read(&source.text, &script.statements);
            Read { script, directives }
        };
        self.folder
            .migrations
            .iter()
            .map(|m| half(m).map(read))
            .collect()
    }

    /// Leaves out what is allowed, and gives the rest its lines.
    fn settle(&self, found: Found, ups: &[Option<Read>], downs: &[Option<Read>]) -> Vec<Finding> {
        let read = |(number, is_down): (usize, bool)| {
            let half = if is_down { downs } else { ups };
            half.get(number.checked_sub(1)?)?.as_ref()
        };
        let mut raised: Vec<_> = found
            .raised
            .into_iter()
            .filter(|r| !r.file.and_then(read).is_some_and(|file| allowed(file, r)))
            .collect();
        raised.sort_by_key(|r| {
            let file = r.file.unwrap_or((usize::MAX, false));
            (file, r.span.unwrap_or_default(), r.rule.id)
        });
        let mut findings: Vec<_> = raised.iter().map(|r| self.finding(r)).collect();
        findings.dedup();
        findings
    }

    fn finding(&self, raised: &Raised) -> Finding {
        let source = raised.file.and_then(|(number, is_down)| {
            let migration = self.folder.migrations.get(number.checked_sub(1)?)?;
            if is_down {
                migration.down.as_ref()
            } else {
                migration.up.as_ref()
            }
        });
        let span = raised.span.unwrap_or_default();
        let place = source.map(|source| source.place(span.start));
        Finding {
            rule: raised.rule.id,
            class: raised.rule.class,
            level: raised.level,
            file: source
                .map(|s| s.path.clone())
                .or_else(|| self.file_of(raised)),
            line: place.map(|(line, _)| line).or(Some(1)),
            column: place.map(|(_, column)| column).or(Some(1)),
            object: raised.object.clone(),
            message: raised.message.clone(),
            help: raised.rule.help.to_owned(),
            bytes: (span.start, span.end),
        }
    }

    /// A finding about a file that is not there points at its other half.
    fn file_of(&self, raised: &Raised) -> Option<PathBuf> {
        let (number, _) = raised.file?;
        let migration = self.folder.migrations.get(number.checked_sub(1)?)?;
        Some(migration.path())
    }
}

fn allowed(file: &Read, raised: &Raised) -> bool {
    file.directives.iter().any(|directive| {
        let Says::Allow(rule) = &directive.says else {
            return false;
        };
        let here = directive.is_first_line
            || raised.statement.is_none()
            || directive.statement == raised.statement;
        let same = rule.eq_ignore_ascii_case(raised.rule.id)
            || rule.eq_ignore_ascii_case(raised.rule.class);
        if here && same {
            directive.used.set(true);
        }
        here && same
    })
}

fn view<'a>(
    number: usize,
    is_down: bool,
    source: Option<&'a SourceText>,
    read: Option<&'a Read>,
) -> Option<FileView<'a>> {
    let read = read?;
    Some(FileView {
        number,
        is_down,
        source: source?,
        script: &read.script,
        directives: &read.directives,
    })
}

fn ask(found: &mut Found, mut put: impl FnMut(&Check, &mut Found)) {
    for rule in rules::ALL {
        found.rule = Some(rule);
        put(&rule.check, found);
    }
}

/// What a hosted Supabase database gives to its client roles by default.
fn everything_to_clients() -> Grant {
    Grant {
        privileges: vec!["all".to_owned()],
        target: GrantTarget::AllTables(vec!["public".to_owned()]),
        roles: ["anon", "authenticated", "service_role"]
            .map(str::to_owned)
            .to_vec(),
        ..Grant::default()
    }
}

/// One migration's turn.
struct Round<'a> {
    settings: &'a Settings<'a>,
    before: &'a Catalog,
    later_files: &'a [&'a Script],
    opaque_up: bool,
}

impl Round<'_> {
    /// Replays one file and asks the rules at each step.
    fn pass(&self, file: &FileView<'_>, catalog: &mut Catalog, found: &mut Found) {
        let path = catalog.search_path.clone();
        for (index, statement) in file.script.statements.iter().enumerate() {
            for (nth, step) in statement.steps.iter().enumerate() {
                for step in std::iter::once(step.clone()).chain(called(step, catalog)) {
                    let at = At {
                        file,
                        settings: self.settings,
                        index,
                        nth,
                        step: &step,
                        catalog,
                        before: self.before,
                        later_files: self.later_files,
                    };
                    ask(found, |check, found| match check {
                        Check::Both(check) => check(&at, found),
                        Check::Up(check) if !file.is_down => check(&at, found),
                        _ => {}
                    });
                    let source = if file.is_down { DOWN } else { file.number };
                    catalog.apply(&step, source);
                }
            }
        }
        catalog.search_path = path;
        let whole = InFile {
            file,
            opaque_up: self.opaque_up,
            before: self.before,
            after: catalog,
        };
        ask(found, |check, found| {
            if let Check::File(check) = check {
                check(&whole, found);
            }
        });
    }
}

impl Read {
    fn is_opaque(&self) -> bool {
        let steps = self.script.statements.iter().flat_map(|s| &s.steps);
        steps.into_iter().any(rules::is_opaque)
    }
}

/// What runs when a statement calls functions whose bodies are known.
fn called(step: &Step, catalog: &Catalog) -> Vec<Step> {
    let calls: Vec<&Name> = match &step.action {
        Action::Select { calls, .. } => calls.iter().collect(),
        Action::Call(name) => vec![name],
        _ => return Vec::new(),
    };
    calls
        .into_iter()
        .flat_map(|call| catalog.routines(call))
        .flat_map(|routine| routine.body.iter())
        .map(|inner| Step {
            span: step.span,
            in_block: true,
            action: inner.action.clone(),
        })
        .collect()
}

/// A dump without what only psql understands; places stay as they were.
#[must_use]
pub fn without_psql(text: &str) -> String {
    let mut in_rows = false;
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let skip = in_rows || line.starts_with('\\');
        if in_rows && line.trim_end() == "\\." {
            in_rows = false;
        } else if !in_rows && is_copy_of_rows(line) {
            in_rows = true;
            out.push('\n');
            continue;
        }
        out.push_str(if skip { "\n" } else { line });
    }
    out
}

fn is_copy_of_rows(line: &str) -> bool {
    let line = line.trim_end().to_lowercase();
    line.starts_with("copy ") && line.ends_with("from stdin;")
}

/// The worst level among findings.
#[must_use]
pub fn worst(findings: &[Finding]) -> Option<Level> {
    findings.iter().map(|finding| finding.level).max()
}
