//! Codes, links, PKCE and providers.

use reqwest::Method;
use serde_json::{Value, json};
use url::Url;

use super::{
    Row, row,
    world::{Answer, World},
};

const NOBODY: &str = "018f0000-0000-7000-8000-00000000dead";
/// Of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub(crate) fn rows() -> Vec<Row> {
    vec![
        row("otp_expired", 403, "an unknown link", |w| {
            Box::pin(w.post(
                "/verify",
                json!({ "type": "email", "token_hash": "x".repeat(43) }),
            ))
        }),
        row("otp_expired", 403, "a wrong code for nobody", |w| {
            Box::pin(async {
                let body = json!({ "type": "email", "email": w.new_email(), "token": "123456" });
                w.post("/verify", body).await
            })
        }),
        row("validation_failed", 400, "a code and a link at once", |w| {
            let body =
                json!({ "type": "email", "email": "a@b.kz", "token": "123456", "token_hash": "x" });
            Box::pin(w.post("/verify", body))
        }),
        row("flow_state_not_found", 404, "an unknown code", |w| {
            Box::pin(exchange(w, NOBODY.to_owned(), VERIFIER))
        }),
        row("bad_code_verifier", 400, "another client's", |w| {
            Box::pin(async {
                let (_, code) = code(w).await;
                exchange(w, code, CHALLENGE).await
            })
        }),
        row("flow_state_expired", 422, "six minutes later", |w| {
            Box::pin(async {
                let (id, code) = code(w).await;
                let later = "update auth.flow_states set code_issued_at = code_issued_at - interval '6 minutes' where user_id = $user";
                w.pass(later, &id).await;
                exchange(w, code, VERIFIER).await
            })
        }),
        row(
            "validation_failed",
            400,
            "a challenge without its method",
            |w| {
                Box::pin(async {
                    let body = json!({ "email": w.new_email(), "code_challenge": CHALLENGE });
                    w.post("/otp", body).await
                })
            },
        ),
        row("validation_failed", 400, "an unknown provider", |w| {
            Box::pin(w.ask(Method::GET, "/authorize?provider=nobody", "", Value::Null))
        }),
        row("identity_not_found", 404, "no such way to sign in", |w| {
            Box::pin(async {
                let person = w.person().await;
                let path = format!("/user/identities/{NOBODY}");
                w.ask(Method::DELETE, &path, &person.access, Value::Null)
                    .await
            })
        }),
        row(
            "single_identity_not_deletable",
            422,
            "the only way in",
            |w| Box::pin(unlink_address(w, None)),
        ),
        row(
            "email_conflict_identity_not_deletable",
            422,
            "the way in by address",
            |w| Box::pin(unlink_address(w, Some(LINKED))),
        ),
        row("bad_oauth_state", 400, "a sign-in that nobody began", |w| {
            Box::pin(callback(w))
        }),
    ]
}

/// Another way in, which a provider's visit would leave.
const LINKED: &str = "insert into auth.identities (id, user_id, provider, issuer, subject, data, created_at, updated_at)
    values (gen_random_uuid(), $user, 'google', 'https://accounts.google.com', 'g-' || $user, '{}', now(), now())";

async fn unlink_address(world: &World, before: Option<&str>) -> Answer {
    let person = world.person().await;
    if let Some(statement) = before {
        world.pass(statement, &person.id).await;
    }
    let path = format!("/user/identities/{}", person.id);
    world
        .ask(Method::DELETE, &path, &person.access, Value::Null)
        .await
}

async fn exchange(world: &World, code: String, verifier: &str) -> Answer {
    let body = json!({ "auth_code": code, "code_verifier": verifier });
    world.post("/token?grant_type=pkce", body).await
}

/// Somebody's id, and the code that the link of their letter gave.
async fn code(world: &World) -> (String, String) {
    let (id, email) = world.make(json!({})).await;
    let body =
        json!({ "email": email, "code_challenge": CHALLENGE, "code_challenge_method": "s256" });
    assert_eq!(world.post("/otp", body).await.status, 200);
    let letter = world.letter(&email).await;
    let start = format!("{}/auth/v1/verify?", world.stoa.url);
    let link = Url::parse(&letter.link(&start).unwrap()).unwrap();
    let fields: Vec<_> = link.query_pairs().into_owned().collect();
    let pressed = world
        .stoa
        .post("/auth/v1/verify")
        .header("x-forwarded-for", world.address());
    let answer = pressed.form(&fields).send().await.unwrap();
    // Our own site leads on by itself, another by a page.
    let location = answer
        .headers()
        .get("location")
        .map(|value| value.to_str().unwrap().to_owned());
    let text = answer.text().await.unwrap();
    let told = location.as_deref().unwrap_or(&text);
    let code = told
        .split("code=")
        .nth(1)
        .unwrap_or_else(|| panic!("{told}"));
    (id, code.chars().take(36).collect())
}

/// The way back from a provider never fails: it leads on, with the error.
async fn callback(world: &World) -> Answer {
    let answer = world
        .stoa
        .get("/auth/v1/callback?state=x&code=y")
        .send()
        .await
        .unwrap();
    let location = answer.headers()["location"].to_str().unwrap().to_owned();
    let url = Url::options()
        .base_url(Url::parse(&world.stoa.url).ok().as_ref())
        .parse(&location)
        .unwrap();
    let told = url::form_urlencoded::parse(url.fragment().unwrap_or_default().as_bytes());
    let code = told.into_owned().find(|(name, _)| name == "error_code");
    Answer {
        status: 400,
        code: code.map(|(_, code)| code).unwrap_or_default(),
        has_retry_after: false,
        body: Value::from(location),
    }
}
