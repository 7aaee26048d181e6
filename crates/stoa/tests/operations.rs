//! What an operator's machines see: figures, health, and who may read them.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use reqwest::{RequestBuilder, StatusCode};
use serde_json::json;
use stoa_testkit::fakes::telegram::FakeTelegram;
use support::{Stoa, eventually, json_of};

/// Every figure that this version measures, by the name under which Prometheus keeps it.
const MEASURED: [&str; 23] = [
    "http_server_request_duration_seconds",
    "http_server_active_requests",
    "http_client_request_duration_seconds",
    "db_client_operation_duration_seconds",
    "db_client_connection_count",
    "db_client_connection_max",
    "db_client_connection_pending_requests",
    "db_client_connection_wait_time_seconds",
    "db_client_connection_timeouts",
    "stoa_job_attempts",
    "stoa_job_age_seconds",
    "stoa_job_ready",
    "stoa_job_running",
    "stoa_job_dead",
    "stoa_auth_rejected",
    "stoa_auth_hash_queued",
    "stoa_delivery",
    "stoa_delivery_oldest_pending_seconds",
    "stoa_metrics_dropped",
    "stoa_outbox_lag_seconds",
    "stoa_outbox_delivered",
    "stoa_outbox_failed",
    "stoa_audit_lost",
];

#[tokio::test]
async fn a_scrape_shows_calls_statements_pools_and_jobs() {
    let telegram = FakeTelegram::start().await;
    let stoa = Stoa::demo_with(&[
        ("STOA_TELEGRAM__API_URL", telegram.base_url().to_string()),
        ("STOA_TELEGRAM__BOT_TOKEN", FakeTelegram::TOKEN.to_owned()),
        (
            "STOA_TELEGRAM__LEADS_CHAT_ID",
            FakeTelegram::CHAT.to_string(),
        ),
    ]);
    // A counter has no series before something was counted.
    stoa.get("/api/lessons").send().await.unwrap();
    let lead = json!({ "name": "Айгерім", "phone": "+7 700 123 45 67" });
    stoa.post("/api/landing/submit")
        .json(&lead)
        .send()
        .await
        .unwrap();
    let lead_is_delivered = r#"stoa_job_attempts_total{kind="deliver",outcome="done"} 2"#;
    let text = eventually("two finished deliveries", || async {
        let text = stoa.get("/metrics").send().await.ok()?.text().await.ok()?;
        text.contains(lead_is_delivered).then_some(text)
    })
    .await;
    for figure in [
        r#"stoa_outbox_delivered_total{outbox="leads"} 2"#,
        r#"stoa_outbox_failed_total{outbox="leads"} 0"#,
        r#"stoa_outbox_delivered_total{outbox="letters"} 0"#,
        r#"stoa_outbox_failed_total{outbox="buyers"} 0"#,
        r#"stoa_outbox_lag_seconds{outbox="leads"} 0"#,
        "stoa_audit_lost_total 0",
    ] {
        assert!(text.contains(figure), "{figure}\n{text}");
    }
    for name in MEASURED {
        assert!(text.contains(&format!("# TYPE {name} ")), "{name}\n{text}");
    }
    for line in [
        r#"http_client_request_duration_seconds_count{server_address="127.0.0.1",http_request_method="POST",http_response_status_code="200",error_type=""} 1"#,
        r#"db_client_connection_timeouts_total{db_namespace="main"} 0"#,
        r#"db_client_operation_duration_seconds_count{db_namespace="tripwire",db_operation_name="commit",error_type=""}"#,
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(
        !text.contains(FakeTelegram::TOKEN),
        "the token is part of the path"
    );
}

async fn status(request: RequestBuilder) -> u16 {
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn figures_and_details_are_for_operators_and_strangers_get_one_word() {
    let token = "a token that operators know";
    let stoa = Stoa::demo_with(&[
        ("STOA_OPS__TOKEN", token.to_owned()),
        ("STOA_HTTP__TRUSTED_PROXIES", "127.0.0.1".to_owned()),
    ]);
    // From this machine, with nothing in front: the operator's own.
    assert_eq!(status(stoa.get("/metrics")).await, 200);
    let own = json_of(stoa.get("/health").send().await.unwrap(), StatusCode::OK).await;
    assert_eq!(own["checks"]["database.main"]["status"], "ok");
    // Through a proxy: a stranger, whatever address the proxy says.
    for client in ["203.0.113.9", "127.0.0.1"] {
        let through = |path| stoa.get(path).header("x-forwarded-for", client);
        let refused = through("/metrics").send().await.unwrap();
        let refused = json_of(refused, StatusCode::UNAUTHORIZED).await;
        assert_eq!(refused["code"], "ops.token_required");
        let word = json_of(through("/health").send().await.unwrap(), StatusCode::OK).await;
        assert_eq!(word, json!({ "status": "ok" }));
        let wrong = through("/metrics").bearer_auth("a token that operators knew");
        assert_eq!(status(wrong).await, 401);
        assert_eq!(status(through("/metrics").bearer_auth(token)).await, 200);
        let whole = through("/health").bearer_auth(token).send().await.unwrap();
        let whole = json_of(whole, StatusCode::OK).await;
        assert_eq!(whole["checks"]["queue"]["status"], "ok");
    }
}

#[tokio::test]
async fn behind_a_public_address_this_machine_is_not_an_operator() {
    let public = (
        "STOA_HTTP__PUBLIC_URL",
        "https://academy.example".to_owned(),
    );
    let stoa = Stoa::demo_with(&[public]);
    assert_eq!(status(stoa.get("/metrics")).await, 401);
    let word = json_of(stoa.get("/health").send().await.unwrap(), StatusCode::OK).await;
    assert_eq!(word, json!({ "status": "ok" }));
}
