//! What is wrong with a database as it stands: who gets where, what is kept in the open, what slows it down.
//!
//! Rights are the server's own answer (`has_table_privilege` and its like), so that memberships, PUBLIC, columns and the
//! rights to a schema count. Nothing is written and no value of anybody's row leaves the server.

mod fix;
mod matrix;
mod policies;
mod secrets;

pub use fix::{Fix, fixes};
pub use matrix::{Cell, Reach, Verb, probe};
use serde_json::{Value, json};
use stoa_guard::{Config, Finding, Level, Profile};
use tokio_postgres::{Client, Error, IsolationLevel, Transaction};

use crate::runner::{MigrateError, Runner};

const QUERY: &str = concat!(
    include_str!("../../statements/audit/head.sql"),
    include_str!("../../statements/audit/all_begin.sql"),
    include_str!("../../statements/audit/rows.sql"),
    include_str!("../../statements/audit/identity.sql"),
    include_str!("../../statements/audit/grants.sql"),
    include_str!("../../statements/audit/hygiene.sql"),
    include_str!("../../statements/audit/all_end.sql"),
);

/// Everything the rules of section SA find, the worst first.
///
/// # Errors
/// The server's error. A login that may not read a table judges it by its catalog alone.
pub async fn audit(client: &mut Client, config: &Config) -> Result<Vec<Finding>, Error> {
    let tx = begin(client).await?;
    let settings = settings(config);
    let mut findings: Vec<_> = tx
        .query(QUERY, &[&settings])
        .await?
        .iter()
        .filter_map(finding)
        .collect();
    findings.extend(policies::always_true(&tx, &settings).await?);
    findings.extend(secrets::in_the_open(&tx, &settings).await?);
    tx.rollback().await?;
    findings.sort_by(|a, b| {
        (b.level, a.rule, a.class, &a.object).cmp(&(a.level, b.rule, b.class, &b.object))
    });
    findings.dedup();
    Ok(findings)
}

/// Who gets at what a finding is about: `PUBLIC`, `anon`, `nobody`. None where that is not the question.
#[must_use]
pub fn reach(finding: &Finding) -> Option<&str> {
    let (_, who) = finding.message.rsplit_once("reachable by ")?;
    Some(who.trim_end_matches(", whole").trim_end_matches(" yet"))
}

impl Runner {
    /// The same, of the database this runner is on.
    ///
    /// # Errors
    /// [`MigrateError::Database`].
    pub async fn audit(&mut self, config: &Config) -> Result<Vec<Finding>, MigrateError> {
        Ok(audit(self.client_mut(), config).await?)
    }
}

async fn begin(client: &mut Client) -> Result<Transaction<'_>, Error> {
    let tx = client
        .build_transaction()
        .read_only(true)
        .isolation_level(IsolationLevel::RepeatableRead)
        .start()
        .await?;
    tx.batch_execute(include_str!("../../statements/audit/begin.sql"))
        .await?;
    Ok(tx)
}

fn settings(config: &Config) -> Value {
    let profile = match config.profile {
        Profile::Plain => "plain",
        Profile::Supabase => "supabase",
        Profile::Strict => "strict",
    };
    json!({
        "profile": profile,
        "schemas": config.schemas,
        "app_roles": config.app_roles,
        "identity_table": config.identity_table,
    })
}

fn finding(row: &tokio_postgres::Row) -> Option<Finding> {
    let (rule, object, message): (String, String, String) =
        (row.get("rule"), row.get("object"), row.get("message"));
    let finding = Finding::live(&rule, &object, message)?;
    let level = match row.get::<_, Option<&str>>("level") {
        Some("error") => Level::Error,
        Some("warning") => Level::Warning,
        Some("info") => Level::Info,
        _ => finding.level,
    };
    Some(finding.at_level(level))
}
