//! Whom of ours a provider's word means.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use stoa_core::UserId;
use stoa_db_main::identity::identities::{self, NewIdentityRow};
use stoa_db_main::identity::users;
use stoa_domain::{Email, PersonName};
use stoa_pg::MainTx;

use super::OAuthError;
use crate::provider::{IdToken, Provider};
use crate::service::Inner;
use crate::service::newcomer::Newcomer;
use crate::{AuditAction, AuditEvent, ClientInfo, Origin, User};

impl Inner {
    /// The user whom the provider's word means: who is known by it, who asked to be linked, whose proved address it
    /// says, or a new student.
    ///
    /// # Source
    /// docs/decisions, "Whom a provider's word means": an existing account is joined only when the provider has proved
    /// the address and the account has too.
    pub(super) async fn settle_person(
        &self,
        tx: &MainTx,
        provider: &Provider,
        said: &IdToken,
        (link_to, client): (Option<UserId>, &ClientInfo),
        now: DateTime<Utc>,
    ) -> Result<UserId, OAuthError> {
        let issuer = &provider.options.issuer;
        let known = identities::find_owner(tx, issuer, &said.subject).await?;
        let user_id = match (known, link_to) {
            (Some(known), Some(user_id)) if known.user_id != user_id => {
                return Err(OAuthError::LinkedElsewhere);
            }
            (Some(known), _) if known.is_deleted => return Err(OAuthError::UserGone),
            (Some(known), _) => {
                self.may_enter(tx, known.user_id, now).await?;
                let (email, data) = (email(said), data(provider, said));
                identities::save_sign_in(tx, known.id, email, &data, now).await?;
                return Ok(known.user_id);
            }
            (None, Some(user_id)) => user_id,
            (None, None) => self.by_address(tx, provider, said, client, now).await?,
        };
        self.may_enter(tx, user_id, now).await?;
        let row = NewIdentityRow {
            id: self.ambient.uuid(),
            user_id,
            provider: &provider.options.name,
            issuer,
            subject: &said.subject,
            email: email(said),
            data: &data(provider, said),
        };
        if !identities::insert(tx, &row, now).await? {
            return Err(OAuthError::LinkedElsewhere);
        }
        let user = users::find_in(tx, user_id)
            .await?
            .ok_or(OAuthError::UserGone)?;
        let app_metadata = with_provider(&user, &provider.options.name);
        identities::save_app_metadata(tx, user_id, &app_metadata, now).await?;
        let event = AuditEvent::about(AuditAction::IdentityLinked, user_id)
            .detail("provider", provider.options.name.as_str());
        self.audit(tx, &Origin::user(user_id, client), event, now)
            .await?;
        Ok(user_id)
    }

    async fn may_enter(
        &self,
        tx: &MainTx,
        user_id: UserId,
        now: DateTime<Utc>,
    ) -> Result<(), OAuthError> {
        let locked = users::lock(tx, user_id)
            .await?
            .ok_or(OAuthError::UserGone)?;
        match locked.banned_until.filter(|until| *until > now) {
            Some(until) => Err(OAuthError::Banned { until }),
            None => Ok(()),
        }
    }

    async fn by_address(
        &self,
        tx: &MainTx,
        provider: &Provider,
        said: &IdToken,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<UserId, OAuthError> {
        let email = said.email.as_ref().filter(|_| said.email_verified);
        let email = email.ok_or(OAuthError::EmailUnverified)?;
        match users::find_by_email_in(tx, email.as_str()).await? {
            // Whoever made the account may be somebody else who waits for its owner.
            Some(user) if user.email_confirmed_at.is_none() => {
                Err(OAuthError::EmailUnconfirmedHere)
            }
            Some(user) => Ok(user.id),
            None if !provider.options.sign_up => Err(OAuthError::SignUpClosed),
            None => {
                let name = said.name.as_ref().map(PersonName::as_str);
                let data = name.map_or_else(
                    || json!({}),
                    |name| json!({ "full_name": name, "name": name }),
                );
                let new = Newcomer {
                    email: Some(email),
                    is_confirmed: true,
                    phc: None,
                    data: &data,
                    locale: None,
                };
                let made = self.take_in(tx, &new, client, now).await?;
                let made = made.ok_or(OAuthError::EmailUnconfirmedHere)?;
                // The address is proved by the provider, and there is no password: `email` is no way to sign in.
                let none = json!({ "provider": provider.options.name, "providers": [] });
                identities::save_app_metadata(tx, made, &none, now).await?;
                Ok(made)
            }
        }
    }
}

fn email(said: &IdToken) -> Option<&str> {
    said.email.as_ref().map(Email::as_str)
}

/// What the provider says, as clients read it.
fn data(provider: &Provider, said: &IdToken) -> Value {
    let name = said.name.as_ref().map(PersonName::as_str);
    let mut data = json!({
        "iss": provider.options.issuer, "sub": said.subject, "provider_id": said.subject,
        "email_verified": said.email_verified, "phone_verified": false,
    });
    for (key, value) in [("email", email(said)), ("full_name", name), ("name", name)] {
        if let Some(value) = value {
            data[key] = json!(value);
        }
    }
    data
}

/// The provider among the ways to sign in, once.
fn with_provider(user: &User, name: &str) -> Value {
    let mut data = user.app_metadata.clone();
    let mut names = names(&data);
    if !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
    data["providers"] = json!(names);
    data
}

/// The ways to sign in that a user's data names.
pub(in crate::service) fn names(app_metadata: &Value) -> Vec<String> {
    let names = app_metadata.get("providers").and_then(Value::as_array);
    let names = names.into_iter().flatten().filter_map(Value::as_str);
    names.map(str::to_owned).collect()
}
