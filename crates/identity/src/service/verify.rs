use chrono::{DateTime, Utc};
use stoa_core::{SecretString, UserId};
use stoa_db_main::identity::users;
use stoa_db_main::identity::{credentials, flows, scope};
use stoa_domain::Email;
use stoa_pg::{DbError, MainTx};
use uuid::Uuid;

mod email_change;
mod error;

pub use error::VerifyError;

use super::endings::end_sessions;
use super::exchange::RECOVERY;
use super::keys::sha256;
use super::start::Started;
use super::{Identity, Inner, finish};
use crate::live::Forgotten;
use crate::{AuditAction, AuditEvent, ClientInfo, OpenToken, Origin, Session, TokenPurpose, User};

/// What somebody shows who got a letter.
#[derive(Debug)]
pub enum Proof {
    /// What stands in the link.
    Link(SecretString),
    /// The six digits, and the address they went to.
    Code {
        /// The address.
        email: Email,
        /// The digits.
        code: SecretString,
    },
}

/// How the person goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Onward {
    /// Signed in here and now.
    Session,
    /// By a code for the client that asked with PKCE, where one did.
    Client,
}

/// What came of a link or a code.
#[derive(Debug)]
pub enum Verified {
    /// The person is signed in.
    Session(Box<Session>),
    /// A code for the client that asked: it exchanges the code for a session within five minutes.
    Code(Uuid),
    /// One of two mailboxes has agreed to a change of address; the other is still asked.
    HalfOfTwo,
}

impl Identity {
    /// Uses up a link or a code of one of `purposes`: proves the address it went to, and signs the person in.
    ///
    /// Wrong, used, replaced, expired and unknown look the same. A link for a new password ends all other sessions.
    ///
    /// # Errors
    /// `auth.link_invalid` (403), `auth.user_banned` (403), `auth.email_taken` (409): another account took the address.
    #[tracing::instrument(name = "identity.link.verify", skip_all)]
    pub async fn verify_proof(
        &self,
        purposes: &[TokenPurpose],
        proof: &Proof,
        onward: Onward,
        client: &ClientInfo,
    ) -> Result<Verified, VerifyError> {
        let inner = &self.inner;
        let outcome = inner.verify(purposes, proof, onward, client).await;
        if let Err(error) = &outcome
            && let Some(reason) = error.audited()
        {
            let event = AuditEvent::new(AuditAction::LinkRefused).detail("reason", reason);
            inner.audit_failure(&Origin::visitor(client), event).await;
        }
        outcome
    }
}

/// What a used-up link or code leads to.
enum Step {
    Session(Started, Box<User>),
    Code(Uuid),
    HalfOfTwo,
    /// Nothing: and that it was tried must be kept.
    Refused(VerifyError),
}

impl Inner {
    async fn verify(
        &self,
        purposes: &[TokenPurpose],
        proof: &Proof,
        onward: Onward,
        client: &ClientInfo,
    ) -> Result<Verified, VerifyError> {
        let now = self.ambient.now();
        // Who it is about is found first, since a person's row is locked before anything of theirs.
        let Some(holder) = self.holder(purposes, proof, now).await? else {
            return Err(VerifyError::Invalid);
        };
        let tx = self.db.begin(&scope()).await?;
        let _forgotten = self.live.forget_at_end(Forgotten::User(holder));
        let asked = (holder, purposes, proof);
        let work = self.verify_within(&tx, asked, onward, client, now).await;
        let step = finish(tx, work).await?;
        self.wake_postman();
        match step {
            Step::Session(started, user) => {
                let session = self.hand_out(started, *user, now)?;
                Ok(Verified::Session(Box::new(session)))
            }
            Step::Code(code) => Ok(Verified::Code(code)),
            Step::HalfOfTwo => Ok(Verified::HalfOfTwo),
            Step::Refused(error) => Err(error),
        }
    }

    async fn holder(
        &self,
        purposes: &[TokenPurpose],
        proof: &Proof,
        now: DateTime<Utc>,
    ) -> Result<Option<UserId>, DbError> {
        use stoa_core::ExposeSecret as _;
        use stoa_db_main::identity::one_time_tokens as tokens;
        match proof {
            Proof::Link(token) => {
                let hash = sha256(token.expose_secret().as_bytes());
                let found = tokens::find_link(&self.db, purposes, &hash, now).await?;
                Ok(found.map(|found| found.user_id))
            }
            Proof::Code { email, .. } => {
                let words: Vec<_> = purposes.iter().map(|purpose| purpose.as_str()).collect();
                flows::find_code_holder(&self.db, email.as_str(), &words, now).await
            }
        }
    }

    async fn verify_within(
        &self,
        tx: &MainTx,
        (holder, purposes, proof): (UserId, &[TokenPurpose], &Proof),
        onward: Onward,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<Step, VerifyError> {
        use stoa_core::ExposeSecret as _;
        let Some(locked) = users::lock(tx, holder).await? else {
            return Err(VerifyError::Invalid);
        };
        let token = match proof {
            Proof::Link(token) => {
                let token = token.expose_secret();
                self.redeem_link(tx, purposes, token, now).await?
            }
            Proof::Code { email, code } => {
                let code = (email, code.expose_secret());
                self.redeem_code(tx, purposes, code, now).await?
            }
        };
        let Some(token) = token.filter(|token| token.user_id == holder) else {
            return Ok(Step::Refused(VerifyError::Invalid));
        };
        if let Some(until) = locked.banned_until.filter(|until| *until > now) {
            return Err(VerifyError::Banned { until });
        }
        let event = AuditEvent::about(AuditAction::LinkUsed, holder)
            .detail("purpose", token.purpose.as_str());
        let origin = Origin::user(holder, client);
        self.audit(tx, &origin, event, now).await?;
        self.act(tx, &token, onward, client, now).await
    }

    async fn act(
        &self,
        tx: &MainTx,
        token: &OpenToken,
        onward: Onward,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<Step, VerifyError> {
        let id = token.user_id;
        match token.purpose {
            TokenPurpose::Reauthentication => return Ok(Step::Refused(VerifyError::Invalid)),
            TokenPurpose::EmailChangeCurrent | TokenPurpose::EmailChangeNew => {
                if !self.agree(tx, token, client, now).await? {
                    return Ok(Step::HalfOfTwo);
                }
            }
            TokenPurpose::Signup => {
                let is_first = self.confirm(tx, token, client, now).await?;
                if is_first && credentials::is_contested(tx, id).await? {
                    // Two people may have chosen a password, and nobody knows which of them reads the mail.
                    let origin = Origin::user(id, client);
                    self.take_over(tx, (id, token.flow_id), &origin, now)
                        .await?;
                }
            }
            TokenPurpose::MagicLink | TokenPurpose::Recovery | TokenPurpose::Invite => {
                if self.confirm(tx, token, client, now).await? {
                    // Whoever chose a password, a factor or another way in had not shown that the address is theirs; who
                    // reads its mail now has.
                    let origin = Origin::user(id, client);
                    self.take_over(tx, (id, token.flow_id), &origin, now)
                        .await?;
                }
            }
        }
        if token.purpose == TokenPurpose::Recovery {
            end_sessions(tx, id, None, now).await?;
        }
        if let (Onward::Client, Some(flow_id)) = (onward, token.flow_id) {
            return self.code_for(tx, flow_id, id, now).await;
        }
        users::save_sign_in(tx, id, now).await?;
        let started = self.start_session(tx, id, method(token), client, now).await;
        let user = users::find_in(tx, id).await?;
        match (started?, user) {
            (Some(started), Some(user)) => Ok(Step::Session(started, Box::new(user))),
            _ => Err(VerifyError::Invalid),
        }
    }

    /// Notes that the address a letter went to is the person's; `true` when nobody had shown that before. A letter to a
    /// former address proves nothing.
    async fn confirm(
        &self,
        tx: &MainTx,
        token: &OpenToken,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<bool, VerifyError> {
        let user = users::find_in(tx, token.user_id).await?;
        let user = user.ok_or(VerifyError::Invalid)?;
        if token.email.is_some() && token.email != user.email {
            return Err(VerifyError::Invalid);
        }
        if user.email_proof.is_proved() {
            return Ok(false);
        }
        users::save_email_confirmed(tx, user.id, now).await?;
        let event = AuditEvent::about(AuditAction::UserConfirmed, user.id);
        let origin = Origin::user(user.id, client);
        self.audit(tx, &origin, event, now).await?;
        Ok(true)
    }

    async fn code_for(
        &self,
        tx: &MainTx,
        flow_id: Uuid,
        user_id: UserId,
        now: DateTime<Utc>,
    ) -> Result<Step, VerifyError> {
        let code = uuid::Builder::from_random_bytes(self.ambient.bytes()).into_uuid();
        if flows::save_code(tx, flow_id, user_id, &sha256(code.as_bytes()), now).await? {
            Ok(Step::Code(code))
        } else {
            Err(VerifyError::Invalid)
        }
    }
}

/// What a session says of how it was proved.
///
/// # Source
/// the identity contract, 2. A session that a recovery began says so, since it may set a password.
const fn method(token: &OpenToken) -> &'static str {
    match token.purpose {
        TokenPurpose::Recovery => RECOVERY,
        TokenPurpose::Invite => "invite",
        _ => "otp",
    }
}
