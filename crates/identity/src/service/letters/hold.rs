//! Letters that wait for a mail server to be configured.

use stoa_db_main::identity::{letters, scope};
use stoa_pg::DbError;
use uuid::Uuid;

use super::SEND;
use super::order::Order;
use super::postman::Postman;
use crate::service::finish;

/// The most letters freed at once; the next look takes the next ones.
const AT_ONCE: i64 = 500;

impl Postman {
    /// Frees the letters that were held for want of a mail server, when this process has one; says how many.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn release_held(&self) -> Result<usize, DbError> {
        if self.mailer.is_none() {
            return Ok(0);
        }
        let held = letters::list_held(&self.inner.db, AT_ONCE).await?;
        for id in &held {
            self.release(*id).await?;
        }
        self.inner.wake_postman();
        Ok(held.len())
    }

    async fn release(&self, id: Uuid) -> Result<(), DbError> {
        let now = self.inner.ambient.now();
        let tx = self.inner.db.begin(&scope()).await?;
        let work = async {
            if letters::save_waiting(&tx, id, now).await? {
                let order = serde_json::json!(Order::new(id));
                let job = stoa_jobs::NewJob::new(SEND, Order::key(id), order, now);
                stoa_jobs::restart(&tx, &job).await?;
            }
            Ok(())
        };
        let work = work.await;
        finish(tx, work).await
    }
}
