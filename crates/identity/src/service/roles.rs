use stoa_core::UserId;
use stoa_db_main::identity::one_time_tokens::{self as tokens, TokenPurpose};
use stoa_db_main::identity::{roles, scope, users};
use stoa_domain::{Role, RoleSet};
use stoa_pg::{DbError, MainTx};

mod error;

pub(super) use error::LAST_ADMIN;
pub use error::RoleError;

use super::{Identity, Inner, finish};
use crate::live::Forgotten;
use crate::{ActorKind, AuditAction, AuditEvent, Origin, User};

impl Identity {
    /// Gives a role; `false` when it was held already.
    ///
    /// The first role beyond a student's closes every way in that came by an invitation or before the address was proved:
    /// the person is to be invited anew.
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
        self.change_roles(user_id, &Change::to(wanted, by)).await
    }

    async fn change_roles(&self, user_id: UserId, change: &Change<'_>) -> Result<bool, RoleError> {
        let tx = self.inner.db.begin(&scope()).await?;
        let _forgotten = self.inner.live.forget_at_end(Forgotten::User(user_id));
        let work = self.inner.apply_roles(&tx, user_id, change).await;
        finish(tx, work).await
    }
}

pub(super) struct Change<'a> {
    add: RoleSet,
    by: &'a Origin,
    keep: Option<RoleSet>,
    take: Option<Role>,
}

impl<'a> Change<'a> {
    /// These roles and no others.
    pub(super) fn to(wanted: RoleSet, by: &'a Origin) -> Self {
        Self {
            add: wanted,
            by,
            keep: Some(wanted),
            take: None,
        }
    }
}

impl Inner {
    pub(super) async fn apply_roles(
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
        let was_staff = is_staff(user.roles);
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
            }
        }
        if changed && self.was_last_admin(tx, &user, change.by).await? {
            return Err(RoleError::LastAdmin);
        }
        if is_staff(change.add) && !was_staff {
            self.close_doubtful_ways_in(tx, &user, change.by).await?;
        }
        Ok(changed)
    }

    /// Whether nobody can administer the platform any more, now that this person was changed. It is asked inside the
    /// transaction, so that of two administrators who take each other away one remains. The operator at the command
    /// line may do it: there the role can be given again.
    pub(super) async fn was_last_admin(
        &self,
        tx: &MainTx,
        before: &User,
        by: &Origin,
    ) -> Result<bool, DbError> {
        let now = self.ambient.now();
        let could = before.banned_until.is_none_or(|until| until <= now);
        if !could || !before.roles.contains(Role::Admin) || by.kind == ActorKind::System {
            return Ok(false);
        }
        let left = roles::lock_and_count_admins(tx, before.community_id, now).await?;
        Ok(left == 0)
    }

    /// A link that a sales manager has seen must not lead into an account that may more than a student's, and neither must
    /// what was set up through such a link, or by somebody who never showed that the address is theirs: a password, a
    /// second factor that would keep the person out, a provider's account. Whoever set it up is known to nobody. The
    /// person gets in by a new invitation from whoever gave the role.
    async fn close_doubtful_ways_in(
        &self,
        tx: &MainTx,
        user: &User,
        by: &Origin,
    ) -> Result<(), DbError> {
        let now = self.ambient.now();
        let is_unproved = user.email.is_some() && !user.email_proof.is_proved();
        if is_unproved || tokens::has_used_invite(tx, user.id).await? {
            let closed = self.close_ways_in(tx, user.id, None, now).await?;
            let reason = if is_unproved {
                "promoted with an unproved address"
            } else {
                "promoted with an invited password"
            };
            self.audit_closed(tx, user.id, closed, (reason, by), now)
                .await?;
        }
        tokens::save_used(tx, user.id, TokenPurpose::Invite, now)
            .await
            .map(drop)
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

/// Whether these roles may more than a student.
pub(super) fn is_staff(roles: RoleSet) -> bool {
    roles.iter().any(|role| role != Role::Student)
}
