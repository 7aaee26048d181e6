//! `stoa migrate status`.

use std::process::ExitCode;

use clap::Args;
use stoa_schema::Status;

use super::{
    answer::{self, Format},
    target::Target,
};
use crate::commands::say;

#[derive(Debug, Args)]
pub(crate) struct ShowStatus {
    #[command(flatten)]
    target: Target,
    /// The version the database says it is at, when another tool keeps it: what is above it is pending. Whether it is true
    /// says `drift`.
    #[arg(long, value_name = "VERSION")]
    recorded: Option<String>,
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(super) async fn run(command: &ShowStatus) -> anyhow::Result<ExitCode> {
    let set = command.target.set()?;
    let mut runner = command.target.runner(command.target.options()?).await?;
    let mut status = runner.status(&set).await?;
    if let Some(recorded) = &command.recorded {
        status = status.recorded(&set, super::run::version(&set, recorded)?);
    }
    let migrations = set.migrations.len();
    match command.format {
        Format::Json => {
            let beside = serde_json::to_value(&status)?;
            say(answer::findings(
                &status.findings,
                migrations,
                "status",
                beside,
            ));
        }
        Format::Text => {
            for_people(&status);
            answer::say_findings(&status.findings, migrations);
        }
    }
    Ok(ExitCode::from(status.exit_code()))
}

fn for_people(status: &Status) {
    if !status.has_journal {
        say("nobody has migrated this database with Stoa yet");
    }
    for entry in &status.applied {
        let who = if entry.db_user.is_empty() {
            String::new()
        } else {
            format!(" by {}", entry.db_user)
        };
        let state = match entry.state {
            stoa_schema::State::VerifiedStamp => "stamped, proved",
            stoa_schema::State::Running => "BEGAN AND DID NOT END: stoa migrate resume",
            _ => "applied",
        };
        say(format!(
            "{:04}_{}  {state} {}{who}",
            entry.version, entry.name, entry.started_at
        ));
    }
    for title in &status.pending {
        say(format!("{title}  pending"));
    }
    say(format!("fingerprint {}", status.fingerprint));
}
