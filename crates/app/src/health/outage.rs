use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::{HealthEvent, HealthLog};

/// A queue may be away for this long before somebody is told: a server that starts again is back sooner.
pub const OUTAGE_PATIENCE: Duration = Duration::from_secs(10);

/// Tells when the queue of `database` cannot be used for longer than `patience`, and when it can be again, until nobody
/// knows any more. Queues that go together are one alert, and so is their return.
///
/// # Source
/// the jobs contract, 9: exactly one CRITICAL.
pub async fn tell_of_queue(
    health: &HealthLog,
    database: &str,
    mut reads: watch::Receiver<bool>,
    patience: Duration,
) {
    while is(&mut reads, false).await {
        let began = Instant::now();
        if let Ok(is_back) = tokio::time::timeout(patience, is(&mut reads, true)).await {
            if !is_back {
                return;
            }
            continue;
        }
        health.emit(
            HealthEvent::critical(format!(
                "The queue of {database} cannot be used: its jobs wait until PostgreSQL answers"
            ))
            .same_as("queue away")
            .with("database", database),
        );
        if !is(&mut reads, true).await {
            return;
        }
        health.emit(
            HealthEvent::switch(format!("The queue of {database} is worked on again"))
                .same_as("queue back")
                .with("database", database)
                .with("away_seconds", began.elapsed().as_secs()),
        );
    }
}

/// Waits until it is so; false when nobody will ever know.
async fn is(reads: &mut watch::Receiver<bool>, wanted: bool) -> bool {
    reads.wait_for(|reads| *reads == wanted).await.is_ok()
}
