use std::{
    io,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{Router, extract::ConnectInfo};
use hyper::{Request, body::Incoming, server::conn::http1::Builder};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_io_timeout::TimeoutStream;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use crate::{
    doorkeeper::{Doorkeeper, Pass},
    extract::TrustedProxies,
    lingering::Lingering,
};

const HEADER_READ_TIMEOUT: Duration = Duration::from_secs(10);
/// The hard walls; a layer of the router refuses earlier, with a body.
const MOST_HEADER_BYTES: usize = 64 * 1024;
const MOST_HEADERS: usize = 200;
/// How often it is said that all connections are taken.
const TELL: Duration = Duration::from_mins(1);
const DRAIN: Duration = Duration::from_secs(20);

/// How connections are held.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// The most at once; further ones wait in the listener's queue.
    pub most_connections: usize,
    /// The most at once from one address (IPv6: one /64); further ones are closed.
    pub most_per_client: usize,
    /// Proxies, which speak for many clients and may have as many as they like.
    pub proxies: TrustedProxies,
    /// How long a client may take nothing of an answer before it is cut off.
    pub write_stall: Duration,
}

/// Serves `router` until `stopping`, then lets running requests end for 20 s.
///
/// HTTP/1.1 only: the proxy in front speaks the rest, and every byte of a slow client is under a deadline. A client gets
/// 10 s to send its headers, the router's own time for a request, and `write_stall` between two bites of the answer.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    options: ServeOptions,
    stopping: CancellationToken,
) -> io::Result<()> {
    let graceful = GracefulShutdown::new();
    let mut slots = Slots::new(options.most_connections);
    let door = Doorkeeper::new(options.most_per_client, options.proxies);
    loop {
        let accepted = tokio::select! {
            () = stopping.cancelled() => break,
            accepted = accept(&listener, &mut slots, &door) => accepted,
        };
        let Some((stream, peer, held)) = accepted? else {
            continue;
        };
        let connection = connection(
            &graceful,
            (stream, options.write_stall),
            peer,
            router.clone(),
        );
        tokio::spawn(async move {
            connection.await;
            drop(held);
        });
    }
    drop(listener);
    if tokio::time::timeout(DRAIN, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!(
            "some requests did not end within {} s and were cut",
            DRAIN.as_secs()
        );
    }
    Ok(())
}

/// The connections there may be; when all are taken, it is said, once a minute.
struct Slots {
    free: Arc<Semaphore>,
    most: usize,
    told: Option<Instant>,
}

impl Slots {
    fn new(most: usize) -> Self {
        Self {
            free: Arc::new(Semaphore::new(most)),
            most,
            told: None,
        }
    }

    async fn take(&mut self) -> io::Result<OwnedSemaphorePermit> {
        if self.free.available_permits() == 0 && self.told.is_none_or(|at| at.elapsed() > TELL) {
            self.told = Some(Instant::now());
            let most = self.most;
            tracing::warn!(most, "all connections are taken: further ones wait");
        }
        let slot = Arc::clone(&self.free).acquire_owned().await;
        slot.map_err(io::Error::other)
    }
}

/// What a connection holds as long as it lives.
type Held = (OwnedSemaphorePermit, Pass);

/// A failed accept of one client (it went away, or the table of open files is full) must not end the server.
async fn accept(
    listener: &TcpListener,
    slots: &mut Slots,
    door: &Doorkeeper,
) -> io::Result<Option<(TcpStream, SocketAddr, Held)>> {
    let slot = slots.take().await?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            let _ = stream.set_nodelay(true);
            Ok(door
                .enter(peer.ip())
                .map(|pass| (stream, peer, (slot, pass))))
        }
        Err(error) => {
            tracing::warn!(%error, "a connection could not be accepted");
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok(None)
        }
    }
}

fn connection(
    graceful: &GracefulShutdown,
    (stream, write_stall): (TcpStream, Duration),
    peer: SocketAddr,
    router: Router,
) -> impl Future<Output = ()> + use<> {
    let mut builder = Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_READ_TIMEOUT)
        .max_buf_size(MOST_HEADER_BYTES)
        .max_headers(MOST_HEADERS);
    let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request.map(axum::body::Body::new))
    });
    let mut stream = TimeoutStream::new(Lingering::new(stream));
    stream.set_write_timeout(Some(write_stall));
    let stream = TokioIo::new(Box::pin(stream));
    let serving = graceful.watch(builder.serve_connection(stream, service));
    async move {
        if let Err(error) = serving.await {
            tracing::debug!(%error, "a connection ended early");
        }
    }
}
