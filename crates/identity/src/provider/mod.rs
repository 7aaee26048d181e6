//! Signing in at an `OpenID` provider: what it is called, where it is asked, and how its word is checked.

mod discovery;
mod id_token;

use chrono::{DateTime, Utc};
use serde_json::Value;
use stoa_connect::{ClientSecret, DocumentError, OidcHttp};
use stoa_core::SecretString;
use thiserror::Error;
use url::Url;

use crate::TokenError;
use crate::federation::{KeySource, SourceError};
use discovery::Discovered;
pub(crate) use id_token::{ExpectedNonce, IdToken};

/// A provider that people may sign in with.
#[derive(Debug, Clone)]
pub struct ProviderOptions {
    /// What clients call it: `google`. It stands in the user's identities.
    pub name: String,
    /// Its `iss`, letter by letter; its discovery document is found below it.
    pub issuer: String,
    /// Who we are to it.
    pub client_id: String,
    /// What proves that.
    pub client_secret: SecretString,
    /// What it is asked for; `openid` is added where it is missing.
    pub scopes: Vec<String>,
    /// Other clients of the same project whose id tokens `grant_type=id_token` accepts: native apps.
    pub also_client_ids: Vec<String>,
    /// Whether somebody of whom we know nothing yet becomes a student.
    pub sign_up: bool,
}

/// Why a provider's word cannot be had or believed.
#[derive(Debug, Error)]
pub(crate) enum ProviderError {
    /// It does not answer, or not what it should.
    #[error("the provider cannot be asked")]
    Unavailable(#[source] Option<DocumentError>),
    /// It refuses the code: used, too old, or of another sign-in.
    #[error("the provider refuses the code: {0}")]
    CodeRefused(String),
    /// Its id token is not what it must be.
    #[error("the provider's id token is not right")]
    IdToken(#[source] TokenError),
}

impl From<SourceError> for ProviderError {
    fn from(error: SourceError) -> Self {
        match error {
            SourceError::Token(error) => Self::IdToken(error),
            SourceError::Unavailable { .. } => Self::Unavailable(None),
        }
    }
}

/// A provider with what is known of it.
pub(crate) struct Provider {
    pub(crate) options: ProviderOptions,
    http: OidcHttp,
    discovered: Discovered,
    keys: KeySource,
}

/// What a provider gives for a code.
#[expect(clippy::struct_field_names, reason = "the protocol's own names")]
pub(crate) struct Given {
    pub(crate) id_token: SecretString,
    pub(crate) access_token: Option<SecretString>,
    pub(crate) refresh_token: Option<SecretString>,
}

/// What is asked of a person at a provider.
pub(crate) struct Asked<'a> {
    /// Where the provider sends the person back to.
    pub(crate) callback: &'a str,
    pub(crate) state: &'a str,
    pub(crate) nonce: &'a str,
    /// RFC 7636, S256.
    pub(crate) challenge: &'a str,
    /// Further scopes that the client asks for.
    pub(crate) scopes: &'a [&'a str],
    /// What else the client wants to say to the provider: `prompt`, `access_type`, `hd`.
    pub(crate) more: &'a [(String, String)],
}

/// What we alone say to a provider: a client cannot change who asks, where the answer goes, and what it is checked by.
const OURS: [&str; 13] = [
    "client_id",
    "client_secret",
    "code_challenge",
    "code_challenge_method",
    "nonce",
    "redirect_uri",
    "registration",
    "request",
    "request_uri",
    "response_mode",
    "response_type",
    "scope",
    "state",
];
/// The most further names, and the longest value, in bytes.
const MOST_MORE: usize = 20;
const LONGEST_MORE: usize = 500;

/// Whether a client may say this to a provider.
fn may_be_said(name: &str, value: &str) -> bool {
    !name.is_empty()
        && name.len() <= LONGEST_MORE
        && value.len() <= LONGEST_MORE
        && !OURS.contains(&name.to_ascii_lowercase().as_str())
}

impl Provider {
    pub(crate) fn new(options: ProviderOptions, http: OidcHttp) -> Self {
        Self {
            keys: KeySource::new(&options.issuer, http.clone()),
            discovered: Discovered::new(&options.issuer),
            options,
            http,
        }
    }

    /// Where a person goes to sign in.
    ///
    /// # Errors
    /// [`ProviderError::Unavailable`].
    pub(crate) async fn authorize_url(
        &self,
        asked: &Asked<'_>,
        now: DateTime<Utc>,
    ) -> Result<Url, ProviderError> {
        let about = self.discovered.get(&self.http, now).await?;
        let mut url = about.authorization_endpoint.clone();
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.options.client_id)
            .append_pair("redirect_uri", asked.callback)
            .append_pair("scope", &self.scopes(asked.scopes))
            .append_pair("state", asked.state)
            .append_pair("nonce", asked.nonce)
            .append_pair("code_challenge", asked.challenge)
            .append_pair("code_challenge_method", "S256");
        let more = asked.more.iter();
        let more = more.filter(|(name, value)| may_be_said(name, value));
        url.query_pairs_mut().extend_pairs(more.take(MOST_MORE));
        Ok(url)
    }

    fn scopes(&self, more: &[&str]) -> String {
        let mut scopes = vec!["openid"];
        let own = self.options.scopes.iter().map(String::as_str);
        for scope in own.chain(more.iter().copied()) {
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        scopes.join(" ")
    }

    /// Exchanges a code, once.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub(crate) async fn exchange(
        &self,
        code: &str,
        callback: &str,
        verifier: &str,
        now: DateTime<Utc>,
    ) -> Result<Given, ProviderError> {
        let about = self.discovered.get(&self.http, now).await?;
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", callback),
            ("code_verifier", verifier),
        ];
        let client = ClientSecret {
            id: &self.options.client_id,
            secret: &self.options.client_secret,
        };
        let answer = self
            .http
            .form(&about.token_endpoint, &fields, Some(&client));
        let answer = answer.await.map_err(unavailable)?;
        let text = |name: &str| answer.body.get(name).and_then(Value::as_str);
        if !answer.is_success {
            let error = text("error").unwrap_or("no reason given");
            return Err(ProviderError::CodeRefused(crate::token::shown(error)));
        }
        let secret = |name| text(name).map(SecretString::from);
        let missing = ProviderError::IdToken(TokenError::Malformed("there is none"));
        Ok(Given {
            id_token: secret("id_token").ok_or(missing)?,
            access_token: secret("access_token"),
            refresh_token: secret("refresh_token"),
        })
    }

    /// Checks an id token as `OpenID` Connect Core 3.1.3.7 asks; `clients` are those that it may be for.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub(crate) async fn check_id_token(
        &self,
        token: &str,
        clients: &[&str],
        nonce: ExpectedNonce<'_>,
        now: DateTime<Utc>,
    ) -> Result<IdToken, ProviderError> {
        let about = self.discovered.get(&self.http, now).await?;
        let check = id_token::Check {
            issuer: &self.options.issuer,
            clients,
            nonce,
            now,
        };
        check.run(token, &self.keys, &about.jwks_uri).await
    }

    /// What the provider tells about the person beside the id token, when it has a page for it.
    ///
    /// # Errors
    /// [`ProviderError::Unavailable`].
    pub(crate) async fn userinfo(
        &self,
        access_token: &SecretString,
        now: DateTime<Utc>,
    ) -> Result<Option<Value>, ProviderError> {
        let about = self.discovered.get(&self.http, now).await?;
        match &about.userinfo_endpoint {
            Some(url) => {
                let told = self.http.document_as(url, access_token).await;
                told.map(Some).map_err(unavailable)
            }
            None => Ok(None),
        }
    }
}

fn unavailable(error: DocumentError) -> ProviderError {
    ProviderError::Unavailable(Some(error))
}
