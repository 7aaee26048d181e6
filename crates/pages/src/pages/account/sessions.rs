use askama::Template;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::Shell;

/// `/account/sessions`: where the person is signed in. One session ends by a post to `/account/sessions/{id}/end`, all
/// others by one to `/account/sessions/end-others`.
#[derive(Debug, Clone, Template)]
#[template(path = "account/sessions.html")]
pub struct SessionsPage {
    /// The page around it.
    pub shell: Shell,
    /// The sessions, this one first, then the latest used.
    pub sessions: Vec<SessionRow>,
}

/// One sign-in that still counts.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// The session.
    pub id: Uuid,
    /// Whether it is the session of this request.
    pub is_current: bool,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it was last used, to the hour.
    pub seen_at: DateTime<Utc>,
    /// The browser, as it calls itself.
    pub agent: Option<String>,
    /// The first part of the network address.
    pub ip_prefix: Option<String>,
    /// Whether the second factor was proved.
    pub is_strong: bool,
}

impl SessionsPage {
    pub(crate) fn has_others(&self) -> bool {
        self.sessions.iter().any(|session| !session.is_current)
    }
}
