use stoa_core::UserId;
use stoa_db_main::identity::{roles, scope, users};
use stoa_domain::{Email, PersonName, Phone, Role};
use stoa_pg::{DbError, MainTx};

use super::{Identity, Inner, NewUser, finish};
use crate::live::Forgotten;
use crate::{AuditAction, Fault, Origin};

const TRIES: usize = 3;

impl Identity {
    /// The account of a buyer: the one that the address has, or a new one without a password. Says whether it was
    /// there before. Of an existing account nothing changes but that its owner is a student from now on.
    ///
    /// Safe to repeat: the second call finds what the first made.
    ///
    /// # Errors
    /// [`Fault`].
    #[tracing::instrument(name = "identity.user.find_or_create_buyer", skip_all)]
    pub async fn find_or_create_buyer(
        &self,
        email: &Email,
        name: &PersonName,
        phone: Option<&Phone>,
        by: &Origin,
    ) -> Result<(UserId, bool), Fault> {
        let new = NewUser {
            name: Some(name.clone()),
            phone: phone.cloned(),
            roles: [Role::Student].into(),
            ..NewUser::new(email.clone())
        };
        // Between a clash and the look at what it clashed with, that user may be deleted: then there is room again.
        for _ in 0..TRIES {
            if let Some(answer) = self.buyer_once(&new, by).await? {
                return Ok(answer);
            }
        }
        Err(DbError::RowCount { want: 1, got: 0 }.into())
    }

    async fn buyer_once(
        &self,
        new: &NewUser,
        by: &Origin,
    ) -> Result<Option<(UserId, bool)>, Fault> {
        let inner = &self.inner;
        let tx = inner.db.begin(&scope()).await?;
        let work = inner.buyer_within(&tx, new, by).await;
        let whose = work.as_ref().ok().copied().flatten().map(|(id, _)| id);
        let _forgotten = whose.map(|id| inner.live.forget_at_end(Forgotten::User(id)));
        Ok(finish(tx, work).await?)
    }
}

impl Inner {
    async fn buyer_within(
        &self,
        tx: &MainTx,
        new: &NewUser,
        by: &Origin,
    ) -> Result<Option<(UserId, bool)>, DbError> {
        let id = UserId::new(&self.ambient);
        if self.insert_user(tx, id, new, by).await? {
            return Ok(Some((id, false)));
        }
        let Some(user) = users::find_by_email_in(tx, new.email.as_str()).await? else {
            return Ok(None);
        };
        let (role, now) = (Role::Student, self.ambient.now());
        if roles::insert(tx, user.id, role, by.user_id(), now).await? {
            self.audit_role(tx, AuditAction::RoleGranted, (user.id, role), by)
                .await?;
        }
        Ok(Some((user.id, true)))
    }
}
