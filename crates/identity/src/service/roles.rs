use chrono::{DateTime, Utc};
use stoa_core::UserId;
use stoa_db_main::identity::one_time_tokens::{self as tokens, TokenPurpose};
use stoa_db_main::identity::{roles, scope, users};
use stoa_domain::{Role, RoleSet};
use stoa_pg::MainTx;

mod error;

pub use error::RoleError;

use super::{Identity, finish};
use crate::live::Forgotten;

impl Identity {
    /// Gives a role; `false` when it was held already. `by` is nobody when the system itself does.
    ///
    /// # Errors
    /// `auth.user_not_found` (404).
    pub async fn grant_role(
        &self,
        user_id: UserId,
        role: Role,
        by: Option<UserId>,
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
    pub async fn revoke_role(&self, user_id: UserId, role: Role) -> Result<bool, RoleError> {
        self.change_roles(
            user_id,
            &Change {
                add: RoleSet::EMPTY,
                by: None,
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
        by: Option<UserId>,
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

    async fn change_roles(&self, user_id: UserId, change: &Change) -> Result<bool, RoleError> {
        let tx = self.inner.db.begin(&scope()).await?;
        let _forgotten = self.inner.live.forget_at_end(Forgotten::User(user_id));
        let work = change.apply(&tx, user_id, self.inner.ambient.now()).await;
        finish(tx, work).await
    }
}

struct Change {
    add: RoleSet,
    by: Option<UserId>,
    keep: Option<RoleSet>,
    take: Option<Role>,
}

impl Change {
    async fn apply(
        &self,
        tx: &MainTx,
        user_id: UserId,
        now: DateTime<Utc>,
    ) -> Result<bool, RoleError> {
        users::lock(tx, user_id)
            .await?
            .ok_or(RoleError::UserNotFound)?;
        let mut changed = false;
        if let Some(kept) = self.keep {
            changed |= roles::delete_except(tx, user_id, kept).await? > 0;
        }
        if let Some(role) = self.take {
            changed |= roles::delete(tx, user_id, role).await?;
        }
        for role in self.add.iter() {
            let new = roles::insert(tx, user_id, role, self.by, now).await?;
            // A link that a sales manager has seen must not lead into an account that may more than a student's.
            if new && role != Role::Student {
                tokens::save_used(tx, user_id, TokenPurpose::Invite, now).await?;
            }
            changed |= new;
        }
        Ok(changed)
    }
}
