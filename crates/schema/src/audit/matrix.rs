//! Who gets where: each table tried as each role, with each verb, in a transaction that is rolled back.

use serde::Serialize;
use tokio_postgres::{Client, Error, Transaction, error::SqlState};

/// What is tried.
const VERBS: [Verb; 4] = [Verb::Select, Verb::Insert, Verb::Update, Verb::Delete];

/// One way to use a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verb {
    /// Reading rows.
    Select,
    /// Adding rows.
    Insert,
    /// Changing rows.
    Update,
    /// Removing rows.
    Delete,
}

/// How far a role came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// The server refused: no right to the schema or the table.
    Refused,
    /// It was let through, and its policies hide every row there is.
    NoRows,
    /// It was let through to rows.
    Rows,
    /// It was let through: to write, or to read a table that is empty, where policies are not seen at work.
    Open,
    /// It could not be tried; the server's answer was about something else.
    Unknown,
}

/// One cell of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// The table.
    pub table: String,
    /// The role.
    pub role: String,
    /// What was tried.
    pub verb: Verb,
    /// How far it came.
    pub reach: Reach,
}

/// Tries every table of `schemas` (all but the system's when empty) as every one of `roles` that exists, with made-up
/// claims of a person that does not exist. Nothing is kept: the one transaction is rolled back. `truncate` is not tried,
/// because it cannot be tried without a lock.
///
/// # Errors
/// The server's error when the catalog cannot be read or the connection is lost. A role that the login may not take is
/// [`Reach::Unknown`].
pub async fn probe(
    client: &mut Client,
    schemas: &[String],
    roles: &[String],
) -> Result<Vec<Cell>, Error> {
    let tx = client.transaction().await?;
    tx.batch_execute(include_str!("../../statements/audit/begin_probe.sql"))
        .await?;
    let tables = tx
        .query(
            include_str!("../../statements/audit/tables.sql"),
            &[&schemas],
        )
        .await?;
    let roles = tx
        .query(include_str!("../../statements/audit/roles.sql"), &[&roles])
        .await?;
    let mut cells = Vec::new();
    for table in &tables {
        let name: String = table.get(0);
        let has_rows = has_rows(&tx, &name).await?;
        let target = Target {
            name,
            column: table.get(1),
            has_rows,
        };
        for role in &roles {
            let role: String = role.get(0);
            for verb in VERBS {
                let reach = attempt(&tx, &target, &role, verb).await?;
                cells.push(Cell {
                    table: target.name.clone(),
                    role: role.clone(),
                    verb,
                    reach,
                });
            }
        }
    }
    tx.rollback().await?;
    Ok(cells)
}

/// A table by its quoted name, with a quoted column that can be written, when it has one.
struct Target {
    name: String,
    column: Option<String>,
    has_rows: bool,
}

impl Target {
    /// Reading is really done. Writing stops at the door: WHERE FALSE asks for the right and touches no row, fires no
    /// trigger and takes no number from a sequence.
    fn statement(&self, verb: Verb) -> Option<String> {
        let (name, column) = (&self.name, self.column.as_deref());
        Some(match verb {
            Verb::Select => format!("select 1 from {name} limit 1"),
            Verb::Insert => column.map(|c| {
                format!("insert into {name} ({c}) select (null::{name}).{c} where false")
            })?,
            Verb::Update => {
                column.map(|c| format!("update {name} set {c} = default where false"))?
            }
            Verb::Delete => format!("delete from {name} where false"),
        })
    }
}

async fn attempt(
    tx: &Transaction<'_>,
    table: &Target,
    role: &str,
    verb: Verb,
) -> Result<Reach, Error> {
    let Some(statement) = table.statement(verb) else {
        return Ok(Reach::Unknown);
    };
    let quoted = role.replace('"', "\"\"");
    tx.batch_execute("savepoint stoa_probe").await?;
    if let Err(error) = tx
        .batch_execute(&format!("set local role \"{quoted}\""))
        .await
    {
        tx.batch_execute("rollback to savepoint stoa_probe").await?;
        return error.as_db_error().map(|_| Reach::Unknown).ok_or(error);
    }
    let outcome = tx.simple_query(&statement).await;
    tx.batch_execute("rollback to savepoint stoa_probe").await?;
    Ok(match outcome {
        Err(error) if error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) => {
            if on_other_columns(tx, table, role, verb).await? {
                Reach::Open
            } else {
                Reach::Refused
            }
        }
        Err(error) if error.as_db_error().is_some() => Reach::Unknown,
        Err(error) => return Err(error),
        Ok(_) if verb != Verb::Select || !table.has_rows => Reach::Open,
        Ok(answer) if answer.iter().any(is_row) => Reach::Rows,
        Ok(_) => Reach::NoRows,
    })
}

/// A right on some columns only is a right all the same.
async fn on_other_columns(
    tx: &Transaction<'_>,
    table: &Target,
    role: &str,
    verb: Verb,
) -> Result<bool, Error> {
    let verb = match verb {
        Verb::Insert => "INSERT",
        Verb::Update => "UPDATE",
        Verb::Select | Verb::Delete => return Ok(false),
    };
    let question = include_str!("../../statements/audit/some_column.sql");
    Ok(tx
        .query_one(question, &[&role, &table.name, &verb])
        .await?
        .get(0))
}

/// Whether this login sees a row; a table it may not read counts as empty.
async fn has_rows(tx: &Transaction<'_>, name: &str) -> Result<bool, Error> {
    tx.batch_execute("savepoint stoa_rows").await?;
    let answer = tx
        .query_one(&format!("select exists (select from {name})"), &[])
        .await;
    tx.batch_execute("rollback to savepoint stoa_rows").await?;
    match answer {
        Ok(row) => Ok(row.get(0)),
        Err(error) if error.as_db_error().is_some() => Ok(false),
        Err(error) => Err(error),
    }
}

fn is_row(message: &tokio_postgres::SimpleQueryMessage) -> bool {
    matches!(message, tokio_postgres::SimpleQueryMessage::Row(_))
}
