use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use stoa_core::{SecretString, UserId};
use stoa_db_main::identity::users::{self, EmailProof, Sent};
use stoa_db_main::identity::{credentials, scope};
use stoa_domain::Email;
use stoa_pg::{DbError, MainTx};

mod anonymous;
mod error;

pub use error::SignUpError;

use super::newcomer::Newcomer;
use super::start::Started;
use super::{Identity, Inner, Letter, LinkWish, finish};
use crate::{AuditAction, AuditEvent, ClientInfo, NewPassword, Origin, Session, User, metadata};

/// What somebody sends who makes an account.
#[derive(Debug)]
pub struct SignUp {
    /// The address.
    pub email: Email,
    /// The password.
    pub password: SecretString,
    /// What the person says of themselves, at most 4096 bytes as JSON.
    pub data: Map<String, Value>,
}

/// What came of a sign-up.
#[derive(Debug)]
pub enum SignedUp {
    /// The person is signed in: addresses are not proved here.
    Session(Box<Session>),
    /// A letter is on its way. The user looks the same whether the address was free or not.
    Pending(Box<User>),
}

impl Identity {
    /// Makes an account. When addresses are proved by letter, nobody learns here whether the address was free: its owner
    /// gets a letter either way, and whoever asks gets an equal answer after equal work.
    ///
    /// Who signs up again before the address is proved gets another letter. When the password is another one, neither of
    /// the two counts once the address is proved: nobody knows which of them is the owner's. Its letter signs in. Until
    /// then a sign-in with the newest of the passwords hears that the letter is waited for, and with another that it is
    /// wrong; so it does where the address is taken.
    ///
    /// # Errors
    /// `auth.sign_up_disabled` (403), `auth.password_weak`, `auth.metadata_invalid` (422), `auth.busy` (503); only where
    /// addresses are not proved `auth.email_taken` (409).
    #[tracing::instrument(name = "identity.user.sign_up", skip_all)]
    pub async fn sign_up(
        &self,
        wanted: SignUp,
        wish: &LinkWish,
        client: &ClientInfo,
    ) -> Result<SignedUp, SignUpError> {
        let inner = &self.inner;
        if !inner.options.rules.sign_up {
            return Err(SignUpError::Disabled);
        }
        let password = NewPassword::checked(wanted.password, Some(&wanted.email))
            .map_err(SignUpError::Weak)?;
        let data = metadata::checked(wanted.data)?;
        let phc = inner.hasher.hash(password.0.clone()).await?;
        // The same work whether somebody waits under the address or not.
        let waiting = credentials::find_waiting(&inner.db, wanted.email.as_str()).await?;
        let is_theirs = inner.hasher.verify(password.0, waiting).await?.matches;
        let (id, now) = (UserId::new(&inner.ambient), inner.ambient.now());
        let new = Newcomer {
            id,
            email: Some(&wanted.email),
            proof: if inner.options.rules.autoconfirm {
                EmailProof::Assumed { since: now }
            } else {
                EmailProof::Waiting
            },
            phc: Some(&phc),
            data: &data,
            locale: wish.locale,
        };
        let tx = inner.db.begin(&scope()).await?;
        let work = inner
            .sign_up_within(&tx, (&wanted.email, &new, is_theirs), wish, client, now)
            .await;
        let entered = finish(tx, work).await;
        if let Err(SignUpError::EmailTaken) = &entered {
            let event = AuditEvent::new(AuditAction::SignUpRepeated)
                .detail("address", inner.address_tag(&wanted.email));
            inner.audit_failure(&Origin::visitor(client), event).await;
        }
        match entered? {
            Entered::Session(started, user) => {
                let session = inner.hand_out(started, *user, now)?;
                Ok(SignedUp::Session(Box::new(session)))
            }
            Entered::Made(mut user) => {
                inner.wake_postman();
                // As it was sent, not as the database writes it: nobody shall see whether it went there.
                user.user_metadata = data;
                Ok(SignedUp::Pending(user))
            }
            Entered::Known => {
                inner.wake_postman();
                let user = inner.made_up(id, &wanted.email, data, now);
                Ok(SignedUp::Pending(Box::new(user)))
            }
        }
    }
}

enum Entered {
    Session(Started, Box<User>),
    Made(Box<User>),
    Known,
}

impl Inner {
    async fn sign_up_within(
        &self,
        tx: &MainTx,
        (email, new, is_theirs): (&Email, &Newcomer<'_>, bool),
        wish: &LinkWish,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<Entered, SignUpError> {
        let made = self.take_in(tx, new, client, now).await?;
        let Some(id) = made else {
            if self.options.rules.autoconfirm {
                return Err(SignUpError::EmailTaken);
            }
            let refused = new.phc.map(|phc| (phc, !is_theirs));
            self.tell_owner(tx, (email, refused), wish, client, now)
                .await?;
            return Ok(Entered::Known);
        };
        let gone = DbError::RowCount { want: 1, got: 0 };
        if self.options.rules.autoconfirm {
            users::save_sign_in(tx, id, now).await?;
            let started = self.start_session(tx, id, "password", client, now).await;
            let started = started?.ok_or(gone)?;
            let user = users::find_in(tx, id).await?;
            let user = user.ok_or(DbError::RowCount { want: 1, got: 0 })?;
            return Ok(Entered::Session(started, Box::new(user)));
        }
        let flow_id = self
            .begin_flow(tx, Some(id), "email/signup", wish, now)
            .await?;
        self.note_letter(tx, id, Sent::Confirmation, now).await?;
        let letter = (Letter::ConfirmSignUp, id, email);
        self.ask_for(tx, letter, (wish, flow_id), client).await?;
        let user = users::find_in(tx, id).await?.ok_or(gone)?;
        Ok(Entered::Made(Box::new(user)))
    }

    /// The owner of an address learns that somebody, perhaps they themselves, wanted to sign up with it.
    async fn tell_owner(
        &self,
        tx: &MainTx,
        (email, refused): (&Email, Option<(&str, bool)>),
        wish: &LinkWish,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        // Deleted between two statements: as good as free, and the person may try again.
        let Some(owner) = users::find_by_email_in(tx, email.as_str()).await? else {
            return Ok(());
        };
        let is_waiting = owner.email_proof.is_waiting();
        let is_there = if is_waiting {
            self.note_letter(tx, owner.id, Sent::Confirmation, now)
                .await?
        } else {
            users::lock(tx, owner.id).await?.is_some()
        };
        if !is_there {
            return Ok(());
        }
        let flow_id = self
            .begin_flow(tx, Some(owner.id), "email/signup", wish, now)
            .await?;
        let is_another = refused.is_some_and(|(_, is_another)| is_another);
        if let Some((phc, _)) = refused {
            credentials::save_refused(tx, owner.id, phc, now).await?;
        }
        if is_waiting && is_another {
            credentials::save_contested(tx, owner.id).await?;
        }
        let event = AuditEvent::about(AuditAction::SignUpRepeated, owner.id)
            .detail("waiting", is_waiting)
            .detail("contested", is_waiting && is_another);
        self.audit(tx, &Origin::visitor(client), event, now).await?;
        let letter = if is_waiting {
            Letter::ConfirmSignUp
        } else {
            Letter::AlreadyRegistered
        };
        self.ask_for(tx, (letter, owner.id, email), (wish, flow_id), client)
            .await
    }
}
