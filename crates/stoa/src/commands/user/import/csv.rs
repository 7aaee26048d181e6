//! CSV with a head line: the plain shape of `docs/importing-people.md`, or `auth.users` as `COPY ... CSV HEADER` writes it.

use anyhow::{Context as _, bail};
use csv::{Position, ReaderBuilder, StringRecord};
use serde_json::{Map, Value};
use stoa_identity::Place;

use super::entries::Entry;

/// What is read.
const COLUMNS: [&str; 23] = [
    "id",
    "email",
    "email_confirmed",
    "email_confirmed_at",
    "phone",
    "phone_confirmed_at",
    "password_hash",
    "name",
    "locale",
    "user_metadata",
    "app_metadata",
    "identities",
    "created_at",
    "last_sign_in_at",
    "invited_at",
    "banned_until",
    "encrypted_password",
    "raw_user_meta_data",
    "raw_app_meta_data",
    "confirmed_at",
    "deleted_at",
    "is_anonymous",
    "is_sso_user",
];
/// What else `auth.users` has, and means nothing here.
const PASSED_OVER: [&str; 20] = [
    "instance_id",
    "aud",
    "role",
    "updated_at",
    "is_super_admin",
    "confirmation_token",
    "confirmation_sent_at",
    "recovery_token",
    "recovery_sent_at",
    "email_change",
    "email_change_token_new",
    "email_change_token_current",
    "email_change_sent_at",
    "email_change_confirm_status",
    "phone_change",
    "phone_change_token",
    "phone_change_sent_at",
    "reauthentication_token",
    "reauthentication_sent_at",
    "providers",
];

/// The rows, each with the line that it begins on.
///
/// # Errors
/// When the head line names columns that are not known, or one twice: nothing is guessed at.
pub(super) fn entries(text: &str) -> anyhow::Result<Vec<Entry>> {
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter(text))
        .flexible(true)
        .from_reader(text.as_bytes());
    let head = reader.headers().context("the head line")?.clone();
    let columns = columns(&head)?;
    let mut entries = Vec::new();
    for record in reader.records() {
        let record = record?;
        let number = record.position().map_or(1, |at| line_of(text, at));
        entries.push(Entry {
            place: Place {
                unit: "line",
                number,
            },
            value: row(&columns, &record),
        });
    }
    Ok(entries)
}

/// Where a row begins: blank lines before it are passed over.
fn line_of(text: &str, at: &Position) -> u64 {
    let start = usize::try_from(at.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let blank = blank.filter(|byte| **byte == b'\n').count();
    at.line() + u64::try_from(blank).unwrap_or_default()
}

/// Spreadsheets of half the world write semicolons.
fn delimiter(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|mark| {
            let count = head.bytes().filter(|byte| byte == mark).count();
            (count, *mark == b',')
        })
        .unwrap_or(b',')
}

fn columns(head: &StringRecord) -> anyhow::Result<Vec<String>> {
    let columns: Vec<_> = head
        .iter()
        .map(|name| name.trim().to_ascii_lowercase())
        .collect();
    let mut problems = Vec::new();
    for (at, name) in columns.iter().enumerate() {
        let is_known = COLUMNS.contains(&name.as_str()) || PASSED_OVER.contains(&name.as_str());
        if !is_known {
            problems.push(format!("{name:?} is no column that is known"));
        } else if columns[..at].contains(name) {
            problems.push(format!("{name:?} stands there twice"));
        }
    }
    if problems.is_empty() {
        return Ok(columns);
    }
    bail!(
        "the head line: {}; there are {}",
        problems.join(", "),
        COLUMNS.join(", ")
    )
}

/// The row as the object that it would be in JSON; what is empty is not there.
fn row(columns: &[String], record: &StringRecord) -> Result<Value, String> {
    if record.len() != columns.len() {
        return Err(format!(
            "has {} fields, the head line {}",
            record.len(),
            columns.len()
        ));
    }
    let fields = columns.iter().zip(record.iter());
    let fields = fields.filter(|(_, text)| !text.trim().is_empty());
    let object: Map<_, _> = fields
        .map(|(name, text)| (name.clone(), Value::from(text)))
        .collect();
    Ok(Value::Object(object))
}
