use axum::{
    Json,
    extract::{Query, State},
    response::Response,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use stoa_identity::{AuditAction, EventSearch, StoredEvent};

use super::{AdminCaller, caller::invalid, paging::Paging};
use crate::{App, Fault, api::auth::private, pages::network_of};

/// Which events are listed.
#[derive(Debug, Deserialize)]
pub(crate) struct AuditQuery {
    page: Option<String>,
    per_page: Option<String>,
    action: Option<String>,
    actor: Option<String>,
    subject: Option<String>,
    session: Option<String>,
    network: Option<String>,
    request_id: Option<String>,
    since: Option<String>,
    until: Option<String>,
}

impl AuditQuery {
    /// The pairs that a link to another page repeats.
    fn asked(&self) -> Vec<(&'static str, &str)> {
        let asked = [
            ("action", &self.action),
            ("actor", &self.actor),
            ("subject", &self.subject),
            ("session", &self.session),
            ("network", &self.network),
            ("request_id", &self.request_id),
            ("since", &self.since),
            ("until", &self.until),
        ];
        let said = asked
            .into_iter()
            .filter_map(|(name, text)| given(text.as_deref()).map(|text| (name, text)));
        said.collect()
    }
}

/// What was done to accounts and what was tried, newest first, in GoTrue's shape.
///
/// # Errors
/// 400 `validation_failed`, 401 `no_authorization`, 403 `not_admin`.
#[utoipa::path(get, operation_id = "admin_list_audit", path = "/auth/v1/admin/audit", tag = "auth v1", security(("bearer" = [])),
    params(("page" = Option<u32>, Query), ("per_page" = Option<u32>, Query),
        ("action" = Option<String>, Query, description = "such as session.sign_in_failed"),
        ("actor" = Option<uuid::Uuid>, Query, description = "done by this person"),
        ("subject" = Option<uuid::Uuid>, Query, description = "about this person"),
        ("session" = Option<uuid::Uuid>, Query, description = "about this sign-in"),
        ("network" = Option<String>, Query, description = "from this network, or from the one of this address"),
        ("request_id" = Option<String>, Query, description = "in this request"),
        ("since" = Option<chrono::DateTime<chrono::Utc>>, Query, description = "not before this time"),
        ("until" = Option<chrono::DateTime<chrono::Utc>>, Query, description = "before this time")),
    responses((status = 200, description = "A page; `Link` leads on, `X-Total-Count` has the number of all", body = serde_json::Value),
        (status = 400), (status = 401), (status = 403)))]
pub(crate) async fn list(
    State(app): State<App>,
    _caller: AdminCaller,
    Query(query): Query<AuditQuery>,
) -> Result<Response, Fault> {
    let paging = Paging::read(query.page.as_deref(), query.per_page.as_deref())?;
    let search = EventSearch {
        action: given(query.action.as_deref())
            .map(str::parse::<AuditAction>)
            .transpose()
            .map_err(|error| invalid(error.to_string()))?
            .map(|action| action.as_str().to_owned()),
        actor: id(query.actor.as_deref(), "actor")?,
        subject: id(query.subject.as_deref(), "subject")?,
        session: id(query.session.as_deref(), "session")?,
        ip_prefix: text(query.network.as_deref(), "network")?.map(network_of),
        request_id: text(query.request_id.as_deref(), "request_id")?.map(str::to_owned),
        since: time(query.since.as_deref(), "since")?,
        until: time(query.until.as_deref(), "until")?,
        rows: paging.rows(),
        skipped: paging.skipped(),
        ..EventSearch::default()
    };
    let (events, total) = app.identity.page_audit(&search).await?;
    let headers = paging.headers("/admin/audit", &query.asked(), total);
    let events: Vec<_> = events.iter().map(view).collect();
    Ok(private((headers, Json(events))))
}

fn given(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}

/// What a text column can be compared with.
fn text<'a>(text: Option<&'a str>, name: &str) -> Result<Option<&'a str>, Fault> {
    match given(text) {
        Some(text) if text.len() > 64 || text.contains(char::is_control) => Err(invalid(format!(
            "{name} must be at most 64 bytes of plain text"
        ))),
        text => Ok(text),
    }
}

fn time(text: Option<&str>, name: &str) -> Result<Option<DateTime<Utc>>, Fault> {
    given(text)
        .map(|text| {
            text.parse().map_err(|_| {
                invalid(format!(
                    "{name} must be a time such as 2026-11-21T09:00:00Z"
                ))
            })
        })
        .transpose()
}

fn id<T: std::str::FromStr>(text: Option<&str>, name: &str) -> Result<Option<T>, Fault> {
    given(text)
        .map(|text| {
            text.parse()
                .map_err(|_| invalid(format!("{name} must be an UUID")))
        })
        .transpose()
}

fn view(event: &StoredEvent) -> Value {
    json!({
        "id": event.id,
        "created_at": event.at,
        "ip_address": event.ip_prefix.as_deref().unwrap_or_default(),
        "payload": {
            "action": event.action,
            "log_type": event.action.split('.').next(),
            "actor_kind": event.actor_kind,
            "actor_id": event.actor_id,
            "subject_id": event.subject,
            "session_id": event.session_id,
            "user_agent": event.user_agent,
            "request_id": event.request_id,
            "traits": event.details,
        },
    })
}
