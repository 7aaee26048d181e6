//! What only the real mail adapter promises: the class of each thing that can go wrong, and silence about secrets.

use std::time::Duration;

use stoa_connect::{CallError, Mailer as _, Security, SmtpOptions};
use stoa_testkit::fakes::SmtpFault;

use crate::worlds::{SmtpWorld, letter, mailer, smtp_options};

async fn with(fault: SmtpFault) -> (SmtpWorld, CallError) {
    let world = SmtpWorld::start().await;
    world.fake.push(fault);
    let error = world.mailer.send(&letter(1)).await.unwrap_err();
    (world, error)
}

fn class(error: &CallError) -> (&'static str, Option<bool>) {
    let permanent = match error {
        CallError::Refused { permanent, .. } => Some(*permanent),
        _ => None,
    };
    (error.class(), permanent)
}

#[tokio::test]
async fn each_refusal_has_its_class() {
    for (fault, want) in [
        (SmtpFault::CutAtOnce, ("not_sent", None)),
        (SmtpFault::LoginRefused, ("auth", None)),
        (SmtpFault::Sender(550, "5.7.1 not yours"), ("config", None)),
        (
            SmtpFault::Sender(451, "4.3.0 later"),
            ("refused", Some(false)),
        ),
        (
            SmtpFault::Recipient(450, "4.2.0 greylisted"),
            ("refused", Some(false)),
        ),
        (
            SmtpFault::Recipient(421, "4.3.2 closing"),
            ("refused", Some(false)),
        ),
        (
            SmtpFault::Recipient(550, "5.1.1 no such user"),
            ("refused", Some(true)),
        ),
        (
            SmtpFault::Letter(451, "4.7.1 try again"),
            ("refused", Some(false)),
        ),
        (
            SmtpFault::Letter(554, "5.7.1 spam"),
            ("refused", Some(true)),
        ),
        (SmtpFault::CutInLetter, ("unknown", None)),
        (SmtpFault::KeptAnswerLost, ("unknown", None)),
    ] {
        let (_world, error) = with(fault.clone()).await;
        assert_eq!(class(&error), want, "{fault:?}: {error}");
    }
}

#[tokio::test]
async fn an_unknown_letter_may_have_arrived_and_no_other() {
    let (world, error) = with(SmtpFault::KeptAnswerLost).await;
    assert!(error.may_have_arrived());
    assert_eq!(world.fake.letters().len(), 1);
    for fault in [
        SmtpFault::Letter(451, "4.7.1 try again"),
        SmtpFault::Recipient(550, "5.1.1 no such user"),
    ] {
        let (world, error) = with(fault).await;
        assert!(!error.may_have_arrived());
        assert_eq!(world.fake.letters(), []);
    }
}

#[tokio::test]
async fn silence_has_an_end() {
    let long = Duration::from_mins(1);
    for (fault, want) in [
        (SmtpFault::SilentAtRecipient(long), "not_sent"),
        (SmtpFault::SlowAnswer(long), "unknown"),
    ] {
        let world = SmtpWorld::start().await;
        world.fake.push(fault);
        let options = SmtpOptions {
            envelope: Duration::from_millis(300),
            letter: Duration::from_millis(300),
            ..smtp_options()
        };
        let mailer = mailer(&world.fake, Security::None, options);
        let error = mailer.send(&letter(1)).await.unwrap_err();
        assert_eq!(error.class(), want, "{error}");
    }
}

#[tokio::test]
async fn a_server_that_is_gone_took_nothing_and_takes_it_when_it_is_back() {
    let world = SmtpWorld::start().await;
    world.fake.go_down().await;
    let error = world.mailer.send(&letter(1)).await.unwrap_err();
    assert_eq!(error.class(), "not_sent");
    world.fake.come_up().await;
    world.mailer.send(&letter(1)).await.unwrap();
    assert_eq!(world.fake.letters().len(), 1);
}

#[tokio::test]
async fn without_tls_nothing_is_said_to_a_server_that_should_have_it() {
    let world = SmtpWorld::start().await;
    let mailer = mailer(&world.fake, Security::StartTls, smtp_options());
    let error = mailer.send(&letter(1)).await.unwrap_err();
    assert_eq!(error.class(), "config", "{error}");
    let commands = world.fake.commands();
    assert!(!commands.contains(&"AUTH".to_owned()), "{commands:?}");
    assert!(!commands.contains(&"MAIL".to_owned()), "{commands:?}");
}

#[tokio::test]
async fn failures_quote_neither_password_nor_address() {
    let text = "5.1.1 <anna1@mail.ru> unknown, the-fake-mail-password";
    let (world, error) = with(SmtpFault::Recipient(550, text)).await;
    let shown = format!("{error} {error:?} {:?} {:?}", world.mailer, letter(1));
    assert!(shown.contains("550") && shown.contains("5.1.1"), "{shown}");
    for secret in ["anna1@mail.ru", "the-fake-mail-password", "SECRET-LINK"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
