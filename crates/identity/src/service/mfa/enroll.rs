use chrono::{DateTime, TimeDelta, Utc};
use stoa_core::{ExposeSecret as _, FactorId, SecretString};
use stoa_db_main::identity::factors::{self, Factor, NewFactorRow};
use stoa_db_main::identity::{scope, users};
use stoa_pg::{DbError, MainTx};

use super::name::{friendly_name, host, issuer};
use super::{EnrollError, FACTOR_SECRET};
use crate::live::Forgotten;
use crate::mfa::{self, Label, SECRET_LEN};
use crate::service::{Identity, Inner, finish};
use crate::{Aal, Actor, AuditAction, AuditEvent, ClientInfo, Origin};

/// How many factors a person may have, unverified ones included.
const MOST_FACTORS: usize = 10;
/// How long a factor may wait for its first code; then it makes room for another try.
const UNVERIFIED_LIFE: TimeDelta = TimeDelta::minutes(5);

/// An authenticator app that is to be set up.
#[derive(Debug, Clone, Copy, Default)]
pub struct NewFactor<'a> {
    /// How the person calls it; at most 100 characters. Two factors of a person have different names or none.
    pub friendly_name: &'a str,
    /// How the app calls the platform; at most 64 characters without a colon. Empty: our host.
    pub issuer: &'a str,
}

/// A factor that was just made. Its secret is shown now and never again.
#[derive(Debug)]
pub struct EnrolledFactor {
    /// The id.
    pub id: FactorId,
    /// Its name.
    pub friendly_name: Option<String>,
    /// The key in base 32, for apps that cannot scan.
    pub secret: SecretString,
    /// The `otpauth:` address that apps open.
    pub uri: SecretString,
    /// The same as a picture to scan: SVG, black on white. It holds the key.
    pub qr_svg: SecretString,
}

impl Identity {
    /// Begins to set up an authenticator app. It counts for nothing until a code of it proves right, and is forgotten
    /// when none has after five minutes and another is set up.
    ///
    /// Whoever has a verified factor must have proved one in this session.
    ///
    /// # Errors
    /// `mfa.name_invalid`, `mfa.issuer_invalid` (422); `mfa.name_taken` (409); `mfa.too_many_factors` (409);
    /// `auth.insufficient_aal` (403); `auth.session_gone` (401).
    #[tracing::instrument(name = "identity.factor.enroll", skip_all, fields(user.id = %actor.user_id))]
    pub async fn enroll_factor(
        &self,
        actor: &Actor,
        new: &NewFactor<'_>,
        client: &ClientInfo,
    ) -> Result<EnrolledFactor, EnrollError> {
        let inner = &self.inner;
        let name = friendly_name(new.friendly_name).map_err(|_| EnrollError::NameInvalid)?;
        let issuer = issuer(new.issuer).map_err(|_| EnrollError::IssuerInvalid)?;
        let issuer = issuer.unwrap_or_else(|| host(inner.origin()).to_owned());
        let work = Enrolment {
            inner,
            actor,
            name,
            issuer,
            now: inner.ambient.now(),
        };
        let tx = inner.db.begin(&scope()).await?;
        let done = work.run(&tx, client).await;
        let _forgotten = inner.live.forget_at_end(Forgotten::User(actor.user_id));
        finish(tx, done).await
    }
}

impl Identity {
    /// Shows a factor that waits for its first code once more, for who mistyped it; `None` when none waits.
    ///
    /// # Errors
    /// `auth.session_gone` (401).
    pub async fn resume_enrolment(
        &self,
        actor: &Actor,
        id: FactorId,
    ) -> Result<Option<EnrolledFactor>, EnrollError> {
        let inner = &self.inner;
        let work = Enrolment {
            inner,
            actor,
            name: None,
            issuer: host(inner.origin()).to_owned(),
            now: inner.ambient.now(),
        };
        let tx = inner.db.begin(&scope()).await?;
        let done = work.resume(&tx, id).await;
        finish(tx, done).await
    }
}

struct Enrolment<'a> {
    inner: &'a Inner,
    actor: &'a Actor,
    name: Option<String>,
    issuer: String,
    now: DateTime<Utc>,
}

impl Enrolment<'_> {
    async fn run(self, tx: &MainTx, client: &ClientInfo) -> Result<EnrolledFactor, EnrollError> {
        let (user_id, now) = (self.actor.user_id, self.now);
        let level = self.inner.lock_level(tx, self.actor).await?;
        let level = level.ok_or(EnrollError::SessionGone)?;
        factors::delete_abandoned(tx, user_id, now - UNVERIFIED_LIFE).await?;
        self.check(&factors::list_in(tx, user_id).await?, level)?;
        let (id, secret) = (
            FactorId::new(&self.inner.ambient),
            self.inner.ambient.bytes::<SECRET_LEN>(),
        );
        let sealed = self
            .inner
            .master
            .seal(&self.inner.ambient, FACTOR_SECRET, id.0, &secret);
        let row = NewFactorRow {
            id,
            user_id,
            friendly_name: self.name.as_deref(),
            secret: &sealed,
        };
        if !factors::insert(tx, &row, now).await? {
            return Err(EnrollError::NameTaken);
        }
        let event = AuditEvent::about(AuditAction::FactorEnrolled, user_id)
            .detail("factor_id", id.to_string());
        let origin = Origin::actor(self.actor, client);
        self.inner.audit(tx, &origin, event, now).await?;
        self.shown(tx, id, &secret).await
    }

    async fn resume(
        self,
        tx: &MainTx,
        id: FactorId,
    ) -> Result<Option<EnrolledFactor>, EnrollError> {
        let level = self.inner.lock_level(tx, self.actor).await?;
        level.ok_or(EnrollError::SessionGone)?;
        let factor = factors::lock(tx, self.actor.user_id, id).await?;
        let Some(factor) = factor.filter(|factor| !factor.is_verified) else {
            return Ok(None);
        };
        let secret = self
            .inner
            .master
            .open(FACTOR_SECRET, id.0, &factor.secret)?;
        self.shown(tx, id, &secret).await.map(Some)
    }

    fn check(&self, known: &[Factor], aal: Aal) -> Result<(), EnrollError> {
        if aal < Aal::Aal2 && known.iter().any(|factor| factor.is_verified) {
            return Err(EnrollError::InsufficientAal);
        }
        if self.name.is_some() && known.iter().any(|factor| factor.friendly_name == self.name) {
            return Err(EnrollError::NameTaken);
        }
        if known.len() >= MOST_FACTORS {
            return Err(EnrollError::TooMany);
        }
        Ok(())
    }

    async fn shown(
        self,
        tx: &MainTx,
        id: FactorId,
        secret: &[u8],
    ) -> Result<EnrolledFactor, EnrollError> {
        let user = users::find_in(tx, self.actor.user_id)
            .await?
            .ok_or(DbError::RowCount { want: 1, got: 0 })?;
        let account = user.email.unwrap_or_else(|| user.id.to_string());
        let label = Label {
            issuer: &self.issuer,
            account: &account,
        };
        let uri = label.uri(secret);
        let qr_svg = mfa::svg(uri.expose_secret()).ok_or(EnrollError::IssuerInvalid)?;
        Ok(EnrolledFactor {
            id,
            friendly_name: self.name,
            secret: SecretString::from(mfa::secret_text(secret)),
            uri,
            qr_svg,
        })
    }
}
