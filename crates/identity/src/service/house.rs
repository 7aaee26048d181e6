//! What nobody will ask for again.

use chrono::TimeDelta;
use stoa_db_main::identity::{house, scope};
use stoa_pg::MainTx;

use super::authenticate::IDLE;
use super::rules::FLOW_LIFE;
use super::{Identity, Inner, finish};
use crate::{AuditAction, AuditEvent, Fault, Origin};

/// How long used and expired links, codes and challenges stay, for whoever asks why one did not work.
const TRACE: TimeDelta = TimeDelta::days(7);

/// How long letters stay that were sent or not needed any more, and how long those that were given up: as long as jobs do.
///
/// # Source
/// the jobs contract, retention.
const LETTER_TRACE: TimeDelta = TimeDelta::days(14);
const FAILED_LETTER_TRACE: TimeDelta = TimeDelta::days(90);

/// How long a deletion is held against older tokens of other platforms; the longest of theirs that is known lives a year.
const DEPARTURE_TRACE: TimeDelta = TimeDelta::days(400);

/// How many rows were removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Removed {
    /// Sessions that ended by themselves.
    pub sessions: u64,
    /// Links and codes that were used or expired a week ago.
    pub tokens: u64,
    /// Challenges of second factors that expired a week ago.
    pub challenges: u64,
    /// Flows of links, and sign-ins at providers, that nobody finished in time.
    pub flows: u64,
    /// Letters that were sent or dropped two weeks ago, or given up three months ago.
    pub letters: u64,
    /// Deletions of people with accounts elsewhere, of which no token can be left.
    pub departures: u64,
}

impl Removed {
    /// Whether one of them filled its batch, so that more may wait.
    #[must_use]
    pub fn may_leave_more(&self, most: u32) -> bool {
        let kinds = [
            self.sessions,
            self.tokens,
            self.challenges,
            self.flows,
            self.letters,
            self.departures,
        ];
        kinds.into_iter().any(|count| count >= u64::from(most))
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
            flows: house::delete_old_flows(&tx, now - FLOW_LIFE, batch).await?
                + house::delete_old_oauth_flows(&tx, now - FLOW_LIFE, batch).await?,
            letters: house::delete_old_letters(
                &tx,
                (now - LETTER_TRACE, now - FAILED_LETTER_TRACE),
                batch,
            )
            .await?,
            departures: house::delete_old_departed(&tx, now - DEPARTURE_TRACE, batch).await?,
            sessions: house::delete_ended_sessions(&tx, now - IDLE, now, batch).await?,
        };
        let noted = self.inner.note_sweep(&tx, removed.sessions).await;
        finish(tx, noted).await?;
        Ok(removed)
    }
}

impl Inner {
    /// One event for all sessions of a sweep: nobody came back to them, so there is no more to say of each.
    async fn note_sweep(&self, tx: &MainTx, sessions: u64) -> Result<(), Fault> {
        if sessions == 0 {
            return Ok(());
        }
        let event = AuditEvent::new(AuditAction::SessionsSwept).detail("sessions", sessions);
        let now = self.ambient.now();
        Ok(self.audit(tx, &Origin::system(), event, now).await?)
    }
}
