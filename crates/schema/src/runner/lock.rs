//! One runner at a time.

use std::time::{Duration, Instant};

use super::{MigrateError, Runner};

const POLL: Duration = Duration::from_millis(100);

impl Runner {
    /// Polled rather than waited for: a waiting lock would block every later DDL behind it, and an index that is built
    /// concurrently would wait for the one who waits.
    pub(crate) async fn lock(&self) -> Result<(), MigrateError> {
        let started = Instant::now();
        loop {
            let row = self
                .client
                .query_one(include_str!("../../statements/try_lock.sql"), &[])
                .await?;
            if row.get::<_, bool>(0) {
                return Ok(());
            }
            if started.elapsed() >= self.options.runner_wait {
                return Err(MigrateError::Locked(self.lock_holder().await?));
            }
            tokio::time::sleep(POLL).await;
        }
    }

    async fn lock_holder(&self) -> Result<Option<String>, MigrateError> {
        let row = self
            .client
            .query_opt(include_str!("../../statements/lock_holder.sql"), &[])
            .await?;
        Ok(row.map(|row| {
            let (pid, user, program): (i32, String, String) = (row.get(0), row.get(1), row.get(2));
            format!("process {pid} of {user} {program}")
                .trim_end()
                .to_owned()
        }))
    }

    /// Gives the lock back whatever the outcome was; a lost connection has done so already.
    pub(super) async fn unlock<T>(
        &self,
        outcome: Result<T, MigrateError>,
    ) -> Result<T, MigrateError> {
        let released = self.release().await;
        let value = outcome?;
        released?;
        Ok(value)
    }

    /// Gives the lock back.
    pub(crate) async fn release(&self) -> Result<(), MigrateError> {
        self.client
            .execute(include_str!("../../statements/unlock.sql"), &[])
            .await?;
        Ok(())
    }

    /// The server process behind the connection.
    pub(super) async fn backend(&self) -> Result<i32, MigrateError> {
        Ok(self
            .client
            .query_one(include_str!("../../statements/backend.sql"), &[])
            .await?
            .get(0))
    }
}
