//! Where a command tries things before it believes them.

use std::path::PathBuf;

use clap::Args;
use secrecy::SecretString;
use stoa_schema::{MigrationSet, Replay, RunOptions, Scratch};

use super::{lint, target};

#[derive(Debug, Args)]
pub(crate) struct ScratchArgs {
    /// A server on which databases and roles may be made, to run the files on; without it one is started from the
    /// installed binaries and thrown away.
    #[arg(long, value_name = "URL")]
    scratch_url: Option<SecretString>,
    /// The schema that the first file starts from, as SQL.
    #[arg(long, value_name = "FILE")]
    base: Option<PathBuf>,
}

impl ScratchArgs {
    /// The server.
    ///
    /// # Errors
    /// When there is none: exit 3.
    pub(super) async fn open(&self) -> anyhow::Result<Scratch> {
        Ok(match &self.scratch_url {
            Some(url) => Scratch::lent(target::login(url)?),
            None => Scratch::private(None)
                .await
                .map_err(stoa_schema::ReplayError::from)?,
        })
    }

    /// The SQL of the schema that the first file starts from.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn base(&self) -> anyhow::Result<Option<String>> {
        self.base.as_deref().map(lint::read).transpose()
    }

    /// Runs the folder's files and says what each version makes.
    ///
    /// # Errors
    /// When a file does not run, or there is no server.
    pub(super) async fn replay(
        &self,
        set: &MigrationSet,
        options: &RunOptions,
    ) -> anyhow::Result<Replay> {
        let base = self.base()?;
        let mut scratch = self.open().await?;
        let outcome = Replay::run(&mut scratch, set, base.as_deref(), options).await;
        let ended = scratch.end().await.map_err(stoa_schema::ReplayError::from);
        let replay = outcome?;
        ended?;
        Ok(replay)
    }
}
