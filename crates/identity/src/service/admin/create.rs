use serde_json::{Value, json};
use stoa_core::UserId;
use stoa_db_main::identity::users::{self, EmailProof, NewUserRow};
use stoa_db_main::identity::{credentials, roles, scope};
use stoa_db_main::learning::profiles::{self, NewProfile};
use stoa_domain::{Email, PersonName, Phone};
use stoa_pg::{DbError, MainTx};

use super::{AdminError, GivenPassword, UserForm, checked, merge, merge_ours};
use crate::service::{Identity, Inner, finish};
use crate::{AuditAction, AuditEvent, Origin, User, metadata};

impl Identity {
    /// Makes a user with all that belongs to one: roles, profile, membership. Without a password nobody can sign in
    /// with one until it is set.
    ///
    /// # Errors
    /// `auth.email_taken`, `auth.id_taken` (409), `auth.busy` (503).
    #[tracing::instrument(name = "identity.admin.create_user", skip_all)]
    pub async fn admin_create_user(
        &self,
        form: &UserForm,
        by: &Origin,
    ) -> Result<User, AdminError> {
        let phc = self.inner.phc_of(form.password.as_ref()).await?;
        let tx = self.inner.db.begin(&scope()).await?;
        let work = self
            .inner
            .create_from(&tx, form, phc.as_deref(), (AuditAction::UserCreated, by))
            .await;
        finish(tx, work).await
    }
}

impl Inner {
    /// The hash to be stored for a given password.
    pub(super) async fn phc_of(
        &self,
        password: Option<&GivenPassword>,
    ) -> Result<Option<String>, AdminError> {
        match password {
            None => Ok(None),
            Some(GivenPassword::Hash(hash)) => Ok(Some(hash.as_str().to_owned())),
            Some(GivenPassword::Clear(password)) => {
                Ok(Some(self.hasher.hash(password.0.clone()).await?))
            }
        }
    }

    pub(in crate::service) async fn create_from(
        &self,
        tx: &MainTx,
        form: &UserForm,
        phc: Option<&str>,
        (action, by): (AuditAction, &Origin),
    ) -> Result<User, AdminError> {
        let (id, now) = (
            form.id.unwrap_or_else(|| UserId::new(&self.ambient)),
            self.ambient.now(),
        );
        self.insert_from(tx, id, form).await?;
        if let Some(phc) = phc {
            credentials::save(tx, id, phc, now).await?;
        }
        let wanted = form.roles.unwrap_or_default();
        for role in wanted.iter() {
            roles::insert(tx, id, role, by.user_id(), now).await?;
        }
        let said = json!(form.user_metadata.as_ref().unwrap_or(&NOTHING));
        let name = name_in(&said);
        let profile = NewProfile {
            name: name.as_ref().map(PersonName::as_str),
            locale: metadata::locale(&said),
        };
        profiles::ensure(tx, self.options.community_id, id, profile, now).await?;
        let event = AuditEvent::about(action, id)
            .detail("roles", wanted.names())
            .detail("email_confirmed", form.email_confirmed.unwrap_or(false))
            .detail("has_password", phc.is_some());
        self.audit(tx, by, event, now).await?;
        let mut user = found(tx, id).await?;
        if let Some(until) = form.ban.and_then(|ban| ban.until(now)) {
            user.banned_until = Some(until);
            users::admin::save(tx, &user, now).await?;
            let banned =
                AuditEvent::about(AuditAction::UserBanned, id).detail("until", until.to_rfc3339());
            self.audit(tx, by, banned, now).await?;
        }
        Ok(user)
    }

    async fn insert_from(
        &self,
        tx: &MainTx,
        id: UserId,
        form: &UserForm,
    ) -> Result<(), AdminError> {
        let now = self.ambient.now();
        let (mut theirs, mut ours) = (json!({}), usual_app_metadata(form));
        merge(&mut theirs, form.user_metadata.as_ref().unwrap_or(&NOTHING));
        merge_ours(&mut ours, form.app_metadata.as_ref().unwrap_or(&NOTHING));
        checked(&theirs, &ours)?;
        let name = name_in(&theirs);
        let row = NewUserRow {
            id,
            community_id: self.options.community_id,
            email: form.email.as_ref().map(Email::as_str),
            email_proof: EmailProof::proved_at((form.email_confirmed == Some(true)).then_some(now)),
            phone: form.phone.as_ref().map(Phone::as_str),
            phone_confirmed_at: form
                .phone
                .as_ref()
                .filter(|_| form.phone_confirmed == Some(true))
                .map(|_| now),
            display_name: name.as_ref().map(PersonName::as_str),
            user_metadata: &theirs,
            app_metadata: &ours,
            is_anonymous: false,
        };
        if users::insert(tx, &row, now).await? {
            Ok(())
        } else {
            Err(AdminError::EmailTaken)
        }
    }
}

static NOTHING: std::sync::LazyLock<serde_json::Map<String, Value>> =
    std::sync::LazyLock::new(serde_json::Map::new);

fn usual_app_metadata(form: &UserForm) -> Value {
    let provider = if form.email.is_some() || form.phone.is_none() {
        "email"
    } else {
        "phone"
    };
    json!({ "provider": provider, "providers": [provider] })
}

/// How a person is called by their own data.
pub(super) fn name_in(user_metadata: &Value) -> Option<PersonName> {
    ["full_name", "name"]
        .into_iter()
        .find_map(|key| PersonName::parse(user_metadata.get(key)?.as_str()?).ok())
}

pub(super) async fn found(tx: &MainTx, id: UserId) -> Result<User, DbError> {
    users::find_in(tx, id)
        .await?
        .ok_or(DbError::RowCount { want: 1, got: 0 })
}
