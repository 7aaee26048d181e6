//! Pages: each handler fills a typed context and renders it; forms post and redirect.

mod account;
mod arrival;
mod code;
mod confirm;
mod context;
mod dashboard;
mod desk;
mod errors;
mod forgot;
mod invite;
mod landing;
mod lead;
mod leads;
mod lessons;
mod people;
mod profile;
mod second_step;
mod sign_in;
mod site;
mod system;
mod team;

use std::sync::Arc;

use axum::{
    Router,
    response::Redirect,
    routing::{get, post},
};
use utoipa::openapi::OpenApi;

use crate::App;

pub(crate) use arrival::Arrival;
pub(crate) use context::{Open, parameter, render};
pub(crate) use errors::fault_page;
pub(crate) use people::network_of;
pub(crate) use second_step::CHALLENGE;
pub(crate) use sign_in::{end_earlier, is_local, provider_refused, safe_next, with_session};

/// Every page, by audience.
pub(crate) fn routes(document: Arc<OpenApi>) -> Router<App> {
    Router::new()
        // Anybody.
        .route("/", get(site::front))
        .route("/login", get(sign_in::show).post(sign_in::submit))
        .route("/login/check", get(sign_in::check))
        .route("/logout", get(sign_in::leave).post(sign_in::sign_out))
        .route("/forgot", get(forgot::show).post(forgot::submit))
        .route("/code", get(code::show).post(code::submit))
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
        .route(CHALLENGE, get(second_step::ask).post(second_step::prove))
        .merge(own_account())
        // Sales.
        .route("/tripwire", get(desk::show))
        // Whoever reloads the answer to a new buyer by its address gets to the desk.
        .route(
            "/tripwire/users",
            post(desk::create).get(async || Redirect::to("/tripwire")),
        )
        .route("/tripwire/users/{id}", get(desk::buyer))
        .route("/tripwire/users/{id}/invite", post(desk::invite))
        .route("/tripwire/users/{id}/retry", post(desk::retry))
        .route("/tripwire/team", get(team::show).post(team::add))
        .route("/tripwire/team/remove", post(team::remove))
        .route("/tripwire/quarantine", get(leads::quarantine))
        .route("/tripwire/leads/{id}", get(lead::show))
        .route("/tripwire/leads/{id}/release", post(leads::release))
        .route("/tripwire/leads/{id}/keep", post(leads::keep))
        // Administrators.
        .route("/dashboard", get(dashboard::show))
        .route("/admin", get(async || Redirect::to("/dashboard")))
        .route("/admin/outbox", get(dashboard::outbox))
        .merge(people())
        .merge(system_pages())
}

/// The own account: whoever has a second factor has proved it.
fn own_account() -> Router<App> {
    Router::new()
        .route(account::HOME, get(account::show))
        .route("/account/email", post(account::change_email))
        .route("/account/export", get(account::export))
        .route("/account/delete", post(account::delete))
        .route(
            account::PASSWORD,
            get(account::show_password).post(account::change_password),
        )
        .route("/account/second-factor", get(account::show_second_factor))
        .route("/account/second-factor/begin", post(account::begin))
        .route("/account/second-factor/confirm", post(account::confirm))
        .route("/account/second-factor/codes", post(account::renew_codes))
        .route("/account/second-factor/{id}/remove", post(account::remove))
        .route("/account/sessions", get(account::show_sessions))
        .route("/account/sessions/{id}/end", post(account::end))
        .route("/account/sessions/end-others", post(account::end_others))
}

/// How the system does and works, for administrators.
fn system_pages() -> Router<App> {
    Router::new()
        .route("/admin/health", get(system::show_health))
        .route("/admin/health/mode", post(system::set_mode))
        .route("/admin/alerts", get(system::show_alerts))
        .route("/admin/schema", get(system::show_schema))
        .route("/admin/jobs", get(system::list_jobs))
        .route("/admin/jobs/{database}/{id}", get(system::show_job))
        .route("/admin/jobs/{database}/{id}/retry", post(system::retry))
        .route("/admin/jobs/{database}/{id}/cancel", post(system::cancel))
        .route("/admin/jobs/{database}/redrive", post(system::redrive))
        .route("/admin/jobs/{database}/pause", post(system::pause))
        .route("/admin/jobs/{database}/resume", post(system::resume))
}

/// People and what happened to them, for administrators.
fn people() -> Router<App> {
    Router::new()
        .route("/admin/audit", get(people::show_audit))
        .route("/admin/users", get(people::list))
        .route("/admin/users/{id}", get(people::show))
        .route("/admin/users/{id}/roles", post(people::save_roles))
        .route("/admin/users/{id}/ban", post(people::ban))
        .route("/admin/users/{id}/unban", post(people::unban))
        .route("/admin/users/{id}/invite", post(people::invite))
        .route("/admin/users/{id}/reset-link", post(people::reset_link))
        .route(
            "/admin/users/{id}/second-factor/remove",
            post(people::remove_second_factor),
        )
        .route(
            "/admin/users/{id}/sessions/{session}/end",
            post(people::end_session),
        )
        .route("/admin/users/{id}/sessions/end", post(people::end_sessions))
}
