//! Tokens, limits and bodies.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Row, row, world::Answer};

const NOBODY: &str = "018f0000-0000-7000-8000-00000000dead";

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = tokens();
    rows.extend(limits());
    rows
}

fn tokens() -> Vec<Row> {
    vec![
        row("no_authorization", 401, "no bearer", |w| {
            Box::pin(w.ask(Method::GET, "/user", "", Value::Null))
        }),
        row(
            "bad_jwt",
            403,
            "the public key on a route of a person",
            |w| Box::pin(w.ask(Method::GET, "/user", &w.anon_key, Value::Null)),
        ),
        row("bad_jwt", 403, "no token at all", |w| {
            Box::pin(w.ask(Method::GET, "/user", "a.b.c", Value::Null))
        }),
        row(
            "user_not_found",
            403,
            "the user of a session is gone",
            |w| {
                Box::pin(async {
                    let person = w.person().await;
                    w.pass(
                        "update auth.users set deleted_at = now() where id = $user",
                        &person.id,
                    )
                    .await;
                    w.ask(Method::GET, "/user", &person.access, Value::Null)
                        .await
                })
            },
        ),
        row(
            "user_not_found",
            404,
            "an administrator asks for nobody",
            |w| {
                let path = format!("/admin/users/{NOBODY}");
                Box::pin(
                    async move { w.ask(Method::GET, &path, &w.service_key, Value::Null).await },
                )
            },
        ),
        row("session_not_found", 403, "signed out", |w| {
            Box::pin(async {
                let person = w.person().await;
                w.ask(Method::POST, "/logout", &person.access, Value::Null)
                    .await;
                w.ask(Method::GET, "/user", &person.access, Value::Null)
                    .await
            })
        }),
        row(
            "not_admin",
            403,
            "the public key where administrators act",
            |w| Box::pin(w.ask(Method::GET, "/admin/users", &w.anon_key, Value::Null)),
        ),
        row("not_admin", 403, "a person where administrators act", |w| {
            Box::pin(async {
                let person = w.person().await;
                w.ask(Method::GET, "/admin/users", &person.access, Value::Null)
                    .await
            })
        }),
        row("not_admin", 403, "somebody's own app_metadata", |w| {
            Box::pin(async {
                let person = w.person().await;
                let body = json!({ "app_metadata": { "roles": ["admin"] } });
                w.ask(Method::PUT, "/user", &person.access, body).await
            })
        }),
        row("user_banned", 403, "with a token", |w| {
            Box::pin(async {
                let person = w.person().await;
                // A ban by an administrator ends the sessions too; this is one that outlived it.
                let ban = "update auth.users set banned_until = now() + interval '1 hour' where id = $user";
                w.pass(ban, &person.id).await;
                w.ask(Method::GET, "/user", &person.access, Value::Null)
                    .await
            })
        }),
        row("validation_failed", 400, "a text that is no address", |w| {
            Box::pin(w.post("/otp", json!({ "email": "nobody" })))
        }),
        row("validation_failed", 400, "an unknown scope", |w| {
            Box::pin(async {
                let person = w.person().await;
                w.ask(
                    Method::POST,
                    "/logout?scope=all",
                    &person.access,
                    Value::Null,
                )
                .await
            })
        }),
        row("bad_json", 400, "a wrong type", |w| {
            Box::pin(w.post("/otp", json!({ "email": 1 })))
        }),
        row("request_entity_too_large", 413, "a long body", |w| {
            Box::pin(w.post("/otp", json!({ "email": "x".repeat(100_000) })))
        }),
    ]
}

fn limits() -> Vec<Row> {
    vec![
        row(
            "over_request_rate_limit",
            429,
            "passwords of one account",
            |w| {
                Box::pin(async {
                    let body = json!({ "email": w.new_email(), "password": "not this one" });
                    let mut last = None;
                    for _ in 0..11 {
                        last = Some(w.post("/token?grant_type=password", body.clone()).await);
                    }
                    last.unwrap()
                })
            },
        ),
        row(
            "over_email_send_rate_limit",
            429,
            "letters to one address",
            |w| {
                Box::pin(async {
                    let body = json!({ "email": w.new_email() });
                    w.post("/recover", body.clone()).await;
                    w.post("/recover", body).await
                })
            },
        ),
        row(
            "conflict",
            409,
            "others hold the session for five seconds",
            |w| {
                Box::pin(async {
                    let person = w.person().await;
                    let lock = "begin; select from auth.sessions where user_id = $user for update";
                    w.pass(lock, &person.id).await;
                    let answer: Answer = w.refresh(&person.refresh).await;
                    w.pass("rollback", &person.id).await;
                    answer
                })
            },
        ),
    ]
}
