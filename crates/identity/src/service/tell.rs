//! Letters about what happened to an account, which have no link and ask for nothing; what is noted of others; and how
//! its person is called.

use chrono::{DateTime, Utc};
use stoa_core::UserId;
use stoa_db_main::identity::users::{self, Sent};
use stoa_db_main::learning::profiles::{self, ProfileEdit};
use stoa_domain::Email;
use stoa_pg::{DbError, MainTx};

use super::{Inner, Letter, MailRequest};
use crate::ClientInfo;

impl Inner {
    /// Gives somebody another name, everywhere it is shown. The person's row is locked.
    pub(super) async fn rename(
        &self,
        tx: &MainTx,
        user_id: UserId,
        name: &str,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        users::save_name(tx, user_id, name, now).await?;
        let edit = ProfileEdit {
            name: Some(name),
            ..ProfileEdit::default()
        };
        // Somebody anonymous has no profile yet.
        profiles::save(tx, user_id, edit, now).await?;
        Ok(())
    }

    /// Notes that a letter was asked for, where letters leave, and locks the person's row; `false` when the user is gone
    /// meanwhile.
    pub(super) async fn note_letter(
        &self,
        tx: &MainTx,
        user_id: UserId,
        what: Sent,
        now: DateTime<Utc>,
    ) -> Result<bool, DbError> {
        if self.options.sends_mail {
            return users::save_sent(tx, user_id, what, now).await;
        }
        Ok(users::lock(tx, user_id).await?.is_some())
    }

    /// Tells the person by letter, when they have an address; sent if and only if `tx` commits.
    pub(super) async fn tell(
        &self,
        tx: &MainTx,
        user_id: UserId,
        letter: Letter,
        client: &ClientInfo,
    ) -> Result<(), DbError> {
        let user = users::find_in(tx, user_id).await?;
        let email = user.and_then(|user| user.email);
        let Some(email) = email.and_then(|email| Email::parse(&email).ok()) else {
            return Ok(());
        };
        let request = MailRequest::new(letter, user_id, &email).asked_by(client);
        self.request_mail(tx, request).await
    }
}
