//! What only the Bot API over HTTP promises.

use serde_json::json;
use stoa_connect::{CallError, HttpTelegram, OutgoingMessage, TelegramApi as _, http_client};
use stoa_core::SecretString;
use stoa_testkit::fakes::FakeTelegram;

use crate::worlds::{CHAT, HttpChats, options};

#[tokio::test]
async fn the_request_is_what_the_bot_api_takes() {
    let world = HttpChats::start().await;
    let message = OutgoingMessage {
        thread_id: Some(7),
        ..OutgoingMessage::new(CHAT, "<b>x</b>")
    };
    world.api.send_message(&message).await.unwrap();
    let request = &world.fake.requests()[0];
    assert_eq!(request.method, "POST");
    assert_eq!(
        request.path,
        format!("/bot{}/sendMessage", FakeTelegram::TOKEN)
    );
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        request.user_agent.as_deref(),
        Some(format!("stoa/{version}").as_str())
    );
    let want = json!({
        "chat_id": CHAT, "message_thread_id": 7, "text": "<b>x</b>", "parse_mode": "HTML",
        "link_preview_options": { "is_disabled": true },
    });
    assert_eq!(request.json, want);
}

#[tokio::test]
async fn broken_html_is_sent_once_more_as_plain_text() {
    let world = HttpChats::start().await;
    let broken = "<b>Имя</b>: 1 < 2 &amp; <x> </b>";
    let sent = world
        .api
        .send_message(&OutgoingMessage::new(CHAT, broken))
        .await
        .unwrap();
    assert!(sent.plain);
    let messages = world.fake.messages();
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].text, "Имя: 1 < 2 & <x>");
    assert_eq!(messages[0].parse_mode, None);
    assert_eq!(world.fake.requests().len(), 2);
}

#[tokio::test]
async fn a_chat_that_is_gone_says_where_it_went() {
    let world = HttpChats::start().await;
    let (moved, kicked, new) = (-100, -200, -300);
    world.fake.move_chat(moved, new);
    world.fake.block_chat(kicked);
    for (chat_id, want, status) in [(moved, Some(new), 400), (kicked, None, 403), (5, None, 400)] {
        let error = world
            .api
            .send_message(&OutgoingMessage::new(chat_id, "x"))
            .await
            .unwrap_err();
        let CallError::ChatGone { moved_to, evidence } = error else {
            panic!("{chat_id}: {error}");
        };
        assert_eq!(
            (moved_to, evidence.status),
            (want, Some(status)),
            "{chat_id}"
        );
    }
    world
        .api
        .send_message(&OutgoingMessage::new(new, "x"))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_wrong_token_is_named_and_not_shown() {
    let world = HttpChats::start().await;
    let client = http_client(options()).unwrap();
    for token in ["1000001:another-bots-token", "no-token/at all?", ""] {
        let secret = SecretString::from(token);
        let api = HttpTelegram::new(world.fake.base_url(), secret, client.clone());
        let error = api
            .send_message(&OutgoingMessage::new(CHAT, "x"))
            .await
            .unwrap_err();
        assert_eq!(error.class(), "auth", "{token}: {error}");
        assert!(token.is_empty() || !format!("{error:?}").contains(token));
    }
    world.fake.revoke_token();
    let error = world
        .api
        .send_message(&OutgoingMessage::new(CHAT, "x"))
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "token refused: HTTP 401: Unauthorized");
}

#[tokio::test]
async fn the_address_may_have_a_path_of_its_own() {
    let server = wiremock::MockServer::start().await;
    let answer = json!({ "ok": true, "result": { "message_id": 5 } });
    wiremock::Mock::given(wiremock::matchers::path("/telegram/bot1:x/sendMessage"))
        .respond_with(wiremock::ResponseTemplate::new(200).set_body_json(answer))
        .mount(&server)
        .await;
    let token = SecretString::from("1:x");
    for base in ["/telegram", "/telegram/"] {
        let url = format!("{}{base}", server.uri()).parse().unwrap();
        let api = HttpTelegram::new(url, token.clone(), http_client(options()).unwrap());
        assert_eq!(
            api.send_message(&OutgoingMessage::new(1, "x"))
                .await
                .unwrap()
                .message_id,
            5
        );
    }
}
