//! `stoa team list|add|remove`.

use serde_json::json;
use stoa_app::sales::{TeamError, TeamPerson, TeamRow};
use stoa_core::Failure as _;

use super::{open, say};
use crate::{
    cli::{Cli, Format, TeamCommand},
    parts::Parts,
};

/// Runs the command.
///
/// # Errors
/// Names everybody who is not known or has not the role.
pub(crate) async fn run(cli: &Cli, command: &TeamCommand) -> anyhow::Result<()> {
    let (parts, databases) = open(cli).await?;
    let outcome = answer(&parts, command).await;
    databases.close().await?;
    outcome
}

async fn answer(parts: &Parts, command: &TeamCommand) -> anyhow::Result<()> {
    match command {
        TeamCommand::List { format } => list(parts, *format).await,
        TeamCommand::Add { lead, member } => {
            let added = parts.sales.add_team_member(None, lead, member).await;
            let word = if told(added)? { "sees" } else { "saw already" };
            say(format!("{lead} {word} the buyers of {member}"));
            Ok(())
        }
        TeamCommand::Remove { lead, member } => {
            let removed = parts.sales.remove_team_member(None, lead, member).await;
            let word = if told(removed)? {
                "no longer sees"
            } else {
                "did not see"
            };
            say(format!("{lead} {word} the buyers of {member}"));
            Ok(())
        }
    }
}

/// The public text names the people, which the error itself does not.
fn told<T>(outcome: Result<T, TeamError>) -> anyhow::Result<T> {
    outcome.map_err(|error| match error {
        TeamError::People(_) | TeamError::OwnTeam => anyhow::anyhow!("{}", error.public()),
        error => error.into(),
    })
}

async fn list(parts: &Parts, format: Format) -> anyhow::Result<()> {
    let rows = parts.sales.teams(None).await?;
    if rows.is_empty() && format == Format::Text {
        say("there is no team: `stoa team add LEAD MANAGER` makes one");
    }
    for TeamRow { lead, member } in &rows {
        match format {
            Format::Text => say(format!("{:<32} {}", name(lead), name(member))),
            Format::Json => say(json!({ "lead": as_json(lead), "member": as_json(member) })),
        }
    }
    Ok(())
}

/// The address, or the id of somebody whose account is gone.
fn name(person: &TeamPerson) -> String {
    person
        .email
        .clone()
        .unwrap_or_else(|| person.id.to_string())
}

fn as_json(person: &TeamPerson) -> serde_json::Value {
    json!({ "id": person.id, "email": person.email, "name": person.name })
}
