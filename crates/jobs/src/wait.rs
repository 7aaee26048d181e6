use std::time::Duration;

use stoa_ops_sql::queries::job as sql;
use stoa_pg::{Database, Db, DbError};
use tokio::time::Instant;

use crate::{JobState, enqueue::state, store::scope};

/// The pauses between looks: short at first, because most jobs take no time.
const PAUSES: (Duration, Duration) = (Duration::from_millis(10), Duration::from_millis(250));

/// Waits until a job that is left to workers has come to an end, or has failed once, at most `patience`. The state in
/// which it was found last; `None` when there is no such job.
///
/// # Errors
/// [`DbError`].
pub async fn wait_for<D: Database>(
    db: &Db<D>,
    (kind, key): (&str, &str),
    patience: Duration,
) -> Result<Option<JobState>, DbError> {
    let until = Instant::now() + patience;
    let (mut pause, longest) = PAUSES;
    loop {
        let Some((found, attempts)) = look(db, kind, key).await? else {
            return Ok(None);
        };
        let goes_on = found == JobState::Running || (found == JobState::Ready && attempts == 0);
        let next = Instant::now() + pause;
        if !goes_on || next >= until {
            return Ok(Some(found));
        }
        tokio::time::sleep_until(next).await;
        pause = (pause * 2).min(longest);
    }
}

async fn look<D: Database>(
    db: &Db<D>,
    kind: &str,
    key: &str,
) -> Result<Option<(JobState, i16)>, DbError> {
    let reader = db.reader(&scope()).await?;
    let find = sql::find_progress().prepare(reader.client()).await?;
    let row = reader
        .read(find.bind(reader.client(), &kind, &key).opt())
        .await?;
    row.map(|row| Ok((state(&row.state, 0)?, row.attempt)))
        .transpose()
}
