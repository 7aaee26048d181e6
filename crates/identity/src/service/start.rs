//! The beginning of a session, the same for every way to sign in.

use chrono::{DateTime, Utc};
use serde_json::json;
use stoa_core::{ExposeSecret as _, SecretString, SessionId, UserId};
use stoa_db_main::identity::sessions::{self, NewSessionRow};
use stoa_pg::MainTx;

use super::Inner;
use crate::refresh_token::{self, KEY_LEN};
use crate::session::ClaimSource;
use crate::token::{ACCESS_TOKEN_SECONDS, Amr, KeyPurpose};
use crate::{Aal, AuditAction, AuditEvent, ClientInfo, Fault, KeyError, Origin, Session, User};

pub(super) const REFRESH_KEY: &str = "sessions.refresh_key";

/// A session that was just made, not yet committed.
pub(super) struct Started {
    id: SessionId,
    refresh_token: SecretString,
    amr: Vec<Amr>,
}

impl Inner {
    /// Makes the session's row; `None` when the user is gone.
    pub(super) async fn start_session(
        &self,
        tx: &MainTx,
        user_id: UserId,
        method: &str,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<Option<Started>, Fault> {
        let id = SessionId::new(&self.ambient);
        let key: [u8; KEY_LEN] = self.ambient.bytes();
        let amr = vec![Amr {
            method: method.to_owned(),
            timestamp: now.timestamp(),
        }];
        let row = NewSessionRow {
            id,
            user_id,
            aal: Aal::Aal1.as_str(),
            amr: &json!(amr),
            user_agent: client.user_agent(),
            ip_prefix: client.ip_prefix(),
            not_after: self.options.session_limit.map(|limit| now + limit),
            refresh_key: &self.master.seal(&self.ambient, REFRESH_KEY, id.0, &key),
        };
        let made = sessions::insert(tx, &row, now).await?;
        if made {
            let event = AuditEvent::about(AuditAction::SignedIn, user_id)
                .session(id)
                .detail("method", method);
            self.audit(tx, &Origin::user(user_id, client), event, now)
                .await?;
        }
        Ok(made.then(|| Started {
            id,
            refresh_token: refresh_token::mint(&key, id, 0),
            amr,
        }))
    }

    /// The session as it is handed out, once its row is committed.
    pub(super) fn hand_out(
        &self,
        started: Started,
        user: User,
        now: DateTime<Utc>,
    ) -> Result<Session, Fault> {
        let claims = ClaimSource {
            issuer: &self.options.issuer,
            user: &user,
            session_id: started.id,
            aal: Aal::Aal1,
            amr: &started.amr,
            now: now.timestamp(),
        };
        let access_token = self.sign(&claims)?;
        tracing::info!(user.id = %user.id, session.id = %started.id, "signed in");
        Ok(Session {
            id: started.id,
            access_token,
            refresh_token: started.refresh_token,
            expires_at: now.timestamp() + ACCESS_TOKEN_SECONDS,
            aal: Aal::Aal1,
            user,
            provider: None,
        })
    }

    /// Signs an access token; it is known from now on, so that its first use costs no check of the signature.
    pub(super) fn sign(&self, claims: &ClaimSource<'_>) -> Result<SecretString, Fault> {
        let keys = self.keyring();
        let key = keys.signing(KeyPurpose::Token, self.ambient.now());
        let key = key.ok_or(KeyError::Damaged)?;
        let token = claims.with(|claims| key.sign(claims))?;
        let verified = crate::VerifiedToken {
            user_id: claims.user.id,
            session_id: claims.session_id,
            expires_at: claims.now + ACCESS_TOKEN_SECONDS,
            issued_at: claims.now,
            aal: claims.aal,
        };
        self.tokens.insert(
            super::keys::sha256(token.expose_secret().as_bytes()),
            verified,
        );
        Ok(token)
    }
}
