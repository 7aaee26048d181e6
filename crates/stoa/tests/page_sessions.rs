//! The cookie of pages: renewed while it is used, and one session per browser.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use reqwest::{Response, StatusCode};
use support::{MANAGER, STUDENT, Stoa};

async fn sign_in(stoa: &Stoa, email: &str, cookie: Option<&str>) -> String {
    let form = stoa
        .post("/login")
        .form(&[("email", email), ("password", "test123")]);
    let form = match cookie {
        Some(cookie) => form.header("cookie", cookie).header("origin", &stoa.url),
        None => form,
    };
    let answer = form.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    cookies(&answer).unwrap()
}

/// The session cookie that an answer sets, as a browser sends it back; it must live for 30 days.
fn cookies(answer: &Response) -> Option<String> {
    let set = answer.headers().get_all("set-cookie").iter();
    let ours: Vec<_> = set
        .map(|value| value.to_str().unwrap())
        .filter(|value| value.starts_with("__Host-stoa="))
        .collect();
    assert!(ours.len() <= 1, "{ours:?}");
    let ours = ours.first()?;
    assert!(ours.contains("Max-Age=2592000"), "{ours}");
    ours.split(';').next().map(str::to_owned)
}

async fn page(stoa: &Stoa, path: &str, cookie: &str) -> Response {
    stoa.get(path)
        .header("cookie", cookie)
        .send()
        .await
        .unwrap()
}

#[tokio::test]
async fn a_browser_has_one_session_and_its_cookie_lives_while_it_is_used() {
    let stoa = Stoa::demo();
    let first = sign_in(&stoa, STUDENT, None).await;
    let seen = page(&stoa, "/lessons", &first).await;
    assert_eq!(seen.status(), StatusCode::OK);
    assert_eq!(cookies(&seen).as_deref(), Some(first.as_str()), "renewed");
    // A second sign-in of the same browser, as somebody else, ends the first session.
    let second = sign_in(&stoa, MANAGER, Some(&first)).await;
    assert_ne!(first, second);
    let gone = page(&stoa, "/lessons", &first).await;
    assert_eq!(gone.status(), StatusCode::SEE_OTHER);
    assert_eq!(cookies(&gone), None, "a dead cookie is not renewed");
    let login = page(&stoa, "/login", &first).await;
    assert_eq!(cookies(&login), None, "nor on a page for everybody");
    assert_eq!(
        page(&stoa, "/lessons", &second).await.status(),
        StatusCode::OK
    );
    // Another browser of the same person keeps its own.
    let other = sign_in(&stoa, MANAGER, None).await;
    assert_eq!(
        page(&stoa, "/lessons", &second).await.status(),
        StatusCode::OK
    );
    assert_eq!(
        page(&stoa, "/lessons", &other).await.status(),
        StatusCode::OK
    );
    // The API renews nothing, and the answer of a sign-out takes the cookie away.
    let api = page(&stoa, "/api/profile", &other).await;
    assert_eq!(cookies(&api), None);
    let health = stoa.get("/health").send().await.unwrap();
    let health: serde_json::Value = health.json().await.unwrap();
    assert_eq!(health["checks"]["clock"]["status"], "ok", "{health}");
}
