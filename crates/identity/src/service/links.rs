//! Invitations by address, and links that a server hands out by itself.

mod error;
mod generate;
mod kind;

pub use error::LinkError;
pub use generate::{LinkForm, MadeLink};
pub use kind::LinkKind;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use stoa_core::UserId;
use stoa_db_main::identity::{credentials, scope, users};
use stoa_domain::{Email, Locale, Role};
use stoa_pg::{DbError, MainTx};

use super::{Identity, Inner, Letter, MailRequest, UserForm, finish};
use crate::{AuditAction, AuditEvent, Origin, User, metadata};

impl Identity {
    /// Invites the owner of an address: makes the account when there is none, and asks for the letter with the link.
    /// `redirect_to` is what the allow-list has let through; without it the link leads to our own page for the first
    /// password.
    ///
    /// An account whose address nobody has proved loses the password that somebody may have chosen for it.
    ///
    /// # Errors
    /// `auth.email_taken` (409) when somebody signs in by the address; `auth.metadata_invalid` (422).
    #[tracing::instrument(name = "identity.invite.by_email", skip_all)]
    pub async fn invite_by_email(
        &self,
        email: &Email,
        data: Map<String, Value>,
        redirect_to: Option<&str>,
        by: &Origin,
    ) -> Result<User, LinkError> {
        let (inner, now) = (&self.inner, self.inner.ambient.now());
        let tx = inner.db.begin(&scope()).await?;
        let work = async {
            let locale = metadata::checked(data.clone())?;
            let locale = metadata::locale(&locale);
            let id = inner.invitee(&tx, email, data, by, now).await?;
            let wish = (redirect_to, locale);
            if inner.options.sends_mail {
                users::save_invited(&tx, id, now).await?;
            }
            inner.ask_for_invite(&tx, (id, email), wish, by).await?;
            inner.user_of_link(&tx, id).await
        };
        let work = work.await;
        let user = finish(tx, work).await?;
        inner.wake_postman();
        Ok(user)
    }
}

impl Inner {
    /// The account an invitation is for, its row locked.
    async fn invitee(
        &self,
        tx: &MainTx,
        email: &Email,
        data: Map<String, Value>,
        by: &Origin,
        now: DateTime<Utc>,
    ) -> Result<UserId, LinkError> {
        let id = self.unproved(tx, email, data, (None, by), now).await?;
        // Whoever chose it had not shown that the address is theirs, and an invitation sets the first password.
        credentials::delete(tx, id).await?;
        let made = AuditEvent::about(AuditAction::InviteMade, id);
        self.audit(tx, by, made, now).await?;
        Ok(id)
    }

    /// The account with this address, which nobody has proved: the one that is there, with `data` laid over its own, or
    /// a new student.
    async fn unproved(
        &self,
        tx: &MainTx,
        email: &Email,
        data: Map<String, Value>,
        (phc, by): (Option<&str>, &Origin),
        now: DateTime<Utc>,
    ) -> Result<UserId, LinkError> {
        let Some(user) = users::find_by_email_in(tx, email.as_str()).await? else {
            metadata::checked(data.clone())?;
            let form = UserForm {
                email: Some(email.clone()),
                user_metadata: Some(data),
                roles: Some([Role::Student].into()),
                ..UserForm::default()
            };
            let what = (AuditAction::UserCreated, by);
            return Ok(self.create_from(tx, &form, phc, what).await?.id);
        };
        // Read again behind the lock: the owner may be proving the address at this moment.
        users::lock(tx, user.id).await?;
        let user = self.user_of_link(tx, user.id).await?;
        if !user.email_proof.is_waiting() {
            return Err(LinkError::EmailTaken);
        }
        if !data.is_empty() {
            let data = metadata::merged(&user.user_metadata, data)?;
            users::save_metadata(tx, user.id, &data, now).await?;
        }
        Ok(user.id)
    }

    async fn ask_for_invite(
        &self,
        tx: &MainTx,
        (id, email): (UserId, &Email),
        (redirect_to, locale): (Option<&str>, Option<Locale>),
        by: &Origin,
    ) -> Result<(), DbError> {
        let invited_by = match by.user_id() {
            Some(by) => users::find_in(tx, by).await?.and_then(|u| u.display_name),
            None => None,
        };
        let letter = MailRequest::new(Letter::Invite { invited_by }, id, email)
            .redirecting_to(redirect_to)
            .in_locale(locale);
        self.request_mail(tx, letter).await
    }

    async fn user_of_link(&self, tx: &MainTx, id: UserId) -> Result<User, LinkError> {
        let user = users::find_in(tx, id).await?;
        user.ok_or(LinkError::UserNotFound)
    }
}
