//! What would mend the findings, as pairs of files: first what people get, then constraints, then each index by itself.

use std::fmt::Write as _;

use serde::Serialize;
use stoa_guard::Config;
use tokio_postgres::{Client, Error};

const QUERY: &str = concat!(
    include_str!("../../statements/audit/head.sql"),
    include_str!("../../statements/audit/fix.sql"),
);

/// Who waits behind a lock waits no longer than this.
const LIMIT: &str = "set local lock_timeout = '3s';\n";

/// The first stage that needs a file of its own, and the first that needs one for each statement.
const CONSTRAINTS: i32 = 6;
const INDEXES: i32 = 7;

/// The stage in which row-level security is switched on.
const ENABLING: i32 = 1;

/// One migration that mends something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What follows the number in its files' names.
    pub name: String,
    /// The way there.
    pub up: String,
    /// The way back.
    pub down: String,
    /// What it mends: rule and object.
    pub mends: Vec<(String, String)>,
}

struct Step {
    stage: i32,
    rule: String,
    object: String,
    up: String,
    down: String,
}

/// Migrations for what can be mended without deciding anything about rows: policies before row-level security, that before
/// rights, constraints and indexes in files of their own. What nobody can decide from the catalog alone (which rows a
/// person may see, which of two tables is the right one) is left out.
///
/// # Errors
/// The server's error.
pub async fn fixes(client: &mut Client, config: &Config) -> Result<Vec<Fix>, Error> {
    let tx = super::begin(client).await?;
    let rows = tx.query(QUERY, &[&super::settings(config)]).await?;
    tx.rollback().await?;
    let steps: Vec<_> = rows
        .iter()
        .map(|row| Step {
            stage: row.get("stage"),
            rule: row.get("rule"),
            object: row.get("object"),
            up: row.get("up"),
            down: row.get("down"),
        })
        .collect();
    Ok(arranged(&steps))
}

fn arranged(steps: &[Step]) -> Vec<Fix> {
    let access: Vec<_> = steps.iter().filter(|s| s.stage < CONSTRAINTS).collect();
    let constraints: Vec<_> = steps.iter().filter(|s| s.stage == CONSTRAINTS).collect();
    let indexes = steps.iter().filter(|s| s.stage == INDEXES);
    let mut fixes = Vec::new();
    if !access.is_empty() {
        let down: Vec<_> = access.iter().rev().map(|step| step.back()).collect();
        fixes.push(Fix {
            name: "audit_access".to_owned(),
            up: format!("{LIMIT}{}", lines(access.iter().map(|step| step.there()))),
            down: format!("{LIMIT}{}", lines(down)),
            mends: mends(&access),
        });
    }
    if !constraints.is_empty() {
        fixes.push(Fix {
            name: "audit_constraints".to_owned(),
            up: format!("{LIMIT}{}", lines(constraints.iter().map(|s| s.there()))),
            down: "-- stoa:no-op-down what was validated holds, and need not be doubted again\n"
                .to_owned(),
            mends: mends(&constraints),
        });
    }
    fixes.extend((1..).zip(indexes).map(|(number, step)| Fix {
        name: format!("audit_index_{number}"),
        up: format!("-- stoa:no-transaction\n{}\n", step.up),
        down: format!("-- stoa:no-transaction\n{}\n", step.down),
        mends: mends(&[step]),
    }));
    fixes
}

impl Step {
    /// The statement, with the word that a rule wants to hear about it.
    fn there(&self) -> String {
        let meant = match (self.rule.as_str(), self.stage) {
            ("SA021", _) => {
                "-- stoa:allow SM028 the key points at a table of people who are kept elsewhere\n"
            }
            ("SA001", ENABLING) => {
                "-- stoa:allow SA003 it is shut until somebody writes who may see which rows\n"
            }
            ("SA002", ENABLING) => "-- stoa:allow SA003 its policies are there already\n",
            _ => "",
        };
        format!("{meant}{}", self.up)
    }

    fn back(&self) -> String {
        let meant = match self.rule.as_str() {
            "SA021" => {
                "-- stoa:allow SM043 the way back is seldom gone, and the key is wanted whole\n"
            }
            _ => "",
        };
        format!("{meant}{}", self.down)
    }
}

fn mends(steps: &[&Step]) -> Vec<(String, String)> {
    let mut all: Vec<_> = steps
        .iter()
        .map(|step| (step.rule.clone(), step.object.clone()))
        .collect();
    all.dedup();
    all
}

fn lines(statements: impl IntoIterator<Item = String>) -> String {
    statements.into_iter().fold(String::new(), |mut text, one| {
        let _ = writeln!(text, "{one}");
        text
    })
}
