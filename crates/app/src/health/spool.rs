//! What cannot be stored because the database is what died: lines in a file, until it is back.

use std::path::PathBuf;

use stoa_db_main::health::Note;
use tokio::{
    fs::{self, OpenOptions},
    io::AsyncWriteExt as _,
};

/// The file's largest size; what comes beyond is not kept.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// A file of notes.
#[derive(Debug)]
pub(super) struct Spool {
    path: Option<PathBuf>,
    /// Whether it may hold something.
    filled: bool,
}

impl Spool {
    /// The file, which need not be there; without a path nothing is kept.
    pub(super) fn open(path: Option<PathBuf>) -> Self {
        let filled = path.as_ref().is_some_and(|path| path.exists());
        Self { path, filled }
    }

    pub(super) fn is_filled(&self) -> bool {
        self.filled
    }

    /// Adds notes; they survive the machine when this returns.
    ///
    /// # Errors
    /// What the file system says.
    pub(super) async fn add(&mut self, notes: &[Note]) -> std::io::Result<()> {
        let Some(path) = &self.path else {
            return Err(std::io::Error::other("there is no spool file"));
        };
        let mut lines = Vec::new();
        for note in notes {
            serde_json::to_writer(&mut lines, note)?;
            lines.push(b'\n');
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).await?;
        }
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(path)
            .await?;
        if file.metadata().await?.len() > MOST_BYTES {
            return Err(std::io::Error::other("the spool file is full"));
        }
        file.write_all(&lines).await?;
        file.sync_all().await?;
        self.filled = true;
        Ok(())
    }

    /// What it holds. A line that was cut off by a crash is left out.
    ///
    /// # Errors
    /// What the file system says.
    pub(super) async fn read(&self) -> std::io::Result<Vec<Note>> {
        let Some(path) = &self.path else {
            return Ok(Vec::new());
        };
        let text = match fs::read(path).await {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let lines = text.split(|byte| *byte == b'\n');
        Ok(lines
            .filter_map(|line| serde_json::from_slice(line).ok())
            .collect())
    }

    /// Everything in it is stored.
    ///
    /// # Errors
    /// What the file system says.
    pub(super) async fn empty(&mut self) -> std::io::Result<()> {
        if let Some(path) = &self.path
            && let Err(error) = fs::remove_file(path).await
            && error.kind() != std::io::ErrorKind::NotFound
        {
            return Err(error);
        }
        self.filled = false;
        Ok(())
    }
}
