use super::{Check, Found, InFile, Rule};
use crate::{
    finding::Level,
    sql::{Action, Span},
};

pub(super) const RULE: Rule = Rule {
    id: "SM081",
    class: "secret-in-migration",
    level: Level::Error,
    why: "The file is in the repository of everybody, in every clone and every image, for ever. A secret that was written \
          here must be replaced, not only removed.",
    fails: "create role reporting login password 'hunter2-hunter2';",
    help: "Make the role without a password and set it from the secret store; replace the secret that stood here.",
    instead: "create role reporting login;\n-- and, outside the repository: \\password reporting",
    check: Check::File(check),
};

/// How keys of well-known services begin, and how much follows at least.
const KEYS: [(&str, usize); 14] = [
    ("AKIA", 16),
    ("ASIA", 16),
    ("sk_live_", 10),
    ("rk_live_", 10),
    ("sk-", 20),
    ("ghp_", 20),
    ("github_pat_", 20),
    ("glpat-", 15),
    ("xoxb-", 10),
    ("xoxp-", 10),
    ("AIza", 30),
    ("SG.", 30),
    ("sbp_", 20),
    ("eyJ", 60),
];

fn check(file: &InFile<'_>, found: &mut Found) {
    for step in file.file.steps() {
        if let Action::Role { name, password: true, .. } = &step.action {
            let object = Some(name.clone());
            file.report(found, Level::Error, Some(step.span), object, format!("the password of {name} is written here"));
        }
    }
    for statement in &file.file.script.statements {
        let span = statement.span;
        let text = file.file.source.text.get(span.start..span.end).unwrap_or_default();
        if maps_a_user(text) {
            file.report(found, Level::Error, Some(span), None, "the password of another server is written here");
        }
    }
    let text = &file.file.source.text;
    for (start, literal) in literals(text) {
        if let Some(what) = secret(literal) {
            let span = Span { start, end: start + literal.len() };
            file.report(found, Level::Error, Some(span), None, format!("{what} is written here"));
        }
    }
}

/// What stands between quotes, with its place; dollar quotes hold code and are read through.
fn literals(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let code = line.split("--").next().filter(|_| line.trim_start().starts_with("--")).unwrap_or(line);
        let mut rest = code;
        let mut offset = 0;
        while let Some(open) = rest.find('\'') {
            let inner = &rest[open + 1..];
            let Some(close) = inner.find('\'') else { break };
            found.push((at + offset + open + 1, &inner[..close]));
            offset += open + close + 2;
            rest = &inner[close + 1..];
        }
        at += line.len();
    }
    if text.contains("-----BEGIN") && text.contains("PRIVATE KEY-----") {
        let start = text.find("-----BEGIN").unwrap_or_default();
        found.push((start, text[start..].lines().next().unwrap_or_default()));
    }
    found
}

fn secret(literal: &str) -> Option<&'static str> {
    if literal.contains("PRIVATE KEY-----") {
        return Some("a private key");
    }
    if has_credentials(literal) {
        return Some("a URL with a password");
    }
    if let Some((_, value)) = literal.split_once("password=") {
        let value = value.split([' ', '&', ';']).next().unwrap_or_default();
        if value.len() >= 4 && !is_placeholder(value) {
            return Some("a connection string with a password");
        }
    }
    let is_key = |(prefix, length): &(&str, usize)| {
        literal.split(|c: char| c.is_whitespace() || c == '"').any(|word| {
            word.strip_prefix("Bearer ").unwrap_or(word).strip_prefix(prefix).is_some_and(|rest| {
                rest.len() >= *length
                        && (*prefix != "sk-" || rest.contains(|c: char| c.is_ascii_digit()))
                        && rest.chars().all(|c| c.is_ascii_alphanumeric() || "_-.=".contains(c))
            })
        })
    };
    KEYS.iter().any(is_key).then_some("a key")
}

/// `scheme://user:password@host`.
fn has_credentials(literal: &str) -> bool {
    let Some((_, rest)) = literal.split_once("://") else {
        return false;
    };
    let authority = rest.split(['/', '?', ' ']).next().unwrap_or_default();
    let Some((user, _)) = authority.rsplit_once('@') else {
        return false;
    };
    user.split_once(':').is_some_and(|(_, password)| !password.is_empty() && !is_placeholder(password))
}

fn is_placeholder(value: &str) -> bool {
    value.starts_with(['<', '$', '{', ':', '%', '*']) || value.chars().all(|c| c == 'x' || c == 'X')
}

/// CREATE USER MAPPING ... OPTIONS (password '...').
fn maps_a_user(statement: &str) -> bool {
    let text = statement.to_lowercase();
    let Some((head, rest)) = text.split_once("password '") else {
        return false;
    };
    let value = rest.split('\'').next().unwrap_or_default();
    head.contains("user mapping") && !value.is_empty() && !is_placeholder(value)
}
