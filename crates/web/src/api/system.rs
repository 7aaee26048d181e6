//! How the system does and works, for administrators: the health log and the mode.

use axum::{
    Json,
    extract::{RawQuery, State},
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use stoa_app::health::{self, HealthQuery, HealthRow};
use stoa_domain::{HealthLevel, SystemMode};
use utoipa::ToSchema;
use uuid::Uuid;

use super::query::Parameters;
use crate::{
    App, Fault,
    extract::{Actor, Admin, Checked, Client, Fields, Form},
};

/// Something that a part of the system said of itself.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HealthLogView {
    id: Uuid,
    /// `INFO`, `WARNING`, `ERROR`, `SWITCH` or `CRITICAL`.
    event_type: &'static str,
    message: String,
    /// Further facts.
    #[schema(value_type = Object)]
    metadata: Value,
    /// How often the same came again within a minute.
    repeats: i32,
    request_id: Option<String>,
    /// How administrators were told: `telegram` or `mail`; null while they were not.
    notified_by: Option<String>,
    notified_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

impl From<HealthRow> for HealthLogView {
    fn from(row: HealthRow) -> Self {
        let (notified_by, notified_at) = row.told.unzip();
        Self {
            id: row.id,
            event_type: row.level.as_str(),
            message: row.message,
            metadata: row.metadata,
            repeats: row.repeats,
            request_id: row.request_id,
            notified_by,
            notified_at,
            created_at: row.created_at,
        }
    }
}

/// A page of the health log.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HealthLogsView {
    /// Newest first.
    logs: Vec<HealthLogView>,
    /// For the next page; null on the last.
    next_cursor: Option<String>,
}

/// What parts of the system said of themselves, newest first.
///
/// # Errors
/// `page.cursor_invalid` (422).
#[utoipa::path(get, operation_id = "list_health_logs", path = "/api/admin/health/logs", tag = "operations", security(("bearer" = [])),
    params(("type" = Option<String>, Query, description = "INFO, WARNING, ERROR, SWITCH or CRITICAL"),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50"), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = HealthLogsView), (status = 401), (status = 403), (status = 422)))]
pub(crate) async fn logs(
    State(app): State<App>,
    actor: Actor<Admin>,
    RawQuery(query): RawQuery,
) -> Result<Json<HealthLogsView>, Fault> {
    let known = ["type", "limit", "cursor"];
    let mut parameters = Parameters::read(query.as_deref().unwrap_or_default(), &known);
    let words = "INFO, WARNING, ERROR, SWITCH or CRITICAL";
    let level: Option<HealthLevel> = parameters.parse("type", words, |text| text.parse().ok());
    let query = HealthQuery {
        level,
        limit: parameters.limit(),
        cursor: parameters.text("cursor"),
    };
    parameters.finish()?;
    let page = health::list(app.modes.db(), &actor, &query).await?;
    Ok(Json(HealthLogsView {
        logs: page.logs.into_iter().map(HealthLogView::from).collect(),
        next_cursor: page.next_cursor.map(|cursor| cursor.as_str().to_owned()),
    }))
}

/// How accepted work is done.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ModeView {
    /// `async_queue`: workers take it; `sync_direct`: the process that accepts it does it at once.
    mode: &'static str,
    /// Who set it; null when nobody has.
    updated_by: Option<Uuid>,
    updated_at: Option<DateTime<Utc>>,
    /// How often this process answered from memory, and how often it read.
    cache: CacheView,
}

/// How this process remembered the mode.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CacheView {
    hits: u64,
    reads: u64,
    failures: u64,
    /// `0..1`.
    hit_ratio: f64,
}

async fn shown(app: &App, actor: &Actor<Admin>) -> Result<Json<ModeView>, Fault> {
    let (state, figures) = (app.modes.state(actor).await?, app.modes.figures());
    Ok(Json(ModeView {
        mode: state.mode.as_str(),
        updated_by: state.updated_by.map(|user| user.0),
        updated_at: state.updated_at,
        cache: CacheView {
            hits: figures.hits,
            reads: figures.reads,
            failures: figures.failures,
            hit_ratio: figures.hit_ratio(),
        },
    }))
}

/// How accepted work is done at the moment, and how this process remembers it.
#[utoipa::path(get, operation_id = "show_mode", path = "/api/admin/health/mode", tag = "operations", security(("bearer" = [])),
    responses((status = 200, body = ModeView), (status = 401), (status = 403)))]
pub(crate) async fn mode(
    State(app): State<App>,
    actor: Actor<Admin>,
) -> Result<Json<ModeView>, Fault> {
    shown(&app, &actor).await
}

/// A change of the mode.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the document's picture of what is read here")]
pub(crate) struct ModeForm {
    /// `async_queue` or `sync_direct`.
    mode: Option<String>,
    /// Why, in 3 to 300 characters; administrators read it.
    reason: Option<String>,
    /// The name of the mode once more.
    confirmation: Option<String>,
}

/// A change whose words are there.
#[derive(Debug)]
pub(crate) struct ModeChange {
    mode: SystemMode,
    reason: String,
    confirmation: String,
}

impl Form for ModeForm {
    type Checked = ModeChange;

    fn read(fields: &mut Fields) -> Option<ModeChange> {
        let mode = fields.text("mode").and_then(|mode| mode.parse().ok());
        if mode.is_none() {
            fields.refuse(
                "mode",
                "mode.unknown",
                "Must be async_queue or sync_direct.",
            );
        }
        let reason = fields
            .text("reason")
            .filter(|reason| !reason.trim().is_empty() && !reason.contains('\0'));
        if reason.is_none() {
            let text = "Say why, in 3 to 300 characters.";
            fields.refuse("reason", "mode.reason_invalid", text);
        }
        let confirmation = fields.text("confirmation").unwrap_or_default();
        if mode.is_some_and(|mode: SystemMode| confirmation.trim() != mode.as_str()) {
            let text = "Type the name of the mode to confirm.";
            fields.refuse("confirmation", "mode.confirmation_differs", text);
        }
        Some(ModeChange {
            confirmation,
            mode: mode?,
            reason: reason?,
        })
    }
}

/// Changes how accepted work is done, in every process at once. Administrators are told.
///
/// # Errors
/// `mode.unknown`, `mode.reason_invalid`, `mode.confirmation_differs` (422).
#[utoipa::path(put, operation_id = "set_mode", path = "/api/admin/health/mode", tag = "operations", security(("bearer" = [])),
    request_body = ModeForm,
    responses((status = 200, body = ModeView), (status = 401), (status = 403), (status = 422)))]
pub(crate) async fn set_mode(
    State(app): State<App>,
    actor: Actor<Admin>,
    client: Client,
    Checked(change): Checked<ModeForm>,
) -> Result<Json<ModeView>, Fault> {
    let words = (change.reason.as_str(), change.confirmation.as_str());
    app.modes
        .set(&actor, &client.info(), change.mode, words)
        .await?;
    shown(&app, &actor).await
}
