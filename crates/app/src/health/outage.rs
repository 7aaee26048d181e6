use std::time::{Duration, Instant};

use futures::future::{FutureExt as _, select_all};
use tokio::sync::watch;

use super::{HealthEvent, HealthLog};

/// A queue may be away for this long before somebody is told: a server that starts again is back sooner.
pub const OUTAGE_PATIENCE: Duration = Duration::from_secs(10);

/// A queue that is watched.
#[derive(Debug)]
pub struct WatchedQueue {
    /// The database that it is in.
    pub database: &'static str,
    /// Whether it can be read.
    pub reads: watch::Receiver<bool>,
}

/// Tells when queues cannot be used for longer than `patience`, and when all of them can be again, until nobody knows any
/// more. Queues that go together are one alert; one that goes while others are away has its own.
///
/// # Source
/// the jobs contract, 9: exactly one CRITICAL.
pub async fn tell_of_queues(health: &HealthLog, mut queues: Vec<WatchedQueue>, patience: Duration) {
    let mut told: Vec<&str> = Vec::new();
    let mut since = Instant::now();
    loop {
        let known = |away: &[&str]| away.iter().all(|database| told.contains(database));
        let is_change = |away: &[&str]| !known(away) || (away.is_empty() && !told.is_empty());
        if !until(&mut queues, is_change).await {
            return;
        }
        if away(&queues).is_empty() {
            health.emit(back(&std::mem::take(&mut told), since));
            continue;
        }
        let seen = Instant::now();
        match tokio::time::timeout(patience, until(&mut queues, known)).await {
            Ok(true) => continue,
            Ok(false) => return,
            Err(_) => {}
        }
        if told.is_empty() {
            since = seen;
        }
        let mut news = away(&queues);
        news.retain(|database| !told.contains(database));
        health.emit(gone(&news));
        told.extend(news);
    }
}

/// The databases whose queues cannot be used.
fn away(queues: &[WatchedQueue]) -> Vec<&'static str> {
    let away = queues.iter().filter(|queue| !*queue.reads.borrow());
    away.map(|queue| queue.database).collect()
}

/// Waits until `is_so` of those that are away; false when nobody will ever know.
async fn until(queues: &mut [WatchedQueue], is_so: impl Fn(&[&str]) -> bool) -> bool {
    loop {
        for queue in &mut *queues {
            queue.reads.mark_unchanged();
        }
        if is_so(&away(queues)) {
            return true;
        }
        let changes = queues.iter_mut().map(|queue| queue.reads.changed().boxed());
        if select_all(changes).await.0.is_err() {
            return false;
        }
    }
}

fn gone(databases: &[&str]) -> HealthEvent {
    let message = match databases {
        [one] => {
            format!("The queue of {one} cannot be used: its jobs wait until PostgreSQL answers")
        }
        many => format!(
            "The queues of {} cannot be used: their jobs wait until PostgreSQL answers",
            many.join(" and ")
        ),
    };
    HealthEvent::critical(message).with("database", databases.join(", "))
}

fn back(databases: &[&str], since: Instant) -> HealthEvent {
    let message = match databases {
        [one] => format!("The queue of {one} is worked on again"),
        many => format!("The queues of {} are worked on again", many.join(" and ")),
    };
    HealthEvent::switch(message)
        .with("database", databases.join(", "))
        .with("away_seconds", since.elapsed().as_secs())
}
