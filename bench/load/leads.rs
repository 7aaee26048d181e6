//! Visitors who submit the landing form, each from an address of their own, at a fixed rate.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

use crate::{client, connection::Connection, latencies};

/// Enough that one is always free; when none is, the wait counts as latency.
const CONNECTIONS: usize = 64;

/// Submits `rate` leads per second and prints the latencies, counted from the moment at which each lead was due.
pub(crate) fn run(address: SocketAddr, rate: u64, seconds: u64) {
    let (all, next) = (rate * seconds, AtomicU64::new(0));
    let due = |number: u64| Duration::from_micros(number * 1_000_000 / rate.max(1));
    // Another run in the same minute must not look like these visitors again.
    let first = u64::from(std::process::id()) * 10_007;
    let started = Instant::now();
    let times: Vec<Duration> = thread::scope(|scope| {
        let submitters: Vec<_> = (0..CONNECTIONS)
            .map(|_| {
                scope.spawn(|| {
                    submit_until(address, &next, all, |number| started + due(number), first)
                })
            })
            .collect();
        submitters
            .into_iter()
            .flat_map(|submitter| submitter.join().unwrap_or_default())
            .collect()
    });
    println!("sent {all}");
    println!("accepted {}", times.len());
    println!("took_ms {}", started.elapsed().as_millis());
    latencies::print(times);
}

/// One connection's share: takes the next lead, waits until it is due, submits it.
fn submit_until(
    address: SocketAddr,
    next: &AtomicU64,
    all: u64,
    due: impl Fn(u64) -> Instant,
    first: u64,
) -> Vec<Duration> {
    let mut connection = Connection::new(address);
    let mut times = Vec::new();
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= all {
            return times;
        }
        let due = due(number);
        thread::sleep(due.saturating_duration_since(Instant::now()));
        let visitor = first + number;
        match connection.post("/api/landing/submit", &client(visitor), &body(visitor)) {
            Ok(answer) if answer.status == 200 => times.push(due.elapsed()),
            Ok(answer) => eprintln!("lead {number}: status {}", answer.status),
            Err(error) => eprintln!("lead {number}: {error}"),
        }
    }
}

/// A form like no other: no window of repeats catches it.
fn body(visitor: u64) -> String {
    let phone = visitor % 10_000_000;
    format!(
        r#"{{"name":"Bench {visitor}","phone":"+7701{phone:07}","email":"bench-{visitor}@example.com","source":"expresscourse","paymentMethod":"kaspi","utm_source":"bench"}}"#
    )
}
