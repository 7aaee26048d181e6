//! Rows of `auth.users`, users as an administrators' API of GoTrue lists them, and the plain rows of a CSV file.

use secrecy::SecretString;
use serde_json::{Value, json};
use stoa_core::UserId;
use stoa_identity::{ImportedIdentity, ImportedUser};

use super::{
    entries::{Reading, Row},
    fields::{Fields, ProviderName},
};

/// A person, or why the row is none.
pub(super) fn read(fields: &mut Fields<'_>, reading: &Reading<'_>) -> Row {
    if fields.time("deleted_at").is_some() {
        return Row::Deleted;
    }
    let email = fields.email("email");
    if fields.flag("is_anonymous") == Some(true) && email.is_none() {
        return Row::Anonymous;
    }
    if fields.flag("is_sso_user") == Some(true) {
        fields.wrong("signs in by SAML, which is not there");
    }
    let phone = fields.phone("phone");
    let created_at = fields.time("created_at");
    let proved = fields.time("email_confirmed_at");
    let said_proved = fields.flag("email_confirmed") == Some(true);
    let proved = proved.or(said_proved.then(|| created_at.unwrap_or(reading.now)));
    // `confirmed_at` is of the address or of the number, whichever came first.
    let first = fields.time("confirmed_at").filter(|_| phone.is_none());
    let hash = fields.text("encrypted_password");
    let hash = hash.or_else(|| fields.text("password_hash"));
    let mut user_metadata = fields.object(["raw_user_meta_data", "user_metadata"]);
    for (column, key) in [("name", "full_name"), ("locale", "locale")] {
        if let Some(text) = fields.text(column) {
            user_metadata.entry(key).or_insert_with(|| json!(text));
        }
    }
    Row::Person(Box::new(ImportedUser {
        id: fields.id("id").map(UserId),
        email_confirmed_at: proved.or(first).filter(|_| email.is_some()),
        email,
        phone_confirmed_at: fields.time("phone_confirmed_at"),
        phone,
        password: hash.and_then(|hash| fields.password(&SecretString::from(hash))),
        user_metadata,
        app_metadata: fields.object(["raw_app_meta_data", "app_metadata"]),
        identities: identities(fields, reading),
        created_at,
        last_sign_in_at: fields.time("last_sign_in_at"),
        invited_at: fields.time("invited_at"),
        banned_until: fields.time("banned_until"),
        ..ImportedUser::default()
    }))
}

/// Names at providers; the one by address is the account itself.
fn identities(fields: &mut Fields<'_>, reading: &Reading<'_>) -> Vec<ImportedIdentity> {
    let mut found = Vec::new();
    for one in fields.list("identities") {
        let provider = one["provider"].as_str().unwrap_or_default();
        if matches!(provider, "email" | "phone") {
            continue;
        }
        if reading.leaves_out(provider) {
            fields.left_out_names += 1;
            continue;
        }
        let data = &one["identity_data"];
        let subject = [&one["provider_id"], &data["sub"], &one["id"]];
        let subject = subject.into_iter().find_map(Value::as_str);
        let name = ProviderName {
            provider,
            issuer: data["iss"].as_str(),
            subject,
            data: if data.is_object() {
                data.clone()
            } else {
                json!({ "sub": subject })
            },
        };
        found.extend(fields.identity(&name));
    }
    found
}
