use chrono::{DateTime, Utc};
use stoa_db_main::identity::users::{self, EMAIL_TAKEN, Mailbox};
use stoa_domain::Email;
use stoa_pg::{DbError, MainTx};
use uuid::Uuid;

use super::VerifyError;
use crate::service::endings::void_links;
use crate::service::{Inner, Letter, MailRequest};
use crate::{AuditAction, AuditEvent, ClientInfo, OpenToken, Origin, TokenPurpose, User, metadata};

impl Inner {
    /// One mailbox agrees to the change of address; `true` when all that were asked have, and the address is changed.
    pub(super) async fn agree(
        &self,
        tx: &MainTx,
        token: &OpenToken,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<bool, VerifyError> {
        let id = token.user_id;
        let user = users::find_in(tx, id).await?.ok_or(VerifyError::Invalid)?;
        let change = users::lock_email_change(tx, id).await?;
        let change = change.ok_or(VerifyError::Invalid)?;
        let (mailbox, asked) = match token.purpose {
            TokenPurpose::EmailChangeNew => (Mailbox::New, Some(change.new_email.as_str())),
            _ => (Mailbox::Current, user.email.as_deref()),
        };
        if token.email.as_deref() != asked {
            return Err(VerifyError::Invalid);
        }
        let other = change.agreed.is_some_and(|agreed| agreed != mailbox);
        if self.asks_both(&user) && !other {
            users::save_agreed(tx, id, mailbox, now).await?;
            return Ok(false);
        }
        self.change_email(tx, (&user, &change.new_email), token.flow_id, client, now)
            .await?;
        Ok(true)
    }

    /// Gives the person another, proved address; links that went to the former one die, and its owner is told. The flow
    /// `kept` is the one that the change itself belongs to.
    pub(in crate::service) async fn change_email(
        &self,
        tx: &MainTx,
        (user, new_email): (&User, &str),
        kept: Option<Uuid>,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<(), VerifyError> {
        let saved = users::save_email(tx, user.id, new_email, now).await;
        saved.map_err(|error| match error.unique_violation() {
            Some(EMAIL_TAKEN) => VerifyError::EmailTaken,
            _ => error.into(),
        })?;
        void_links(tx, user.id, kept, now).await?;
        let event = AuditEvent::about(AuditAction::EmailChanged, user.id)
            .detail("anonymous_before", user.is_anonymous);
        self.audit(tx, &Origin::user(user.id, client), event, now)
            .await?;
        if user.is_anonymous {
            let name = metadata::name(&user.user_metadata);
            let known = (name.as_ref(), metadata::locale(&user.user_metadata));
            self.enrol_student(tx, user.id, known, now).await?;
        }
        self.tell_former_owner(tx, user, new_email, client).await?;
        Ok(())
    }

    async fn tell_former_owner(
        &self,
        tx: &MainTx,
        user: &User,
        new_email: &str,
        client: &ClientInfo,
    ) -> Result<(), DbError> {
        let former = user.email.as_deref().map(Email::parse);
        if let (Some(Ok(former)), Ok(new_email)) = (former, Email::parse(new_email)) {
            let letter = Letter::EmailChanged { new_email };
            let request = MailRequest::new(letter, user.id, &former).asked_by(client);
            self.request_mail(tx, request).await?;
        }
        Ok(())
    }
}
