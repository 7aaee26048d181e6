//! Whom of ours a foreign token means. It has no session here: its person is looked up like a session, and remembered as
//! briefly.

use std::sync::Arc;

use aws_lc_rs::digest::{Context, SHA256};
use chrono::{DateTime, Utc};
use serde_json::json;
use stoa_core::{SessionId, UserId};
use stoa_db_main::identity::identities::{self, FederatedRow, NewIdentityRow};
use stoa_db_main::identity::users::{self, EmailProof, NewUserRow};
use stoa_db_main::identity::{accepted_issuers, roles, scope};
use stoa_domain::{Email, Role};
use stoa_pg::{DbError, MainTx};
use uuid::{Builder, Uuid};

use super::authenticate::SEEN_STEP;
use super::keys::sha256;
use super::{AuthenticateError, Identity, Inner, finish};
use crate::federation::{ForeignToken, Named, SourceError, UnknownUser, UserRule};
use crate::live::LiveSession;
use crate::token::Parts;
use crate::{Aal, Actor, AuditAction, AuditEvent, Origin, TokenError};

/// Why a genuine foreign token means nobody here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Stranger {
    /// Nobody here has this id or address.
    #[error("nobody here is known to it by this name")]
    Unknown,
    /// The issuer does not say that it has proved the address, or says none.
    #[error("it does not say that the e-mail address is verified")]
    EmailUnverified,
    /// Whoever made the account here has not proved the address: it may be somebody else.
    #[error("the account here with this address has not confirmed it; confirm it first")]
    EmailUnconfirmedHere,
}

impl Identity {
    /// The person of a token that our own rules refused for its issuer, when that issuer is accepted by name.
    pub(super) async fn authenticate_foreign(
        &self,
        bearer: &str,
        refused: TokenError,
    ) -> Result<Arc<Actor>, AuthenticateError> {
        let (inner, now) = (&self.inner, self.inner.ambient.now());
        let parts = Parts::read(bearer)?;
        let issuer = parts.claims.iss.as_ref().and_then(|issuer| issuer.as_str());
        let open = || {
            inner
                .foreign
                .iter()
                .filter(|named| named.accepted.is_open(now))
        };
        match open().find(|named| issuer == Some(&named.accepted.issuer)) {
            Some(named) => inner.admit_foreign(named, bearer, now).await,
            None => Err(refused
                .also_accepting(open().map(|named| named.accepted.issuer.clone()))
                .into()),
        }
    }
}

impl Inner {
    async fn admit_foreign(
        &self,
        named: &Named,
        bearer: &str,
        now: DateTime<Utc>,
    ) -> Result<Arc<Actor>, AuthenticateError> {
        let token = self.foreign_token(named, bearer, now).await?;
        let id = session_of(&named.accepted.issuer, &token.subject);
        let (session, is_new) = match self.live.get(id, now) {
            Some(session) => (session, false),
            None => self.load_foreign(id, named, &token, now).await?,
        };
        // Whoever was shut out or deleted lost the tokens with it, and learns that rather than to sign in again.
        let actor = session.admits(Aal::Aal1, now)?;
        let is_older = |after: DateTime<Utc>| token.issued_at <= after.timestamp();
        if session.tokens_after.is_some_and(is_older) {
            return Err(AuthenticateError::SessionGone);
        }
        if is_new {
            self.note_token(&named.accepted.issuer, &token.subject, now)
                .await;
        }
        Ok(actor)
    }

    /// That somebody came is what a start counts that would refuse them. That it is not noted is no reason to refuse now.
    async fn note_token(&self, issuer: &str, subject: &str, now: DateTime<Utc>) {
        let noted = async {
            let tx = self.db.begin(&scope()).await?;
            accepted_issuers::save_token_seen(&tx, issuer, subject, now).await?;
            tx.commit().await
        };
        if let Err(error) = noted.await {
            tracing::warn!(issuer, %error, "the use of a foreign token could not be noted");
        }
    }

    async fn foreign_token(
        &self,
        named: &Named,
        bearer: &str,
        now: DateTime<Utc>,
    ) -> Result<Arc<ForeignToken>, AuthenticateError> {
        let hash = sha256(bearer.as_bytes());
        if let Some(known) = self.foreign_tokens.get(&hash) {
            known.check_time(now)?;
            return Ok(known);
        }
        let verified = named.verify(bearer, now).await;
        let ahead = match &verified {
            Ok(token) => token.issued_at - now.timestamp(),
            Err(SourceError::Token(TokenError::IssuedInFuture { ahead_seconds })) => *ahead_seconds,
            Err(_) => 0,
        };
        self.clocks.note(&named.accepted.issuer, ahead, now);
        let token = verified.map_err(|error| match error {
            SourceError::Token(error) => error.into(),
            SourceError::Unavailable { issuer } => AuthenticateError::IssuerUnavailable { issuer },
        })?;
        let token = Arc::new(token);
        self.foreign_tokens.insert(hash, Arc::clone(&token));
        Ok(token)
    }

    /// The person as of now, and whether that they came is worth a note.
    async fn load_foreign(
        &self,
        id: SessionId,
        named: &Named,
        token: &ForeignToken,
        now: DateTime<Utc>,
    ) -> Result<(Arc<LiveSession>, bool), AuthenticateError> {
        let since = self.live.epoch();
        let issuer = &named.accepted.issuer;
        let mut found = identities::find_federated(&self.db, issuer, &token.subject).await?;
        if found.is_none() {
            let tx = self.db.begin(&scope()).await?;
            let work = self.link_foreign(&tx, named, token, now).await;
            finish(tx, work).await?;
            found = identities::find_federated(&self.db, issuer, &token.subject).await?;
        }
        let row = found.ok_or(AuthenticateError::UserGone)?;
        let is_new = row.token_seen_at.is_none_or(|seen| now - seen >= SEEN_STEP);
        let session = Arc::new(live(id, row, now));
        self.live.put(since, Arc::clone(&session));
        Ok((session, is_new))
    }

    /// The first token of a person, or of one who was deleted: by the issuer's rule it means one of our users, or makes one.
    async fn link_foreign(
        &self,
        tx: &MainTx,
        named: &Named,
        token: &ForeignToken,
        now: DateTime<Utc>,
    ) -> Result<(), AuthenticateError> {
        let accepted = &named.accepted;
        let stranger = |reason| AuthenticateError::Stranger {
            issuer: accepted.issuer.clone(),
            reason,
        };
        let email = token
            .email
            .as_ref()
            .filter(|_| token.email_verified.unwrap_or(accepted.trusts_email));
        let known = match accepted.rule {
            UserRule::Sub => self.by_id(tx, &token.subject).await?,
            UserRule::Email => {
                let email = email.ok_or_else(|| stranger(Stranger::EmailUnverified))?;
                match users::find_by_email_in(tx, email.as_str()).await? {
                    Some(user) if !user.email_proof.is_proved() => {
                        return Err(stranger(Stranger::EmailUnconfirmedHere));
                    }
                    found => found.map(|user| user.id),
                }
            }
        };
        // Whoever was deleted here does not come back by a token of before; one that they get afterwards is their own will.
        let departed =
            identities::departed_at(tx, session_of(&accepted.issuer, &token.subject).0).await?;
        if known.is_none() && departed.is_some_and(|at| token.issued_at <= at.timestamp()) {
            return Err(AuthenticateError::UserGone);
        }
        let user_id = match (known, accepted.unknown) {
            (Some(user_id), _) => user_id,
            (None, UnknownUser::Refuse) => return Err(stranger(Stranger::Unknown)),
            (None, UnknownUser::Create) => {
                let email = email.ok_or_else(|| stranger(Stranger::EmailUnverified))?;
                match self.make_foreign(tx, named, token, email, now).await? {
                    Some(user_id) => user_id,
                    // Of a page's first requests at once one makes the account, and the others find it.
                    None if self.is_linked(tx, named, token).await? => return Ok(()),
                    None => return Err(stranger(Stranger::Unknown)),
                }
            }
        };
        let row = NewIdentityRow {
            id: self.ambient.uuid(),
            user_id,
            provider: &accepted.name,
            issuer: &accepted.issuer,
            subject: &token.subject,
            email: token.email.as_ref().map(Email::as_str),
            data: &json!({ "sub": token.subject, "iss": accepted.issuer }),
        };
        if identities::insert(tx, &row, now).await? {
            let event = AuditEvent::about(AuditAction::IdentityLinked, user_id)
                .detail("provider", accepted.name.as_str())
                .detail("how", "foreign_token");
            self.audit(tx, &Origin::system(), event, now).await?;
            tracing::info!(user.id = %user_id, provider = accepted.name, "a user of a foreign issuer is known from now on");
        }
        Ok(())
    }

    async fn is_linked(
        &self,
        tx: &MainTx,
        named: &Named,
        token: &ForeignToken,
    ) -> Result<bool, DbError> {
        let owner = identities::find_owner(tx, &named.accepted.issuer, &token.subject).await?;
        Ok(owner.is_some())
    }

    async fn by_id(&self, tx: &MainTx, subject: &str) -> Result<Option<UserId>, DbError> {
        let Ok(id) = subject.parse::<Uuid>() else {
            return Ok(None);
        };
        Ok(users::lock(tx, UserId(id)).await?.map(|user| user.id))
    }

    /// A student with the proved address; nobody when the address is somebody's. Under the rule by `sub` the id is the
    /// issuer's, as for those who were moved here.
    async fn make_foreign(
        &self,
        tx: &MainTx,
        named: &Named,
        token: &ForeignToken,
        email: &Email,
        now: DateTime<Utc>,
    ) -> Result<Option<UserId>, DbError> {
        let name = &named.accepted.name;
        let theirs = match named.accepted.rule {
            UserRule::Sub => token.subject.parse().ok().map(UserId),
            UserRule::Email => None,
        };
        // The id of somebody who was deleted is not given out again.
        let theirs = match theirs {
            Some(id) if users::find_in(tx, id).await?.is_some() => return Ok(None),
            theirs => theirs,
        };
        let id = theirs.unwrap_or_else(|| UserId::new(&self.ambient));
        let row = NewUserRow {
            id,
            community_id: self.options.community_id,
            email: Some(email.as_str()),
            email_proof: EmailProof::Proved { since: now },
            phone: None,
            phone_confirmed_at: None,
            display_name: None,
            user_metadata: &json!({}),
            app_metadata: &json!({ "provider": name, "providers": [name] }),
            is_anonymous: false,
        };
        if !users::insert(tx, &row, now).await? {
            return Ok(None);
        }
        roles::insert(tx, id, Role::Student, None, now).await?;
        let event =
            AuditEvent::about(AuditAction::UserCreated, id).detail("provider", name.as_str());
        self.audit(tx, &Origin::system(), event, now).await?;
        Ok(Some(id))
    }
}

/// The name under which a foreign user is remembered, in place of a session's id. No session has it: those are UUIDs of
/// version 7, and this is one of version 8.
pub(super) fn session_of(issuer: &str, subject: &str) -> SessionId {
    let mut hash = Context::new(&SHA256);
    for part in ["stoa federated v1", issuer, subject] {
        hash.update(part.as_bytes());
        hash.update(&[0]);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finish().as_ref()[..16]);
    SessionId(Builder::from_custom_bytes(bytes).into_uuid())
}

/// Whether this is the name of a foreign user and of no session.
pub(super) fn is_foreign(id: SessionId) -> bool {
    id.0.get_version_num() == 8
}

fn live(id: SessionId, row: FederatedRow, now: DateTime<Utc>) -> LiveSession {
    // What the issuer says of a second proof is not ours to believe: who has one here owes it for ever.
    let actor = Arc::new(Actor {
        user_id: row.user_id,
        session_id: id,
        email: row.email,
        roles: row.roles,
        community_id: row.community_id,
        aal: Aal::Aal1,
        has_factor: row.has_factor,
        locale: row.locale,
    });
    LiveSession {
        lowered: Arc::clone(&actor),
        actor,
        banned_until: row.banned_until,
        is_deleted: row.deleted_at.is_some(),
        // Each token brings its own end.
        ends_at: DateTime::<Utc>::MAX_UTC,
        tokens_after: row.signed_out_at,
        loaded_at: now,
    }
}
