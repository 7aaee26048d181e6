//! `stoa config check|show`.

use crate::{
    cli::{Cli, ConfigCommand},
    config::{self, Problems},
    serve,
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
        ConfigCommand::Check(serve) => {
            let settings = config::Settings::read(&raw, &mut problems);
            // What `serve` would refuse for want of sense and not of form; with the options that it would be given.
            if let Some(settings) = &settings
                && let Err(refused) = serve::check(settings, serve)
            {
                problems.add(refused.to_string());
            }
            if !problems.0.is_empty() {
                return Err(problems.into());
            }
            for note in config::unused(&raw) {
                say(format!("note: {note}"));
            }
            say("the settings are fine");
        }
    }
    Ok(())
}
