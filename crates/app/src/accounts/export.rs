use serde_json::{Value, json};
use stoa_core::{PageLimit, UserId};
use stoa_db_tripwire::leads::requests;
use stoa_db_tripwire::sales::buyers;
use stoa_identity::{Actor, ClientInfo, EventSearch, Fault, RecoveryError, StoredEvent, UserView};

use super::parts::{event, lead, lesson, purchase, session};
use super::{Accounts, ExportError};
use crate::learning::ListLessonsError;

/// The most events that an export holds, the newest ones.
const MOST_EVENTS: usize = 10_000;

impl Accounts {
    /// Everything that is known about the person, as JSON: account with its second factors, profile, sessions, lessons with their
    /// progress, purchases, requests, and what the audit keeps. No hash, no secret, and of other people's acts no more
    /// than that they happened. The audit notes that it was taken.
    ///
    /// # Errors
    /// Those of its parts; nothing is given then.
    #[tracing::instrument(name = "app.account.export", skip_all, fields(user.id = %actor.user_id))]
    pub async fn export(&self, actor: &Actor, client: &ClientInfo) -> Result<Value, ExportError> {
        let user = self.identity.user(actor).await?;
        let id = actor.user_id;
        let sessions = self.identity.own_sessions(actor).await?;
        let profile = self.learning.profile(actor).await?;
        // Only what is proved to be the person's address says what is theirs.
        let proved = user.proved_email();
        let (purchases, leads) = match proved {
            Some(email) => (
                buyers::list_of_person(&self.tripwire, id, Some(email)).await?,
                requests::list_of_address(&self.tripwire, email).await?,
            ),
            // A sale finds its account by the address, so what was sold to it may be somebody else's too.
            None => (Vec::new(), Vec::new()),
        };
        let data = json!({
            "exportedAt": self.ambient.now(),
            "account": UserView::from(&user),
            "hasPassword": self.identity.has_password(id).await?,
            "roles": actor.roles,
            "profile": {
                "name": profile.name,
                "phone": profile.phone,
                "locale": profile.locale.as_str(),
                "zone": profile.zone,
            },
            "recoveryCodesLeft": self.codes_left(actor).await?,
            "sessions": sessions.iter().map(session).collect::<Vec<_>>(),
            "lessons": self.lessons(actor).await?,
            "purchases": purchases.iter().map(purchase).collect::<Vec<_>>(),
            "requests": leads.iter().map(lead).collect::<Vec<_>>(),
            "events": self.events(id).await?,
        });
        self.identity.note_export(actor, client).await?;
        Ok(data)
    }

    async fn codes_left(&self, actor: &Actor) -> Result<i64, ExportError> {
        match self.identity.recovery_status(actor).await {
            Ok(status) => Ok(status.remaining),
            Err(RecoveryError::Fault(fault)) => Err(fault.into()),
            Err(_) => Ok(0),
        }
    }

    async fn lessons(&self, actor: &Actor) -> Result<Vec<Value>, ListLessonsError> {
        let limit = PageLimit::new(PageLimit::MAX).unwrap_or_default();
        let (mut lessons, mut after) = (Vec::new(), None);
        loop {
            let page = self.learning.list_lessons(actor, limit, after.as_deref());
            let page = page.await?;
            lessons.extend(page.lessons.iter().map(lesson));
            let Some(next) = page.next else {
                return Ok(lessons);
            };
            after = Some(next.as_str().to_owned());
        }
    }

    /// What the person did, and what happened to the account, newest first.
    async fn events(&self, id: UserId) -> Result<Vec<Value>, Fault> {
        let done = EventSearch {
            actor: Some(id),
            ..EventSearch::default()
        };
        let suffered = EventSearch {
            subject: Some(id),
            ..EventSearch::default()
        };
        let mut events = self.all_of(done).await?;
        let others = self.all_of(suffered).await?;
        events.extend(
            others
                .into_iter()
                .filter(|event| event.actor_id != Some(id)),
        );
        events.sort_by_key(|event| std::cmp::Reverse(event.seq));
        Ok(events.iter().map(|stored| event(stored, id)).collect())
    }

    async fn all_of(&self, search: EventSearch) -> Result<Vec<StoredEvent>, Fault> {
        let limit = PageLimit::new(PageLimit::MAX).unwrap_or_default();
        let (mut events, mut before) = (Vec::new(), None);
        while events.len() < MOST_EVENTS {
            let search = EventSearch {
                before,
                ..search.clone()
            };
            let page = self.identity.search_audit(search, limit).await?;
            events.extend(page.events);
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        Ok(events)
    }
}
