use stoa_core::PageLimit;
use stoa_db_main::identity::users::admin::{self, PeopleSearch};

use crate::service::Identity;
use crate::{Fault, User};

/// A page of people, and how many the search finds.
#[derive(Debug, Clone)]
pub struct PeopleFound {
    /// The people of this page, newest first.
    pub users: Vec<User>,
    /// Whether another page follows; it begins before the last one shown.
    pub has_more: bool,
    /// How many there are on all pages.
    pub total: i64,
}

impl Identity {
    /// Living users, newest first, by name, address, number or id, and by role.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn search_people(
        &self,
        search: &PeopleSearch,
        limit: PageLimit,
    ) -> Result<PeopleFound, Fault> {
        let (mut users, total) = admin::search(&self.inner.db, search, limit).await?;
        let shown = usize::try_from(limit.rows()).unwrap_or(usize::MAX);
        let has_more = users.len() > shown;
        users.truncate(shown);
        Ok(PeopleFound {
            users,
            has_more,
            total,
        })
    }
}
