use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{
    HeaderMap, StatusCode,
    header::{CACHE_CONTROL, ETAG, HOST, IF_NONE_MATCH},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;

/// What a frontend needs to know, read when it starts and never built into it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConfigView {
    /// Where the API is.
    api_url: String,
    /// Where people sign in.
    auth: AuthConfig,
    /// The same address, for frontends of a former Supabase platform.
    supabase_url: String,
    /// The same key, for frontends of a former Supabase platform.
    supabase_anon_key: String,
    /// production, staging or development.
    environment: String,
    /// The program's version.
    version: &'static str,
    /// The languages there are.
    locales: [&'static str; 3],
    /// Public feature flags.
    flags: serde_json::Map<String, serde_json::Value>,
    /// Public switches.
    switches: serde_json::Map<String, serde_json::Value>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AuthConfig {
    /// The origin; client libraries append `/auth/v1`.
    url: String,
    /// The public key that clients send as `apikey`.
    anon_key: String,
}

/// The public configuration of this installation; never a secret.
#[utoipa::path(get, operation_id = "show_config", path = "/api/config", tag = "platform",
    responses((status = 200, body = ConfigView), (status = 304, description = "Not changed")))]
pub(crate) async fn show(State(app): State<App>, headers: HeaderMap) -> Response {
    let origin = origin(&app, &headers);
    let key = app.settings.anon_key.clone();
    let view = ConfigView {
        api_url: format!("{origin}/api"),
        auth: AuthConfig {
            url: origin.clone(),
            anon_key: key.clone(),
        },
        supabase_url: origin,
        supabase_anon_key: key,
        environment: app.settings.environment.clone(),
        version: env!("CARGO_PKG_VERSION"),
        locales: ["ru", "kk", "en"],
        flags: serde_json::Map::new(),
        switches: serde_json::Map::new(),
    };
    let tag = tag(&view);
    if knows(&headers, &tag) {
        return (StatusCode::NOT_MODIFIED, [(ETAG, tag)]).into_response();
    }
    (
        [
            (ETAG, tag),
            (CACHE_CONTROL, "public, max-age=60".to_owned()),
        ],
        Json(view),
    )
        .into_response()
}

/// Whether the client has this version: by a weak comparison, for a proxy that compresses weakens tags.
///
/// # Source
/// RFC 9110, 13.1.2.
fn knows(headers: &HeaderMap, tag: &str) -> bool {
    let said = headers.get_all(IF_NONE_MATCH).iter();
    let mut tags = said
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim);
    tags.any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

/// The address people use: the configured one, else the one this request came to when it is this machine's own. A
/// stranger's Host header never becomes part of a link.
pub(crate) fn origin(app: &App, headers: &HeaderMap) -> String {
    let listen = app.settings.listen;
    let own = |host: &&str| {
        let name = host.rsplit_once(':').map_or(*host, |(name, _)| name);
        **host == listen.to_string() || matches!(name, "localhost" | "127.0.0.1" | "[::1]")
    };
    app.settings.public_url.clone().unwrap_or_else(|| {
        let host = headers
            .get(HOST)
            .and_then(|host| host.to_str().ok())
            .filter(own);
        host.map_or_else(
            || format!("http://{listen}"),
            |host| format!("http://{host}"),
        )
    })
}

fn tag(view: &ConfigView) -> String {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(view)
        .unwrap_or_default()
        .hash(&mut hasher);
    format!("\"{:016x}\"", hasher.finish())
}
