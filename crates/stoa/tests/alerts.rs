//! What needs a person reaches the administrators' chat, not only the log.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use reqwest::StatusCode;
use serde_json::{Value, json};
use stoa_testkit::fakes::{FakeAmoCrm, FakeTelegram};
use support::{ADMIN, Stoa, eventually, json_of};

/// The administrators' chat.
const ADMINS: i64 = -1_002_000_000_002;

/// Settings that tell administrators.
fn chat_of_admins(telegram: &FakeTelegram) -> Vec<(&'static str, String)> {
    telegram.add_chat(ADMINS);
    vec![
        ("STOA_TELEGRAM__API_URL", telegram.base_url().to_string()),
        ("STOA_TELEGRAM__BOT_TOKEN", FakeTelegram::TOKEN.to_owned()),
        ("STOA_TELEGRAM__ADMIN_CHAT_ID", ADMINS.to_string()),
    ]
}

async fn told_of(telegram: &FakeTelegram, words: &str) -> String {
    eventually(words, || async {
        let messages = telegram.messages().into_iter();
        let mut told = messages.filter(|message| message.chat_id == ADMINS);
        let message = told.find(|message| message.text.contains(words))?;
        Some(message.text)
    })
    .await
}

async fn submit(stoa: &Stoa, phone: &str) {
    let lead = json!({
        "name": "Айгерим", "phone": phone, "source": "expresscourse", "paymentMethod": "kaspi",
    });
    let answer = stoa.post("/api/landing/submit").json(&lead);
    json_of(answer.send().await.unwrap(), StatusCode::OK).await;
}

#[tokio::test]
async fn a_crm_that_refuses_our_token_is_one_alert_without_personal_data() {
    let (telegram, crm) = (FakeTelegram::start().await, FakeAmoCrm::start().await);
    let mapping = json!([{
        "source": "*", "payment_method": "*",
        "pipeline_id": FakeAmoCrm::PIPELINE, "status_id": FakeAmoCrm::STAGE_NEW,
    }]);
    let mut settings = chat_of_admins(&telegram);
    settings.extend([
        ("STOA_AMOCRM__BASE_URL", crm.base_url().to_string()),
        ("STOA_AMOCRM__TOKEN", FakeAmoCrm::TOKEN.to_owned()),
        ("STOA_AMOCRM__MAPPING", mapping.to_string()),
    ]);
    let stoa = Stoa::demo_with(&settings);
    crm.revoke_token();
    for n in 0..3 {
        submit(&stoa, &format!("+7700123456{n}")).await;
    }
    let alert = told_of(&telegram, "the sink refuses our token").await;
    assert!(
        alert.contains("Type: CRITICAL") && alert.contains("crm:"),
        "{alert}"
    );
    assert!(alert.contains("delivery_id") && alert.contains("/tripwire"));
    for personal in ["Айгерим", "7001234"] {
        assert!(!alert.contains(personal), "{alert}");
    }
    let lines = stoa.log().matches("a lead needs a person").count();
    assert_eq!(lines, 1, "{}", stoa.log());
}

#[tokio::test]
async fn a_kind_that_a_person_has_stopped_is_seen_and_an_unknown_one_is_refused() {
    let stoa = Stoa::demo();
    let admin = stoa.token(ADMIN).await;
    let pause = |kind: &str, reason: &str| {
        let order = json!({ "kind": kind, "reason": reason });
        let request = stoa.post("/api/admin/jobs/tripwire/pause").json(&order);
        request.bearer_auth(&admin).send()
    };
    let refused = pause("delivery", " ").await.unwrap();
    let refused = json_of(refused, StatusCode::UNPROCESSABLE_ENTITY).await;
    let codes: Vec<_> = refused["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["code"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(codes, ["job.kind_unknown", "job.reason_missing"]);
    assert!(refused.to_string().contains("deliver, "), "{refused}");
    json_of(
        pause("deliver", "the CRM moves").await.unwrap(),
        StatusCode::OK,
    )
    .await;
    let health = || async {
        let answer = stoa
            .get("/health")
            .bearer_auth(&admin)
            .send()
            .await
            .unwrap();
        let health: Value = answer.json().await.unwrap();
        health["checks"]["queue"].clone()
    };
    let queue = health().await;
    assert_eq!(queue["status"], "warn", "{queue}");
    assert!(
        queue["message"]
            .as_str()
            .unwrap()
            .contains("stopped by a person: deliver"),
        "{queue}"
    );
}
