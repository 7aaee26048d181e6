use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;
use stoa_core::{Ambient, CommunityId, RequestId};
use stoa_db_main::identity::audit::{self as rows, NewEventRow};
use stoa_db_main::identity::scope;
use stoa_pg::{DbError, MainTx};

use super::{AuditEvent, Origin};
use crate::service::Inner;

/// How long an answer may wait for its event.
const FAILURE_WAIT: Duration = Duration::from_millis(500);

/// How much of the audit was lost since the start.
#[derive(Debug, Default)]
pub(crate) struct AuditStats {
    lost: AtomicU64,
}

impl AuditStats {
    pub(crate) fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }
}

impl Inner {
    /// Notes a change in the change's own transaction: both are there, or neither.
    pub(crate) async fn audit(
        &self,
        tx: &MainTx,
        origin: &Origin,
        event: AuditEvent,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let community = origin.community_id.unwrap_or(self.options.community_id);
        insert(tx, &self.ambient, community, origin, event, now).await
    }

    /// Notes what was refused, before the answer is given. Never fails and never holds an answer up for long.
    pub(crate) async fn audit_failure(&self, origin: &Origin, event: AuditEvent) {
        let (action, subject) = (event.action, event.subject);
        let noted = async {
            let tx = self.db.begin(&scope()).await?;
            self.audit(&tx, origin, event, self.ambient.now()).await?;
            tx.commit().await
        };
        let reason = match tokio::time::timeout(FAILURE_WAIT, noted).await {
            Ok(Ok(())) => return,
            Ok(Err(error)) => error.to_string(),
            Err(_) => "the database did not answer in time".to_owned(),
        };
        self.audit_stats.lost.fetch_add(1, Ordering::Relaxed);
        let (subject, client) = (subject.map(|id| id.to_string()), &origin.client);
        tracing::error!(
            audit.action = action.as_str(),
            audit.subject = subject,
            audit.ip_prefix = client.ip_prefix(),
            audit.request_id = client.request_id().map(RequestId::as_str),
            reason,
            "an event of the audit is in this line only"
        );
    }
}

/// The same without an [`Inner`]: for what happens before there is one.
pub(crate) async fn insert(
    tx: &MainTx,
    ambient: &Ambient,
    community_id: CommunityId,
    origin: &Origin,
    event: AuditEvent,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let row = NewEventRow {
        id: ambient.uuid(),
        community_id,
        action: event.action.as_str(),
        actor_kind: origin.kind.as_str(),
        actor_id: origin.user_id,
        subject: event.subject,
        session_id: event.session_id.or(origin.session_id),
        ip_prefix: origin.client.ip_prefix(),
        user_agent: origin.client.user_agent(),
        request_id: origin.client.request_id().map(RequestId::as_str),
        details: &Value::Object(event.details),
    };
    rows::insert(tx, &row, now).await
}
