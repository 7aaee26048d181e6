//! Stores events: in the database, in the spool file while there is none, and from the file in the database afterwards.

use std::time::Duration;

use stoa_db_main::health::{self, Note};
use stoa_pg::MainDb;
use tokio::{sync::mpsc, time::Instant};

use super::spool::Spool;

/// Most notes of one commit.
const MOST: usize = 200;
/// Longest wait for the database before the file takes over.
const PATIENCE: Duration = Duration::from_secs(3);
/// How often the database is tried again while the file holds something.
const AGAIN: Duration = Duration::from_secs(2);

/// Stores what comes, until whoever sends is gone.
pub(super) struct Keeper {
    pub(super) db: MainDb,
    pub(super) spool: Spool,
    pub(super) notes: mpsc::UnboundedReceiver<Note>,
}

impl Keeper {
    pub(super) async fn run(mut self) {
        let mut batch = Vec::new();
        let mut next_try = Instant::now();
        loop {
            let filled = self.spool.is_filled();
            tokio::select! {
                came = self.notes.recv_many(&mut batch, MOST) => {
                    if came == 0 {
                        break;
                    }
                    self.keep(&batch).await;
                    batch.clear();
                }
                () = tokio::time::sleep_until(next_try), if filled => {
                    self.replay().await;
                    next_try = Instant::now() + AGAIN;
                }
            }
        }
        if self.spool.is_filled() {
            self.replay().await;
        }
    }

    /// While the file holds something, everything goes there: a later word must not be stored before an earlier one.
    async fn keep(&mut self, notes: &[Note]) {
        if !self.spool.is_filled() && self.store(notes).await {
            return;
        }
        if let Err(error) = self.spool.add(notes).await {
            for note in notes {
                tracing::error!(%error, note = note.told(), "an event of the health log is lost");
            }
        }
    }

    async fn replay(&mut self) {
        let notes = match self.spool.read().await {
            Ok(notes) => notes,
            Err(error) => {
                tracing::warn!(%error, "the spool of the health log cannot be read");
                return;
            }
        };
        for part in notes.chunks(MOST) {
            if !self.store(part).await {
                return;
            }
        }
        match self.spool.empty().await {
            Ok(()) => tracing::info!(events = notes.len(), "the health log has caught up"),
            Err(error) => tracing::warn!(%error, "the spool of the health log cannot be emptied"),
        }
    }

    async fn store(&self, notes: &[Note]) -> bool {
        match tokio::time::timeout(PATIENCE, health::note(&self.db, notes)).await {
            Ok(Ok(())) => true,
            Ok(Err(error)) if error.is_outage() => false,
            Ok(Err(error)) => {
                // Refused as a whole: one that can never be stored must not hold up the others.
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "the health log is refused"
                );
                for note in notes {
                    if let Err(error) = health::note(&self.db, std::slice::from_ref(note)).await {
                        tracing::error!(%error, note = note.told(), "an event of the health log is refused");
                    }
                }
                true
            }
            Err(_) => false,
        }
    }
}
