use std::{
    convert::Infallible,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    http::{Method, Request, StatusCode, header, request::Parts},
    response::{Html, IntoResponse as _, Response},
};
use http_body_util::BodyExt as _;
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;
use url::Url;

use super::{Fault, Faults, RecordedRequest};

/// How long the port may be taken when the server comes back on it.
const REBIND_WAIT: Duration = Duration::from_secs(10);

/// What one vendor does in its own way.
pub(super) trait Vendor: Send + Sync + 'static {
    fn router(&self) -> Router;
    /// Whether this is the call whose effect matters.
    fn is_main(&self, method: &Method, path: &str) -> bool;
    fn throttled(&self, retry_after: Option<u64>) -> Response;
    fn revoked(&self) -> Response;
}

/// An HTTP server with faults; stops when dropped.
pub(super) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    up: Mutex<Option<CancellationToken>>,
}

struct Shared {
    vendor: Box<dyn Vendor>,
    router: Router,
    faults: Faults,
    requests: Mutex<Vec<RecordedRequest>>,
}

impl Server {
    /// A server on a free port, made of its own address.
    #[expect(clippy::expect_used, reason = "a test cannot go on without its fake")]
    pub(super) async fn start<V: Vendor>(vendor: impl FnOnce(&Url) -> V) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        let vendor = vendor(&base_url(address));
        let shared = Arc::new(Shared {
            router: vendor.router(),
            vendor: Box::new(vendor),
            faults: Faults::none(),
            requests: Mutex::default(),
        });
        let up = Mutex::new(Some(accept(listener, &shared)));
        Self {
            address,
            shared,
            up,
        }
    }

    pub(super) fn base_url(&self) -> Url {
        base_url(self.address)
    }

    pub(super) fn faults(&self) -> Faults {
        self.shared.faults.clone()
    }

    pub(super) fn requests(&self) -> Vec<RecordedRequest> {
        locked(&self.shared.requests).clone()
    }

    /// Closes the port and all connections: the next call is refused.
    pub(super) fn go_down(&self) {
        if let Some(up) = locked(&self.up).take() {
            up.cancel();
        }
    }

    /// Opens the same port again.
    #[expect(clippy::expect_used, reason = "a test cannot go on without its fake")]
    pub(super) async fn come_up(&self) {
        self.go_down();
        let listener = tokio::time::timeout(REBIND_WAIT, bound(self.address)).await;
        let up = accept(listener.expect("the port is free again"), &self.shared);
        *locked(&self.up) = Some(up);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.go_down();
    }
}

#[expect(clippy::expect_used, reason = "the text is a URL by its form")]
fn base_url(address: SocketAddr) -> Url {
    Url::parse(&format!("http://{address}")).expect("an address is a host and a port")
}

/// The port may still be held by the listener that is being dropped.
async fn bound(address: SocketAddr) -> TcpListener {
    loop {
        match TcpListener::bind(address).await {
            Ok(listener) => return listener,
            Err(_) => tokio::task::yield_now().await,
        }
    }
}

/// Serves connections until the token is cancelled.
fn accept(listener: TcpListener, shared: &Arc<Shared>) -> CancellationToken {
    let (stop, shared) = (CancellationToken::new(), Arc::clone(shared));
    let stopped = stop.clone();
    let accepting = async move {
        loop {
            if let Ok((stream, _)) = listener.accept().await {
                let connection = connection(stream, Arc::clone(&shared));
                tokio::spawn(stopped.clone().run_until_cancelled_owned(connection));
            }
        }
    };
    tokio::spawn(stop.clone().run_until_cancelled_owned(accepting));
    stop
}

async fn connection(stream: TcpStream, shared: Arc<Shared>) {
    let service = service_fn(move |request| Arc::clone(&shared).answer(request));
    let server = auto::Builder::new(TokioExecutor::new());
    // An error is the fault that was asked for, or a caller that went away.
    let _ = server.serve_connection(TokioIo::new(stream), service).await;
}

impl Shared {
    /// An answer, or an error that closes the connection without one.
    async fn answer(self: Arc<Self>, request: Request<Incoming>) -> io::Result<Response> {
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

pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
