//! Keys by the built program: rotation beside a running server, and starts that would end sessions.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{path::Path, process::Output};

use reqwest::StatusCode;
use serde_json::Value;
use support::{STUDENT, Stoa, eventually, folder, json_of, program, run};

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn done(output: &Output) -> String {
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

async fn key_set(stoa: &Stoa) -> Vec<String> {
    let answer = stoa.get("/auth/v1/.well-known/jwks.json").send().await;
    let set = json_of(answer.unwrap(), StatusCode::OK).await;
    let keys = set["keys"].as_array().unwrap();
    keys.iter()
        .map(|key| key["kid"].as_str().unwrap().to_owned())
        .collect()
}

async fn is_let_in(stoa: &Stoa, token: &str) -> bool {
    let answer = stoa.get("/auth/v1/user").bearer_auth(token).send().await;
    answer.unwrap().status() == StatusCode::OK
}

#[tokio::test]
async fn a_command_rotates_retires_and_restores_beside_a_running_server() {
    let stoa = Stoa::demo();
    let token = stoa.token(STUDENT).await;
    let old = key_set(&stoa).await[0].clone();
    let rotated = done(&run(&stoa.dir, &["keys", "rotate", "--now"]));
    let new = rotated.split_whitespace().next().unwrap().to_owned();
    eventually("the new key in the set", || async {
        key_set(&stoa).await.contains(&new).then_some(())
    })
    .await;
    assert!(is_let_in(&stoa, &token).await, "nobody is signed out");

    let refused = run(&stoa.dir, &["keys", "retire", &new]);
    assert!(!refused.status.success() && text(&refused.stderr).contains("rotate first"));
    done(&run(&stoa.dir, &["keys", "retire", &old]));
    eventually("the end of the old key", || async {
        (!is_let_in(&stoa, &token).await).then_some(())
    })
    .await;
    done(&run(&stoa.dir, &["keys", "restore", &old]));
    eventually("the return of the old key", || async {
        is_let_in(&stoa, &token).await.then_some(())
    })
    .await;

    done(&run(&stoa.dir, &["keys", "rotate"]));
    let listed = done(&run(&stoa.dir, &["keys", "list", "--format", "json"]));
    let states: Vec<_> = listed
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|key| key["purpose"] == "token")
        .map(|key| key["state"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(states, ["verifying", "signing", "next"]);
    let pending = run(&stoa.dir, &["keys", "rotate"]);
    assert!(!pending.status.success() && text(&pending.stderr).contains("announced"));
}

/// A start that must be refused with exit 2.
fn refused(dir: &Path, settings: &[(&str, &str)]) -> String {
    let output = program(dir)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .envs(settings.iter().copied())
        .output()
        .unwrap();
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    told
}

#[tokio::test]
async fn a_start_that_would_end_sessions_is_refused_with_their_number() {
    let dir = folder();
    let mut stoa = Stoa::start(dir.path(), &["--demo"], &[]);
    let token = stoa.token(STUDENT).await;
    stoa.token(STUDENT).await;
    assert!(stoa.stop());
    let path = dir.path().join("data").join("master.key");
    let key = std::fs::read_to_string(&path).unwrap();

    std::fs::write(&path, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap();
    let told = refused(dir.path(), &[]);
    assert!(told.contains("2 live session(s)"), "{told}");
    assert!(told.contains("--accept-session-loss"), "{told}");

    // The former key brings everything back; another name is noticed too.
    std::fs::write(&path, key).unwrap();
    let moved = [("STOA_HTTP__PUBLIC_URL", "https://academy.example")];
    let told = refused(dir.path(), &moved);
    assert!(told.contains("2 live session(s)") && told.contains("auth.former_issuers"));
    let mut stoa = Stoa::start(dir.path(), &["--demo"], &[]);
    assert!(is_let_in(&stoa, &token).await);
    assert!(stoa.stop());

    std::fs::write(&path, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap();
    let stoa = Stoa::start(dir.path(), &["--demo", "--accept-session-loss"], &[]);
    assert!(!is_let_in(&stoa, &token).await);
    assert!(is_let_in(&stoa, &stoa.token(STUDENT).await).await);
}
