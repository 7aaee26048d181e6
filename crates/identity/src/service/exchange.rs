use chrono::{DateTime, Utc};
use stoa_core::{SecretString, UserId};
use stoa_db_main::identity::flows::{self, IssuedFlow};
use stoa_db_main::identity::oauth::{self as rows, PendingLink};
use stoa_db_main::identity::{scope, users};
use stoa_pg::{DbError, MainTx};
use uuid::Uuid;

mod error;

pub use error::ExchangeError;

use super::endings::end_sessions;
use super::keys::sha256;
use super::oauth::{LINK, Link, METHOD, Word};
use super::rules::CODE_LIFE;
use super::start::Started;
use super::{Identity, Inner, OAuthError, finish};
use crate::live::Forgotten;
use crate::session::ProviderTokens;
use crate::{AuditAction, AuditEvent, ClientInfo, CodeChallenge, Origin, Session, User};

/// How a session was proved that a letter for a new password began.
pub(super) const RECOVERY: &str = "recovery";

impl Identity {
    /// Signs in the client that asked for a link, with the code that the opened link gave it and the secret behind its
    /// challenge. The code dies with the first right use, and five minutes after it was made.
    ///
    /// # Errors
    /// `auth.flow_not_found` (404), `auth.flow_expired` (410), `auth.code_verifier_wrong` (422), `auth.user_banned` (403).
    #[tracing::instrument(name = "identity.session.exchange_code", skip_all)]
    pub async fn exchange_code(
        &self,
        code: Uuid,
        verifier: &SecretString,
        client: &ClientInfo,
    ) -> Result<Session, ExchangeError> {
        let (inner, now) = (&self.inner, self.inner.ambient.now());
        let outcome = inner.exchange(code, verifier, client, now).await;
        if let Some(reason) = outcome.as_ref().err().and_then(ExchangeError::audited) {
            let event = AuditEvent::new(AuditAction::LinkRefused).detail("reason", reason);
            inner.audit_failure(&Origin::visitor(client), event).await;
        }
        let (started, user, provider) = outcome?;
        let session = inner.hand_out(started, user, now)?;
        Ok(Session {
            provider,
            ..session
        })
    }
}

impl Inner {
    async fn exchange(
        &self,
        code: Uuid,
        verifier: &SecretString,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<(Started, User, Option<ProviderTokens>), ExchangeError> {
        let flow = flows::find_by_code(&self.db, &sha256(code.as_bytes())).await?;
        let flow = flow.ok_or(ExchangeError::NotFound)?;
        if now >= flow.issued_at + CODE_LIFE {
            return Err(ExchangeError::Expired);
        }
        let challenge = CodeChallenge::stored(flow.challenge.clone(), &flow.challenge_method);
        if !challenge.is_some_and(|challenge| challenge.is_met_by(verifier)) {
            return Err(ExchangeError::BadVerifier);
        }
        let tx = self.db.begin(&scope()).await?;
        // What a link changes is known at once, and a recovery ends other sessions.
        let ends_others = flow.method == RECOVERY || flow.method == LINK;
        let _forgotten =
            ends_others.then(|| self.live.forget_at_end(Forgotten::User(flow.user_id)));
        let work = self.exchange_within(&tx, &flow, client, now).await;
        let done = finish(tx, work).await?;
        self.wake_postman();
        Ok(done)
    }

    async fn exchange_within(
        &self,
        tx: &MainTx,
        flow: &IssuedFlow,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<(Started, User, Option<ProviderTokens>), ExchangeError> {
        let locked = users::lock(tx, flow.user_id).await?;
        let locked = locked.ok_or(ExchangeError::NotFound)?;
        if let Some(until) = locked.banned_until.filter(|until| *until > now) {
            return Err(ExchangeError::Banned { until });
        }
        let provider = self.provider_tokens(tx, flow.id).await?;
        let pending = rows::find_pending_link(tx, flow.id).await?;
        if !flows::delete(tx, flow.id).await? {
            return Err(ExchangeError::NotFound);
        }
        if flow.method == LINK {
            let pending = pending.ok_or(ExchangeError::NotFound)?;
            self.link_pending(tx, flow.user_id, pending, client, now)
                .await?;
        }
        if flow.method == RECOVERY {
            end_sessions(tx, flow.user_id, None, now).await?;
        }
        users::save_sign_in(tx, flow.user_id, now).await?;
        let started = self
            .start_session(tx, flow.user_id, method(flow), client, now)
            .await;
        let started = started?.ok_or(ExchangeError::NotFound)?;
        let user = users::find_in(tx, flow.user_id).await?;
        let user = user.ok_or(DbError::RowCount { want: 1, got: 0 })?;
        Ok((started, user, provider))
    }

    /// The client has shown that it is the one that asked for the link: only now it is made.
    async fn link_pending(
        &self,
        tx: &MainTx,
        user_id: UserId,
        pending: PendingLink,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<(), ExchangeError> {
        let word: Word =
            serde_json::from_value(pending.word).map_err(|_| ExchangeError::NotFound)?;
        let link = Link {
            user_id,
            session_id: pending.session_id,
        };
        let linked = self.link(tx, &word, link, client, now).await;
        linked.map(drop).map_err(|error| match error {
            // The session that asked has ended.
            OAuthError::BadState => ExchangeError::NotFound,
            OAuthError::Fault(fault) => ExchangeError::Fault(fault),
            other => ExchangeError::Link(Box::new(other)),
        })
    }
}

fn method(flow: &IssuedFlow) -> &str {
    if flow.method == LINK {
        METHOD
    } else {
        &flow.method
    }
}
