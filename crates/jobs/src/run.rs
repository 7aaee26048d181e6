use std::{panic::AssertUnwindSafe, sync::Arc};

use futures::FutureExt as _;
use stoa_core::Ambient;
use tracing::Instrument as _;

use crate::{
    Claimed, Handler, OnDead, Outcome, Tally,
    lease::Leases,
    settler::Settler,
    store::{End, Held},
    verdict::{Case, Verdict},
};

/// Runs claimed jobs of one database, each to its written end.
#[derive(Clone)]
pub(crate) struct Runner {
    pub(crate) ambient: Ambient,
    pub(crate) leases: Leases,
    pub(crate) tally: Tally,
    pub(crate) on_dead: Option<OnDead>,
    pub(crate) settler: Settler,
}

impl Runner {
    /// Runs a job that [`Leases`] knows, and writes how it ended. `None` when another run had taken its place, or the
    /// end could not be written; the lease then brings the job back.
    pub(crate) async fn run(self, held: Held, handler: Arc<dyn Handler>) -> Option<Verdict> {
        let job = &held.job;
        let request_id = job.request_id.as_deref();
        let span = tracing::info_span!("job.run", job.id = %job.id, job.kind = job.kind, job.attempt = job.attempt, request_id);
        let verdict = self
            .conclude(&held, handler.as_ref())
            .instrument(span)
            .await;
        self.leases.remove(held.hold());
        verdict
    }

    async fn conclude(&self, held: &Held, handler: &dyn Handler) -> Option<Verdict> {
        let outcome = if held.expired {
            None
        } else {
            Some(attempt(handler, &held.job).await)
        };
        let case = Case {
            now: self.ambient.now(),
            attempt: held.job.attempt,
            max_attempts: held.job.max_attempts,
            backoff: handler.backoff(),
            fraction: self.ambient.fraction(),
        };
        let verdict = match outcome {
            Some(outcome) => case.judge(outcome),
            None => case.judge_lost(),
        };
        if verdict.exhausted {
            tell_exhausted(
                handler,
                &held.job,
                verdict.reason.as_deref().unwrap_or_default(),
            )
            .await;
        }
        let end = End {
            hold: held.hold(),
            attempt: held.job.attempt,
            verdict: verdict.clone(),
        };
        let written = verdict.written || self.settler.settle(end).await;
        self.tally.count(
            &held.job.kind,
            if written { verdict.outcome } else { "fenced" },
        );
        report(&held.job, &verdict, written);
        if let Some(on_dead) = self
            .on_dead
            .as_ref()
            .filter(|_| written && verdict.state == "dead")
        {
            on_dead(&held.job, verdict.reason.as_deref().unwrap_or_default());
        }
        written.then_some(verdict)
    }
}

/// One run, with an end in any case: a panic or too long a time counts as a failure.
async fn attempt(handler: &dyn Handler, job: &Claimed) -> Outcome {
    let limit = handler.timeout();
    let run = AssertUnwindSafe(async { handler.run(job).await }).catch_unwind();
    match tokio::time::timeout(limit, run).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => Outcome::Retry {
            after: None,
            reason: "the handler panicked".to_owned(),
        },
        Err(_) => Outcome::Retry {
            after: None,
            reason: format!("not finished within {} s", limit.as_secs_f64()),
        },
    }
}

async fn tell_exhausted(handler: &dyn Handler, job: &Claimed, reason: &str) {
    let told = AssertUnwindSafe(async { handler.exhausted(job, reason).await }).catch_unwind();
    if !matches!(
        tokio::time::timeout(handler.timeout(), told).await,
        Ok(Ok(()))
    ) {
        tracing::error!(job.id = %job.id, "the handler could not be told that its last attempt has failed");
    }
}

fn report(job: &Claimed, verdict: &Verdict, written: bool) {
    let reason = verdict.reason.as_deref();
    if !written {
        tracing::warn!(
            job.key = job.key,
            outcome = verdict.outcome,
            "a run ended after another had taken its place"
        );
    } else if verdict.state == "dead" {
        tracing::error!(job.key = job.key, reason, "a job is dead");
    } else if verdict.outcome == "done" {
        tracing::debug!(job.key = job.key, "a job is done");
    } else {
        tracing::info!(job.key = job.key, reason, run_at = ?verdict.run_at, "a job comes again later");
    }
}
