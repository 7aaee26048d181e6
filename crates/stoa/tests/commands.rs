//! The command line: settings, keys and people, beside a running server and without one.
#![expect(clippy::too_many_lines, clippy::unwrap_used, reason = "tests")]

mod support;

use std::{io::Write as _, process::Stdio};

use reqwest::StatusCode;
use serde_json::{Value, json};
use support::{Stoa, folder, json_of, program, run};

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn every_problem_of_the_settings_is_told_at_once_and_no_secret_is() {
    let dir = folder();
    std::fs::write(
        dir.path().join("stoa.toml"),
        "[http]\nlisten = 'nowhere'\npublic_url = 'ftp://x'\n[telegram]\nbot_token = 'hush-hush'\n\
         [mail]\nsmtp_url = 'smtps://u:hush-hush@mail.kz'\nreply_to = 'nobody'\n\
         [support]\nwhatsapp = 'call us'\ntelegram = 'a'\nemail = '@'\n",
    )
    .unwrap();
    let output = program(dir.path())
        .args(["config", "check"])
        .env(
            "STOA_MAIN_DATABASE_URL",
            "postgres://authenticator:hush-hush@localhost/main",
        )
        .env("STOA_HTTP__LISTN", "x")
        .output()
        .unwrap();
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    for part in [
        "http.listen",
        "http.public_url",
        "telegram.leads_chat_id",
        "mail.from",
        "mail.reply_to",
        "support.whatsapp",
        "support.telegram",
        "support.email",
        "STOA_HTTP__LISTN",
        "STOA_TRIPWIRE_DATABASE_URL",
        "STOA_TRAFFIC_DATABASE_URL",
        "STOA_MASTER_KEY",
    ] {
        assert!(told.contains(part), "{part}:\n{told}");
    }
    let shown = text(
        &program(dir.path())
            .args(["config", "show"])
            .output()
            .unwrap()
            .stdout,
    );
    assert!(
        shown.contains("********") && shown.contains("stoa.toml"),
        "{shown}"
    );
    assert!(!told.contains("hush") && !shown.contains("hush"));
}

#[test]
fn what_would_not_be_safe_is_refused_with_the_reason() {
    let dir = folder();
    for (arguments, reason) in [
        (
            &["serve", "--demo", "--listen", "0.0.0.0:0"][..],
            "loopback",
        ),
        (&["serve", "--listen", "0.0.0.0:0"][..], "public_url"),
        (&["serve", "--role", "worker"][..], "STOA_MAIN_DATABASE_URL"),
    ] {
        let output = run(dir.path(), arguments);
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(told.contains(reason), "{arguments:?}: {told}");
    }
}

#[tokio::test]
async fn people_are_made_with_and_without_a_server() {
    let dir = folder();
    let made = create(
        &dir,
        "first@academy.kz",
        &["--role", "sales_manager"],
        "a quiet colonnade",
    );
    assert!(made.status.success(), "{}", text(&made.stderr));
    let weak = create(&dir, "weak@academy.kz", &[], "12345678");
    assert!(!weak.status.success() && !text(&weak.stderr).contains("12345678"));

    let stoa = Stoa::start(dir.path(), &[], &[]);
    let login = json!({ "email": "first@academy.kz", "password": "a quiet colonnade" });
    let session = json_of(
        stoa.post("/api/auth/login")
            .json(&login)
            .send()
            .await
            .unwrap(),
        StatusCode::OK,
    )
    .await;
    assert_eq!(
        session["user"]["app_metadata"]["roles"],
        json!(["sales_manager"])
    );
    let invited = run(
        dir.path(),
        &["user", "create", "second@academy.kz", "--name", "Second"],
    );
    let told = text(&invited.stdout);
    let link = told
        .lines()
        .find(|line| line.contains("/invite/"))
        .expect(&told);
    let path = &link[link.find("/invite/").unwrap()..];
    assert_eq!(
        stoa.get(path).send().await.unwrap().status(),
        StatusCode::OK,
        "made beside the running server"
    );
    let again = run(dir.path(), &["user", "create", "second@academy.kz"]);
    assert!(!again.status.success());
    let unknown = run(
        dir.path(),
        &["user", "set-role", "first@academy.kz", "emperor"],
    );
    assert!(
        text(&unknown.stderr).contains("sales_manager"),
        "it says which roles there are"
    );

    // The keys are the same for a command and for the server, and verify what the server signs.
    let keys: Value =
        serde_json::from_slice(&run(dir.path(), &["keys", "show", "--format", "json"]).stdout)
            .unwrap();
    let config = json_of(
        stoa.get("/api/config").send().await.unwrap(),
        StatusCode::OK,
    )
    .await;
    assert_eq!(config["auth"]["anonKey"], keys["anon"]);
    assert_eq!(config["supabaseUrl"], stoa.url.as_str());
    let served = json_of(
        stoa.get("/auth/v1/.well-known/jwks.json")
            .send()
            .await
            .unwrap(),
        StatusCode::OK,
    )
    .await;
    assert_eq!(served, keys["jwks"]);
    let private: Value =
        serde_json::from_slice(&run(dir.path(), &["keys", "export", "--private"]).stdout).unwrap();
    assert!(
        private["d"].is_string()
            && served["keys"]
                .as_array()
                .unwrap()
                .iter()
                .all(|key| key.get("d").is_none())
    );
}

fn create(
    dir: &tempfile::TempDir,
    email: &str,
    more: &[&str],
    password: &str,
) -> std::process::Output {
    let mut child = program(dir.path())
        .args(["user", "create", email, "--password-stdin"])
        .args(more)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{password}").unwrap();
    child.wait_with_output().unwrap()
}

#[tokio::test]
async fn who_needs_help_finds_on_the_pages_whom_to_ask() {
    let stoa = Stoa::demo_with(&[
        ("STOA_SUPPORT__WHATSAPP", "8 700 123 45 67".to_owned()),
        ("STOA_SUPPORT__TELEGRAM", "@stoa_help".to_owned()),
    ]);
    let page = stoa.get("/login").send().await.unwrap();
    let page = page.text().await.unwrap();
    assert!(page.contains("https://wa.me/77001234567"), "{page}");
    assert!(page.contains("https://t.me/stoa_help"), "{page}");
}
