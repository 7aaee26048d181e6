//! What letters that sign in have in common: where they lead, and which client asked for them.

use chrono::{DateTime, Utc};
use stoa_core::UserId;
use stoa_db_main::identity::flows::{self, NewFlowRow};
use stoa_domain::{Email, Locale};
use stoa_pg::{DbError, MainTx};
use uuid::Uuid;

use super::rules::FLOW_LIFE;
use super::{Identity, Inner, Letter, MailRequest};
use crate::{AuditAction, AuditEvent, ClientInfo, CodeChallenge, Origin};

/// What a client wants of the link in a letter.
#[derive(Debug, Clone, Default)]
pub struct LinkWish {
    /// Where it leads in the end: what [`Identity::settle_redirect`] made of the client's wish.
    pub redirect_to: String,
    /// What the client will be asked for in exchange for the link's code, when it uses PKCE.
    pub challenge: Option<CodeChallenge>,
    /// The language of a person who comes by this.
    pub locale: Option<Locale>,
    /// No letter is sent: the address has had its share. Everything else happens.
    pub is_silent: bool,
}

impl Identity {
    /// The address that a link may lead to: the wanted one when the operator allows it, else our own site.
    #[must_use]
    pub fn settle_redirect(&self, wanted: Option<&str>) -> String {
        let redirects = &self.inner.options.rules.redirects;
        redirects.settle(wanted, self.inner.origin())
    }
}

impl Inner {
    /// Keeps the flow of a client that uses PKCE. When nobody has the address, the same is written and nothing comes of
    /// it.
    pub(super) async fn begin_flow(
        &self,
        tx: &MainTx,
        user_id: Option<UserId>,
        method: &str,
        wish: &LinkWish,
        now: DateTime<Utc>,
    ) -> Result<Option<Uuid>, DbError> {
        let Some(challenge) = &wish.challenge else {
            return Ok(None);
        };
        let flow = NewFlowRow {
            id: self.ambient.uuid(),
            user_id,
            method,
            challenge: challenge.as_str(),
            challenge_method: challenge.method(),
        };
        flows::insert(tx, &flow, now).await?;
        flows::delete_before(tx, now - FLOW_LIFE).await?;
        Ok(Some(flow.id))
    }

    /// Asks for a letter whose link leads on as the client wishes, and notes for what the link will be good.
    pub(super) async fn ask_for(
        &self,
        tx: &MainTx,
        (letter, user_id, to): (Letter, UserId, &Email),
        (wish, flow_id): (&LinkWish, Option<Uuid>),
        client: &ClientInfo,
    ) -> Result<(), DbError> {
        if wish.is_silent {
            return Ok(());
        }
        if let Some(purpose) = letter.purpose() {
            let event = AuditEvent::about(AuditAction::LinkMade, user_id)
                .detail("purpose", purpose.as_str())
                .detail("how", "letter");
            let now = self.ambient.now();
            self.audit(tx, &Origin::visitor(client), event, now).await?;
        }
        let redirect_to = Some(wish.redirect_to.as_str()).filter(|to| !to.is_empty());
        let request = MailRequest::new(letter, user_id, to)
            .redirecting_to(redirect_to)
            .of_flow(flow_id)
            .asked_by(client);
        self.request_mail(tx, request).await
    }
}
