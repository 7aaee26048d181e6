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
use crate::{ClientInfo, Session, User};

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
        let login = match Email::parse(email) {
            Ok(email) => credentials::find_login(&inner.db, email.as_str()).await?,
            Err(_) => None,
        };
        let stored = login.as_ref().and_then(|login| login.phc.clone());
        let verified = inner.hasher.verify(password.clone(), stored).await?;
        let Some((login, seen)) = login.and_then(with_hash).filter(|_| verified.matches) else {
            return Err(SignInError::InvalidCredentials);
        };
        // A better hash is worth having, but nobody is turned away for it.
        let rehashed = if verified.is_outdated {
            inner.hasher.hash(password.clone()).await.ok()
        } else {
            None
        };
        inner
            .begin_sign_in(
                &Proved {
                    login,
                    seen,
                    rehashed,
                },
                client,
            )
            .await
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
        if user.email_confirmed_at.is_none() {
            return Err(SignInError::EmailNotConfirmed);
        }
        let started = self
            .start_session(tx, user_id, "password", client, now)
            .await;
        let started = started?.ok_or(gone)?;
        Ok((started, user))
    }
}
