//! Signing in at a provider: from the first step to the way back.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use stoa_core::{ExposeSecret as _, SecretString, SessionId, UserId};
use stoa_db_main::identity::oauth::{self as rows, NewOAuthFlowRow, PendingLink, TakenFlow};
use stoa_db_main::identity::scope;
use stoa_pg::MainTx;
use subtle::ConstantTimeEq as _;
use uuid::{Builder, Uuid};

mod error;
mod person;

pub(super) use person::{Link, Word, account, names};

pub use error::OAuthError;

use super::federate::is_foreign;
use super::keys::sha256;
use super::start::Started;
use super::{Identity, Inner, finish};
use crate::live::Forgotten;
use crate::provider::{Asked, ExpectedNonce, Given, IdToken, Provider, ProviderError};
use crate::session::ProviderTokens;
use crate::{
    Actor, AuditAction, AuditEvent, ClientInfo, CodeChallenge, Origin, Session, TokenError, User,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// How long a person may take at the provider.
const LIFE: TimeDelta = TimeDelta::minutes(10);
const SECRET_LEN: usize = 32;
const VERIFIER: &str = "oauth_flows.verifier";
pub(super) const PROVIDER_TOKENS: &str = "provider_tokens.sealed";
/// How the session says that it was proved.
pub(super) const METHOD: &str = "oauth";
/// The flow of a client that has asked for a link, and gets it with its session.
pub(super) const LINK: &str = "oauth/link";

/// What a client wants of a sign-in at a provider.
#[derive(Debug, Clone, Default)]
pub struct OAuthWish {
    /// What the provider is called here.
    pub provider: String,
    /// Where the person goes in the end: what [`Identity::settle_redirect`] made of the client's wish.
    pub redirect_to: String,
    /// What the client will be asked for in exchange for its code, when it uses PKCE.
    pub challenge: Option<CodeChallenge>,
    /// Further scopes, divided by spaces.
    pub scopes: String,
    /// What else the provider is told: `prompt`, `access_type`, `hd`. Names that are ours to say are left out.
    pub more: Vec<(String, String)>,
    /// Who adds the provider to the ways to sign in; nobody for a sign-in.
    pub link_to: Option<UserId>,
    /// The session that asks for it: when it has ended, nothing is linked.
    pub link_session: Option<SessionId>,
}

/// A sign-in that has begun.
#[derive(Debug)]
pub struct OAuthBegun {
    /// Where the person goes.
    pub url: String,
    /// What the browser must bring back, in a cookie; not for a link that a client with PKCE asked for.
    pub browser: SecretString,
}

/// What came back from a provider.
#[derive(Debug, Default)]
pub struct OAuthReturn {
    /// What we sent along.
    pub state: String,
    /// What is exchanged for the provider's word.
    pub code: Option<String>,
    /// Why there is none.
    pub error: Option<String>,
    /// What the browser held.
    pub browser: Option<String>,
}

/// A provider's word that an app got by itself.
#[derive(Debug)]
pub struct IdTokenProof<'a> {
    /// What the provider is called here.
    pub provider: &'a str,
    /// The id token.
    pub token: &'a SecretString,
    /// What the app made, and told the provider the hash of.
    pub nonce: Option<&'a str>,
    /// Who adds the provider's account to the ways to sign in; nobody for a sign-in.
    pub link_to: Option<&'a Actor>,
}

/// The end of a sign-in, and where it leads.
#[derive(Debug)]
pub struct OAuthFinished {
    /// Where the person goes; our own site when nothing better is known.
    pub redirect_to: String,
    /// The client asked for a code.
    pub uses_pkce: bool,
    /// How it ended.
    pub outcome: Result<OAuthOutcome, OAuthError>,
}

/// What a client gets.
#[derive(Debug)]
pub enum OAuthOutcome {
    /// The session itself.
    Session(Box<Session>),
    /// A code for a session (PKCE).
    Code(Uuid),
}

impl Identity {
    /// The names of the providers that people may sign in with.
    pub fn provider_names(&self) -> impl Iterator<Item = &str> {
        let providers = self.inner.providers.iter();
        providers.map(|provider| provider.options.name.as_str())
    }

    /// Begins a sign-in at a provider, or the linking of one. `browser` is what the browser holds from an earlier
    /// beginning: several tabs share it.
    ///
    /// # Errors
    /// `auth.provider_unknown` (404), `auth.provider_unavailable` (503).
    #[tracing::instrument(name = "identity.oauth.begin", skip_all, fields(provider = %wish.provider))]
    pub async fn begin_oauth(
        &self,
        wish: &OAuthWish,
        browser: Option<&str>,
    ) -> Result<OAuthBegun, OAuthError> {
        let (inner, now) = (&self.inner, self.inner.ambient.now());
        let provider = inner.provider(&wish.provider)?;
        let browser = match browser.filter(|held| is_secret(held)) {
            Some(held) => held.to_owned(),
            None => inner.secret(),
        };
        let (state, nonce, verifier) = (inner.secret(), inner.secret(), inner.secret());
        let challenge = URL_SAFE_NO_PAD.encode(sha256(verifier.as_bytes()));
        let scopes: Vec<_> = wish.scopes.split_whitespace().take(20).collect();
        let asked = Asked {
            callback: &inner.callback(),
            state: &state,
            nonce: &nonce,
            challenge: &challenge,
            scopes: &scopes,
            more: &wish.more,
        };
        let url = provider.authorize_url(&asked, now).await?;
        let id = inner.ambient.uuid();
        let row = NewOAuthFlowRow {
            id,
            state_sha256: sha256(state.as_bytes()),
            // Whoever began must come back in the same browser, so that nobody ends for a stranger what the stranger began.
            // A client with PKCE that links has asked by `fetch`, perhaps from another origin, which stores no cookie: it
            // proves itself by its verifier, and nothing is linked before.
            browser_sha256: (wish.link_to.is_none() || wish.challenge.is_none())
                .then(|| sha256(browser.as_bytes())),
            nonce_sha256: sha256(nonce.as_bytes()),
            provider: &wish.provider,
            verifier: &inner
                .master
                .seal(&inner.ambient, VERIFIER, id, verifier.as_bytes()),
            redirect_to: &wish.redirect_to,
            challenge: wish
                .challenge
                .as_ref()
                .map(|own| (own.as_str(), own.method())),
            link_user_id: wish.link_to,
            link_session_id: wish.link_session,
        };
        let tx = inner.db.begin(&scope()).await?;
        let work = rows::insert(&tx, &row, now, now - LIFE)
            .await
            .map_err(OAuthError::from);
        finish(tx, work).await?;
        Ok(OAuthBegun {
            url: url.into(),
            browser: SecretString::from(browser),
        })
    }

    /// Ends a sign-in: the provider's answer is used once, exchanged, checked, and turned into a session of the person
    /// that it means. Whatever happens, the person goes somewhere.
    ///
    /// # Errors
    /// [`OAuthError::Fault`]; everything else is in the outcome.
    #[tracing::instrument(name = "identity.oauth.finish", skip_all)]
    pub async fn finish_oauth(
        &self,
        back: &OAuthReturn,
        client: &ClientInfo,
    ) -> Result<OAuthFinished, OAuthError> {
        let (inner, now) = (&self.inner, self.inner.ambient.now());
        let tx = inner.db.begin(&scope()).await?;
        let work = rows::take(&tx, &sha256(back.state.as_bytes())).await;
        let taken = finish(tx, work.map_err(OAuthError::from)).await?;
        let Some(flow) = taken else {
            return Ok(OAuthFinished {
                redirect_to: self.settle_redirect(None),
                uses_pkce: false,
                outcome: Err(OAuthError::BadState),
            });
        };
        let outcome = inner.end_oauth(&flow, back, client, now).await;
        let outcome = inner.noted(outcome, &flow.provider, client).await;
        if let Err(OAuthError::Fault(fault)) = outcome {
            return Err(OAuthError::Fault(fault));
        }
        Ok(OAuthFinished {
            redirect_to: flow.redirect_to,
            uses_pkce: flow.challenge.is_some(),
            outcome,
        })
    }

    /// Signs in with an id token that a native app got from a provider, or links the provider's account to a person who
    /// is signed in. Whoever has a second factor must have given it before anything is linked.
    ///
    /// # Errors
    /// `auth.provider_unknown` (404), `auth.provider_unavailable` (503), `auth.id_token_invalid` (422), and those of
    /// whom the token means; of a link `auth.insufficient_aal` (403), `auth.identity_taken` (409).
    #[tracing::instrument(name = "identity.oauth.id_token", skip_all, fields(provider = %proof.provider))]
    pub async fn sign_in_by_id_token(
        &self,
        proof: &IdTokenProof<'_>,
        client: &ClientInfo,
    ) -> Result<Session, OAuthError> {
        let inner = &self.inner;
        let ended = inner.end_id_token(proof, client).await;
        inner.noted(ended, proof.provider, client).await
    }
}

impl Inner {
    async fn end_id_token(
        &self,
        proof: &IdTokenProof<'_>,
        client: &ClientInfo,
    ) -> Result<Session, OAuthError> {
        let now = self.ambient.now();
        let provider = self.provider(proof.provider)?;
        // The client keeps the nonce and tells the provider its hash.
        let hashed = proof.nonce.map(|nonce| hex(&sha256(nonce.as_bytes())));
        let expected = hashed
            .as_deref()
            .map_or(ExpectedNonce::None, ExpectedNonce::Is);
        let mut clients = vec![provider.options.client_id.as_str()];
        clients.extend(provider.options.also_client_ids.iter().map(String::as_str));
        let token = proof.token.expose_secret();
        let said = provider.check_id_token(token, &clients, expected, now);
        let said = self.told_clock(said.await, provider, now)?;
        let tx = self.db.begin(&scope()).await?;
        let linked = proof.link_to.map(|actor| Forgotten::User(actor.user_id));
        let _forgotten = linked.map(|user| self.live.forget_at_end(user));
        let work = async {
            let link = self.link_of(&tx, proof.link_to).await?;
            self.sign_in_person(&tx, provider, &said, (link, client), now)
                .await
        };
        let work = work.await;
        let (started, user) = finish(tx, work).await?;
        self.wake_postman();
        Ok(self.hand_out(started, user, now)?)
    }

    /// The link that somebody asks for who is signed in, and has given the second proof where there is one.
    async fn link_of(
        &self,
        tx: &MainTx,
        actor: Option<&Actor>,
    ) -> Result<Option<Link>, OAuthError> {
        let Some(actor) = actor else { return Ok(None) };
        if self.lacks_second_proof(tx, actor).await? {
            return Err(OAuthError::InsufficientAal);
        }
        Ok(Some(Link {
            user_id: actor.user_id,
            session_id: (!is_foreign(actor.session_id)).then_some(actor.session_id),
        }))
    }

    /// The same, with a line in the audit when nothing came of it.
    async fn noted<T>(
        &self,
        outcome: Result<T, OAuthError>,
        provider: &str,
        client: &ClientInfo,
    ) -> Result<T, OAuthError> {
        if let Some(reason) = outcome.as_ref().err().and_then(OAuthError::audited) {
            let event = AuditEvent::new(AuditAction::SignInFailed)
                .detail("reason", reason)
                .detail("provider", provider.chars().take(60).collect::<String>());
            self.audit_failure(&Origin::visitor(client), event).await;
        }
        outcome
    }

    /// What a provider said, with a word about its clock when that is ahead of ours.
    fn told_clock(
        &self,
        said: Result<IdToken, ProviderError>,
        provider: &Provider,
        now: DateTime<Utc>,
    ) -> Result<IdToken, ProviderError> {
        let ahead = match &said {
            Ok(said) => said.issued_at - now.timestamp(),
            Err(ProviderError::IdToken(TokenError::IssuedInFuture { ahead_seconds })) => {
                *ahead_seconds
            }
            Err(_) => 0,
        };
        self.clocks.note(&provider.options.issuer, ahead, now);
        said
    }

    pub(super) fn provider(&self, name: &str) -> Result<&Provider, OAuthError> {
        let mut providers = self.providers.iter();
        let found = providers.find(|provider| provider.options.name == name);
        found.ok_or(OAuthError::ProviderUnknown)
    }

    fn callback(&self) -> String {
        format!("{}/callback", self.options.issuer)
    }

    fn secret(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.ambient.bytes::<SECRET_LEN>())
    }

    async fn end_oauth(
        &self,
        flow: &TakenFlow,
        back: &OAuthReturn,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<OAuthOutcome, OAuthError> {
        if now >= flow.created_at + LIFE {
            return Err(OAuthError::Expired);
        }
        if let Some(want) = &flow.browser_sha256 {
            let held = sha256(back.browser.as_deref().unwrap_or_default().as_bytes());
            if !bool::from(want.as_slice().ct_eq(&held)) {
                return Err(OAuthError::OtherBrowser);
            }
        }
        let Some(code) = back.code.as_deref().filter(|code| !code.is_empty()) else {
            return Err(OAuthError::Refused(back.error.clone().unwrap_or_default()));
        };
        let provider = self.provider(&flow.provider)?;
        let (said, given) = self.ask(provider, flow, code, now).await?;
        let tokens = ProviderTokens {
            access: given.access_token,
            refresh: given.refresh_token,
        };
        let tx = self.db.begin(&scope()).await?;
        let linked = flow.link_user_id.map(Forgotten::User);
        let _forgotten = linked.map(|user| self.live.forget_at_end(user));
        let work = self
            .end_within(&tx, (provider, flow, &said), &tokens, client, now)
            .await;
        let ended = finish(tx, work).await?;
        self.wake_postman();
        match ended {
            Ended::Code(code) => Ok(OAuthOutcome::Code(code)),
            Ended::Started(started, user) => {
                let mut session = self.hand_out(*started, *user, now)?;
                session.provider = Some(tokens);
                Ok(OAuthOutcome::Session(Box::new(session)))
            }
        }
    }

    /// The provider's word about the person, checked.
    async fn ask(
        &self,
        provider: &Provider,
        flow: &TakenFlow,
        code: &str,
        now: DateTime<Utc>,
    ) -> Result<(IdToken, Given), OAuthError> {
        let verifier = self.master.open(VERIFIER, flow.id, &flow.verifier)?;
        let verifier = std::str::from_utf8(&verifier).map_err(|_| OAuthError::BadState)?;
        let given = provider
            .exchange(code, &self.callback(), verifier, now)
            .await?;
        let clients = [provider.options.client_id.as_str()];
        let nonce = ExpectedNonce::HashIs(&flow.nonce_sha256);
        let token = given.id_token.expose_secret();
        let said = provider.check_id_token(token, &clients, nonce, now).await;
        let mut said = self.told_clock(said, provider, now)?;
        if said.email.is_none()
            && let Some(access) = &given.access_token
            && let Some(told) = provider.userinfo(access, now).await?
        {
            said.complete(&told);
        }
        Ok((said, given))
    }

    async fn end_within(
        &self,
        tx: &MainTx,
        (provider, flow, said): (&Provider, &TakenFlow, &IdToken),
        tokens: &ProviderTokens,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<Ended, OAuthError> {
        let link = flow.link_user_id.map(|user_id| Link {
            user_id,
            session_id: flow.link_session_id,
        });
        let Some((challenge, method)) = &flow.challenge else {
            let whose = (link, client);
            let (started, user) = self.sign_in_person(tx, provider, said, whose, now).await?;
            return Ok(Ended::Started(Box::new(started), Box::new(user)));
        };
        let word = Word::of(provider, said);
        let user_id = if let Some(link) = link {
            // Whoever brings the provider's answer need not be who asked: who has the verifier is.
            self.may_link(tx, &word, link, now).await?;
            link.user_id
        } else {
            let whose = (None, client);
            self.settle_person(tx, provider, said, whose, now).await?
        };
        let code = Builder::from_random_bytes(self.ambient.bytes()).into_uuid();
        let issued = rows::IssuedCode {
            flow_id: self.ambient.uuid(),
            user_id,
            method: if link.is_some() { LINK } else { METHOD },
            challenge,
            challenge_method: method,
            code_sha256: sha256(code.as_bytes()),
        };
        rows::insert_code(tx, &issued, now).await?;
        if let Some(link) = link {
            let pending = PendingLink {
                session_id: link.session_id,
                word: json!(word),
            };
            rows::insert_pending_link(tx, issued.flow_id, &pending).await?;
        }
        if let Some(sealed) = self.seal_tokens(issued.flow_id, tokens) {
            rows::insert_provider_tokens(tx, issued.flow_id, &sealed).await?;
        }
        Ok(Ended::Code(code))
    }

    async fn sign_in_person(
        &self,
        tx: &MainTx,
        provider: &Provider,
        said: &IdToken,
        whose: (Option<Link>, &ClientInfo),
        now: DateTime<Utc>,
    ) -> Result<(Started, User), OAuthError> {
        let (_, client) = whose;
        let user_id = self.settle_person(tx, provider, said, whose, now).await?;
        stoa_db_main::identity::users::save_sign_in(tx, user_id, now).await?;
        let started = self.start_session(tx, user_id, METHOD, client, now).await?;
        let user = stoa_db_main::identity::users::find_in(tx, user_id).await?;
        started.zip(user).ok_or(OAuthError::UserGone)
    }

    fn seal_tokens(&self, flow_id: Uuid, tokens: &ProviderTokens) -> Option<Vec<u8>> {
        let text = |token: &Option<SecretString>| {
            let token = token.as_ref();
            token.map(|token| token.expose_secret().to_owned())
        };
        let (access, refresh) = (text(&tokens.access), text(&tokens.refresh));
        let both = json!([access, refresh]).to_string();
        let is_any = access.is_some() || refresh.is_some();
        is_any.then(|| {
            self.master
                .seal(&self.ambient, PROVIDER_TOKENS, flow_id, both.as_bytes())
        })
    }

    /// What a provider gave along with the sign-in that a code stands for.
    pub(super) async fn provider_tokens(
        &self,
        tx: &MainTx,
        flow_id: Uuid,
    ) -> Result<Option<ProviderTokens>, crate::Fault> {
        let Some(sealed) = rows::find_provider_tokens(tx, flow_id).await? else {
            return Ok(None);
        };
        let both = self.master.open(PROVIDER_TOKENS, flow_id, &sealed)?;
        let both: Option<(Option<String>, Option<String>)> = serde_json::from_slice(&both).ok();
        Ok(both.map(|(access, refresh)| ProviderTokens {
            access: access.map(SecretString::from),
            refresh: refresh.map(SecretString::from),
        }))
    }
}

/// How a sign-in ends inside its transaction.
enum Ended {
    Started(Box<Started>, Box<User>),
    Code(Uuid),
}

/// What we have made ourselves and handed to a browser.
fn is_secret(text: &str) -> bool {
    URL_SAFE_NO_PAD
        .decode(text)
        .is_ok_and(|bytes| bytes.len() == SECRET_LEN)
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
