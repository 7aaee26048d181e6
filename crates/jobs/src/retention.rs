use chrono::{DateTime, TimeDelta, Utc};
use stoa_ops_sql::queries::job as sql;
use stoa_pg::{Database, Db, DbError};

use crate::store::scope;

/// How long what is finished is kept, and what of it for ever.
#[derive(Debug, Clone, Copy)]
pub struct Retention {
    /// What was done, with its attempts.
    pub done: TimeDelta,
    /// What was given up.
    pub dead: TimeDelta,
    /// Kinds whose keys mean nothing later: their rows go altogether. Of all others kind and key stay for ever, so that
    /// what was done once is never done again.
    pub forgotten: &'static [&'static str],
    /// Most rows of one transaction.
    pub rows: i64,
}

impl Default for Retention {
    /// 14 days, 90 days, no key forgotten, 1000 rows.
    fn default() -> Self {
        Self {
            done: TimeDelta::days(14),
            dead: TimeDelta::days(90),
            forgotten: &[],
            rows: 1000,
        }
    }
}

/// How many rows one round has cleared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cleared {
    /// Rows of which only the name is left.
    pub stripped: u64,
    /// Rows that are gone.
    pub deleted: u64,
}

impl Cleared {
    /// True when another round may find more.
    #[must_use]
    pub fn may_leave_more(self, rows: i64) -> bool {
        let full = u64::try_from(rows).unwrap_or(u64::MAX);
        self.stripped >= full || self.deleted >= full
    }
}

/// Clears what is finished and old: one short transaction.
///
/// # Errors
/// [`DbError`].
pub async fn clear<D: Database>(
    db: &Db<D>,
    retention: &Retention,
    now: DateTime<Utc>,
) -> Result<Cleared, DbError> {
    let (done, dead) = (now - retention.done, now - retention.dead);
    let (done, dead) = (done.fixed_offset(), dead.fixed_offset());
    let forgotten = retention.forgotten;
    let tx = db.begin(&scope()).await?;
    let client = tx.client();
    let mut stripped = sql::strip_done()
        .bind(client, &done, &forgotten, &retention.rows)
        .await?;
    stripped += sql::strip_dead()
        .bind(client, &dead, &forgotten, &retention.rows)
        .await?;
    let deleted = sql::delete_old()
        .bind(client, &done, &forgotten, &retention.rows)
        .await?;
    sql::delete_ticks().bind(client, &done).await?;
    sql::delete_workers().bind(client).await?;
    tx.commit().await?;
    Ok(Cleared { stripped, deleted })
}
