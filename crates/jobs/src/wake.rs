use std::{sync::Arc, time::Duration};

use stoa_ops_sql::queries::job as sql;
use stoa_pg::{Database, Db, DbError, Heard, Hints};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::store::scope;

/// So long the bell is silent after it rang: however many jobs come, other processes are told so often.
const SILENCE: Duration = Duration::from_millis(5);
/// The pause after a bell that could not be rung: the workers look by themselves meanwhile.
const AWAY: Duration = Duration::from_secs(1);

/// Wakes a worker when there is something new to do: at once in this process, and those of others by [`Waker::ring`].
#[derive(Debug, Clone, Default)]
pub struct Waker(Arc<Bells>);

#[derive(Debug, Default)]
struct Bells {
    here: Notify,
    elsewhere: Notify,
}

impl Waker {
    /// The channel on which processes tell each other of new jobs.
    pub const HINTS: &str = "stoa_jobs";

    /// To be called after the commit.
    pub fn wake(&self) {
        self.0.here.notify_one();
        self.0.elsewhere.notify_one();
    }

    /// Wakes the worker of this process alone.
    pub fn wake_here(&self) {
        self.0.here.notify_one();
    }

    pub(crate) async fn woken(&self) {
        self.0.here.notified().await;
    }

    /// Wakes the worker of this process when another one has new jobs, until the listener ends.
    pub async fn follow(&self, mut hints: Hints) {
        while let Some(Heard::Anything | Heard::Hint(_)) = hints.next().await {
            self.wake_here();
        }
    }

    /// Tells other processes of new jobs, until `stopping`: one NOTIFY for all that came within a few milliseconds, in a
    /// transaction of its own, because a commit that notifies takes a lock of the whole database.
    pub async fn ring<D: Database>(&self, db: Db<D>, stopping: CancellationToken) {
        let ringing = async {
            loop {
                self.0.elsewhere.notified().await;
                let pause = match ring(&db).await {
                    Ok(()) => SILENCE,
                    Err(error) => {
                        tracing::debug!(database = D::NAME, %error, "other processes are not told of new jobs");
                        AWAY
                    }
                };
                tokio::time::sleep(pause).await;
            }
        };
        stopping.run_until_cancelled(ringing).await;
    }
}

async fn ring<D: Database>(db: &Db<D>) -> Result<(), DbError> {
    let tx = db.begin(&scope()).await?;
    sql::ring().bind(tx.client()).one().await?;
    tx.commit().await
}
