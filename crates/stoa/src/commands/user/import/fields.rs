//! The fields of one entry: what is wrong with one is noted, and the others are read all the same.

use chrono::{DateTime, NaiveDateTime, Utc};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Map, Value};
use stoa_domain::{Email, Phone};
use stoa_identity::{ImportedIdentity, PasswordHash};

/// Issuers of providers whose rows may not say it.
const ISSUERS: [(&str, &str); 2] = [
    ("google", "https://accounts.google.com"),
    ("apple", "https://appleid.apple.com"),
];

/// An entry that is being read.
pub(super) struct Fields<'a> {
    pub(super) entry: &'a Value,
    faults: Vec<String>,
    pub(super) left_out_names: usize,
}

impl<'a> Fields<'a> {
    pub(super) fn of(entry: &'a Value) -> Self {
        let mut fields = Self {
            entry,
            faults: Vec::new(),
            left_out_names: 0,
        };
        if !entry.is_object() {
            fields.wrong("is no object");
        }
        fields
    }

    /// What was read, unless something was wrong.
    pub(super) fn done<T>(self, read: T) -> Result<T, Vec<String>> {
        if self.faults.is_empty() {
            Ok(read)
        } else {
            Err(self.faults)
        }
    }

    pub(super) fn wrong(&mut self, fault: impl Into<String>) {
        self.faults.push(fault.into());
    }

    /// The text of a field; an empty one is as good as none.
    pub(super) fn text(&mut self, field: &str) -> Option<&'a str> {
        match self.entry.get(field) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text.trim()).filter(|text| !text.is_empty()),
            Some(_) => {
                self.wrong(format!("{field} is no text"));
                None
            }
        }
    }

    fn parsed<T>(
        &mut self,
        field: &str,
        what: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let value = read(self.text(field)?);
        if value.is_none() {
            self.wrong(format!("{field} is no {what}"));
        }
        value
    }

    /// Yes or no, also as PostgreSQL and spreadsheets write it.
    pub(super) fn flag(&mut self, field: &str) -> Option<bool> {
        if let Some(Value::Bool(said)) = self.entry.get(field) {
            return Some(*said);
        }
        self.parsed(field, "true or false", |text| {
            match text.to_ascii_lowercase().as_str() {
                "t" | "true" | "yes" | "1" => Some(true),
                "f" | "false" | "no" | "0" => Some(false),
                _ => None,
            }
        })
    }

    pub(super) fn email(&mut self, field: &str) -> Option<Email> {
        self.parsed(field, "address", |text| Email::parse(text).ok())
    }

    /// With or without a plus.
    pub(super) fn phone(&mut self, field: &str) -> Option<Phone> {
        self.parsed(field, "number with a country code", |text| {
            let phone = Phone::parse(text).or_else(|_| Phone::parse(&format!("+{text}")));
            phone.ok()
        })
    }

    pub(super) fn id(&mut self, field: &str) -> Option<uuid::Uuid> {
        self.parsed(field, "UUID", |text| text.parse().ok())
    }

    /// ISO 8601 with its time zone, and as PostgreSQL writes it.
    pub(super) fn time(&mut self, field: &str) -> Option<DateTime<Utc>> {
        self.parsed(field, "time with a time zone (2024-05-01T10:00:00Z)", time)
    }

    /// Milliseconds since 1970, as text or number.
    pub(super) fn millis(&mut self, field: &str) -> Option<DateTime<Utc>> {
        let of = DateTime::from_timestamp_millis;
        if let Some(Value::Number(number)) = self.entry.get(field) {
            let time = number.as_i64().and_then(of);
            if time.is_none() {
                self.wrong(format!("{field} is no time"));
            }
            return time;
        }
        self.parsed(field, "time", |text| of(text.parse().ok()?))
    }

    /// The first of the fields that is there; an export by COPY has it as text.
    pub(super) fn object(&mut self, fields: [&str; 2]) -> Map<String, Value> {
        for field in fields {
            let object = match self.entry.get(field) {
                None | Some(Value::Null) => continue,
                Some(Value::String(text)) if text.trim().is_empty() => continue,
                Some(Value::String(text)) => serde_json::from_str(text).ok(),
                Some(Value::Object(map)) => Some(map.clone()),
                Some(_) => None,
            };
            if object.is_none() {
                self.wrong(format!("{field} is no JSON object"));
            }
            return object.unwrap_or_default();
        }
        Map::new()
    }

    /// The elements of a list, which an export by COPY has as text.
    pub(super) fn list(&mut self, field: &str) -> Vec<Value> {
        let list = match self.entry.get(field) {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::String(text)) if text.trim().is_empty() => return Vec::new(),
            Some(Value::String(text)) => serde_json::from_str(text).ok(),
            Some(Value::Array(list)) => Some(list.clone()),
            Some(_) => None,
        };
        if list.is_none() {
            self.wrong(format!("{field} is no JSON array"));
        }
        list.unwrap_or_default()
    }

    /// A hash that can be checked here; a fault never holds it.
    pub(super) fn password(&mut self, hash: &SecretString) -> Option<PasswordHash> {
        PasswordHash::parse(hash.expose_secret())
            .map_err(|error| self.wrong(format!("the password's hash is {error}")))
            .ok()
    }

    /// A name at a provider, when it is known by which issuer.
    pub(super) fn identity(&mut self, name: &ProviderName<'_>) -> Option<ImportedIdentity> {
        let provider = name.provider;
        if !is_provider(provider) {
            self.wrong(format!(
                "{provider:?} can be no provider's name here (a-z, 0-9, _ and -)"
            ));
            return None;
        }
        let known = ISSUERS.iter().find(|(known, _)| *known == provider);
        let issuer = name.issuer.or(known.map(|(_, issuer)| *issuer));
        let Some(issuer) = issuer else {
            self.wrong(format!(
                "the identity of provider {provider:?} does not say its issuer (identity_data.iss): add it, or leave its \
                 identities out by --without-provider {provider}"
            ));
            return None;
        };
        let Some(subject) = name.subject else {
            self.wrong(format!("the identity of provider {provider:?} has no id"));
            return None;
        };
        Some(ImportedIdentity {
            provider: provider.to_owned(),
            issuer: issuer.to_owned(),
            subject: subject.to_owned(),
            email: name.data["email"].as_str().map(str::to_owned),
            data: name.data.clone(),
        })
    }
}

/// How an export names a person's account at a provider.
pub(super) struct ProviderName<'a> {
    pub(super) provider: &'a str,
    pub(super) issuer: Option<&'a str>,
    pub(super) subject: Option<&'a str>,
    pub(super) data: Value,
}

/// What `auth.identities` takes as a name.
fn is_provider(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
    name.len() <= 40 && name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(fits)
}

fn time(said: &str) -> Option<DateTime<Utc>> {
    let said = said.replacen(' ', "T", 1);
    if let Ok(time) = DateTime::parse_from_rfc3339(&said) {
        return Some(time.to_utc());
    }
    // PostgreSQL writes `+00` and `+0530`; spreadsheets add ` UTC`.
    if let Some(plain) = said.strip_suffix(" UTC") {
        let plain = NaiveDateTime::parse_from_str(plain, "%Y-%m-%dT%H:%M:%S%.f").ok()?;
        return Some(plain.and_utc());
    }
    let with_minutes = DateTime::parse_from_str(&said, "%Y-%m-%dT%H:%M:%S%.f%#z").ok()?;
    Some(with_minutes.to_utc())
}
