use stoa_core::{FactorId, UserId};
use stoa_db_main::identity::factors::{self, Factor};
use stoa_db_main::identity::{scope, users};
use stoa_pg::MainTx;

use super::FactorError;
use super::name::friendly_name;
use crate::service::{Identity, Inner, finish};
use crate::{AuditAction, AuditEvent, Fault, Origin};

impl Identity {
    /// The factors of a person, oldest first, unverified ones included.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn list_factors(&self, user_id: UserId) -> Result<Vec<Factor>, Fault> {
        Ok(factors::list(&self.inner.db, user_id).await?)
    }

    /// Gives a factor of any person another name, or none.
    ///
    /// # Errors
    /// `mfa.name_invalid` (422); `mfa.name_taken` (409); `auth.user_not_found`, `mfa.factor_not_found` (404).
    #[tracing::instrument(name = "identity.factor.rename", skip_all, fields(user.id = %user_id))]
    pub async fn rename_factor(
        &self,
        user_id: UserId,
        factor_id: FactorId,
        name: &str,
        origin: &Origin,
    ) -> Result<Factor, FactorError> {
        let name = friendly_name(name).map_err(|_| FactorError::NameInvalid)?;
        let inner = &self.inner;
        let tx = inner.db.begin(&scope()).await?;
        let work = inner
            .rename_within(&tx, (user_id, factor_id), name, origin)
            .await;
        finish(tx, work).await
    }
}

impl Inner {
    async fn rename_within(
        &self,
        tx: &MainTx,
        (user_id, factor_id): (UserId, FactorId),
        name: Option<String>,
        origin: &Origin,
    ) -> Result<Factor, FactorError> {
        let now = self.ambient.now();
        let user = users::lock(tx, user_id).await?;
        user.ok_or(FactorError::UserNotFound)?;
        let known = factors::list_in(tx, user_id).await?;
        let is_taken = |other: &Factor| other.id != factor_id && other.friendly_name == name;
        if name.is_some() && known.iter().any(is_taken) {
            return Err(FactorError::NameTaken);
        }
        if !factors::save_name(tx, user_id, factor_id, name.as_deref(), now).await? {
            return Err(FactorError::NotFound);
        }
        let event = AuditEvent::about(AuditAction::FactorChanged, user_id)
            .detail("factor_id", factor_id.to_string());
        self.audit(tx, origin, event, now).await?;
        let factor = known.into_iter().find(|factor| factor.id == factor_id);
        factor
            .map(|factor| Factor {
                friendly_name: name,
                updated_at: now,
                ..factor
            })
            .ok_or(FactorError::NotFound)
    }
}
