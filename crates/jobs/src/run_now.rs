use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use stoa_core::Ambient;
use stoa_pg::{Database, Db, DbError};
use tokio::sync::watch;

use crate::{
    Handler, Tally, lease::Leases, run::Runner, settler::Settler, store, verdict::Verdict,
    worker::WorkerOptions,
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

/// Why a job is run at once instead of by a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunMode {
    /// The caller's own way.
    Direct,
    /// Something that brings jobs to workers, or the workers themselves, are not there.
    Fallback,
}

impl RunMode {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Fallback => "fallback",
        }
    }
}

/// What is run at once.
#[derive(Clone)]
pub struct Now {
    /// Who does it.
    pub handler: Arc<dyn Handler>,
    /// Which job of the handler's kind.
    pub key: String,
    /// How long its end is waited for.
    pub patience: Duration,
    /// Why it is not left to a worker.
    pub mode: RunMode,
}

impl Now {
    /// One job, because its caller wants it so.
    #[must_use]
    pub fn direct(handler: Arc<dyn Handler>, key: impl Into<String>, patience: Duration) -> Self {
        Self {
            handler,
            key: key.into(),
            patience,
            mode: RunMode::Direct,
        }
    }
}

impl std::fmt::Debug for Now {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Now")
            .field("kind", &self.handler.kind())
            .field("key", &self.key)
            .field("mode", &self.mode)
            .finish_non_exhaustive()
    }
}

/// Runs a job at once in this process, although its turn may be later, through the same lease and fence as a worker,
/// counted in `tally`. Waits at most the patience; the run itself goes on, detached, and its lease brings it back if the
/// process ends.
///
/// # Errors
/// [`DbError`] when the job cannot be claimed; it waits for a worker then.
pub async fn run_now<D: Database>(
    db: &Db<D>,
    ambient: &Ambient,
    now: Now,
    tally: &Tally,
) -> Result<Ran, DbError> {
    let leases = Leases::new(WorkerOptions::default().lease);
    let asked = Instant::now();
    let name = (now.handler.kind(), now.key.as_str());
    let mode = now.mode.as_str();
    let Some(held) = store::claim_one(db, ambient, name, mode, leases.length()).await? else {
        return Ok(Ran::NotReady);
    };
    leases.add(&held, asked);
    let runner = Runner {
        ambient: ambient.clone(),
        leases: leases.clone(),
        tally: tally.clone(),
        on_dead: None,
        settler: Settler::start(db.clone(), ambient.clone(), watch::Sender::new(true)),
    };
    let db = db.clone();
    let running = tokio::spawn(async move {
        tokio::select! {
            verdict = runner.run(held, now.handler) => verdict,
            () = leases.keep(&db) => None,
        }
    });
    Ok(match tokio::time::timeout(now.patience, running).await {
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
