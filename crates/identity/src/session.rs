use serde_json::Value;
use stoa_core::{SecretString, SessionId};
use stoa_domain::RoleSet;

use crate::token::{ACCESS_TOKEN_SECONDS, AUDIENCE, AccessClaims, Amr};
use crate::{Aal, User};

/// A sign-in with its tokens, as it is handed to the person who signed in, once.
#[derive(Debug)]
pub struct Session {
    /// The sign-in.
    pub id: SessionId,
    /// Proves the sign-in to every request, for an hour.
    pub access_token: SecretString,
    /// Gets the next access token.
    pub refresh_token: SecretString,
    /// When the access token ends, in unix seconds.
    pub expires_at: i64,
    /// How it was proved.
    pub aal: Aal,
    /// Who signed in.
    pub user: User,
    /// What the provider gave along, when the person signed in at one.
    pub provider: Option<ProviderTokens>,
}

/// What a provider gives along with a sign-in, for the client to call the provider with.
#[derive(Debug, Clone)]
pub struct ProviderTokens {
    /// For calls.
    pub access: Option<SecretString>,
    /// For the next access token.
    pub refresh: Option<SecretString>,
}

/// The claims of a user's access token.
pub(crate) struct ClaimSource<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) user: &'a User,
    pub(crate) session_id: SessionId,
    pub(crate) aal: Aal,
    pub(crate) amr: &'a [Amr],
    /// Unix seconds.
    pub(crate) now: i64,
}

impl ClaimSource<'_> {
    /// Gives the claims to `use_them`, which cannot keep them.
    pub(crate) fn with<T>(&self, use_them: impl FnOnce(&AccessClaims<'_>) -> T) -> T {
        use_them(&AccessClaims {
            iss: self.issuer,
            sub: self.user.id,
            aud: AUDIENCE,
            exp: self.now + ACCESS_TOKEN_SECONDS,
            iat: self.now,
            email: self.user.email.as_deref().unwrap_or_default(),
            phone: bare_phone(self.user),
            app_metadata: &app_metadata(self.user),
            user_metadata: &self.user.user_metadata,
            role: AUDIENCE,
            aal: self.aal,
            amr: self.amr,
            session_id: self.session_id,
            is_anonymous: self.user.is_anonymous,
        })
    }
}

/// How the person signs in, with the roles of the academy beside it.
pub(crate) fn app_metadata(user: &User) -> Value {
    let mut data = user.app_metadata.clone();
    if let Value::Object(fields) = &mut data {
        fields.insert("roles".to_owned(), roles(user.roles));
    }
    data
}

fn roles(roles: RoleSet) -> Value {
    roles.names().into()
}

/// The number without its plus, as GoTrue writes it; empty when there is none.
pub(crate) fn bare_phone(user: &User) -> &str {
    user.phone
        .as_deref()
        .unwrap_or_default()
        .trim_start_matches('+')
}
