use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use futures::future::BoxFuture;
use http::{HeaderValue, StatusCode, header::RETRY_AFTER};
use serde::Serialize;
use stoa_pages::pages::{outbox::OutboxMessage, system::SchemaCard};
use tokio::sync::Mutex;
use utoipa::ToSchema;

use super::{Gauge, operator::Operator};
use crate::App;

/// What a check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum CheckState {
    /// It works.
    Ok,
    /// It works in part, or waits for somebody.
    Warn,
    /// It does not work.
    Fail,
}

impl CheckState {
    /// [`Self::Warn`] when something waits for somebody, else [`Self::Ok`].
    #[must_use]
    pub fn warn_if(waits: bool) -> Self {
        if waits { Self::Warn } else { Self::Ok }
    }
}

/// One dependency, looked at just now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Check {
    /// What was looked at: `database.main`.
    #[serde(skip)]
    pub name: String,
    /// What was found.
    pub status: CheckState,
    /// In words, for the operator; no secret, no personal data.
    pub message: String,
    /// How long the look took.
    pub took_ms: u64,
    /// True when nothing can be served without it.
    #[serde(skip)]
    pub required: bool,
}

/// What the binary knows of its parts, looked at on request.
pub trait Operations: Send + Sync {
    /// Looks at every dependency at once; each look has a deadline of its own.
    fn checks(&self) -> BoxFuture<'_, Vec<Check>>;
    /// Figures for `/metrics` that are read, not counted.
    fn gauges(&self) -> BoxFuture<'_, Vec<Gauge>>;
    /// What each database is, held against what the migrations make of it; now or a moment ago.
    fn schemas(&self) -> BoxFuture<'_, Vec<SchemaCard>>;
    /// The sinks of a demo, newest first: what would have been sent. None outside a demo.
    fn outbox(&self) -> Option<Vec<OutboxMessage>>;
}

/// How the whole does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Overall {
    /// Everything works.
    Ok,
    /// The main things work, something else does not.
    Degraded,
    /// Nothing can be served.
    Down,
}

/// The state of Stoa; what it depends on is for operators.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct HealthView {
    /// The whole.
    pub(crate) status: Overall,
    /// The program's version; for operators.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'static str>,
    /// Each part by name; for operators.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) checks: BTreeMap<String, Check>,
}

/// How long a look is good for: strangers must not make us ask every database with each of their requests.
const FRESH: Duration = Duration::from_millis(500);

/// The last look at every part; those who ask while one is under way wait for it.
#[derive(Debug, Default)]
pub struct LastLook(Mutex<Option<(Instant, HealthView)>>);

/// How every part does, now or half a second ago.
pub(crate) async fn look(app: &App) -> HealthView {
    let mut last = app.last_look.0.lock().await;
    if let Some((_, view)) = last.as_ref().filter(|(at, _)| at.elapsed() < FRESH) {
        return view.clone();
    }
    let view = look_now(app).await;
    *last = Some((Instant::now(), view.clone()));
    view
}

async fn look_now(app: &App) -> HealthView {
    let checks = app.operations.checks().await;
    let worst = |required: bool| {
        checks
            .iter()
            .filter(|c| c.required == required)
            .map(|c| c.status)
            .max()
    };
    let status = match (worst(true), worst(false)) {
        (Some(CheckState::Fail), _) => Overall::Down,
        (Some(CheckState::Warn), _) | (_, Some(CheckState::Warn | CheckState::Fail)) => {
            Overall::Degraded
        }
        _ => Overall::Ok,
    };
    let checks = checks
        .into_iter()
        .map(|check| (check.name.clone(), check))
        .collect();
    HealthView {
        status,
        version: Some(env!("CARGO_PKG_VERSION")),
        checks,
    }
}

/// How it does; 200 while the main database works, 503 otherwise. Operators see every dependency, others one word.
#[utoipa::path(get, path = "/health", tag = "operations",
    responses((status = 200, body = HealthView), (status = 503, body = HealthView)))]
pub(crate) async fn health(State(app): State<App>, reader: Option<Operator>) -> Response {
    let mut view = look(&app).await;
    if reader.is_none() {
        view.version = None;
        view.checks.clear();
    }
    answer(view.status == Overall::Down, Json(view))
}

/// One word.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AliveView {
    /// Always `ok`.
    status: Overall,
}

/// Says that the process runs and answers; asks nothing else.
#[utoipa::path(get, path = "/health/live", tag = "operations", responses((status = 200, body = AliveView)))]
pub(crate) async fn live() -> Json<AliveView> {
    let status = Overall::Ok;
    Json(AliveView { status })
}

/// Whether requests should be sent here.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReadyView {
    /// `ok` or `down`.
    status: Overall,
    /// True when a shutdown is under way.
    stopping: bool,
}

/// Says whether requests should be sent here: what is required works and no shutdown is under way.
#[utoipa::path(get, path = "/health/ready", tag = "operations",
    responses((status = 200, body = ReadyView), (status = 503, body = ReadyView)))]
pub(crate) async fn ready(State(app): State<App>) -> Response {
    let stopping = app.stopping.is_cancelled();
    let down = stopping || look(&app).await.status == Overall::Down;
    let status = if down { Overall::Down } else { Overall::Ok };
    answer(down, Json(ReadyView { status, stopping }))
}

/// Seconds after which a look may find something else.
const RETRY_AFTER_SECONDS: u64 = 5;

fn answer(down: bool, body: impl IntoResponse) -> Response {
    if down {
        let wait = HeaderValue::from(RETRY_AFTER_SECONDS);
        (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, wait)], body).into_response()
    } else {
        body.into_response()
    }
}
