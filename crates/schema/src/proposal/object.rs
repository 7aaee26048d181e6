//! One object of a snapshot, as statements.

use crate::fingerprint::{Part, Snapshot};

/// An object, with the state it belongs to.
pub(super) struct Object<'a> {
    kind: &'a str,
    name: &'a str,
    body: &'a str,
    state: &'a Snapshot,
}

/// The order in which things are made; they are dropped before anything is made, the other way round.
fn place(kind: &str) -> u8 {
    match kind {
        "schema" => 40,
        "extension" => 41,
        "enum" | "domain" | "range" => 42,
        "sequence" => 43,
        "table" => 44,
        "column" => 45,
        "function" | "procedure" => 46,
        "constraint" => 47,
        "index" => 48,
        "view" | "materialized view" => 49,
        _ => 50,
    }
}

impl<'a> Object<'a> {
    pub(super) fn new(kind: &'a str, name: &'a str, body: &'a str, state: &'a Snapshot) -> Self {
        Self {
            kind,
            name,
            body,
            state,
        }
    }

    /// The statements that make it; None when a person must write them.
    pub(super) fn made(&self) -> Option<Vec<(u8, String)>> {
        let name = self.name;
        let place = place(self.kind);
        let one = |statement: String| Some(vec![(place, statement)]);
        match self.kind {
            "schema" => one(format!("create schema {name}")),
            "extension" => {
                let (_, schema) = self.body.rsplit_once(" in ")?;
                one(format!("create extension {name} with schema {schema}"))
            }
            "enum" => one(format!("create type {name} as enum ({})", self.body)),
            "table" => self.table(),
            "column" => {
                let (table, column) = self.split()?;
                let shape = column_shape(self.body)?;
                one(format!("alter table {table} add column {column} {shape}"))
            }
            "constraint" => {
                let (table, constraint) = self.split()?;
                let definition = before(self.body, " valid=");
                one(format!(
                    "alter table {table} add constraint {constraint} {definition}"
                ))
            }
            "index" | "trigger" | "rule" => {
                let mark = if self.kind == "index" {
                    " valid="
                } else {
                    " enabled="
                };
                one(before(self.body, mark).trim_end_matches(';').to_owned())
            }
            "view" => {
                let text = self
                    .body
                    .split_once(" text=")?
                    .1
                    .trim()
                    .trim_end_matches(';');
                let invoker = self.body.contains("security_invoker=");
                let options = if invoker {
                    " with (security_invoker = true)"
                } else {
                    ""
                };
                one(format!("create view {name}{options} as {text}"))
            }
            "materialized view" => {
                let text = self
                    .body
                    .split_once(" text=")?
                    .1
                    .trim()
                    .trim_end_matches(';');
                one(format!("create materialized view {name} as {text}"))
            }
            "function" | "procedure" => one(self.body.trim_end().to_owned()),
            "statistics" => one(self.body.to_owned()),
            _ => None,
        }
    }

    pub(super) fn dropped(&self) -> Option<(u8, String)> {
        let name = self.name;
        let place = 39 - (place(self.kind) - 40).min(30);
        let plain = |what: &str| Some((place, format!("drop {what} {name}")));
        match self.kind {
            "table" | "view" | "materialized view" | "index" | "sequence" | "function"
            | "procedure" | "schema" | "extension" | "domain" | "statistics" => plain(self.kind),
            "enum" | "range" => plain("type"),
            "column" | "constraint" => {
                let (table, part) = self.split()?;
                Some((
                    place,
                    format!("alter table {table} drop {} {part}", self.kind),
                ))
            }
            "trigger" | "rule" => {
                let (table, part) = self.split()?;
                Some((place, format!("drop {} {part} on {table}", self.kind)))
            }
            _ => None,
        }
    }

    /// What turns another object of this name into this one.
    pub(super) fn instead_of(&self, old: &Self) -> Option<Vec<(u8, String)>> {
        match self.kind {
            "column" => self.column_instead_of(old),
            "function" | "procedure" => self.made(),
            "constraint" | "index" | "trigger" | "rule" | "view" | "materialized view" => {
                let mut statements = vec![old.dropped()?];
                statements.extend(self.made()?);
                Some(statements)
            }
            _ => None,
        }
    }

    fn column_instead_of(&self, old: &Self) -> Option<Vec<(u8, String)>> {
        let (table, column) = self.split()?;
        let (was, is) = (Column::read(old.body)?, Column::read(self.body)?);
        if was.rest != is.rest || is.is_generated() || was.is_generated() {
            return None;
        }
        let mut changes = Vec::new();
        let mut alter = |what: String| {
            changes.push((
                place("column"),
                format!("alter table {table} alter column {column} {what}"),
            ));
        };
        if was.ty != is.ty {
            alter(format!("type {} using {column}::{}", is.ty, is.ty));
        }
        match (was.default, is.default) {
            (was, is) if was == is => {}
            (_, Some(default)) => alter(format!("set default {default}")),
            (_, None) => alter("drop default".to_owned()),
        }
        if was.not_null != is.not_null {
            let verb = if is.not_null { "set" } else { "drop" };
            alter(format!("{verb} not null"));
        }
        Some(changes)
    }

    /// A table with all that goes with it in this state.
    fn table(&self) -> Option<Vec<(u8, String)>> {
        if self.body.contains("partition_key=") || self.body.contains("inherits=") {
            return None;
        }
        let inside = |identity: &str| {
            let rest = identity.strip_prefix(self.name)?.strip_prefix('.')?;
            Some(rest.to_owned())
        };
        let rows = self.state.rows();
        let position = |identity: &str| {
            rows.iter()
                .find(|row| row.part == Part::Order && row.identity == identity)
                .and_then(|row| row.body.parse::<u32>().ok())
        };
        let mut columns = Vec::new();
        let mut later = Vec::new();
        for row in rows.iter().filter(|row| row.part == Part::Structure) {
            let Some(part) = inside(&row.identity) else {
                continue;
            };
            if row.kind == "column" {
                columns.push((
                    position(&row.identity),
                    format!("{part} {}", column_shape(&row.body)?),
                ));
            } else if matches!(&*row.kind, "constraint" | "trigger" | "rule") {
                later.extend(Object::new(&row.kind, &row.identity, &row.body, self.state).made()?);
            }
        }
        columns.sort();
        let columns: Vec<_> = columns.into_iter().map(|(_, column)| column).collect();
        let mut statements = vec![(
            place("table"),
            format!(
                "create table {} (\n    {}\n)",
                self.name,
                columns.join(",\n    ")
            ),
        )];
        statements.append(&mut later);
        statements.extend(self.own_indexes()?);
        statements.extend(super::rights::of_table(self.name, self.state)?);
        Some(statements)
    }

    /// The indexes of a new table that no key brings with it.
    fn own_indexes(&self) -> Option<Vec<(u8, String)>> {
        let of_key = |index: &str| {
            let name = index.rsplit_once('.').map_or(index, |(_, name)| name);
            let constraint = format!("{}.{name}", self.name);
            self.state
                .rows()
                .iter()
                .any(|row| row.kind == "constraint" && row.identity == constraint)
        };
        let mut statements = Vec::new();
        for row in self.state.rows().iter().filter(|row| row.kind == "index") {
            if row.body.contains(&format!(" ON {} USING", self.name)) && !of_key(&row.identity) {
                statements
                    .extend(Object::new("index", &row.identity, &row.body, self.state).made()?);
            }
        }
        Some(statements)
    }

    /// `public.t` and `n` of `public.t.n`.
    fn split(&self) -> Option<(&'a str, &'a str)> {
        self.name.rsplit_once('.')
    }
}

/// A column as the fingerprint writes it.
struct Column<'b> {
    ty: &'b str,
    not_null: bool,
    default: Option<&'b str>,
    identity: Option<&'b str>,
    generated: bool,
    rest: &'b str,
}

impl<'b> Column<'b> {
    fn read(body: &'b str) -> Option<Self> {
        let (head, rest) = body.rsplit_once(" storage=")?;
        let (head, _) = head.split_once(" collation=").unwrap_or((head, ""));
        let (head, default) = match head.split_once(" default=") {
            Some((head, default)) => (head, Some(default)),
            None => (head, None),
        };
        let generated = head.contains(" generated=");
        let head = before(head, " generated=");
        let (head, identity) = match head.split_once(" identity=") {
            Some((head, identity)) => (head, Some(identity)),
            None => (head, None),
        };
        let ty = head.trim_end_matches(" not null");
        Some(Self {
            ty,
            not_null: ty.len() < head.len(),
            default,
            identity,
            generated,
            rest,
        })
    }

    fn is_generated(&self) -> bool {
        self.generated || self.identity.is_some()
    }
}

/// The column as CREATE TABLE has it. A serial's default needs a sequence that is there first.
fn column_shape(body: &str) -> Option<String> {
    let column = Column::read(body)?;
    let not_null = if column.not_null { " not null" } else { "" };
    let value = match (column.default, column.generated, column.identity) {
        (Some(expression), true, _) => format!(" generated always as ({expression}) stored"),
        (Some(default), false, _) if default.contains("nextval(") => return None,
        (Some(default), false, _) => format!(" default {default}"),
        (None, _, Some("a")) => " generated always as identity".to_owned(),
        (None, _, Some(_)) => " generated by default as identity".to_owned(),
        (None, _, None) => String::new(),
    };
    Some(format!("{}{not_null}{value}", column.ty))
}

fn before<'t>(text: &'t str, mark: &str) -> &'t str {
    text.rsplit_once(mark).map_or(text, |(before, _)| before)
}
