//! What differs between two states of a database, object by object.

use serde::{Deserialize, Serialize};

use super::{Part, Snapshot};

/// What happened to an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It should be there and is not.
    Missing,
    /// It is there and should not be.
    Added,
    /// It is there and is another.
    Changed,
}

/// One object that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What happened to it.
    pub change: Change,
    /// Which part of the fingerprint it belongs to.
    pub part: Part,
    /// `table`, `column`, `policy`.
    pub kind: String,
    /// Its full name.
    pub identity: String,
    /// What was expected of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
}

impl Difference {
    /// True when it concerns what a schema is, and not comments or the order of columns.
    #[must_use]
    pub fn is_serious(&self) -> bool {
        matches!(self.part, Part::Structure | Part::Security)
    }

    /// True when something that a program may rely on is gone.
    #[must_use]
    pub fn is_loss(&self) -> bool {
        self.change == Change::Missing && self.is_serious()
    }

    /// One line for people: `missing table public.orders`.
    #[must_use]
    pub fn line(&self) -> String {
        let what = match self.change {
            Change::Missing => "missing",
            Change::Added => "not expected",
            Change::Changed => "changed",
        };
        format!("{what}: {} {}", self.kind, self.identity)
    }
}

impl Snapshot {
    /// What another state has differently. What goes with a missing or added table is not listed beside it.
    #[must_use]
    pub fn differences(&self, found: &Self) -> Vec<Difference> {
        let (mine, theirs) = (self.by_name(), found.by_name());
        let entry = |change,
                     (part, kind, identity): (Part, &str, &str),
                     expected: Option<&&str>,
                     found: Option<&&str>| {
            Difference {
                change,
                part,
                kind: kind.to_owned(),
                identity: identity.to_owned(),
                expected: expected.map(|body| (*body).to_owned()),
                found: found.map(|body| (*body).to_owned()),
            }
        };
        let mut all = Vec::new();
        for (key, body) in &mine {
            match theirs.get(key) {
                None => all.push(entry(Change::Missing, *key, Some(body), None)),
                Some(other) if other != body => {
                    all.push(entry(Change::Changed, *key, Some(body), Some(other)));
                }
                Some(_) => {}
            }
        }
        let added = theirs.iter().filter(|(key, _)| !mine.contains_key(*key));
        all.extend(added.map(|(key, body)| entry(Change::Added, *key, None, Some(body))));
        without_parts_of_tables(all)
    }
}

/// A table that is gone takes its columns, indexes, sequences and rights with it; one line says it all.
fn without_parts_of_tables(all: Vec<Difference>) -> Vec<Difference> {
    let tables: Vec<(Change, String)> = all
        .iter()
        .filter(|d| d.is_whole_table())
        .map(|d| (d.change, d.identity.clone()))
        .collect();
    let sequences: Vec<(Change, String)> = all
        .iter()
        .filter(|d| {
            d.kind == "sequence"
                && tables
                    .iter()
                    .any(|(change, table)| d.goes_with(*change, table))
        })
        .map(|d| (d.change, d.identity.clone()))
        .collect();
    // A column that comes or goes has no place any more: that is no news beside it.
    let columns: Vec<(Change, String)> = all
        .iter()
        .filter(|d| d.part == Part::Structure && d.kind == "column")
        .map(|d| (d.change, d.identity.clone()))
        .collect();
    let is_place = |d: &Difference| {
        d.part == Part::Order
            && d.change != Change::Changed
            && columns
                .iter()
                .any(|(change, column)| *change == d.change && *column == d.identity)
    };
    let mut kept: Vec<_> = all
        .into_iter()
        .filter(|d| !is_place(d))
        .filter(|d| {
            !tables
                .iter()
                .chain(&sequences)
                .any(|(change, whole)| d.goes_with(*change, whole))
        })
        .collect();
    kept.sort_by(|a, b| (a.part, &a.kind, &a.identity).cmp(&(b.part, &b.kind, &b.identity)));
    kept
}

impl Difference {
    fn is_whole_table(&self) -> bool {
        self.part == Part::Structure && self.change != Change::Changed && self.kind == "table"
    }

    /// Whether this is a part of a table or sequence that as a whole is missing or added.
    fn goes_with(&self, change: Change, whole: &str) -> bool {
        if self.change != change || self.is_whole_table() {
            return false;
        }
        let name = self
            .identity
            .split_once(' ')
            .map_or(&*self.identity, |(_, name)| name);
        let body = self
            .expected
            .as_ref()
            .or(self.found.as_ref())
            .map_or("", String::as_str);
        name == whole
            || name
                .strip_prefix(whole)
                .is_some_and(|rest| rest.starts_with('.'))
            || self.kind == "index"
                && [
                    format!(" ON {whole} USING"),
                    format!(" ON ONLY {whole} USING"),
                ]
                .iter()
                .any(|on| body.contains(on))
            || self.kind == "sequence" && body.contains(&format!("owned_by={whole}."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fingerprint::Row;

    fn row(part: Part, kind: &str, identity: &str, body: &str) -> Row {
        let own = str::to_owned;
        Row {
            part,
            kind: own(kind),
            identity: own(identity),
            body: own(body),
        }
    }

    #[test]
    fn a_missing_table_is_one_line_and_a_changed_column_another() {
        use Part::{Notes, Security, Structure};
        let before = Snapshot::new(
            15,
            vec![
                row(Structure, "table", "public.a", ""),
                row(Structure, "column", "public.a.id", "integer"),
                row(Security, "grant", "relation public.a", "x=SELECT"),
                row(Structure, "table", "public.ab", ""),
                row(Structure, "column", "public.ab.id", "integer"),
                row(Notes, "comment", "table public.ab", "old"),
            ],
        );
        let after = Snapshot::new(
            15,
            vec![
                row(Structure, "table", "public.ab", ""),
                row(Structure, "column", "public.ab.id", "bigint"),
                row(Notes, "comment", "table public.ab", "new"),
            ],
        );
        let lines: Vec<_> = before
            .differences(&after)
            .iter()
            .map(Difference::line)
            .collect();
        assert_eq!(
            lines,
            [
                "changed: column public.ab.id",
                "missing: table public.a",
                "changed: comment table public.ab"
            ]
        );
        assert!(!before.fingerprint().is_same(after.fingerprint()));
        assert!(before.differences(&before).is_empty());
    }
}
