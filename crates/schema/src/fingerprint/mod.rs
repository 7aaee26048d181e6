//! What a database is, in four hashes and one row for each object.

mod difference;
mod read;
mod token;

use std::collections::BTreeMap;

use aws_lc_rs::digest::{self, SHA256};
use serde::{Deserialize, Serialize};

pub use difference::{Change, Difference};
pub(crate) use read::read_here;
pub use read::{Names, snapshot};
pub use token::{Fingerprint, TokenError};

/// Which question a row answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// Tables, columns, constraints, indexes, functions and whatever else there is.
    Structure,
    /// Owners, rights, policies, row security.
    Security,
    /// The positions of columns.
    Order,
    /// Comments.
    Notes,
}

impl Part {
    /// All of them, in the order in which a fingerprint writes them.
    pub const ALL: [Self; 4] = [Self::Structure, Self::Security, Self::Order, Self::Notes];
}

/// One object, or one property of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Row {
    /// Which hash it goes into.
    pub part: Part,
    /// `table`, `column`, `policy`, `grant`.
    pub kind: String,
    /// Its full name.
    pub identity: String,
    /// Everything else that is known of it, as text.
    pub body: String,
}

/// Everything that is in a database, but for its data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    rows: Vec<Row>,
    fingerprint: Fingerprint,
}

impl Snapshot {
    /// Puts rows in order and takes their fingerprint; `major` is the server's version.
    #[must_use]
    pub fn new(major: u32, mut rows: Vec<Row>) -> Self {
        rows.sort_unstable();
        let fingerprint = Fingerprint {
            major,
            structure: hash(&rows, Part::Structure),
            security: hash(&rows, Part::Security),
            order: hash(&rows, Part::Order),
            notes: hash(&rows, Part::Notes),
        };
        Self { rows, fingerprint }
    }

    /// Its four hashes.
    #[must_use]
    pub fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }

    /// Its rows, in order.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// True when there is not one relation, function or type of anybody's in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows
            .iter()
            .all(|row| row.part != Part::Structure || matches!(&*row.kind, "schema" | "extension"))
    }

    /// How many tables there are.
    #[must_use]
    pub fn tables(&self) -> usize {
        self.rows
            .iter()
            .filter(|row| row.part == Part::Structure && row.kind == "table")
            .count()
    }

    fn by_name(&self) -> BTreeMap<(Part, &str, &str), &str> {
        self.rows
            .iter()
            .map(|row| ((row.part, &*row.kind, &*row.identity), &*row.body))
            .collect()
    }
}

/// Every field is closed by a byte that no text of a database holds.
fn hash(rows: &[Row], part: Part) -> String {
    let mut context = digest::Context::new(&SHA256);
    for row in rows.iter().filter(|row| row.part == part) {
        for field in [&row.kind, &row.identity, &row.body] {
            context.update(field.as_bytes());
            context.update(b"\0");
        }
    }
    hex(context.finish().as_ref())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}
