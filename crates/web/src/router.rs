use axum::{
    Extension, Router, extract::DefaultBodyLimit, middleware::from_fn_with_state, routing::get,
};
use http::StatusCode;
use tower::ServiceBuilder;
use utoipa::{OpenApi as _, openapi};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    App, api,
    document::{self, Document, only},
    extract::{Admin, Sales},
    gotrue, layers, ops, pages,
};

/// Most bytes of a landing form.
const LANDING_BODY: usize = 16 * 1024;

/// What whoever is signed in may ask.
fn signed_in_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(api::auth::logout))
        .routes(routes!(
            gotrue::user::user,
            gotrue::update_user::update_user
        ))
        .routes(routes!(gotrue::reauthenticate::reauthenticate))
        .routes(routes!(gotrue::user::logout))
        .routes(routes!(gotrue::factors::enroll))
        .routes(routes!(gotrue::factors::unenroll))
        .routes(routes!(gotrue::factors::challenge))
        .routes(routes!(gotrue::factors::verify))
        .routes(routes!(
            gotrue::recovery_codes::status,
            gotrue::recovery_codes::generate,
            gotrue::recovery_codes::remove
        ))
        .routes(routes!(gotrue::recovery_codes::regenerate))
        .routes(routes!(gotrue::recovery_codes::verify))
        .routes(routes!(gotrue::oauth::link))
        .routes(routes!(gotrue::oauth::unlink))
        .routes(routes!(api::profile::show, api::profile::update))
        .routes(routes!(api::lessons::list))
        .routes(routes!(api::lessons::show))
        .routes(routes!(api::lessons::record))
}

/// How the system does and works, for administrators.
fn system_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(only::<Admin>(routes!(api::system::logs)))
        .routes(only::<Admin>(routes!(
            api::system::mode,
            api::system::set_mode
        )))
        .routes(only::<Admin>(routes!(api::schema::show)))
        .routes(only::<Admin>(routes!(api::jobs::list)))
        .routes(only::<Admin>(routes!(api::jobs::show)))
        .routes(only::<Admin>(routes!(api::jobs::retry)))
        .routes(only::<Admin>(routes!(api::jobs::cancel)))
        .routes(only::<Admin>(routes!(api::jobs::redrive)))
        .routes(only::<Admin>(routes!(api::jobs::pause)))
        .routes(only::<Admin>(routes!(api::jobs::resume)))
}

/// Every route of the API, by audience; each brings its entry in the OpenAPI document.
fn api_routes() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Document::openapi())
        // Anybody.
        .routes(routes!(api::auth::login))
        .routes(routes!(api::auth::refresh))
        .routes(routes!(api::config::show))
        .routes(routes!(gotrue::token::token))
        .routes(routes!(gotrue::signup::signup))
        .routes(routes!(gotrue::otp::otp))
        .routes(routes!(gotrue::otp::magiclink))
        .routes(routes!(gotrue::recover::recover))
        .routes(routes!(gotrue::resend::resend))
        .routes(routes!(gotrue::verify::verify, gotrue::opened::open))
        .routes(routes!(gotrue::user::jwks))
        .routes(routes!(gotrue::user::discovery))
        .routes(routes!(gotrue::oauth::authorize))
        .routes(routes!(
            gotrue::oauth::callback,
            gotrue::oauth::callback_form
        ))
        .routes(routes!(gotrue::user::settings))
        .routes(routes!(gotrue::user::health))
        .routes(routes!(ops::health::health))
        .routes(routes!(ops::health::live))
        .routes(routes!(ops::health::ready))
        .merge(signed_in_routes())
        // Whoever holds the service key.
        .routes(routes!(gotrue::admin_factors::list))
        .routes(routes!(
            gotrue::admin_factors::rename,
            gotrue::admin_factors::remove
        ))
        // Whoever holds the service key, and administrators.
        .routes(only::<Admin>(routes!(
            gotrue::admin::users::list,
            gotrue::admin::users::create
        )))
        .routes(only::<Admin>(routes!(
            gotrue::admin::users::show,
            gotrue::admin::users::update,
            gotrue::admin::users::delete
        )))
        .routes(only::<Admin>(routes!(gotrue::admin::audit::list)))
        .routes(only::<Admin>(routes!(gotrue::links::invite)))
        .routes(only::<Admin>(routes!(gotrue::links::generate)))
        .merge(system_routes())
        // Sales.
        .routes(only::<Sales>(routes!(api::tripwire::stats)))
        .routes(only::<Sales>(routes!(
            api::tripwire::list,
            api::tripwire::create
        )))
        .routes(only::<Sales>(routes!(api::tripwire::show)))
        .routes(only::<Sales>(routes!(api::tripwire::invite)))
        .routes(only::<Sales>(routes!(api::tripwire::retry)))
        .routes(only::<Sales>(routes!(ops::receipts::show)))
        .routes(only::<Sales>(routes!(api::leads::list)))
        .routes(only::<Sales>(routes!(api::leads::release)))
        .routes(only::<Sales>(routes!(api::leads::keep)))
}

fn landing_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(api::landing::submit))
        .layer(DefaultBodyLimit::max(LANDING_BODY))
}

/// The OpenAPI document of this build.
#[must_use]
pub fn openapi() -> openapi::OpenApi {
    document::finish(api_routes().merge(landing_routes()).into_openapi())
}

/// Everything Stoa answers, behind the layers that every request passes.
pub fn router(app: App) -> Router {
    let (api, document) = api_routes().merge(landing_routes()).split_for_parts();
    let document = std::sync::Arc::new(document::finish(document));
    let served = std::sync::Arc::clone(&document);
    let router = Router::new()
        .merge(api)
        .route(
            "/api/openapi.json",
            get(move || async move { axum::Json((*served).clone()) }),
        )
        .route("/metrics", get(ops::scrape))
        .merge(pages::routes(document))
        .fallback(async || StatusCode::NOT_FOUND);
    layered(router, app)
}

/// What operators' machines ask at an address of their own: health and figures, without a login.
pub fn operators(app: App) -> Router {
    let router = Router::new()
        .route("/health", get(ops::health::health))
        .route("/health/live", get(ops::health::live))
        .route("/health/ready", get(ops::health::ready))
        .route("/metrics", get(ops::scrape))
        .route("/ops/receipts/{lead}", get(ops::receipts::show))
        .fallback(async || StatusCode::NOT_FOUND)
        .layer(Extension(ops::Operator));
    layered(router, app)
}

/// What every request passes, outermost first.
fn layered(router: Router<App>, app: App) -> Router {
    let layers = ServiceBuilder::new()
        .layer(from_fn_with_state(app.clone(), layers::outer))
        .layer(layers::cors())
        .layer(from_fn_with_state(app.clone(), layers::inner))
        .layer(DefaultBodyLimit::max(layers::MOST_BODY));
    router.layer(layers).with_state(app)
}
