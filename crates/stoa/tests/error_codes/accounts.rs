//! Signing in and up, sessions, passwords and addresses.

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    Row, row,
    world::{Answer, Person, World},
};
use crate::support::GOOD_PASSWORD;

const OTHER: &str = "another quiet colonnade";
const OLD: &str = "update auth.sessions set created_at = created_at - interval '2 days', refreshed_at = refreshed_at - interval '2 days'
    where user_id = $user";
const MINUTE_LATER: &str = "update auth.sessions set refreshed_at = refreshed_at - interval '1 minute' where user_id = $user";

async fn change(world: &World, person: &Person, body: Value) -> Answer {
    world.ask(Method::PUT, "/user", &person.access, body).await
}

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = sign_in();
    rows.extend(sign_up());
    rows.extend(sessions());
    rows.extend(passwords());
    rows
}

fn sign_in() -> Vec<Row> {
    vec![
        row("invalid_credentials", 400, "an unknown address", |w| {
            Box::pin(async { w.sign_in(&w.new_email()).await })
        }),
        row("email_not_confirmed", 400, "the right password", |w| {
            Box::pin(async {
                let (_, email) = w.make(json!({ "email_confirm": false })).await;
                w.sign_in(&email).await
            })
        }),
        row("user_banned", 400, "the right password", |w| {
            Box::pin(async {
                let (_, email) = w.make(json!({ "ban_duration": "1h" })).await;
                w.sign_in(&email).await
            })
        }),
    ]
}

fn sign_up() -> Vec<Row> {
    vec![
        row(
            "user_already_exists",
            422,
            "where addresses need no proof",
            |w| {
                Box::pin(async {
                    let (_, email) = w.make(json!({})).await;
                    w.post("/signup", json!({ "email": email, "password": OTHER }))
                        .await
                })
            },
        ),
        row(
            "email_exists",
            422,
            "an administrator makes it twice",
            |w| {
                Box::pin(async {
                    let (_, email) = w.make(json!({})).await;
                    w.ask(
                        Method::POST,
                        "/admin/users",
                        &w.service_key,
                        json!({ "email": email }),
                    )
                    .await
                })
            },
        ),
        row("email_exists", 422, "a person wants another's", |w| {
            Box::pin(async {
                let ((_, email), person) = (w.make(json!({})).await, w.person().await);
                change(w, &person, json!({ "email": email })).await
            })
        }),
        row("weak_password", 422, "sign-up", |w| {
            Box::pin(async {
                w.post(
                    "/signup",
                    json!({ "email": w.new_email(), "password": "short" }),
                )
                .await
            })
        }),
        row("signup_disabled", 422, "strangers may not", |w| {
            let body = json!({ "email": "somebody@example.com", "password": OTHER });
            Box::pin(async move { w.ask_at(&w.closed, Method::POST, "/signup", "", body).await })
        }),
        row(
            "anonymous_provider_disabled",
            422,
            "nobody without an address",
            |w| Box::pin(w.post("/signup", json!({}))),
        ),
    ]
}

fn sessions() -> Vec<Row> {
    vec![
        row("session_expired", 400, "it lived as long as it may", |w| {
            Box::pin(async {
                let person = w.person().await;
                let over = "update auth.sessions set not_after = now() - interval '1 minute' where user_id = $user";
                w.pass(over, &person.id).await;
                w.refresh(&person.refresh).await
            })
        }),
        row(
            "refresh_token_not_found",
            400,
            "its session has ended",
            |w| {
                Box::pin(async {
                    let person = w.person().await;
                    w.ask(Method::POST, "/logout", &person.access, Value::Null)
                        .await;
                    w.refresh(&person.refresh).await
                })
            },
        ),
        row(
            "refresh_token_already_used",
            400,
            "the parent's parent, a minute later",
            |w| {
                Box::pin(async {
                    let person = w.person().await;
                    let next = w.refresh(&person.refresh).await;
                    w.refresh(next.body["refresh_token"].as_str().unwrap())
                        .await;
                    w.pass(MINUTE_LATER, &person.id).await;
                    w.refresh(&person.refresh).await
                })
            },
        ),
        row(
            "validation_failed",
            400,
            "what cannot be a refresh token",
            |w| Box::pin(w.refresh("x")),
        ),
    ]
}

fn passwords() -> Vec<Row> {
    vec![
        row("weak_password", 422, "a change", |w| {
            Box::pin(async { change(w, &w.person().await, json!({ "password": "short" })).await })
        }),
        row("same_password", 422, "a change", |w| {
            Box::pin(async {
                change(w, &w.person().await, json!({ "password": GOOD_PASSWORD })).await
            })
        }),
        row("current_password_invalid", 400, "a change", |w| {
            Box::pin(async {
                let body = json!({ "password": OTHER, "current_password": "not this one" });
                change(w, &w.person().await, body).await
            })
        }),
        row(
            "reauthentication_needed",
            400,
            "a sign-in of the day before",
            |w| {
                Box::pin(async {
                    let person = w.person().await;
                    w.pass(OLD, &person.id).await;
                    change(w, &person, json!({ "password": OTHER })).await
                })
            },
        ),
        row("reauthentication_not_valid", 422, "a wrong code", |w| {
            Box::pin(async {
                let person = w.person().await;
                let body = json!({ "password": OTHER, "nonce": "000000" });
                change(w, &person, body).await
            })
        }),
    ]
}
