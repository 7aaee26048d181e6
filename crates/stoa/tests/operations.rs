//! What an operator's machines see: figures, health, and who may read them.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use serde_json::json;
use stoa_testkit::fakes::telegram::FakeTelegram;
use support::{Stoa, eventually};

/// Every figure that this version measures, by the name under which Prometheus keeps it.
const MEASURED: [&str; 19] = [
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
