//! What administrators and servers do with other people's accounts.

mod create;
mod delete;
mod end_sessions;
mod error;
mod list;
mod look;
mod people;
mod update;

pub use error::AdminError;
pub use list::UserListing;
pub use look::AuditPage;
pub use people::PeopleFound;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};
use stoa_core::UserId;
use stoa_domain::{Email, Phone, RoleSet};

use crate::{NewPassword, PasswordHash, metadata};

/// A password as it is given for somebody else.
#[derive(Debug, Clone)]
pub enum GivenPassword {
    /// In clear.
    Clear(NewPassword),
    /// As another platform's hash.
    Hash(PasswordHash),
}

/// How long somebody is shut out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ban {
    /// Not at all, from now on.
    Lifted,
    /// From now on, for so long.
    For(TimeDelta),
}

impl Ban {
    /// When the ban ends, if there is one; a ban beyond the year 9999 ends there.
    pub(super) fn until(self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        const LAST: i64 = 253_370_764_800;
        match self {
            Self::Lifted => None,
            Self::For(time) => {
                let last = DateTime::from_timestamp(LAST, 0);
                now.checked_add_signed(time)
                    .map_or(last, |until| last.map(|last| until.min(last)))
            }
        }
    }
}

/// What is given for a user; what is absent stays, or takes its usual value for a new one.
#[derive(Debug, Clone, Default)]
pub struct UserForm {
    /// The id, for a new user only.
    pub id: Option<UserId>,
    /// The address.
    pub email: Option<Email>,
    /// Whether the address is known to be the person's own.
    pub email_confirmed: Option<bool>,
    /// The number.
    pub phone: Option<Phone>,
    /// Whether the number is known to be the person's own.
    pub phone_confirmed: Option<bool>,
    /// The password.
    pub password: Option<GivenPassword>,
    /// The person's own data: keys are merged into what is there, null removes one.
    pub user_metadata: Option<Map<String, Value>>,
    /// Our data about the person, merged in the same way. `provider` and `providers` are ours and stay.
    pub app_metadata: Option<Map<String, Value>>,
    /// The roles, these and no others.
    pub roles: Option<RoleSet>,
    /// Shut out or let in again.
    pub ban: Option<Ban>,
}

/// Merges keys into an object; null removes a key.
fn merge(into: &mut Value, from: &Map<String, Value>) {
    let Value::Object(fields) = into else { return };
    for (key, value) in from {
        if value.is_null() {
            fields.remove(key);
        } else {
            fields.insert(key.clone(), value.clone());
        }
    }
}

/// The same for our own data about a person, whose ways to sign in and roles are not written by hand.
fn merge_ours(into: &mut Value, from: &Map<String, Value>) {
    let kept = ["provider", "providers", "roles"];
    let from = from
        .iter()
        .filter(|(key, _)| !kept.contains(&key.as_str()))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    merge(into, &from);
}

/// Whether both can be kept; each has the bound that what people write about themselves has, so that an access token with
/// both of them is one that we take.
fn checked(user_metadata: &Value, app_metadata: &Value) -> Result<(), AdminError> {
    let refused = |field| move |reason| AdminError::Metadata { field, reason };
    metadata::fits(user_metadata).map_err(refused("user_metadata"))?;
    metadata::fits(app_metadata).map_err(refused("app_metadata"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn metadata_is_merged_and_null_removes() {
        let mut data = json!({ "a": 1, "b": { "c": 2 }, "provider": "email" });
        let change = json!({ "b": 3, "a": null, "d": [], "provider": "x", "roles": ["admin"] });
        merge_ours(&mut data, change.as_object().unwrap());
        assert_eq!(data, json!({ "b": 3, "d": [], "provider": "email" }));
    }

    #[test]
    fn a_ban_has_an_end_that_can_be_stored() {
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        assert_eq!(Ban::Lifted.until(now), None);
        assert_eq!(
            Ban::For(TimeDelta::hours(24)).until(now),
            Some(now + TimeDelta::days(1))
        );
        let last = Ban::For(TimeDelta::MAX).until(now).unwrap();
        assert_eq!(last.to_rfc3339(), "9999-01-01T00:00:00+00:00");
    }
}
