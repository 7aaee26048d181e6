//! Another password: what proves that the person may set it, and what dies with the old one.

use chrono::{DateTime, Utc};
use stoa_core::SecretString;
use stoa_db_main::identity::one_time_tokens::TokenPurpose;
use stoa_db_main::identity::{credentials, scope};
use stoa_domain::Email;
use stoa_pg::MainTx;

use super::UpdateUserError;
use crate::service::endings::{end_sessions, void_links};
use crate::service::rules::FRESH;
use crate::service::{Inner, Letter, MailRequest};
use crate::{Actor, AuditAction, AuditEvent, ClientInfo, NewPassword, Origin, User};

/// What shows that it is still the same person.
pub(super) struct Proof {
    pub(super) current: Option<SecretString>,
    pub(super) nonce: Option<SecretString>,
}

/// A password that may be set.
pub(super) struct NewHash {
    phc: String,
    /// The hash that it takes the place of.
    seen: Option<String>,
    /// The person gave the present password, or a nonce.
    is_proved: bool,
}

impl Inner {
    /// Checks a new password and the proofs that came with it. A nonce is used up, and a wrong one is counted.
    pub(super) async fn new_hash(
        &self,
        user: &User,
        password: SecretString,
        proof: Proof,
        wanted: Option<&Email>,
    ) -> Result<NewHash, UpdateUserError> {
        let own = user
            .email
            .as_deref()
            .and_then(|text| Email::parse(text).ok());
        let seen = credentials::find(&self.db, user.id).await?;
        let mut is_proved = proof.current.is_some();
        if let Some(current) = proof.current {
            let verified = self.hasher.verify(current, seen.clone()).await?;
            if !verified.matches {
                return Err(UpdateUserError::CurrentWrong);
            }
        }
        if seen.is_some() {
            let verified = self.hasher.verify(password.clone(), seen.clone()).await?;
            if verified.matches {
                return Err(UpdateUserError::Same);
            }
        }
        let password = NewPassword::checked(password, wanted.or(own.as_ref()))
            .map_err(UpdateUserError::Weak)?;
        if let Some(nonce) = proof.nonce.filter(|_| !is_proved) {
            self.redeem_nonce(own.as_ref(), user, &nonce).await?;
            is_proved = true;
        }
        Ok(NewHash {
            phc: self.hasher.hash(password.0).await?,
            seen,
            is_proved,
        })
    }

    async fn redeem_nonce(
        &self,
        email: Option<&Email>,
        user: &User,
        nonce: &SecretString,
    ) -> Result<(), UpdateUserError> {
        use stoa_core::ExposeSecret as _;
        let email = email.ok_or(UpdateUserError::NonceWrong)?;
        let tx = self.db.begin(&scope()).await?;
        let code = (email, nonce.expose_secret());
        let purposes = [TokenPurpose::Reauthentication];
        let found = self.redeem_code(&tx, &purposes, code, self.ambient.now());
        let found = found.await?;
        // Also when it was wrong: the try is counted.
        tx.commit().await?;
        let is_theirs = found.is_some_and(|token| token.user_id == user.id);
        is_theirs.then_some(()).ok_or(UpdateUserError::NonceWrong)
    }

    /// Sets the password; the person's row is locked. Other sessions, and all links and codes, die; of a foreign issuer
    /// every token that was given out until now, also the one that asks.
    pub(super) async fn set_password(
        &self,
        tx: &MainTx,
        actor: &Actor,
        (user, began_at, hash): (&User, Option<DateTime<Utc>>, NewHash),
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<(), UpdateUserError> {
        // Also when a letter for a new password began it: whoever finds it open a week later is somebody else.
        let is_fresh = began_at.is_some_and(|began_at| now - began_at < FRESH);
        if !hash.is_proved && !is_fresh {
            return Err(UpdateUserError::ReauthenticationNeeded);
        }
        if credentials::lock(tx, user.id).await? != hash.seen {
            return Err(UpdateUserError::ChangedMeanwhile);
        }
        credentials::save(tx, user.id, &hash.phc, now).await?;
        let ended = end_sessions(tx, user.id, Some(actor.session_id), now).await?;
        void_links(tx, user.id, None, now).await?;
        let event = AuditEvent::about(AuditAction::PasswordChanged, user.id)
            .detail("first", hash.seen.is_none())
            .detail("sessions_ended", ended);
        self.audit(tx, &Origin::actor(actor, client), event, now)
            .await?;
        let email = user.email.as_deref().map(Email::parse);
        if let Some(Ok(email)) = email {
            let letter = MailRequest::new(Letter::PasswordChanged, user.id, &email);
            self.request_mail(tx, letter.asked_by(client)).await?;
        }
        Ok(())
    }
}
