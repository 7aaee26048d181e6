use std::time::Duration;

use stoa_core::Ambient;
use stoa_pg::{Database, Db, DbError};
use tokio::sync::{mpsc, oneshot, watch};

use crate::store::{self, End, Hold};

/// Most ends of one commit.
const MOST: usize = 500;
/// Pauses between attempts to write ends while the database is away. The longest is as short as a worker's look: what
/// was done during an outage stands within two seconds of its end.
///
/// # Source
/// the jobs contract, 9.
const PAUSES: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(1));

type Waiting = (End, oneshot::Sender<bool>);

/// Writes the ends of runs, many to a commit: those that come while a commit is under way are in the next one. Cheap to
/// clone; it ends with its last clone.
#[derive(Debug, Clone)]
pub(crate) struct Settler(mpsc::UnboundedSender<Waiting>);

impl Settler {
    /// Writes to `db`; `reads` is told when it cannot, and when it can again.
    pub(crate) fn start<D: Database>(
        db: Db<D>,
        ambient: Ambient,
        reads: watch::Sender<bool>,
    ) -> Self {
        let (ends, waiting) = mpsc::unbounded_channel();
        tokio::spawn(async move { Books { db, ambient, reads }.settle(waiting).await });
        Self(ends)
    }

    /// Writes the end of a run, however long the database is away: what was done must not be done again. False when
    /// another run has taken its place.
    pub(crate) async fn settle(&self, end: End) -> bool {
        let (answer, written) = oneshot::channel();
        self.0.send((end, answer)).is_ok() && written.await.unwrap_or(false)
    }
}

/// Where the ends are written.
struct Books<D> {
    db: Db<D>,
    ambient: Ambient,
    reads: watch::Sender<bool>,
}

impl<D: Database> Books<D> {
    async fn settle(&self, mut waiting: mpsc::UnboundedReceiver<Waiting>) {
        let mut group = Vec::new();
        while waiting.recv_many(&mut group, MOST).await > 0 {
            let (ends, answers): (Vec<_>, Vec<_>) = group.drain(..).unzip();
            let written = self.write(&ends).await;
            for (end, answer) in ends.iter().zip(answers) {
                let _ = answer.send(written.contains(&end.hold));
            }
        }
    }

    async fn write(&self, ends: &[End]) -> Vec<Hold> {
        let (mut pause, longest) = PAUSES;
        loop {
            match store::settle(&self.db, ends, self.ambient.now()).await {
                Ok(written) => {
                    set(&self.reads, true);
                    return written;
                }
                Err(error) if error.is_outage() => {
                    set(&self.reads, false);
                    tracing::warn!(%error, runs = ends.len(), "the ends of runs cannot be written yet");
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(longest);
                }
                Err(error) => return self.write_each(ends, &error).await,
            }
        }
    }

    /// One end that is refused must not take the others with it.
    async fn write_each(&self, ends: &[End], error: &DbError) -> Vec<Hold> {
        let cause = std::error::Error::source(error).map(ToString::to_string);
        if let [end] = ends {
            tracing::error!(%error, cause, job.id = %end.hold.id, "the end of a run is refused");
            return Vec::new();
        }
        tracing::warn!(%error, cause, "ends of runs are written one by one");
        let mut written = Vec::new();
        for end in ends {
            written.extend(Box::pin(self.write(std::slice::from_ref(end))).await);
        }
        written
    }
}

/// Notes whether the database can be used; who watches is woken by a change alone. True when it is one.
pub(crate) fn set(reads: &watch::Sender<bool>, can: bool) -> bool {
    reads.send_if_modified(|reads| std::mem::replace(reads, can) != can)
}
