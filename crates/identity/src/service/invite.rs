use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use stoa_core::{SecretString, UserId};
use stoa_db_main::identity::one_time_tokens::{self as tokens, NewTokenRow, TokenPurpose};
use stoa_db_main::identity::{credentials, scope, users};
use stoa_domain::{Email, Locale};
use stoa_pg::{DbError, MainTx};

mod error;

pub use error::{AcceptInviteError, InviteError};

use super::endings::end_sessions;
use super::keys::sha256;
use super::start::Started;
use super::{Identity, Inner, finish};
use crate::live::Forgotten;
use crate::{AuditAction, AuditEvent, ClientInfo, NewPassword, Origin, Session, User};

const SECRET_LEN: usize = 32;
/// How long an invitation is good for.
pub(super) const INVITE_LIFE: TimeDelta = TimeDelta::hours(72);

/// An invitation: its token belongs into a link that only the invited person gets, and exists nowhere else.
#[derive(Debug)]
pub struct Invite {
    /// For whom it is.
    pub user_id: UserId,
    /// Where it goes.
    pub email: Option<String>,
    /// 43 characters that a link may hold.
    pub token: SecretString,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
}

impl Identity {
    /// Makes an invitation, good for 72 hours or until one of the person's invitations is accepted. Earlier ones stay
    /// good: a second mail must not kill the link of the first.
    ///
    /// # Errors
    /// `auth.user_not_found` (404), `auth.already_active` (409).
    #[tracing::instrument(name = "identity.invite.create", skip_all, fields(user.id = %user_id))]
    pub async fn invite(&self, user_id: UserId, by: &Origin) -> Result<Invite, InviteError> {
        let (inner, now) = (&self.inner, self.inner.ambient.now());
        let tx = inner.db.begin(&scope()).await?;
        let work = inner.invite_within(&tx, user_id, by, now).await;
        finish(tx, work).await
    }

    /// For whom an invitation is, without using it: for the page that asks for the password.
    ///
    /// # Errors
    /// `auth.invite_not_valid` (410).
    pub async fn invited_email(&self, token: &str) -> Result<Option<String>, AcceptInviteError> {
        let (hash, now) = (sha256(token.as_bytes()), self.inner.ambient.now());
        let holder = tokens::find_holder(&self.inner.db, TokenPurpose::Invite, &hash, now).await?;
        holder
            .map(|holder| holder.email)
            .ok_or(AcceptInviteError::NotValid)
    }

    /// Sets the password of an invited person and signs them in. It also proves the address, for the link went there.
    /// All invitations of the person are used up. The language of the page, `locale`, is the person's from now on, when none
    /// was chosen before.
    ///
    /// # Errors
    /// `auth.invite_not_valid` (410); `auth.password_weak` (422) with each fault; `auth.user_banned` (403); `auth.busy`
    /// (503).
    #[tracing::instrument(name = "identity.invite.accept", skip_all)]
    pub async fn accept_invite(
        &self,
        token: &str,
        password: &SecretString,
        locale: Option<Locale>,
        client: &ClientInfo,
    ) -> Result<Session, AcceptInviteError> {
        let inner = &self.inner;
        let email = self.invited_email(token).await?;
        let email = email.and_then(|email| Email::parse(&email).ok());
        let password = NewPassword::checked(password.clone(), email.as_ref())
            .map_err(AcceptInviteError::Weak)?;
        let phc = inner.hasher.hash(password.0).await?;
        let now = inner.ambient.now();
        let tx = inner.db.begin(&scope()).await?;
        let accepted = Acceptance {
            hash: sha256(token.as_bytes()),
            phc,
            locale,
            now,
        };
        let work = inner.accept_within(&tx, &accepted, client).await;
        let whose = work.as_ref().ok().map(|(_, user)| user.id);
        let _forgotten = whose.map(|id| inner.live.forget_at_end(Forgotten::User(id)));
        let (started, user) = finish(tx, work).await?;
        Ok(inner.hand_out(started, user, now)?)
    }
}

struct Acceptance {
    hash: [u8; 32],
    phc: String,
    locale: Option<Locale>,
    now: DateTime<Utc>,
}

impl Inner {
    async fn invite_within(
        &self,
        tx: &MainTx,
        user_id: UserId,
        by: &Origin,
        now: DateTime<Utc>,
    ) -> Result<Invite, InviteError> {
        users::lock(tx, user_id)
            .await?
            .ok_or(InviteError::UserNotFound)?;
        if credentials::lock(tx, user_id).await?.is_some() {
            return Err(InviteError::AlreadyActive);
        }
        let token = URL_SAFE_NO_PAD.encode(self.ambient.bytes::<SECRET_LEN>());
        let row = NewTokenRow {
            id: self.ambient.uuid(),
            user_id,
            purpose: TokenPurpose::Invite,
            sha256: sha256(token.as_bytes()),
            expires_at: now + INVITE_LIFE,
            email: None,
            code: None,
            redirect_to: None,
            flow_id: None,
        };
        tokens::insert(tx, &row, now).await?;
        users::save_invited(tx, user_id, now).await?;
        let made = AuditEvent::about(AuditAction::InviteMade, user_id);
        self.audit(tx, by, made, now).await?;
        let user = users::find_in(tx, user_id)
            .await?
            .ok_or(InviteError::UserNotFound)?;
        Ok(Invite {
            user_id,
            email: user.email,
            token: SecretString::from(token),
            expires_at: row.expires_at,
        })
    }

    async fn accept_within(
        &self,
        tx: &MainTx,
        accepted: &Acceptance,
        client: &ClientInfo,
    ) -> Result<(Started, User), AcceptInviteError> {
        let (gone, now) = (AcceptInviteError::NotValid, accepted.now);
        let Some(user_id) = tokens::lock(tx, TokenPurpose::Invite, &accepted.hash, now).await?
        else {
            return Err(gone);
        };
        let Some(locked) = users::lock(tx, user_id).await? else {
            return Err(gone);
        };
        if let Some(until) = locked.banned_until.filter(|until| *until > now) {
            return Err(AcceptInviteError::Banned { until });
        }
        tokens::save_used(tx, user_id, TokenPurpose::Invite, now).await?;
        let invited = users::find_in(tx, user_id).await?;
        if invited.is_some_and(|user| !user.email_proof.is_proved()) {
            self.take_over(tx, (user_id, None), &Origin::user(user_id, client), now)
                .await?;
        }
        credentials::save(tx, user_id, &accepted.phc, now).await?;
        users::save_email_confirmed(tx, user_id, now).await?;
        if let Some(locale) = accepted.locale {
            self.keep_language_within(tx, user_id, locale, now).await?;
        }
        users::save_sign_in(tx, user_id, now).await?;
        let ended = end_sessions(tx, user_id, None, now).await?;
        let event =
            AuditEvent::about(AuditAction::InviteAccepted, user_id).detail("sessions_ended", ended);
        self.audit(tx, &Origin::user(user_id, client), event, now)
            .await?;
        let started = self.start_session(tx, user_id, "invite", client, now).await;
        let started = started?.ok_or(gone)?;
        let user = users::find_in(tx, user_id)
            .await?
            .ok_or(DbError::RowCount { want: 1, got: 0 })?;
        Ok((started, user))
    }
}
