//! A file in one transaction: all of it, its row in the journal and the new fingerprint, or nothing.

use std::time::{Duration, Instant};

use tokio_postgres::{
    Error, Transaction,
    error::{ErrorPosition, SqlState},
};

use super::{Direction, Done, Failure, Job, MigrateError, Runner};
use crate::{
    fingerprint::{Snapshot, read_here},
    journal::{self, State},
    set::Migration,
    statement::{self, Statement},
};

/// Why one try did not succeed.
enum Trouble {
    /// A lock was not to be had; the whole file may be tried again.
    Busy { at: usize, holders: Vec<String> },
    /// Trying again would not help.
    Final(MigrateError),
}

impl Runner {
    pub(super) async fn run_in_transaction(
        &mut self,
        job: Job<'_>,
        before: &Snapshot,
    ) -> Result<(Done, Snapshot), MigrateError> {
        let statements = statement::split(&job.source().text);
        for statement in &statements {
            job.runnable(statement)?;
        }
        let mut tries = 1;
        loop {
            match self.attempt(job, before, &statements).await {
                Ok((ms, after)) => return Ok((job.done(ms, tries, &after), after)),
                Err(Trouble::Final(error)) => return Err(error),
                Err(Trouble::Busy { at, holders }) if tries >= self.options.tries => {
                    return Err(MigrateError::Busy {
                        at: job.place(at),
                        tries,
                        holders,
                    });
                }
                Err(Trouble::Busy { .. }) => {}
            }
            tracing::info!(
                migration = job.migration.title(),
                tries,
                "a lock was not to be had; trying again"
            );
            tokio::time::sleep(self.options.pause * 2_u32.saturating_pow(tries - 1)).await;
            tries += 1;
        }
    }

    /// Asks the verify file of a migration that is said to have run.
    ///
    /// # Errors
    /// [`MigrateError::Failed`] when one of its rows is not true.
    pub(crate) async fn holds(
        &mut self,
        set: &str,
        migration: &Migration,
    ) -> Result<(), MigrateError> {
        let job = Job {
            set,
            migration,
            direction: Direction::Up,
            entry: None,
        };
        let limits = limits(self.options.lock_timeout, self.options.statement_timeout);
        let tx = self.client.transaction().await?;
        tx.batch_execute(&limits).await?;
        match verify(&tx, job).await {
            Ok(()) => Ok(tx.rollback().await?),
            Err(Trouble::Final(error)) => Err(error),
            Err(Trouble::Busy { at, holders }) => Err(MigrateError::Busy {
                at: job.place(at),
                tries: 1,
                holders,
            }),
        }
    }

    async fn attempt(
        &mut self,
        job: Job<'_>,
        before: &Snapshot,
        statements: &[Statement<'_>],
    ) -> Result<(i64, Snapshot), Trouble> {
        let lost = |source| Trouble::Final(job.lost(source));
        let started = Instant::now();
        let limits = limits(self.options.lock_timeout, self.options.statement_timeout);
        let names = self.options.names.clone();
        let tx = self.client.transaction().await.map_err(lost)?;
        tx.batch_execute(&limits).await.map_err(lost)?;
        for statement in statements {
            one(&tx, job, statement).await?;
        }
        if job.direction == Direction::Up {
            verify(&tx, job).await?;
        }
        let after = read_here(&tx, &names).await.map_err(lost)?;
        job.compare_with_released(before, &after)
            .map_err(Trouble::Final)?;
        let ms = milliseconds(started);
        job.record(&tx, before, &after, ms).await.map_err(lost)?;
        tx.commit()
            .await
            .map_err(|error| job.trouble(0, 0, None, error))?;
        // What a file sets for the session must not reach the next one.
        self.client.batch_execute("reset all").await.map_err(lost)?;
        Ok((ms, after))
    }
}

fn limits(lock: Duration, statement: Duration) -> String {
    let (lock, statement) = (lock.as_millis(), statement.as_millis());
    // Who is killed must not keep locks until a long statement ends: nobody is left who could commit.
    format!(
        "set local lock_timeout = {lock}; set local statement_timeout = {statement}; \
         set local idle_in_transaction_session_timeout = {statement}; set local client_connection_check_interval = 500"
    )
}

pub(crate) fn milliseconds(started: Instant) -> i64 {
    i64::try_from(started.elapsed().as_millis()).unwrap_or(i64::MAX)
}

/// Runs one statement under a savepoint, so that after a failure the server can still be asked who is in the way.
async fn one(tx: &Transaction<'_>, job: Job<'_>, statement: &Statement<'_>) -> Result<(), Trouble> {
    let lost = |source| Trouble::Final(job.lost(source));
    not_there_already(tx, job, statement).await?;
    tx.batch_execute("savepoint stoa_statement")
        .await
        .map_err(lost)?;
    let Err(error) = tx.batch_execute(statement.text).await else {
        return tx
            .batch_execute("release savepoint stoa_statement")
            .await
            .map_err(lost);
    };
    let offset = offset(statement.text, &error);
    let mut trouble = job.trouble(statement.start, offset, Some(statement), error);
    if let Trouble::Busy { holders, .. } = &mut trouble {
        tx.batch_execute(BACK).await.map_err(lost)?;
        let rows = tx
            .query(include_str!("../../statements/in_the_way.sql"), &[])
            .await
            .map_err(lost)?;
        *holders = rows.iter().map(|row| row.get(0)).collect();
    }
    Err(trouble)
}

/// The transaction is lost anyway; the login may see more of other sessions than the role that migrates.
const BACK: &str = "rollback to savepoint stoa_statement; set local role none";

/// IF NOT EXISTS over a table that is there does nothing and says nothing: the version would count as applied, and the
/// table would be another one.
async fn not_there_already(
    tx: &Transaction<'_>,
    job: Job<'_>,
    statement: &Statement<'_>,
) -> Result<(), Trouble> {
    let Some(table) = statement.creates_if_missing() else {
        return Ok(());
    };
    if job.migration.intent.allows("SM010", statement.start) {
        return Ok(());
    }
    let row = tx
        .query_one(include_str!("../../statements/is_there.sql"), &[&table])
        .await;
    let is_there = row.is_ok_and(|row| row.get::<_, bool>(0));
    if !is_there {
        return Ok(());
    }
    Err(Trouble::Final(MigrateError::Failed(Box::new(Failure {
        title: job.migration.title(),
        at: job.place(statement.start),
        reason: format!(
            "table {table} exists, and IF NOT EXISTS would leave it as it is, whatever it is"
        ),
        code: None,
        hint: Some(EXISTS.to_owned()),
        source: None,
    }))))
}

const EXISTS: &str =
    "write ALTER TABLE for what is new, or record what is there with `stoa migrate stamp`";

/// Every column of every row that the verify file selects must be true. It can change nothing.
async fn verify(tx: &Transaction<'_>, job: Job<'_>) -> Result<(), Trouble> {
    let Some(source) = &job.migration.verify else {
        return Ok(());
    };
    let lost = |error| Trouble::Final(job.lost(error));
    tx.batch_execute("savepoint stoa_verify; set transaction read only")
        .await
        .map_err(lost)?;
    for statement in statement::split(&source.text) {
        let (line, column) = source.place(statement.start);
        let refused = |reason: String, error: Option<Error>| {
            let at = super::Place {
                file: source.path.clone(),
                line,
                column,
            };
            let code = error
                .as_ref()
                .and_then(|e| e.code())
                .map(|code| code.code().to_owned());
            let title = job.migration.title();
            Trouble::Final(MigrateError::Failed(Box::new(Failure {
                title,
                at,
                reason,
                code,
                hint: None,
                source: error,
            })))
        };
        let rows = match tx.simple_query(statement.text).await {
            Ok(rows) => rows,
            Err(error) => return Err(refused(said(&error), Some(error))),
        };
        for message in rows {
            if let tokio_postgres::SimpleQueryMessage::Row(row) = message {
                let is_true = (0..row.len()).all(|column| row.get(column) == Some("t"));
                if !is_true {
                    return Err(refused(
                        "what must be true afterwards is not".to_owned(),
                        None,
                    ));
                }
            }
        }
    }
    tx.batch_execute("rollback to savepoint stoa_verify")
        .await
        .map_err(lost)
}

/// Where in a statement the server saw the fault, in bytes.
pub(super) fn offset(text: &str, error: &Error) -> usize {
    let Some(ErrorPosition::Original(position)) =
        error.as_db_error().and_then(|error| error.position())
    else {
        return 0;
    };
    let characters = usize::try_from(*position).unwrap_or(1).saturating_sub(1);
    text.char_indices()
        .nth(characters)
        .map_or(0, |(byte, _)| byte)
}

fn said(error: &Error) -> String {
    error
        .as_db_error()
        .map_or_else(|| error.to_string(), |e| e.message().to_owned())
}

impl Job<'_> {
    /// Refuses what cannot be run as part of a file.
    pub(super) fn runnable(&self, statement: &Statement<'_>) -> Result<(), MigrateError> {
        let reason = if statement.controls_transactions() {
            "the runner keeps the transaction: take this statement out"
        } else if statement.needs_psql() {
            "only psql understands this: write INSERT instead of COPY FROM STDIN, and no backslash commands"
        } else {
            return Ok(());
        };
        Err(MigrateError::Refused {
            at: self.place(statement.start),
            reason: reason.to_owned(),
        })
    }

    pub(super) fn lost(&self, source: Error) -> MigrateError {
        if source.as_db_error().is_none() {
            return MigrateError::Lost {
                title: self.migration.title(),
                source,
            };
        }
        self.failed(0, None, source)
    }

    pub(super) fn failed(
        &self,
        byte: usize,
        statement: Option<&Statement<'_>>,
        source: Error,
    ) -> MigrateError {
        let code = source.code().map(|code| code.code().to_owned());
        let exists = [
            SqlState::DUPLICATE_TABLE,
            SqlState::DUPLICATE_COLUMN,
            SqlState::DUPLICATE_OBJECT,
        ];
        let hint = source
            .code()
            .filter(|code| exists.contains(code))
            .map(|_| EXISTS.to_owned());
        let hint = hint.or_else(|| {
            let concurrently =
                statement.is_some_and(|s| s.words(5).iter().any(|word| word == "concurrently"));
            (concurrently && source.code() == Some(&SqlState::ACTIVE_SQL_TRANSACTION))
                .then(|| "write `-- stoa:no-transaction` into the first line".to_owned())
        });
        MigrateError::Failed(Box::new(Failure {
            title: self.migration.title(),
            at: self.place(byte),
            reason: said(&source),
            code,
            hint,
            source: Some(source),
        }))
    }

    fn trouble(
        &self,
        start: usize,
        offset: usize,
        statement: Option<&Statement<'_>>,
        error: Error,
    ) -> Trouble {
        match error.code() {
            Some(code)
                if *code == SqlState::LOCK_NOT_AVAILABLE
                    || *code == SqlState::T_R_DEADLOCK_DETECTED =>
            {
                Trouble::Busy {
                    at: start,
                    holders: Vec::new(),
                }
            }
            None => Trouble::Final(self.lost(error)),
            Some(_) => Trouble::Final(self.failed(start + offset, statement, error)),
        }
    }

    /// Holds the schema against the one that was reviewed, where the server prints it the same way.
    pub(super) fn compare_with_released(
        &self,
        before: &Snapshot,
        after: &Snapshot,
    ) -> Result<(), MigrateError> {
        let released = self
            .migration
            .released_as
            .as_ref()
            .filter(|_| self.direction == Direction::Up);
        match released {
            Some(released)
                if released.is_comparable(before.fingerprint())
                    && !released.is_same(after.fingerprint()) =>
            {
                Err(MigrateError::NotAsReleased(self.migration.title()))
            }
            _ => Ok(()),
        }
    }

    async fn record(
        &self,
        tx: &Transaction<'_>,
        before: &Snapshot,
        after: &Snapshot,
        ms: i64,
    ) -> Result<(), Error> {
        match self.entry {
            None => {
                let id = journal::begin(tx, self.set, self.migration, before.fingerprint()).await?;
                journal::finish(tx, id, State::Applied, after.fingerprint(), ms, None).await?;
            }
            Some(entry) => journal::reverted(tx, entry.id, None).await?,
        }
        journal::save_newest(tx, after).await
    }
}
