//! What each thing that can go wrong says about the effect, and that no secret gets into the words.

use std::time::Duration;

use stoa_connect::{
    AmoCrm as _, CallError, HttpAmoCrm, HttpOptions, HttpTelegram, OutgoingMessage,
    TelegramApi as _, http_client,
};
use stoa_core::SecretString;
use stoa_testkit::fakes::{FakeAmoCrm, FakeTelegram, Fault};

use crate::worlds::{CHAT, HttpChats, HttpCrm, deal, impatient, options, until};

/// What goes wrong, the class it must get, and whether the effect is there in the end.
fn table() -> Vec<(Fault, &'static str, bool)> {
    let error = Fault::server_error;
    let mut table = vec![
        (Fault::AppliedAnswerLost, "unknown", true),
        (Fault::CutBefore, "unknown", false),
        (Fault::AppliedUnreadable, "unknown", true),
        (
            Fault::Throttle {
                retry_after: Some(34),
            },
            "throttled",
            false,
        ),
        (Fault::Throttle { retry_after: None }, "throttled", false),
        (Fault::Ban, "banned", false),
        (Fault::Revoked, "auth", false),
        (error(402), "unpaid", false),
        (error(301), "config", false),
        (error(404), "config", false),
        (error(408), "unknown", false),
    ];
    for status in [500, 502, 503, 504, 520] {
        table.push((error(status), "unknown", false));
        table.push((Fault::AppliedServerError(status), "unknown", true));
    }
    table
}

#[tokio::test]
async fn each_fault_of_telegram_has_its_class() {
    let world = HttpChats::start().await;
    let message = OutgoingMessage::new(CHAT, "x");
    for (fault, class, applied) in table() {
        let (sent, asked) = (world.fake.messages().len(), world.fake.requests().len());
        world.fake.faults().push(fault.clone());
        let error = world.api.send_message(&message).await.unwrap_err();
        check(&error, class, FakeTelegram::TOKEN, &fault);
        assert_eq!(
            world.fake.messages().len() - sent,
            usize::from(applied),
            "{fault:?}"
        );
        assert_eq!(
            world.fake.requests().len() - asked,
            1,
            "one attempt is one request: {fault:?}"
        );
    }
    world.api.send_message(&message).await.unwrap();
}

#[tokio::test]
async fn each_fault_of_the_crm_has_its_class() {
    let world = HttpCrm::start().await;
    world.api.find_or_create_key_field().await.unwrap();
    for (fault, class, applied) in table() {
        let (made, asked) = (world.fake.deals().len(), world.fake.requests().len());
        world.fake.faults().push(fault.clone());
        let error = world.api.create_lead(&deal(1)).await.unwrap_err();
        check(&error, class, FakeAmoCrm::TOKEN, &fault);
        assert_eq!(
            world.fake.deals().len() - made,
            usize::from(applied),
            "{fault:?}"
        );
        assert_eq!(
            world.fake.requests().len() - asked,
            1,
            "one attempt is one request: {fault:?}"
        );
        // A settings error makes the adapter look for its field anew.
        world.api.find_or_create_key_field().await.unwrap();
    }
    world.api.create_lead(&deal(1)).await.unwrap();
}

fn check(error: &CallError, class: &str, token: &str, fault: &Fault) {
    assert_eq!(error.class(), class, "{fault:?}: {error}");
    let said = format!("{error} {error:?}");
    assert!(
        !said.contains(token) && !said.contains("127.0.0.1"),
        "{said}"
    );
    assert!(!error.evidence().detail.is_empty(), "{fault:?}");
    assert!(error.evidence().detail.chars().count() <= 500, "{fault:?}");
    assert_eq!(error.may_have_arrived(), class == "unknown");
    if let (CallError::Throttled { retry_after, .. }, Fault::Throttle { retry_after: told }) =
        (error, fault)
    {
        let telegram_always_says = token == FakeTelegram::TOKEN && told.is_none();
        let want = told
            .or(telegram_always_says.then_some(1))
            .map(Duration::from_secs);
        assert_eq!(*retry_after, want);
    }
}

#[tokio::test]
async fn a_call_that_hangs_is_unknown_and_may_have_its_effect_later() {
    let chats = HttpChats::with(impatient()).await;
    chats
        .api
        .send_message(&OutgoingMessage::new(CHAT, "warm"))
        .await
        .unwrap();
    chats
        .fake
        .faults()
        .push(Fault::Hang(Duration::from_millis(1200)));
    let error = chats
        .api
        .send_message(&OutgoingMessage::new(CHAT, "x"))
        .await
        .unwrap_err();
    assert_eq!(error.class(), "unknown", "{error}");
    until(|| chats.fake.messages().len() == 2).await;

    let crm = HttpCrm::start().await;
    let field = crm.api.find_or_create_key_field().await.unwrap();
    let client = http_client(impatient()).unwrap();
    let api = HttpAmoCrm::new(crm.fake.base_url(), crm.fake.token(), client, Some(field));
    api.pipelines().await.unwrap();
    crm.fake
        .faults()
        .push(Fault::Hang(Duration::from_millis(1200)));
    let error = api.create_lead(&deal(1)).await.unwrap_err();
    assert_eq!(error.class(), "unknown", "{error}");
    until(|| crm.fake.deals().len() == 1).await;
}

#[tokio::test]
async fn what_never_left_is_not_sent() {
    let world = HttpChats::start().await;
    world.fake.go_down();
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("https://{}", silent.local_addr().unwrap());
    let plain = HttpCrm::start().await;
    let tls_to_plain = plain.fake.base_url().as_str().replace("http:", "https:");
    let refused = world.fake.base_url().to_string();
    let message = OutgoingMessage::new(CHAT, "x");
    for base_url in [
        refused.as_str(),
        "http://nowhere.invalid",
        &silent,
        &tls_to_plain,
    ] {
        let url: url::Url = base_url.parse().unwrap();
        let short = Duration::from_millis(300);
        let client = http_client(HttpOptions {
            connect_timeout: short,
            ..options()
        })
        .unwrap();
        let telegram = HttpTelegram::new(url.clone(), world.fake.token(), client.clone());
        let error = telegram.send_message(&message).await.unwrap_err();
        assert_eq!(error.class(), "not_sent", "{base_url}: {error}");
        let crm = HttpAmoCrm::new(url, world.fake.token(), client, Some(1));
        let error = crm.create_lead(&deal(1)).await.unwrap_err();
        assert_eq!(error.class(), "not_sent", "{base_url}: {error}");
        assert!(!format!("{error:?}{telegram:?}{crm:?}").contains(FakeTelegram::TOKEN));
    }
    world.fake.come_up().await;
    world.api.send_message(&message).await.unwrap();
}

#[tokio::test]
async fn an_address_that_is_none_is_a_matter_of_settings() {
    let client = http_client(options()).unwrap();
    let token = SecretString::from("1:secret-token");
    for base_url in ["mailto:a@b", "ftp://example.kz", "file:///x"] {
        let url: url::Url = base_url.parse().unwrap();
        let telegram = HttpTelegram::new(url.clone(), token.clone(), client.clone());
        let error = telegram
            .send_message(&OutgoingMessage::new(1, "x"))
            .await
            .unwrap_err();
        assert_eq!(error.class(), "config", "{base_url}: {error}");
        assert!(
            !format!("{error} {error:?}").contains("secret-token"),
            "{error:?}"
        );
        let crm = HttpAmoCrm::new(url, token.clone(), client.clone(), Some(1));
        assert_eq!(
            crm.create_lead(&deal(1)).await.unwrap_err().class(),
            "config",
            "{base_url}"
        );
    }
    let odd = SecretString::from("odd\ntoken");
    let world = HttpCrm::start().await;
    let crm = HttpAmoCrm::new(world.fake.base_url(), odd, client, Some(1));
    assert_eq!(
        crm.create_lead(&deal(1)).await.unwrap_err().class(),
        "config"
    );
}
