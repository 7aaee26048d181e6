//! `stoa migrate stats`: sizes of tables, for `lint --stats`.

use std::process::ExitCode;

use clap::Args;
use secrecy::SecretString;
use serde_json::json;

use super::{Failed, target};
use crate::commands::say;

#[derive(Debug, Args)]
pub(crate) struct ShowStats {
    /// The database; only its catalogs are read.
    #[arg(long, value_name = "URL", env = "DATABASE_URL", hide_env_values = true)]
    database_url: SecretString,
}

pub(super) async fn run(command: &ShowStats) -> anyhow::Result<ExitCode> {
    let mut client = stoa_pg::connect(&target::login(&command.database_url)?)
        .await
        .map_err(|error| Failed::new(3, error))?;
    let tables = stoa_schema::table_stats(&mut client)
        .await
        .map_err(|error| Failed::new(3, error))?;
    say(format!("{:#}", json!({ "version": 1, "tables": tables })));
    Ok(ExitCode::SUCCESS)
}
