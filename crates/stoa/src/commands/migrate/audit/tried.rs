//! `stoa audit probe`: who really gets where.

use std::{collections::BTreeMap, path::Path, process::ExitCode};

use clap::Args;
use serde_json::json;
use stoa_schema::{Cell, Reach, Verb};

use super::{super::answer::Format, AuditOf};
use crate::commands::{migrate::Failed, say};

#[derive(Debug, Args)]
pub(crate) struct Probe {
    #[command(flatten)]
    of: AuditOf,
    /// Only tables of these schemas; without it, all but the system's.
    #[arg(long = "schema", value_name = "SCHEMA")]
    schemas: Vec<String>,
    /// The roles to try; without it, those of the settings.
    #[arg(long = "role", value_name = "ROLE")]
    roles: Vec<String>,
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(super) async fn run(command: &Probe, config: Option<&Path>) -> anyhow::Result<ExitCode> {
    let settings = command.of.settings(config, None)?;
    let roles = if command.roles.is_empty() {
        &settings.app_roles
    } else {
        &command.roles
    };
    let mut client = command.of.connect().await?;
    let cells = stoa_schema::probe(&mut client, &command.schemas, roles)
        .await
        .map_err(|error| Failed::new(3, error))?;
    match command.format {
        Format::Json => say(format!("{:#}", json!({ "version": 1, "probe": cells }))),
        Format::Text => for_people(&cells, roles),
    }
    Ok(ExitCode::SUCCESS)
}

fn for_people(cells: &[Cell], roles: &[String]) {
    if cells.is_empty() {
        say(format!(
            "nothing to try: no table, or none of the roles {} exists here",
            roles.join(", ")
        ));
        return;
    }
    let mut rows: BTreeMap<(&str, &str), BTreeMap<Verb, Reach>> = BTreeMap::new();
    for cell in cells {
        let row = rows.entry((&cell.table, &cell.role)).or_default();
        row.insert(cell.verb, cell.reach);
    }
    let width = |text: fn(&(&str, &str)) -> usize| rows.keys().map(text).max().unwrap_or_default();
    let (table, role) = (
        width(|key| key.0.len()).max(5),
        width(|key| key.1.len()).max(4),
    );
    say(format!(
        "{:table$}  {:role$}  {:8}  {:8}  {:8}  {:8}",
        "table", "role", "select", "insert", "update", "delete"
    ));
    for ((name, who), row) in &rows {
        let of = |verb| word(row.get(&verb).copied());
        say(format!(
            "{name:table$}  {who:role$}  {:8}  {:8}  {:8}  {:8}",
            of(Verb::Select),
            of(Verb::Insert),
            of(Verb::Update),
            of(Verb::Delete)
        ));
    }
    say(
        "\nrows: it read a row. no rows: it was let in, and policies hide every row. open: it is let in; what policies do to rows is not seen there. refused: no right. ?: neither; a policy failed, or this login may not take the role.",
    );
}

fn word(reach: Option<Reach>) -> &'static str {
    match reach {
        Some(Reach::Refused) => "refused",
        Some(Reach::NoRows) => "no rows",
        Some(Reach::Rows) => "ROWS",
        Some(Reach::Open) => "open",
        Some(Reach::Unknown) | None => "?",
    }
}
