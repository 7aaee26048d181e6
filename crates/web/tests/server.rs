//! The listener: what a client that misbehaves can take from others.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::{net::SocketAddr, time::Duration};

use axum::{Router, routing::get};
use stoa_web::{ServeOptions, TrustedProxies, serve};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use tokio_util::sync::CancellationToken;

const BIG: usize = 64 << 20;
const PATIENCE: Duration = Duration::from_secs(20);

async fn start(options: ServeOptions) -> (SocketAddr, CancellationToken) {
    let router = Router::new()
        .route("/", get(async || "here"))
        .route("/big", get(async || "x".repeat(BIG)));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, stopping) = (listener.local_addr().unwrap(), CancellationToken::new());
    tokio::spawn(serve(listener, router, options, stopping.clone()));
    (address, stopping)
}

fn options() -> ServeOptions {
    ServeOptions {
        most_connections: 10,
        most_per_client: 10,
        proxies: TrustedProxies::default(),
        write_stall: Duration::from_millis(200),
    }
}

async fn asking(address: SocketAddr, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    // A connection that is closed at once may not even take the request.
    let _ = stream.write_all(request.as_bytes()).await;
    stream
}

async fn answer(mut stream: TcpStream) -> Vec<u8> {
    let mut answer = Vec::new();
    let reading = stream.read_to_end(&mut answer);
    let _ = tokio::time::timeout(PATIENCE, reading).await.unwrap();
    answer
}

#[tokio::test]
async fn a_client_that_takes_nothing_of_its_answer_is_cut_off() {
    // One slot for all: the second client is served only when the first one is gone.
    let (address, stopping) = start(ServeOptions {
        most_connections: 1,
        ..options()
    })
    .await;
    let stuck = asking(address, "/big").await;
    let served = answer(asking(address, "/").await).await;
    assert!(served.ends_with(b"here"));
    assert!(answer(stuck).await.len() < BIG);
    stopping.cancel();
}

#[tokio::test]
async fn one_client_cannot_hold_more_connections_than_its_share() {
    let (address, stopping) = start(ServeOptions {
        most_per_client: 2,
        ..options()
    })
    .await;
    let idle = [
        TcpStream::connect(address).await.unwrap(),
        TcpStream::connect(address).await.unwrap(),
    ];
    let refused = answer(asking(address, "/").await).await;
    assert!(refused.is_empty(), "closed without an answer");
    drop(idle);
    let deadline = tokio::time::Instant::now() + PATIENCE;
    while !answer(asking(address, "/").await).await.ends_with(b"here") {
        assert!(tokio::time::Instant::now() < deadline, "never let in again");
    }
    stopping.cancel();
}
