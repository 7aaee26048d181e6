use serde_json::{Value, json};
use stoa_connect::{HttpOptions, http_client};

use super::FakeTelegram;

async fn call(fake: &FakeTelegram, method: &str, body: Value) -> Value {
    let url = format!("{}bot{}/{method}", fake.base_url(), FakeTelegram::TOKEN);
    let client = http_client(HttpOptions::telegram()).unwrap();
    let response = client.post(url).json(&body).send().await.unwrap();
    let status = response.status().as_u16();
    let answer: Value = response.json().await.unwrap();
    assert_eq!(
        answer["error_code"].as_u64().unwrap_or(200),
        u64::from(status)
    );
    answer
}

#[tokio::test]
async fn the_probe_tells_our_message_from_another_and_from_none() {
    let fake = FakeTelegram::start().await;
    let chat = FakeTelegram::CHAT;
    let markup = json!({ "inline_keyboard": [[{ "text": "L7F3K9", "url": "https://x/L7F3K9" }]] });
    let sent = json!({ "chat_id": chat, "text": "x", "reply_markup": markup });
    let ours = call(&fake, "sendMessage", sent).await["result"]["message_id"].clone();
    let other = fake.write_as_other(chat, "hello");
    let probe = async |id: Value, markup: &Value| {
        let body = json!({ "chat_id": chat, "message_id": id, "reply_markup": markup });
        let answer = call(&fake, "editMessageReplyMarkup", body).await;
        answer["description"]
            .as_str()
            .unwrap_or("changed")
            .to_owned()
    };
    assert!(
        probe(ours.clone(), &markup)
            .await
            .contains("message is not modified")
    );
    assert!(
        probe(json!(other), &markup)
            .await
            .contains("message can't be edited")
    );
    assert!(
        probe(json!(99), &markup)
            .await
            .contains("message to edit not found")
    );
    assert_eq!(
        probe(ours, &json!({ "inline_keyboard": [] })).await,
        "changed"
    );
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_in_telegrams_words() {
    let fake = FakeTelegram::start().await;
    let chat = FakeTelegram::CHAT;
    for (body, want) in [
        (json!({ "text": "x" }), "Bad Request: chat_id is empty"),
        (
            json!({ "chat_id": 5, "text": "x" }),
            "Bad Request: chat not found",
        ),
        (
            json!({ "chat_id": "@nobody", "text": "x" }),
            "Bad Request: chat not found",
        ),
        (
            json!({ "chat_id": chat }),
            "Bad Request: message text is empty",
        ),
        (
            json!({ "chat_id": chat, "text": "x".repeat(4097) }),
            "Bad Request: message is too long",
        ),
        (
            json!({ "chat_id": chat, "text": "<b>x", "parse_mode": "HTML" }),
            "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            json!({ "chat_id": chat, "text": "x", "parse_mode": "bbcode" }),
            "Bad Request: unsupported parse_mode",
        ),
        (json!("text"), "Bad Request: can't parse JSON object"),
    ] {
        assert_eq!(call(&fake, "sendMessage", body).await["description"], want);
    }
    assert_eq!(
        call(&fake, "sendPigeon", json!({})).await["description"],
        "Not Found"
    );
    assert_eq!(
        call(&fake, "getMe", json!({})).await["result"]["is_bot"],
        true
    );
    assert_eq!(fake.messages(), []);
    call(
        &fake,
        "sendMessage",
        json!({ "chat_id": chat.to_string(), "text": "x" }),
    )
    .await;
    assert_eq!(fake.messages().len(), 1);
}

#[tokio::test]
async fn a_fake_that_was_down_comes_back_with_all_it_had() {
    let fake = FakeTelegram::start().await;
    let message = json!({ "chat_id": FakeTelegram::CHAT, "text": "x" });
    call(&fake, "sendMessage", message.clone()).await;
    fake.go_down();
    let client = http_client(HttpOptions::telegram()).unwrap();
    assert!(
        client
            .get(fake.base_url())
            .send()
            .await
            .unwrap_err()
            .is_connect()
    );
    fake.come_up().await;
    assert_eq!(
        call(&fake, "sendMessage", message).await["result"]["message_id"],
        2
    );
}
