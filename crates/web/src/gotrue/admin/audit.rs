use axum::{
    Json,
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;
use serde_json::{Value, json};
use stoa_identity::{AuditAction, EventSearch, StoredEvent};

use super::{AdminCaller, caller::invalid, paging::Paging};
use crate::{App, Fault, api::auth::private};

/// Which events are listed.
#[derive(Debug, Deserialize)]
pub(crate) struct AuditQuery {
    page: Option<String>,
    per_page: Option<String>,
    action: Option<String>,
    actor: Option<String>,
    subject: Option<String>,
}

/// What was done to accounts and what was tried, newest first, in GoTrue's shape.
///
/// # Errors
/// 400 `validation_failed`, 401 `no_authorization`, 403 `not_admin`.
#[utoipa::path(get, operation_id = "admin_list_audit", path = "/auth/v1/admin/audit", tag = "auth v1", security(("bearer" = [])),
    params(("page" = Option<u32>, Query), ("per_page" = Option<u32>, Query),
        ("action" = Option<String>, Query, description = "such as session.sign_in_failed"),
        ("actor" = Option<uuid::Uuid>, Query, description = "done by this person"),
        ("subject" = Option<uuid::Uuid>, Query, description = "about this person")),
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
        rows: paging.rows(),
        skipped: paging.skipped(),
        ..EventSearch::default()
    };
    let (events, total) = app.identity.page_audit(&search).await?;
    let asked = [
        ("action", query.action.as_deref()),
        ("actor", query.actor.as_deref()),
        ("subject", query.subject.as_deref()),
    ];
    let rest: Vec<_> = asked
        .into_iter()
        .filter_map(|(name, text)| given(text).map(|text| (name, text)))
        .collect();
    let headers = paging.headers("/admin/audit", &rest, total);
    let events: Vec<_> = events.iter().map(view).collect();
    Ok(private((headers, Json(events))))
}

fn given(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
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
