use serde_json::{Value, json};
use stoa_core::{PageLimit, UserId};
use stoa_db_main::identity::users::{self, EmailProof, NewUserRow, UserFilter};
use stoa_db_main::identity::{credentials, roles, scope};
use stoa_domain::{Email, PersonName, Phone, RoleSet};
use stoa_pg::{DbError, MainTx};

mod error;

pub use error::{CreateUserError, UserError};

use super::{Identity, Inner, finish};
use crate::{Actor, AuditAction, AuditEvent, Fault, NewPassword, Origin, User};

/// A user to be made.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// The address.
    pub email: Email,
    /// Whether the address is known to be the person's own; needed to sign in by password.
    pub email_confirmed: bool,
    /// How the person is called.
    pub name: Option<PersonName>,
    /// The number.
    pub phone: Option<Phone>,
    /// A password; without one, the person is to be invited.
    pub password: Option<NewPassword>,
    /// What the person may do.
    pub roles: RoleSet,
}

impl NewUser {
    /// A user with an address and nothing else.
    #[must_use]
    pub fn new(email: Email) -> Self {
        Self {
            email,
            email_confirmed: false,
            name: None,
            phone: None,
            password: None,
            roles: RoleSet::EMPTY,
        }
    }
}

impl Identity {
    /// Makes a user, at the wish of `by`.
    ///
    /// # Errors
    /// `auth.email_taken` (409), `auth.busy` (503).
    #[tracing::instrument(name = "identity.user.create", skip_all)]
    pub async fn create_user(&self, new: NewUser, by: &Origin) -> Result<User, CreateUserError> {
        let inner = &self.inner;
        let phc = match &new.password {
            Some(password) => Some(inner.hasher.hash(password.0.clone()).await?),
            None => None,
        };
        let tx = inner.db.begin(&scope()).await?;
        let work = inner.create_within(&tx, &new, phc.as_deref(), by).await;
        let user = finish(tx, work).await?;
        tracing::info!(user.id = %user.id, "user created");
        Ok(user)
    }

    /// The actor as a user, read anew.
    ///
    /// # Errors
    /// `auth.user_gone` (401).
    pub async fn user(&self, actor: &Actor) -> Result<User, UserError> {
        let user = users::find(&self.inner.db, actor.user_id).await?;
        user.filter(|user| user.deleted_at.is_none())
            .ok_or(UserError::Gone)
    }

    /// The user with this id, when there is a living one.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn find_user(&self, id: UserId) -> Result<Option<User>, Fault> {
        Ok(users::find(&self.inner.db, id)
            .await?
            .filter(|user| user.deleted_at.is_none()))
    }

    /// The living user with this address.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn find_by_email(&self, email: &Email) -> Result<Option<User>, Fault> {
        Ok(users::find_by_email(&self.inner.db, email.as_str()).await?)
    }

    /// Living users, oldest first: one more than `limit` when another page follows; it begins after the last one shown.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn list_users(
        &self,
        filter: &UserFilter,
        limit: PageLimit,
    ) -> Result<Vec<User>, Fault> {
        Ok(users::list(&self.inner.db, filter, limit).await?)
    }
}

impl Inner {
    async fn create_within(
        &self,
        tx: &MainTx,
        new: &NewUser,
        phc: Option<&str>,
        by: &Origin,
    ) -> Result<User, CreateUserError> {
        let (id, now) = (UserId::new(&self.ambient), self.ambient.now());
        if !self.insert_user(tx, id, new, by).await? {
            return Err(CreateUserError::EmailTaken);
        }
        if let Some(phc) = phc {
            credentials::save(tx, id, phc, now).await?;
        }
        Ok(users::find_in(tx, id)
            .await?
            .ok_or(DbError::RowCount { want: 1, got: 0 })?)
    }

    /// `false` when the address is taken.
    pub(super) async fn insert_user(
        &self,
        tx: &MainTx,
        id: UserId,
        new: &NewUser,
        by: &Origin,
    ) -> Result<bool, DbError> {
        let now = self.ambient.now();
        let row = NewUserRow {
            id,
            community_id: self.options.community_id,
            email: Some(new.email.as_str()),
            email_proof: EmailProof::proved_at(new.email_confirmed.then_some(now)),
            phone: new.phone.as_ref().map(Phone::as_str),
            phone_confirmed_at: None,
            display_name: new.name.as_ref().map(PersonName::as_str),
            user_metadata: &Value::Object(serde_json::Map::new()),
            app_metadata: &json!({ "provider": "email", "providers": ["email"] }),
            is_anonymous: false,
        };
        if !users::insert(tx, &row, now).await? {
            return Ok(false);
        }
        for role in new.roles.iter() {
            roles::insert(tx, id, role, by.user_id(), now).await?;
        }
        let event = AuditEvent::about(AuditAction::UserCreated, id)
            .detail("roles", new.roles.names())
            .detail("email_confirmed", new.email_confirmed)
            .detail("has_password", new.password.is_some());
        self.audit(tx, by, event, now).await?;
        Ok(true)
    }
}
