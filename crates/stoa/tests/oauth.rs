//! Signing in at an `OpenID` provider over HTTP, as a browser and a client library do it.
#![expect(clippy::too_many_lines, clippy::unwrap_used, reason = "tests")]

mod support;

use std::{collections::HashMap, time::Duration};

use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use stoa_core::Ambient;
use stoa_testkit::fakes::{
    Fault,
    oidc::{FakeOidc, FakeOidcUser, IdTokenFault},
};
use support::{GOOD_PASSWORD, Stoa, folder, free_port, json_of, run};
use url::{Url, form_urlencoded};

const SITE: &str = "https://app.example";
/// Of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const PKCE: &str =
    "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=s256";

/// A Stoa with a provider called `google`.
struct World {
    fake: FakeOidc,
    stoa: Stoa,
    listen: String,
    dir: tempfile::TempDir,
}

impl World {
    async fn new() -> Self {
        let (fake, dir) = (FakeOidc::start().await, folder());
        // The provider sends people back to the address under which tokens are issued.
        let listen = format!("127.0.0.1:{}", free_port());
        let stoa = Self::start(&fake, &listen, &dir);
        Self {
            fake,
            stoa,
            listen,
            dir,
        }
    }

    fn start(fake: &FakeOidc, listen: &str, dir: &tempfile::TempDir) -> Stoa {
        let provider = json!([{ "name": "google", "issuer": fake.issuer(), "client_id": FakeOidc::CLIENT_ID,
            "client_secret": FakeOidc::CLIENT_SECRET, "also_client_ids": ["the-native-app"] }]);
        let settings = [
            ("STOA_AUTH__PROVIDER", provider.to_string()),
            ("STOA_AUTH__SITE_URL", SITE.to_owned()),
            (
                "STOA_AUTH__REDIRECT_ALLOW",
                format!("{SITE}/in,{SITE}/account"),
            ),
        ];
        Stoa::start_at(listen, dir.path(), &["--demo"], &settings)
    }

    /// `kill -9`, and a start in the same place.
    fn die_and_start_again(&mut self) {
        self.stoa.kill();
        self.stoa = Self::start(&self.fake, &self.listen, &self.dir);
    }

    fn somebody(&self, name: &str) -> String {
        let email = format!("{name}@mail.ru");
        self.fake.sign_in_as(FakeOidcUser::new(name, &email));
        email
    }

    async fn get(&self, path: &str, token: &str) -> Response {
        self.stoa.get(path).bearer_auth(token).send().await.unwrap()
    }

    async fn user(&self, token: &str) -> Value {
        json_of(self.get("/auth/v1/user", token).await, StatusCode::OK).await
    }

    async fn grant(&self, kind: &str, body: Value) -> Response {
        let path = format!("/auth/v1/token?grant_type={kind}");
        self.stoa.post(&path).json(&body).send().await.unwrap()
    }

    /// Somebody with a password: the token and the id.
    async fn person(&self, email: &str) -> (String, String) {
        let keys = run(&self.stoa.dir, &["keys", "show", "--format", "json"]).stdout;
        let keys: Value = serde_json::from_slice(&keys).unwrap();
        let body = json!({ "email": email, "password": GOOD_PASSWORD, "email_confirm": true });
        let made = self.stoa.post("/auth/v1/admin/users").json(&body);
        let made = made
            .bearer_auth(keys["service_role"].as_str().unwrap())
            .send()
            .await;
        let made = json_of(made.unwrap(), StatusCode::OK).await;
        let session = self
            .grant(
                "password",
                json!({ "email": email, "password": GOOD_PASSWORD }),
            )
            .await;
        let session = json_of(session, StatusCode::OK).await;
        (text(&session["access_token"]), text(&made["id"]))
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn location(answer: &Response) -> Url {
    Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap()
}

/// What stands in a fragment.
fn fragment(url: &Url) -> HashMap<String, String> {
    let text = url.fragment().unwrap_or_default();
    form_urlencoded::parse(text.as_bytes())
        .into_owned()
        .collect()
}

/// What stands in a query.
fn query(url: &Url) -> HashMap<String, String> {
    url.query_pairs().into_owned().collect()
}

/// Somebody's browser, from the link on the page to the page after.
#[derive(Default)]
struct Browser {
    cookie: Option<String>,
}

impl Browser {
    async fn go(&self, world: &World, url: &Url) -> Response {
        let mut request = world.stoa.http.get(url.clone());
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        request.send().await.unwrap()
    }

    /// To the provider and back to our callback's address, without opening it.
    async fn leave(&mut self, world: &World, wish: &str) -> Url {
        let start = format!("{}/auth/v1/authorize?provider=google{wish}", world.stoa.url);
        let begun = self.go(world, &Url::parse(&start).unwrap()).await;
        assert_eq!(begun.status(), StatusCode::FOUND, "{wish}");
        let cookie = begun.headers()["set-cookie"].to_str().unwrap();
        for needed in ["__Host-", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(needed), "{cookie}");
        }
        self.cookie = cookie.split(';').next().map(str::to_owned);
        let agreed = self.go(world, &location(&begun)).await;
        location(&agreed)
    }

    /// The whole way; gives the address at which the person arrives.
    async fn sign_in(&mut self, world: &World, wish: &str) -> Url {
        let back = self.leave(world, wish).await;
        let answer = self.go(world, &back).await;
        assert_eq!(answer.status(), StatusCode::FOUND);
        assert_eq!(answer.headers()["cache-control"], "no-store");
        location(&answer)
    }
}

#[tokio::test]
async fn a_person_arrives_with_a_session_in_the_fragment_or_with_a_code() {
    let world = World::new().await;
    let email = world.somebody("anna");
    let wish = format!("&redirect_to={SITE}/in");
    let arrived = Browser::default().sign_in(&world, &wish).await;
    assert_eq!((arrived.path(), arrived.query()), ("/in", None));
    let session = fragment(&arrived);
    assert_eq!(session["token_type"], "bearer");
    assert!(session["provider_token"].starts_with("provider-access"));
    let user = world.user(&session["access_token"]).await;
    assert_eq!(user["email"], email.as_str());
    assert_eq!(user["app_metadata"]["providers"], json!(["google"]));
    let lessons = world.get("/api/lessons", &session["access_token"]).await;
    assert_eq!(lessons.status(), StatusCode::OK);
    let refreshed = world
        .grant(
            "refresh_token",
            json!({ "refresh_token": session["refresh_token"] }),
        )
        .await;
    assert_eq!(refreshed.status(), StatusCode::OK);

    let arrived = Browser::default()
        .sign_in(&world, &format!("{wish}{PKCE}"))
        .await;
    assert_eq!(arrived.fragment(), None);
    let code = &query(&arrived)["code"];
    let body = |verifier: &str| json!({ "auth_code": code, "code_verifier": verifier });
    let wrong = json_of(
        world.grant("pkce", body(&"x".repeat(43))).await,
        StatusCode::BAD_REQUEST,
    )
    .await;
    assert_eq!(wrong["error_code"], "bad_code_verifier");
    let session = json_of(world.grant("pkce", body(VERIFIER)).await, StatusCode::OK).await;
    assert_eq!(session["user"]["id"], user["id"], "known again");
    assert!(session["provider_token"].is_string());
    let again = json_of(
        world.grant("pkce", body(VERIFIER)).await,
        StatusCode::NOT_FOUND,
    )
    .await;
    assert_eq!(again["error_code"], "flow_state_not_found");
    let log = world.stoa.log();
    assert!(
        !log.contains(code.as_str()) && !log.contains("provider-access"),
        "a secret is in the log"
    );
}

#[tokio::test]
async fn whatever_goes_wrong_leads_back_to_the_client_and_nowhere_else() {
    let world = World::new().await;
    world.somebody("boris");
    let wish = format!("&redirect_to={SITE}/in");
    let told = |url: &Url| {
        let told = fragment(url);
        (told["error"].clone(), told["error_code"].clone())
    };
    let denied = |code: &str| ("access_denied".to_owned(), code.to_owned());

    world.fake.refuse_consent();
    let arrived = Browser::default().sign_in(&world, &wish).await;
    assert_eq!(told(&arrived), denied("bad_oauth_callback"));
    assert!(fragment(&arrived)["error_description"].contains("said no"));
    world.fake.spoil(IdTokenFault::Forged);
    let arrived = Browser::default()
        .sign_in(&world, &format!("{wish}{PKCE}"))
        .await;
    assert_eq!(told(&arrived), denied("bad_oauth_callback"));
    assert_eq!(
        query(&arrived)["error_code"],
        "bad_oauth_callback",
        "a client with PKCE reads the query"
    );

    // Another browser brings the answer; then nobody's answer at all.
    let mut begun = Browser::default();
    let back = begun.leave(&world, &wish).await;
    let stolen = Browser::default().go(&world, &back).await;
    let state = ("invalid_request".to_owned(), "bad_oauth_state".to_owned());
    assert_eq!(told(&location(&stolen)), state);
    assert_eq!(
        told(&location(&begun.go(&world, &back).await)),
        state,
        "used up"
    );

    // A place that is not on the list is left out, and so is what only looks like one that is.
    for place in [
        "https://evil.example/in",
        "https://app.example@evil.example/in",
        "https://app.example.evil.example/in",
        "javascript:alert(1)",
    ] {
        let wish: String = form_urlencoded::Serializer::new(String::new())
            .append_pair("redirect_to", place)
            .finish();
        let arrived = Browser::default()
            .sign_in(&world, &format!("&{wish}"))
            .await;
        assert_eq!(arrived.origin().ascii_serialization(), SITE, "{place}");
        assert!(fragment(&arrived).contains_key("access_token"), "{place}");
    }
    for query in ["provider=nobody", "", "provider=google&code_challenge=x"] {
        let answer = world
            .stoa
            .get(&format!("/auth/v1/authorize?{query}"))
            .send()
            .await
            .unwrap();
        let body = json_of(answer, StatusCode::BAD_REQUEST).await;
        assert_eq!(body["error_code"], "validation_failed", "{query}");
    }
    // A provider that sends a form: the browser comes again, with its cookie.
    let form = world
        .stoa
        .post("/auth/v1/callback")
        .form(&[("state", "a&b"), ("code", "c")]);
    let answer = form.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(
        answer.headers()["location"],
        "/auth/v1/callback?state=a%26b&code=c"
    );
}

#[tokio::test]
async fn a_provider_that_is_down_is_a_503_before_anybody_leaves() {
    let world = World::new().await;
    world.fake.go_down();
    let answer = world
        .stoa
        .get("/auth/v1/authorize?provider=google")
        .send()
        .await
        .unwrap();
    assert!(answer.headers().contains_key("retry-after"));
    json_of(answer, StatusCode::SERVICE_UNAVAILABLE).await;
    world.fake.come_up().await;
    world.somebody("carl");
    support::eventually("the provider", || async {
        let answer = world
            .stoa
            .get("/auth/v1/authorize?provider=google")
            .send()
            .await
            .ok()?;
        (answer.status() == StatusCode::FOUND).then_some(())
    })
    .await;
}

#[tokio::test]
async fn an_app_signs_in_with_an_id_token_of_its_own() {
    let world = World::new().await;
    let now = Ambient::system().now().timestamp();
    // The app keeps the nonce, the provider was told its hash: SHA-256 of "of the app".
    let claims = |audience: &str, exp: i64| {
        json!({ "iss": world.fake.issuer(), "aud": audience, "sub": "dina", "iat": now, "exp": exp,
            "email": "dina@mail.ru", "email_verified": true })
    };
    let bring = |token: String| {
        world.grant(
            "id_token",
            json!({ "provider": "google", "id_token": token }),
        )
    };
    let good = claims("the-native-app", now + 300);
    let session = json_of(bring(world.fake.sign(&good)).await, StatusCode::OK).await;
    assert_eq!(
        world.user(&text(&session["access_token"])).await["email"],
        "dina@mail.ru"
    );
    for token in [
        world.fake.sign(&claims("a-stranger", now + 300)),
        world.fake.sign(&claims("the-native-app", now - 3_600)),
        world.fake.forge(&good),
        stoa_testkit::fakes::oidc::unsigned(&good),
        "x".to_owned(),
    ] {
        let refused = json_of(bring(token).await, StatusCode::BAD_REQUEST).await;
        assert_eq!(refused["error_code"], "bad_oauth_callback");
    }
    for body in [
        json!({}),
        json!({ "provider": "google" }),
        json!({ "provider": "nobody", "id_token": "x" }),
    ] {
        let refused = json_of(world.grant("id_token", body).await, StatusCode::BAD_REQUEST).await;
        assert_eq!(refused["error_code"], "validation_failed");
    }
}

#[tokio::test]
async fn an_app_links_with_an_id_token_to_the_person_of_its_bearer_token() {
    let world = World::new().await;
    let (token, id) = world.person("aliya@mail.ru").await;
    let now = Ambient::system().now().timestamp();
    let said = json!({ "iss": world.fake.issuer(), "aud": "the-native-app", "sub": "aliya-at-work", "iat": now,
        "exp": now + 300, "email": "aliya@work.kz", "email_verified": true });
    let id_token = world.fake.sign(&said);
    let bring = async |bearer: Option<&str>, link: Value| {
        let body = json!({ "provider": "google", "id_token": id_token, "link_identity": link });
        let request = world.stoa.post("/auth/v1/token?grant_type=id_token");
        let request = match bearer {
            Some(bearer) => request.bearer_auth(bearer),
            None => request,
        };
        request.json(&body).send().await.unwrap()
    };
    let nobody = json_of(bring(None, json!(true)).await, StatusCode::UNAUTHORIZED).await;
    assert_eq!(nobody["error_code"], "no_authorization");
    let key = support::run(&world.stoa.dir, &["keys", "show", "--format", "json"]);
    let keys: Value = serde_json::from_slice(&key.stdout).unwrap();
    let anon = keys["anon"].as_str();
    let nobody = json_of(bring(anon, json!(true)).await, StatusCode::FORBIDDEN).await;
    assert_eq!(nobody["error_code"], "bad_jwt");
    let wrong = bring(Some(&token), json!("yes")).await;
    assert_eq!(wrong.status(), StatusCode::BAD_REQUEST);

    let linked = json_of(bring(Some(&token), json!(true)).await, StatusCode::OK).await;
    assert_eq!(linked["user"]["id"], id.as_str());
    assert_eq!(linked["user"]["email"], "aliya@mail.ru");
    let ways = linked["user"]["identities"].as_array().unwrap();
    assert_eq!(ways.len(), 2, "{linked}");
    assert_eq!(
        world.user(&text(&linked["access_token"])).await["id"],
        id.as_str()
    );
    // Without the wish, and whatever bearer comes along, it signs its own person in.
    let (other, _) = world.person("other@mail.ru").await;
    let signed_in = json_of(bring(Some(&other), json!(null)).await, StatusCode::OK).await;
    assert_eq!(signed_in["user"]["id"], id.as_str());
    let refused = bring(Some(&other), json!(true)).await;
    let refused = json_of(refused, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert_eq!(refused["error_code"], "identity_already_exists");
}

#[tokio::test]
async fn a_provider_is_linked_and_unlinked_and_the_last_way_in_stays() {
    let world = World::new().await;
    let (token, id) = world.person("eva@mail.ru").await;
    world.somebody("eva-at-work");
    let link = format!(
        "/auth/v1/user/identities/authorize?provider=google&redirect_to={SITE}/account&skip_http_redirect=true"
    );
    let finish = async |token: &str| {
        let begun = world.get(&link, token).await;
        // A page of our own origin: what `fetch` gets, the browser keeps.
        let cookie = begun.headers()["set-cookie"].to_str().unwrap();
        let browser = Browser {
            cookie: cookie.split(';').next().map(str::to_owned),
        };
        let begun = json_of(begun, StatusCode::OK).await;
        let url = Url::parse(begun["url"].as_str().unwrap()).unwrap();
        let back = location(&browser.go(&world, &url).await);
        location(&browser.go(&world, &back).await)
    };
    // Whoever is sent to the provider by somebody else links nothing, and is signed in nowhere.
    let begun = json_of(world.get(&link, &token).await, StatusCode::OK).await;
    let url = Url::parse(begun["url"].as_str().unwrap()).unwrap();
    let victim = Browser::default();
    let back = location(&victim.go(&world, &url).await);
    let refused = fragment(&location(&victim.go(&world, &back).await));
    assert_eq!(refused["error_code"], "bad_oauth_state");
    assert_eq!(
        world.user(&token).await["identities"]
            .as_array()
            .unwrap()
            .len(),
        1
    );

    let arrived = finish(&token).await;
    assert_eq!(arrived.path(), "/account");
    let user = world.user(&token).await;
    let identities = user["identities"].as_array().unwrap();
    let of = |provider: &str| {
        identities
            .iter()
            .find(|one| one["provider"] == provider)
            .unwrap()
    };
    assert_eq!(identities.len(), 2, "{user}");
    assert_eq!(of("google")["identity_data"]["sub"], "eva-at-work");
    let signed_in = fragment(&Browser::default().sign_in(&world, "").await);
    assert_eq!(
        world.user(&signed_in["access_token"]).await["id"],
        id.as_str()
    );

    // Somebody else cannot take it, and nobody unlinks what is another's.
    let (other, _) = world.person("fatima@mail.ru").await;
    assert_eq!(
        fragment(&finish(&other).await)["error_code"],
        "identity_already_exists"
    );
    let unlink = async |identity: &Value, token: &str| {
        let url = format!(
            "{}/auth/v1/user/identities/{}",
            world.stoa.url,
            text(identity)
        );
        let answer = world
            .stoa
            .http
            .delete(url)
            .bearer_auth(token)
            .send()
            .await
            .unwrap();
        let (status, body) = (
            answer.status().as_u16(),
            answer.json::<Value>().await.unwrap(),
        );
        (
            status,
            body["error_code"].as_str().unwrap_or_default().to_owned(),
        )
    };
    let google = &of("google")["identity_id"];
    assert_eq!(
        unlink(google, &other).await,
        (404, "identity_not_found".to_owned())
    );
    assert_eq!(
        unlink(&json!("no-id"), &token).await,
        (404, "identity_not_found".to_owned())
    );
    assert_eq!(unlink(google, &token).await, (200, String::new()));
    assert_eq!(unlink(google, &token).await.0, 404);
    let refused = |code: &str| (422, code.to_owned());
    let own = &of("email")["identity_id"];
    assert_eq!(
        unlink(own, &token).await,
        refused("single_identity_not_deletable")
    );
    world.somebody("gulnara");
    let gulnara = fragment(&Browser::default().sign_in(&world, "").await);
    let only = &world.user(&gulnara["access_token"]).await["identities"][0]["identity_id"];
    assert_eq!(
        unlink(only, &gulnara["access_token"]).await,
        refused("single_identity_not_deletable")
    );
    let nobody = world.stoa.get(&link).send().await.unwrap();
    assert_eq!(nobody.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_button_of_the_login_leads_to_the_provider_and_back_into_our_own_pages() {
    let world = World::new().await;
    world.somebody("anna");
    for (language, text) in [
        ("ru", "Войти через Google"),
        ("kk", "Google арқылы кіру"),
        ("en", "Sign in with Google"),
    ] {
        let page = world
            .stoa
            .get(&format!("/login?lang={language}"))
            .send()
            .await
            .unwrap();
        let page = page.text().await.unwrap();
        assert!(page.contains(text), "{page}");
    }
    let page = world
        .stoa
        .get("/login?next=%2Fprofile%3Fx%3D1")
        .send()
        .await
        .unwrap();
    let page = page.text().await.unwrap();
    let button = page
        .split("href=\"/auth/v1/authorize?provider=google")
        .nth(1)
        .unwrap();
    let wish = button
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    let mut browser = Browser::default();
    let back = browser.leave(&world, &wish).await;
    let arrived = browser.go(&world, &back).await;
    assert_eq!(arrived.status(), StatusCode::SEE_OTHER);
    let to = arrived.headers()["location"].to_str().unwrap();
    assert_eq!(
        to, "/login/check?next=%2Fprofile%3Fx%3D1",
        "no token in an address"
    );
    let set = arrived.headers()["set-cookie"].to_str().unwrap();
    assert!(
        set.starts_with("__Host-stoa=") && set.contains("HttpOnly"),
        "{set}"
    );
    let session = set.split(';').next().unwrap().to_owned();
    let check = world
        .stoa
        .get(to)
        .header("cookie", &session)
        .send()
        .await
        .unwrap();
    assert_eq!(check.headers()["location"], "/profile?x=1");
    let profile = world
        .stoa
        .get("/profile")
        .header("cookie", &session)
        .send()
        .await
        .unwrap();
    assert_eq!(profile.status(), StatusCode::OK);
    assert!(profile.text().await.unwrap().contains("anna@mail.ru"));

    // What comes to nothing is told on the login, and the address of the way back is used up.
    let again = browser.go(&world, &back).await;
    let page = again.text().await.unwrap();
    assert!(!page.contains("code="), "{page}");
    world.fake.refuse_consent();
    let mut other = Browser::default();
    let back = other.leave(&world, &wish).await;
    let refused = other.go(&world, &back).await;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    let page = refused.text().await.unwrap();
    assert!(
        page.contains("Вход там не состоялся") && page.contains("action=\"/login\""),
        "{page}"
    );
    assert!(!page.contains("state="), "{page}");
}

/// Presses the login's button and comes back from the provider; gives the address of our callback.
async fn press_button(world: &World, browser: &mut Browser) -> Url {
    let page = world.stoa.get("/login?next=%2Fprofile").send().await;
    let page = page.unwrap().text().await.unwrap();
    let button = page.split("href=\"/auth/v1/authorize?provider=google");
    let wish = button.clone().nth(1).unwrap().split('"').next().unwrap();
    let wish = wish.replace("&#38;", "&").replace("&amp;", "&");
    browser.leave(world, &wish).await
}

#[tokio::test]
async fn a_death_between_a_providers_answer_and_the_pages_cookie_costs_one_more_click() {
    let mut world = World::new().await;
    let email = world.somebody("saule");
    let mut browser = Browser::default();
    // It dies while the provider is asked what the code is worth.
    let back = press_button(&world, &mut browser).await;
    let hang = Fault::Hang(Duration::from_mins(2));
    world.fake.faults().push(hang);
    let cookie = browser.cookie.clone().unwrap();
    let asking = world.stoa.http.get(back.clone()).header("cookie", cookie);
    let asking = tokio::spawn(asking.send());
    support::eventually("the provider is asked", || async {
        (world.fake.count("/token") == 1).then_some(())
    })
    .await;
    world.die_and_start_again();
    assert!(asking.await.unwrap().is_err());
    // Whoever loads the page again is led to the site and told: the answer was good once.
    let again = location(&browser.go(&world, &back).await);
    assert_eq!(again.origin().ascii_serialization(), SITE);
    assert_eq!(fragment(&again)["error_code"], "bad_oauth_state");

    // It dies when the account and the session are made, and the cookie does not arrive.
    let back = press_button(&world, &mut browser).await;
    drop(browser.go(&world, &back).await);
    world.die_and_start_again();
    let back = press_button(&world, &mut browser).await;
    let arrived = browser.go(&world, &back).await;
    assert_eq!(arrived.status(), StatusCode::SEE_OTHER);
    let set = arrived.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(set.starts_with("__Host-stoa="), "{set}");

    // One person, however often it was tried.
    let keys = run(&world.stoa.dir, &["keys", "show", "--format", "json"]).stdout;
    let keys: Value = serde_json::from_slice(&keys).unwrap();
    let people = world
        .get(
            "/auth/v1/admin/users?filter=saule",
            keys["service_role"].as_str().unwrap(),
        )
        .await;
    let people = json_of(people, StatusCode::OK).await;
    let people = people["users"].as_array().unwrap();
    assert_eq!(people.len(), 1, "{people:?}");
    assert_eq!(people[0]["email"], email.as_str());
    assert_eq!(people[0]["identities"].as_array().map(Vec::len), Some(1));
}
