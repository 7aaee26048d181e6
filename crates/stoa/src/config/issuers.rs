//! `[[auth.accepted_issuer]]` and `[[auth.provider]]`: rows that are checked as a whole, each with its number.

use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use stoa_identity::{AcceptedIssuer, IssuerKeys, ProviderOptions, UnknownUser, UserRule};
use url::Url;

use super::Problems;

/// The shortest secret that can sign tokens, in bytes: as long as the hash.
const SHORTEST_SECRET: usize = 32;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IssuerRow {
    name: String,
    issuer: String,
    jwks_url: Option<String>,
    secret: Option<SecretString>,
    #[serde(default = "authenticated")]
    audience: String,
    users: Users,
    #[serde(default)]
    unknown: Unknown,
    #[serde(default)]
    trusts_email: bool,
    accept_until: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Users {
    Sub,
    Email,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Unknown {
    #[default]
    Refuse,
    Create,
}

fn authenticated() -> String {
    "authenticated".to_owned()
}

/// The rows of a setting, each read by itself. What is wrong is told without the values: some are secrets.
pub(super) fn rows<T: DeserializeOwned>(
    key: &str,
    text: &str,
    problems: &mut Problems,
) -> Vec<(usize, T)> {
    let Ok(Value::Array(values)) = serde_json::from_str(text) else {
        problems.add(format!(
            "{key} must be tables ([[{key}]]), or a JSON array of objects"
        ));
        return Vec::new();
    };
    let mut rows = Vec::new();
    for (number, value) in (1..).zip(values) {
        match serde_json::from_value(value) {
            Ok(row) => rows.push((number, row)),
            Err(error) => problems.add(format!("{key} {number}: {}", without_values(&error))),
        }
    }
    rows
}

/// The parser's message where it names a field, else that a value is of a wrong type.
fn without_values(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let names_fields = [
        "missing field",
        "unknown field",
        "unknown variant",
        "duplicate field",
    ];
    if names_fields.iter().any(|start| text.starts_with(start)) {
        text
    } else {
        "a value is of a wrong type".to_owned()
    }
}

/// A name as it stands in a user's identities.
pub(super) fn is_name(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
    name.len() <= 40
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(fits)
        && !matches!(name, "email" | "phone")
}

/// An address over https, or over http to this machine, without a login in it.
pub(super) fn safe_url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let is_here = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_here);
    (is_safe && url.username().is_empty() && url.password().is_none()).then_some(url)
}

/// Foreign issuers whose tokens are accepted.
pub(super) fn accepted(key: &str, text: &str, problems: &mut Problems) -> Vec<AcceptedIssuer> {
    let mut accepted: Vec<AcceptedIssuer> = Vec::new();
    for (number, row) in rows::<IssuerRow>(key, text, problems) {
        let mut told = Vec::new();
        if accepted
            .iter()
            .any(|one| one.name == row.name || one.issuer == row.issuer)
        {
            told.push("name or issuer stands in an earlier row");
        }
        if let Some(issuer) = row.read(&mut told) {
            accepted.push(issuer);
        }
        for problem in told {
            problems.add(format!("{key} {number}: {problem}"));
        }
    }
    accepted
}

impl IssuerRow {
    fn read(self, told: &mut Vec<&'static str>) -> Option<AcceptedIssuer> {
        if !is_name(&self.name) {
            told.push("name must be a word of a-z, 0-9, _ and -, and not email or phone");
        }
        if self.issuer.trim().is_empty() || self.issuer.len() > 1024 {
            told.push("issuer must be the iss of its tokens");
        }
        if self.audience.is_empty() {
            told.push("audience must be the aud of its tokens");
        }
        let accept_until = self
            .accept_until
            .as_deref()
            .map(DateTime::parse_from_rfc3339);
        if matches!(accept_until, Some(Err(_))) {
            told.push("accept_until must be a text such as '2027-01-31T00:00:00Z'");
        }
        if self.secret.is_some() && accept_until.is_none() {
            told.push("a secret is accepted for a time only: say accept_until");
        }
        let keys = keys(self.jwks_url.as_deref(), self.secret, told)?;
        Some(AcceptedIssuer {
            name: self.name,
            issuer: self.issuer,
            keys,
            audience: self.audience,
            rule: match self.users {
                Users::Sub => UserRule::Sub,
                Users::Email => UserRule::Email,
            },
            unknown: match self.unknown {
                Unknown::Refuse => UnknownUser::Refuse,
                Unknown::Create => UnknownUser::Create,
            },
            trusts_email: self.trusts_email,
            accept_until: accept_until
                .and_then(Result::ok)
                .map(|until| until.with_timezone(&Utc)),
        })
    }
}

fn keys(
    jwks_url: Option<&str>,
    secret: Option<SecretString>,
    told: &mut Vec<&'static str>,
) -> Option<IssuerKeys> {
    match (jwks_url, secret) {
        (Some(url), None) => {
            let url = safe_url(url);
            if url.is_none() {
                told.push("jwks_url must be an https address (http on this machine)");
            }
            url.map(IssuerKeys::Jwks)
        }
        (None, Some(secret)) => {
            if secret.expose_secret().len() < SHORTEST_SECRET {
                told.push("secret must be at least 32 bytes long");
            }
            Some(IssuerKeys::Secret(secret))
        }
        _ => {
            told.push("say jwks_url or secret, one of the two");
            None
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProviderRow {
    name: String,
    issuer: String,
    client_id: String,
    client_secret: SecretString,
    #[serde(default = "usual_scopes")]
    scopes: Vec<String>,
    #[serde(default)]
    also_client_ids: Vec<String>,
    #[serde(default = "yes")]
    sign_up: bool,
}

fn usual_scopes() -> Vec<String> {
    ["openid", "email", "profile"].map(str::to_owned).into()
}

const fn yes() -> bool {
    true
}

/// Providers that people may sign in with.
pub(super) fn providers(key: &str, text: &str, problems: &mut Problems) -> Vec<ProviderOptions> {
    let mut providers: Vec<ProviderOptions> = Vec::new();
    for (number, row) in rows::<ProviderRow>(key, text, problems) {
        let mut refuse = |problem: &str| problems.add(format!("{key} {number}: {problem}"));
        if !is_name(&row.name) {
            refuse("name must be a word of a-z, 0-9, _ and -, and not email or phone");
        }
        if safe_url(&row.issuer).is_none() {
            refuse("issuer must be an https address (http on this machine)");
        }
        if row.client_id.is_empty() || row.client_secret.expose_secret().is_empty() {
            refuse("client_id and client_secret are needed");
        }
        if providers
            .iter()
            .any(|one| one.name == row.name || one.issuer == row.issuer)
        {
            refuse("name or issuer stands in an earlier row");
        }
        providers.push(ProviderOptions {
            name: row.name,
            issuer: row.issuer,
            client_id: row.client_id,
            client_secret: row.client_secret,
            scopes: row.scopes,
            also_client_ids: row.also_client_ids,
            sign_up: row.sign_up,
        });
    }
    providers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (usize, String) {
        let mut problems = Problems::default();
        let accepted = accepted("auth.accepted_issuer", text, &mut problems);
        (accepted.len(), problems.0.join("\n"))
    }

    #[test]
    fn every_row_is_checked_and_no_value_is_told() {
        let good = r#"[{"name":"partner","issuer":"https://a.kz","jwks_url":"https://a.kz/jwks","users":"email"},
            {"name":"legacy","issuer":"https://x.supabase.co/auth/v1","secret":"0123456789abcdef0123456789abcdef",
             "users":"sub","accept_until":"2027-01-31T00:00:00Z"}]"#;
        assert_eq!(told(good), (2, String::new()));
        let bad = r#"[{"name":"Email","issuer":"","jwks_url":"http://a.kz/jwks","users":"email"},
            {"name":"legacy","issuer":"x","secret":"hush","users":"sub"},
            {"name":"b","issuer":"b","users":"sub"},
            {"name":"c","issuer":"c","secret":77777,"users":"sub"},
            {"name":"d","issuer":"d","usres":"sub"}]"#;
        let (_, text) = told(bad);
        for part in [
            "auth.accepted_issuer 1: name",
            "1: issuer",
            "1: jwks_url",
            "2: a secret is accepted for a time",
            "2: secret must be",
            "3: say jwks_url or secret",
            "4: a value is of a wrong type",
            "5: unknown field `usres`",
        ] {
            assert!(text.contains(part), "{part}:\n{text}");
        }
        assert!(!text.contains("hush") && !text.contains("77777"));
        assert!(told("{}").1.contains("tables"));
        let twice = r#"[{"name":"a","issuer":"a","jwks_url":"https://a","users":"sub"},
            {"name":"a","issuer":"b","jwks_url":"https://a","users":"sub"}]"#;
        assert!(told(twice).1.contains("earlier row"));
    }
}
