//! A statement that cannot run in a transaction: the journal says that it begins, it runs, the journal says that it
//! ended. What happens in between is for [`super::Runner::resume`].

use std::time::Instant;

use tokio_postgres::Error;

use super::{
    Direction, Done, Job, MigrateError, Runner,
    file::{milliseconds, offset},
};
use crate::{
    fingerprint::Snapshot,
    journal::{self, State},
    statement::{self, Statement},
};

/// An index is built for as long as it takes, and waits for old transactions without being in anybody's way.
const NO_LIMITS: &str = "set lock_timeout = 0; set statement_timeout = 0";

impl Runner {
    pub(super) async fn run_alone(
        &mut self,
        job: Job<'_>,
        before: &Snapshot,
    ) -> Result<(Done, Snapshot), MigrateError> {
        let text = job.source().text.clone();
        let statement = job.single(&text)?;
        let id = match job.direction {
            Direction::Up => {
                journal::begin(&self.client, job.set, job.migration, before.fingerprint()).await?
            }
            Direction::Down => {
                journal::begin_down(&self.client, job.set, job.migration.version).await?
            }
        };
        self.execute_alone(job, id, &statement, before).await
    }

    /// Runs the statement of a row that says it is running, and says how it ended.
    pub(super) async fn execute_alone(
        &mut self,
        job: Job<'_>,
        id: i64,
        statement: &Statement<'_>,
        before: &Snapshot,
    ) -> Result<(Done, Snapshot), MigrateError> {
        let started = Instant::now();
        self.client.batch_execute(NO_LIMITS).await?;
        let outcome = self.client.batch_execute(statement.text).await;
        match outcome {
            Ok(()) => {}
            Err(error) if error.as_db_error().is_none() => {
                return Err(job.unfinished(LOST, Some(error)));
            }
            Err(error) => {
                return Err(self
                    .after_failure(job, id, statement, before, error)
                    .await?);
            }
        }
        self.client.batch_execute("reset all").await?;
        let after = self.snapshot().await?;
        let ms = milliseconds(started);
        self.finished(job, id, &after, ms).await?;
        Ok((job.done(ms, 1, &after), after))
    }

    /// Says that the statement of a row has done its work.
    pub(super) async fn finished(
        &mut self,
        job: Job<'_>,
        id: i64,
        after: &Snapshot,
        ms: i64,
    ) -> Result<(), Error> {
        let tx = self.client.transaction().await?;
        match job.direction {
            Direction::Up => {
                journal::finish(&tx, id, State::Applied, after.fingerprint(), ms, None).await?;
            }
            Direction::Down => journal::reverted(&tx, id, None).await?,
        }
        journal::save_newest(&tx, after).await?;
        tx.commit().await
    }

    /// A failure that left nothing behind is as good as a rollback; any other waits for somebody.
    async fn after_failure(
        &mut self,
        job: Job<'_>,
        id: i64,
        statement: &Statement<'_>,
        before: &Snapshot,
        error: Error,
    ) -> Result<MigrateError, MigrateError> {
        self.client.batch_execute("reset all").await?;
        let now = self.snapshot().await?;
        if !now.fingerprint().is_same(before.fingerprint()) {
            return Ok(job.unfinished(HALF_WAY, Some(error)));
        }
        match job.direction {
            Direction::Up => {
                let said = error.to_string();
                journal::finish(
                    &self.client,
                    id,
                    State::Failed,
                    now.fingerprint(),
                    0,
                    Some(&said),
                )
                .await?;
            }
            Direction::Down => journal::stands_again(&self.client, id).await?,
        }
        let byte = statement.start + offset(statement.text, &error);
        Ok(job.failed(byte, Some(statement), error))
    }
}

const LOST: &str = "the connection was lost; `stoa migrate resume` finds out how far it came";
const HALF_WAY: &str = "it failed and left something behind, as an index that is not valid; remove the cause, then \
                        `stoa migrate resume` cleans up and repeats it";

impl Job<'_> {
    /// The one statement of a file that runs outside a transaction.
    pub(super) fn single<'t>(&self, text: &'t str) -> Result<Statement<'t>, MigrateError> {
        let statements = statement::split(text);
        let [statement] = statements.as_slice() else {
            let second = statements.get(1).map_or(0, |statement| statement.start);
            let reason = "a file outside a transaction holds exactly one statement, so that it is clear what was done";
            return Err(MigrateError::Refused {
                at: self.place(second),
                reason: reason.to_owned(),
            });
        };
        self.runnable(statement)?;
        Ok(*statement)
    }

    pub(super) fn unfinished(&self, reason: &str, source: Option<Error>) -> MigrateError {
        MigrateError::Unfinished {
            title: self.migration.title(),
            reason: reason.to_owned(),
            source,
        }
    }
}
