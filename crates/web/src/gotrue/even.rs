use std::time::Duration;

use tokio::time::Instant;

/// The least time of an answer that must not tell whether somebody has an address. Both ways do the same kind of work;
/// what small difference remains ends before this, so that no number of samples shows it.
const LEAST: Duration = Duration::from_millis(100);

/// Lets an answer go only when its time has come.
#[derive(Clone, Copy)]
pub(crate) struct Even(Instant);

impl Even {
    /// The time counts from here.
    pub(crate) fn begin() -> Self {
        Self(Instant::now())
    }

    /// Gives the answer back once [`LEAST`] is over.
    pub(crate) async fn answer<T>(self, answer: T) -> T {
        tokio::time::sleep_until(self.0 + LEAST).await;
        answer
    }
}
