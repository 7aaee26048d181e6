use std::{
    convert::Infallible,
    io,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, Bytes},
    http::{Method, Request, StatusCode, header, request::Parts},
    response::{Html, IntoResponse as _, Response},
};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use tower::ServiceExt as _;

use super::{Fault, Faults, RecordedRequest, server::locked};

/// What one vendor does in its own way.
pub(super) trait Vendor: Send + Sync + 'static {
    fn router(&self) -> Router;
    /// Whether this is the call whose effect matters.
    fn is_main(&self, method: &Method, path: &str) -> bool;
    fn throttled(&self, retry_after: Option<u64>) -> Response;
    fn revoked(&self) -> Response;
}

/// How requests are answered, and which went wrong.
pub(super) struct Answering {
    vendor: Box<dyn Vendor>,
    router: Router,
    faults: Faults,
    requests: Mutex<Vec<RecordedRequest>>,
}

impl Answering {
    pub(super) fn new(vendor: impl Vendor) -> Self {
        Self {
            router: vendor.router(),
            vendor: Box::new(vendor),
            faults: Faults::none(),
            requests: Mutex::default(),
        }
    }

    pub(super) fn faults(&self) -> Faults {
        self.faults.clone()
    }

    pub(super) fn requests(&self) -> Vec<RecordedRequest> {
        locked(&self.requests).clone()
    }

    /// An answer, or an error that closes the connection without one.
    pub(super) async fn answer(
        self: Arc<Self>,
        request: Request<Incoming>,
    ) -> io::Result<Response> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
        let fault = self
            .faults
            .draw(self.vendor.is_main(&parts.method, parts.uri.path()));
        locked(&self.requests).push(recorded(&parts, &body, fault.clone()));
        let request = Request::from_parts(parts, Body::from(body));
        match fault {
            None => Ok(self.apply(request).await),
            Some(fault) => self.fail(request, fault).await,
        }
    }

    async fn apply(&self, request: Request<Body>) -> Response {
        let answer: Result<Response, Infallible> = self.router.clone().oneshot(request).await;
        answer.unwrap_or_else(|never| match never {})
    }

    async fn fail(self: Arc<Self>, request: Request<Body>, fault: Fault) -> io::Result<Response> {
        let cut = || Err(io::Error::other("the connection is cut"));
        match fault {
            Fault::CutBefore => cut(),
            Fault::AppliedAnswerLost => {
                self.apply(request).await;
                cut()
            }
            Fault::ServerError { status, html } => Ok(page(status, html)),
            Fault::AppliedServerError(status) => {
                self.apply(request).await;
                Ok(page(status, error_page(status)))
            }
            Fault::AppliedUnreadable => {
                self.apply(request).await;
                Ok(page(
                    200,
                    "<html><body>Please wait</body></html>".to_owned(),
                ))
            }
            Fault::Throttle { retry_after } => Ok(self.vendor.throttled(retry_after)),
            Fault::Ban => Ok(page(403, error_page(403))),
            Fault::Revoked => Ok(self.vendor.revoked()),
            Fault::Hang(delay) => {
                let late = tokio::spawn(async move {
                    tokio::time::sleep(delay).await;
                    self.apply(request).await
                });
                late.await.map_err(io::Error::other)
            }
        }
    }
}

fn recorded(parts: &Parts, body: &Bytes, fault: Option<Fault>) -> RecordedRequest {
    let user_agent = parts.headers.get(header::USER_AGENT);
    RecordedRequest {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(str::to_owned),
        user_agent: user_agent
            .and_then(|agent| agent.to_str().ok())
            .map(str::to_owned),
        json: serde_json::from_slice(body).unwrap_or_default(),
        fault,
    }
}

fn page(status: u16, html: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    (status, Html(html)).into_response()
}

/// What a proxy in front of the vendor shows.
pub(super) fn error_page(status: u16) -> String {
    let known = StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason());
    let title = format!("{status} {}", known.unwrap_or("Error"));
    format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n\
         <hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    )
}
