//! Refreshes over HTTP: however many clients race, one session has one active token.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::BTreeSet;

use futures::future::join_all;
use reqwest::StatusCode;
use serde_json::{Value, json};
use support::{STUDENT, Stoa, json_of, rows::superuser, run};

const REFRESH: &str = "/auth/v1/token?grant_type=refresh_token";

/// Refreshes as `count` clients, each with a connection of its own, all at once.
async fn race(stoa: &Stoa, token: &str, count: usize) -> Vec<(StatusCode, Value)> {
    let clients: Vec<_> = (0..count)
        .map(|_| reqwest::Client::builder().build().unwrap())
        .collect();
    join_all(clients.iter().map(|client| async move {
        let answer = client
            .post(format!("{}{REFRESH}", stoa.url))
            .json(&json!({ "refresh_token": token }))
            .send()
            .await
            .unwrap();
        (answer.status(), answer.json().await.unwrap())
    }))
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_that_race_end_with_one_and_the_same_token() {
    let stoa = Stoa::demo();
    for count in [6, 50] {
        let session = stoa.session(STUDENT).await;
        let parent = session["refresh_token"].as_str().unwrap();
        let answers = race(&stoa, parent, count).await;
        let tokens: BTreeSet<_> = answers
            .iter()
            .map(|(status, body)| {
                assert_eq!(*status, StatusCode::OK, "{body}");
                body["refresh_token"].as_str().unwrap().to_owned()
            })
            .collect();
        assert_eq!(tokens.len(), 1, "{count} clients");
        assert!(!tokens.contains(parent));
        let last = answers.last().unwrap().1["access_token"].as_str().unwrap();
        let user = stoa.get("/auth/v1/user").bearer_auth(last).send().await;
        json_of(user.unwrap(), StatusCode::OK).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_two_generations_old_gets_the_active_one_while_it_is_fresh() {
    let stoa = Stoa::demo();
    let session = stoa.session(STUDENT).await;
    let mut token = session["refresh_token"].as_str().unwrap().to_owned();
    let oldest = token.clone();
    for _ in 0..3 {
        let (status, body) = race(&stoa, &token, 1).await.remove(0);
        assert_eq!(status, StatusCode::OK, "{body}");
        body["refresh_token"]
            .as_str()
            .unwrap()
            .clone_into(&mut token);
    }
    let (status, body) = race(&stoa, &oldest, 1).await.remove(0);
    assert_eq!(
        (status, body["refresh_token"].as_str()),
        (StatusCode::OK, Some(token.as_str()))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_comes_back_late_ends_its_session_and_is_noted() {
    let stoa = Stoa::demo();
    let session = stoa.session(STUDENT).await;
    let text = |body: &Value, name: &str| body[name].as_str().unwrap().to_owned();
    let oldest = text(&session, "refresh_token");
    let (_, parent) = race(&stoa, &oldest, 1).await.remove(0);
    let (_, active) = race(&stoa, &text(&parent, "refresh_token"), 1)
        .await
        .remove(0);
    let database = superuser(&stoa.dir, "main").await;
    let later = "update auth.sessions set refreshed_at = refreshed_at - interval '1 minute'";
    database.batch_execute(later).await.unwrap();
    // However late the parent comes, it gets the active token: its answer may have been lost.
    let (status, again) = race(&stoa, &text(&parent, "refresh_token"), 1)
        .await
        .remove(0);
    assert_eq!(status, StatusCode::OK, "{again}");
    assert_eq!(again["refresh_token"], active["refresh_token"]);
    let (status, refused) = race(&stoa, &oldest, 1).await.remove(0);
    assert_eq!(
        (status, &refused["error_code"]),
        (
            StatusCode::BAD_REQUEST,
            &json!("refresh_token_already_used")
        )
    );
    // Nobody goes on with this session: neither whoever held the active token, nor by an access token.
    let (status, gone) = race(&stoa, &text(&active, "refresh_token"), 1)
        .await
        .remove(0);
    assert_eq!(
        (status, &gone["error_code"]),
        (StatusCode::BAD_REQUEST, &json!("refresh_token_not_found"))
    );
    let user = stoa
        .get("/auth/v1/user")
        .bearer_auth(text(&active, "access_token"))
        .send()
        .await;
    let user = json_of(user.unwrap(), StatusCode::FORBIDDEN).await;
    assert_eq!(user["error_code"], "session_not_found");
    let keys = run(&stoa.dir, &["keys", "show", "--format", "json"]).stdout;
    let keys: Value = serde_json::from_slice(&keys).unwrap();
    let audit = stoa.get("/auth/v1/admin/audit?action=session.refresh_reused");
    let audit = audit
        .bearer_auth(text(&keys, "service_role"))
        .send()
        .await
        .unwrap();
    let audit = json_of(audit, StatusCode::OK).await;
    assert_eq!(audit.as_array().unwrap().len(), 1, "{audit}");
    assert_eq!(
        audit[0]["payload"]["subject_id"], session["user"]["id"],
        "{audit}"
    );
}
