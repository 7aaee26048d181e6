use chrono::{DateTime, Utc};
use stoa_db_main::identity::scope;
use stoa_db_main::identity::users::{self, Sent};
use stoa_domain::Email;
use stoa_pg::{DbError, MainTx};

use super::{Identity, Inner, Letter, LinkWish, finish};
use crate::{ClientInfo, Fault, User};

/// Which letter is to be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resent {
    /// The one that proves the address of a new account.
    SignUp,
    /// The ones that agree to another address.
    EmailChange,
}

impl Identity {
    /// Asks for a letter once more; its links take the place of the former ones. Whether anybody waits for one is not
    /// said.
    ///
    /// # Errors
    /// [`Fault`].
    #[tracing::instrument(name = "identity.letter.resend", skip_all)]
    pub async fn resend(
        &self,
        what: Resent,
        email: &Email,
        wish: &LinkWish,
        client: &ClientInfo,
    ) -> Result<(), Fault> {
        let (inner, now) = (&self.inner, self.inner.ambient.now());
        let tx = inner.db.begin(&scope()).await?;
        let work = inner
            .resend_within(&tx, (what, email), wish, client, now)
            .await;
        finish(tx, work).await?;
        inner.wake_postman();
        Ok(())
    }
}

impl Inner {
    async fn resend_within(
        &self,
        tx: &MainTx,
        (what, email): (Resent, &Email),
        wish: &LinkWish,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let found = users::find_by_email_in(tx, email.as_str()).await?;
        match (what, found) {
            (Resent::SignUp, Some(user)) if user.email_proof.is_waiting() => {
                if !self
                    .note_letter(tx, user.id, Sent::Confirmation, now)
                    .await?
                {
                    return Ok(());
                }
                let method = "email/signup";
                let flow = self.begin_flow(tx, Some(user.id), method, wish, now);
                let flow_id = flow.await?;
                let letter = (Letter::ConfirmSignUp, user.id, email);
                self.ask_for(tx, letter, (wish, flow_id), client).await
            }
            (Resent::EmailChange, Some(user)) if user.new_email.is_some() => {
                self.ask_both_mailboxes(tx, &user, wish, client, now).await
            }
            (_, found) => {
                let id = found.map(|user| user.id);
                self.begin_flow(tx, id, "none", wish, now).await.map(drop)
            }
        }
    }

    /// Asks the mailboxes that have to agree to the change of address that `user` is in the middle of.
    pub(super) async fn ask_both_mailboxes(
        &self,
        tx: &MainTx,
        user: &User,
        wish: &LinkWish,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let parse =
            |text: &Option<String>| text.as_deref().and_then(|text| Email::parse(text).ok());
        let Some(new_email) = parse(&user.new_email) else {
            return Ok(());
        };
        if !self
            .note_letter(tx, user.id, Sent::EmailChange, now)
            .await?
        {
            return Ok(());
        }
        let method = "email_change";
        if let Some(current) = parse(&user.email).filter(|_| self.asks_both(user)) {
            let flow_id = self
                .begin_flow(tx, Some(user.id), method, wish, now)
                .await?;
            let letter = Letter::EmailChangeCurrent {
                new_email: new_email.clone(),
            };
            self.ask_for(tx, (letter, user.id, &current), (wish, flow_id), client)
                .await?;
        }
        let flow_id = self
            .begin_flow(tx, Some(user.id), method, wish, now)
            .await?;
        let letter = (Letter::EmailChangeNew, user.id, &new_email);
        self.ask_for(tx, letter, (wish, flow_id), client).await
    }

    /// Whether the present mailbox is asked too: never where nobody proved that it is the person's.
    pub(super) fn asks_both(&self, user: &User) -> bool {
        self.options.rules.double_email_change && user.email_proof.is_proved()
    }
}
