//! Users and sessions in the shape that Supabase's client libraries read.
//!
//! # Source
//! the identity contract, 2. What is unset is left out, except the phone, which is empty.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};
use stoa_core::{ExposeSecret as _, SecretString, UserId};
use stoa_domain::password::PasswordFault;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::gotrue::reasons;
use crate::session::{app_metadata, bare_phone};
use crate::token::{ACCESS_TOKEN_SECONDS, AUDIENCE};
use crate::{FactorView, ProviderTokens, Session, User, UserIdentity};

/// A user on the wire. Holds no hash and no token.
#[derive(Clone, Serialize, ToSchema)]
pub struct UserView {
    /// The id.
    #[schema(value_type = uuid::Uuid)]
    pub id: UserId,
    /// Always `authenticated`.
    pub aud: &'static str,
    /// Always `authenticated`: the role in the database, not one of the academy.
    pub role: &'static str,
    /// The address; empty when there is none.
    pub email: String,
    /// When the address was proved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_confirmed_at: Option<DateTime<Utc>>,
    /// Digits without a plus; empty when there is none.
    pub phone: String,
    /// When the number was proved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_confirmed_at: Option<DateTime<Utc>>,
    /// When address or number was first proved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When a letter to prove the address was last asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmation_sent_at: Option<DateTime<Utc>>,
    /// When a letter to sign in or to set a new password was last asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recovery_sent_at: Option<DateTime<Utc>>,
    /// When letters about another address were last asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_change_sent_at: Option<DateTime<Utc>>,
    /// The address that is to take the place of the present one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_email: Option<String>,
    /// When a letter with a nonce was last asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reauthentication_sent_at: Option<DateTime<Utc>>,
    /// When the last invitation was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invited_at: Option<DateTime<Utc>>,
    /// When the person last signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// `provider`, `providers`, and the roles of the academy in `roles`.
    pub app_metadata: Value,
    /// The person's own data.
    pub user_metadata: Value,
    /// The ways to sign in.
    pub identities: Vec<IdentityView>,
    /// Second proofs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub factors: Vec<FactorView>,
    /// When the user was made.
    pub created_at: DateTime<Utc>,
    /// When the user last changed.
    pub updated_at: DateTime<Utc>,
    /// Shut out until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub banned_until: Option<DateTime<Utc>>,
    /// Gone since then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<DateTime<Utc>>,
    /// Nobody knows who it is.
    pub is_anonymous: bool,
}

/// One way to sign in.
#[derive(Clone, Serialize, ToSchema)]
pub struct IdentityView {
    /// The way's own id; by e-mail, the user's.
    pub identity_id: Uuid,
    /// The provider's name for the user; by e-mail, the user's id.
    pub id: String,
    /// The user.
    #[schema(value_type = uuid::Uuid)]
    pub user_id: UserId,
    /// What the provider says.
    pub identity_data: Value,
    /// `email`, or what the provider is called here.
    pub provider: String,
    /// When it was last used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// The address.
    pub email: String,
}

/// A session on the wire: it holds secrets, and has no `Debug`.
#[derive(Clone, Serialize, ToSchema)]
pub struct SessionView {
    /// Proves the sign-in, for an hour.
    pub access_token: String,
    /// Always `bearer`.
    pub token_type: &'static str,
    /// How long the access token is good for, in seconds.
    pub expires_in: i64,
    /// When it ends, in unix seconds.
    pub expires_at: i64,
    /// Gets the next access token.
    pub refresh_token: String,
    /// What the provider gave for calls to it, when the person signed in at one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_token: Option<String>,
    /// What gets the next one from the provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_refresh_token: Option<String>,
    /// Who signed in.
    pub user: UserView,
    /// Present when the password is right and would be refused today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weak_password: Option<WeakPassword>,
}

/// Why a password should be changed.
#[derive(Clone, Serialize, ToSchema)]
pub struct WeakPassword {
    /// For people.
    pub message: String,
    /// `length`, `characters`, `pwned`.
    pub reasons: Vec<&'static str>,
}

impl SessionView {
    /// The same with what is wrong with the password that was used, if anything is.
    #[must_use]
    pub fn with_password_faults(mut self, faults: &[PasswordFault]) -> Self {
        let texts: Vec<_> = faults.iter().map(ToString::to_string).collect();
        self.weak_password = (!faults.is_empty()).then(|| WeakPassword {
            message: texts.join("; "),
            reasons: reasons(faults),
        });
        self
    }
}

impl From<&User> for UserView {
    fn from(user: &User) -> Self {
        Self {
            id: user.id,
            aud: AUDIENCE,
            role: AUDIENCE,
            email: user.email.clone().unwrap_or_default(),
            email_confirmed_at: user.email_proof.usable_since(),
            phone: bare_phone(user).to_owned(),
            phone_confirmed_at: user.phone_confirmed_at,
            confirmed_at: first(user.email_proof.usable_since(), user.phone_confirmed_at),
            confirmation_sent_at: user.confirmation_sent_at,
            recovery_sent_at: user.recovery_sent_at,
            email_change_sent_at: user.email_change_sent_at,
            new_email: user.new_email.clone(),
            reauthentication_sent_at: user.reauthentication_sent_at,
            invited_at: user.invited_at,
            last_sign_in_at: user.last_sign_in_at,
            app_metadata: app_metadata(user),
            user_metadata: user.user_metadata.clone(),
            identities: user
                .email
                .iter()
                .filter(|_| has_email_identity(user))
                .map(|email| IdentityView::by_email(user, email))
                .chain(linked(user))
                .collect(),
            factors: user.factors.iter().map(FactorView::from).collect(),
            created_at: user.created_at,
            updated_at: user.updated_at,
            banned_until: user.banned_until,
            deleted_at: user.deleted_at,
            is_anonymous: user.is_anonymous,
        }
    }
}

/// The names that providers know the user by.
fn linked(user: &User) -> impl Iterator<Item = IdentityView> {
    let linked = user.identities.iter();
    linked.map(|one| IdentityView::linked(user.id, one))
}

/// The earlier of two times, as far as there are any.
fn first(one: Option<DateTime<Utc>>, other: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    one.into_iter().chain(other).min()
}

fn of_provider(
    session: &Session,
    which: impl Fn(&ProviderTokens) -> Option<&SecretString>,
) -> Option<String> {
    let token = session.provider.as_ref().and_then(which)?;
    Some(token.expose_secret().to_owned())
}

/// Whether the address is among the ways to sign in.
pub(crate) fn has_email_identity(user: &User) -> bool {
    if user.email.is_none() {
        return false;
    }
    let providers = user.app_metadata.get("providers").and_then(Value::as_array);
    providers.is_none_or(|names| names.iter().any(|name| name == "email"))
}

impl IdentityView {
    fn linked(user_id: UserId, one: &UserIdentity) -> Self {
        Self {
            identity_id: one.id,
            id: one.subject.clone(),
            user_id,
            identity_data: one.data.clone(),
            provider: one.provider.clone(),
            last_sign_in_at: one.last_sign_in_at,
            created_at: one.created_at,
            updated_at: one.updated_at,
            email: one.email.clone().unwrap_or_default(),
        }
    }

    fn by_email(user: &User, email: &str) -> Self {
        Self {
            identity_id: user.id.0,
            id: user.id.to_string(),
            user_id: user.id,
            identity_data: json!({
                "sub": user.id,
                "email": email,
                "email_verified": user.email_proof.is_proved(),
                "phone_verified": user.phone_confirmed_at.is_some(),
            }),
            provider: "email".to_owned(),
            last_sign_in_at: user.last_sign_in_at,
            created_at: user.created_at,
            updated_at: user.updated_at,
            email: email.to_owned(),
        }
    }
}

impl From<&Session> for SessionView {
    fn from(session: &Session) -> Self {
        Self {
            access_token: session.access_token.expose_secret().to_owned(),
            token_type: "bearer",
            expires_in: ACCESS_TOKEN_SECONDS,
            expires_at: session.expires_at,
            refresh_token: session.refresh_token.expose_secret().to_owned(),
            provider_token: of_provider(session, |tokens| tokens.access.as_ref()),
            provider_refresh_token: of_provider(session, |tokens| tokens.refresh.as_ref()),
            user: UserView::from(&session.user),
            weak_password: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EmailProof;
    use stoa_core::{CommunityId, SessionId};
    use stoa_domain::{Role, RoleSet};

    fn user() -> User {
        let time = DateTime::from_timestamp(1_700_000_000, 123_456_000).unwrap();
        User {
            id: UserId(Uuid::from_u128(7)),
            community_id: CommunityId(Uuid::from_u128(1)),
            email: Some("a@b.kz".to_owned()),
            email_proof: EmailProof::Proved { since: time },
            phone: None,
            phone_confirmed_at: None,
            display_name: Some("Anna".to_owned()),
            user_metadata: json!({ "locale": "kk" }),
            app_metadata: json!({ "provider": "email", "providers": ["email"] }),
            is_anonymous: false,
            new_email: None,
            email_change_sent_at: None,
            confirmation_sent_at: None,
            recovery_sent_at: None,
            reauthentication_sent_at: None,
            invited_at: None,
            last_sign_in_at: Some(time),
            banned_until: None,
            deleted_at: None,
            created_at: time,
            updated_at: time,
            roles: RoleSet::from([Role::Student]),
            factors: Vec::new(),
            identities: Vec::new(),
        }
    }

    #[test]
    fn a_user_has_exactly_the_fields_that_clients_know() {
        let (id, time) = (
            "00000000-0000-0000-0000-000000000007",
            "2023-11-14T22:13:20.123456Z",
        );
        let want = json!({
            "id": id, "aud": "authenticated", "role": "authenticated", "email": "a@b.kz", "phone": "",
            "email_confirmed_at": time, "confirmed_at": time, "last_sign_in_at": time,
            "app_metadata": { "provider": "email", "providers": ["email"], "roles": ["student"] },
            "user_metadata": { "locale": "kk" },
            "identities": [{
                "identity_id": id, "id": id, "user_id": id, "provider": "email", "email": "a@b.kz",
                "identity_data": { "sub": id, "email": "a@b.kz", "email_verified": true, "phone_verified": false },
                "last_sign_in_at": time, "created_at": time, "updated_at": time,
            }],
            "created_at": time, "updated_at": time, "is_anonymous": false,
        });
        assert_eq!(serde_json::to_value(UserView::from(&user())).unwrap(), want);
    }

    #[test]
    fn a_session_has_all_that_makes_a_client_believe_it() {
        let session = Session {
            id: SessionId(Uuid::from_u128(9)),
            access_token: SecretString::from("a.b.c"),
            refresh_token: SecretString::from("r"),
            expires_at: 1_700_003_600,
            aal: crate::Aal::Aal1,
            user: User {
                phone: Some("+77001234567".to_owned()),
                ..user()
            },
            provider: None,
        };
        let view = serde_json::to_value(SessionView::from(&session)).unwrap();
        assert_eq!(view["access_token"], "a.b.c");
        assert_eq!(view["token_type"], "bearer");
        assert_eq!(view["expires_in"], 3600);
        assert_eq!(view["expires_at"], 1_700_003_600);
        assert_eq!(view["refresh_token"], "r");
        assert_eq!(view["user"]["phone"], "77001234567");
        assert!(!format!("{session:?}").contains("a.b.c"));
    }
}
