use serde_json::{Value, json};
use stoa_core::{Ambient, UserId};
use stoa_db_main::identity::letters::{self, NewLetterRow};
use stoa_domain::{Email, Locale};
use stoa_jobs::NewJob;
use stoa_pg::{DbError, MainTx};
use uuid::Uuid;

use super::details::Details;
use super::order::Order;
use super::{Letter, SEND};
use crate::ClientInfo;
use crate::service::{Identity, Inner};

/// A letter that a flow wants to be sent.
#[derive(Debug)]
pub struct MailRequest<'a> {
    letter: Letter,
    user_id: UserId,
    to: &'a Email,
    locale: Option<Locale>,
    redirect_to: Option<&'a str>,
    flow_id: Option<Uuid>,
    client: Option<&'a ClientInfo>,
}

impl<'a> MailRequest<'a> {
    /// A letter to a person at an address, which is not always the one of the account; in the person's own language.
    #[must_use]
    pub const fn new(letter: Letter, user_id: UserId, to: &'a Email) -> Self {
        Self {
            letter,
            user_id,
            to,
            locale: None,
            redirect_to: None,
            flow_id: None,
            client: None,
        }
    }

    /// In this language, when one is given.
    #[must_use]
    pub const fn in_locale(mut self, locale: Option<Locale>) -> Self {
        self.locale = locale;
        self
    }

    /// Where the link leads in the end: an address that the allow-list has let through, at most 2048 characters.
    #[must_use]
    pub const fn redirecting_to(mut self, redirect_to: Option<&'a str>) -> Self {
        self.redirect_to = redirect_to;
        self
    }

    /// The PKCE flow that asks for it: the link's token begins with `pkce_` then.
    #[must_use]
    pub const fn of_flow(mut self, flow_id: Option<Uuid>) -> Self {
        self.flow_id = flow_id;
        self
    }

    /// Who asked: the letter names the program and the network.
    #[must_use]
    pub const fn asked_by(mut self, client: &'a ClientInfo) -> Self {
        self.client = Some(client);
        self
    }

    fn details(&self) -> Value {
        let new_email = match &self.letter {
            Letter::EmailChangeCurrent { new_email } | Letter::EmailChanged { new_email } => {
                Some(new_email.as_str().to_owned())
            }
            _ => None,
        };
        let invited_by = match &self.letter {
            Letter::Invite { invited_by } => invited_by.clone(),
            _ => None,
        };
        let account = match &self.letter {
            Letter::IdentityLinked { account } | Letter::IdentityUnlinked { account } => {
                Some(account.clone())
            }
            _ => None,
        };
        let told =
            |of: fn(&ClientInfo) -> Option<&str>| self.client.and_then(of).map(str::to_owned);
        json!(Details {
            new_email,
            account,
            invited_by,
            user_agent: told(ClientInfo::user_agent),
            network: told(ClientInfo::ip_prefix),
        })
    }
}

impl Identity {
    /// Asks for a letter inside a transaction: it is sent if and only if `tx` commits, once a mail server takes it.
    ///
    /// The link and the code in it do not exist yet. They are made when the letter is sent, and made again when it is
    /// sent again; until then nothing anywhere could open an account.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn request_mail(&self, tx: &MainTx, request: MailRequest<'_>) -> Result<(), DbError> {
        self.inner.request_mail(tx, request).await
    }

    /// Wakes the worker that sends letters, after the commit; a forgotten wake costs a second.
    pub fn wake_postman(&self) {
        self.inner.wake_postman();
    }
}

impl Inner {
    /// [`Identity::request_mail`], for flows of this crate; call [`Inner::wake_postman`] after the commit.
    pub(in crate::service) async fn request_mail(
        &self,
        tx: &MainTx,
        request: MailRequest<'_>,
    ) -> Result<(), DbError> {
        request.insert(tx, &self.ambient).await
    }
}

impl MailRequest<'_> {
    /// The letter and the job that sends it.
    pub(in crate::service) async fn insert(
        &self,
        tx: &MainTx,
        ambient: &Ambient,
    ) -> Result<(), DbError> {
        let (id, now) = (ambient.uuid(), ambient.now());
        let row = NewLetterRow {
            id,
            user_id: self.user_id,
            kind: self.letter.kind().as_str(),
            email: self.to,
            locale: self.locale,
            redirect_to: self.redirect_to,
            flow_id: self.flow_id,
            details: &self.details(),
        };
        letters::insert(tx, &row, now).await?;
        let order = Order::new(id);
        let job = NewJob::new(SEND, Order::key(id), json!(order), now);
        stoa_jobs::enqueue(tx, job).await?;
        tracing::debug!(user.id = %self.user_id, letter.id = %id, letter.kind = row.kind, "a letter is asked for");
        Ok(())
    }
}
