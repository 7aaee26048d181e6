use chrono::{DateTime, Utc};
use serde_json::json;
use stoa_core::UserId;
use stoa_db_main::identity::users::{self, EmailProof};
use stoa_db_main::identity::{credentials, scope};
use stoa_domain::{Email, PersonName, Phone, RoleSet};
use stoa_pg::{DbError, MainTx};

use super::create::{found, name_in};
use super::{AdminError, Ban, UserForm, checked, merge, merge_ours};
use crate::live::Forgotten;
use crate::service::endings::{end_sessions, void_links};
use crate::service::roles::Change;
use crate::service::{Identity, Inner, Letter, MailRequest, finish};
use crate::{AuditAction, AuditEvent, Origin, User};

impl Identity {
    /// Changes a user. A new password, and a ban, end all sessions and make links and codes worthless, at once.
    ///
    /// # Errors
    /// `auth.user_not_found` (404), `auth.email_taken` (409), `auth.busy` (503).
    #[tracing::instrument(name = "identity.admin.update_user", skip_all, fields(user.id = %id))]
    pub async fn admin_update_user(
        &self,
        id: UserId,
        form: &UserForm,
        by: &Origin,
    ) -> Result<User, AdminError> {
        let inner = &self.inner;
        let phc = inner.phc_of(form.password.as_ref()).await?;
        let tx = inner.db.begin(&scope()).await?;
        let _forgotten = inner.live.forget_at_end(Forgotten::User(id));
        let work = inner.update_from(&tx, id, (form, phc.as_deref()), by).await;
        let user = finish(tx, work).await?;
        inner.wake_postman();
        Ok(user)
    }

    /// Shuts somebody out, or lets them in again; at once, also for those who are signed in.
    ///
    /// # Errors
    /// `auth.user_not_found` (404).
    pub async fn ban(&self, id: UserId, ban: Ban, by: &Origin) -> Result<User, AdminError> {
        let form = UserForm {
            ban: Some(ban),
            ..UserForm::default()
        };
        self.admin_update_user(id, &form, by).await
    }
}

impl Inner {
    async fn update_from(
        &self,
        tx: &MainTx,
        id: UserId,
        (form, phc): (&UserForm, Option<&str>),
        by: &Origin,
    ) -> Result<User, AdminError> {
        let now = self.ambient.now();
        users::lock(tx, id).await?.ok_or(AdminError::UserNotFound)?;
        let before = found(tx, id).await?;
        let after = changed(&before, form, now);
        if form.user_metadata.is_some() || form.app_metadata.is_some() {
            checked(&after.user_metadata, &after.app_metadata)?;
        }
        if after != before {
            users::admin::save(tx, &after, now).await?;
        }
        if after.display_name != before.display_name
            && let Some(name) = &after.display_name
        {
            self.rename(tx, id, name, now).await?;
        }
        // Before the password: a promotion closes the ways in that were there, and this one comes from who promotes.
        if let Some(roles) = form.roles {
            self.set_roles_within(tx, id, roles, by).await?;
        }
        if let Some(phc) = phc {
            credentials::save(tx, id, phc, now).await?;
        }
        let is_banned = after.banned_until.is_some_and(|until| until > now);
        let mut ended = 0;
        if phc.is_some() || (is_banned && form.ban.is_some()) {
            ended = end_sessions(tx, id, None, now).await?;
            void_links(tx, id, None, now).await?;
        } else if after.email != before.email {
            void_links(tx, id, None, now).await?;
        }
        if is_banned && form.ban.is_some() && self.was_last_admin(tx, &before, by).await? {
            return Err(AdminError::LastAdmin);
        }
        for event in events(&before, &after, phc.is_some()) {
            self.audit(tx, by, event.detail("sessions_ended", ended), now)
                .await?;
        }
        self.tell_changed(tx, (&before, &after), phc.is_some(), by)
            .await?;
        Ok(found(tx, id).await?)
    }

    /// The owner of the address that the account had learns what somebody else changed.
    async fn tell_changed(
        &self,
        tx: &MainTx,
        (before, after): (&User, &User),
        new_password: bool,
        by: &Origin,
    ) -> Result<(), DbError> {
        let (id, client) = (before.id, by.client());
        let Some(Ok(address)) = before.email.as_deref().map(Email::parse) else {
            return Ok(());
        };
        if new_password {
            let letter = MailRequest::new(Letter::PasswordChanged, id, &address);
            self.request_mail(tx, letter.asked_by(client)).await?;
        }
        let other = after
            .email
            .as_deref()
            .filter(|_| after.email != before.email);
        if let Some(Ok(new_email)) = other.map(Email::parse) {
            let letter = MailRequest::new(Letter::EmailChanged { new_email }, id, &address);
            self.request_mail(tx, letter.asked_by(client)).await?;
        }
        Ok(())
    }

    async fn set_roles_within(
        &self,
        tx: &MainTx,
        id: UserId,
        roles: RoleSet,
        by: &Origin,
    ) -> Result<(), AdminError> {
        let change = Change::to(roles, by);
        self.apply_roles(tx, id, &change)
            .await
            .map(drop)
            .map_err(|error| match error {
                crate::RoleError::UserNotFound => AdminError::UserNotFound,
                crate::RoleError::LastAdmin => AdminError::LastAdmin,
                crate::RoleError::Fault(fault) => AdminError::Fault(fault),
            })
    }
}

fn changed(before: &User, form: &UserForm, now: DateTime<Utc>) -> User {
    let mut after = before.clone();
    if let Some(email) = form.email.as_ref().map(Email::as_str)
        && before.email.as_deref() != Some(email)
    {
        after.email = Some(email.to_owned());
        // The administrator answers for the new address, unless they say that it is not proved.
        after.email_proof = EmailProof::proved_at(before.email_proof.usable_since());
        if form.email_confirmed == Some(false) {
            after.email_proof = EmailProof::Waiting;
        }
    }
    if form.email_confirmed == Some(true) && after.email.is_some() {
        let since = after.email_proof.usable_since().unwrap_or(now);
        after.email_proof = EmailProof::Proved { since };
    }
    if let Some(phone) = &form.phone {
        if before.phone.as_deref() != Some(Phone::as_str(phone)) {
            after.phone_confirmed_at = None;
        }
        after.phone = Some(Phone::as_str(phone).to_owned());
    }
    if form.phone_confirmed == Some(true) && after.phone.is_some() {
        after.phone_confirmed_at = after.phone_confirmed_at.or(Some(now));
    }
    if let Some(data) = &form.user_metadata {
        merge(&mut after.user_metadata, data);
        if let Some(name) = name_in(&after.user_metadata) {
            after.display_name = Some(PersonName::as_str(&name).to_owned());
        }
    }
    if let Some(data) = &form.app_metadata {
        merge_ours(&mut after.app_metadata, data);
    }
    if let Some(ban) = form.ban {
        after.banned_until = ban.until(now);
    }
    after
}

/// What the audit keeps of a change: which fields, never what is in them.
fn events(before: &User, after: &User, new_password: bool) -> Vec<AuditEvent> {
    let about = |action| AuditEvent::about(action, before.id);
    let mut events = Vec::new();
    if new_password {
        events.push(about(AuditAction::PasswordChanged));
    }
    if after.email != before.email {
        events.push(about(AuditAction::EmailChanged));
    }
    match (before.banned_until, after.banned_until) {
        (was, is) if was == is => {}
        (_, Some(until)) => {
            events.push(about(AuditAction::UserBanned).detail("until", until.to_rfc3339()));
        }
        (_, None) => events.push(about(AuditAction::UserUnbanned)),
    }
    let mut fields = Vec::new();
    let mut note = |name: &str, differs: bool| {
        if differs {
            fields.push(json!(name));
        }
    };
    note("email_confirmed", after.email_proof != before.email_proof);
    note("phone", after.phone != before.phone);
    note(
        "phone_confirmed",
        after.phone_confirmed_at != before.phone_confirmed_at,
    );
    note("user_metadata", after.user_metadata != before.user_metadata);
    note("app_metadata", after.app_metadata != before.app_metadata);
    if !fields.is_empty() {
        events.push(about(AuditAction::UserUpdated).detail("fields", fields));
    }
    events
}
