use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use stoa_core::SecretString;
use stoa_db_main::identity::credentials::{self, Login};
use stoa_db_main::identity::{scope, users};
use stoa_domain::Email;
use stoa_pg::{DbError, MainTx};

mod error;

pub use error::SignInError;

use super::start::Started;
use super::{Identity, Inner, finish};
use crate::{AuditAction, AuditEvent, ClientInfo, Origin, Session, User};

const ADDRESS_TAG_LEN: usize = 12;

impl Identity {
    /// Signs somebody in by address and password. A wrong password and an unknown address cost the same and look the
    /// same.
    ///
    /// # Errors
    /// `auth.credentials_invalid` (401); only after the password proved right `auth.email_not_confirmed` and
    /// `auth.user_banned` (403); `auth.busy` (503).
    #[tracing::instrument(name = "identity.session.sign_in", skip_all)]
    pub async fn sign_in(
        &self,
        email: &str,
        password: &SecretString,
        client: &ClientInfo,
    ) -> Result<Session, SignInError> {
        let inner = &self.inner;
        let email = Email::parse(email).ok();
        let login = match &email {
            Some(email) => credentials::find_login(&inner.db, email.as_str()).await?,
            None => None,
        };
        let whose = login.as_ref().map(|login| login.user_id);
        let outcome = inner.sign_in_as(login, password, client).await;
        if let Some(reason) = outcome.as_ref().err().and_then(SignInError::audited) {
            let address = email.map(|email| inner.address_tag(&email));
            let event = AuditEvent {
                subject: whose,
                ..AuditEvent::new(AuditAction::SignInFailed)
            };
            let event = event.detail("reason", reason).detail("address", address);
            inner.audit_failure(&Origin::visitor(client), event).await;
        }
        outcome
    }
}

impl SignInError {
    /// The reason that the audit keeps; none for what says nothing about who tried.
    fn audited(&self) -> Option<&'static str> {
        match self {
            Self::InvalidCredentials => Some("invalid_credentials"),
            Self::EmailNotConfirmed => Some("email_not_confirmed"),
            Self::Banned { .. } => Some("user_banned"),
            Self::Busy | Self::Fault(_) => None,
        }
    }
}

fn with_hash(login: Login) -> Option<(Login, String)> {
    let phc = login.phc.clone()?;
    Some((login, phc))
}

/// A password that proved right.
struct Proved {
    login: Login,
    /// The hash it was checked against.
    seen: String,
    /// A hash of the same password with the parameters of today.
    rehashed: Option<String>,
}

impl Inner {
    /// An address as the audit keeps it: the same for the same address, and nothing to anybody without our key.
    pub(super) fn address_tag(&self, email: &Email) -> String {
        self.tag(email.as_str().as_bytes())
    }

    pub(super) fn tag(&self, text: &[u8]) -> String {
        let tag = aws_lc_rs::hmac::sign(&self.address_key, text);
        URL_SAFE_NO_PAD.encode(&tag.as_ref()[..ADDRESS_TAG_LEN])
    }

    async fn sign_in_as(
        &self,
        login: Option<Login>,
        password: &SecretString,
        client: &ClientInfo,
    ) -> Result<Session, SignInError> {
        let stored = login.as_ref().and_then(|login| login.phc.clone());
        let refused = login.as_ref().and_then(|login| login.refused_phc.clone());
        let verified = self.hasher.verify(password.clone(), stored).await?;
        let Some((login, seen)) = login.and_then(with_hash).filter(|_| verified.matches) else {
            return Err(self.as_if_waiting(password, refused).await?);
        };
        // A better hash is worth having, but nobody is turned away for it.
        let rehashed = if verified.is_outdated {
            self.hasher.hash(password.clone()).await.ok()
        } else {
            None
        };
        let proved = Proved {
            login,
            seen,
            rehashed,
        };
        match self.begin_sign_in(&proved, client).await {
            Err(SignInError::EmailNotConfirmed) => {
                Err(self.still_waiting(password, refused).await?)
            }
            outcome => outcome,
        }
    }

    /// How the right password of an account is refused that waits for its letter: only the password of the newest
    /// sign-up hears that it waits, just as where the address is taken. Costs the same.
    async fn still_waiting(
        &self,
        password: &SecretString,
        newest: Option<String>,
    ) -> Result<SignInError, SignInError> {
        let is_only_one = newest.is_none();
        let verdict = self.as_if_waiting(password, newest).await?;
        Ok(if is_only_one {
            SignInError::EmailNotConfirmed
        } else {
            verdict
        })
    }

    /// How a password that is not the account's is refused: whoever has just signed up with it, at an address that was
    /// taken, gets the answer of an account that waits for its letter. Costs the same whether there was a sign-up.
    async fn as_if_waiting(
        &self,
        password: &SecretString,
        refused: Option<String>,
    ) -> Result<SignInError, SignInError> {
        let verified = self.hasher.verify(password.clone(), refused).await?;
        Ok(if verified.matches {
            SignInError::EmailNotConfirmed
        } else {
            SignInError::InvalidCredentials
        })
    }

    async fn begin_sign_in(
        &self,
        proved: &Proved,
        client: &ClientInfo,
    ) -> Result<Session, SignInError> {
        let now = self.ambient.now();
        let tx = self.db.begin(&scope()).await?;
        let work = self.sign_in_within(&tx, proved, client, now).await;
        let (started, user) = finish(tx, work).await?;
        Ok(self.hand_out(started, user, now)?)
    }

    async fn sign_in_within(
        &self,
        tx: &MainTx,
        proved: &Proved,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<(Started, User), SignInError> {
        let user_id = proved.login.user_id;
        let gone = SignInError::InvalidCredentials;
        // The user's row first, always: whoever changes a password locks it too, so the two cannot cross.
        let Some(locked) = users::lock(tx, user_id).await? else {
            return Err(gone);
        };
        if credentials::lock(tx, user_id).await?.as_deref() != Some(proved.seen.as_str()) {
            return Err(gone);
        }
        if let Some(until) = locked.banned_until.filter(|until| *until > now) {
            return Err(SignInError::Banned { until });
        }
        users::save_sign_in(tx, user_id, now).await?;
        if let Some(phc) = &proved.rehashed {
            credentials::save_rehashed(tx, user_id, &proved.seen, phc).await?;
        }
        let user = users::find_in(tx, user_id)
            .await?
            .ok_or(DbError::RowCount { want: 1, got: 0 })?;
        if user.email_proof.is_waiting() {
            return Err(SignInError::EmailNotConfirmed);
        }
        let started = self
            .start_session(tx, user_id, "password", client, now)
            .await;
        let started = started?.ok_or(gone)?;
        Ok((started, user))
    }
}
