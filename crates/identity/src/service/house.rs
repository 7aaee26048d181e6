//! What nobody will ask for again.

use chrono::TimeDelta;
use stoa_db_main::identity::{house, scope};

use super::Identity;
use super::authenticate::IDLE;
use crate::Fault;

/// How long used and expired links, codes and challenges stay, for whoever asks why one did not work.
const TRACE: TimeDelta = TimeDelta::days(7);

/// How many rows were removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Removed {
    /// Sessions that ended by themselves.
    pub sessions: u64,
    /// Links and codes that were used or expired a week ago.
    pub tokens: u64,
    /// Challenges of second factors that expired a week ago.
    pub challenges: u64,
}

impl Removed {
    /// Whether one of them filled its batch, so that more may wait.
    #[must_use]
    pub fn may_leave_more(&self, most: u32) -> bool {
        [self.sessions, self.tokens, self.challenges]
            .into_iter()
            .any(|count| count >= u64::from(most))
    }
}

impl Identity {
    /// Removes what has no use any more, at most `most` rows of each kind, in one transaction. Rows that are in use are
    /// left for the next time, so several processes may do it at once.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn keep_house(&self, most: u32) -> Result<Removed, Fault> {
        let (now, batch) = (self.inner.ambient.now(), i64::from(most));
        let tx = self.inner.db.begin(&scope()).await?;
        let removed = Removed {
            challenges: house::delete_old_challenges(&tx, now - TRACE, batch).await?,
            tokens: house::delete_old_tokens(&tx, now - TRACE, batch).await?,
            sessions: house::delete_ended_sessions(&tx, now - IDLE, now, batch).await?,
        };
        tx.commit().await?;
        Ok(removed)
    }
}
