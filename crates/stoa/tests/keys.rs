//! Keys by the built program: rotation beside a running server, and starts that would end sessions.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{path::Path, process::Output};

use reqwest::StatusCode;
use serde_json::{Value, json};
use stoa_testkit::fakes::oidc::hs256;
use support::{STUDENT, Stoa, eventually, folder, json_of, program, run};

const LEGACY: &str = "https://former.supabase.co/auth/v1";

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
    // The check says it in the same words, before anything is started.
    let checked = program(dir)
        .args(["config", "check", "--listen", "127.0.0.1:0"])
        .envs(settings.iter().copied())
        .output()
        .unwrap();
    assert_eq!(checked.status.code(), Some(2), "{checked:?}");
    let words = told.lines().find_map(|line| line.strip_prefix("stoa: "));
    let words = words.unwrap();
    assert!(text(&checked.stderr).contains(words), "{checked:?}");
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

#[tokio::test]
async fn a_start_that_would_refuse_a_foreign_issuers_tokens_is_refused_with_the_number_of_people() {
    let dir = folder();
    let secret = "the secret of the former project, long enough";
    let accepted = |secret: &str| {
        let rows = json!([{
            "name": "legacy", "issuer": LEGACY, "secret": secret, "users": "email", "trusts_email": true,
            "accept_until": "2999-01-31T00:00:00Z",
        }]);
        rows.to_string()
    };
    let rows = accepted(secret);
    let with = |rows: &str| vec![("STOA_AUTH__ACCEPTED_ISSUER", rows.to_owned())];
    let mut stoa = Stoa::start(dir.path(), &["--demo"], &with(&rows));
    let now = support::unix_now();
    let said = json!({
        "iss": LEGACY, "aud": "authenticated", "role": "authenticated", "sub": "their-student", "iat": now,
        "exp": now + 3600, "email": STUDENT,
    });
    let token = hs256(secret, &said);
    assert!(is_let_in(&stoa, &token).await);
    assert!(stoa.stop());

    let other = accepted("another secret of the former project, long enough");
    let told = refused(
        dir.path(),
        &[("STOA_AUTH__ACCEPTED_ISSUER", other.as_str())],
    );
    assert!(
        told.contains("1 person(s)") && told.contains(LEGACY),
        "{told}"
    );
    assert!(
        told.contains("its secret or jwks_url is another one"),
        "{told}"
    );
    let told = refused(dir.path(), &[]);
    assert!(told.contains("stands in the settings no more"), "{told}");
    assert!(told.contains("--accept-session-loss"), "{told}");
    let fine = program(dir.path())
        .args(["config", "check", "--accept-session-loss"])
        .output()
        .unwrap();
    assert!(fine.status.success(), "{fine:?}");

    let mut stoa = Stoa::start(dir.path(), &["--demo"], &with(&rows));
    assert!(
        is_let_in(&stoa, &token).await,
        "the former settings bring everything back"
    );
    assert!(stoa.stop());
    let mut stoa = Stoa::start(dir.path(), &["--demo", "--accept-session-loss"], &[]);
    assert!(!is_let_in(&stoa, &token).await);
    assert!(stoa.stop());
    Stoa::start(dir.path(), &["--demo"], &[]);
}
