use stoa_core::UserId;
use stoa_db_main::identity::one_time_tokens::{self as tokens, TokenPurpose};
use stoa_db_main::identity::{roles, scope, users};
use stoa_domain::{Role, RoleSet};
use stoa_pg::{DbError, MainTx};

mod error;

pub use error::RoleError;

use super::{Identity, Inner, finish};
use crate::live::Forgotten;
use crate::{AuditAction, AuditEvent, Origin};

impl Identity {
    /// Gives a role; `false` when it was held already.
    ///
    /// # Errors
    /// `auth.user_not_found` (404).
    pub async fn grant_role(
        &self,
        user_id: UserId,
        role: Role,
        by: &Origin,
    ) -> Result<bool, RoleError> {
        self.change_roles(
            user_id,
            &Change {
                add: [role].into(),
                by,
                keep: None,
                take: None,
            },
        )
        .await
    }

    /// Takes a role away; `false` when it was not held. The person's requests lose it at once.
    ///
    /// # Errors
    /// `auth.user_not_found` (404).
    pub async fn revoke_role(
        &self,
        user_id: UserId,
        role: Role,
        by: &Origin,
    ) -> Result<bool, RoleError> {
        self.change_roles(
            user_id,
            &Change {
                add: RoleSet::EMPTY,
                by,
                keep: None,
                take: Some(role),
            },
        )
        .await
    }

    /// Makes these the person's roles, and no others; `false` when they were already.
    ///
    /// # Errors
    /// `auth.user_not_found` (404).
    pub async fn set_roles(
        &self,
        user_id: UserId,
        wanted: RoleSet,
        by: &Origin,
    ) -> Result<bool, RoleError> {
        self.change_roles(
            user_id,
            &Change {
                add: wanted,
                by,
                keep: Some(wanted),
                take: None,
            },
        )
        .await
    }

    async fn change_roles(&self, user_id: UserId, change: &Change<'_>) -> Result<bool, RoleError> {
        let tx = self.inner.db.begin(&scope()).await?;
        let _forgotten = self.inner.live.forget_at_end(Forgotten::User(user_id));
        let work = self.inner.apply_roles(&tx, user_id, change).await;
        finish(tx, work).await
    }
}

struct Change<'a> {
    add: RoleSet,
    by: &'a Origin,
    keep: Option<RoleSet>,
    take: Option<Role>,
}

impl Inner {
    async fn apply_roles(
        &self,
        tx: &MainTx,
        user_id: UserId,
        change: &Change<'_>,
    ) -> Result<bool, RoleError> {
        let now = self.ambient.now();
        let user = users::lock(tx, user_id)
            .await?
            .and(users::find_in(tx, user_id).await?)
            .ok_or(RoleError::UserNotFound)?;
        let kept = change.keep.unwrap_or(user.roles);
        let unwanted = |role: Role| !kept.contains(role) || change.take == Some(role);
        let mut changed = false;
        for role in user.roles.iter().filter(|role| unwanted(*role)) {
            if roles::delete(tx, user_id, role).await? {
                changed = true;
                self.audit_role(tx, AuditAction::RoleRevoked, (user_id, role), change.by)
                    .await?;
            }
        }
        if let Some(kept) = change.keep {
            // Words that this version does not know.
            changed |= roles::delete_except(tx, user_id, kept).await? > 0;
        }
        for role in change.add.iter() {
            if roles::insert(tx, user_id, role, change.by.user_id(), now).await? {
                changed = true;
                self.audit_role(tx, AuditAction::RoleGranted, (user_id, role), change.by)
                    .await?;
                // A link that a sales manager has seen must not lead into an account that may more than a student's.
                if role != Role::Student {
                    tokens::save_used(tx, user_id, TokenPurpose::Invite, now).await?;
                }
            }
        }
        Ok(changed)
    }

    pub(super) async fn audit_role(
        &self,
        tx: &MainTx,
        action: AuditAction,
        (user_id, role): (UserId, Role),
        by: &Origin,
    ) -> Result<(), DbError> {
        let event = AuditEvent::about(action, user_id).detail("role", role.as_str());
        self.audit(tx, by, event, self.ambient.now()).await
    }
}
