//! The commands beside `serve`; they work with a running server and without one.

pub(crate) mod config;
pub(crate) mod db;
pub(crate) mod delivery;
pub(crate) mod keys;
pub(crate) mod migrate;
pub(crate) mod user;

use stoa_core::Ambient;

use crate::{cli::Cli, config as settings_of, data_dir, databases::Databases, parts::Parts};

/// Writes a command's answer.
#[expect(clippy::print_stdout, reason = "a command speaks on stdout")]
pub(crate) fn say(line: impl std::fmt::Display) {
    println!("{line}");
}

/// The parts for a command: over the databases of a running Stoa, or over ones opened for it alone.
///
/// # Errors
/// Says what could not be opened.
pub(crate) async fn open(cli: &Cli) -> anyhow::Result<(Parts, Databases)> {
    let settings = settings_of::load(cli)?;
    let ambient = Ambient::system();
    let data_dir = data_dir::choose(settings.data_dir.as_deref(), settings.pg_user.as_deref())?;
    let databases = Databases::open(&settings, &data_dir, &ambient).await?;
    match Parts::wire(&settings, false, &databases, &ambient).await {
        Ok(parts) => Ok((parts, databases)),
        Err(error) => {
            databases.close().await?;
            Err(error)
        }
    }
}
