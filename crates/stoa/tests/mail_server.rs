//! The mail server as the built program meets it: over TLS, lying about who it is, and gone for a while.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use reqwest::StatusCode;
use serde_json::{Value, json};
use stoa_testkit::fakes::{FakeLetter, FakeSmtp};
use support::{STUDENT, Stoa, eventually, folder, json_of, mail_settings};

const SITE: &str = "https://app.example";

fn settings(server: &FakeSmtp, tls: &str) -> Vec<(&'static str, String)> {
    let mut settings = mail_settings(server);
    settings.retain(|(name, _)| *name != "STOA_MAIL__TLS");
    settings.push(("STOA_MAIL__TLS", tls.to_owned()));
    settings.push(("STOA_AUTH__SITE_URL", SITE.to_owned()));
    settings
}

async fn forget_password(stoa: &Stoa) {
    let asked = stoa
        .post("/auth/v1/recover")
        .json(&json!({ "email": STUDENT }));
    assert_eq!(asked.send().await.unwrap().status(), StatusCode::OK);
}

async fn the_letter(server: &FakeSmtp) -> FakeLetter {
    eventually("the letter", || async { server.letters().pop() }).await
}

/// What the link of a letter for a new password leads to: a session of its person.
async fn follow(stoa: &Stoa, letter: &FakeLetter) -> Value {
    let link = letter.link(&format!("{}/auth/v1/verify?token=", stoa.url));
    let link = link.unwrap();
    let token = link.split(['=', '&']).nth(1).unwrap();
    let proof = json!({ "type": "recovery", "token_hash": token });
    let answer = stoa.post("/auth/v1/verify").json(&proof).send().await;
    json_of(answer.unwrap(), StatusCode::OK).await
}

/// What `/health` says of letters, and how many conversations the figures count as failed.
async fn health(stoa: &Stoa) -> String {
    let health = stoa.get("/health").send().await.unwrap();
    let health: Value = health.json().await.unwrap();
    let said = health["checks"]["mail"]["message"].as_str();
    said.unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_letter_leaves_over_starttls_and_its_link_works() {
    let (dir, server) = (folder(), FakeSmtp::start_with_tls().await);
    let trusted = dir.path().join("authority.pem");
    std::fs::write(&trusted, server.certificate().unwrap()).unwrap();
    let mut settings = settings(&server, "starttls");
    settings.push(("SSL_CERT_FILE", trusted.display().to_string()));
    let stoa = Stoa::start(dir.path(), &["--demo"], &settings);
    forget_password(&stoa).await;
    let letter = the_letter(&server).await;
    assert_eq!(letter.to, STUDENT);
    let said = server.commands();
    let place = |word: &str| said.iter().position(|said| said == word).unwrap();
    assert!(place("STARTTLS") < place("AUTH"), "{said:?}");
    assert_eq!(
        said.iter().filter(|word| *word == "EHLO").count(),
        2,
        "{said:?}"
    );
    assert_eq!(follow(&stoa, &letter).await["user"]["email"], STUDENT);
}

#[tokio::test]
async fn a_server_for_which_nobody_vouches_gets_neither_login_nor_letter() {
    let server = FakeSmtp::start_with_tls().await;
    let stoa = Stoa::demo_with(&settings(&server, "starttls"));
    forget_password(&stoa).await;
    eventually("the try", || async {
        stoa.log().contains("a letter was not sent").then_some(())
    })
    .await;
    let said = server.commands();
    assert!(said.contains(&"STARTTLS".to_owned()), "{said:?}");
    assert!(
        !said.iter().any(|word| word == "AUTH" || word == "DATA"),
        "{said:?}"
    );
    assert!(server.letters().is_empty());

    // Neither does one that offers no TLS, though it is asked for.
    let plain = FakeSmtp::start().await;
    let stoa = Stoa::demo_with(&settings(&plain, "starttls"));
    forget_password(&stoa).await;
    eventually("the try", || async {
        stoa.log().contains("a letter was not sent").then_some(())
    })
    .await;
    assert!(!plain.commands().contains(&"AUTH".to_owned()));
    assert!(plain.letters().is_empty());
}

#[tokio::test]
async fn while_the_mail_server_is_gone_the_letter_waits_is_sent_once_and_its_link_works() {
    let server = FakeSmtp::start().await;
    let stoa = Stoa::demo_with(&settings(&server, "none"));
    server.go_down().await;
    forget_password(&stoa).await;
    eventually("the first try, and the wait", || async {
        let waits = health(&stoa).await.contains("1 waiting");
        (waits && stoa.log().contains("a letter was not sent")).then_some(())
    })
    .await;
    server.come_up().await;
    let letter = the_letter(&server).await;
    eventually("the note of it", || async {
        health(&stoa).await.contains("0 waiting").then_some(())
    })
    .await;
    assert_eq!(follow(&stoa, &letter).await["user"]["email"], STUDENT);
    assert_eq!(server.letters().len(), 1, "once");
}
