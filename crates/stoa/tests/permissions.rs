//! Every operation of the OpenAPI document, asked as nobody, as the wrong role and as the right one, against one table.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::BTreeMap;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use support::{MANAGER, Stoa, json_of};

/// Who may call an operation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Who {
    Anybody,
    SignedIn,
    /// Signed in, with a second proof.
    Raised,
    /// The service key.
    Service,
    Sales,
    Admin,
}

impl Who {
    /// Any one of these will do; empty where no role is asked for.
    fn roles(self) -> &'static [&'static str] {
        match self {
            Self::Anybody | Self::SignedIn | Self::Raised | Self::Service => &[],
            Self::Sales => &["sales_manager", "sales_lead", "admin"],
            Self::Admin => &["admin"],
        }
    }
}

/// The table: an operation that is not here, or is here and not in the document, fails the test.
const TABLE: &[(&str, Who)] = &[
    ("GET /api/config", Who::Anybody),
    ("POST /api/auth/login", Who::Anybody),
    ("POST /api/auth/refresh", Who::Anybody),
    ("POST /api/landing/submit", Who::Anybody),
    ("POST /auth/v1/token", Who::Anybody),
    ("POST /auth/v1/signup", Who::Anybody),
    ("POST /auth/v1/otp", Who::Anybody),
    ("POST /auth/v1/magiclink", Who::Anybody),
    ("POST /auth/v1/recover", Who::Anybody),
    ("POST /auth/v1/resend", Who::Anybody),
    ("POST /auth/v1/verify", Who::Anybody),
    ("GET /auth/v1/verify", Who::Anybody),
    ("GET /auth/v1/.well-known/jwks.json", Who::Anybody),
    (
        "GET /auth/v1/.well-known/openid-configuration",
        Who::Anybody,
    ),
    ("GET /auth/v1/authorize", Who::Anybody),
    ("GET /auth/v1/callback", Who::Anybody),
    ("POST /auth/v1/callback", Who::Anybody),
    ("GET /auth/v1/user/identities/authorize", Who::SignedIn),
    ("DELETE /auth/v1/user/identities/{id}", Who::SignedIn),
    ("GET /auth/v1/settings", Who::Anybody),
    ("GET /auth/v1/health", Who::Anybody),
    ("GET /health", Who::Anybody),
    ("GET /health/live", Who::Anybody),
    ("GET /health/ready", Who::Anybody),
    ("GET /auth/v1/admin/users", Who::Admin),
    ("POST /auth/v1/admin/users", Who::Admin),
    ("GET /auth/v1/admin/users/{id}", Who::Admin),
    ("PUT /auth/v1/admin/users/{id}", Who::Admin),
    ("DELETE /auth/v1/admin/users/{id}", Who::Admin),
    ("GET /auth/v1/admin/audit", Who::Admin),
    ("POST /auth/v1/invite", Who::Admin),
    ("POST /auth/v1/admin/generate_link", Who::Admin),
    ("GET /auth/v1/user", Who::SignedIn),
    ("POST /auth/v1/factors", Who::SignedIn),
    ("POST /auth/v1/factors/{id}/challenge", Who::SignedIn),
    ("POST /auth/v1/factors/{id}/verify", Who::SignedIn),
    ("DELETE /auth/v1/factors/{id}", Who::SignedIn),
    ("GET /auth/v1/factors/recovery-codes", Who::SignedIn),
    ("POST /auth/v1/factors/recovery-codes/verify", Who::SignedIn),
    // At aal1 they are refused with a 403 of their own: second_factors.rs lets the right ones in.
    ("POST /auth/v1/factors/recovery-codes", Who::Raised),
    (
        "POST /auth/v1/factors/recovery-codes/regenerate",
        Who::Raised,
    ),
    ("DELETE /auth/v1/factors/recovery-codes", Who::Raised),
    ("GET /auth/v1/admin/users/{id}/factors", Who::Service),
    (
        "PUT /auth/v1/admin/users/{id}/factors/{factor_id}",
        Who::Service,
    ),
    (
        "DELETE /auth/v1/admin/users/{id}/factors/{factor_id}",
        Who::Service,
    ),
    ("PUT /auth/v1/user", Who::SignedIn),
    ("GET /auth/v1/reauthenticate", Who::SignedIn),
    ("GET /api/profile", Who::SignedIn),
    ("PATCH /api/profile", Who::SignedIn),
    ("GET /api/lessons", Who::SignedIn),
    ("GET /api/lessons/{id}", Who::SignedIn),
    ("POST /api/lessons/{id}/events", Who::SignedIn),
    ("GET /api/admin/tripwire/stats", Who::Sales),
    ("GET /api/admin/tripwire/users", Who::Sales),
    ("POST /api/admin/tripwire/users", Who::Sales),
    ("GET /api/admin/tripwire/users/{id}", Who::Sales),
    ("POST /api/admin/tripwire/users/{id}/invite", Who::Sales),
    ("POST /api/admin/tripwire/users/{id}/retry", Who::Sales),
    ("GET /api/admin/tripwire/leads", Who::Sales),
    ("GET /ops/receipts/{lead}", Who::Sales),
    ("POST /api/admin/tripwire/leads/{id}/release", Who::Sales),
    ("POST /api/admin/tripwire/leads/{id}/keep", Who::Sales),
    ("GET /api/admin/health/logs", Who::Admin),
    ("GET /api/admin/health/mode", Who::Admin),
    ("PUT /api/admin/health/mode", Who::Admin),
    ("GET /api/admin/schema", Who::Admin),
    ("GET /api/admin/jobs/{database}", Who::Admin),
    ("GET /api/admin/jobs/{database}/{id}", Who::Admin),
    ("POST /api/admin/jobs/{database}/{id}/retry", Who::Admin),
    ("POST /api/admin/jobs/{database}/{id}/cancel", Who::Admin),
    ("POST /api/admin/jobs/{database}/redrive", Who::Admin),
    ("POST /api/admin/jobs/{database}/pause", Who::Admin),
    ("DELETE /api/admin/jobs/{database}/pause/{kind}", Who::Admin),
    // Last: they end the session that asks.
    ("POST /auth/v1/logout", Who::SignedIn),
    ("POST /api/auth/logout", Who::SignedIn),
];

async fn ask(stoa: &Stoa, operation: &str, token: Option<&str>) -> StatusCode {
    let (method, path) = operation.split_once(' ').unwrap();
    let path = path.replace("{id}", "018f0000-0000-7000-8000-00000000dead");
    let mut request = stoa.http.request(
        Method::from_bytes(method.as_bytes()).unwrap(),
        format!("{}{path}", stoa.url),
    );
    if method != "GET" {
        request = request.json(&json!({}));
    }
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    request.send().await.unwrap().status()
}

fn operations(document: &Value) -> Vec<String> {
    let paths = document["paths"].as_object().unwrap();
    let of = |(path, item): (&String, &Value)| {
        let methods = item
            .as_object()
            .unwrap()
            .keys()
            .map(|method| format!("{} {path}", method.to_uppercase()));
        methods.collect::<Vec<_>>()
    };
    paths.iter().flat_map(of).collect()
}

#[tokio::test]
async fn every_operation_lets_in_whom_the_table_says() {
    let stoa = Stoa::demo();
    let document = json_of(
        stoa.get("/api/openapi.json").send().await.unwrap(),
        StatusCode::OK,
    )
    .await;
    let table: BTreeMap<_, _> = TABLE.iter().copied().collect();
    for operation in operations(&document) {
        assert!(
            table.contains_key(operation.as_str()),
            "{operation} is not in the permission table"
        );
    }
    let served = operations(&document);
    let people = everybody(&stoa).await;
    let keys = support::run(&stoa.dir, &["keys", "show", "--format", "json"]).stdout;
    let keys: Value = serde_json::from_slice(&keys).unwrap();
    for (operation, who) in TABLE {
        assert!(
            served.iter().any(|served| served == operation),
            "{operation} is in the table, not in the document"
        );
        assert_eq!(
            documented(&document, operation),
            who.roles(),
            "{operation}: the roles that readers of the document see"
        );
        let nobody = ask(&stoa, operation, None).await;
        if *who == Who::Anybody {
            assert!(
                !matches!(nobody.as_u16(), 401 | 403) || operation.ends_with("/token"),
                "{operation}: {nobody}"
            );
            continue;
        }
        assert_eq!(nobody, StatusCode::UNAUTHORIZED, "{operation} as nobody");
        if *who == Who::Service {
            takes_the_service_key(&stoa, operation, &keys).await;
        }
        for (role, email, token) in &people {
            // Two operations end the session that asks.
            let answer = if operation.ends_with("logout") {
                ask(&stoa, operation, Some(&sign_in(&stoa, email).await)).await
            } else {
                ask(&stoa, operation, Some(token)).await
            };
            if *who == Who::SignedIn || who.roles().contains(role) {
                assert!(
                    !matches!(answer.as_u16(), 401 | 403) && !answer.is_server_error(),
                    "{operation} as {role}: {answer}"
                );
            } else {
                assert_eq!(answer, StatusCode::FORBIDDEN, "{operation} as {role}");
            }
        }
    }
}

async fn takes_the_service_key(stoa: &Stoa, operation: &str, keys: &Value) {
    for (key, refused) in [(&keys["service_role"], false), (&keys["anon"], true)] {
        let status = ask(stoa, operation, key.as_str()).await;
        let is_refused = status == StatusCode::FORBIDDEN;
        assert_eq!(is_refused, refused, "{operation}: {status}");
        assert!(!status.is_server_error(), "{operation}: {status}");
    }
}

/// Somebody of every role: role, address and token.
async fn everybody(stoa: &Stoa) -> Vec<(&'static str, String, String)> {
    let mut people = Vec::new();
    for role in [
        "student",
        "sales_manager",
        "sales_lead",
        "traffic",
        "author",
        "reviewer",
        "admin",
    ] {
        let email = format!("{role}@permissions.kz");
        support::make_person(&stoa.dir, &email, role);
        let token = sign_in(stoa, &email).await;
        people.push((role, email, token));
    }
    people
}

async fn sign_in(stoa: &Stoa, email: &str) -> String {
    let form = json!({ "email": email, "password": support::GOOD_PASSWORD });
    let answer = stoa
        .post("/auth/v1/token?grant_type=password")
        .json(&form)
        .send()
        .await;
    let session = json_of(answer.unwrap(), StatusCode::OK).await;
    session["access_token"].as_str().unwrap().to_owned()
}

/// The roles that the document names for an operation.
fn documented(document: &Value, operation: &str) -> Vec<String> {
    let (method, path) = operation.split_once(' ').unwrap();
    let roles = document["paths"][path][method.to_lowercase()]["x-roles"].as_array();
    roles
        .into_iter()
        .flatten()
        .map(|role| role.as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_role_taken_away_is_gone_and_an_old_token_does_not_bring_it_back() {
    let stoa = Stoa::demo();
    let token = stoa.token(MANAGER).await;
    assert_eq!(
        ask(&stoa, "GET /api/admin/tripwire/stats", Some(&token)).await,
        StatusCode::OK
    );
    let done = support::run(&stoa.dir, &["user", "set-role", MANAGER, "student"]);
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    support::eventually("the role's end", || async {
        (ask(&stoa, "GET /api/admin/tripwire/stats", Some(&token)).await == StatusCode::FORBIDDEN)
            .then_some(())
    })
    .await;
}
