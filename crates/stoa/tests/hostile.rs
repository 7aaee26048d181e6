//! Bad input: one clear 4xx each, never a 5xx, nothing written.
#![expect(
    clippy::panic,
    clippy::too_many_lines,
    clippy::unwrap_used,
    reason = "tests"
)]

mod support;

use reqwest::{StatusCode, header::CONTENT_TYPE};
use serde_json::{Value, json};
use support::{GOOD_PASSWORD, MANAGER, STUDENT, Stoa, json_of};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

const JSON: &str = "application/json";

async fn send(
    stoa: &Stoa,
    path: &str,
    token: Option<&str>,
    media_type: &str,
    body: impl Into<reqwest::Body>,
) -> (StatusCode, Value) {
    let mut request = stoa.post(path).header(CONTENT_TYPE, media_type).body(body);
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    let answer = request.send().await.unwrap();
    let (status, request_id) = (
        answer.status(),
        answer.headers().get("x-request-id").cloned(),
    );
    let body: Value = answer
        .json()
        .await
        .unwrap_or_else(|_| panic!("{path}: a body that is not JSON"));
    if status.is_client_error() && path.starts_with("/api") {
        assert_eq!(
            body["request_id"].as_str(),
            request_id.as_ref().and_then(|id| id.to_str().ok()),
            "{body}"
        );
        assert!(
            body["code"].is_string() && body["status"] == status.as_u16(),
            "{body}"
        );
    }
    (status, body)
}

#[tokio::test]
async fn unreadable_bodies_are_refused_with_one_clear_answer() {
    let stoa = Stoa::demo();
    let token = stoa.token(MANAGER).await;
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let huge = format!("{{\"email\":\"{}\"}}", "x".repeat(200_000));
    let bodies: Vec<(u16, &str, Vec<u8>)> = vec![
        (400, "", b"".to_vec()),
        (400, "", b"{".to_vec()),
        (400, "", b"{\"email\":1}".to_vec()),
        (400, "", b"[]".to_vec()),
        (400, "", b"null".to_vec()),
        (
            400,
            "",
            b"{\"email\":\"a@b.kz\",\"email\":\"c@d.kz\"}".to_vec(),
        ),
        (400, "", b"{\"email\":\"\xff\xfe\"}".to_vec()),
        (400, "", deep.into_bytes()),
        (413, "request.too_large", huge.into_bytes()),
        (
            422,
            "request.invalid",
            b"{\"email\":\"a@b.kz\",\"name\":\"A\",\"role\":\"admin\",\"x\":1}".to_vec(),
        ),
        (
            422,
            "request.invalid",
            "{\"email\":\"a\\u0000@b.kz\",\"name\":\"\\u0007\"}"
                .as_bytes()
                .to_vec(),
        ),
        (422, "request.invalid", b"{}".to_vec()),
    ];
    for (want, code, body) in bodies {
        let shown: String = String::from_utf8_lossy(&body).chars().take(60).collect();
        let (status, answer) =
            send(&stoa, "/api/admin/tripwire/users", Some(&token), JSON, body).await;
        assert_eq!(status.as_u16(), want, "{shown}: {answer}");
        assert!(
            code.is_empty() || answer["code"] == code,
            "{shown}: {answer}"
        );
    }
    let (status, _) = send(
        &stoa,
        "/api/admin/tripwire/users",
        Some(&token),
        "text/plain",
        "x",
    )
    .await;
    assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let both = b"{\"name\":\"\",\"phone\":\"abc\",\"zz\":1}".to_vec();
    let (status, answer) = send(&stoa, "/api/admin/tripwire/users", Some(&token), JSON, both).await;
    let fields: Vec<_> = answer["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["field"].as_str().unwrap())
        .collect();
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["email", "name", "phone", "zz"] {
        assert!(
            fields.contains(&field),
            "all wrong fields at once: {fields:?}"
        );
    }
    let users = stoa
        .get("/api/admin/tripwire/users?search=a@b.kz")
        .bearer_auth(&token)
        .send()
        .await
        .unwrap();
    assert_eq!(
        json_of(users, StatusCode::OK).await,
        json!([]),
        "nothing was written"
    );
}

#[tokio::test]
async fn every_field_of_every_form_survives_wrong_values() {
    let stoa = Stoa::demo();
    let (manager, student) = (stoa.token(MANAGER).await, stoa.token(STUDENT).await);
    let long = "я".repeat(5_000);
    let values = [
        json!(null),
        json!(7),
        json!(-1.5),
        json!(true),
        json!([]),
        json!({}),
        json!(""),
        json!(long),
        json!("\u{202e}\u{0}\u{feff}😀'\";--"),
        json!({"$gt": ""}),
    ];
    let lesson = "/api/lessons/018f0000-0000-7000-8000-00000000dead/events";
    let forms: [(&str, Option<&str>, &[&str]); 6] = [
        ("/api/auth/login", None, &["email", "password"]),
        ("/api/auth/refresh", None, &["refresh_token"]),
        (
            "/auth/v1/token?grant_type=password",
            None,
            &["email", "password"],
        ),
        (
            "/api/admin/tripwire/users",
            Some(&manager),
            &["email", "name", "phone", "priceMinor"],
        ),
        (lesson, Some(&student), &["events"]),
        (
            "/api/landing/submit",
            None,
            &[
                "name",
                "email",
                "phone",
                "source",
                "paymentMethod",
                "submissionId",
                "utm_source",
                "consent",
                "hp",
                "ts",
                "extra",
            ],
        ),
    ];
    for (path, token, fields) in forms {
        for field in fields {
            for value in &values {
                let body = json!({ *field: value }).to_string();
                let (status, answer) = send(&stoa, path, token, JSON, body).await;
                assert!(
                    status.is_client_error() && status != StatusCode::NOT_FOUND || path == lesson,
                    "{path} {field}={value:.40}: {status} {answer}"
                );
                assert!(
                    !status.is_server_error(),
                    "{path} {field}={value:.40}: {status} {answer}"
                );
            }
        }
    }
}

#[tokio::test]
async fn tokens_that_prove_nothing_are_refused_by_name() {
    let stoa = Stoa::demo();
    let keys: Value = serde_json::from_slice(
        &support::run(&stoa.dir, &["keys", "show", "--format", "json"]).stdout,
    )
    .unwrap();
    let (anon, service) = (
        keys["anon"].as_str().unwrap(),
        keys["service_role"].as_str().unwrap(),
    );
    let real = stoa.token(STUDENT).await;
    let mut parts: Vec<_> = real.split('.').map(str::to_owned).collect();
    let none_header = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
    let alg_none = format!("{none_header}.{}.", parts[1]);
    let alg_none_signed = format!("{none_header}.{}.{}", parts[1], parts[2]);
    let flip = if parts[2].starts_with('A') { "B" } else { "A" };
    parts[2].replace_range(0..1, flip);
    let forged = parts.join(".");
    for (token, codes) in [
        (anon, vec!["auth.token_sub_missing"]),
        (service, vec!["auth.token_sub_missing"]),
        (alg_none.as_str(), vec!["auth.token_invalid"]),
        (alg_none_signed.as_str(), vec!["auth.token_invalid"]),
        (forged.as_str(), vec!["auth.token_invalid"]),
        ("x", vec!["auth.token_invalid"]),
        ("a.b.c", vec!["auth.token_invalid"]),
    ] {
        let answer = stoa
            .get("/api/profile")
            .bearer_auth(token)
            .send()
            .await
            .unwrap();
        let body = json_of(answer, StatusCode::UNAUTHORIZED).await;
        assert!(
            codes.contains(&body["code"].as_str().unwrap()),
            "{token:.30}: {body}"
        );
        let answer = stoa
            .get("/auth/v1/user")
            .bearer_auth(token)
            .header("x-supabase-api-version", "2024-01-01")
            .send()
            .await
            .unwrap();
        assert_eq!(
            json_of(answer, StatusCode::FORBIDDEN).await["code"],
            "bad_jwt"
        );
    }
    for header in ["", "Bearer", "Bearer ", "Basic abc", "bearer\t"] {
        let answer = stoa
            .get("/api/profile")
            .header("authorization", header)
            .send()
            .await
            .unwrap();
        assert_eq!(
            json_of(answer, StatusCode::UNAUTHORIZED).await["code"],
            "auth.required",
            "{header:?}"
        );
    }
}

#[tokio::test]
async fn a_client_that_sends_too_much_or_too_slowly_harms_nobody() {
    let stoa = Stoa::demo();
    let address = stoa.url.trim_start_matches("http://").to_owned();
    // Ten megabytes of headers: the connection is refused early.
    let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
    stream
        .write_all(b"GET /health/live HTTP/1.1\r\nhost: x\r\n")
        .await
        .unwrap();
    let header = format!("x-a: {}\r\n", "y".repeat(8_000));
    for _ in 0..1_300 {
        if stream.write_all(header.as_bytes()).await.is_err() {
            break;
        }
    }
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer);
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 4"),
        "{answer:.80}"
    );
    // A hundred clients that never finish their headers: others are served meanwhile, and they are cut.
    let mut slow = Vec::new();
    for _ in 0..100 {
        let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
        stream
            .write_all(b"GET /health/live HTTP/1.1\r\nhost:")
            .await
            .unwrap();
        slow.push(stream);
    }
    let live = stoa.get("/health/live").send().await.unwrap();
    assert_eq!(live.status(), StatusCode::OK);
    let mut rest = Vec::new();
    let cut = tokio::time::timeout(
        std::time::Duration::from_secs(20),
        slow[0].read_to_end(&mut rest),
    )
    .await;
    assert!(cut.is_ok(), "headers must come within ten seconds");
}

#[tokio::test]
async fn unknown_places_and_methods_have_the_one_error_shape() {
    let stoa = Stoa::demo();
    let missing = json_of(
        stoa.get("/api/nothing").send().await.unwrap(),
        StatusCode::NOT_FOUND,
    )
    .await;
    assert_eq!(missing["code"], "route.not_found");
    let answer = stoa
        .http
        .delete(format!("{}/api/lessons", stoa.url))
        .header("x-request-id", "my-own-id-42")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.headers()["x-request-id"], "my-own-id-42");
    let body = json_of(answer, StatusCode::METHOD_NOT_ALLOWED).await;
    assert_eq!(
        (&body["code"], &body["request_id"]),
        (&json!("route.method_not_allowed"), &json!("my-own-id-42"))
    );
    let gotrue = json_of(
        stoa.get("/auth/v1/nothing").send().await.unwrap(),
        StatusCode::NOT_FOUND,
    )
    .await;
    assert!(
        gotrue["msg"].is_string() && gotrue["code"] == 404,
        "{gotrue}"
    );
    let page = stoa.get("/nothing").send().await.unwrap();
    assert_eq!(page.status(), StatusCode::NOT_FOUND);
    assert!(page.text().await.unwrap().contains("<html"));
    let form = stoa
        .post("/api/landing/submit")
        .form(&[("name", "А"), ("phone", "+77001234567")])
        .send()
        .await
        .unwrap();
    assert_eq!(form.status(), StatusCode::OK, "a form is as good as JSON");
    for _ in 0..12 {
        let wrong = stoa
            .post("/api/auth/login")
            .json(&json!({"email":"x@y.kz","password":"wrong"}))
            .send()
            .await
            .unwrap();
        if wrong.status() == StatusCode::TOO_MANY_REQUESTS {
            assert!(wrong.headers().contains_key("retry-after"));
            assert_eq!(
                json_of(wrong, StatusCode::TOO_MANY_REQUESTS).await["code"],
                "request.limited"
            );
            return;
        }
    }
    panic!("no limit was met");
}

#[tokio::test]
async fn an_old_invite_does_not_lead_into_an_account_that_was_promoted() {
    let stoa = Stoa::demo();
    let token = stoa.token(MANAGER).await;
    let new = json!({ "email": "boss@academy.kz", "name": "Boss" });
    let created = stoa
        .post("/api/admin/tripwire/users")
        .bearer_auth(&token)
        .json(&new)
        .send()
        .await
        .unwrap();
    let created = json_of(created, StatusCode::CREATED).await;
    let link = created["invite"]["url"].as_str().unwrap().to_owned();
    let promoted = support::run(&stoa.dir, &["user", "set-role", "boss@academy.kz", "admin"]);
    assert!(promoted.status.success());
    let answer = stoa
        .http
        .post(&link)
        .form(&[("password", "a quiet colonnade")])
        .send()
        .await
        .unwrap();
    assert_eq!(
        answer.status(),
        StatusCode::GONE,
        "the manager has seen this link"
    );
}

#[tokio::test]
async fn a_password_set_through_a_seen_invite_does_not_survive_the_promotion() {
    let stoa = Stoa::demo();
    let token = stoa.token(MANAGER).await;
    let new = json!({ "email": "boss@academy.kz", "name": "Boss" });
    let created = stoa
        .post("/api/admin/tripwire/users")
        .bearer_auth(&token)
        .json(&new)
        .send()
        .await
        .unwrap();
    let created = json_of(created, StatusCode::CREATED).await;
    let link = created["invite"]["url"].as_str().unwrap().to_owned();
    // The manager, not the boss, opens the link.
    let entered = stoa.http.post(&link).form(&[("password", GOOD_PASSWORD)]);
    assert!(entered.send().await.unwrap().status().is_redirection());
    let grant = json!({ "email": "boss@academy.kz", "password": GOOD_PASSWORD });
    let sign_in = || {
        stoa.post("/auth/v1/token?grant_type=password")
            .json(&grant)
            .send()
    };
    let session = json_of(sign_in().await.unwrap(), StatusCode::OK).await;
    let promoted = support::run(&stoa.dir, &["user", "set-role", "boss@academy.kz", "admin"]);
    assert!(promoted.status.success());
    assert_eq!(
        sign_in().await.unwrap().status(),
        StatusCode::BAD_REQUEST,
        "the stranger's password is gone"
    );
    let stats = stoa
        .get("/api/admin/tripwire/stats")
        .bearer_auth(session["access_token"].as_str().unwrap());
    assert_eq!(
        stats.send().await.unwrap().status(),
        StatusCode::UNAUTHORIZED,
        "and so is the stranger's session"
    );
    // The operator is shown the way in for the real one.
    let told = String::from_utf8(promoted.stdout).unwrap();
    let fresh = told.lines().find(|line| line.contains("/invite/")).unwrap();
    let entered = stoa
        .http
        .post(fresh)
        .form(&[("password", "another quiet stoa")]);
    assert!(entered.send().await.unwrap().status().is_redirection());
}

#[tokio::test]
async fn headers_beyond_the_limit_are_refused_in_the_one_error_shape() {
    let stoa = Stoa::demo();
    let long = stoa
        .get("/api/config")
        .header("x-long", "y".repeat(40_000))
        .send()
        .await
        .unwrap();
    let body = json_of(long, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE).await;
    assert_eq!(body["code"], "request.headers_too_large");
    let mut many = stoa.get("/api/config");
    for n in 0..120 {
        many = many.header(format!("x-{n}"), "y");
    }
    let body = json_of(
        many.send().await.unwrap(),
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
    )
    .await;
    assert_eq!(body["code"], "request.headers_too_large");
}

#[tokio::test]
async fn a_body_that_does_not_end_in_time_is_answered_and_dropped() {
    let stoa = Stoa::demo_with(&[("STOA_HTTP__REQUEST_TIMEOUT_SECONDS", "1".to_owned())]);
    let address = stoa.url.trim_start_matches("http://").to_owned();
    let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
    let head = "POST /api/auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let ended = tokio::time::timeout(
        std::time::Duration::from_secs(20),
        stream.read_to_end(&mut answer),
    );
    ended.await.unwrap().unwrap();
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer:.300}");
    assert!(answer.contains("request.timeout"), "{answer}");
}

/// What comes back for bytes as they stand.
async fn raw(stoa: &Stoa, request: &str) -> String {
    let address = stoa.url.trim_start_matches("http://").to_owned();
    let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let ended = tokio::time::timeout(
        std::time::Duration::from_secs(20),
        stream.read_to_end(&mut answer),
    );
    ended.await.unwrap().unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_client_that_asks_first_is_told_to_go_on_or_is_refused_at_once() {
    let stoa = Stoa::demo();
    let head = "host: x\r\nconnection: close\r\ncontent-type: application/json\r\nexpect: 100-continue\r\n";
    let body = r#"{"name":"A","phone":"+77001234567"}"#;
    let length = body.len();
    let taken = format!(
        "POST /api/landing/submit HTTP/1.1\r\n{head}content-length: {length}\r\n\r\n{body}"
    );
    let answer = raw(&stoa, &taken).await;
    assert!(
        answer.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200"),
        "{answer}"
    );
    // Nobody reads the body where nobody is let in: no 100, and the connection ends.
    let refused = format!("GET /api/profile HTTP/1.1\r\n{head}content-length: {length}\r\n\r\n");
    let answer = raw(&stoa, &refused).await;
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
}

#[tokio::test]
async fn a_body_that_is_announced_as_too_long_is_not_waited_for() {
    let stoa = Stoa::demo_with(&[("STOA_HTTP__REQUEST_TIMEOUT_SECONDS", "300".to_owned())]);
    let head = "host: x\r\ncontent-type: application/json\r\ncontent-length: 99999999999\r\n\r\n";
    for path in ["/api/landing/submit", "/api/auth/login", "/login"] {
        let answer = raw(&stoa, &format!("POST {path} HTTP/1.1\r\n{head}")).await;
        assert!(answer.starts_with("HTTP/1.1 413"), "{path}: {answer:.300}");
    }
}

#[tokio::test]
async fn a_client_that_sends_far_too_much_reads_why_it_is_refused() {
    let stoa = Stoa::demo();
    for bytes in [70_000, 5_000_000] {
        for _ in 0..20 {
            let sent = stoa.post("/api/auth/login").body("x".repeat(bytes));
            let answer = sent.header("content-type", "application/json").send().await;
            let status = answer.unwrap().status();
            assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{bytes}");
        }
    }
}

#[tokio::test]
async fn what_is_no_http_at_all_ends_with_a_status_and_the_connection() {
    let stoa = Stoa::demo();
    for (request, status) in [
        ("NONSENSE\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n", "400"),
        (
            "POST /login HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\na",
            "400",
        ),
        ("GET / HTTP/9.9\r\nhost: x\r\n\r\n", "400"),
    ] {
        let answer = raw(&stoa, request).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{request:?}: {answer:.200}"
        );
    }
}

#[tokio::test]
async fn a_form_whose_bytes_are_no_text_is_refused_and_stores_nothing() {
    let stoa = Stoa::demo();
    for (path, body) in [
        ("/api/landing/submit", "name=%FF%FE&phone=%2B77001234567"),
        (
            "/l/expresscourse",
            "name=%D0&phone=%2B77001234567&consent=1",
        ),
        ("/login", "email=%FF&password=x"),
    ] {
        let answer = stoa
            .post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{path}");
    }
}

#[tokio::test]
async fn a_page_says_the_status_it_has_and_keeps_a_chosen_language() {
    let stoa = Stoa::demo();
    let answer = stoa
        .post("/login?lang=en")
        .header("content-type", "text/csv")
        .body("a,b")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.starts_with("lang=en;"), "{cookie}");
    let page = answer.text().await.unwrap();
    assert!(page.contains(">415<"), "{page}");
    assert!(page.contains("<html lang=\"en\""), "{page}");
    for lang in ["en", "kk"] {
        let foreign = stoa.post(&format!("/login?lang={lang}"));
        let foreign = foreign.header("sec-fetch-site", "cross-site");
        let answer = foreign.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
        let page = answer.text().await.unwrap();
        assert!(page.contains(&format!("<html lang=\"{lang}\"")), "{page}");
    }
    for path in ["/", "/docs", "/nothing-here", "/status", "/l/expresscourse"] {
        let answer = stoa.get(&format!("{path}?lang=kk")).send().await.unwrap();
        let kept = answer
            .headers()
            .get_all("set-cookie")
            .iter()
            .any(|value| value.to_str().unwrap().starts_with("lang=kk;"));
        assert!(kept, "{path}");
    }
    let api = stoa.get("/api/config?lang=kk").send().await.unwrap();
    assert!(!api.headers().contains_key("set-cookie"));
    let config = json_of(api, StatusCode::OK).await;
    assert_eq!(config["environment"], "demo");
}

#[tokio::test]
async fn values_that_no_database_takes_are_refused_and_not_our_fault() {
    let stoa = Stoa::demo();
    let token = stoa.token(MANAGER).await;
    for query in [
        "users?search=%00",
        "users?from=-4800-01-01",
        "users?from=-262143-01-01",
        "stats?to=%2B262142-12-31",
        "users?sort=name&cursor=7b224e616d65223a5b22615c7530303030222c2230313866303030302d303030302d373030302d383030302d303030303030303030303065225d7d",
    ] {
        let answer = stoa
            .get(&format!("/api/admin/tripwire/{query}"))
            .bearer_auth(&token)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{query}");
    }
    // The plain cookie's name has none of the protection of the one that we set.
    let other = stoa
        .get("/api/profile")
        .header("cookie", "stoa=x; __Host-other=y")
        .send()
        .await
        .unwrap();
    assert_eq!(
        json_of(other, StatusCode::UNAUTHORIZED).await["code"],
        "auth.required"
    );
    // A stranger's Host does not become part of a link.
    let config = stoa
        .get("/api/config")
        .header("host", "evil.example")
        .send()
        .await
        .unwrap();
    assert!(
        !json_of(config, StatusCode::OK)
            .await
            .to_string()
            .contains("evil")
    );
}

#[tokio::test]
async fn a_connection_that_says_nothing_is_closed() {
    let stoa = Stoa::demo();
    let address = stoa.url.trim_start_matches("http://").to_owned();
    for opening in ["", "PR", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"] {
        let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
        stream.write_all(opening.as_bytes()).await.unwrap();
        let mut rest = Vec::new();
        let closed = tokio::time::timeout(
            std::time::Duration::from_secs(20),
            stream.read_to_end(&mut rest),
        )
        .await;
        assert!(closed.is_ok(), "{opening:?} is still open after 20 s");
    }
}

#[tokio::test]
async fn slowness_never_makes_a_client_library_give_its_session_up() {
    let stoa = Stoa::demo_with(&[("STOA_HTTP__REQUEST_TIMEOUT_SECONDS", "1".to_owned())]);
    let address = stoa.url.trim_start_matches("http://").to_owned();
    let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
    let head = "POST /auth/v1/token?grant_type=refresh_token HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
        content-length: 50\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let ended = tokio::time::timeout(
        std::time::Duration::from_secs(20),
        stream.read_to_end(&mut answer),
    );
    ended.await.unwrap().unwrap();
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.starts_with("HTTP/1.1 504"), "{answer:.300}");
    assert!(answer.contains("\"request_timeout\""), "{answer}");
}
