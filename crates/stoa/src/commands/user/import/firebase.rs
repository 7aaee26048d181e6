//! `users.json` as `firebase auth:export` writes it, with the parameters of its hashes from the console.

use std::path::Path;

use anyhow::Context as _;
use chrono::DateTime;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Map, Value, json};
use stoa_identity::{ImportedIdentity, ImportedUser, PasswordHash};

use super::{
    entries::{Reading, Row},
    fields::{Fields, ProviderName},
};

/// The end of a ban that has none: the first of January 9999, in unix seconds.
const FOR_EVER: i64 = 253_370_764_800;

/// How a Firebase project hashes passwords. The signer key is a secret.
#[derive(Debug)]
pub(crate) struct HashParams {
    signer_key: SecretString,
    separator: String,
    rounds: u32,
    mem_cost: u32,
}

impl HashParams {
    /// Reads a file with what the console shows as `hash_config`.
    ///
    /// # Errors
    /// When it cannot be read or lacks a parameter.
    pub(super) fn read(file: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(file);
        let text = text.with_context(|| format!("{}", file.display()))?;
        Self::parse(&text).with_context(|| format!("{}", file.display()))
    }

    /// The text of the console, or the same as JSON.
    ///
    /// # Errors
    /// When a parameter is missing.
    pub(super) fn parse(text: &str) -> anyhow::Result<Self> {
        let field = |name: &str| {
            let lines = text.lines().flat_map(|line| line.split(", "));
            let clean = |part: &str| {
                part.trim_matches(['"', ',', ' ', '{', '}', '\t'])
                    .to_owned()
            };
            let found = lines.filter_map(|line| line.split_once(':'));
            found
                .map(|(key, value)| (clean(key), clean(value)))
                .find_map(|(key, value)| (key == name).then_some(value))
                .with_context(|| format!("{name} is missing"))
        };
        Ok(Self {
            signer_key: SecretString::from(field("base64_signer_key")?),
            separator: field("base64_salt_separator")?,
            rounds: field("rounds")?.parse().context("rounds")?,
            mem_cost: field("mem_cost")?.parse().context("mem_cost")?,
        })
    }

    /// The hash in the form that GoTrue gave to it.
    fn hash(&self, salt: &str, hash: &str) -> SecretString {
        let standard = |text: &str| text.replace('-', "+").replace('_', "/");
        SecretString::from(format!(
            "$fbscrypt$v=1,n={},r={},p=1,ss={},sk={}${}${}",
            self.mem_cost,
            self.rounds,
            self.separator,
            self.signer_key.expose_secret(),
            standard(salt),
            standard(hash)
        ))
    }
}

/// Whether an entry is one of Firebase.
pub(super) fn is_entry(entry: &Value) -> bool {
    entry.get("localId").is_some()
}

/// Whether it is one with a password.
pub(super) fn has_password(entry: &Value) -> bool {
    is_entry(entry) && entry.get("passwordHash").is_some()
}

/// A person. One who is disabled comes as one who is shut out.
pub(super) fn read(fields: &mut Fields<'_>, reading: &Reading<'_>) -> Row {
    let name = fields.text("localId");
    if name.is_none() {
        fields.wrong("localId is missing");
    }
    let (email, phone) = (fields.email("email"), fields.phone("phoneNumber"));
    let created_at = fields.millis("createdAt");
    let is_verified = fields.flag("emailVerified") == Some(true);
    let is_disabled = fields.flag("disabled") == Some(true);
    let proved_at = created_at.unwrap_or(reading.now);
    let mut own = Map::new();
    if let Some(name) = fields.text("displayName") {
        own.insert("full_name".to_owned(), json!(name));
    }
    let identities = identities(fields, reading);
    if email.is_none() && phone.is_none() && identities.is_empty() {
        return Row::Anonymous;
    }
    Row::Person(Box::new(ImportedUser {
        id: name.map(|name| ImportedUser::derived_id("firebase", name)),
        email_confirmed_at: (is_verified && email.is_some()).then_some(proved_at),
        // Firebase keeps no number that was not proved.
        phone_confirmed_at: phone.is_some().then_some(proved_at),
        email,
        phone,
        password: password(fields, reading),
        user_metadata: own,
        identities,
        created_at,
        last_sign_in_at: fields.millis("lastSignedInAt"),
        banned_until: DateTime::from_timestamp(FOR_EVER, 0).filter(|_| is_disabled),
        ..ImportedUser::default()
    }))
}

fn password(fields: &mut Fields<'_>, reading: &Reading<'_>) -> Option<PasswordHash> {
    let hash = fields.text("passwordHash")?;
    let Some(salt) = fields.text("salt") else {
        fields.wrong("there is a passwordHash without a salt");
        return None;
    };
    let params = reading.hash_params.as_ref()?;
    fields.password(&params.hash(salt, hash))
}

fn identities(fields: &mut Fields<'_>, reading: &Reading<'_>) -> Vec<ImportedIdentity> {
    let mut found = Vec::new();
    for one in fields.list("providerUserInfo") {
        let provider = one["providerId"].as_str().unwrap_or_default();
        if matches!(provider, "password" | "phone") {
            continue;
        }
        let provider = provider.strip_suffix(".com").unwrap_or(provider);
        if reading.leaves_out(provider) {
            fields.left_out_names += 1;
            continue;
        }
        let name = ProviderName {
            provider,
            issuer: None,
            subject: one["rawId"].as_str(),
            data: json!({
                "sub": one["rawId"], "email": one["email"], "full_name": one["displayName"],
            }),
        };
        found.extend(fields.identity(&name));
    }
    found
}
