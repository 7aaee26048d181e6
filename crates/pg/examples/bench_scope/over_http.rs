//! The same reads as two routes of one server, asked by wrk: how the study measured it a second time.

use std::{
    net::SocketAddr,
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
};

use axum::{Json, Router, extract::State, http::StatusCode, routing::get};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    Failed, ROUND, rounds,
    ways::{Way, person},
};

/// As many as wrk asks on in `bench/measures/reads.sh`.
const CLIENTS: u8 = 32;
/// People in turn, so that not always the same row is read.
static NEXT: AtomicU64 = AtomicU64::new(0);

pub(crate) async fn measure(ways: &[Way; 3], wrk: &Path, rounds: usize) -> Result<(), Failed> {
    let mut router = Router::new();
    for way in ways {
        let path = format!("/{}", way.name());
        router = router.route(&path, get(read).with_state(way.clone()));
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let serving = tokio::spawn(axum::serve(listener, router).into_future());
    let names: Vec<_> = ways.iter().map(Way::name).collect();
    for name in &names {
        rate(wrk, address, name).await?;
    }
    rounds::measure("http_", &names, rounds, async |at| {
        rate(wrk, address, names[at]).await
    })
    .await?;
    serving.abort();
    Ok(())
}

async fn read(State(way): State<Way>) -> Result<Json<Value>, StatusCode> {
    let me = person(u128::from(NEXT.fetch_add(617, Ordering::Relaxed) % 10_000));
    let row = way.read(me, me).await;
    let row = row.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let row = row.ok_or(StatusCode::NOT_FOUND)?;
    let (id, name, email): (Uuid, &str, &str) = (row.get(0), row.get(1), row.get(2));
    Ok(Json(json!({ "id": id, "name": name, "email": email })))
}

/// Requests per second; a failed one is an error.
async fn rate(wrk: &Path, address: SocketAddr, name: &str) -> Result<f64, Failed> {
    let mut wrk = std::process::Command::new(wrk);
    wrk.args(["--threads=2".to_owned(), format!("--connections={CLIENTS}")])
        .arg(format!("--duration={}s", ROUND.as_secs()))
        .arg(format!("http://{address}/{name}"));
    // Beside the server that it asks.
    let output = tokio::task::spawn_blocking(move || wrk.output()).await??;
    let told = String::from_utf8_lossy(&output.stdout);
    if told.contains("Non-2xx") || told.contains("Socket errors") {
        return Err(told.into_owned().into());
    }
    let rate = told
        .lines()
        .find_map(|line| line.strip_prefix("Requests/sec:"));
    let rate = rate.and_then(|rest| rest.trim().parse().ok());
    rate.ok_or_else(|| told.into_owned().into())
}
