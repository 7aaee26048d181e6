use super::{At, Check, Found, Rule, sm074_json::new_columns};
use crate::{
    finding::Level,
    sql::{
        Action, SqlType,
        action::TableChange,
    },
};

pub(super) const RULE: Rule = Rule {
    id: "SA030",
    class: "plaintext-password-column",
    level: Level::Error,
    why: "Whoever reads this table once, by a leaked backup, a report or a wrong policy, has everybody's password, here \
          and wherever else people use it.",
    fails: "create table buyers (id uuid primary key, password text not null);",
    help: "Keep a hash (argon2id) in a column whose name says so, or send an invite and keep no password at all.",
    instead: "create table buyers (id uuid primary key, password_hash text not null);",
    check: Check::Up(check),
};

const SECRETS: [&str; 12] = [
    "password", "passwd", "pwd", "passphrase", "secret", "token", "otp", "ssn", "pin", "card", "cvv", "cvc",
];

/// Parts of a name that say that the value itself is not there.
const SAFE: [&str; 30] = [
    "hash", "hashed", "digest", "encrypted", "enc", "cipher", "ciphertext", "sha256", "hmac", "at", "count", "id",
    "type", "kind", "required", "changed", "expires", "expiry", "length", "last4", "hint", "policy", "salt",
    "phc", "name", "algorithm", "version", "enabled", "number", "ref",
];

fn check(at: &At<'_>, found: &mut Found) {
    for (table, column) in new_columns(at) {
        if is_open_secret(&column.name, &column.ty) {
            let object = table.column(&column.name);
            at.report_at(found, Level::Error, column.span, &object, format!("{object} would hold secrets as they are"));
        }
    }
    if let Action::AlterTable(table, TableChange::RenameColumn { from, to }) = &at.step.action {
        let table = at.full(table);
        let ty = at.catalog.table(&table).and_then(|t| t.column(from)).map(|c| c.ty.clone());
        let text = ty.unwrap_or_else(|| SqlType::named("text"));
        if is_open_secret(to, &text) && !is_open_secret(from, &text) {
            let object = table.column(to);
            at.report(found, Level::Error, &object, format!("{object} would hold secrets as they are"));
        }
    }
}

/// Whether a column of this name and type holds a secret that can be read.
pub(crate) fn is_open_secret(name: &str, ty: &SqlType) -> bool {
    let words = words(name);
    let is_secret = words.iter().any(|word| SECRETS.contains(&word.as_str()));
    let card_number = words.len() >= 2 && words[0] == "card" && words.iter().any(|w| w == "number");
    let is_safe = words.iter().any(|word| SAFE.contains(&word.as_str())) && !card_number;
    is_secret && !is_safe && ty.is_textual()
}

/// `resetToken` and `reset_token` both say reset, token.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in name.chars() {
        let begins = c.is_uppercase() && was_lower;
        if !c.is_alphanumeric() || begins {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c.is_alphanumeric(), words.last_mut()) {
            word.extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

