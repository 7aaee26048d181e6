//! Pages: each handler fills a typed context and renders it; forms post and redirect.

mod context;
mod dashboard;
mod desk;
mod errors;
mod invite;
mod landing;
mod leads;
mod lessons;
mod profile;
mod sign_in;
mod site;

use std::sync::Arc;

use axum::{
    Router,
    response::Redirect,
    routing::{get, post},
};
use utoipa::openapi::OpenApi;

use crate::App;

pub(crate) use context::{Open, parameter, render};
pub(crate) use errors::fault_page;

/// Every page, by audience.
pub(crate) fn routes(document: Arc<OpenApi>) -> Router<App> {
    Router::new()
        // Anybody.
        .route("/", get(site::front))
        .route("/login", get(sign_in::show).post(sign_in::submit))
        .route("/login/check", get(sign_in::check))
        .route("/logout", get(sign_in::leave).post(sign_in::sign_out))
        .route("/invite/{token}", get(invite::show).post(invite::submit))
        .route("/l/{source}", get(landing::show).post(landing::submit))
        .route("/l/{source}/thanks", get(landing::thanks))
        .route("/status", get(site::status))
        .route("/docs", get(async move |open| site::docs(&document, open)))
        .route("/assets/{name}", get(site::asset))
        .route("/favicon.ico", get(site::favicon))
        // Whoever is signed in.
        .route("/lessons", get(lessons::list))
        .route("/lessons/{id}", get(lessons::show))
        .route("/lessons/{id}/done", post(lessons::done))
        .route("/lessons/{id}/undone", post(lessons::undone))
        .route("/profile", get(profile::show).post(profile::save))
        // Sales.
        .route("/tripwire", get(desk::show))
        .route("/tripwire/users", post(desk::create))
        .route("/tripwire/users/{id}", get(desk::buyer))
        .route("/tripwire/users/{id}/invite", post(desk::invite))
        // Administrators.
        .route("/dashboard", get(dashboard::show))
        .route("/admin", get(async || Redirect::to("/dashboard")))
        .route("/admin/outbox", get(dashboard::outbox))
}
