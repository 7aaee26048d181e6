use stoa_pg::{Database, Db, DbError};
use thiserror::Error;
use tokio::sync::{mpsc, oneshot};

use crate::{Enqueued, NewJob, Waker, enqueue::enqueue_many, store::scope};

/// Most jobs of one commit.
const MOST: usize = 500;
/// Most callers that wait for a commit; more wait to be let in.
const WAITING: usize = 4096;

/// Why a job that was asked for by itself may not be there.
#[derive(Debug, Error)]
pub enum GroupError {
    /// The commit it was part of failed, and it failed alone, too.
    #[error("the job could not be stored")]
    Db(
        #[from]
        #[source]
        DbError,
    ),
    /// The process ends.
    #[error("no more jobs are taken")]
    Stopping,
}

struct Asked {
    job: NewJob,
    answer: oneshot::Sender<Result<Enqueued, DbError>>,
}

/// Asks for jobs that belong to no other change, many to a commit: whoever asks while a commit is under way is in the
/// next one. Each caller waits for its own commit, so an answer means the same as without. Cheap to clone.
#[derive(Debug, Clone)]
pub struct GroupCommit {
    asked: mpsc::Sender<Asked>,
}

impl GroupCommit {
    /// Begins to take jobs for a database; ends when the last clone is dropped. `waker` wakes the worker of this process.
    #[must_use]
    pub fn start<D: Database>(db: Db<D>, waker: Waker) -> Self {
        let (asked, waiting) = mpsc::channel(WAITING);
        tokio::spawn(take(db, waker, waiting));
        Self { asked }
    }

    /// Asks for a job; it is there when this returns.
    ///
    /// # Errors
    /// [`GroupError`]; a duplicate is none.
    pub async fn enqueue(&self, job: NewJob) -> Result<Enqueued, GroupError> {
        let (answer, answered) = oneshot::channel();
        let asked = Asked { job, answer };
        self.asked
            .send(asked)
            .await
            .map_err(|_| GroupError::Stopping)?;
        Ok(answered.await.map_err(|_| GroupError::Stopping)??)
    }
}

impl std::fmt::Debug for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Asked").finish_non_exhaustive()
    }
}

async fn take<D: Database>(db: Db<D>, waker: Waker, mut waiting: mpsc::Receiver<Asked>) {
    let mut group = Vec::new();
    while waiting.recv_many(&mut group, MOST).await > 0 {
        let (jobs, answers): (Vec<_>, Vec<_>) = group
            .drain(..)
            .map(|asked: Asked| (asked.job, asked.answer))
            .unzip();
        match store(&db, &jobs).await {
            Ok(stored) => {
                waker.wake();
                for (answer, stored) in answers.into_iter().zip(stored) {
                    let _ = answer.send(Ok(stored));
                }
            }
            // One job that cannot be stored must not take the others with it.
            Err(error) if jobs.len() > 1 && !error.is_outage() => {
                for (job, answer) in jobs.iter().zip(answers) {
                    let alone = store(&db, std::slice::from_ref(job)).await;
                    let _ = answer.send(alone.and_then(first));
                }
                waker.wake();
            }
            Err(error) => refuse(error, answers),
        }
    }
}

fn first(mut stored: Vec<Enqueued>) -> Result<Enqueued, DbError> {
    stored.pop().ok_or(DbError::RowCount { want: 1, got: 0 })
}

/// The error itself goes to one caller, its meaning to the others: it cannot be copied.
fn refuse(error: DbError, answers: Vec<oneshot::Sender<Result<Enqueued, DbError>>>) {
    let reason = error.to_string();
    let is_unknown = matches!(error, DbError::OutcomeUnknown { .. });
    let mut error = Some(error);
    for answer in answers {
        let (database, reason) = ("jobs", reason.clone());
        let same = || {
            if is_unknown {
                DbError::OutcomeUnknown { database, reason }
            } else {
                DbError::Unavailable { database, reason }
            }
        };
        let _ = answer.send(Err(error.take().unwrap_or_else(same)));
    }
}

async fn store<D: Database>(db: &Db<D>, jobs: &[NewJob]) -> Result<Vec<Enqueued>, DbError> {
    let tx = db.begin(&scope()).await?;
    let stored = enqueue_many(&tx, jobs).await?;
    tx.commit().await?;
    Ok(stored)
}
