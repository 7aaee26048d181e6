use stoa_core::{PageLimit, UserId};
use stoa_db_main::identity::audit::{self, EventSearch, StoredEvent};
use stoa_db_main::identity::sessions::{self, SessionRow};
use stoa_domain::Email;

use crate::Fault;
use crate::service::Identity;

/// A page of the audit, newest first.
#[derive(Debug, Clone)]
pub struct AuditPage {
    /// The events.
    pub events: Vec<StoredEvent>,
    /// What to search `before` for the next page, when there is one.
    pub next: Option<i64>,
}

impl Identity {
    /// The living sessions of a user, the one used last first; at most a page of them.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn sessions_of(
        &self,
        id: UserId,
        limit: PageLimit,
    ) -> Result<Vec<SessionRow>, Fault> {
        Ok(sessions::list_of(&self.inner.db, id, limit).await?)
    }

    /// Searches the audit, newest first. `search.rows` is set by `limit`.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn search_audit(
        &self,
        search: EventSearch,
        limit: PageLimit,
    ) -> Result<AuditPage, Fault> {
        let search = EventSearch {
            rows: limit.probe(),
            ..search
        };
        let mut events = audit::search(&self.inner.db, &search).await?;
        let shown = usize::try_from(limit.rows()).unwrap_or(usize::MAX);
        let more = events.len() > shown;
        events.truncate(shown);
        let next = events.last().map(|event| event.seq).filter(|_| more);
        Ok(AuditPage { events, next })
    }

    /// A numbered page of the audit by action, actor and subject, and how many events there are on all pages.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn page_audit(&self, search: &EventSearch) -> Result<(Vec<StoredEvent>, i64), Fault> {
        let db = &self.inner.db;
        let total = audit::count(db, search).await?;
        Ok((audit::search(db, search).await?, total))
    }

    /// What stands in the audit in place of this address: to search for sign-ins that failed with it.
    #[must_use]
    pub fn audit_tag(&self, email: &Email) -> String {
        self.inner.address_tag(email)
    }
}
