//! Open files are scarce, and some clients are slow: nobody else is silenced by them.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{net::SocketAddr, time::Duration};

use reqwest::StatusCode;
use support::{Stoa, json_of};
use tokio::{
    io::AsyncWriteExt as _,
    net::{TcpSocket, TcpStream},
};

const ADDRESSES: u8 = 5;
const EACH: usize = 60;

/// Connections on which a request was begun and is not ended, from a few addresses.
async fn slow_clients(stoa: &Stoa) -> Vec<TcpStream> {
    let server: SocketAddr = stoa.url.strip_prefix("http://").unwrap().parse().unwrap();
    let mut streams = Vec::new();
    for address in 0..ADDRESSES {
        for _ in 0..EACH {
            let socket = TcpSocket::new_v4().unwrap();
            let own = SocketAddr::from(([127, 0, 1, address + 1], 0));
            socket.bind(own).unwrap();
            let mut stream = socket.connect(server).await.unwrap();
            let begun = "POST /api/landing/submit HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
                content-length: 100\r\n\r\n{";
            // One that is refused may be closed already.
            let _ = stream.write_all(begun.as_bytes()).await;
            streams.push(stream);
        }
    }
    streams
}

async fn answers(stoa: &Stoa) {
    for path in ["/health/live", "/health/ready", "/login"] {
        let asked = stoa.get(path).timeout(Duration::from_secs(5)).send().await;
        assert_eq!(asked.unwrap().status(), StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn a_low_soft_limit_of_open_files_is_raised() {
    let stoa = Stoa::demo_under("ulimit -Sn 256");
    let held = slow_clients(&stoa).await;
    assert_eq!(held.len(), 300, "more than the limit was");
    answers(&stoa).await;
}

#[tokio::test]
async fn a_low_hard_limit_is_told_and_leaves_room_for_others() {
    let stoa = Stoa::demo_under("ulimit -n 500");
    let _held = slow_clients(&stoa).await;
    answers(&stoa).await;
    let health = json_of(stoa.get("/health").send().await.unwrap(), StatusCode::OK).await;
    let check = &health["checks"]["connections"];
    assert_eq!(check["status"], "warn", "{health}");
    let message = check["message"].as_str().unwrap();
    assert!(message.contains("may open 500 files"), "{message}");
    assert!(
        stoa.log().contains("may open 500 files"),
        "said at the start"
    );
}
