//! `stoa config check|show`.

use anyhow::Context as _;
use stoa_core::Ambient;
use stoa_identity::{Identity, MasterKey, SessionLossError};

use crate::{
    cli::{Cli, ConfigCommand},
    config::{self, Problems, Settings},
    databases::Glance,
    parts, serve,
};

use super::say;

/// Runs the command.
///
/// # Errors
/// All problems of the settings.
pub(crate) async fn run(cli: &Cli, command: &ConfigCommand) -> anyhow::Result<()> {
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
            let Some(mut settings) = settings.filter(|_| problems.0.is_empty()) else {
                return Err(problems.into());
            };
            settings.accept_session_loss = serve.accept_session_loss;
            match losses(&settings).await {
                Ok(losses) => losses
                    .iter()
                    .for_each(|loss| problems.add(loss.to_string())),
                Err(error) => say(format!(
                    "whether a start would end sessions could not be seen: {error:#}"
                )),
            }
            if !problems.0.is_empty() {
                return Err(problems.into());
            }
            say("the settings are fine");
        }
    }
    Ok(())
}

/// What `serve` would refuse because it signs people out, in the same words. Nothing is started that is not there, and
/// nothing is changed.
async fn losses(settings: &Settings) -> anyhow::Result<Vec<SessionLossError>> {
    let Some(glance) = Glance::open(settings).await? else {
        return Ok(Vec::new());
    };
    let master = MasterKey::from_base64(&glance.master_key).context("the master key")?;
    let options = parts::identity_options(settings);
    let ambient = Ambient::system();
    let losses = Identity::foresee_losses(&glance.main, &ambient, &master, &options).await;
    glance.close().await?;
    Ok(losses?)
}
