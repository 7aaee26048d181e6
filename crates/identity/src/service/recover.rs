use chrono::{DateTime, Utc};
use stoa_db_main::identity::scope;
use stoa_db_main::identity::users::{self, Sent};
use stoa_domain::Email;
use stoa_pg::{DbError, MainTx};

use super::exchange::RECOVERY;
use super::{Identity, Inner, Letter, LinkWish, finish};
use crate::{ClientInfo, Fault};

impl Identity {
    /// Asks for a letter that leads to a new password. Whether anybody has the address is not said.
    ///
    /// # Errors
    /// [`Fault`].
    #[tracing::instrument(name = "identity.letter.recover", skip_all)]
    pub async fn recover(
        &self,
        email: &Email,
        wish: &LinkWish,
        client: &ClientInfo,
    ) -> Result<(), Fault> {
        let (inner, now) = (&self.inner, self.inner.ambient.now());
        let tx = inner.db.begin(&scope()).await?;
        let work = inner.recover_within(&tx, email, wish, client, now).await;
        finish(tx, work).await?;
        inner.wake_postman();
        Ok(())
    }
}

impl Inner {
    async fn recover_within(
        &self,
        tx: &MainTx,
        email: &Email,
        wish: &LinkWish,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let found = users::find_by_email_in(tx, email.as_str()).await?;
        let id = match found.map(|user| user.id) {
            // Deleted between two statements: nobody has the address.
            Some(id) if !self.note_letter(tx, id, Sent::Recovery, now).await? => None,
            id => id,
        };
        let flow_id = self.begin_flow(tx, id, RECOVERY, wish, now).await?;
        let Some(id) = id else { return Ok(()) };
        let letter = (Letter::Recovery, id, email);
        self.ask_for(tx, letter, (wish, flow_id), client).await
    }
}
