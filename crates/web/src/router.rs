use std::time::Duration;

use axum::{Router, extract::DefaultBodyLimit, middleware, routing::get};
use http::StatusCode;
use tower_http::{catch_panic::CatchPanicLayer, timeout::TimeoutLayer};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        self,
        security::{Http, HttpAuthScheme, SecurityScheme},
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{App, api, gotrue, layers, ops, pages};

/// Longest time for a request, its body included: our own parts give up long before, so whoever is slow is the client.
const DEADLINE: Duration = Duration::from_secs(30);
/// Most bytes of a body where nothing else is said.
const BODY: usize = 64 * 1024;
/// Most bytes of a landing form.
const LANDING_BODY: usize = 16 * 1024;

#[derive(OpenApi)]
#[openapi(
    info(title = "Stoa", description = "The platform of an online academy.", license(name = "Apache-2.0", identifier = "Apache-2.0")),
    modifiers(&Bearer),
    tags(
        (name = "auth", description = "Signing in, in one step"),
        (name = "auth v1", description = "The protocol that Supabase's client libraries speak"),
        (name = "learning", description = "Courses, lessons and progress"),
        (name = "tripwire", description = "The sales desk of the express course"),
        (name = "landing", description = "What visitors send"),
        (name = "platform", description = "What frontends need to know"),
        (name = "operations", description = "Is it alive, is it ready"),
    )
)]
struct Document;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        components.add_security_scheme(
            "bearer",
            SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
        );
    }
}

/// Doc comments say `# Errors` on a line of its own; readers of the API see a sentence.
fn plain_descriptions(mut document: openapi::OpenApi) -> openapi::OpenApi {
    for item in document.paths.paths.values_mut() {
        let operations = [
            &mut item.get,
            &mut item.post,
            &mut item.put,
            &mut item.patch,
            &mut item.delete,
        ];
        for description in operations
            .into_iter()
            .flatten()
            .filter_map(|operation| operation.description.as_mut())
        {
            *description = description.replace("# Errors\n", "Errors: ");
        }
    }
    document
}

/// Every route of the API, by audience; each brings its entry in the OpenAPI document.
fn api_routes() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Document::openapi())
        // Anybody.
        .routes(routes!(api::auth::login))
        .routes(routes!(api::auth::refresh))
        .routes(routes!(api::config::show))
        .routes(routes!(gotrue::token::token))
        .routes(routes!(gotrue::user::jwks))
        .routes(routes!(gotrue::user::settings))
        .routes(routes!(gotrue::user::health))
        .routes(routes!(ops::health::health))
        .routes(routes!(ops::health::live))
        .routes(routes!(ops::health::ready))
        // Whoever is signed in.
        .routes(routes!(api::auth::logout))
        .routes(routes!(gotrue::user::user))
        .routes(routes!(gotrue::user::logout))
        .routes(routes!(api::profile::show, api::profile::update))
        .routes(routes!(api::lessons::list))
        .routes(routes!(api::lessons::show))
        .routes(routes!(api::lessons::record))
        // Sales.
        .routes(routes!(api::tripwire::stats))
        .routes(routes!(api::tripwire::list, api::tripwire::create))
        .routes(routes!(api::tripwire::show))
        .routes(routes!(api::tripwire::invite))
}

fn landing_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(api::landing::submit))
        .layer(DefaultBodyLimit::max(LANDING_BODY))
}

/// The OpenAPI document of this build.
#[must_use]
pub fn openapi() -> openapi::OpenApi {
    plain_descriptions(api_routes().merge(landing_routes()).into_openapi())
}

/// Everything Stoa answers, behind the layers that every request passes.
pub fn router(app: App) -> Router {
    let (api, document) = api_routes().merge(landing_routes()).split_for_parts();
    let document = std::sync::Arc::new(plain_descriptions(document));
    let served = std::sync::Arc::clone(&document);
    Router::new()
        .merge(api)
        .route(
            "/api/openapi.json",
            get(move || async move { axum::Json((*served).clone()) }),
        )
        .route("/metrics", get(ops::scrape))
        .merge(pages::routes(document))
        .fallback(async || StatusCode::NOT_FOUND)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(middleware::from_fn_with_state(
            app.clone(),
            layers::csrf_guard,
        ))
        .layer(middleware::from_fn_with_state(
            app.clone(),
            layers::renew_cookie,
        ))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            DEADLINE,
        ))
        .layer(CatchPanicLayer::custom(
            |_: Box<dyn std::any::Any + Send>| {
                tracing::error!("a handler panicked");
                axum::response::IntoResponse::into_response(StatusCode::INTERNAL_SERVER_ERROR)
            },
        ))
        .layer(middleware::from_fn_with_state(app.clone(), layers::answer))
        .layer(layers::cors())
        .layer(middleware::from_fn(layers::security_headers))
        .layer(middleware::from_fn_with_state(app.clone(), layers::observe))
        .with_state(app)
}
