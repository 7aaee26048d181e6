use std::collections::HashMap;

use serde_json::{Value, json};
use stoa_core::Ambient;

use super::signer::{Alg, Signer, unsigned};

/// Who signs in at the provider.
#[derive(Debug, Clone)]
pub struct FakeOidcUser {
    /// The provider's name for the person.
    pub sub: String,
    /// The address; none when the provider tells none.
    pub email: Option<String>,
    /// Whether the provider says that it proved the address.
    pub email_verified: bool,
    /// The person's name.
    pub name: Option<String>,
    /// Further claims: an object such as `{"picture": "https://..."}`.
    pub more: Value,
}

impl FakeOidcUser {
    /// Somebody with a proved address.
    #[must_use]
    pub fn new(sub: &str, email: &str) -> Self {
        Self {
            sub: sub.to_owned(),
            email: Some(email.to_owned()),
            email_verified: true,
            name: Some("Anna Provider".to_owned()),
            more: json!({}),
        }
    }
}

/// What may be wrong with an id token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdTokenFault {
    /// Of another sign-in.
    WrongNonce,
    /// No nonce at all.
    NoNonce,
    /// For another client.
    WrongAudience,
    /// For ours and another, issued to the other.
    WrongParty,
    /// An hour too old.
    Expired,
    /// Of another provider.
    OtherIssuer,
    /// Signed by a key that is not the provider's.
    Forged,
    /// Not signed.
    Unsigned,
    /// Not there.
    Missing,
    /// Not a token.
    Garbage,
}

/// An agreed sign-in whose code was not yet exchanged.
pub(super) struct Agreed {
    pub(super) redirect_uri: String,
    pub(super) challenge: Option<String>,
    pub(super) nonce: Option<String>,
    pub(super) user: FakeOidcUser,
}

pub(super) struct Provider {
    pub(super) issuer: String,
    pub(super) signer: Signer,
    pub(super) user: FakeOidcUser,
    pub(super) spoiled: Option<IdTokenFault>,
    pub(super) refuses: bool,
    pub(super) codes: HashMap<String, Agreed>,
    pub(super) access_tokens: HashMap<String, FakeOidcUser>,
    made: usize,
}

impl Provider {
    pub(super) fn new() -> Self {
        Self {
            issuer: String::new(),
            signer: Signer::new(1),
            user: FakeOidcUser::new("provider-user-1", "anna@mail.ru"),
            spoiled: None,
            refuses: false,
            codes: HashMap::new(),
            access_tokens: HashMap::new(),
            made: 1,
        }
    }

    pub(super) fn rotate(&mut self) {
        self.made += 1;
        self.signer = Signer::new(self.made);
    }

    pub(super) fn number(&mut self) -> usize {
        self.made += 1;
        self.made
    }

    pub(super) fn forge(&self, claims: &Value) -> String {
        let other = Signer::new(usize::MAX).sign(Alg::Es256, claims);
        let ours = self.signer.sign(Alg::Es256, claims);
        let header = ours.split('.').next().unwrap_or_default();
        let rest = other.split_once('.').map_or("", |(_, rest)| rest);
        format!("{header}.{rest}")
    }

    /// The token that proves a sign-in, with what is to be wrong with it; none when it is to be missing.
    pub(super) fn id_token(&mut self, agreed: &Agreed, client_id: &str) -> Option<String> {
        let fault = self.spoiled.take();
        let now = Ambient::system().now().timestamp();
        let mut claims = json!({
            "iss": self.issuer, "aud": client_id, "sub": agreed.user.sub, "iat": now, "exp": now + 300,
            "nonce": agreed.nonce, "email": agreed.user.email, "email_verified": agreed.user.email_verified,
            "name": agreed.user.name,
        });
        for (name, value) in agreed.user.more.as_object().into_iter().flatten() {
            claims[name] = value.clone();
        }
        match fault {
            Some(IdTokenFault::WrongNonce) => claims["nonce"] = json!("of-another-sign-in"),
            Some(IdTokenFault::NoNonce) => claims["nonce"] = Value::Null,
            Some(IdTokenFault::WrongAudience) => claims["aud"] = json!("another-client"),
            Some(IdTokenFault::WrongParty) => {
                claims["aud"] = json!([client_id, "another-client"]);
                claims["azp"] = json!("another-client");
            }
            Some(IdTokenFault::Expired) => claims["exp"] = json!(now - 3600),
            Some(IdTokenFault::OtherIssuer) => claims["iss"] = json!("https://evil.example"),
            Some(IdTokenFault::Forged) => return Some(self.forge(&claims)),
            Some(IdTokenFault::Unsigned) => return Some(unsigned(&claims)),
            Some(IdTokenFault::Missing) => return None,
            Some(IdTokenFault::Garbage) => return Some("not.a.token".to_owned()),
            None => {}
        }
        Some(self.signer.sign(Alg::Es256, &claims))
    }
}
