//! What each statement of a file really locks, rewrites, reads and opens: it is run, looked at, and rolled back.

use serde::Serialize;
use tokio_postgres::{Error, Transaction};

use super::rights::{Rights, RightsChange};
use crate::{
    runner::{MigrateError, Runner},
    set::Migration,
    statement,
};

/// The longest piece of a statement that is shown, in characters.
const SHOWN: usize = 100;

/// One statement, and what the server did for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatementPlan {
    /// Its first line, from 1.
    pub line: usize,
    /// Its last line.
    pub last_line: usize,
    /// Its beginning.
    pub text: String,
    /// Whether there is more of it than is shown.
    #[serde(skip)]
    pub is_cut: bool,
    /// Tables that were there before the file, each with the strongest lock the statement took.
    pub locks: Vec<Lock>,
    /// Tables that were written anew.
    pub rewrites: Vec<String>,
    /// Tables that were read from end to end, when they have rows.
    pub scans: Vec<String>,
    /// Rights, policies and row-level security that are other than before.
    pub rights: RightsChange,
}

/// A lock on a table that others use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lock {
    /// The table.
    pub table: String,
    /// `AccessExclusiveLock` keeps everybody out, `ShareLock` all who write.
    pub mode: String,
}

/// Runs a file's statements and takes them back. What fails, or needs no transaction, is not looked at any further: the
/// run itself will say so.
pub(super) async fn statements(
    runner: &mut Runner,
    migration: &Migration,
) -> Result<Vec<StatementPlan>, MigrateError> {
    let mut plans = Vec::new();
    if migration.intent.no_transaction {
        return Ok(plans);
    }
    let tx = runner.client_mut().transaction().await?;
    let before = tx
        .query_one(include_str!("../../statements/probe/before.sql"), &[])
        .await?;
    let (oids, nodes): (Vec<u32>, Vec<u32>) = (before.get(0), before.get(1));
    let mut seen = Vec::new();
    let mut rights = Rights::read(&tx).await?;
    for statement in statement::split(&migration.up.text) {
        if statement.controls_transactions()
            || statement.needs_psql()
            || tx.batch_execute(statement.text).await.is_err()
        {
            break;
        }
        let (line, _) = migration.up.place(statement.start);
        let last_line = line + statement.text.trim_end().matches('\n').count();
        let text = statement
            .text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let (locks, rewrites, scans) = look(&tx, &oids, &nodes, &mut seen).await?;
        plans.push(StatementPlan {
            line,
            last_line,
            is_cut: text.chars().nth(SHOWN).is_some(),
            text: text.chars().take(SHOWN).collect(),
            locks,
            rewrites,
            scans,
            rights: rights.changed(&tx).await?,
        });
    }
    tx.rollback().await?;
    Ok(plans)
}

type Seen = (Vec<Lock>, Vec<String>, Vec<String>);

/// What is new since the last look.
async fn look(
    tx: &Transaction<'_>,
    oids: &[u32],
    nodes: &[u32],
    seen: &mut Vec<String>,
) -> Result<Seen, Error> {
    let mut is_new = |what: String| {
        let new = !seen.contains(&what);
        if new {
            seen.push(what);
        }
        new
    };
    let rows = tx
        .query(include_str!("../../statements/probe/locks.sql"), &[&oids])
        .await?;
    let locks = rows
        .iter()
        .map(|row| Lock {
            table: row.get(0),
            mode: row.get(1),
        })
        .filter(|lock| is_new(format!("{} {}", lock.mode, lock.table)))
        .collect();
    let rows = tx
        .query(
            include_str!("../../statements/probe/rewrites.sql"),
            &[&oids, &nodes],
        )
        .await?;
    let rewrites = rows
        .iter()
        .map(|row| (row.get::<_, String>(0), row.get::<_, u32>(1)))
        .filter(|(table, node)| is_new(format!("rewrite {table} {node}")))
        .map(|(table, _)| table)
        .collect();
    let rows = tx
        .query(include_str!("../../statements/probe/scans.sql"), &[&oids])
        .await?;
    let scans = rows
        .iter()
        .map(|row| (row.get::<_, String>(0), row.get::<_, i64>(1)))
        .filter(|(table, read)| is_new(format!("scan {table} {read}")))
        .map(|(table, _)| table)
        .collect();
    Ok((locks, rewrites, scans))
}
