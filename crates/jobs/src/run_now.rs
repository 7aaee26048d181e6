use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use stoa_core::Ambient;
use stoa_pg::{Database, Db, DbError};

use crate::{
    Handler, Tally, lease::Leases, run::Runner, store, verdict::Verdict, worker::WorkerOptions,
};

/// What [`run_now`] can say of the job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ran {
    /// It is done.
    Done,
    /// The run failed or could not be tried; a worker comes back to it.
    Later {
        /// Why.
        reason: String,
    },
    /// It will not be done.
    Dead {
        /// Why.
        reason: String,
    },
    /// It was not run here: there is no such job, it is finished, another runs it, or its limit key is taken.
    NotReady,
    /// It goes on in the background; the caller's patience ended first, or another run has taken its place.
    Unfinished,
}

/// Runs the handler's job `key` at once in this process, although its turn may be later, through the same lease and fence
/// as a worker, counted in `tally`. Waits at most `patience`; the run itself goes on, detached, and its lease brings it back if the process
/// ends.
///
/// # Errors
/// [`DbError`] when the job cannot be claimed; it waits for a worker then.
pub async fn run_now<D: Database>(
    db: &Db<D>,
    ambient: &Ambient,
    handler: Arc<dyn Handler>,
    key: &str,
    patience: Duration,
    tally: &Tally,
) -> Result<Ran, DbError> {
    let leases = Leases::new(WorkerOptions::default().lease);
    let asked = Instant::now();
    let Some(held) = store::claim_one(db, ambient, handler.kind(), key, leases.length()).await?
    else {
        return Ok(Ran::NotReady);
    };
    leases.add(&held, asked);
    let runner = Runner {
        db: db.clone(),
        ambient: ambient.clone(),
        leases: leases.clone(),
        tally: tally.clone(),
    };
    let db = db.clone();
    let running = tokio::spawn(async move {
        tokio::select! {
            verdict = runner.run(held, handler) => verdict,
            () = leases.keep(&db) => None,
        }
    });
    Ok(match tokio::time::timeout(patience, running).await {
        Ok(Ok(Some(verdict))) => Ran::of(verdict),
        _ => Ran::Unfinished,
    })
}

impl Ran {
    fn of(verdict: Verdict) -> Self {
        let reason = verdict.reason.unwrap_or_default();
        match verdict.state {
            "done" => Self::Done,
            "dead" => Self::Dead { reason },
            _ => Self::Later { reason },
        }
    }
}
