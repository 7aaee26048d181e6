use chrono::{DateTime, Utc};
use serde_json::json;
use stoa_db_main::identity::sessions::{self, RaisedSession};
use stoa_db_main::identity::users;
use stoa_pg::{DbError, MainTx};
use uuid::Uuid;

use super::Caller;
use crate::refresh_token;
use crate::service::Inner;
use crate::service::refresh::{Given, amr, corrupt};
use crate::service::start::REFRESH_KEY;
use crate::token::Amr;
use crate::{Aal, Actor, AuditAction, AuditEvent, ClientInfo, Fault, Origin};

/// By what a session rises.
pub(super) struct Proof<'a> {
    /// The factor, or the set of recovery codes.
    pub(super) by: Uuid,
    /// Its word in `amr`.
    pub(super) method: &'static str,
    /// From where.
    pub(super) client: &'a ClientInfo,
}

impl Inner {
    /// Raises the caller's session to `aal2`: the same session, a new refresh token, and none of the old ones leads
    /// there.
    pub(super) async fn raise(
        &self,
        tx: &MainTx,
        actor: &Actor,
        caller: &Caller,
        proof: &Proof<'_>,
        now: DateTime<Utc>,
    ) -> Result<Given, Fault> {
        let id = actor.session_id;
        let key = self
            .master
            .open(REFRESH_KEY, id.0, &caller.session.refresh_key)?;
        let mut proofs = amr(&caller.session, id)?;
        proofs.retain(|given| given.method != proof.method);
        let newest = Amr {
            method: proof.method.to_owned(),
            timestamp: now.timestamp(),
        };
        proofs.insert(0, newest);
        let raised = RaisedSession {
            id,
            by: proof.by,
            amr: &json!(proofs),
        };
        let counter = sessions::save_raised(tx, &raised, now).await?;
        let counter = u64::try_from(counter).map_err(|_| corrupt("refresh_counter", id))?;
        let event = AuditEvent::about(AuditAction::SteppedUp, actor.user_id)
            .detail("method", proof.method)
            .detail("factor_id", proof.by.to_string());
        self.audit(tx, &Origin::actor(actor, proof.client), event, now)
            .await?;
        let user = users::find_in(tx, actor.user_id)
            .await?
            .ok_or(DbError::RowCount { want: 1, got: 0 })?;
        Ok(Given {
            refresh_token: refresh_token::mint(&key, id, counter),
            user,
            aal: Aal::Aal2,
            amr: proofs,
        })
    }
}
