use serde_json::{Map, Value};
use stoa_core::SecretString;
use stoa_db_main::identity::{scope, sessions, users};
use stoa_domain::Email;
use stoa_pg::MainTx;

mod error;
mod password;

pub use error::UpdateUserError;

use super::endings::void_links_for;
use super::federate::is_foreign;
use super::{Identity, Inner, LinkWish, finish};
use crate::live::Forgotten;
use crate::service::verify::VerifyError;
use crate::{Actor, AuditAction, AuditEvent, ClientInfo, Origin, User, metadata};
use password::{NewHash, Proof};

/// What a person changes about themselves; what is absent stays.
#[derive(Debug, Default)]
pub struct UserChange {
    /// Another address: it takes the place of the present one once the mailboxes have agreed.
    pub email: Option<Email>,
    /// Another password.
    pub password: Option<SecretString>,
    /// The present password, as a proof for that.
    pub current_password: Option<SecretString>,
    /// A nonce from [`Identity::reauthenticate`], as another proof.
    pub nonce: Option<SecretString>,
    /// Laid over the data that is there, key by key; a null deletes the key.
    pub data: Option<Map<String, Value>>,
}

impl Identity {
    /// Changes what a person may change about themselves.
    ///
    /// Another address waits for letters to be answered, but for somebody anonymous where addresses are not proved.
    /// Another password needs a proof when the sign-in is older than a day: the present one or a nonce. It ends all other
    /// sessions, and every link and code that is out.
    ///
    /// # Errors
    /// See [`UpdateUserError`]; nothing is changed then.
    #[tracing::instrument(name = "identity.user.update", skip_all, fields(user.id = %actor.user_id))]
    pub async fn update_user(
        &self,
        actor: &Actor,
        change: UserChange,
        wish: &LinkWish,
        client: &ClientInfo,
    ) -> Result<User, UpdateUserError> {
        let inner = &self.inner;
        let outcome = inner.update_user(actor, change, wish, client).await;
        if let Some(reason) = outcome.as_ref().err().and_then(UpdateUserError::audited) {
            let event = AuditEvent::about(AuditAction::PasswordRefused, actor.user_id)
                .detail("reason", reason);
            inner
                .audit_failure(&Origin::actor(actor, client), event)
                .await;
        }
        if outcome.is_ok() {
            inner.wake_postman();
        }
        outcome
    }
}

/// A change whose parts were looked at one by one.
struct Checked {
    email: Option<Email>,
    password: Option<NewHash>,
    data: Option<Map<String, Value>>,
}

impl Inner {
    async fn update_user(
        &self,
        actor: &Actor,
        change: UserChange,
        wish: &LinkWish,
        client: &ClientInfo,
    ) -> Result<User, UpdateUserError> {
        let user = users::find(&self.db, actor.user_id).await?;
        let user = user.filter(|user| user.deleted_at.is_none());
        let user = user.ok_or(UpdateUserError::Gone)?;
        let email = change
            .email
            .filter(|email| user.email.as_deref() != Some(email.as_str()));
        let has_address = user.email.is_some() || user.new_email.is_some() || email.is_some();
        let password = match change.password {
            Some(_) if !has_address => return Err(UpdateUserError::AddressFirst),
            Some(password) => {
                let proof = Proof {
                    current: change.current_password,
                    nonce: change.nonce,
                };
                Some(
                    self.new_hash(&user, password, proof, email.as_ref())
                        .await?,
                )
            }
            None => None,
        };
        let checked = Checked {
            email,
            password,
            data: change.data,
        };
        let tx = self.db.begin(&scope()).await?;
        let _forgotten = self.live.forget_at_end(Forgotten::User(actor.user_id));
        let work = self.update_within(&tx, actor, checked, wish, client).await;
        finish(tx, work).await
    }

    async fn update_within(
        &self,
        tx: &MainTx,
        actor: &Actor,
        change: Checked,
        wish: &LinkWish,
        client: &ClientInfo,
    ) -> Result<User, UpdateUserError> {
        let (id, now) = (actor.user_id, self.ambient.now());
        users::lock(tx, id).await?.ok_or(UpdateUserError::Gone)?;
        // Who comes with a foreign token has no session here, and nothing says when they signed in.
        let began_at = if is_foreign(actor.session_id) {
            None
        } else {
            let session = sessions::lock(tx, actor.session_id).await?;
            Some(session.ok_or(UpdateUserError::SessionGone)?.created_at)
        };
        let is_sensitive = change.email.is_some() || change.password.is_some();
        if is_sensitive && self.lacks_second_proof(tx, actor).await? {
            return Err(UpdateUserError::InsufficientAal);
        }
        let before = users::find_in(tx, id).await?.ok_or(UpdateUserError::Gone)?;
        let fields: Vec<_> = [
            ("email", change.email.is_some()),
            ("password", change.password.is_some()),
            ("user_metadata", change.data.is_some()),
        ]
        .into_iter()
        .filter_map(|(name, is_there)| is_there.then_some(name))
        .collect();
        if let Some(data) = change.data {
            let data = metadata::merged(&before.user_metadata, data)?;
            users::save_metadata(tx, id, &data, now).await?;
            let name = metadata::name(&data);
            if let Some(name) =
                name.filter(|name| metadata::name(&before.user_metadata).as_ref() != Some(name))
            {
                self.rename(tx, id, name.as_str(), now).await?;
            }
        }
        if let Some(hash) = change.password {
            self.set_password(tx, actor, (&before, began_at, hash), client, now)
                .await?;
        }
        if let Some(email) = &change.email {
            self.begin_email_change(tx, &before, email, wish, client)
                .await?;
        }
        if !fields.is_empty() {
            let event = AuditEvent::about(AuditAction::UserUpdated, id).detail("fields", fields);
            self.audit(tx, &Origin::actor(actor, client), event, now)
                .await?;
        }
        users::find_in(tx, id).await?.ok_or(UpdateUserError::Gone)
    }

    async fn begin_email_change(
        &self,
        tx: &MainTx,
        before: &User,
        email: &Email,
        wish: &LinkWish,
        client: &ClientInfo,
    ) -> Result<(), UpdateUserError> {
        use stoa_db_main::identity::one_time_tokens::TokenPurpose;
        let (id, now) = (before.id, self.ambient.now());
        if users::find_by_email_in(tx, email.as_str()).await?.is_some() {
            return Err(UpdateUserError::EmailTaken);
        }
        // A letter that is out, or waits, agrees to the former wish, never to this one.
        let former = [
            TokenPurpose::EmailChangeCurrent,
            TokenPurpose::EmailChangeNew,
        ];
        void_links_for(tx, id, &former, now).await?;
        users::save_new_email(tx, id, email.as_str(), now).await?;
        if before.is_anonymous && self.options.rules.autoconfirm {
            let changed = self
                .change_email(tx, (before, email.as_str()), None, client, now)
                .await;
            changed.map_err(|error| match error {
                VerifyError::Fault(fault) => fault.into(),
                _ => UpdateUserError::EmailTaken,
            })?;
            return Ok(users::save_email_unproved(tx, id).await?);
        }
        let user = users::find_in(tx, id).await?.ok_or(UpdateUserError::Gone)?;
        self.ask_both_mailboxes(tx, &user, wish, client, now)
            .await?;
        Ok(())
    }
}
