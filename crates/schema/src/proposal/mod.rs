//! A pair of files for what somebody changed by hand: up makes everywhere what is here, down takes it back.

mod object;
mod rights;

use object::Object;
use serde::Serialize;

use crate::fingerprint::{Change, Difference, Part, Snapshot};

/// What would make a folder's schema the one that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// The way there.
    pub up: String,
    /// The way back.
    pub down: String,
    /// What nobody but a person can write, as sentences.
    pub by_hand: Vec<String>,
}

impl Proposal {
    /// From the schema that the files make to the one that is there. None when nothing differs.
    #[must_use]
    pub fn of(expected: &Snapshot, found: &Snapshot) -> Option<Self> {
        let mut differences = expected.differences(found);
        differences.retain(Difference::is_serious);
        if differences.is_empty() {
            return None;
        }
        let (up, mut by_hand) = way(&differences, expected, found);
        let back: Vec<_> = differences.iter().map(turned).collect();
        let (down, more) = way(&back, found, expected);
        by_hand.extend(
            more.into_iter()
                .filter(|line| !by_hand.contains(line))
                .collect::<Vec<_>>(),
        );
        Some(Self { up, down, by_hand })
    }
}

/// The same difference, seen from the other side.
fn turned(difference: &Difference) -> Difference {
    Difference {
        change: match difference.change {
            Change::Missing => Change::Added,
            Change::Added => Change::Missing,
            Change::Changed => Change::Changed,
        },
        expected: difference.found.clone(),
        found: difference.expected.clone(),
        ..difference.clone()
    }
}

/// The statements from one state to another, in an order in which they can run, and what is left.
fn way(differences: &[Difference], from: &Snapshot, to: &Snapshot) -> (String, Vec<String>) {
    let mut statements: Vec<(u8, String)> = Vec::new();
    let mut by_hand = Vec::new();
    for difference in differences {
        match one(difference, from, to) {
            Some(mut made) => statements.append(&mut made),
            None => by_hand.push(difference.line()),
        }
    }
    statements.sort_by_key(|(place, _)| *place);
    let text = statements
        .into_iter()
        .fold(String::new(), |text, (_, statement)| {
            text + &statement + ";\n"
        });
    (text, by_hand)
}

/// What turns one object into the other, each statement with its place in the order.
fn one(difference: &Difference, from: &Snapshot, to: &Snapshot) -> Option<Vec<(u8, String)>> {
    if difference.part == Part::Security {
        return rights::turn(difference);
    }
    let (kind, name) = (&*difference.kind, &*difference.identity);
    let old = difference.expected.as_deref();
    let new = difference.found.as_deref();
    if is_of_a_constraint(difference, from, to) || is_of_a_view(difference, from, to) {
        return Some(Vec::new());
    }
    let before = old.map(|body| Object::new(kind, name, body, from));
    let after = new.map(|body| Object::new(kind, name, body, to));
    match (before, after) {
        (None, Some(after)) => after.made(),
        (Some(before), None) => Some(vec![before.dropped()?]),
        (Some(before), Some(after)) => after.instead_of(&before),
        (None, None) => None,
    }
}

/// The index behind a key comes and goes with it.
fn is_of_a_constraint(difference: &Difference, from: &Snapshot, to: &Snapshot) -> bool {
    let Some((schema, index)) = difference.identity.rsplit_once('.') else {
        return false;
    };
    let of_key = |row: &&crate::fingerprint::Row| {
        row.kind == "constraint"
            && row.identity.starts_with(&format!("{schema}."))
            && row.identity.ends_with(&format!(".{index}"))
    };
    difference.kind == "index"
        && [from, to]
            .iter()
            .any(|s| s.rows().iter().any(|row| of_key(&row)))
}

/// The columns of a view are what its text says.
fn is_of_a_view(difference: &Difference, from: &Snapshot, to: &Snapshot) -> bool {
    let Some((relation, _)) = difference.identity.rsplit_once('.') else {
        return false;
    };
    let is_table = |state: &&Snapshot| {
        state
            .rows()
            .iter()
            .any(|row| row.kind == "table" && row.identity == relation)
    };
    difference.kind == "column" && ![from, to].iter().any(is_table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fingerprint::Row;

    fn snapshot(rows: &[(Part, &str, &str, &str)]) -> Snapshot {
        let rows = rows.iter().map(|(part, kind, identity, body)| Row {
            part: *part,
            kind: (*kind).to_owned(),
            identity: (*identity).to_owned(),
            body: (*body).to_owned(),
        });
        Snapshot::new(15, rows.collect())
    }

    #[test]
    fn an_index_and_a_column_by_hand_become_a_pair() {
        use Part::Structure;
        let expected = snapshot(&[(Structure, "table", "public.t", "kind=r")]);
        let found = snapshot(&[
            (Structure, "table", "public.t", "kind=r"),
            (
                Structure,
                "column",
                "public.t.n",
                "integer not null default=1 storage=p local=true",
            ),
            (
                Structure,
                "index",
                "public.i",
                "CREATE INDEX i ON public.t USING btree (n) valid=true ready=true clustered=false replica_identity=false",
            ),
        ]);
        let proposal = Proposal::of(&expected, &found).unwrap();
        assert_eq!(
            proposal.up,
            "alter table public.t add column n integer not null default 1;\nCREATE INDEX i ON public.t USING btree (n);\n"
        );
        assert_eq!(
            proposal.down,
            "drop index public.i;\nalter table public.t drop column n;\n"
        );
        assert_eq!(proposal.by_hand, Vec::<String>::new());
        assert_eq!(Proposal::of(&found, &found), None);
    }
}
