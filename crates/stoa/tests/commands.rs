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
        // The check is of one mind with `serve`.
        let check = [&["config", "check"], &arguments[1..]].concat();
        let checked = run(dir.path(), &check);
        assert_eq!(checked.status.code(), Some(2), "{check:?}");
        assert!(text(&checked.stderr).contains(reason), "{check:?}");
    }
}

#[test]
fn what_the_check_refuses_serve_refuses_with_the_same_words() {
    let dir = folder();
    let key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    for (name, value, reason) in [
        ("STOA_MASTER_KEY", "short", "master_key"),
        ("STOA_LOG__LEVEL", "inof", "log.level"),
        (
            "STOA_TELEGRAM__API_URL",
            "http://t.kz/#x",
            "telegram.api_url",
        ),
        ("START_WORKER", "false", "START_WORKER"),
        (
            "DATABASE_URL",
            "postgres://app:hush@localhost/app",
            "STOA_MAIN_DATABASE_URL",
        ),
    ] {
        let told = [
            &["config", "check"][..],
            &["serve", "--listen", "127.0.0.1:0"],
        ]
        .map(|arguments| {
            let output = program(dir.path())
                .args(arguments)
                .env(name, value)
                .output();
            let output = output.unwrap();
            assert_eq!(output.status.code(), Some(2), "{name}");
            text(&output.stderr)
        });
        assert!(told.iter().all(|told| told.contains(reason)), "{told:?}");
    }
    assert!(
        !dir.path().join("data/postgres").exists(),
        "nothing was made"
    );
    // And what it lets pass, starts.
    let settings = [
        ("STOA_MASTER_KEY", key.to_owned()),
        ("STOA_LOG__LEVEL", "info,stoa_jobs=debug".to_owned()),
        (
            "STOA_TELEGRAM__API_URL",
            "http://127.0.0.1:9/proxy".to_owned(),
        ),
        ("STOA_OPS__LISTEN", "127.0.0.1:0".to_owned()),
    ];
    let check = program(dir.path())
        .args(["config", "check"])
        .envs(settings.iter().map(|(name, value)| (*name, value)))
        .output();
    assert!(check.unwrap().status.success());
    drop(Stoa::start(dir.path(), &[], &settings));
}

#[tokio::test]
async fn a_command_says_that_a_database_stands_still_and_does_not_wait_for_it() {
    // Takes connections and never says a word.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = |name: &str| {
        let port = silent.local_addr().unwrap().port();
        format!("postgres://authenticator:hush@127.0.0.1:{port}/{name}?sslmode=disable")
    };
    let dir = folder();
    for command in [
        &["user", "list"][..],
        &["delivery", "list"],
        &["keys", "show"],
    ] {
        let began = std::time::Instant::now();
        let output = program(dir.path())
            .args(command)
            .env("STOA_MAIN_DATABASE_URL", url("main"))
            .env("STOA_TRIPWIRE_DATABASE_URL", url("tripwire"))
            .env("STOA_TRAFFIC_DATABASE_URL", url("traffic"))
            .env("STOA_HTTP__PUBLIC_URL", "https://academy.kz")
            .env(
                "STOA_MASTER_KEY",
                "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
            )
            .output()
            .unwrap();
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{command:?}: {told}");
        assert!(told.contains("database main"), "{told}");
        assert!(!told.contains("hush"), "{told}");
        assert!(
            began.elapsed() < std::time::Duration::from_secs(10),
            "{command:?}"
        );
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

/// The key that encrypts secrets, as the directory has it.
fn master_key(dir: &tempfile::TempDir) -> String {
    std::fs::read_to_string(dir.path().join("data/master.key")).unwrap()
}

#[tokio::test]
async fn who_opens_an_empty_directory_at_once_shares_one_installation() {
    let dir = folder();
    let command = |arguments: &[&str]| {
        let mut command = program(dir.path());
        command
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let commands = [
        command(&["keys", "show"]),
        command(&["user", "list"]),
        command(&["user", "create", "one@academy.kz"]),
        command(&["user", "create", "two@academy.kz"]),
    ];
    let stoa = Stoa::start(dir.path(), &[], &[]);
    let mut made = 0;
    for command in commands {
        let output = command.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        made += usize::from(text(&output.stderr).contains("a new installation was made in"));
    }
    assert!(made <= 1, "at most one of the commands made it");
    let people = text(&run(dir.path(), &["user", "list"]).stdout);
    assert!(people.contains("one@academy.kz") && people.contains("two@academy.kz"));
    // The key in the file is the one that everybody used: the next start reads what the first one wrote.
    let key = master_key(&dir);
    drop(stoa);
    drop(Stoa::start(dir.path(), &[], &[]));
    assert_eq!(master_key(&dir), key);
}

#[tokio::test]
async fn a_command_does_not_keep_serve_out_nor_end_what_another_command_uses() {
    let dir = folder();
    // Whoever types a password has opened nothing yet.
    let mut typing = program(dir.path())
        .args(["user", "create", "slow@academy.kz", "--password-stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stoa = Stoa::start(dir.path(), &[], &[]);
    writeln!(typing.stdin.take().unwrap(), "{}", support::GOOD_PASSWORD).unwrap();
    let typed = typing.wait_with_output().unwrap();
    assert!(typed.status.success(), "{}", text(&typed.stderr));

    // A second Stoa is refused for good, and told so.
    let second = run(dir.path(), &["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(second.status.code(), Some(2));
    assert!(text(&second.stderr).contains("another Stoa serves from"));
    assert!(stoa.stop());

    // Commands without a server: the first to end leaves the others what they use.
    let commands: Vec<_> = (0..6)
        .map(|number| {
            program(dir.path())
                .args(["user", "create", &format!("beside{number}@academy.kz")])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    for command in commands {
        let output = command.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
    }
    assert!(
        !dir.path().join("data/run.json").exists(),
        "the last one has cleared up"
    );
}

#[test]
fn a_key_that_cannot_be_read_is_left_as_it_is_and_a_lost_one_is_not_made_up_for() {
    let dir = folder();
    assert!(run(dir.path(), &["user", "list"]).status.success());
    let path = dir.path().join("data/master.key");
    let key = master_key(&dir);
    for (bytes, told) in [
        (Some(&b"\xff\xfe\x00"[..]), "cannot be read"),
        (Some(b"\n"), "is empty"),
        (Some(b"c2hvcnQ="), "is no master key"),
        (None, "put it back"),
    ] {
        match bytes {
            Some(bytes) => std::fs::write(&path, bytes).unwrap(),
            None => std::fs::remove_file(&path).unwrap(),
        }
        let output = run(dir.path(), &["user", "list"]);
        let complaint = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{complaint}");
        assert!(complaint.contains(told), "{complaint}");
        assert_eq!(std::fs::read(&path).ok().as_deref(), bytes);
    }
    std::fs::write(&path, key).unwrap();
    assert!(run(dir.path(), &["user", "list"]).status.success());
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
