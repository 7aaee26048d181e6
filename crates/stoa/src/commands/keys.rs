//! `stoa keys show|export`.

use stoa_core::ExposeSecret as _;

use super::{open, say};
use crate::cli::{Cli, Format, KeysCommand};

/// Runs the command.
///
/// # Errors
/// When the databases or keys cannot be opened.
pub(crate) async fn run(cli: &Cli, command: &KeysCommand) -> anyhow::Result<()> {
    let (parts, databases) = open(cli).await?;
    let shown = show(&parts, command);
    databases.close().await?;
    shown
}

fn show(parts: &crate::parts::Parts, command: &KeysCommand) -> anyhow::Result<()> {
    match command {
        KeysCommand::Show { format } => {
            let keys = parts.identity.keys_show()?;
            match format {
                Format::Json => say(keys.to_json()),
                Format::Text => say(format!(
                    "anon (public, for frontends)\n  {}\nservice_role (secret, for servers)\n  {}\njwks\n  {}",
                    keys.anon.expose_secret(),
                    keys.service_role.expose_secret(),
                    keys.jwks
                )),
            }
        }
        KeysCommand::Export { private: _ } => {
            say(parts.identity.export_private_jwk()?.expose_secret());
        }
    }
    Ok(())
}
