//! People who make their accounts themselves.

use chrono::{DateTime, SubsecRound as _, Utc};
use serde_json::{Value, json};
use stoa_core::UserId;
use stoa_db_main::identity::users::{self, EmailProof, NewUserRow};
use stoa_db_main::identity::{credentials, roles};
use stoa_db_main::learning::profiles::{self, NewProfile};
use stoa_domain::{Email, Locale, PersonName, Role};
use stoa_pg::{DbError, MainTx};

use super::Inner;
use crate::{AuditAction, AuditEvent, ClientInfo, Origin, User, metadata};

/// Somebody who comes by themselves.
pub(super) struct Newcomer<'a> {
    /// Drawn before the database is asked: answers about taken and free addresses bear ids of the same moment.
    pub(super) id: UserId,
    /// Without one, nobody knows who it is.
    pub(super) email: Option<&'a Email>,
    /// What is known of whose the address is.
    pub(super) proof: EmailProof,
    /// The hash of a password.
    pub(super) phc: Option<&'a str>,
    /// What they say of themselves.
    pub(super) data: &'a Value,
    /// Their language.
    pub(super) locale: Option<Locale>,
}

impl Inner {
    /// Makes the user, and the rows without which the academy does not know a student; `None` when the address is taken.
    pub(super) async fn take_in(
        &self,
        tx: &MainTx,
        new: &Newcomer<'_>,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<Option<UserId>, DbError> {
        let id = new.id;
        let name = metadata::name(new.data);
        let row = NewUserRow {
            id,
            community_id: self.options.community_id,
            email: new.email.map(Email::as_str),
            email_proof: new.proof,
            phone: None,
            phone_confirmed_at: None,
            display_name: name.as_ref().map(PersonName::as_str),
            user_metadata: new.data,
            app_metadata: &app_metadata(new.email.is_some()),
            is_anonymous: new.email.is_none(),
        };
        if !users::insert(tx, &row, now).await? {
            return Ok(None);
        }
        if let Some(phc) = new.phc {
            credentials::save(tx, id, phc, now).await?;
        }
        if new.email.is_some() {
            let locale = new.locale.or_else(|| metadata::locale(new.data));
            self.enrol_student(tx, id, (name.as_ref(), locale), now)
                .await?;
        }
        let event = AuditEvent::about(AuditAction::UserSignedUp, id)
            .detail("anonymous", new.email.is_none());
        self.audit(tx, &Origin::visitor(client), event, now).await?;
        Ok(Some(id))
    }

    /// Makes somebody a student with a profile: what every account with an address has.
    pub(super) async fn enrol_student(
        &self,
        tx: &MainTx,
        id: UserId,
        (name, locale): (Option<&PersonName>, Option<Locale>),
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        roles::insert(tx, id, Role::Student, None, now).await?;
        let profile = NewProfile {
            name: name.map(PersonName::as_str),
            locale,
        };
        let community = self.options.community_id;
        profiles::ensure(tx, community, id, profile, now).await?;
        Ok(())
    }

    /// A user who looks as one that was just made and is not there: the answer to whoever signs up with an address that
    /// is taken, and may not learn that.
    pub(super) fn made_up(
        &self,
        id: UserId,
        email: &Email,
        data: Value,
        now: DateTime<Utc>,
    ) -> User {
        // As exact as the database keeps times.
        let now = now.trunc_subsecs(6);
        User {
            id,
            community_id: self.options.community_id,
            email: Some(email.as_str().to_owned()),
            email_proof: EmailProof::Waiting,
            phone: None,
            phone_confirmed_at: None,
            display_name: None,
            user_metadata: data,
            app_metadata: app_metadata(true),
            is_anonymous: false,
            new_email: None,
            email_change_sent_at: None,
            confirmation_sent_at: self.options.sends_mail.then_some(now),
            recovery_sent_at: None,
            reauthentication_sent_at: None,
            invited_at: None,
            last_sign_in_at: None,
            banned_until: None,
            deleted_at: None,
            created_at: now,
            updated_at: now,
            roles: [Role::Student].into(),
            factors: Vec::new(),
            identities: Vec::new(),
        }
    }
}

fn app_metadata(has_email: bool) -> Value {
    if has_email {
        json!({ "provider": "email", "providers": ["email"] })
    } else {
        json!({})
    }
}
