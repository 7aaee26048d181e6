use std::{borrow::Cow, net::SocketAddr, time::Instant};

use axum::{
    extract::{ConnectInfo, MatchedPath, Request},
    response::Response,
};
use http::{HeaderValue, header::HeaderName};
use stoa_core::RequestId;
use tracing::Instrument as _;

use crate::{App, extract::ClientAddress, fault::Fault};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request its id and its client's address, times it, counts it and writes its one log line.
pub(super) async fn observe(
    app: &App,
    mut request: Request,
    next: impl AsyncFnOnce(Request) -> Response,
) -> Response {
    let started = Instant::now();
    let id = request_id(app, &request);
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip());
    let address = peer.map(|peer| app.settings.trusted_proxies.client(peer, request.headers()));
    if let Some(address) = address {
        request.extensions_mut().insert(ClientAddress(address));
    }
    request.extensions_mut().insert(id.clone());
    let method = request.method().clone();
    // Never the raw path: it may hold a token, and a metric must not have a series for each id.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("unmatched", MatchedPath::as_str)
        .to_owned();
    let span = tracing::info_span!("http", request_id = %id, %method, route);
    let _active = app.metrics.request_began();
    let mut response = next(request).instrument(span.clone()).await;
    let elapsed = started.elapsed();
    let error = error_type(&response);
    app.metrics.request_ended(
        (&method, &route),
        response.status(),
        error.as_deref(),
        elapsed,
    );
    let _entered = span.enter();
    let (status, took_ms) = (response.status().as_u16(), elapsed.as_millis());
    if response.status().is_server_error() {
        tracing::warn!(status, took_ms, "answered");
    } else {
        tracing::debug!(status, took_ms, "answered");
    }
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// The stable code of a failure on our side, or its status when it has none.
fn error_type(response: &Response) -> Option<Cow<'static, str>> {
    response.status().is_server_error().then(|| {
        response.extensions().get::<Fault>().map_or_else(
            || response.status().as_str().to_owned().into(),
            |fault| fault.code.clone(),
        )
    })
}

fn request_id(app: &App, request: &Request) -> RequestId {
    let offered = request
        .headers()
        .get(REQUEST_ID)
        .and_then(|value| value.to_str().ok());
    offered
        .and_then(RequestId::accept)
        .unwrap_or_else(|| RequestId::new(&app.ambient))
}
