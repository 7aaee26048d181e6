//! The link of a letter over HTTP: looking uses nothing up, a button does, and it leads where the operator allows.
#![expect(clippy::panic, clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::HashMap;

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use stoa_testkit::fakes::FakeSmtp;
use support::{GOOD_PASSWORD, Stoa, eventually, make_person};
use url::{Url, form_urlencoded};

const SITE: &str = "https://app.example";
/// Of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

struct World {
    mail: FakeSmtp,
    stoa: Stoa,
}

impl World {
    async fn new() -> Self {
        let mail = FakeSmtp::start().await;
        let settings = [
            ("STOA_MAIL__HOST", "127.0.0.1".to_owned()),
            ("STOA_MAIL__PORT", mail.port().to_string()),
            ("STOA_MAIL__TLS", "none".to_owned()),
            ("STOA_MAIL__USER", FakeSmtp::USER.to_owned()),
            ("STOA_MAIL__PASSWORD", FakeSmtp::PASSWORD.to_owned()),
            ("STOA_MAIL__FROM", "academy@example.com".to_owned()),
            ("STOA_AUTH__SITE_URL", SITE.to_owned()),
            ("STOA_AUTH__REDIRECT_ALLOW", format!("{SITE}/**")),
        ];
        let stoa = Stoa::demo_with(&settings);
        Self { mail, stoa }
    }

    /// The link of a letter that somebody asked for.
    async fn link(&self, email: &str, redirect_to: &str, more: Value) -> Url {
        make_person(&self.stoa.dir, email, "student");
        let query: String = form_urlencoded::Serializer::new(String::new())
            .append_pair("redirect_to", redirect_to)
            .finish();
        let mut body = json!({ "email": email });
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let asked = self.stoa.post(&format!("/auth/v1/otp?{query}")).json(&body);
        assert_eq!(asked.send().await.unwrap().status(), StatusCode::OK);
        let letter = eventually("the letter", || async {
            self.mail
                .letters()
                .into_iter()
                .find(|letter| letter.to == email)
        })
        .await;
        let start = format!("{}/auth/v1/verify?", self.stoa.url);
        Url::parse(&letter.link(&start).unwrap()).unwrap()
    }

    async fn open(&self, method: Method, link: &Url) -> Response {
        self.stoa
            .http
            .request(method, link.clone())
            .send()
            .await
            .unwrap()
    }

    /// Presses the button of the page behind a link.
    async fn press(&self, link: &Url) -> Response {
        let fields: Vec<_> = link.query_pairs().into_owned().collect();
        let form = self
            .stoa
            .post("/auth/v1/verify")
            .header("origin", &self.stoa.url);
        form.form(&fields).send().await.unwrap()
    }

    async fn user(&self, token: &str) -> StatusCode {
        self.stoa
            .get("/auth/v1/user")
            .bearer_auth(token)
            .send()
            .await
            .unwrap()
            .status()
    }
}

/// Where the page after the button leads.
async fn onward(answer: Response) -> Url {
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["cache-control"], "private, no-store");
    let page = answer.text().await.unwrap();
    let after = page
        .split("content=\"0; url=")
        .nth(1)
        .unwrap_or_else(|| panic!("{page}"));
    let url = after
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    assert!(!page.contains("<script>"), "no script is needed");
    Url::parse(&url).unwrap()
}

fn location(answer: &Response) -> Url {
    Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap()
}

fn fragment(url: &Url) -> HashMap<String, String> {
    let text = url.fragment().unwrap_or_default();
    form_urlencoded::parse(text.as_bytes())
        .into_owned()
        .collect()
}

#[tokio::test]
async fn a_mail_scanner_uses_nothing_up_and_the_button_leads_on_with_a_session() {
    let world = World::new().await;
    let link = world
        .link("anna@mail.ru", &format!("{SITE}/in"), json!({}))
        .await;
    for method in [Method::HEAD, Method::GET, Method::HEAD, Method::GET] {
        let seen = world.open(method.clone(), &link).await;
        assert_eq!(seen.status(), StatusCode::OK, "{method}");
        assert_eq!(seen.headers()["cache-control"], "private, no-store");
        assert!(!seen.headers().contains_key("set-cookie"));
        let page = seen.text().await.unwrap();
        assert_eq!(
            page.contains("method=\"post\" action=\"/auth/v1/verify\""),
            method == Method::GET
        );
    }
    let arrived = onward(world.press(&link).await).await;
    assert_eq!(
        arrived.as_str().split('#').next(),
        Some("https://app.example/in")
    );
    let session = fragment(&arrived);
    assert_eq!(
        (session["type"].as_str(), session["token_type"].as_str()),
        ("magiclink", "bearer")
    );
    assert_eq!(world.user(&session["access_token"]).await, StatusCode::OK);
    // Used: whoever looks or presses again is led on with the error, HEAD too.
    let pressed = onward(world.press(&link).await).await;
    for url in [
        pressed,
        location(&world.open(Method::GET, &link).await),
        location(&world.open(Method::HEAD, &link).await),
    ] {
        assert_eq!(url.path(), "/in");
        assert_eq!(fragment(&url)["error_code"], "otp_expired");
        assert_eq!(fragment(&url)["error"], "access_denied");
    }
    let token = link
        .query_pairs()
        .find(|(name, _)| name == "token")
        .unwrap()
        .1
        .into_owned();
    assert!(!world.stoa.log().contains(&token), "the link is in the log");
}

#[tokio::test]
async fn a_client_with_pkce_gets_a_code_and_its_errors_in_the_query() {
    let world = World::new().await;
    let pkce = json!({ "code_challenge": CHALLENGE, "code_challenge_method": "s256" });
    let link = world
        .link("boris@mail.ru", &format!("{SITE}/back?next=1"), pkce)
        .await;
    let arrived = onward(world.press(&link).await).await;
    assert_eq!(arrived.fragment(), None, "no token is in the address");
    let query: HashMap<_, _> = arrived.query_pairs().into_owned().collect();
    assert_eq!(query["next"], "1");
    let body = json!({ "auth_code": query["code"], "code_verifier": VERIFIER });
    let grant = world
        .stoa
        .post("/auth/v1/token?grant_type=pkce")
        .json(&body);
    assert_eq!(grant.send().await.unwrap().status(), StatusCode::OK);
    let again = location(&world.open(Method::GET, &link).await);
    let query: HashMap<_, _> = again.query_pairs().into_owned().collect();
    assert_eq!(query["error_code"], "otp_expired");
    assert_eq!(fragment(&again)["error_code"], "otp_expired");
}

#[tokio::test]
async fn a_link_leads_only_to_places_on_the_list() {
    let world = World::new().await;
    let link = world
        .link("carl@mail.ru", "https://evil.example/in", json!({}))
        .await;
    assert!(!link.as_str().contains("evil"), "{link}");
    // Whoever changes the address in a link gains nothing.
    let mut changed = link.clone();
    let fields: Vec<_> = link
        .query_pairs()
        .into_owned()
        .filter(|(name, _)| name != "redirect_to")
        .collect();
    changed
        .query_pairs_mut()
        .clear()
        .extend_pairs(&fields)
        .append_pair("redirect_to", "https://evil.example/in");
    let page = world
        .open(Method::GET, &changed)
        .await
        .text()
        .await
        .unwrap();
    assert!(!page.contains("href=\"https://evil"), "{page}");
    let arrived = onward(world.press(&changed).await).await;
    assert_eq!(arrived.origin().ascii_serialization(), SITE);
    for wrong in [
        "token=x&type=magiclink",
        "token=&type=",
        "type=signup",
        "",
        "token=x&type=magiclink&redirect_to=https://evil.example",
    ] {
        let url = Url::parse(&format!("{}/auth/v1/verify?{wrong}", world.stoa.url)).unwrap();
        let answer = world.open(Method::GET, &url).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{wrong}");
        assert_eq!(
            location(&answer).origin().ascii_serialization(),
            SITE,
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn on_our_own_site_the_button_leads_on_by_a_redirect() {
    let world = World::new().await;
    // A frontend that is served on this origin reads the fragment.
    let frontend = format!("{}/frontend/in", world.stoa.url);
    let link = world.link("dina@mail.ru", &frontend, json!({})).await;
    let answer = world.press(&link).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let url = location(&answer);
    assert_eq!(url.path(), "/frontend/in");
    assert!(fragment(&url).contains_key("access_token"));
    // A page of ours gets the session as its cookie, and no token stands in an address.
    let page = format!("{}/lessons", world.stoa.url);
    let link = world.link("eva@mail.ru", &page, json!({})).await;
    let answer = world.press(&link).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let onward = answer.headers()["location"].to_str().unwrap().to_owned();
    assert!(!onward.contains("token"), "{onward}");
    let cookies = answer.headers().get_all("set-cookie").iter();
    let cookies: Vec<_> = cookies.map(|value| value.to_str().unwrap()).collect();
    let session = cookies
        .iter()
        .find(|cookie| cookie.starts_with("__Host-stoa="));
    let session = session.unwrap_or_else(|| panic!("{cookies:?}"));
    let cookie = session.split(';').next().unwrap();
    let lessons = world.stoa.get("/lessons").header("cookie", cookie);
    assert_eq!(lessons.send().await.unwrap().status(), StatusCode::OK);
    let grant = json!({ "email": "eva@mail.ru", "password": GOOD_PASSWORD });
    let password = world
        .stoa
        .post("/auth/v1/token?grant_type=password")
        .json(&grant);
    assert_eq!(
        password.send().await.unwrap().status(),
        StatusCode::OK,
        "the password is as it was"
    );
}
