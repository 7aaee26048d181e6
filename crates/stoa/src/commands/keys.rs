//! `stoa keys show|export|list|rotate|retire|restore`.

use chrono::{DateTime, SecondsFormat, Utc};
use stoa_core::{ExposeSecret as _, KeyId};
use stoa_identity::{KeyState, KeyView, Origin, RotateWhen};

use super::{open, say};
use crate::{
    cli::{Cli, Format, KeysCommand},
    parts::Parts,
};

/// Runs the command.
///
/// # Errors
/// When the databases or keys cannot be opened.
pub(crate) async fn run(cli: &Cli, command: &KeysCommand) -> anyhow::Result<()> {
    let (parts, databases) = open(cli).await?;
    let outcome = answer(&parts, command).await;
    databases.close().await?;
    outcome
}

async fn answer(parts: &Parts, command: &KeysCommand) -> anyhow::Result<()> {
    let identity = &parts.identity;
    match command {
        KeysCommand::Show { format } => show(parts, *format)?,
        KeysCommand::Export { private: _ } => {
            let by = Origin::operator("stoa keys export");
            say(identity.export_private_jwk(&by).await?.expose_secret());
        }
        KeysCommand::List { format } => {
            for key in identity.list_keys().await? {
                match format {
                    Format::Json => say(serde_json::to_string(&key)?),
                    Format::Text => say(line(&key)),
                }
            }
        }
        KeysCommand::Rotate { now } => {
            let when = if *now {
                RotateWhen::AtOnce
            } else {
                RotateWhen::Announced
            };
            say(line(&identity.rotate_keys(when).await?));
        }
        KeysCommand::Retire { id } => say(line(&identity.retire_key(KeyId(*id)).await?)),
        KeysCommand::Restore { id } => say(line(&identity.restore_key(KeyId(*id)).await?)),
    }
    Ok(())
}

fn show(parts: &Parts, format: Format) -> anyhow::Result<()> {
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
    Ok(())
}

/// One key on one line: `018f...  token  verifying until 2026-11-21T12:00:00Z`.
fn line(key: &KeyView) -> String {
    let time = |time: DateTime<Utc>| time.to_rfc3339_opts(SecondsFormat::Secs, true);
    let when = match (key.state, key.verifies_until) {
        (KeyState::Next, _) => format!("from {}", time(key.signs_from)),
        (KeyState::Signing, _) => format!("since {}", time(key.signs_from)),
        (KeyState::Verifying, Some(until)) => format!("until {}", time(until)),
        (_, until) => format!("since {}", time(until.unwrap_or(key.signs_from))),
    };
    format!(
        "{}  {:<5}  {:<9} {when}",
        key.id,
        key.purpose,
        key.state.as_str()
    )
}
