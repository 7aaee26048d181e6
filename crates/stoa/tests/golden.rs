//! The three golden flows, as MISSION writes them, against the real program, a real PostgreSQL and faithful fakes.
#![expect(clippy::too_many_lines, clippy::unwrap_used, reason = "tests")]

mod support;

use reqwest::StatusCode;
use serde_json::{Value, json};
use stoa_testkit::fakes::{amocrm::FakeAmoCrm, telegram::FakeTelegram};
use support::{MANAGER, STUDENT, Stoa, eventually, json_of};

/// What operators' machines say.
const OPERATOR: &str = "a token that operators know";

#[tokio::test]
async fn flow_a_a_student_signs_in_and_sees_profile_and_lessons() {
    let stoa = Stoa::demo();
    let session = stoa.session(STUDENT).await;
    let token = session["access_token"].as_str().unwrap();
    assert_eq!(session["token_type"], "bearer");

    let profile = stoa
        .get("/api/profile")
        .bearer_auth(token)
        .send()
        .await
        .unwrap();
    let profile = json_of(profile, StatusCode::OK).await;
    assert_eq!(profile["email"], STUDENT);
    assert_eq!(profile["home"], "/lessons");

    let answer = stoa
        .get("/api/lessons")
        .bearer_auth(token)
        .send()
        .await
        .unwrap();
    let total: usize = answer.headers()["x-total-count"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    let lessons = json_of(answer, StatusCode::OK).await;
    let lessons = lessons.as_array().expect("an array");
    assert!(!lessons.is_empty() && lessons.len() == total);

    let id = lessons[0]["id"].as_str().unwrap();
    let events = json!({ "events": [
        { "client_event_id": "018f0000-0000-7000-8000-0000000000e1", "type": "opened" },
        { "client_event_id": "018f0000-0000-7000-8000-0000000000e2", "type": "completed" },
    ]});
    let path = format!("/api/lessons/{id}/events");
    let standing = stoa
        .post(&path)
        .bearer_auth(token)
        .json(&events)
        .send()
        .await
        .unwrap();
    let standing = json_of(standing, StatusCode::OK).await;
    assert_eq!(standing["recorded"], 2);
    let again = stoa
        .post(&path)
        .bearer_auth(token)
        .json(&events)
        .send()
        .await
        .unwrap();
    assert_eq!(
        json_of(again, StatusCode::OK).await["recorded"],
        0,
        "a repeat changes nothing"
    );

    let out = stoa
        .post("/api/auth/logout")
        .bearer_auth(token)
        .send()
        .await
        .unwrap();
    assert_eq!(out.status(), StatusCode::NO_CONTENT);
    let gone = stoa
        .get("/api/profile")
        .bearer_auth(token)
        .send()
        .await
        .unwrap();
    let gone = json_of(gone, StatusCode::UNAUTHORIZED).await;
    assert_eq!(
        gone["code"], "auth.session_gone",
        "signed out at once, though the token has not expired"
    );
}

#[tokio::test]
async fn flow_b_a_manager_sees_stats_and_users_and_makes_a_buyer() {
    let stoa = Stoa::demo();
    let token = stoa.token(MANAGER).await;
    let stats = stoa
        .get("/api/admin/tripwire/stats")
        .bearer_auth(&token)
        .send()
        .await
        .unwrap();
    let stats = json_of(stats, StatusCode::OK).await;
    let before = stats["totalUsers"]
        .as_i64()
        .expect("a flat object that begins with totalUsers");
    assert!(stats["activeUsers"].is_i64());

    let new =
        json!({ "email": "Buyer@Example.com", "name": "Айгерім", "phone": "8 700 123 45 67" });
    let path = "/api/admin/tripwire/users";
    let created = stoa
        .post(path)
        .bearer_auth(&token)
        .json(&new)
        .send()
        .await
        .unwrap();
    let created = json_of(created, StatusCode::CREATED).await;
    assert_eq!(created["accountExisted"], false);
    let link = created["invite"]["url"]
        .as_str()
        .expect("an invite link, shown once");

    let twice = stoa
        .post(path)
        .bearer_auth(&token)
        .json(&new)
        .send()
        .await
        .unwrap();
    assert_eq!(
        json_of(twice, StatusCode::CONFLICT).await["code"],
        "buyer.duplicate"
    );

    let users = stoa.get(path).bearer_auth(&token).send().await.unwrap();
    let users = json_of(users, StatusCode::OK).await;
    let users = users.as_array().expect("an array");
    let buyer = users
        .iter()
        .find(|user| user["email"] == "buyer@example.com")
        .expect("the new buyer");
    assert_eq!(buyer["phone"], "+77001234567");
    let stats = stoa
        .get("/api/admin/tripwire/stats")
        .bearer_auth(&token)
        .send()
        .await
        .unwrap();
    assert_eq!(
        json_of(stats, StatusCode::OK).await["totalUsers"],
        before + 1
    );

    // The buyer follows the link, sets a password, signs in and finds the course.
    let page = stoa.http.get(link).send().await.unwrap();
    assert_eq!(page.status(), StatusCode::OK);
    let set = stoa
        .http
        .post(link)
        .form(&[("password", "a quiet colonnade")])
        .send()
        .await
        .unwrap();
    assert_eq!(set.status(), StatusCode::SEE_OTHER);
    let again = stoa.http.get(link).send().await.unwrap();
    assert_eq!(again.status(), StatusCode::GONE, "the link works once");
    let login = json!({ "email": "buyer@example.com", "password": "a quiet colonnade" });
    let session = json_of(
        stoa.post("/api/auth/login")
            .json(&login)
            .send()
            .await
            .unwrap(),
        StatusCode::OK,
    )
    .await;
    let lessons = stoa
        .get("/api/lessons")
        .bearer_auth(session["access_token"].as_str().unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(
        json_of(lessons, StatusCode::OK)
            .await
            .as_array()
            .unwrap()
            .len(),
        3
    );

    // A student is told who he is and what is needed.
    let student = stoa.token(STUDENT).await;
    let refused = stoa.get(path).bearer_auth(student).send().await.unwrap();
    let refused = json_of(refused, StatusCode::FORBIDDEN).await;
    assert_eq!(refused["code"], "auth.role_missing");
    assert!(refused["request_id"].is_string());
}

#[tokio::test]
async fn flow_c_a_lead_reaches_telegram_and_the_mapped_stage_once() {
    let (telegram, crm) = (FakeTelegram::start().await, FakeAmoCrm::start().await);
    let (pipeline, stage) = (FakeAmoCrm::PIPELINE, FakeAmoCrm::STAGE_KASPI);
    let mapping = json!([
        { "source": "*", "payment_method": "*", "pipeline_id": pipeline, "status_id": FakeAmoCrm::STAGE_NEW },
        { "source": "expresscourse", "payment_method": "kaspi", "pipeline_id": pipeline, "status_id": stage },
    ]);
    let stoa = Stoa::demo_with(&[
        ("STOA_TELEGRAM__API_URL", telegram.base_url().to_string()),
        ("STOA_TELEGRAM__BOT_TOKEN", FakeTelegram::TOKEN.to_owned()),
        (
            "STOA_TELEGRAM__LEADS_CHAT_ID",
            FakeTelegram::CHAT.to_string(),
        ),
        ("STOA_AMOCRM__BASE_URL", crm.base_url().to_string()),
        ("STOA_AMOCRM__TOKEN", FakeAmoCrm::TOKEN.to_owned()),
        ("STOA_AMOCRM__MAPPING", mapping.to_string()),
        ("STOA_OPS__TOKEN", OPERATOR.to_owned()),
    ]);
    let lead = json!({
        "name": "Test Lead", "email": "test@lead.com", "phone": "+77001234567",
        "source": "expresscourse", "paymentMethod": "kaspi",
    });
    let answer = stoa
        .post("/api/landing/submit")
        .json(&lead)
        .send()
        .await
        .unwrap();
    let accepted = json_of(answer, StatusCode::OK).await;
    assert_eq!(accepted["success"], true);
    assert_eq!(accepted["duplicate"], false);
    let (id, code) = (
        accepted["leadId"].as_str().unwrap(),
        accepted["code"].as_str().unwrap(),
    );
    assert_eq!(code.len(), 6);

    let again = stoa
        .post("/api/landing/submit")
        .json(&lead)
        .send()
        .await
        .unwrap();
    let again = json_of(again, StatusCode::OK).await;
    assert_eq!(
        (&again["leadId"], &again["duplicate"]),
        (&accepted["leadId"], &Value::Bool(true)),
        "a double click"
    );

    eventually("one message and one deal", || async {
        (telegram.messages().len() == 1 && crm.deals().len() == 1).then_some(())
    })
    .await;
    let message = &telegram.messages()[0];
    for part in [code, "Test Lead", "+77001234567"] {
        assert!(message.text.contains(part), "{part}: {}", message.text);
    }
    let deal = &crm.deals()[0];
    assert_eq!((deal.pipeline_id, deal.status_id), (pipeline, stage));
    assert!(deal.name.contains(code));
    assert!(
        deal.fields.values().any(|text| text == id),
        "our key travels with the deal"
    );
    prove_by_receipts(&stoa, id, (telegram.messages()[0].message_id, deal.id)).await;
}

/// The proof for a machine and for an operator, and the story for a manager.
async fn prove_by_receipts(stoa: &Stoa, lead: &str, (message, deal): (i64, i64)) {
    let path = format!("/ops/receipts/{lead}");
    let refused = stoa.get(&path).send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    let manager = stoa.token(MANAGER).await;
    for key in [OPERATOR, manager.as_str()] {
        let receipt = eventually("the receipt of both sinks", || async {
            let receipt = stoa.get(&path).bearer_auth(key).send().await.unwrap();
            let receipt = json_of(receipt, StatusCode::OK).await;
            (receipt["complete"] == true).then_some(receipt)
        })
        .await;
        assert_eq!(receipt["jobTaken"], true, "{receipt}");
        assert_eq!(receipt["telegramMessageId"], message, "{receipt}");
        assert_eq!(receipt["crmDealId"], deal, "{receipt}");
        assert!(!receipt.to_string().contains("Test Lead"), "{receipt}");
    }
    let page = stoa.get(&format!("/tripwire/leads/{lead}"));
    let form = [("email", MANAGER), ("password", "test123")];
    let signed_in = stoa.post("/login").form(&form).send().await.unwrap();
    let cookie = signed_in.headers()["set-cookie"].to_str().unwrap();
    let page = page.header("cookie", cookie.split(';').next().unwrap());
    let page = page.send().await.unwrap();
    assert_eq!(page.status(), StatusCode::OK);
    let page = page.text().await.unwrap();
    for part in ["Test Lead", &deal.to_string(), &format!("/{message}")] {
        assert!(page.contains(part), "{part}: {page}");
    }
}
