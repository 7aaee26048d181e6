//! Second factors over HTTP, as the client libraries speak: shapes, statuses, codes, and what may not give a 5xx.
#![expect(
    clippy::panic,
    clippy::too_many_lines,
    clippy::unwrap_used,
    reason = "tests"
)]

mod support;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use stoa_testkit::fakes::AuthenticatorApp;
use support::{ADMIN, MANAGER, STUDENT, Stoa, json_of};

const PATH: &str = "/factors/recovery-codes";
const NOBODY: &str = "018f0000-0000-7000-8000-00000000dead";

/// Somebody at a client library, with the tokens of the last answer.
struct Person<'a> {
    stoa: &'a Stoa,
    access: String,
    refresh: String,
}

impl<'a> Person<'a> {
    async fn sign_in(stoa: &'a Stoa, email: &str) -> Self {
        let session = stoa.session(email).await;
        let mut person = Self {
            stoa,
            access: String::new(),
            refresh: String::new(),
        };
        person.keep(&session);
        person
    }

    fn keep(&mut self, session: &Value) {
        let text = |name: &str| session[name].as_str().unwrap().to_owned();
        (self.access, self.refresh) = (text("access_token"), text("refresh_token"));
    }

    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let url = format!("{}/auth/v1{path}", self.stoa.url);
        let mut request = self
            .stoa
            .http
            .request(method, url)
            .header("x-supabase-api-version", "2024-01-01")
            .bearer_auth(&self.access);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        let (status, text) = (answer.status().as_u16(), answer.text().await.unwrap());
        let body = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{path}: {text}"));
        (status, body)
    }

    async fn ok(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let (status, answer) = self.ask(method, path, body).await;
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    async fn refused(&self, method: Method, path: &str, body: Option<Value>) -> (u16, String) {
        let (status, answer) = self.ask(method, path, body).await;
        (status, answer["code"].as_str().unwrap().to_owned())
    }

    /// Sets up an app and proves it.
    async fn raise(&mut self) -> (String, AuthenticatorApp) {
        let body = json!({ "factor_type": "totp", "friendly_name": "phone" });
        let enrolled = self.ok(Method::POST, "/factors", Some(body)).await;
        let app = AuthenticatorApp::scan(enrolled["totp"]["uri"].as_str().unwrap()).unwrap();
        let id = enrolled["id"].as_str().unwrap().to_owned();
        self.prove(&id, &app, 0).await;
        (id, app)
    }

    /// Answers a challenge with the code of a step that was not used yet.
    async fn prove(&mut self, id: &str, app: &AuthenticatorApp, step: i64) -> Value {
        let challenge = self
            .ok(
                Method::POST,
                &format!("/factors/{id}/challenge"),
                Some(json!({ "factorId": id })),
            )
            .await;
        let code = app.code_at(unix_now() + step * 30);
        let body = json!({ "challenge_id": challenge["id"], "code": code });
        let session = self
            .ok(Method::POST, &format!("/factors/{id}/verify"), Some(body))
            .await;
        self.keep(&session);
        session
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the built program takes its time from the system"
)]
fn unix_now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(since.unwrap().as_secs()).unwrap()
}

#[tokio::test]
async fn the_shapes_are_those_that_client_libraries_read() {
    let stoa = Stoa::demo();
    let mut person = Person::sign_in(&stoa, STUDENT).await;
    let body = json!({ "factor_type": "totp", "friendly_name": null, "issuer": "Academy" });
    let enrolled = person.ok(Method::POST, "/factors", Some(body)).await;
    assert_eq!(enrolled["type"], "totp");
    assert_eq!(enrolled["friendly_name"], "");
    let picture = enrolled["totp"]["qr_code"].as_str().unwrap();
    assert!(picture.contains("<svg") && !picture.contains('#'));
    let uri = enrolled["totp"]["uri"].as_str().unwrap();
    assert!(uri.contains(enrolled["totp"]["secret"].as_str().unwrap()));
    let app = AuthenticatorApp::scan(uri).unwrap();
    assert_eq!(app.issuer, "Academy");
    let user = person.ok(Method::GET, "/user", None).await;
    assert_eq!(user["factors"][0]["status"], "unverified");
    assert!(user["factors"][0].get("friendly_name").is_none());
    let id = enrolled["id"].as_str().unwrap();
    let challenge = person
        .ok(Method::POST, &format!("/factors/{id}/challenge"), None)
        .await;
    assert_eq!(challenge["type"], "totp");
    let left = challenge["expires_at"].as_i64().unwrap() - unix_now();
    assert!((295..=300).contains(&left), "{left}");
    let session = person.prove(id, &app, 0).await;
    assert!(session["expires_in"].as_i64().unwrap() > 0);
    assert_eq!(session["user"]["factors"][0]["status"], "verified");
    assert!(session["user"]["factors"][0]["last_challenged_at"].is_string());
    let removed = person
        .ok(Method::DELETE, &format!("/factors/{id}"), None)
        .await;
    assert_eq!(removed, json!({ "id": id }));
    let user = person.ok(Method::GET, "/user", None).await;
    assert!(user.get("factors").is_none());
}

#[tokio::test]
async fn wherever_a_role_is_needed_the_second_proof_is_needed_too() {
    let stoa = Stoa::demo();
    let mut manager = Person::sign_in(&stoa, MANAGER).await;
    let desk = async |token: &str| {
        let request = stoa.get("/api/admin/tripwire/stats").bearer_auth(token);
        let answer = request.send().await.unwrap();
        (answer.status(), answer.json::<Value>().await.unwrap())
    };
    assert_eq!(
        desk(&manager.access).await.0,
        StatusCode::OK,
        "without a factor"
    );
    let before = manager.access.clone();
    let (id, app) = manager.raise().await;
    assert_eq!(desk(&manager.access).await.0, StatusCode::OK);
    let (status, body) = desk(&before).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "the token of before");
    assert_eq!(body["code"], "auth.insufficient_aal");
    let mut weak = Person::sign_in(&stoa, MANAGER).await;
    assert_eq!(desk(&weak.access).await.0, StatusCode::FORBIDDEN);
    let profile = stoa.get("/api/profile").bearer_auth(&weak.access).send();
    json_of(profile.await.unwrap(), StatusCode::OK).await;
    weak.prove(&id, &app, 1).await;
    assert_eq!(desk(&weak.access).await.0, StatusCode::OK);
}

#[tokio::test]
async fn an_administrators_second_proof_is_asked_for_what_administrators_do() {
    let stoa = Stoa::demo();
    let mut admin = Person::sign_in(&stoa, ADMIN).await;
    admin.ok(Method::GET, "/admin/users", None).await;
    let (id, app) = admin.raise().await;
    let mut weak = Person::sign_in(&stoa, ADMIN).await;
    let link = json!({ "type": "recovery", "email": STUDENT });
    for (method, path, body) in [
        (Method::GET, "/admin/users", None),
        (Method::GET, "/admin/audit", None),
        (Method::POST, "/admin/users", Some(json!({}))),
        (Method::POST, "/admin/generate_link", Some(link)),
        (
            Method::POST,
            "/invite",
            Some(json!({ "email": "i@mail.ru" })),
        ),
    ] {
        let refused = weak.refused(method, path, body).await;
        assert_eq!(refused, (403, "insufficient_aal".to_owned()), "{path}");
    }
    weak.prove(&id, &app, 1).await;
    weak.ok(Method::GET, "/admin/users", None).await;
    let shown = support::run(&stoa.dir, &["keys", "show", "--format", "json"]);
    let keys: Value = serde_json::from_slice(&shown.stdout).unwrap();
    weak.access = keys["service_role"].as_str().unwrap().to_owned();
    weak.ok(Method::GET, "/admin/users", None).await;
}

#[tokio::test]
async fn recovery_codes_have_the_shapes_of_the_experimental_client() {
    let stoa = Stoa::demo();
    let mut person = Person::sign_in(&stoa, STUDENT).await;
    let none = person.refused(Method::GET, PATH, None).await;
    assert_eq!(none, (404, "mfa_factor_not_found".to_owned()));
    let early = person.refused(Method::POST, PATH, None).await;
    assert_eq!(early, (403, "insufficient_aal".to_owned()));
    person.raise().await;
    let made = person.ok(Method::POST, PATH, None).await;
    assert_eq!(
        (&made["type"], &made["total"], &made["friendly_name"]),
        (
            &json!("recovery_code"),
            &json!(10),
            &json!("Recovery codes")
        )
    );
    assert_eq!(made["codes"].as_array().unwrap().len(), 10);
    let twice = person.refused(Method::POST, PATH, Some(json!({}))).await;
    assert_eq!(twice, (422, "mfa_verified_factor_exists".to_owned()));
    let mut weak = Person::sign_in(&stoa, STUDENT).await;
    let body = json!({ "code": made["codes"][0] });
    let session = weak
        .ok(Method::POST, &format!("{PATH}/verify"), Some(body.clone()))
        .await;
    weak.keep(&session);
    let again = weak
        .refused(Method::POST, &format!("{PATH}/verify"), Some(body))
        .await;
    assert_eq!(again, (422, "mfa_verification_failed".to_owned()));
    let status = weak.ok(Method::GET, PATH, None).await;
    assert_eq!(
        status,
        json!({ "id": made["id"], "type": "recovery_code", "total": 10, "remaining": 9 })
    );
    let user = weak.ok(Method::GET, "/user", None).await;
    let types: Vec<_> = user["factors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| &f["factor_type"])
        .collect();
    assert_eq!(
        types,
        ["totp"],
        "a type that older libraries do not know breaks their listFactors()"
    );
    let new = weak
        .ok(Method::POST, &format!("{PATH}/regenerate"), None)
        .await;
    assert_eq!(new["id"], made["id"]);
    let removed = weak.ok(Method::DELETE, PATH, None).await;
    assert_eq!(removed, json!({ "id": made["id"] }));
}

#[tokio::test]
async fn each_refusal_has_the_status_and_code_of_the_protocol() {
    let stoa = Stoa::demo();
    let mut person = Person::sign_in(&stoa, STUDENT).await;
    let (id, _) = person.raise().await;
    let verify = format!("/factors/{id}/verify");
    let cases = [
        (
            Method::POST,
            "/factors",
            json!({}),
            (400, "validation_failed"),
        ),
        (
            Method::POST,
            "/factors",
            json!({ "factor_type": "x" }),
            (400, "validation_failed"),
        ),
        (
            Method::POST,
            "/factors",
            json!({ "factor_type": "phone" }),
            (422, "mfa_phone_enroll_not_enabled"),
        ),
        (
            Method::POST,
            "/factors",
            json!({ "factor_type": "webauthn" }),
            (422, "mfa_webauthn_enroll_not_enabled"),
        ),
        (
            Method::POST,
            "/factors",
            json!({ "factor_type": 7 }),
            (400, "bad_json"),
        ),
        (
            Method::POST,
            "/factors",
            json!({ "factor_type": "totp", "friendly_name": "phone" }),
            (422, "mfa_factor_name_conflict"),
        ),
        (
            Method::POST,
            "/factors",
            json!({ "factor_type": "totp", "friendly_name": "\u{0}" }),
            (400, "validation_failed"),
        ),
        (
            Method::POST,
            "/factors",
            json!({ "factor_type": "totp", "issuer": "a:b" }),
            (400, "validation_failed"),
        ),
        (
            Method::POST,
            "/factors/x/challenge",
            json!({}),
            (404, "validation_failed"),
        ),
        (
            Method::POST,
            "/factors/018f0000-0000-7000-8000-00000000dead/challenge",
            json!({}),
            (404, "mfa_factor_not_found"),
        ),
        (
            Method::POST,
            verify.as_str(),
            json!({}),
            (400, "validation_failed"),
        ),
        (
            Method::POST,
            verify.as_str(),
            json!({ "challenge_id": "x", "code": "1" }),
            (400, "bad_json"),
        ),
        (
            Method::POST,
            verify.as_str(),
            json!({ "challenge_id": NOBODY, "code": 123_456 }),
            (400, "bad_json"),
        ),
        (
            Method::POST,
            verify.as_str(),
            json!({ "challenge_id": NOBODY, "code": " " }),
            (400, "validation_failed"),
        ),
        (
            Method::POST,
            verify.as_str(),
            json!({ "challenge_id": NOBODY, "code": "123456" }),
            (422, "mfa_factor_not_found"),
        ),
        (
            Method::DELETE,
            "/factors/018f0000-0000-7000-8000-00000000dead",
            json!({}),
            (404, "mfa_factor_not_found"),
        ),
    ];
    for (method, path, body, (status, code)) in cases {
        let got = person.refused(method, path, Some(body.clone())).await;
        assert_eq!(got, (status, code.to_owned()), "{path} {body}");
    }
    let weak = Person::sign_in(&stoa, STUDENT).await;
    let body = json!({ "factor_type": "totp" });
    let enroll = weak.refused(Method::POST, "/factors", Some(body)).await;
    assert_eq!(enroll, (403, "insufficient_aal".to_owned()));
    let removal = weak
        .refused(Method::DELETE, &format!("/factors/{id}"), None)
        .await;
    assert_eq!(removal, (422, "insufficient_aal".to_owned()));
}

#[tokio::test]
async fn no_value_of_any_field_gives_a_5xx_or_writes_anything() {
    let stoa = Stoa::demo();
    let person = Person::sign_in(&stoa, STUDENT).await;
    let values = [
        json!(null),
        json!(7),
        json!(-1.5e300),
        json!(true),
        json!([]),
        json!([[]]),
        json!({}),
        json!({ "$gt": "" }),
        json!(""),
        json!("я".repeat(5_000)),
        json!("\u{202e}\u{0}\u{feff}😀'\";--"),
        json!(NOBODY),
    ];
    let verify = format!("/factors/{NOBODY}/verify");
    let bodies = [
        (
            "/factors",
            json!({ "factor_type": "totp", "friendly_name": "a", "issuer": "b" }),
        ),
        (
            verify.as_str(),
            json!({ "challenge_id": NOBODY, "code": "123456" }),
        ),
        ("/factors/recovery-codes", json!({ "friendly_name": "a" })),
        ("/factors/recovery-codes/verify", json!({ "code": "a" })),
    ];
    for (path, body) in bodies {
        for field in body.as_object().unwrap().keys() {
            for value in &values {
                let mut bad = body.clone();
                bad[field] = value.clone();
                let (status, answer) = person.ask(Method::POST, path, Some(bad)).await;
                let shown: String = value.to_string().chars().take(40).collect();
                assert!(status < 500, "{path} {field} {shown}: {status} {answer}");
                if status == 200 {
                    let id = answer["id"].as_str().unwrap();
                    let path = format!("/factors/{id}");
                    person.ok(Method::DELETE, &path, None).await;
                }
            }
        }
    }
    let user = person.ok(Method::GET, "/user", None).await;
    assert!(user.get("factors").is_none());
}

#[tokio::test]
async fn a_server_with_the_service_key_helps_whoever_lost_everything() {
    let stoa = Stoa::demo();
    let mut person = Person::sign_in(&stoa, STUDENT).await;
    let (id, _) = person.raise().await;
    let user = person.ok(Method::GET, "/user", None).await["id"].clone();
    let keys = support::run(&stoa.dir, &["keys", "show", "--format", "json"]).stdout;
    let keys: Value = serde_json::from_slice(&keys).unwrap();
    let server = Person {
        stoa: &stoa,
        access: keys["service_role"].as_str().unwrap().to_owned(),
        refresh: String::new(),
    };
    let all = format!("/admin/users/{}/factors", user.as_str().unwrap());
    let one = format!("{all}/{id}");
    let listed = server.ok(Method::GET, &all, None).await;
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert!(!listed.to_string().contains("secret"));
    let body = json!({ "friendly_name": "Телефон" });
    let renamed = server.ok(Method::PUT, &one, Some(body)).await;
    assert_eq!(renamed["friendly_name"], "Телефон");
    let same = server.ok(Method::PUT, &one, Some(json!({}))).await;
    assert_eq!(same["friendly_name"], "Телефон");
    let bad = server.refused(Method::PUT, &one, Some(json!({ "friendly_name": 7 })));
    assert_eq!(bad.await, (400, "bad_json".to_owned()));
    let removed = server.ok(Method::DELETE, &one, None).await;
    assert_eq!(removed["id"], id.as_str());
    let gone = server.refused(Method::DELETE, &one, None).await;
    assert_eq!(gone, (404, "mfa_factor_not_found".to_owned()));
    let nobody = format!("/admin/users/{NOBODY}/factors");
    let nobody = server.refused(Method::GET, &nobody, None).await;
    assert_eq!(nobody, (404, "user_not_found".to_owned()));
    let word = server
        .refused(Method::GET, "/admin/users/x/factors", None)
        .await;
    assert_eq!(word, (404, "validation_failed".to_owned()));
    let person = person.refused(Method::GET, &all, None).await;
    assert_eq!(person, (403, "not_admin".to_owned()));
}
