//! Refreshes over HTTP: however many clients race, one session has one active token.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::BTreeSet;

use futures::future::join_all;
use reqwest::StatusCode;
use serde_json::{Value, json};
use support::{STUDENT, Stoa, json_of};

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
