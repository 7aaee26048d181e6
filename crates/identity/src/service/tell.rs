//! Letters about what happened to an account: they have no link and ask for nothing.

use stoa_core::UserId;
use stoa_db_main::identity::users;
use stoa_domain::Email;
use stoa_pg::{DbError, MainTx};

use super::{Inner, Letter, MailRequest};
use crate::ClientInfo;

impl Inner {
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
