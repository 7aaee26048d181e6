//! `stoa config check|show`.

use crate::{
    cli::{Cli, ConfigCommand},
    config::{self, Problems},
};

use super::say;

/// Runs the command.
///
/// # Errors
/// All problems of the settings.
pub(crate) fn run(cli: &Cli, command: &ConfigCommand) -> anyhow::Result<()> {
    let mut problems = Problems::default();
    let raw = config::gather(cli, &mut problems);
    match command {
        ConfigCommand::Show => say(config::show(&raw).trim_end()),
        ConfigCommand::Check => {
            config::Settings::read(&raw, &mut problems);
            if !problems.0.is_empty() {
                return Err(problems.into());
            }
            say("the settings are fine");
        }
    }
    Ok(())
}
