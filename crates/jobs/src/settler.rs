use std::time::Duration;

use stoa_core::Ambient;
use stoa_pg::{Database, Db};
use tokio::sync::{mpsc, oneshot};

use crate::store::{self, End, Hold};

/// Most ends of one commit.
const MOST: usize = 500;
/// Pauses between attempts to write ends while the database is away.
const PAUSES: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(5));

type Waiting = (End, oneshot::Sender<bool>);

/// Writes the ends of runs, many to a commit: those that come while a commit is under way are in the next one. Cheap to
/// clone; it ends with its last clone.
#[derive(Debug, Clone)]
pub(crate) struct Settler(mpsc::UnboundedSender<Waiting>);

impl Settler {
    pub(crate) fn start<D: Database>(db: Db<D>, ambient: Ambient) -> Self {
        let (ends, waiting) = mpsc::unbounded_channel();
        tokio::spawn(settle(db, ambient, waiting));
        Self(ends)
    }

    /// Writes the end of a run, however long the database is away: what was done must not be done again. False when
    /// another run has taken its place.
    pub(crate) async fn settle(&self, end: End) -> bool {
        let (answer, written) = oneshot::channel();
        self.0.send((end, answer)).is_ok() && written.await.unwrap_or(false)
    }
}

async fn settle<D: Database>(
    db: Db<D>,
    ambient: Ambient,
    mut waiting: mpsc::UnboundedReceiver<Waiting>,
) {
    let mut group = Vec::new();
    while waiting.recv_many(&mut group, MOST).await > 0 {
        let (ends, answers): (Vec<_>, Vec<_>) = group.drain(..).unzip();
        let written = write(&db, &ambient, &ends).await;
        for (end, answer) in ends.iter().zip(answers) {
            let _ = answer.send(written.contains(&end.hold));
        }
    }
}

async fn write<D: Database>(db: &Db<D>, ambient: &Ambient, ends: &[End]) -> Vec<Hold> {
    let (mut pause, longest) = PAUSES;
    loop {
        match store::settle(db, ends, ambient.now()).await {
            Ok(written) => return written,
            Err(error) if error.is_outage() => {
                tracing::warn!(%error, runs = ends.len(), "the ends of runs cannot be written yet");
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(longest);
            }
            Err(error) => {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                let Some((first, others)) = ends.split_first().filter(|(_, o)| !o.is_empty())
                else {
                    tracing::error!(%error, cause, jobs = ?ends.iter().map(|end| end.hold.id).collect::<Vec<_>>(), "the end of a run is refused");
                    return Vec::new();
                };
                // One end that is refused must not take the others with it.
                tracing::warn!(%error, cause, "ends of runs are written one by one");
                let mut written = Box::pin(write(db, ambient, std::slice::from_ref(first))).await;
                for end in others {
                    written.extend(Box::pin(write(db, ambient, std::slice::from_ref(end))).await);
                }
                return written;
            }
        }
    }
}
