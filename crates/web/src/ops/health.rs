use std::collections::BTreeMap;

use axum::{Json, extract::State};
use futures::future::BoxFuture;
use http::StatusCode;
use serde::Serialize;
use stoa_pages::pages::outbox::OutboxMessage;
use utoipa::ToSchema;

use super::Gauge;
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

/// The state of Stoa and of what it depends on.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HealthView {
    /// The whole.
    pub(crate) status: Overall,
    /// The program's version.
    version: &'static str,
    /// Each part by name.
    pub(crate) checks: BTreeMap<String, Check>,
}

pub(crate) async fn look(app: &App) -> HealthView {
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
        version: env!("CARGO_PKG_VERSION"),
        checks,
    }
}

/// The state of every dependency; 200 while the main database works, 503 otherwise.
#[utoipa::path(get, path = "/health", tag = "operations",
    responses((status = 200, body = HealthView), (status = 503, body = HealthView)))]
pub(crate) async fn health(State(app): State<App>) -> (StatusCode, Json<HealthView>) {
    let view = look(&app).await;
    let status = if view.status == Overall::Down {
        StatusCode::SERVICE_UNAVAILABLE
    } else {
        StatusCode::OK
    };
    (status, Json(view))
}

/// Says that the process runs and answers; asks nothing else.
#[utoipa::path(get, path = "/health/live", tag = "operations", responses((status = 200, description = "Alive")))]
pub(crate) async fn live() -> Json<serde_json::Value> {
    Json(serde_json::json!({ "status": "ok" }))
}

/// Says whether requests should be sent here: what is required works and no shutdown is under way.
#[utoipa::path(get, path = "/health/ready", tag = "operations",
    responses((status = 200, description = "Ready"), (status = 503, description = "Not ready")))]
pub(crate) async fn ready(State(app): State<App>) -> (StatusCode, Json<serde_json::Value>) {
    let stopping = app.stopping.is_cancelled();
    let down = stopping || look(&app).await.status == Overall::Down;
    let (status, word) = if down {
        (StatusCode::SERVICE_UNAVAILABLE, "down")
    } else {
        (StatusCode::OK, "ok")
    };
    (
        status,
        Json(serde_json::json!({ "status": word, "stopping": stopping })),
    )
}
