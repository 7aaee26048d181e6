//! Whom of ours a provider's word means.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use stoa_core::{SessionId, UserId};
use stoa_db_main::identity::identities::{self, NewIdentityRow};
use stoa_db_main::identity::sessions;
use stoa_db_main::identity::users::{self, EMAIL_TAKEN, EmailProof};
use stoa_domain::{Email, PersonName};
use stoa_pg::{DbError, MainTx};
use uuid::Uuid;

use super::OAuthError;
use crate::provider::{IdToken, Provider};
use crate::service::newcomer::Newcomer;
use crate::service::{Inner, Letter};
use crate::{AuditAction, AuditEvent, ClientInfo, Origin, User, metadata};

/// Who loses a race looks once more; who loses against a deletion and another sign-up too, once again.
const TRIES: usize = 3;

impl Inner {
    /// The user whom the provider's word means: who asked to be linked, who is known by it, whose proved address it
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
        (link, client): (Option<Link>, &ClientInfo),
        now: DateTime<Utc>,
    ) -> Result<UserId, OAuthError> {
        let word = Word::of(provider, said);
        if let Some(link) = link {
            return self.link(tx, &word, link, client, now).await;
        }
        // Of two first sign-ins at once one makes the account, and the other finds what the first has made.
        for _ in 0..TRIES {
            let settled = self.settle_once(tx, (provider, said, &word), client, now);
            if let Some(user_id) = settled.await? {
                return Ok(user_id);
            }
        }
        Err(OAuthError::EmailUnconfirmedHere)
    }

    /// The same, once; nobody when another sign-in has just taken the name or the address.
    async fn settle_once(
        &self,
        tx: &MainTx,
        (provider, said, word): (&Provider, &IdToken, &Word),
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<Option<UserId>, OAuthError> {
        if let Some(known) = identities::find_owner(tx, &word.issuer, &word.subject).await? {
            if known.is_deleted {
                return Err(OAuthError::UserGone);
            }
            // The person's row first, always: whoever links or unlinks holds it too, so nobody waits in a circle, and what
            // was found before is looked at again behind it.
            self.may_enter(tx, known.user_id, now).await?;
            let still = identities::find_owner(tx, &word.issuer, &word.subject).await?;
            if still.is_none_or(|still| still.id != known.id || still.user_id != known.user_id) {
                return Ok(None);
            }
            identities::refresh_user_metadata(tx, known.id, &about(said), now).await?;
            word.save_sign_in(tx, known.id, now).await?;
            return Ok(Some(known.user_id));
        }
        let found = self.by_address(tx, provider, said, client, now).await?;
        let Some((user_id, is_new)) = found else {
            return Ok(None);
        };
        self.may_enter(tx, user_id, now).await?;
        let added = self.add_identity(tx, user_id, word, client, now).await?;
        let Some(id) = added else {
            return Ok(None);
        };
        if !is_new {
            identities::refresh_user_metadata(tx, id, &about(said), now).await?;
            self.tell(tx, user_id, word.letter(), client).await?;
        }
        Ok(Some(user_id))
    }

    /// Adds the provider's account to the ways in of whoever asked for that and has proved to be the one.
    pub(in crate::service) async fn link(
        &self,
        tx: &MainTx,
        word: &Word,
        link: Link,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<UserId, OAuthError> {
        if let Some(known) = self.may_link(tx, word, link, now).await? {
            word.save_sign_in(tx, known, now).await?;
        } else {
            let added = self.add_identity(tx, link.user_id, word, client, now);
            added.await?.ok_or(OAuthError::LinkedElsewhere)?;
            self.tell(tx, link.user_id, word.letter(), client).await?;
        }
        Ok(link.user_id)
    }

    /// Whether the account may be linked; its id when it is linked to the same person already. The person's row is locked.
    pub(super) async fn may_link(
        &self,
        tx: &MainTx,
        word: &Word,
        link: Link,
        now: DateTime<Utc>,
    ) -> Result<Option<Uuid>, OAuthError> {
        // The person's row first: of two links at once the second sees what the first has made.
        self.may_enter(tx, link.user_id, now).await?;
        let known = identities::find_owner(tx, &word.issuer, &word.subject).await?;
        if known.is_some_and(|known| known.user_id != link.user_id) {
            return Err(OAuthError::LinkedElsewhere);
        }
        if let Some(session_id) = link.session_id
            && sessions::lock(tx, session_id).await?.is_none()
        {
            return Err(OAuthError::BadState);
        }
        Ok(known.map(|known| known.id))
    }

    /// The id of the new way in; none when somebody has the name already.
    async fn add_identity(
        &self,
        tx: &MainTx,
        user_id: UserId,
        word: &Word,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<Option<Uuid>, OAuthError> {
        let row = NewIdentityRow {
            id: self.ambient.uuid(),
            user_id,
            provider: &word.provider,
            issuer: &word.issuer,
            subject: &word.subject,
            email: word.email.as_deref(),
            data: &word.data,
        };
        if !identities::insert(tx, &row, now).await? {
            return Ok(None);
        }
        let user = users::find_in(tx, user_id)
            .await?
            .ok_or(OAuthError::UserGone)?;
        if user.is_anonymous {
            self.name_anonymous(tx, &user, word, now).await?;
        }
        let app_metadata = with_provider(&user, &word.provider);
        identities::save_app_metadata(tx, user_id, &app_metadata, now).await?;
        let event = AuditEvent::about(AuditAction::IdentityLinked, user_id)
            .detail("provider", word.provider.as_str())
            .detail("anonymous_before", user.is_anonymous);
        self.audit(tx, &Origin::user(user_id, client), event, now)
            .await?;
        Ok(Some(row.id))
    }

    /// Somebody anonymous who links an account is somebody from now on: the address that the provider has proved is
    /// theirs, and they are a student like everybody who has one.
    async fn name_anonymous(
        &self,
        tx: &MainTx,
        user: &User,
        word: &Word,
        now: DateTime<Utc>,
    ) -> Result<(), OAuthError> {
        let email = word.email.as_deref().filter(|_| word.email_verified);
        let email = email.ok_or(OAuthError::EmailUnverified)?;
        if users::find_by_email_in(tx, email).await?.is_some() {
            return Err(OAuthError::EmailTaken);
        }
        let saved = users::save_email(tx, user.id, email, now).await;
        saved.map_err(|error| match error.unique_violation() {
            Some(EMAIL_TAKEN) => OAuthError::EmailTaken,
            _ => error.into(),
        })?;
        let name = metadata::name(&user.user_metadata);
        let known = (name.as_ref(), metadata::locale(&user.user_metadata));
        Ok(self.enrol_student(tx, user.id, known, now).await?)
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

    /// Who has the address, and whether they came just now; nobody when somebody else takes it at this moment.
    async fn by_address(
        &self,
        tx: &MainTx,
        provider: &Provider,
        said: &IdToken,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<Option<(UserId, bool)>, OAuthError> {
        let email = said.email.as_ref().filter(|_| said.email_verified);
        let email = email.ok_or(OAuthError::EmailUnverified)?;
        match users::find_by_email_in(tx, email.as_str()).await? {
            // Whoever made the account may be somebody else who waits for its owner.
            Some(user) if !user.email_proof.is_proved() => Err(OAuthError::EmailUnconfirmedHere),
            Some(user) => Ok(Some((user.id, false))),
            None if !provider.options.sign_up || !self.options.rules.sign_up => {
                Err(OAuthError::SignUpClosed)
            }
            None => {
                let mut data = json!({});
                describe(&mut data, said);
                let new = Newcomer {
                    id: UserId::new(&self.ambient),
                    email: Some(email),
                    proof: EmailProof::Proved { since: now },
                    phc: None,
                    data: &data,
                    locale: metadata::locale(&data),
                };
                let Some(made) = self.take_in(tx, &new, client, now).await? else {
                    return Ok(None);
                };
                // The address is proved by the provider, and there is no password: `email` is no way to sign in.
                let none = json!({ "provider": provider.options.name, "providers": [] });
                identities::save_app_metadata(tx, made, &none, now).await?;
                Ok(Some((made, true)))
            }
        }
    }
}

/// Who asked for a link.
#[derive(Debug, Clone, Copy)]
pub(in crate::service) struct Link {
    /// Whose way in it becomes.
    pub(in crate::service) user_id: UserId,
    /// In which session; when it has ended, nothing is linked.
    pub(in crate::service) session_id: Option<SessionId>,
}

/// What a provider says of an account, checked: what one of our identities is made of.
#[derive(Serialize, Deserialize)]
pub(in crate::service) struct Word {
    provider: String,
    issuer: String,
    subject: String,
    email: Option<String>,
    email_verified: bool,
    data: Value,
}

impl Word {
    pub(super) fn of(provider: &Provider, said: &IdToken) -> Self {
        Self {
            provider: provider.options.name.clone(),
            issuer: provider.options.issuer.clone(),
            subject: said.subject.clone(),
            email: email(said).map(str::to_owned),
            email_verified: said.email_verified,
            data: data(provider, said),
        }
    }

    fn letter(&self) -> Letter {
        Letter::IdentityLinked {
            account: account(&self.provider, self.email.as_deref()),
        }
    }

    async fn save_sign_in(&self, tx: &MainTx, id: Uuid, now: DateTime<Utc>) -> Result<(), DbError> {
        identities::save_sign_in(tx, id, self.email.as_deref(), &self.data, now).await
    }
}

/// An account at a provider, as its letters name it.
pub(in crate::service) fn account(provider: &str, email: Option<&str>) -> String {
    email.map_or_else(
        || provider.to_owned(),
        |email| format!("{provider} ({email})"),
    )
}

fn email(said: &IdToken) -> Option<&str> {
    said.email.as_ref().map(Email::as_str)
}

/// What the provider says, as clients read it.
fn data(provider: &Provider, said: &IdToken) -> Value {
    let mut data = json!({
        "iss": provider.options.issuer, "sub": said.subject, "provider_id": said.subject,
        "email_verified": said.email_verified, "phone_verified": false,
    });
    if let Some(email) = email(said) {
        data["email"] = json!(email);
    }
    describe(&mut data, said);
    data
}

/// What the provider says of the person, under the names by which clients of GoTrue read it.
fn describe(data: &mut Value, said: &IdToken) {
    if let Some(name) = said.name.as_ref().map(PersonName::as_str) {
        data["full_name"] = json!(name);
        data["name"] = json!(name);
    }
    for (key, text) in &said.about {
        data[*key] = json!(text);
        if *key == "picture" {
            data["avatar_url"] = json!(text);
        }
    }
}

/// The same without the name: people have one here, and change it here.
fn about(said: &IdToken) -> Value {
    let mut data = json!({});
    describe(&mut data, said);
    if let Some(said) = data.as_object_mut() {
        said.retain(|key, _| key != "name" && key != "full_name");
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
    if data["provider"].is_null() {
        data["provider"] = json!(name);
    }
    data
}

/// The ways to sign in that a user's data names.
pub(in crate::service) fn names(app_metadata: &Value) -> Vec<String> {
    let names = app_metadata.get("providers").and_then(Value::as_array);
    let names = names.into_iter().flatten().filter_map(Value::as_str);
    names.map(str::to_owned).collect()
}
