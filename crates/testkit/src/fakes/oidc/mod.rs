//! An `OpenID` provider: discovery, key set, an authorization page that agrees at once, token and userinfo endpoints.
//!
//! # Source
//! `OpenID` Connect Core 1.0 and Discovery 1.0, RFC 6749, RFC 7636.

mod api;
mod signer;
mod state;

use std::sync::{Arc, Mutex};

use serde_json::Value;
use stoa_core::SecretString;
use url::Url;

use super::{
    Faults, RecordedRequest,
    server::{Server, locked},
};
pub use signer::Alg;
use state::Provider;
pub use state::{FakeOidcUser, IdTokenFault};

/// An `OpenID` provider with one client; stops when dropped.
pub struct FakeOidc {
    server: Server,
    provider: Arc<Mutex<Provider>>,
}

impl FakeOidc {
    /// The id of the only client.
    pub const CLIENT_ID: &'static str = "stoa-at-the-fake";
    /// Its secret; it needs escaping where it is put into a header.
    pub const CLIENT_SECRET: &'static str = "fake+secret/with:marks%";

    /// Starts on a free port.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn start() -> Self {
        let provider = Arc::new(Mutex::new(Provider::new()));
        let shared = Arc::clone(&provider);
        let server = Server::start(move |url| {
            url.as_str()
                .trim_end_matches('/')
                .clone_into(&mut locked(&shared).issuer);
            api::Api(shared)
        })
        .await;
        Self { server, provider }
    }

    /// The `iss` of its tokens, which is where it listens.
    #[must_use]
    pub fn issuer(&self) -> String {
        locked(&self.provider).issuer.clone()
    }

    /// Where its key set is.
    #[must_use]
    pub fn jwks_url(&self) -> Url {
        self.url("jwks")
    }

    /// An address of it.
    ///
    /// # Panics
    /// When `path` is none.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test gives a path")]
    pub fn url(&self, path: &str) -> Url {
        self.server.base_url().join(path).expect("a path")
    }

    /// The secret of the only client.
    #[must_use]
    pub fn client_secret(&self) -> SecretString {
        SecretString::from(Self::CLIENT_SECRET)
    }

    /// Who agrees at the authorization page from now on.
    pub fn sign_in_as(&self, user: FakeOidcUser) {
        locked(&self.provider).user = user;
    }

    /// What is wrong with the next id token, once.
    pub fn spoil(&self, fault: IdTokenFault) {
        locked(&self.provider).spoiled = Some(fault);
    }

    /// The person at the authorization page refuses, once.
    pub fn refuse_consent(&self) {
        locked(&self.provider).refuses = true;
    }

    /// Another key signs from now on; the former one leaves the set.
    pub fn rotate_keys(&self) {
        locked(&self.provider).rotate();
    }

    /// Signs any claims with the present key.
    #[must_use]
    pub fn sign(&self, claims: &Value) -> String {
        self.sign_with(Alg::Es256, claims)
    }

    /// Signs any claims with the present key of this kind.
    #[must_use]
    pub fn sign_with(&self, alg: Alg, claims: &Value) -> String {
        locked(&self.provider).signer.sign(alg, claims)
    }

    /// Signs with a key that is in no set, under the name of one that is.
    #[must_use]
    pub fn forge(&self, claims: &Value) -> String {
        locked(&self.provider).forge(claims)
    }

    /// What will go wrong with whole calls.
    #[must_use]
    pub fn faults(&self) -> Faults {
        self.server.faults()
    }

    /// All requests so far, those that failed too.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.server.requests()
    }

    /// How often this path was asked for.
    #[must_use]
    pub fn count(&self, path: &str) -> usize {
        let requests = self.requests();
        requests
            .iter()
            .filter(|request| request.path == path)
            .count()
    }

    /// Closes the port and all connections: the next call is refused.
    pub fn go_down(&self) {
        self.server.go_down();
    }

    /// Opens the same port again.
    ///
    /// # Panics
    /// When another process took the port and keeps it for 10 s.
    pub async fn come_up(&self) {
        self.server.come_up().await;
    }
}

/// A token that a shared secret signs, as former Supabase projects do.
#[must_use]
pub fn hs256(secret: &str, claims: &Value) -> String {
    signer::hs256(secret, claims)
}

/// A token without a signature.
#[must_use]
pub fn unsigned(claims: &Value) -> String {
    signer::unsigned(claims)
}
