//! Policies that let every row through.

use serde_json::Value;
use stoa_guard::{Finding, Level, is_always_true};
use tokio_postgres::{Error, Row, Transaction};

const QUERY: &str = concat!(
    include_str!("../../statements/audit/head.sql"),
    include_str!("../../statements/audit/policies.sql"),
);

pub(super) async fn always_true(
    tx: &Transaction<'_>,
    settings: &Value,
) -> Result<Vec<Finding>, Error> {
    let policies = tx.query(QUERY, &[settings]).await?;
    Ok(policies.iter().filter_map(judge).collect())
}

fn judge(policy: &Row) -> Option<Finding> {
    let always = |column| {
        policy
            .get::<_, Option<&str>>(column)
            .is_some_and(is_always_true)
    };
    let command: &str = policy.get("command");
    let opens = match command {
        "a" => always("checks"),
        "r" | "d" => always("qual"),
        _ => always("qual") || always("checks"),
    };
    if !opens {
        return None;
    }
    let verb = match command {
        "r" => "read",
        "a" => "insert",
        "w" => "change",
        "d" => "delete",
        _ => "read and write",
    };
    let (table, who, words): (&str, &str, &str) = (
        policy.get("table_name"),
        policy.get("who"),
        policy.get("words"),
    );
    let message = format!("lets {who} {verb} every row of {table}; {words}");
    let finding = Finding::live("SA005", policy.get("object"), message)?;
    let harmless = !policy.get::<_, bool>("strangers") && !policy.get::<_, bool>("writes");
    Some(if harmless {
        finding.at_level(Level::Info)
    } else {
        finding
    })
}
