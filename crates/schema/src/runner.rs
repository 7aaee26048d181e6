use std::time::{Duration, Instant};

use thiserror::Error;
use tokio_postgres::Client;

use crate::{
    Migration, MigrationSet,
    journal::{self, Applied},
};

const LOCK_WAIT: Duration = Duration::from_mins(1);
const LOCK_POLL: Duration = Duration::from_millis(100);

/// Why migrations were not run. Whatever stands in the journal was applied; whatever does not, was not.
#[derive(Debug, Error)]
pub enum MigrateError {
    /// The database refused something outside a migration.
    #[error("the database cannot be migrated")]
    Database(#[from] tokio_postgres::Error),
    /// Another process has held the lock for a minute.
    #[error("another process is migrating this database")]
    Locked,
    /// A file was changed after it was applied.
    #[error(
        "{set} {version:04}_{name} was changed after it was applied; restore the file and write a new migration"
    )]
    Changed {
        /// The set.
        set: String,
        /// The version.
        version: i32,
        /// The recorded name.
        name: String,
    },
    /// The journal knows a version that the files do not have.
    #[error(
        "{set}: the database is at version {version}, newer than this program knows; start a newer program"
    )]
    Newer {
        /// The set.
        set: String,
        /// The version.
        version: i32,
    },
    /// A migration failed and was rolled back as a whole.
    #[error("{set} {version:04}_{name} failed and was rolled back: {reason}")]
    Failed {
        /// The set.
        set: String,
        /// The version.
        version: i32,
        /// The migration's name.
        name: String,
        /// What the server said.
        reason: String,
        /// The server's error.
        #[source]
        source: tokio_postgres::Error,
    },
}

/// Applies and undoes migrations over one connection, as one role.
#[derive(Debug)]
pub struct Runner {
    client: Client,
}

impl Runner {
    /// A runner that works as `role`: the owner of everything that migrations make.
    ///
    /// # Errors
    /// [`MigrateError::Database`] when the connection may not take the role.
    pub async fn new(client: Client, role: &str) -> Result<Self, MigrateError> {
        client
            .batch_execute(&format!("set role \"{}\"", role.replace('"', "\"\"")))
            .await?;
        Ok(Self { client })
    }

    /// Applies what is missing of `set`, each migration in its own transaction. Returns the versions applied.
    ///
    /// # Errors
    /// [`MigrateError`]; migrations before the failing one stay applied.
    pub async fn up(&mut self, set: &MigrationSet) -> Result<Vec<i32>, MigrateError> {
        if self.pending(set).await?.is_empty() {
            return Ok(Vec::new());
        }
        self.lock().await?;
        let outcome = self.up_locked(set).await;
        self.unlock().await?;
        outcome
    }

    /// Undoes every migration of `set` above `version`, newest first. Returns the versions undone.
    ///
    /// # Errors
    /// [`MigrateError`]; migrations undone before the failing one stay undone.
    pub async fn down(
        &mut self,
        set: &MigrationSet,
        version: i32,
    ) -> Result<Vec<i32>, MigrateError> {
        self.lock().await?;
        let outcome = self.down_locked(set, version).await;
        self.unlock().await?;
        outcome
    }

    /// The migrations of `set` that are not applied, after checking those that are.
    ///
    /// # Errors
    /// [`MigrateError::Changed`], [`MigrateError::Newer`], [`MigrateError::Database`].
    pub async fn pending<'s>(
        &self,
        set: &'s MigrationSet,
    ) -> Result<Vec<&'s Migration>, MigrateError> {
        let applied = journal::list(&self.client, &set.name).await?;
        for row in &applied {
            check(set, row)?;
        }
        Ok(set
            .migrations
            .iter()
            .filter(|m| applied.iter().all(|row| row.version != m.version))
            .collect())
    }

    async fn up_locked(&mut self, set: &MigrationSet) -> Result<Vec<i32>, MigrateError> {
        journal::create(&self.client).await?;
        let mut done = Vec::new();
        for migration in self.pending(set).await? {
            self.apply(set, migration)
                .await
                .map_err(|source| failed(set, migration, source))?;
            tracing::info!(
                set = set.name,
                version = migration.version,
                name = migration.name,
                "migration applied"
            );
            done.push(migration.version);
        }
        Ok(done)
    }

    async fn apply(
        &mut self,
        set: &MigrationSet,
        migration: &Migration,
    ) -> Result<(), tokio_postgres::Error> {
        let started = Instant::now();
        let tx = self.client.transaction().await?;
        tx.batch_execute(&migration.up).await?;
        let duration_ms = i64::try_from(started.elapsed().as_millis()).unwrap_or(i64::MAX);
        journal::record(&tx, &set.name, migration, duration_ms).await?;
        tx.commit().await
    }

    async fn down_locked(
        &mut self,
        set: &MigrationSet,
        version: i32,
    ) -> Result<Vec<i32>, MigrateError> {
        let applied = journal::list(&self.client, &set.name).await?;
        let mut done = Vec::new();
        for row in applied.iter().rev().filter(|row| row.version > version) {
            let migration = check(set, row)?;
            self.undo(set, migration)
                .await
                .map_err(|source| failed(set, migration, source))?;
            tracing::info!(
                set = set.name,
                version = migration.version,
                name = migration.name,
                "migration undone"
            );
            done.push(migration.version);
        }
        Ok(done)
    }

    async fn undo(
        &mut self,
        set: &MigrationSet,
        migration: &Migration,
    ) -> Result<(), tokio_postgres::Error> {
        let tx = self.client.transaction().await?;
        tx.batch_execute(&migration.down).await?;
        journal::forget(&tx, &set.name, migration.version).await?;
        tx.commit().await
    }

    /// Polled rather than waited for: a waiting lock would block every later DDL behind it.
    async fn lock(&self) -> Result<(), MigrateError> {
        let started = Instant::now();
        while !self
            .client
            .query_one(include_str!("../statements/try_lock.sql"), &[])
            .await?
            .get::<_, bool>(0)
        {
            if started.elapsed() > LOCK_WAIT {
                return Err(MigrateError::Locked);
            }
            tokio::time::sleep(LOCK_POLL).await;
        }
        Ok(())
    }

    async fn unlock(&self) -> Result<(), MigrateError> {
        self.client
            .execute(include_str!("../statements/unlock.sql"), &[])
            .await?;
        Ok(())
    }
}

fn check<'s>(set: &'s MigrationSet, row: &Applied) -> Result<&'s Migration, MigrateError> {
    let known = set.migrations.iter().find(|m| m.version == row.version);
    let migration = known.ok_or_else(|| MigrateError::Newer {
        set: set.name.clone(),
        version: row.version,
    })?;
    if !row.is(migration) {
        return Err(MigrateError::Changed {
            set: set.name.clone(),
            version: row.version,
            name: row.name.clone(),
        });
    }
    Ok(migration)
}

fn failed(
    set: &MigrationSet,
    migration: &Migration,
    source: tokio_postgres::Error,
) -> MigrateError {
    let reason = source
        .as_db_error()
        .map_or_else(|| source.to_string(), |e| e.message().to_owned());
    MigrateError::Failed {
        set: set.name.clone(),
        version: migration.version,
        name: migration.name.clone(),
        reason,
        source,
    }
}
