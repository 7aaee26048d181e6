//! Second factors.

use reqwest::Method;
use serde_json::{Value, json};
use stoa_core::Ambient;
use stoa_testkit::fakes::AuthenticatorApp;

use super::{
    Row, row,
    world::{Answer, Person, World},
};

const NOBODY: &str = "018f0000-0000-7000-8000-00000000dead";

/// Somebody with an app that is set up.
struct Enrolled {
    person: Person,
    id: String,
    app: AuthenticatorApp,
}

async fn enrol(world: &World) -> Enrolled {
    let person = world.person().await;
    let body = json!({ "factor_type": "totp", "friendly_name": "phone" });
    let made = world
        .ask(Method::POST, "/factors", &person.access, body)
        .await
        .body;
    Enrolled {
        id: made["id"].as_str().unwrap().to_owned(),
        app: AuthenticatorApp::scan(made["totp"]["uri"].as_str().unwrap()).unwrap(),
        person,
    }
}

/// The same, proved once.
async fn proved(world: &World) -> Enrolled {
    let mut enrolled = enrol(world).await;
    let challenge = challenge(world, &enrolled).await;
    let session = verify(world, &enrolled, &challenge, &now(&enrolled)).await;
    let text = |name: &str| {
        session.body[name]
            .as_str()
            .unwrap_or_else(|| panic!("{session:?}"))
            .to_owned()
    };
    (enrolled.person.access, enrolled.person.refresh) =
        (text("access_token"), text("refresh_token"));
    enrolled
}

async fn challenge(world: &World, of: &Enrolled) -> String {
    let path = format!("/factors/{}/challenge", of.id);
    let told = world
        .ask(Method::POST, &path, &of.person.access, json!({}))
        .await
        .body;
    told["id"].as_str().unwrap().to_owned()
}

async fn verify(world: &World, of: &Enrolled, challenge: &str, code: &str) -> Answer {
    let path = format!("/factors/{}/verify", of.id);
    let body = json!({ "challenge_id": challenge, "code": code });
    world
        .ask(Method::POST, &path, &of.person.access, body)
        .await
}

fn now(of: &Enrolled) -> String {
    of.app.code_at(Ambient::system().now().timestamp())
}

/// A token of the same person that did not prove the factor.
async fn lower(world: &World, of: &Enrolled) -> String {
    let session = world.sign_in(&of.person.email).await.body;
    session["access_token"].as_str().unwrap().to_owned()
}

async fn another(world: &World, token: &str, name: &str) -> Answer {
    let body = json!({ "factor_type": "totp", "friendly_name": name });
    world.ask(Method::POST, "/factors", token, body).await
}

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = proofs();
    rows.extend(levels());
    rows
}

fn proofs() -> Vec<Row> {
    vec![
        row("mfa_verification_failed", 422, "a wrong code", |w| {
            Box::pin(async {
                let of = enrol(w).await;
                let challenge = challenge(w, &of).await;
                let wrong = of.app.code_at(Ambient::system().now().timestamp() - 3_600);
                verify(w, &of, &challenge, &wrong).await
            })
        }),
        row("mfa_challenge_expired", 422, "six minutes later", |w| {
            Box::pin(async {
                let of = enrol(w).await;
                let challenge = challenge(w, &of).await;
                let later = format!(
                    "update auth.factor_challenges set expires_at = expires_at - interval '6 minutes' where id = '{challenge}'"
                );
                w.pass(&later, "").await;
                verify(w, &of, &challenge, &now(&of)).await
            })
        }),
        row("mfa_factor_not_found", 404, "no such factor", |w| {
            Box::pin(async {
                let person = w.person().await;
                let path = format!("/factors/{NOBODY}/challenge");
                w.ask(Method::POST, &path, &person.access, json!({})).await
            })
        }),
        row("mfa_factor_name_conflict", 422, "a name twice", |w| {
            Box::pin(async {
                let of = enrol(w).await;
                another(w, &of.person.access, "phone").await
            })
        }),
        row("too_many_enrolled_mfa_factors", 422, "the eleventh", |w| {
            Box::pin(async {
                let person = w.person().await;
                for number in 0..10 {
                    assert_eq!(
                        another(w, &person.access, &number.to_string()).await.status,
                        200
                    );
                }
                another(w, &person.access, "one too many").await
            })
        }),
        row(
            "mfa_phone_enroll_not_enabled",
            422,
            "by text message",
            |w| {
                Box::pin(async {
                    let person = w.person().await;
                    w.ask(
                        Method::POST,
                        "/factors",
                        &person.access,
                        json!({ "factor_type": "phone" }),
                    )
                    .await
                })
            },
        ),
    ]
}

fn levels() -> Vec<Row> {
    vec![
        row("insufficient_aal", 403, "recovery codes", |w| {
            Box::pin(async {
                let person = w.person().await;
                w.ask(
                    Method::POST,
                    "/factors/recovery-codes",
                    &person.access,
                    json!({}),
                )
                .await
            })
        }),
        row("insufficient_aal", 401, "another password", |w| {
            Box::pin(async {
                let token = lower(w, &proved(w).await).await;
                w.ask(
                    Method::PUT,
                    "/user",
                    &token,
                    json!({ "password": "another quiet colonnade" }),
                )
                .await
            })
        }),
        row("insufficient_aal", 403, "another factor", |w| {
            Box::pin(async {
                let token = lower(w, &proved(w).await).await;
                another(w, &token, "second").await
            })
        }),
        row("insufficient_aal", 422, "away with the factor", |w| {
            Box::pin(async {
                let of = proved(w).await;
                let token = lower(w, &of).await;
                w.ask(
                    Method::DELETE,
                    &format!("/factors/{}", of.id),
                    &token,
                    Value::Null,
                )
                .await
            })
        }),
    ]
}
