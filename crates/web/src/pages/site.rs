use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use http::{
    HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE},
};
use stoa_pages::pages::{
    dashboard::CheckState as Shown,
    docs::DocsPage,
    status::{Component, ComponentKind, StatusPage},
};
use utoipa::openapi::OpenApi;

use super::context::{Open, render};
use crate::{App, CheckState, Fault, ops};

/// `/` leads to a person's work, a visitor to the landing.
pub(crate) async fn front(open: Open) -> Redirect {
    Redirect::to(
        open.actor
            .map_or("/l/expresscourse", |actor| stoa_pages::home(actor.roles)),
    )
}

/// `/status`: the platform in its users' words.
pub(crate) async fn status(State(app): State<App>, open: Open) -> Result<Response, Fault> {
    let health = ops::look(&app).await;
    let state = |name: &str| {
        health
            .checks
            .get(name)
            .map_or(Shown::Off, |check| shown(check.status))
    };
    let (main, tripwire, forwarding) = (
        state("database.main"),
        state("database.tripwire"),
        state("deliveries"),
    );
    let part = |kind, state| Component { kind, state };
    let page = StatusPage {
        components: vec![
            part(ComponentKind::SignIn, main),
            part(ComponentKind::Lessons, main),
            part(ComponentKind::Desk, tripwire),
            part(ComponentKind::Requests, tripwire),
            part(ComponentKind::Forwarding, forwarding),
        ],
        checked_at: app.ambient.now(),
        shell: open.shell,
    };
    render(&page)
}

pub(crate) fn shown(state: CheckState) -> Shown {
    match state {
        CheckState::Ok => Shown::Ok,
        CheckState::Warn => Shown::Degraded,
        CheckState::Fail => Shown::Down,
    }
}

/// `/docs`: the API, made from the same document that programs read.
pub(crate) fn docs(document: &OpenApi, open: Open) -> Result<Response, Fault> {
    let json = serde_json::to_value(document).unwrap_or_default();
    render(&DocsPage::from_openapi(
        open.shell,
        "/api/openapi.json",
        &json,
    ))
}

/// An asset under its hashed name, which a browser may keep for ever.
pub(crate) async fn asset(Path(name): Path<String>) -> Response {
    let Some(asset) = stoa_pages::asset(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let keep = HeaderValue::from_static("public, max-age=31536000, immutable");
    let kind = HeaderValue::from_static(asset.content_type);
    (
        [(CONTENT_TYPE, kind), (CACHE_CONTROL, keep)],
        asset.bytes.clone(),
    )
        .into_response()
}

/// What browsers ask for by themselves.
pub(crate) async fn favicon() -> Redirect {
    Redirect::permanent(&stoa_pages::asset_url("favicon.svg"))
}
