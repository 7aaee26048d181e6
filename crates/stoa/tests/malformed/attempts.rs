//! The requests: every operation with every field, parameter, header, token and body spoiled.

use reqwest::Method;
use stoa_core::SeededRandom;

use super::{
    bodies::{below, is_wrong, mixed, spoiled},
    document::{Body, Operation, Parameter},
    garbage::{self, ENCODED, HEADER, MEDIA_TYPES},
};

const JSON: &str = "application/json";
const NOBODY: &str = "018f0000-0000-7000-8000-00000000dead";
/// Headers that are read anywhere.
const HEADERS: [&str; 6] = [
    "accept-language",
    "x-request-id",
    "x-supabase-api-version",
    "cookie",
    "origin",
    "apikey",
];

/// Whose word a request carries.
#[derive(Debug, Clone)]
pub(crate) enum Caller {
    Nobody,
    Person,
    Service,
    /// A header that proves nothing.
    Forger(Vec<u8>),
}

/// How it must end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// By a 4xx.
    Refusal,
    /// Not by a 5xx.
    AnyAnswer,
}

#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) caller: Caller,
    pub(crate) headers: Vec<(&'static str, Vec<u8>)>,
    pub(crate) body: Option<(&'static str, Vec<u8>)>,
    pub(crate) wanted: Wanted,
}

impl Attempt {
    /// Whether a password may be checked, which takes a while by intention.
    pub(crate) fn has_password(&self) -> bool {
        let body = self
            .body
            .as_ref()
            .map(|(_, body)| String::from_utf8_lossy(body));
        let read = body.and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok());
        let given = |value: serde_json::Value| {
            value["password"].is_string() || value["current_password"].is_string()
        };
        self.wanted == Wanted::AnyAnswer && read.is_some_and(given)
    }

    /// As a complaint names it.
    pub(crate) fn shown(&self) -> String {
        let body = self
            .body
            .as_ref()
            .map_or_else(String::new, |(media_type, body)| {
                let text: String = String::from_utf8_lossy(body).chars().take(160).collect();
                format!(" {media_type} {text:?}")
            });
        format!("{} {}{body} {:?}", self.method, self.path, self.headers)
    }
}

/// All of them, and as many mixed ones as make `least`.
pub(crate) fn attempts(operations: &[Operation], token: &str, least: usize) -> Vec<Attempt> {
    let mut all: Vec<_> = operations
        .iter()
        .flat_map(|operation| of(operation, token))
        .collect();
    let random = SeededRandom::new(7);
    let junk = garbage::values();
    let with_body: Vec<_> = (operations.iter())
        .flat_map(|operation| operation.bodies.iter().map(move |body| (operation, body)))
        .collect();
    while all.len() < least {
        let (operation, body) = with_body[below(&random, with_body.len())];
        let text = mixed(body, &junk, &random);
        all.push(plain(operation, Some(body), text, Wanted::AnyAnswer));
    }
    // Those of one endpoint are not sent in one go: what each costs is spread.
    let mut order: Vec<_> = all
        .into_iter()
        .map(|attempt| (below(&random, usize::MAX), attempt))
        .collect();
    order.sort_by_key(|(place, _)| *place);
    order.into_iter().map(|(_, attempt)| attempt).collect()
}

fn of(operation: &Operation, token: &str) -> Vec<Attempt> {
    let mut all = Vec::new();
    all.extend(
        operation
            .bodies
            .iter()
            .flat_map(|body| fields(operation, body)),
    );
    all.extend(whole_bodies(operation));
    all.extend(
        operation
            .parameters
            .iter()
            .flat_map(|one| parameter(operation, one)),
    );
    all.extend(forged(operation, token));
    all.extend(headers(operation));
    all
}

/// A good request as far as the document says, with another body.
fn plain(
    operation: &Operation,
    body: Option<&Body>,
    text: impl Into<Vec<u8>>,
    wanted: Wanted,
) -> Attempt {
    Attempt {
        method: Method::from_bytes(operation.method.as_bytes()).unwrap(),
        path: path(operation, body),
        caller: caller(operation),
        headers: Vec::new(),
        body: (!operation.bodies.is_empty()).then(|| (JSON, text.into())),
        wanted,
    }
}

fn good(operation: &Operation) -> Attempt {
    let body = operation.bodies.first();
    let text = body.map_or_else(String::new, |body| body.sample.to_string());
    plain(operation, body, text, Wanted::AnyAnswer)
}

fn path(operation: &Operation, body: Option<&Body>) -> String {
    let path = operation
        .path
        .replace("{id}", NOBODY)
        .replace("{factor_id}", NOBODY);
    // The only query that decides how a body is read.
    let grants = [
        ("password", "password"),
        ("refresh_token", "refresh_token"),
        ("auth_code", "pkce"),
        ("id_token", "id_token"),
    ];
    let has_grant = operation
        .parameters
        .iter()
        .any(|one| one.name == "grant_type");
    let grant = |body: &Body| {
        grants
            .iter()
            .find(|(field, _)| body.sample.get(field).is_some())
            .map(|(_, grant)| *grant)
    };
    match body.filter(|_| has_grant).and_then(grant) {
        Some(grant) => format!("{path}?grant_type={grant}"),
        None => path,
    }
}

/// The service key where administrators act, so that no person's session is used up.
fn caller(operation: &Operation) -> Caller {
    if !operation.needs_token || operation.path.ends_with("/logout") {
        Caller::Nobody
    } else if operation.path.starts_with("/auth/v1/admin") || operation.path == "/auth/v1/invite" {
        Caller::Service
    } else {
        Caller::Person
    }
}

fn fields(operation: &Operation, body: &Body) -> Vec<Attempt> {
    let junk = garbage::values();
    let mut all = Vec::new();
    for (spot, kind) in &body.spots {
        for one in &junk {
            let wanted = if is_wrong(*kind, one) {
                Wanted::Refusal
            } else {
                Wanted::AnyAnswer
            };
            all.extend(
                spoiled(body, spot, one).map(|text| plain(operation, Some(body), text, wanted)),
            );
        }
    }
    all
}

fn whole_bodies(operation: &Operation) -> Vec<Attempt> {
    let Some(body) = operation.bodies.first() else {
        return Vec::new();
    };
    let broken = garbage::bodies().into_iter();
    let broken = broken.map(|text| plain(operation, Some(body), text, Wanted::AnyAnswer));
    let typed = MEDIA_TYPES.map(|media_type| Attempt {
        body: Some((media_type, body.sample.to_string().into_bytes())),
        ..good(operation)
    });
    broken.chain(typed).collect()
}

fn parameter(operation: &Operation, parameter: &Parameter) -> Vec<Attempt> {
    let good = good(operation);
    let name = &parameter.name;
    let of = |value: &&str| {
        let path = match parameter.place.as_str() {
            "path" => operation
                .path
                .replace(&format!("{{{name}}}"), value)
                .replace("{id}", NOBODY)
                .replace("{factor_id}", NOBODY),
            "query" => format!(
                "{}?{name}={value}&{name}=twice",
                operation.path.replace("{id}", NOBODY)
            ),
            _ => good.path.clone(),
        };
        Attempt {
            path,
            ..good.clone()
        }
    };
    ENCODED.iter().map(of).collect()
}

/// Tokens that prove nothing, where one is asked for.
fn forged(operation: &Operation, token: &str) -> Vec<Attempt> {
    if !operation.needs_token {
        return Vec::new();
    }
    let parts: Vec<_> = token.split('.').collect();
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0"; // {"alg":"none","typ":"JWT"}
    let outside =
        "eyJhbGciOiJFUzI1NiIsImtpZCI6Ii4uLy4uL2V0Yy9wYXNzd2QiLCJqa3UiOiJodHRwOi8vZXZpbC8ifQ"; // kid and jku
    let bearers = [
        String::new(),
        "x".to_owned(),
        "a.b.c".to_owned(),
        "....".to_owned(),
        format!("{none}.{}.", parts[1]),
        format!("{none}.{}.{}", parts[1], parts[2]),
        format!("{outside}.{}.{}", parts[1], parts[2]),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{}.{}.{}", parts[0], "e30", parts[2]),
        format!("{}.{}.{}", parts[0], "bnVsbA", parts[2]),
        format!("{}.{}!.{}", parts[0], parts[1], parts[2]),
        format!("{token}A"),
        token[1..].to_owned(),
        "A".repeat(6_000),
    ];
    let bearers = bearers
        .into_iter()
        .map(|token| format!("Bearer {token}").into_bytes());
    let others = [
        b"Basic YTpi".to_vec(),
        b"\xff\xfe".to_vec(),
        format!("Token {token}").into_bytes(),
    ];
    let of = |header| Attempt {
        caller: Caller::Forger(header),
        wanted: Wanted::Refusal,
        ..good(operation)
    };
    bearers.chain(others).map(of).collect()
}

fn headers(operation: &Operation) -> Vec<Attempt> {
    let own = (operation.parameters.iter()).any(|one| one.place == "header");
    let names = HEADERS.into_iter().chain(own.then_some("idempotency-key"));
    let of = |name| HEADER.map(|value| (name, value.to_vec()));
    // A letter or a hash for each of them would take long, and what they read is the same everywhere.
    let some = names
        .flat_map(of)
        .enumerate()
        .filter(|(at, _)| at % 6 == operation.path.len() % 6);
    some.map(|(_, header)| Attempt {
        headers: vec![header],
        ..good(operation)
    })
    .collect()
}
