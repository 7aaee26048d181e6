//! What an operator's machines see: figures, health, and who may read them.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::BTreeSet;

use reqwest::{RequestBuilder, StatusCode};
use serde_json::json;
use stoa_testkit::fakes::telegram::FakeTelegram;
use support::{Stoa, eventually, json_of};

/// Every figure that this version measures, by the name under which Prometheus keeps it.
const MEASURED: [&str; 24] = [
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
    "stoa_auth_hash_computed",
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
        "stoa_auth_refresh_reuse_total{cause=\"reused\"} 0",
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
        // One word, whichever: a busy machine may make a part slow.
        let parts = word.as_object().unwrap();
        assert!(parts.len() == 1 && parts["status"].is_string(), "{word}");
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

/// Whether a text is what the format allows, as strictly as its readers are: a family stands in one place, is described
/// before its figures, and no series stands twice.
///
/// # Source
/// <https://prometheus.io/docs/specs/om/open_metrics_spec/>: "Metric families MUST NOT be interleaved."
fn faults_of(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let (mut families, mut series) = (BTreeSet::new(), BTreeSet::new());
    let (mut family, mut kind) = (String::new(), String::new());
    let lines: Vec<_> = text.lines().collect();
    if lines.last() != Some(&"# EOF") || !text.ends_with('\n') {
        faults.push("it does not end with # EOF".to_owned());
    }
    for line in &lines[..lines.len().saturating_sub(1)] {
        if let Some(told) = line.strip_prefix("# ") {
            let mut words = told.splitn(3, ' ');
            let (what, name) = (words.next().unwrap(), words.next().unwrap_or_default());
            if name != family {
                if !families.insert(name.to_owned()) {
                    faults.push(format!("{name} begins again: {line}"));
                }
                name.clone_into(&mut family);
                "".clone_into(&mut kind);
            }
            match what {
                "TYPE" => words.next().unwrap_or_default().clone_into(&mut kind),
                "HELP" | "UNIT" => {}
                _ => faults.push(format!("what is this: {line}")),
            }
            continue;
        }
        let Some((name, value)) = line.rsplit_once(' ') else {
            faults.push(format!("no figure: {line}"));
            continue;
        };
        if value.parse::<f64>().is_err() {
            faults.push(format!("no number: {line}"));
        }
        if !series.insert(name) {
            faults.push(format!("twice: {line}"));
        }
        let bare = name.split('{').next().unwrap();
        let suffixes: &[&str] = match kind.as_str() {
            "counter" => &["_total", "_created"],
            "histogram" => &["_bucket", "_count", "_sum", "_created"],
            "gauge" => &[""],
            _ => &[],
        };
        if !suffixes
            .iter()
            .any(|suffix| bare == format!("{family}{suffix}"))
        {
            faults.push(format!("not of {family}, a {kind}: {line}"));
        }
    }
    faults
}

#[tokio::test]
async fn the_figures_can_be_read_by_whoever_reads_them_strictly() {
    assert!(
        !faults_of(
            "# TYPE a gauge\na 1\n# TYPE b gauge\nb 1\n# TYPE a gauge\na{x=\"y\"} 2\n# EOF\n"
        )
        .is_empty()
    );
    let stoa = Stoa::demo();
    let lead = json!({ "name": "Айгерім", "phone": "+7 700 123 45 67" });
    stoa.post("/api/landing/submit")
        .json(&lead)
        .send()
        .await
        .unwrap();
    let text = stoa
        .get("/metrics")
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let faults = faults_of(&text);
    assert!(faults.is_empty(), "{}\n{text}", faults.join("\n"));
    assert!(text.contains("stoa_letter{") && text.contains("stoa_letter_oldest_seconds{"));
}

/// A chat that refuses our token is not "works": leads wait there, and everybody who looks is told.
#[tokio::test]
async fn a_sink_that_refuses_us_is_seen_everywhere_and_asked_once() {
    let telegram = FakeTelegram::start().await;
    let stoa = Stoa::demo_with(&[
        ("STOA_TELEGRAM__API_URL", telegram.base_url().to_string()),
        ("STOA_TELEGRAM__BOT_TOKEN", "1:wrong".to_owned()),
        (
            "STOA_TELEGRAM__LEADS_CHAT_ID",
            FakeTelegram::CHAT.to_string(),
        ),
        ("STOA_HTTP__TRUSTED_PROXIES", "127.0.0.1".to_owned()),
        ("STOA_OPS__TOKEN", "a token that operators know".to_owned()),
        ("STOA_WORKER__CONCURRENCY", "1".to_owned()),
    ]);
    for n in 0..8 {
        let lead = json!({ "name": "Lead", "phone": format!("+7700123456{n}") });
        let request = stoa.post("/api/landing/submit").json(&lead);
        let request = request.header("x-forwarded-for", format!("203.0.113.{n}"));
        json_of(request.send().await.unwrap(), StatusCode::OK).await;
    }
    let message = eventually("the warning", || async {
        let health = stoa.get("/health").send().await.ok()?;
        let health = json_of(health, StatusCode::OK).await;
        let check = &health["checks"]["deliveries"];
        let message = check["message"].as_str()?.to_owned();
        (check["status"] == "warn" && message.contains("8 blocked")).then_some(message)
    })
    .await;
    assert!(message.contains("8 because a sink refuses us"), "{message}");
    eventually("the lag", || async {
        let text = stoa.get("/metrics").send().await.ok()?.text().await.ok()?;
        let at_zero = [
            "stoa_outbox_lag_seconds{outbox=\"leads\"} 0\n",
            "stoa_delivery_oldest_pending_seconds 0\n",
        ];
        (!at_zero.iter().any(|line| text.contains(line))).then_some(())
    })
    .await;
    let status = stoa
        .get("/status?lang=en")
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(
        status.contains("Some things are not working well"),
        "{status}"
    );
    assert_eq!(telegram.requests().len(), 1, "one call for all");
    let told = stoa.log().matches("the sink refuses our token").count();
    assert_eq!(told, 1, "one CRITICAL");
}
