//! Running migrations.

mod alone;
mod check;
mod direct;
mod error;
mod file;
mod lock;
mod options;
mod resume;

use serde::Serialize;
use tokio_postgres::Client;

pub use error::{Failure, MigrateError, Place};
pub(crate) use file::milliseconds;
pub use options::{OnDrift, RunOptions};

use crate::{
    fingerprint::{Fingerprint, Snapshot, snapshot},
    journal::{self, Entry, There},
    set::{Migration, MigrationSet},
    statement,
};

/// Applies and undoes migrations over one connection, as one role.
#[derive(Debug)]
pub struct Runner {
    client: Client,
    options: RunOptions,
}

/// Which way a migration is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// It is applied.
    Up,
    /// It is undone.
    Down,
}

/// One migration that was run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Done {
    /// Its version.
    pub version: u64,
    /// `0003_add_orders`.
    pub title: String,
    /// Which way.
    pub direction: Direction,
    /// How long it took.
    pub ms: i64,
    /// How often its file was tried until it got its locks.
    pub tries: u32,
    /// For a migration that was undone: whether the schema is again what it was before. None when that is not known.
    pub exact: Option<bool>,
    /// What the database is now.
    #[serde(skip)]
    pub fingerprint: Fingerprint,
}

/// One migration that would be run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Planned {
    /// Its version.
    pub version: u64,
    /// `0003_add_orders`.
    pub title: String,
    /// Whether it runs outside a transaction.
    pub alone: bool,
    /// How many statements it holds.
    pub statements: usize,
}

/// One migration to be run one way.
#[derive(Clone, Copy)]
struct Job<'a> {
    set: &'a str,
    migration: &'a Migration,
    direction: Direction,
    /// The row of the journal, when it is undone.
    entry: Option<&'a Entry>,
}

impl Runner {
    /// A runner over a connection of its own.
    ///
    /// # Errors
    /// [`MigrateError::Database`] when the connection may not take the role, [`MigrateError::Pooled`].
    pub async fn new(client: Client, options: RunOptions) -> Result<Self, MigrateError> {
        let runner = Self { client, options };
        if runner.backend().await? != runner.backend().await? {
            return Err(MigrateError::Pooled);
        }
        if let Some(role) = &runner.options.role {
            let role = role.replace('"', "\"\"");
            runner
                .client
                .batch_execute(&format!("set role \"{role}\""))
                .await?;
        }
        Ok(runner)
    }

    /// Applies what is missing of `set`, each migration in its own transaction.
    ///
    /// # Errors
    /// [`MigrateError`]; migrations before the failing one stay applied.
    pub async fn up(&mut self, set: &MigrationSet) -> Result<Vec<Done>, MigrateError> {
        let is_old = journal::there(&self.client).await? == There::Old;
        if !is_old && self.pending(set).await?.is_empty() && self.unfinished().await?.is_none() {
            return Ok(Vec::new());
        }
        self.lock().await?;
        let outcome = self.up_locked(set).await;
        let steps = self.unlock(outcome).await?;
        Ok(steps.into_iter().map(|(done, _)| done).collect())
    }

    /// The same, with the schema after each migration.
    ///
    /// # Errors
    /// [`MigrateError`].
    pub async fn up_in_steps(
        &mut self,
        set: &MigrationSet,
    ) -> Result<Vec<(Done, Snapshot)>, MigrateError> {
        self.lock().await?;
        let outcome = self.up_locked(set).await;
        self.unlock(outcome).await
    }

    /// What [`Runner::up`] would run, after every check it makes before it touches anything. Takes no lock, writes nothing.
    ///
    /// # Errors
    /// What [`Runner::up`] would refuse with.
    pub async fn would_run(&mut self, set: &MigrationSet) -> Result<Vec<Planned>, MigrateError> {
        let there = journal::there(&self.client).await?;
        self.nothing_unfinished().await?;
        let live = self.snapshot().await?;
        if there == There::New
            && let Some(newest) = journal::load_newest(&self.client).await?
        {
            self.compare(&newest, &live)?;
        }
        let mut planned = Vec::new();
        for migration in self.pending(set).await? {
            self.is_allowed(migration)?;
            planned.push(Planned {
                version: migration.version,
                title: migration.title(),
                alone: migration.intent.no_transaction,
                statements: statement::split(&migration.up.text).len(),
            });
        }
        Ok(planned)
    }

    fn is_allowed(&self, migration: &Migration) -> Result<(), MigrateError> {
        if migration.is_one_way() && !self.options.allow_irreversible {
            return Err(MigrateError::OneWay(migration.title()));
        }
        Ok(())
    }

    /// Undoes every migration of `set` above `version`, newest first; `None` undoes all of them.
    ///
    /// # Errors
    /// [`MigrateError`]; migrations undone before the failing one stay undone.
    pub async fn down(
        &mut self,
        set: &MigrationSet,
        version: Option<u64>,
    ) -> Result<Vec<Done>, MigrateError> {
        self.lock().await?;
        let outcome = self.down_locked(set, version).await;
        self.unlock(outcome).await
    }

    /// The migrations of `set` that are not applied, after checking those that are.
    ///
    /// # Errors
    /// [`MigrateError::Changed`], [`MigrateError::Newer`], [`MigrateError::Gone`], [`MigrateError::OutOfOrder`],
    /// [`MigrateError::Database`].
    pub async fn pending<'s>(
        &self,
        set: &'s MigrationSet,
    ) -> Result<Vec<&'s Migration>, MigrateError> {
        let standing = journal::standing(&self.client, &set.name).await?;
        check::pending(set, &standing, self.options.allow_out_of_order)
    }

    /// What the database is now.
    ///
    /// # Errors
    /// [`MigrateError::Database`].
    pub async fn snapshot(&mut self) -> Result<Snapshot, MigrateError> {
        Ok(snapshot(&mut self.client, &self.options.names).await?)
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) fn client_mut(&mut self) -> &mut Client {
        &mut self.client
    }

    /// The role that migrates: the one that was asked for, or the login.
    ///
    /// # Errors
    /// [`MigrateError::Database`].
    pub async fn role(&self) -> Result<String, MigrateError> {
        let row = self
            .client
            .query_one(include_str!("../../statements/major.sql"), &[])
            .await?;
        Ok(row.get(1))
    }

    async fn up_locked(
        &mut self,
        set: &MigrationSet,
    ) -> Result<Vec<(Done, Snapshot)>, MigrateError> {
        let mut before = self.ready().await?;
        let mut done = Vec::new();
        for migration in self.pending(set).await? {
            self.is_allowed(migration)?;
            let job = Job {
                set: &set.name,
                migration,
                direction: Direction::Up,
                entry: None,
            };
            let (one, after) = self.run(job, &before).await?;
            before = after.clone();
            done.push((one, after));
        }
        Ok(done)
    }

    async fn down_locked(
        &mut self,
        set: &MigrationSet,
        version: Option<u64>,
    ) -> Result<Vec<Done>, MigrateError> {
        let mut before = self.ready().await?;
        let standing = journal::standing(&self.client, &set.name).await?;
        let mut done = Vec::new();
        for entry in standing
            .iter()
            .rev()
            .filter(|entry| version.is_none_or(|v| entry.version > v))
        {
            let migration = check::unchanged(set, entry)?;
            if migration.is_one_way() {
                return Err(MigrateError::NoWayBack(migration.title()));
            }
            let job = Job {
                set: &set.name,
                migration,
                direction: Direction::Down,
                entry: Some(entry),
            };
            let (one, after) = self.run(job, &before).await?;
            before = after;
            done.push(one);
        }
        Ok(done)
    }

    /// Makes the journal when there is none, and compares the database with what it should be.
    async fn ready(&mut self) -> Result<Snapshot, MigrateError> {
        let there = journal::there(&self.client).await?;
        journal::create(&mut self.client, there).await?;
        self.nothing_unfinished().await?;
        let live = self.snapshot().await?;
        match journal::load_newest(&self.client).await? {
            Some(newest) => self.compare(&newest, &live)?,
            None => journal::save_newest(&self.client, &live).await?,
        }
        Ok(live)
    }

    async fn nothing_unfinished(&self) -> Result<(), MigrateError> {
        let Some((set, version, name)) = self.unfinished().await? else {
            return Ok(());
        };
        Err(MigrateError::Unfinished {
            title: format!("{set} {version:04}_{name}"),
            reason: "look at it with `stoa migrate status`, finish it with `stoa migrate resume`"
                .to_owned(),
            source: None,
        })
    }

    fn compare(&self, newest: &Snapshot, live: &Snapshot) -> Result<(), MigrateError> {
        if !newest.fingerprint().is_comparable(live.fingerprint())
            || newest.fingerprint().is_same(live.fingerprint())
        {
            return Ok(());
        }
        let differences = newest.differences(live);
        let (refused, rest): (Vec<_>, Vec<_>) = differences
            .into_iter()
            .partition(|d| self.options.on_drift.refuses(d));
        for difference in rest.iter().filter(|d| d.is_serious()) {
            tracing::warn!(
                object = difference.line(),
                "the schema is not as the last migration left it"
            );
        }
        if refused.is_empty() {
            Ok(())
        } else {
            Err(MigrateError::Drift(refused))
        }
    }

    async fn unfinished(&self) -> Result<Option<(String, u64, String)>, MigrateError> {
        if journal::there(&self.client).await? != There::New {
            return Ok(None);
        }
        Ok(journal::unfinished(&self.client).await?)
    }

    async fn run(
        &mut self,
        job: Job<'_>,
        before: &Snapshot,
    ) -> Result<(Done, Snapshot), MigrateError> {
        let (done, after) = if job.runs_alone() {
            self.run_alone(job, before).await?
        } else {
            self.run_in_transaction(job, before).await?
        };
        tracing::info!(
            set = job.set,
            migration = done.title,
            direction = ?done.direction,
            took_ms = done.ms,
            "migration run"
        );
        Ok((done, after))
    }
}

impl Job<'_> {
    fn source(&self) -> &stoa_guard::SourceText {
        match (self.direction, &self.migration.down) {
            (Direction::Down, Some(down)) => down,
            _ => &self.migration.up,
        }
    }

    fn runs_alone(&self) -> bool {
        stoa_guard::Intent::of(self.source()).no_transaction
    }

    fn place(&self, byte: usize) -> Place {
        let source = self.source();
        let (line, column) = source.place(byte);
        Place {
            file: source.path.clone(),
            line,
            column,
        }
    }

    fn done(&self, ms: i64, tries: u32, after: &Snapshot) -> Done {
        let fp_before = self.entry.and_then(|entry| entry.fp_before.as_ref());
        let exact = fp_before
            .filter(|_| self.direction == Direction::Down)
            .map(|before| before.is_same(after.fingerprint()));
        Done {
            version: self.migration.version,
            title: self.migration.title(),
            direction: self.direction,
            ms,
            tries,
            exact,
            fingerprint: after.fingerprint().clone(),
        }
    }
}
