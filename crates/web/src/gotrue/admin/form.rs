use serde::Deserialize;
use serde_json::{Map, Value};
use stoa_core::{ExposeSecret as _, SecretString, UserId};
use stoa_domain::{Email, Phone, Role, RoleSet};
use stoa_identity::{Ban, GivenPassword, GoTrueError, NewPassword, PasswordHash, UserForm};
use utoipa::ToSchema;

use super::caller::{invalid, refuse};
use crate::{Fault, gotrue::duration};

/// A user as clients give one; unknown fields are ignored, as GoTrue does.
#[derive(Deserialize, ToSchema)]
pub(super) struct AdminUser {
    id: Option<String>,
    email: Option<String>,
    email_confirm: Option<bool>,
    phone: Option<String>,
    phone_confirm: Option<bool>,
    #[schema(value_type = Option<String>, format = Password)]
    password: Option<SecretString>,
    #[schema(value_type = Option<String>)]
    password_hash: Option<SecretString>,
    #[schema(value_type = Option<Object>)]
    user_metadata: Option<Map<String, Value>>,
    #[schema(value_type = Option<Object>)]
    app_metadata: Option<Map<String, Value>>,
    role: Option<String>,
    ban_duration: Option<String>,
}

impl AdminUser {
    /// Reads a body.
    ///
    /// # Errors
    /// 400 `bad_json` for a wrong type.
    pub(super) fn read(body: Value) -> Result<Self, Fault> {
        if has_nul(&body) {
            return Err(invalid("The character U+0000 cannot be stored"));
        }
        serde_json::from_value(body)
            .map_err(|_| refuse(400, "bad_json", "Could not parse request body as JSON"))
    }

    /// Checks what is given for a new user.
    ///
    /// # Errors
    /// 400 `validation_failed`, 422 `weak_password`.
    pub(super) fn for_new(self) -> Result<UserForm, Fault> {
        let form = self.check(None)?;
        if form.email.is_none() && form.phone.is_none() {
            return Err(invalid(
                "Cannot create a user without either an email or phone",
            ));
        }
        Ok(form)
    }

    /// Checks what is given for a user with this address.
    ///
    /// # Errors
    /// As above.
    pub(super) fn for_known(self, email: Option<&str>) -> Result<UserForm, Fault> {
        let mut form = self.check(email)?;
        form.id = None;
        Ok(form)
    }

    fn check(self, known: Option<&str>) -> Result<UserForm, Fault> {
        if !matches!(self.role.as_deref(), None | Some("" | "authenticated")) {
            return Err(invalid(
                "role must be authenticated; the academy's roles go into app_metadata.roles",
            ));
        }
        let email = given(self.email).map(|text| {
            Email::parse(&text)
                .map_err(|_| invalid("Unable to validate email address: invalid format"))
        });
        let phone = given(self.phone).map(|text| {
            Phone::parse(&text)
                .or_else(|_| Phone::parse(&format!("+{text}")))
                .map_err(|_| invalid("Invalid phone number format (E.164 required)"))
        });
        let id = given(self.id).map(|text| {
            text.parse::<uuid::Uuid>()
                .ok()
                .filter(|id| !id.is_nil())
                .map(UserId)
                .ok_or_else(|| invalid("ID must be a valid UUID"))
        });
        let email = email.transpose()?;
        let whose = email
            .clone()
            .or_else(|| known.and_then(|text| Email::parse(text).ok()));
        Ok(UserForm {
            id: id.transpose()?,
            phone: phone.transpose()?,
            email_confirmed: self.email_confirm,
            phone_confirmed: self.phone_confirm,
            password: password(self.password, self.password_hash, whose.as_ref())?,
            roles: roles(self.app_metadata.as_ref())?,
            user_metadata: self.user_metadata,
            app_metadata: self.app_metadata,
            ban: self.ban_duration.as_deref().map(ban).transpose()?,
            email,
        })
    }
}

/// An empty text is as good as none: client libraries send it for what is not set.
fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

fn password(
    clear: Option<SecretString>,
    hash: Option<SecretString>,
    email: Option<&Email>,
) -> Result<Option<GivenPassword>, Fault> {
    let filled = |text: Option<SecretString>| text.filter(|t| !t.expose_secret().is_empty());
    match (filled(clear), filled(hash)) {
        (None, None) => Ok(None),
        (Some(_), Some(_)) => Err(invalid(
            "Only a password or a password hash should be provided",
        )),
        (None, Some(hash)) => PasswordHash::parse(hash.expose_secret())
            .map(|hash| Some(GivenPassword::Hash(hash)))
            .map_err(|error| invalid(format!("password_hash is {error}"))),
        (Some(clear), None) => NewPassword::checked(clear, email)
            .map(|password| Some(GivenPassword::Clear(password)))
            .map_err(|faults| Fault::from_gotrue(&GoTrueError::weak_password(&faults))),
    }
}

fn roles(app_metadata: Option<&Map<String, Value>>) -> Result<Option<RoleSet>, Fault> {
    let Some(value) = app_metadata.and_then(|data| data.get("roles")) else {
        return Ok(None);
    };
    let wrong = || {
        let all: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
        invalid(format!(
            "app_metadata.roles must be an array of {}",
            all.join(", ")
        ))
    };
    let words = value.as_array().ok_or_else(wrong)?;
    let read = |word: &Value| word.as_str().and_then(|word| word.parse::<Role>().ok());
    words
        .iter()
        .map(|word| read(word).ok_or_else(wrong))
        .collect::<Result<RoleSet, _>>()
        .map(Some)
}

fn ban(text: &str) -> Result<Ban, Fault> {
    if text == "none" {
        return Ok(Ban::Lifted);
    }
    duration::parse(text)
        .map(Ban::For)
        .ok_or_else(|| invalid("invalid format for ban duration: a duration such as 24h, or none"))
}

/// The database cannot store this character, in no text and in no JSON.
pub(super) fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(fields) => fields
            .iter()
            .any(|(key, value)| key.contains('\0') || has_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
