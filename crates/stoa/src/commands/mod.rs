//! The commands beside `serve`; they work with a running server and without one.

pub(crate) mod config;
pub(crate) mod db;
pub(crate) mod delivery;
pub(crate) mod job;
pub(crate) mod keys;
pub(crate) mod mapping;
pub(crate) mod migrate;
pub(crate) mod team;
pub(crate) mod user;

use std::{
    io::{self, Write as _},
    sync::OnceLock,
};

use stoa_core::Ambient;

use crate::{
    cli::Cli,
    config as settings_of,
    data_dir::{self, Purpose},
    databases::Databases,
    parts::Parts,
};

/// Why a command's answer did not reach its reader.
static UNSAID: OnceLock<io::Error> = OnceLock::new();

/// Writes a command's answer. A reader who has seen enough (`| head`) may close the pipe; a disk that is full may not go
/// unnoticed: see [`unsaid`].
pub(crate) fn say(line: impl std::fmt::Display) {
    let mut output = io::stdout().lock();
    if let Err(error) = writeln!(output, "{line}").and_then(|()| output.flush())
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        let _ = UNSAID.set(error);
    }
}

/// Tells the person at the terminal what is not part of the answer.
pub(super) fn note(line: impl std::fmt::Display) {
    let _ = writeln!(io::stderr(), "stoa: {line}");
}

/// What kept an answer from being written, though somebody wanted to read it.
pub(crate) fn unsaid() -> Option<&'static io::Error> {
    UNSAID.get()
}

/// The parts for a command: over the databases of a running Stoa, or over ones opened for it alone.
///
/// # Errors
/// Says what could not be opened.
pub(crate) async fn open(cli: &Cli) -> anyhow::Result<(Parts, Databases)> {
    // Boxed: every command's future would carry its size.
    Box::pin(open_parts(cli)).await
}

async fn open_parts(cli: &Cli) -> anyhow::Result<(Parts, Databases)> {
    let settings = settings_of::load(cli)?;
    let ambient = Ambient::system();
    let data_dir = data_dir::choose(settings.data_dir.as_deref(), settings.pg_user.as_deref())?;
    let databases = Databases::open(&settings, &data_dir, &ambient, Purpose::Command).await?;
    if let Some(dir) = databases.new_in() {
        note(format!("a new installation was made in {}", dir.display()));
    }
    match Parts::wire(&settings, false, &databases, &ambient).await {
        Ok(parts) => Ok((parts, databases)),
        Err(error) => {
            databases.close().await?;
            Err(error)
        }
    }
}
