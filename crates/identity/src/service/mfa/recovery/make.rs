use stoa_db_main::identity::{factors, recovery_codes, scope};
use stoa_pg::{DbError, MainTx};
use uuid::Uuid;

use super::super::name::friendly_name;
use super::{RecoveryCodeSet, RecoveryError};
use crate::mfa::RecoveryCodes;
use crate::service::{Identity, Inner, Letter, finish};
use crate::{Aal, Actor, AuditAction, AuditEvent, ClientInfo, Origin};

const DEFAULT_NAME: &str = "Recovery codes";

impl Identity {
    /// Makes the person's recovery codes, in a session that has proved a factor. Empty `name`: "Recovery codes".
    ///
    /// # Errors
    /// `mfa.name_invalid` (422); `auth.insufficient_aal` (403); `mfa.recovery_set_up`, `mfa.recovery_alone`,
    /// `mfa.name_taken` (409); `auth.session_gone` (401).
    #[tracing::instrument(name = "identity.recovery.generate", skip_all, fields(user.id = %actor.user_id))]
    pub async fn generate_recovery_codes(
        &self,
        actor: &Actor,
        name: &str,
        client: &ClientInfo,
    ) -> Result<RecoveryCodeSet, RecoveryError> {
        let name = friendly_name(name).map_err(|_| RecoveryError::NameInvalid)?;
        let name = name.unwrap_or_else(|| DEFAULT_NAME.to_owned());
        let inner = &self.inner;
        let tx = inner.db.begin(&scope()).await?;
        let work = inner.generate_within(&tx, actor, name, client).await;
        let set = finish(tx, work).await?;
        inner.wake_postman();
        Ok(set)
    }

    /// Makes other codes in the place of all that the person had; a closed set is open again.
    ///
    /// # Errors
    /// `auth.insufficient_aal` (403); `mfa.recovery_not_set_up` (404); `auth.session_gone` (401).
    #[tracing::instrument(name = "identity.recovery.regenerate", skip_all, fields(user.id = %actor.user_id))]
    pub async fn regenerate_recovery_codes(
        &self,
        actor: &Actor,
        client: &ClientInfo,
    ) -> Result<RecoveryCodeSet, RecoveryError> {
        let inner = &self.inner;
        let tx = inner.db.begin(&scope()).await?;
        let work = inner.regenerate_within(&tx, actor, client).await;
        let set = finish(tx, work).await?;
        inner.wake_postman();
        Ok(set)
    }
}

impl Inner {
    async fn generate_within(
        &self,
        tx: &MainTx,
        actor: &Actor,
        name: String,
        client: &ClientInfo,
    ) -> Result<RecoveryCodeSet, RecoveryError> {
        let (user_id, now) = (actor.user_id, self.ambient.now());
        self.lock_raised(tx, actor).await?;
        if recovery_codes::lock(tx, user_id).await?.is_some() {
            return Err(RecoveryError::AlreadySetUp);
        }
        let known = factors::list_in(tx, user_id).await?;
        if !known.iter().any(|factor| factor.is_verified) {
            return Err(RecoveryError::NoOtherFactor);
        }
        if known
            .iter()
            .any(|factor| factor.friendly_name.as_ref() == Some(&name))
        {
            return Err(RecoveryError::NameTaken);
        }
        let id = self.ambient.uuid();
        recovery_codes::insert(tx, id, user_id, &name, now).await?;
        self.tell(tx, user_id, Letter::FactorAdded, client).await?;
        self.fill(tx, actor, (id, name), client)
            .await
            .map_err(Into::into)
    }

    async fn regenerate_within(
        &self,
        tx: &MainTx,
        actor: &Actor,
        client: &ClientInfo,
    ) -> Result<RecoveryCodeSet, RecoveryError> {
        self.lock_raised(tx, actor).await?;
        let set = recovery_codes::lock(tx, actor.user_id).await?;
        let set = set.ok_or(RecoveryError::NotSetUp)?;
        recovery_codes::save_tries(tx, set.id, 0, None, self.ambient.now()).await?;
        self.tell(tx, actor.user_id, Letter::RecoveryCodesMade, client)
            .await?;
        self.fill(tx, actor, (set.id, set.friendly_name), client)
            .await
            .map_err(Into::into)
    }

    /// Locks the caller, whose session must have proved a second factor.
    pub(super) async fn lock_raised(
        &self,
        tx: &MainTx,
        actor: &Actor,
    ) -> Result<(), RecoveryError> {
        let level = self.lock_level(tx, actor).await?;
        if level.ok_or(RecoveryError::SessionGone)? < Aal::Aal2 {
            return Err(RecoveryError::InsufficientAal);
        }
        Ok(())
    }

    async fn fill(
        &self,
        tx: &MainTx,
        actor: &Actor,
        (id, friendly_name): (Uuid, String),
        client: &ClientInfo,
    ) -> Result<RecoveryCodeSet, DbError> {
        let codes = RecoveryCodes::draw(&self.ambient, id);
        recovery_codes::replace(tx, id, &codes.kept).await?;
        let event = AuditEvent::about(AuditAction::RecoveryCodesMade, actor.user_id)
            .detail("factor_id", id.to_string())
            .detail("count", codes.kept.len());
        let origin = Origin::actor(actor, client);
        self.audit(tx, &origin, event, self.ambient.now()).await?;
        Ok(RecoveryCodeSet {
            id,
            friendly_name,
            codes: codes.shown,
        })
    }
}
