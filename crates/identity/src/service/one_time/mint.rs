use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use stoa_core::{ExposeSecret as _, SecretString, UserId};
use stoa_db_main::identity::flows;
use stoa_db_main::identity::one_time_tokens::{self as tokens, NewTokenRow};
use stoa_domain::Email;
use stoa_pg::{DbError, MainTx};
use url::form_urlencoded;
use uuid::Uuid;

use super::verify_type::type_of;
use crate::service::invite::INVITE_LIFE;
use crate::service::keys::sha256;
use crate::service::{Identity, Inner};
use crate::{TokenPurpose, one_time_code};

/// 256 bits.
const SECRET_LEN: usize = 32;
/// How long a link is good; invitations live longer.
///
/// # Source
/// the identity contract, 5.
const LINK_LIFE: TimeDelta = TimeDelta::hours(1);
/// How long a code is good.
///
/// # Source
/// the identity contract, 5.
const CODE_LIFE: TimeDelta = TimeDelta::minutes(10);
/// What the token of a link begins with that answers a PKCE flow.
const PKCE: &str = "pkce_";

/// For whom a link and a code are to be made, and what they are good for.
#[derive(Debug, Clone, Copy)]
pub struct MintRequest<'a> {
    /// What they are good for.
    pub purpose: TokenPurpose,
    /// For whom.
    pub user_id: UserId,
    /// Where they go: the code is good together with this address, and whoever uses one of them has proved it.
    pub email: &'a Email,
    /// Where the link leads in the end: an address that the allow-list has let through, at most 2048 characters.
    pub redirect_to: Option<&'a str>,
    /// The PKCE flow that asks for it.
    pub flow_id: Option<Uuid>,
}

/// A link and a code that exist nowhere else: only their hashes are stored.
#[derive(Debug)]
pub struct Minted {
    /// What stands in the link, and what `token_hash` of `/verify` takes: 43 characters, after `pkce_` when a PKCE flow
    /// asked. It is what clients of GoTrue know as `hashed_token`.
    pub token: SecretString,
    /// Six digits.
    pub code: SecretString,
    /// The whole link; none when the purpose has no link.
    pub link: Option<SecretString>,
    /// The `type` in it.
    pub verify_type: Option<&'static str>,
    /// Since when they are good.
    pub made_at: DateTime<Utc>,
    /// Until when the link is good.
    pub expires_at: DateTime<Utc>,
    /// Until when the code is good.
    pub code_expires_at: DateTime<Utc>,
}

impl Identity {
    /// Makes a link and a code. They take the place of the open ones of the same person and purpose; only invitations
    /// stand beside each other.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn mint(&self, tx: &MainTx, request: &MintRequest<'_>) -> Result<Minted, DbError> {
        self.inner.mint(tx, request, self.inner.ambient.now()).await
    }
}

impl Inner {
    /// [`Identity::mint`], for flows of this crate.
    pub(in crate::service) async fn mint(
        &self,
        tx: &MainTx,
        request: &MintRequest<'_>,
        now: DateTime<Utc>,
    ) -> Result<Minted, DbError> {
        let id = self.ambient.uuid();
        let secret = URL_SAFE_NO_PAD.encode(self.ambient.bytes::<SECRET_LEN>());
        let prefix = request.flow_id.map_or("", |_| PKCE);
        let (token, code) = (
            SecretString::from(format!("{prefix}{secret}")),
            one_time_code::draw(&self.ambient),
        );
        let code_expires_at = now + CODE_LIFE;
        let row = NewTokenRow {
            id,
            user_id: request.user_id,
            purpose: request.purpose,
            sha256: sha256(token.expose_secret().as_bytes()),
            expires_at: now + life(request.purpose),
            email: Some(request.email),
            code: Some((self.codes.mac(id, code.expose_secret()), code_expires_at)),
            redirect_to: request.redirect_to,
            flow_id: request.flow_id,
        };
        tokens::insert(tx, &row, now).await?;
        if let Some(flow_id) = request.flow_id {
            flows::save_begun(tx, flow_id, now).await?;
        }
        let verify_type = type_of(request.purpose);
        let link = verify_type.map(|word| self.verify_link(word, &token, request.redirect_to));
        Ok(Minted {
            token,
            code,
            link,
            verify_type,
            made_at: now,
            expires_at: row.expires_at,
            code_expires_at,
        })
    }

    /// `{origin}/auth/v1/verify?token=...&type=...&redirect_to=...`; the last part only when there is one.
    fn verify_link(
        &self,
        verify_type: &str,
        token: &SecretString,
        redirect_to: Option<&str>,
    ) -> SecretString {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query
            .append_pair("token", token.expose_secret())
            .append_pair("type", verify_type);
        if let Some(redirect_to) = redirect_to {
            query.append_pair("redirect_to", redirect_to);
        }
        let (origin, query) = (self.origin(), query.finish());
        SecretString::from(format!("{origin}/auth/v1/verify?{query}"))
    }
}

const fn life(purpose: TokenPurpose) -> TimeDelta {
    match purpose {
        TokenPurpose::Invite => INVITE_LIFE,
        _ => LINK_LIFE,
    }
}
