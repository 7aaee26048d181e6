use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;
use stoa_app::queues::{self, Job, JobState, Queue, QueueError};
use stoa_core::{JobId, PageLimit};
use stoa_pages::{
    Flash,
    pages::system::{AttemptRow, JobFilter, JobList, JobPage, JobRow, JobsPage, PausedRow},
};

use super::{
    super::context::{Page, after, render},
    panel,
};
use crate::{
    App, Fault,
    api::jobs::queue,
    extract::{Admin, Posted},
};

/// `/admin/jobs`.
pub(crate) async fn list(State(app): State<App>, page: Page<Admin>) -> Result<Response, Fault> {
    let query = page
        .shell
        .path
        .split_once('?')
        .map_or("", |(_, query)| query);
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    let borrowed = pairs
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()));
    let filter = JobFilter::read(borrowed);
    let before = pairs.iter().find(|(key, _)| key == "before");
    let before = before.and_then(|(_, value)| value.parse().ok()).map(JobId);
    let said = |text: &str| Some(text.replace('\0', "")).filter(|text| !text.is_empty());
    let wanted = queues::JobFilter {
        state: JobState::parse(&filter.state),
        kind: said(&filter.kind),
        reason: said(&filter.reason),
        before,
    };
    let queue = queue(&filter.database)?;
    let limit = PageLimit::default();
    let (jobs, paused) = futures::join!(
        app.queues.list(&page.actor, queue, &wanted, limit),
        app.queues.paused(&page.actor, queue),
    );
    let paused = paused
        .unwrap_or_default()
        .into_iter()
        .map(|kind| PausedRow {
            kind: kind.kind,
            at: kind.paused_at,
            reason: kind.reason,
        });
    render(&JobsPage {
        shell: page.shell,
        filter,
        jobs: panel(jobs.map(|jobs| shown(jobs, limit, before.is_some())))?,
        kinds: queue.kinds(),
        paused: paused.collect(),
    })
}

fn shown(jobs: Vec<Job>, limit: PageLimit, is_later_page: bool) -> JobList {
    let is_full = i64::try_from(jobs.len()).unwrap_or_default() == limit.rows();
    JobList {
        next: jobs.last().filter(|_| is_full).map(|job| job.id.0),
        rows: jobs.into_iter().map(row).collect(),
        is_later_page,
    }
}

fn row(job: Job) -> JobRow {
    JobRow {
        id: job.id.0,
        kind: job.kind,
        key: job.key,
        state: job.state.as_str(),
        attempts: (job.attempts, job.max_attempts),
        run_at: job.run_at,
        reason: job.reason,
        class: job.class,
        mode: job.mode,
        request_id: job.request_id,
        created_at: job.created_at,
        finished_at: job.finished_at,
        stripped: job.stripped,
    }
}

/// `/admin/jobs/{database}/{id}`.
pub(crate) async fn show(
    State(app): State<App>,
    page: Page<Admin>,
    Path((database, id)): Path<(String, i64)>,
) -> Result<Response, Fault> {
    let found = app
        .queues
        .show(&page.actor, queue(&database)?, JobId(id))
        .await;
    let (job, attempts) = found?;
    let payload = serde_json::to_string_pretty(&job.payload).unwrap_or_default();
    let attempt = |attempt: queues::Attempt| AttemptRow {
        number: attempt.number,
        started_at: attempt.started_at,
        ended_at: attempt.ended_at,
        outcome: attempt.outcome,
        error: attempt.error,
    };
    render(&JobPage {
        shell: page.shell,
        database,
        payload,
        attempts: attempts.into_iter().map(attempt).collect(),
        job: row(job),
    })
}

/// `POST /admin/jobs/{database}/{id}/retry`.
pub(crate) async fn retry(
    State(app): State<App>,
    page: Page<Admin>,
    Path((database, id)): Path<(String, i64)>,
) -> Result<Response, Fault> {
    let done = app
        .queues
        .retry(&page.actor, queue(&database)?, JobId(id))
        .await;
    told(&database, id, done, Flash::JobRetried)
}

/// `POST /admin/jobs/{database}/{id}/cancel`.
pub(crate) async fn cancel(
    State(app): State<App>,
    page: Page<Admin>,
    Path((database, id)): Path<(String, i64)>,
) -> Result<Response, Fault> {
    let done = app
        .queues
        .cancel(&page.actor, queue(&database)?, JobId(id))
        .await;
    told(&database, id, done, Flash::JobCancelled)
}

fn told(
    database: &str,
    id: i64,
    done: Result<(), QueueError>,
    flash: Flash,
) -> Result<Response, Fault> {
    let place = format!("/admin/jobs/{database}/{id}");
    match done {
        Ok(()) => Ok(after(&place, flash)),
        Err(QueueError::Wrong(_)) => Ok(after(&place, Flash::JobRefused)),
        Err(error) => Err(error.into()),
    }
}

/// Which jobs an order is about.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Order {
    kind: String,
    reason: String,
}

/// The list of one database, with a word about what was done.
fn back(queue: Queue, flash: Flash) -> Response {
    let place = format!(
        "/admin/jobs?database={}&said={}",
        queue.as_str(),
        flash.as_str()
    );
    axum::response::IntoResponse::into_response(axum::response::Redirect::to(&place))
}

/// `POST /admin/jobs/{database}/redrive`.
pub(crate) async fn redrive(
    State(app): State<App>,
    page: Page<Admin>,
    Path(database): Path<String>,
    Posted(order): Posted<Order>,
) -> Result<Response, Fault> {
    let said = |text: String| Some(text.replace('\0', "")).filter(|text| !text.trim().is_empty());
    let queue = queue(&database)?;
    let wanted = (said(order.kind), said(order.reason));
    app.queues.redrive(&page.actor, queue, wanted).await?;
    Ok(back(queue, Flash::JobsRedriven))
}

/// `POST /admin/jobs/{database}/pause`.
pub(crate) async fn pause(
    State(app): State<App>,
    page: Page<Admin>,
    Path(database): Path<String>,
    Posted(order): Posted<Order>,
) -> Result<Response, Fault> {
    let queue = queue(&database)?;
    let words = (order.kind.trim(), order.reason.as_str());
    app.queues.pause(&page.actor, queue, words).await?;
    Ok(back(queue, Flash::KindPaused))
}

/// `POST /admin/jobs/{database}/resume`.
pub(crate) async fn resume(
    State(app): State<App>,
    page: Page<Admin>,
    Path(database): Path<String>,
    Posted(order): Posted<Order>,
) -> Result<Response, Fault> {
    let queue = queue(&database)?;
    app.queues.resume(&page.actor, queue, &order.kind).await?;
    Ok(back(queue, Flash::KindResumed))
}
