//! The queues, for administrators.

use axum::{
    Json,
    extract::{Path, RawQuery, State},
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use stoa_app::queues::{Attempt, Job, JobFilter, JobState, PausedKind, Queue};
use stoa_core::{JobId, Kind};
use utoipa::ToSchema;

use super::query::Parameters;
use crate::{
    App, Fault,
    extract::{Actor, Admin, Checked, Fields, Form},
};

/// A job as it stands.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct JobView {
    /// Its number, within its database.
    id: i64,
    kind: String,
    key: String,
    /// What it was given; null when it was cleared.
    #[schema(value_type = Object)]
    payload: Value,
    /// `ready`, `running`, `done`, `dead` or `cancelled`.
    state: &'static str,
    priority: i16,
    run_at: DateTime<Utc>,
    attempts: i16,
    max_attempts: i16,
    request_id: Option<String>,
    /// Why the latest run did not do it.
    reason: Option<String>,
    /// `transient`, `permanent`, `deferred` or `lost`.
    class: Option<String>,
    /// `queue`, `direct` or `fallback`.
    mode: String,
    created_at: DateTime<Utc>,
    started_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
}

impl From<Job> for JobView {
    fn from(job: Job) -> Self {
        Self {
            id: job.id.0,
            kind: job.kind,
            key: job.key,
            payload: job.payload,
            state: job.state.as_str(),
            priority: job.priority,
            run_at: job.run_at,
            attempts: job.attempts,
            max_attempts: job.max_attempts,
            request_id: job.request_id,
            reason: job.reason,
            class: job.class,
            mode: job.mode,
            created_at: job.created_at,
            started_at: job.started_at,
            finished_at: job.finished_at,
        }
    }
}

/// One run of a job.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AttemptView {
    number: i16,
    started_at: DateTime<Utc>,
    ended_at: DateTime<Utc>,
    /// `done`, `retry`, `dead`, `deferred`, `released` or `lost`.
    outcome: String,
    error: Option<String>,
}

impl From<Attempt> for AttemptView {
    fn from(attempt: Attempt) -> Self {
        Self {
            number: attempt.number,
            started_at: attempt.started_at,
            ended_at: attempt.ended_at,
            outcome: attempt.outcome,
            error: attempt.error,
        }
    }
}

/// A kind that is stopped.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PausedView {
    kind: String,
    paused_at: DateTime<Utc>,
    paused_by: String,
    reason: String,
}

impl From<PausedKind> for PausedView {
    fn from(paused: PausedKind) -> Self {
        Self {
            kind: paused.kind,
            paused_at: paused.paused_at,
            paused_by: paused.paused_by,
            reason: paused.reason,
        }
    }
}

/// A page of jobs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobsView {
    /// Newest first.
    jobs: Vec<JobView>,
    /// Kinds that are stopped.
    paused: Vec<PausedView>,
    /// For the next page; null on the last.
    next_cursor: Option<String>,
}

/// A job with its runs, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobWithAttemptsView {
    #[serde(flatten)]
    job: JobView,
    runs: Vec<AttemptView>,
}

/// The queue of a database.
///
/// # Errors
/// `job.database_unknown` (404).
pub(crate) fn queue(name: &str) -> Result<Queue, Fault> {
    Queue::parse(name).ok_or_else(|| {
        let text = "The queues are tripwire and main.";
        Fault::new(Kind::NotFound, "job.database_unknown", text)
    })
}

/// Jobs of one database, newest first.
///
/// # Errors
/// `job.database_unknown` (404).
#[utoipa::path(get, operation_id = "list_jobs", path = "/api/admin/jobs/{database}", tag = "operations", security(("bearer" = [])),
    params(("database" = String, Path, description = "tripwire or main"),
        ("state" = Option<String>, Query, description = "ready, running, done, dead or cancelled"),
        ("kind" = Option<String>, Query), ("reason" = Option<String>, Query, description = "a part of the reason"),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50"), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = JobsView), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn list(
    State(app): State<App>,
    actor: Actor<Admin>,
    Path(database): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<JobsView>, Fault> {
    let queue = queue(&database)?;
    let known = ["state", "kind", "reason", "limit", "cursor"];
    let mut parameters = Parameters::read(query.as_deref().unwrap_or_default(), &known);
    let words = "ready, running, done, dead or cancelled";
    let filter = JobFilter {
        state: parameters.parse("state", words, JobState::parse),
        before: parameters.parse("cursor", "a number", |text| text.parse().ok().map(JobId)),
        kind: parameters.text("kind"),
        reason: parameters.text("reason"),
    };
    let limit = parameters.limit();
    parameters.finish()?;
    let jobs = app.queues.list(&actor, queue, &filter, limit).await?;
    let is_full = i64::try_from(jobs.len()).unwrap_or_default() == limit.rows();
    let paused = app.queues.paused(&actor, queue).await?;
    Ok(Json(JobsView {
        next_cursor: jobs
            .last()
            .filter(|_| is_full)
            .map(|job| job.id.to_string()),
        jobs: jobs.into_iter().map(JobView::from).collect(),
        paused: paused.into_iter().map(PausedView::from).collect(),
    }))
}

async fn shown(
    app: &App,
    actor: &Actor<Admin>,
    (queue, id): (Queue, i64),
) -> Result<Json<JobWithAttemptsView>, Fault> {
    let (job, runs) = app.queues.show(actor, queue, JobId(id)).await?;
    Ok(Json(JobWithAttemptsView {
        job: job.into(),
        runs: runs.into_iter().map(AttemptView::from).collect(),
    }))
}

/// One job and its latest runs.
///
/// # Errors
/// `job.database_unknown`, `job.not_found` (404).
#[utoipa::path(get, operation_id = "show_job", path = "/api/admin/jobs/{database}/{id}", tag = "operations", security(("bearer" = [])),
    params(("database" = String, Path), ("id" = i64, Path)),
    responses((status = 200, body = JobWithAttemptsView), (status = 401), (status = 403), (status = 404)))]
pub(crate) async fn show(
    State(app): State<App>,
    actor: Actor<Admin>,
    Path((database, id)): Path<(String, i64)>,
) -> Result<Json<JobWithAttemptsView>, Fault> {
    shown(&app, &actor, (queue(&database)?, id)).await
}

/// A job begins again with all its attempts, or has its turn now.
///
/// # Errors
/// `job.database_unknown`, `job.not_found` (404), `job.wrong_state` (409: it runs, is done, or was cleared).
#[utoipa::path(post, operation_id = "retry_job", path = "/api/admin/jobs/{database}/{id}/retry", tag = "operations", security(("bearer" = [])),
    params(("database" = String, Path), ("id" = i64, Path)),
    responses((status = 200, body = JobWithAttemptsView), (status = 401), (status = 403), (status = 404), (status = 409)))]
pub(crate) async fn retry(
    State(app): State<App>,
    actor: Actor<Admin>,
    Path((database, id)): Path<(String, i64)>,
) -> Result<Json<JobWithAttemptsView>, Fault> {
    let queue = queue(&database)?;
    app.queues.retry(&actor, queue, JobId(id)).await?;
    shown(&app, &actor, (queue, id)).await
}

/// A job that was given up is put away; one that waits is not, for what it stands for would wait for ever.
///
/// # Errors
/// As for `retry`.
#[utoipa::path(post, operation_id = "cancel_job", path = "/api/admin/jobs/{database}/{id}/cancel", tag = "operations", security(("bearer" = [])),
    params(("database" = String, Path), ("id" = i64, Path)),
    responses((status = 200, body = JobWithAttemptsView), (status = 401), (status = 403), (status = 404), (status = 409)))]
pub(crate) async fn cancel(
    State(app): State<App>,
    actor: Actor<Admin>,
    Path((database, id)): Path<(String, i64)>,
) -> Result<Json<JobWithAttemptsView>, Fault> {
    let queue = queue(&database)?;
    app.queues.cancel(&actor, queue, JobId(id)).await?;
    shown(&app, &actor, (queue, id)).await
}

/// Which dead jobs are meant.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the document's picture of what is read here")]
pub(crate) struct RedriveForm {
    /// Only this kind.
    kind: Option<String>,
    /// Only those whose reason holds this text.
    reason: Option<String>,
}

impl Form for RedriveForm {
    type Checked = (Option<String>, Option<String>);

    fn read(fields: &mut Fields) -> Option<Self::Checked> {
        let mut said = |name: &str| {
            let text = fields.text(name).filter(|text| !text.trim().is_empty());
            if text.as_ref().is_some_and(|text| text.contains('\0')) {
                fields.refuse(name, "field.invalid", "No NUL may stand in it.");
            }
            text
        };
        Some((said("kind"), said("reason")))
    }
}

/// How many jobs begin again.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RedrivenView {
    redriven: u64,
}

/// Dead jobs begin again, at most 200 at once: all, those of a kind, those with a reason.
///
/// # Errors
/// `job.database_unknown` (404).
#[utoipa::path(post, operation_id = "redrive_jobs", path = "/api/admin/jobs/{database}/redrive", tag = "operations", security(("bearer" = [])),
    params(("database" = String, Path)), request_body = RedriveForm,
    responses((status = 200, body = RedrivenView), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn redrive(
    State(app): State<App>,
    actor: Actor<Admin>,
    Path(database): Path<String>,
    Checked(wanted): Checked<RedriveForm>,
) -> Result<Json<RedrivenView>, Fault> {
    let queue = queue(&database)?;
    let redriven = app.queues.redrive(&actor, queue, wanted).await?;
    Ok(Json(RedrivenView { redriven }))
}

/// A kind to be stopped.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the document's picture of what is read here")]
pub(crate) struct PauseForm {
    /// Which kind: `deliver`.
    kind: Option<String>,
    /// Why, in 1 to 300 characters.
    reason: Option<String>,
}

impl Form for PauseForm {
    type Checked = (String, String);

    fn read(fields: &mut Fields) -> Option<Self::Checked> {
        // Which kinds there are knows the queue, and it says all that is wrong at once.
        let mut said = |name: &str| fields.text(name).unwrap_or_default();
        Some((said("kind"), said("reason")))
    }
}

/// The kinds that are stopped.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PausedKindsView {
    paused: Vec<PausedView>,
}

async fn paused(
    app: &App,
    actor: &Actor<Admin>,
    queue: Queue,
) -> Result<Json<PausedKindsView>, Fault> {
    let paused = app.queues.paused(actor, queue).await?;
    let paused = paused.into_iter().map(PausedView::from).collect();
    Ok(Json(PausedKindsView { paused }))
}

/// No worker begins jobs of the kind any more; those that run go on.
///
/// # Errors
/// `job.database_unknown` (404), `job.kind_unknown`, `job.reason_missing` (422).
#[utoipa::path(post, operation_id = "pause_kind", path = "/api/admin/jobs/{database}/pause", tag = "operations", security(("bearer" = [])),
    params(("database" = String, Path)), request_body = PauseForm,
    responses((status = 200, body = PausedKindsView), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn pause(
    State(app): State<App>,
    actor: Actor<Admin>,
    Path(database): Path<String>,
    Checked((kind, reason)): Checked<PauseForm>,
) -> Result<Json<PausedKindsView>, Fault> {
    let queue = queue(&database)?;
    app.queues.pause(&actor, queue, (&kind, &reason)).await?;
    paused(&app, &actor, queue).await
}

/// Workers begin jobs of the kind again.
///
/// # Errors
/// `job.database_unknown` (404).
#[utoipa::path(delete, operation_id = "resume_kind", path = "/api/admin/jobs/{database}/pause/{kind}", tag = "operations", security(("bearer" = [])),
    params(("database" = String, Path), ("kind" = String, Path)),
    responses((status = 200, body = PausedKindsView), (status = 401), (status = 403), (status = 404)))]
pub(crate) async fn resume(
    State(app): State<App>,
    actor: Actor<Admin>,
    Path((database, kind)): Path<(String, String)>,
) -> Result<Json<PausedKindsView>, Fault> {
    let queue = queue(&database)?;
    app.queues.resume(&actor, queue, &kind).await?;
    paused(&app, &actor, queue).await
}
