//! Who comes with a foreign token has no session here, and what the issuer says of a second proof is not ours to
//! believe. A session of ours begins with the challenge, for a moment and without a token; when the code proves right
//! it is kept, raised and handed out.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use stoa_core::{ChallengeId, FactorId, SessionId};
use stoa_db_main::identity::sessions::{self, NewSessionRow};
use stoa_db_main::identity::{factors, users};
use stoa_pg::{DbError, MainTx};

use crate::refresh_token::KEY_LEN;
use crate::service::Inner;
use crate::service::federate::is_foreign;
use crate::service::start::REFRESH_KEY;
use crate::token::Amr;
use crate::{Aal, Actor, AuditAction, AuditEvent, ClientInfo, Origin};

/// How long such a session waits for its code: as long as a challenge.
const LIFE: TimeDelta = TimeDelta::minutes(5);
/// How it says that it began.
const METHOD: &str = "federated";

impl Inner {
    /// The caller by a session of ours: one is begun for who comes with a foreign token; `None` when the user is gone.
    pub(super) async fn here(
        &self,
        tx: &MainTx,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<Option<Actor>, DbError> {
        if !is_foreign(actor.session_id) {
            return Ok(Some(actor.clone()));
        }
        if users::lock(tx, actor.user_id).await?.is_none() {
            return Ok(None);
        }
        let id = SessionId::new(&self.ambient);
        let key: [u8; KEY_LEN] = self.ambient.bytes();
        let proof = Amr {
            method: METHOD.to_owned(),
            timestamp: now.timestamp(),
        };
        let row = NewSessionRow {
            id,
            user_id: actor.user_id,
            aal: Aal::Aal1.as_str(),
            amr: &json!([proof]),
            user_agent: None,
            ip_prefix: None,
            not_after: Some(now + LIFE),
            refresh_key: &self.master.seal(&self.ambient, REFRESH_KEY, id.0, &key),
        };
        let made = sessions::insert(tx, &row, now).await?;
        Ok(made.then(|| by_session(actor, id)))
    }

    /// The same for the answer to a challenge, by the session that began with it; `None` when there is none.
    pub(super) async fn here_again(
        &self,
        tx: &MainTx,
        actor: &Actor,
        (factor_id, challenge_id): (FactorId, ChallengeId),
    ) -> Result<Option<Actor>, DbError> {
        if !is_foreign(actor.session_id) {
            return Ok(Some(actor.clone()));
        }
        let whose = (actor.user_id, factor_id);
        let found = factors::find_challenge_session(tx, challenge_id, whose).await?;
        Ok(found.map(|id| by_session(actor, id)))
    }

    /// Keeps the session that was begun for a foreign caller: from now on it is one like any other.
    pub(super) async fn keep_here(
        &self,
        tx: &MainTx,
        (caller, here): (&Actor, &Actor),
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        if !is_foreign(caller.session_id) {
            return Ok(());
        }
        let (id, from) = (here.session_id, (client.user_agent(), client.ip_prefix()));
        let not_after = self.options.session_limit.map(|limit| now + limit);
        sessions::save_kept(tx, id, from, not_after, now).await?;
        let event = AuditEvent::about(AuditAction::SignedIn, here.user_id)
            .session(id)
            .detail("method", METHOD);
        self.audit(tx, &Origin::user(here.user_id, client), event, now)
            .await
    }
}

fn by_session(actor: &Actor, session_id: SessionId) -> Actor {
    Actor {
        session_id,
        aal: Aal::Aal1,
        ..actor.clone()
    }
}
