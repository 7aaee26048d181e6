use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use hyper::body::{Frame, SizeHint};
use stoa_core::Kind;

use crate::fault::Fault;

/// Seconds after which a request that was too much for us may be tried again.
const RETRY_SECONDS: u64 = 5;

/// Ends a request that takes too long: 408 when its client still owes us some of the body, else 503, for then it was us.
pub(super) async fn deadline(
    limit: Duration,
    request: Request,
    next: impl AsyncFnOnce(Request) -> Response,
) -> Response {
    let owes = Arc::new(AtomicBool::new(false));
    let request = if request.body().is_end_stream() {
        request
    } else {
        let owes = Arc::clone(&owes);
        request.map(|body| Body::new(Watched { body, owes }))
    };
    let answer = tokio::time::timeout(limit, next(request)).await;
    match answer {
        Ok(answer) => answer,
        Err(_) if owes.load(Ordering::Relaxed) => StatusCode::REQUEST_TIMEOUT.into_response(),
        Err(_) => {
            tracing::warn!("a request was not done in time");
            let fault = Fault::new(
                Kind::Unavailable,
                "request.unfinished",
                "This took us too long, so we gave it up. Whether it was done is not known; please look before you \
                 try again.",
            );
            Fault {
                retry_after_seconds: Some(RETRY_SECONDS),
                ..fault
            }
            .into_response()
        }
    }
}

/// A body that notes whether we wait for its client.
struct Watched {
    body: Body,
    owes: Arc<AtomicBool>,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.owes.store(true, Ordering::Relaxed);
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        self.owes.store(false, Ordering::Relaxed);
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use futures::{StreamExt as _, stream};

    use super::*;

    /// The answer of a handler that reads the body, or never ends.
    async fn asked(path: &str, body: Body) -> Response {
        let request = Request::post(path).body(body).unwrap();
        let handler = async |request: Request| {
            let is_slow = request.uri().path() == "/slow";
            to_bytes(request.into_body(), 1024).await.unwrap();
            if is_slow {
                std::future::pending::<()>().await;
            }
            StatusCode::OK.into_response()
        };
        deadline(Duration::from_millis(50), request, handler).await
    }

    fn unfinished() -> Body {
        let begun = stream::iter([Ok::<_, std::io::Error>("{")]);
        Body::from_stream(begun.chain(stream::pending()))
    }

    #[tokio::test]
    async fn a_slow_client_is_told_so_and_our_own_slowness_is_not_its_fault() {
        assert_eq!(asked("/read", Body::from("{}")).await.status(), 200);
        for path in ["/read", "/slow"] {
            let answer = asked(path, unfinished()).await;
            assert_eq!(answer.status(), StatusCode::REQUEST_TIMEOUT, "{path}");
        }
        for body in [Body::from("{}"), Body::empty()] {
            let answer = asked("/slow", body).await;
            assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
            let fault = answer.extensions().get::<Fault>().unwrap();
            assert_eq!(fault.code, "request.unfinished");
            assert!(fault.retry_after_seconds.is_some());
        }
    }
}
