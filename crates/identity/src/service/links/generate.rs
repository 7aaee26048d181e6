use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use stoa_core::UserId;
use stoa_db_main::identity::one_time_tokens as tokens;
use stoa_db_main::identity::{scope, users};
use stoa_domain::Email;
use stoa_pg::MainTx;

use super::{LinkError, LinkKind};
use crate::service::{Identity, Inner, finish};
use crate::{
    AuditAction, AuditEvent, MintRequest, Minted, NewPassword, Origin, TokenPurpose, User,
};

/// A link that a server wants to hand out by itself.
#[derive(Debug)]
pub struct LinkForm {
    /// What it is good for.
    pub kind: LinkKind,
    /// Whose account: the address that it has.
    pub email: Email,
    /// The password of a new account, for a sign-up.
    pub password: Option<NewPassword>,
    /// The wanted address, for a change of it.
    pub new_email: Option<Email>,
    /// Laid over the person's own data, for a sign-up and an invitation.
    pub data: Map<String, Value>,
    /// Where the link leads in the end: what [`Identity::settle_redirect`] made of the wish.
    pub redirect_to: String,
}

/// A link that was made; no letter is sent.
#[derive(Debug)]
pub struct MadeLink {
    /// What it became: a magic link to an address that nobody has is one of a sign-up.
    pub kind: LinkKind,
    /// Whom it is for.
    pub user: User,
    /// The link and the code.
    pub minted: Minted,
    /// Where it leads in the end.
    pub redirect_to: String,
}

/// An account and the mailbox that a link of it proves.
struct Target {
    kind: LinkKind,
    user_id: UserId,
    mailbox: Email,
}

impl Identity {
    /// Makes a link, and the account where the kind makes one, and sends nothing: whoever asks hands it to the person. It
    /// takes the place of the open one of its kind; only invitations stand beside each other.
    ///
    /// A magic link for an address that nobody has becomes a sign-up without a password.
    ///
    /// # Errors
    /// `auth.user_not_found` (404); `auth.email_taken` (409); `auth.password_missing`, `auth.email_current_not_asked`,
    /// `auth.metadata_invalid` (422); `auth.busy` (503).
    #[tracing::instrument(name = "identity.link.generate", skip_all, fields(link.kind = %form.kind))]
    pub async fn generate_link(&self, form: LinkForm, by: &Origin) -> Result<MadeLink, LinkError> {
        let (inner, now) = (&self.inner, self.inner.ambient.now());
        let phc = match form.password.clone() {
            Some(password) if form.kind == LinkKind::Signup => {
                Some(inner.hasher.hash(password.0).await?)
            }
            _ => None,
        };
        let tx = inner.db.begin(&scope()).await?;
        let work = inner.generate(&tx, form, phc.as_deref(), by, now).await;
        finish(tx, work).await
    }
}

impl Identity {
    /// Makes a link by which a person sets a new password, for an administrator or the operator to hand over: the same as in
    /// the letter, good for an hour and once. It takes the place of the open one.
    ///
    /// # Errors
    /// `auth.user_not_found` (404), also for somebody without an address.
    pub async fn reset_link(&self, id: UserId, by: &Origin) -> Result<MadeLink, LinkError> {
        let user = users::find(&self.inner.db, id).await?;
        let user = user.filter(|user| user.deleted_at.is_none());
        let email = user.and_then(|user| user.email);
        let email = email.and_then(|email| Email::parse(&email).ok());
        let form = LinkForm {
            kind: LinkKind::Recovery,
            email: email.ok_or(LinkError::UserNotFound)?,
            password: None,
            new_email: None,
            data: Map::new(),
            redirect_to: format!("{}/", self.inner.origin()),
        };
        self.generate_link(form, by).await
    }
}

impl Inner {
    async fn generate(
        &self,
        tx: &MainTx,
        form: LinkForm,
        phc: Option<&str>,
        by: &Origin,
        now: DateTime<Utc>,
    ) -> Result<MadeLink, LinkError> {
        let redirect_to = form.redirect_to.clone();
        let target = self.target(tx, form, (phc, by), now).await?;
        let Target { kind, user_id, .. } = target;
        if let Some(sent) = kind.sent() {
            users::save_sent(tx, user_id, sent, now).await?;
        }
        let request = MintRequest {
            purpose: kind.purpose(),
            user_id,
            email: &target.mailbox,
            redirect_to: Some(redirect_to.as_str()).filter(|to| !to.is_empty()),
            flow_id: None,
        };
        let minted = self.mint(tx, &request, now).await?;
        let made = AuditEvent::about(AuditAction::LinkMade, user_id)
            .detail("purpose", kind.purpose().as_str());
        self.audit(tx, by, made, now).await?;
        Ok(MadeLink {
            kind,
            user: self.user_of_link(tx, user_id).await?,
            minted,
            redirect_to,
        })
    }

    async fn target(
        &self,
        tx: &MainTx,
        form: LinkForm,
        (phc, by): (Option<&str>, &Origin),
        now: DateTime<Utc>,
    ) -> Result<Target, LinkError> {
        let found = users::find_by_email_in(tx, form.email.as_str()).await?;
        let (kind, email) = (form.kind, form.email);
        let user_id = match (kind, found) {
            (LinkKind::Invite, _) => {
                let id = self.invitee(tx, &email, form.data, by, now).await?;
                users::save_invited(tx, id, now).await?;
                id
            }
            (LinkKind::Signup, None) if phc.is_none() => return Err(LinkError::PasswordMissing),
            (LinkKind::Signup, _) => self.unproved(tx, &email, form.data, (phc, by), now).await?,
            (LinkKind::MagicLink, None) => {
                let who = (None, by);
                let user_id = self.unproved(tx, &email, form.data, who, now).await?;
                return Ok(Target {
                    kind: LinkKind::Signup,
                    user_id,
                    mailbox: email,
                });
            }
            (_, None) => return Err(LinkError::UserNotFound),
            (LinkKind::MagicLink | LinkKind::Recovery, Some(user)) => user.id,
            (LinkKind::EmailChangeCurrent | LinkKind::EmailChangeNew, Some(user)) => {
                let new_email = form.new_email.ok_or(LinkError::NewEmailMissing)?;
                self.begin_change_by_link(tx, (kind, &user), &new_email, now)
                    .await?;
                let new = kind == LinkKind::EmailChangeNew;
                return Ok(Target {
                    kind,
                    user_id: user.id,
                    mailbox: if new { new_email } else { email },
                });
            }
        };
        Ok(Target {
            kind,
            user_id,
            mailbox: email,
        })
    }

    /// The change of address that the link agrees to: the one that has begun, or another that takes its place.
    async fn begin_change_by_link(
        &self,
        tx: &MainTx,
        (kind, user): (LinkKind, &User),
        new_email: &Email,
        now: DateTime<Utc>,
    ) -> Result<(), LinkError> {
        if kind == LinkKind::EmailChangeCurrent && !self.asks_both(user) {
            return Err(LinkError::CurrentNotAsked);
        }
        let taken = users::find_by_email_in(tx, new_email.as_str()).await?;
        if taken.is_some() {
            return Err(LinkError::EmailTaken);
        }
        users::lock(tx, user.id).await?;
        let begun = users::lock_email_change(tx, user.id).await?;
        if begun.is_some_and(|change| change.new_email == new_email.as_str()) {
            return Ok(());
        }
        for purpose in [
            TokenPurpose::EmailChangeCurrent,
            TokenPurpose::EmailChangeNew,
        ] {
            tokens::save_used(tx, user.id, purpose, now).await?;
        }
        users::save_new_email(tx, user.id, new_email.as_str(), now).await?;
        Ok(())
    }
}
