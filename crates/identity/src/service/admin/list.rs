use stoa_core::UserId;
use stoa_db_main::identity::users;
use stoa_db_main::identity::users::admin::{self, UserPage};

use super::AdminError;
use crate::service::Identity;
use crate::{Fault, User};

/// A page of users, and how many there are on all pages.
#[derive(Debug, Clone)]
pub struct UserListing {
    /// The users of this page, newest first.
    pub users: Vec<User>,
    /// How many users there are.
    pub total: i64,
}

impl Identity {
    /// Living users, newest first.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn admin_list_users(&self, page: &UserPage) -> Result<UserListing, Fault> {
        let (users, total) = admin::page(&self.inner.db, page).await?;
        Ok(UserListing { users, total })
    }

    /// A user by id: a living one, or what a soft deletion left.
    ///
    /// # Errors
    /// `auth.user_not_found` (404).
    pub async fn admin_find_user(&self, id: UserId) -> Result<User, AdminError> {
        let user = users::find(&self.inner.db, id).await?;
        user.filter(|user| user.deleted_at.is_none() || user.email.is_some())
            .ok_or(AdminError::UserNotFound)
    }
}
