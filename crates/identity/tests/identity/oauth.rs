//! Signing in at a provider, with a provider that can be wrong in every way.

use std::collections::HashMap;

use chrono::TimeDelta;
use serde_json::{Value, json};
use stoa_connect::{HttpOptions, http_client};
use stoa_core::{ExposeSecret as _, Failure as _, SecretString, UserId};
use stoa_domain::{Email, RoleSet};
use stoa_identity::{
    Aal, Actor, ClockAhead, CodeChallenge, GoTrueError, IdTokenProof, Identity, IdentityOptions,
    NewUser, OAuthBegun, OAuthError, OAuthFinished, OAuthOutcome, OAuthReturn, OAuthWish, Origin,
    ProviderOptions, Session, SignOutScope,
};
use stoa_testkit::fakes::{
    Fault,
    oidc::{FakeOidc, FakeOidcUser, IdTokenFault},
};
use url::Url;
use uuid::Uuid;

use crate::factors::raised;
use crate::world::{EMAIL, World, bearer, claims, client, options};

fn google(fake: &FakeOidc) -> ProviderOptions {
    ProviderOptions {
        name: "google".to_owned(),
        issuer: fake.issuer(),
        client_id: FakeOidc::CLIENT_ID.to_owned(),
        client_secret: fake.client_secret(),
        scopes: vec!["email".to_owned(), "profile".to_owned()],
        also_client_ids: vec!["the-native-app".to_owned()],
        sign_up: true,
    }
}

/// A platform with one provider. The fake tells the real time, so the platform does too.
async fn with_provider(world: &World, provider: ProviderOptions) -> Identity {
    let now = stoa_core::Ambient::system().now();
    world.pass(now - world.ambient.now());
    let options = IdentityOptions {
        providers: vec![provider],
        ..options()
    };
    world.with(options).await
}

fn wish() -> OAuthWish {
    OAuthWish {
        provider: "google".to_owned(),
        redirect_to: "https://stoa.test/welcome".to_owned(),
        ..OAuthWish::default()
    }
}

/// What a browser brings back from the provider.
async fn visit(begun: &OAuthBegun) -> OAuthReturn {
    let http = http_client(HttpOptions::crm()).unwrap();
    let answer = http.get(&begun.url).send().await.unwrap();
    let location = answer.headers()["location"].to_str().unwrap();
    let back = Url::parse(location).unwrap();
    assert_eq!(back.path(), "/auth/v1/callback");
    let mut query: HashMap<_, _> = back.query_pairs().into_owned().collect();
    OAuthReturn {
        state: query.remove("state").unwrap(),
        code: query.remove("code"),
        error: query.remove("error"),
        browser: Some(begun.browser.expose_secret().to_owned()),
    }
}

async fn whole_way(identity: &Identity, wish: &OAuthWish) -> OAuthFinished {
    let begun = identity.begin_oauth(wish, None).await.unwrap();
    let back = visit(&begun).await;
    identity.finish_oauth(&back, &client()).await.unwrap()
}

async fn sign_in(identity: &Identity) -> Result<Session, OAuthError> {
    match whole_way(identity, &wish()).await.outcome? {
        OAuthOutcome::Session(session) => Ok(*session),
        OAuthOutcome::Code(_) => unreachable!("no challenge was sent"),
    }
}

fn linking(user_id: UserId) -> OAuthWish {
    OAuthWish {
        link_to: Some(user_id),
        ..wish()
    }
}

#[tokio::test]
async fn a_new_person_becomes_a_student_and_is_known_again() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let identity = with_provider(&world, google(&fake)).await;
    let session = sign_in(&identity).await.unwrap();
    let actor = identity.authenticate(bearer(&session)).await.unwrap();
    assert_eq!(actor.email.as_deref(), Some(EMAIL));
    let said = claims(bearer(&session));
    assert_eq!(said["amr"][0]["method"], "oauth");
    assert_eq!(said["app_metadata"]["provider"], "google");
    assert_eq!(
        said["app_metadata"]["providers"],
        serde_json::json!(["google"])
    );
    assert_eq!(
        said["app_metadata"]["roles"],
        serde_json::json!(["student"])
    );
    let tokens = session.provider.as_ref().unwrap();
    assert!(
        tokens
            .access
            .as_ref()
            .unwrap()
            .expose_secret()
            .starts_with("provider-access")
    );

    // The provider's name decides from now on, whatever address it tells.
    let moved = FakeOidcUser::new("provider-user-1", "moved@mail.ru");
    fake.sign_in_as(moved);
    assert_eq!(sign_in(&identity).await.unwrap().user.id, session.user.id);
    assert_eq!(world.count("select count(*) from auth.users").await, 1);
    assert_eq!(
        world.count("select count(*) from auth.oauth_flows").await,
        0
    );
    let stored = "select count(*) from auth.identities where data::text like '%provider-access%'";
    assert_eq!(world.count(stored).await, 0);
}

#[tokio::test]
async fn what_a_provider_says_of_a_person_is_kept_for_frontends() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let identity = with_provider(&world, google(&fake)).await;
    let picture = "https://pictures.example/anna=s96-c";
    fake.sign_in_as(FakeOidcUser {
        more: serde_json::json!({
            "picture": picture, "given_name": "Anna", "family_name": "Provider", "locale": "kk", "hd": "mail.ru",
        }),
        ..FakeOidcUser::new("with-a-picture", EMAIL)
    });
    let session = sign_in(&identity).await.unwrap();
    let user = identity.find_user(session.user.id).await.unwrap().unwrap();
    for said in [&user.user_metadata, &user.identities[0].data] {
        assert_eq!(said["avatar_url"], picture);
        assert_eq!(said["picture"], picture);
        assert_eq!(said["given_name"], "Anna");
        assert_eq!(said["family_name"], "Provider");
        assert_eq!(said["locale"], "kk");
        assert_eq!(said["full_name"], "Anna Provider");
        assert_eq!(said["hd"], serde_json::Value::Null);
    }
    let spoken = "select count(*) from public.profiles where locale = 'kk'";
    assert_eq!(world.count(spoken).await, 1);
    // What changes there is known after the next sign-in; what the person has changed here stays.
    let own = serde_json::json!({ "given_name": "Anechka" });
    world
        .arrange(
            "update auth.users set user_metadata = user_metadata || $1",
            &[&own],
        )
        .await;
    let moved = "https://pictures.example/anna-2";
    fake.sign_in_as(FakeOidcUser {
        more: serde_json::json!({ "picture": moved, "given_name": "Anne", "family_name": "Provider" }),
        ..FakeOidcUser::new("with-a-picture", EMAIL)
    });
    let now = sign_in(&identity).await.unwrap().user.user_metadata;
    assert_eq!(
        (&now["picture"], &now["avatar_url"]),
        (&moved.into(), &moved.into())
    );
    assert_eq!(
        (&now["given_name"], &now["locale"]),
        (&"Anechka".into(), &"kk".into())
    );
    // What is no address of the web is no picture.
    fake.sign_in_as(FakeOidcUser {
        more: serde_json::json!({ "picture": "javascript:alert(1)", "given_name": 7 }),
        ..FakeOidcUser::new("without-one", "boris@mail.ru")
    });
    let other = sign_in(&identity).await.unwrap().user.user_metadata;
    assert!(other.get("avatar_url").is_none() && other.get("given_name").is_none());
}

#[tokio::test]
async fn what_a_client_wants_to_be_said_reaches_the_provider_but_for_our_own_words() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let identity = with_provider(&world, google(&fake)).await;
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut more = vec![
        pair("access_type", "offline"),
        pair("prompt", "consent"),
        pair("hd", "mail.ru & co"),
        pair("state", "of a stranger"),
        pair("Redirect_URI", "https://evil.example"),
        pair("client_id", "another"),
        pair("long", &"x".repeat(501)),
    ];
    more.extend((0..30).map(|n| pair(&format!("n{n}"), "x")));
    let asked = OAuthWish { more, ..wish() };
    let done = whole_way(&identity, &asked).await;
    assert!(done.outcome.is_ok());
    let requests = fake.requests();
    let there = requests.iter().find(|one| one.path.ends_with("/authorize"));
    let query = there.unwrap().query.clone().unwrap();
    let said: Vec<(String, String)> = pairs_of(&query);
    let of = |name: &str| {
        let of_name = said
            .iter()
            .filter(|(key, _)| key.eq_ignore_ascii_case(name));
        of_name.map(|(_, value)| value.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(of("access_type"), ["offline"]);
    assert_eq!(of("prompt"), ["consent"]);
    assert_eq!(of("hd"), ["mail.ru & co"]);
    assert_eq!(of("client_id"), [FakeOidc::CLIENT_ID]);
    assert_eq!((of("state").len(), of("redirect_uri").len()), (1, 1));
    assert_ne!(of("state"), ["of a stranger"]);
    assert!(of("long").is_empty() && of("n29").is_empty());
}

fn pairs_of(query: &str) -> Vec<(String, String)> {
    let url = Url::parse(&format!("https://provider.test/?{query}")).unwrap();
    url.query_pairs().into_owned().collect()
}

#[tokio::test]
async fn with_pkce_the_client_gets_a_code_and_for_it_session_and_provider_token() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let identity = with_provider(&world, google(&fake)).await;
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    let wish = OAuthWish {
        challenge: CodeChallenge::read(Some(challenge), Some("s256")).unwrap(),
        ..wish()
    };
    let finished = whole_way(&identity, &wish).await;
    assert!(finished.uses_pkce);
    let Ok(OAuthOutcome::Code(code)) = finished.outcome else {
        unreachable!("{:?}", finished.outcome)
    };
    let wrong = SecretString::from("x".repeat(43));
    assert!(
        identity
            .exchange_code(code, &wrong, &client())
            .await
            .is_err()
    );
    let right = SecretString::from(verifier);
    let session = identity
        .exchange_code(code, &right, &client())
        .await
        .unwrap();
    assert!(session.provider.unwrap().access.is_some());
    assert!(
        identity
            .exchange_code(code, &right, &client())
            .await
            .is_err()
    );
    assert_eq!(
        world
            .count("select count(*) from auth.provider_tokens")
            .await,
        0
    );
}

#[tokio::test]
async fn every_lie_of_a_provider_is_found_and_nobody_is_made() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let identity = with_provider(&world, google(&fake)).await;
    for fault in [
        IdTokenFault::WrongNonce,
        IdTokenFault::NoNonce,
        IdTokenFault::WrongAudience,
        IdTokenFault::WrongParty,
        IdTokenFault::Expired,
        IdTokenFault::OtherIssuer,
        IdTokenFault::Forged,
        IdTokenFault::Unsigned,
        IdTokenFault::Missing,
        IdTokenFault::Garbage,
    ] {
        fake.spoil(fault);
        let error = sign_in(&identity).await.unwrap_err();
        assert_eq!(error.code(), "auth.id_token_invalid", "{fault:?}");
        assert_eq!(GoTrueError::from(&error).status, 400);
    }
    assert_eq!(world.count("select count(*) from auth.users").await, 0);
    assert!(sign_in(&identity).await.is_ok());
}

#[tokio::test]
async fn a_provider_that_is_down_or_says_no_is_told_apart() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let identity = with_provider(&world, google(&fake)).await;
    fake.faults().push_any(Fault::server_error(500));
    let error = identity.begin_oauth(&wish(), None).await.unwrap_err();
    assert_eq!(error.code(), "auth.provider_unavailable");
    world.pass(TimeDelta::seconds(5));
    for (fault, code) in [
        (Fault::server_error(500), "auth.provider_unavailable"),
        (Fault::CutBefore, "auth.provider_unavailable"),
        (Fault::AppliedUnreadable, "auth.provider_unavailable"),
        (Fault::Revoked, "auth.provider_refused"),
    ] {
        fake.faults().push(fault.clone());
        let error = sign_in(&identity).await.unwrap_err();
        assert_eq!(error.code(), code, "{fault:?}");
    }
    fake.refuse_consent();
    let error = sign_in(&identity).await.unwrap_err();
    assert_eq!(error.code(), "auth.provider_refused");
    assert!(error.public().contains("access_denied"));
    fake.go_down();
    let again = identity.begin_oauth(&wish(), None).await;
    assert!(again.is_ok(), "discovery is remembered");
}

#[tokio::test]
async fn an_answer_is_good_once_in_the_browser_that_asked_and_for_ten_minutes() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let identity = with_provider(&world, google(&fake)).await;
    let finish = async |back: &OAuthReturn| {
        let finished = identity.finish_oauth(back, &client()).await.unwrap();
        finished.outcome.map(drop).map_err(|error| error.code())
    };
    let begun = identity.begin_oauth(&wish(), None).await.unwrap();
    let mut stolen = visit(&begun).await;
    stolen.browser = Some("A".repeat(43));
    assert_eq!(finish(&stolen).await, Err("auth.oauth_other_browser"));
    stolen.browser = Some(begun.browser.expose_secret().to_owned());
    assert_eq!(finish(&stolen).await, Err("auth.oauth_state_unknown"));

    let begun = identity.begin_oauth(&wish(), None).await.unwrap();
    let back = visit(&begun).await;
    // A second tab of the same browser begins too.
    let held = begun.browser.expose_secret();
    let second = identity.begin_oauth(&wish(), Some(held)).await.unwrap();
    assert_eq!(second.browser.expose_secret(), held);
    assert_eq!(finish(&back).await, Ok(()));
    assert_eq!(finish(&back).await, Err("auth.oauth_state_unknown"));
    assert_eq!(finish(&visit(&second).await).await, Ok(()));

    let begun = identity.begin_oauth(&wish(), None).await.unwrap();
    let late = visit(&begun).await;
    world.pass(TimeDelta::minutes(10));
    assert_eq!(finish(&late).await, Err("auth.oauth_expired"));
    for state in ["", "x", "' or 1=1 --"] {
        let back = OAuthReturn {
            state: state.to_owned(),
            ..OAuthReturn::default()
        };
        assert_eq!(finish(&back).await, Err("auth.oauth_state_unknown"));
    }
}

#[tokio::test]
async fn an_existing_account_is_joined_only_when_both_sides_have_proved_the_address() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let identity = with_provider(&world, google(&fake)).await;
    let planted = NewUser::new(Email::parse(EMAIL).unwrap());
    let planted = identity
        .create_user(planted, &Origin::system())
        .await
        .unwrap();
    let error = sign_in(&identity).await.unwrap_err();
    assert_eq!(error.code(), "auth.email_unconfirmed");

    let confirm = "update auth.users set email_confirmed_at = now() where id = $1";
    world.arrange(confirm, &[&planted.id.0]).await;
    fake.sign_in_as(FakeOidcUser {
        email_verified: false,
        ..FakeOidcUser::new("somebody-else", EMAIL)
    });
    let error = sign_in(&identity).await.unwrap_err();
    assert_eq!(error.code(), "auth.provider_email_unverified");
    fake.sign_in_as(FakeOidcUser {
        email: None,
        ..FakeOidcUser::new("nameless", EMAIL)
    });
    let error = sign_in(&identity).await.unwrap_err();
    assert_eq!(error.code(), "auth.provider_email_unverified");
    fake.sign_in_as(FakeOidcUser::new("the-owner", "ANNA@mail.ru"));
    assert_eq!(sign_in(&identity).await.unwrap().user.id, planted.id);

    world
        .arrange("update auth.users set banned_until = '3000-01-01'", &[])
        .await;
    assert_eq!(
        sign_in(&identity).await.unwrap_err().code(),
        "auth.user_banned"
    );
    world
        .arrange("update auth.users set deleted_at = now()", &[])
        .await;
    assert_eq!(
        sign_in(&identity).await.unwrap_err().code(),
        "auth.user_gone"
    );
}

#[tokio::test]
async fn nobody_new_is_let_in_where_the_provider_is_for_known_people_only() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let closed = ProviderOptions {
        sign_up: false,
        ..google(&fake)
    };
    let identity = with_provider(&world, closed).await;
    let error = sign_in(&identity).await.unwrap_err();
    assert_eq!(GoTrueError::from(&error).code, "signup_disabled");
    let user = world.user().await;
    assert_eq!(sign_in(&identity).await.unwrap().user.id, user.id);
}

#[tokio::test]
async fn nobody_new_comes_by_a_provider_where_strangers_may_not_sign_up() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    with_provider(&world, google(&fake)).await;
    let mut closed = IdentityOptions {
        providers: vec![google(&fake)],
        ..options()
    };
    closed.rules.sign_up = false;
    let identity = world.with(closed).await;
    let error = sign_in(&identity).await.unwrap_err();
    let told = GoTrueError::from(&error);
    assert_eq!((told.status, told.code), (422, "signup_disabled"));
    assert_eq!(world.count("select count(*) from auth.users").await, 0);
    let user = world.user().await;
    assert_eq!(sign_in(&identity).await.unwrap().user.id, user.id);
}

#[tokio::test]
async fn a_provider_is_linked_and_unlinked_and_the_last_way_in_stays() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let identity = with_provider(&world, google(&fake)).await;
    let user = world.user().await;
    fake.sign_in_as(FakeOidcUser::new("another-name", "private@mail.ru"));
    let linked = whole_way(&identity, &linking(user.id)).await;
    assert!(linked.outcome.is_ok(), "{:?}", linked.outcome);
    let session = sign_in(&identity).await.unwrap();
    assert_eq!(session.user.id, user.id);
    assert_eq!(
        claims(bearer(&session))["app_metadata"]["providers"],
        serde_json::json!(["email", "google"])
    );
    let other = world
        .user_with("other@mail.ru", stoa_domain::RoleSet::EMPTY)
        .await;
    let taken = whole_way(&identity, &linking(other.id)).await;
    assert_eq!(taken.outcome.unwrap_err().code(), "auth.identity_taken");

    let actor = identity.authenticate(bearer(&session)).await.unwrap();
    let ways = identity.identities(user.id).await.unwrap();
    assert_eq!((ways.len(), ways[0].provider.as_str()), (1, "google"));
    for (id, code) in [
        (Uuid::from_u128(7), "auth.identity_not_found"),
        (user.id.0, "auth.identity_of_email"),
    ] {
        let error = identity
            .unlink_identity(&actor, id, &client())
            .await
            .unwrap_err();
        assert_eq!(error.code(), code);
    }
    // A letter is a way in too: without a password the address is what stays.
    world.arrange("delete from auth.credentials", &[]).await;
    identity
        .unlink_identity(&actor, ways[0].id, &client())
        .await
        .unwrap();
    assert_eq!(identity.identities(user.id).await.unwrap(), []);
    let error = identity
        .unlink_identity(&actor, user.id.0, &client())
        .await
        .unwrap_err();
    assert_eq!(error.code(), "auth.identity_last");
}

#[tokio::test]
async fn the_only_identity_stays_and_the_refusal_is_worded_as_clients_know_it() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let identity = with_provider(&world, google(&fake)).await;
    let session = sign_in(&identity).await.unwrap();
    let actor = identity.authenticate(bearer(&session)).await.unwrap();
    let only = identity.identities(actor.user_id).await.unwrap()[0].id;
    let refused = identity.unlink_identity(&actor, only, &client()).await;
    let said = GoTrueError::from(&refused.unwrap_err());
    assert_eq!(
        (said.status, said.code),
        (422, "single_identity_not_deletable")
    );
    assert_eq!(
        said.message,
        "User must have at least 1 identity after unlinking"
    );
    fake.sign_in_as(FakeOidcUser::new("a-second-name", "second@mail.ru"));
    let linked = whole_way(&identity, &linking(actor.user_id)).await;
    linked.outcome.unwrap();
    let unlinked = identity.unlink_identity(&actor, only, &client()).await;
    unlinked.unwrap();
    assert_eq!(identity.identities(actor.user_id).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_native_app_brings_an_id_token_of_its_own() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let identity = with_provider(&world, google(&fake)).await;
    let now = world.ambient.now().timestamp();
    let nonce = "of the app";
    let hashed = "2d0bd5cb18a48f16e1dc40a7c8de4dbda8ebc2acd6ba3d5b8f0da4b50c7b4c3e";
    let token = |aud: &str, nonce: Option<&str>| {
        let said = serde_json::json!({
            "iss": fake.issuer(), "aud": aud, "sub": "n", "iat": now, "exp": now + 300, "nonce": nonce,
            "email": EMAIL, "email_verified": "true",
        });
        SecretString::from(fake.sign(&said))
    };
    let app = client();
    let bring = async |token: SecretString, nonce: Option<&str>| {
        let session = identity
            .sign_in_by_id_token(&id_token("google", &token, nonce), &app)
            .await;
        session.map(drop).map_err(|error| error.code())
    };
    assert_eq!(bring(token("the-native-app", None), None).await, Ok(()));
    assert_eq!(bring(token(FakeOidc::CLIENT_ID, None), None).await, Ok(()));
    let wrong = Err("auth.id_token_invalid");
    assert_eq!(bring(token("a-stranger", None), None).await, wrong);
    assert_eq!(
        bring(token("the-native-app", Some(hashed)), None).await,
        wrong
    );
    assert_eq!(
        bring(token("the-native-app", Some(nonce)), Some(nonce)).await,
        wrong
    );
    assert_eq!(
        bring(token("the-native-app", None), Some(nonce)).await,
        wrong
    );
    assert_eq!(bring(SecretString::from("x"), None).await, wrong);
    let of_apple = token("x", None);
    let unknown = identity
        .sign_in_by_id_token(&id_token("apple", &of_apple, None), &app)
        .await;
    assert_eq!(unknown.unwrap_err().code(), "auth.provider_unknown");
}

fn id_token<'a>(
    provider: &'a str,
    token: &'a SecretString,
    nonce: Option<&'a str>,
) -> IdTokenProof<'a> {
    IdTokenProof {
        provider,
        token,
        nonce,
        link_to: None,
    }
}

/// An id token for the app itself, with some claims of its own.
fn app_token(world: &World, fake: &FakeOidc, own: &Value) -> SecretString {
    let now = world.ambient.now().timestamp();
    let mut said = json!({
        "iss": fake.issuer(), "aud": FakeOidc::CLIENT_ID, "sub": "g-7", "iat": now, "exp": now + 300,
        "email": "private@mail.ru", "email_verified": true,
    });
    for (name, value) in own.as_object().unwrap() {
        said[name] = value.clone();
    }
    SecretString::from(fake.sign(&said))
}

#[tokio::test]
async fn an_id_token_links_the_account_to_who_is_signed_in_instead_of_signing_in() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let identity = with_provider(&world, google(&fake)).await;
    let own = world.session().await;
    let actor = identity.authenticate(bearer(&own)).await.unwrap();
    let token = app_token(&world, &fake, &json!({}));
    let link = IdTokenProof {
        link_to: Some(&actor),
        ..id_token("google", &token, None)
    };
    let session = identity
        .sign_in_by_id_token(&link, &client())
        .await
        .unwrap();
    assert_eq!(session.user.id, own.user.id);
    assert_eq!(
        session.user.email.as_deref(),
        Some(EMAIL),
        "the address stays"
    );
    let ways = identity.identities(own.user.id).await.unwrap();
    assert_eq!((ways.len(), ways[0].subject.as_str()), (1, "g-7"));
    assert_eq!(world.count("select count(*) from auth.users").await, 1);
    assert_eq!(
        world.letter_kinds().await.last().unwrap(),
        "identity_linked"
    );
    assert!(identity.authenticate(bearer(&session)).await.is_ok());
    // From now on it signs in.
    let again = identity
        .sign_in_by_id_token(&id_token("google", &token, None), &client())
        .await;
    assert_eq!(again.unwrap().user.id, own.user.id);

    // Nobody else links it, and a session that has ended links nothing.
    let other = world.user_with("other@mail.ru", RoleSet::EMPTY).await;
    let other = Actor {
        user_id: other.id,
        ..(*actor).clone()
    };
    let refuse = async |actor: &Actor, token: &SecretString| {
        let link = IdTokenProof {
            link_to: Some(actor),
            ..id_token("google", token, None)
        };
        let refused = identity.sign_in_by_id_token(&link, &client()).await;
        refused.unwrap_err().code()
    };
    assert_eq!(refuse(&other, &token).await, "auth.identity_taken");
    let second = app_token(&world, &fake, &json!({ "sub": "g-8" }));
    identity
        .sign_out(&actor, SignOutScope::Global, &client())
        .await
        .unwrap();
    assert_eq!(refuse(&actor, &second).await, "auth.oauth_state_unknown");
    assert_eq!(world.count(LINKED).await, 1);
}

#[tokio::test]
async fn whoever_has_a_second_factor_gives_it_before_linking_and_unlinking() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let identity = with_provider(&world, google(&fake)).await;
    let (raised, _, _) = raised(&world).await;
    let plain = world.sign_in().await;
    let once = identity.authenticate(bearer(&plain)).await.unwrap();
    let twice = Actor {
        aal: Aal::Aal2,
        session_id: raised.id,
        ..(*once).clone()
    };
    let token = app_token(&world, &fake, &json!({}));
    let link = async |actor: &Actor| {
        let link = IdTokenProof {
            link_to: Some(actor),
            ..id_token("google", &token, None)
        };
        let linked = identity.sign_in_by_id_token(&link, &client()).await;
        linked.map(|session| session.aal)
    };
    let error = link(&once).await.unwrap_err();
    let said = GoTrueError::from(&error);
    assert_eq!((said.status, said.code), (403, "insufficient_aal"));
    let begun = identity.begin_link(&once, wish(), None).await;
    assert_eq!(begun.unwrap_err().code(), "auth.insufficient_aal");
    assert_eq!(world.count(LINKED).await, 0);
    assert_eq!(
        link(&twice).await.unwrap(),
        Aal::Aal1,
        "a new session begins below"
    );
    let id = identity.identities(once.user_id).await.unwrap()[0].id;
    let refused = identity.unlink_identity(&once, id, &client()).await;
    assert_eq!(refused.unwrap_err().code(), "auth.insufficient_aal");
    assert_eq!(world.count(LINKED).await, 1);
    identity
        .unlink_identity(&twice, id, &client())
        .await
        .unwrap();
    assert_eq!(world.count(LINKED).await, 0);
}

#[tokio::test]
async fn an_id_token_from_the_future_is_borne_for_a_minute_told_and_then_refused() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let identity = with_provider(&world, google(&fake)).await;
    let now = world.ambient.now().timestamp();
    let bring = async |iat: i64| {
        let token = app_token(&world, &fake, &json!({ "iat": iat, "exp": now + 900 }));
        let proof = id_token("google", &token, None);
        identity.sign_in_by_id_token(&proof, &client()).await
    };
    assert!(bring(now + 3).await.is_ok());
    assert_eq!(identity.clocks_ahead(), []);
    assert!(bring(now + 60).await.is_ok());
    let ahead = ClockAhead {
        issuer: fake.issuer(),
        ahead_seconds: 60,
    };
    assert_eq!(identity.clocks_ahead(), [ahead]);
    let refused = bring(now + 90).await.unwrap_err();
    assert_eq!(refused.code(), "auth.id_token_invalid");
}

/// A link that is asked for in a session, with or without PKCE.
async fn begin_link(identity: &Identity, session: &Session, pkce: bool) -> OAuthBegun {
    let actor = identity.authenticate(bearer(session)).await.unwrap();
    let challenge = pkce.then_some((crate::pkce::CHALLENGE, "s256"));
    let wish = OAuthWish {
        challenge: CodeChallenge::read(
            challenge.map(|(challenge, _)| challenge),
            challenge.map(|(_, method)| method),
        )
        .unwrap(),
        ..wish()
    };
    identity.begin_link(&actor, wish, None).await.unwrap()
}

const LINKED: &str = "select count(*) from auth.identities";

#[tokio::test]
async fn a_link_that_another_browser_brings_back_links_nobody() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let identity = with_provider(&world, google(&fake)).await;
    let attacker = world.session().await;
    fake.sign_in_as(FakeOidcUser::new("the-victim", "victim@mail.ru"));

    // Without PKCE: the victim's browser was sent to the provider by the attacker, and holds nothing or another's.
    for held in [None, Some("A".repeat(43))] {
        let mut back = visit(&begin_link(&identity, &attacker, false).await).await;
        back.browser = held;
        let finished = identity.finish_oauth(&back, &client()).await.unwrap();
        assert_eq!(
            finished.outcome.unwrap_err().code(),
            "auth.oauth_other_browser"
        );
        assert_eq!(world.count(LINKED).await, 0);
    }

    // With PKCE the victim's browser gets a code that only the attacker could use, who does not get it.
    let mut back = visit(&begin_link(&identity, &attacker, true).await).await;
    back.browser = None;
    let finished = identity.finish_oauth(&back, &client()).await.unwrap();
    let Ok(OAuthOutcome::Code(code)) = finished.outcome else {
        unreachable!("{:?}", finished.outcome)
    };
    let wrong = SecretString::from("x".repeat(43));
    let tried = identity.exchange_code(code, &wrong, &client()).await;
    assert_eq!(tried.unwrap_err().code(), "auth.code_verifier_wrong");
    assert_eq!(world.count(LINKED).await, 0);

    // Who asked has the verifier.
    let right = SecretString::from(crate::pkce::VERIFIER);
    let session = identity.exchange_code(code, &right, &client()).await;
    let session = session.unwrap();
    assert_eq!(session.user.id, attacker.user.id);
    assert_eq!(claims(bearer(&session))["amr"][0]["method"], "oauth");
    assert_eq!(world.count(LINKED).await, 1);

    // The owner of the account is told which account leads into it from now on, and when it does not any more.
    let named = "select count(*) from auth.letters where details ->> 'account' = 'google (victim@mail.ru)' and email = 'anna@mail.ru'";
    assert_eq!(world.letter_kinds().await, ["identity_linked"]);
    assert_eq!(world.count(named).await, 1);
    let actor = identity.authenticate(bearer(&session)).await.unwrap();
    let ways = identity.identities(actor.user_id).await.unwrap();
    let unlinked = identity.unlink_identity(&actor, ways[0].id, crate::mailbox::me());
    unlinked.await.unwrap();
    assert_eq!(
        world.letter_kinds().await,
        ["identity_linked", "identity_unlinked"]
    );
    assert_eq!(world.count(named).await, 2);
}

#[tokio::test]
async fn an_administrators_change_is_told_to_the_address_that_was_there() {
    let world = World::new().await;
    let user = world.user().await;
    let form = stoa_identity::UserForm {
        email: Some("thief@mail.ru".parse().unwrap()),
        password: Some(stoa_identity::GivenPassword::Clear(
            stoa_identity::NewPassword::for_demo(SecretString::from("a long enough phrase")),
        )),
        ..stoa_identity::UserForm::default()
    };
    let by = Origin::operator("test");
    let changed = world.identity.admin_update_user(user.id, &form, &by).await;
    assert_eq!(changed.unwrap().email.as_deref(), Some("thief@mail.ru"));
    let letters = world.letters().await;
    let told: Vec<_> = letters
        .iter()
        .map(|letter| (letter.kind.as_str(), letter.email.as_str()))
        .collect();
    assert_eq!(
        told,
        [("password_changed", EMAIL), ("email_changed", EMAIL)]
    );
}

#[tokio::test]
async fn a_link_ends_with_the_session_that_asked_for_it() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let identity = with_provider(&world, google(&fake)).await;
    let thief = world.session().await;
    let implicit = visit(&begin_link(&identity, &thief, false).await).await;
    let back = visit(&begin_link(&identity, &thief, true).await).await;
    let finished = identity.finish_oauth(&back, &client()).await.unwrap();
    let Ok(OAuthOutcome::Code(code)) = finished.outcome else {
        unreachable!("{:?}", finished.outcome)
    };
    world.arrange("delete from auth.sessions", &[]).await;
    let finished = identity.finish_oauth(&implicit, &client()).await.unwrap();
    assert_eq!(
        finished.outcome.unwrap_err().code(),
        "auth.oauth_state_unknown"
    );
    let right = SecretString::from(crate::pkce::VERIFIER);
    let late = identity.exchange_code(code, &right, &client()).await;
    assert_eq!(late.unwrap_err().code(), "auth.flow_not_found");
    assert_eq!(world.count(LINKED).await, 0);
}

#[tokio::test]
async fn somebody_anonymous_who_links_is_a_student_with_the_proved_address() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let now = stoa_core::Ambient::system().now();
    world.pass(now - world.ambient.now());
    let mut options = IdentityOptions {
        providers: vec![google(&fake)],
        ..options()
    };
    options.rules.anonymous = true;
    let identity = world.with(options).await;
    let me = crate::mailbox::me();
    let guest = identity.sign_in_anonymously(serde_json::Map::new(), me);
    let guest = guest.await.unwrap();
    let linked = async |begun: OAuthBegun| {
        let back = visit(&begun).await;
        identity
            .finish_oauth(&back, &client())
            .await
            .unwrap()
            .outcome
    };
    fake.sign_in_as(FakeOidcUser {
        email_verified: false,
        ..FakeOidcUser::new("guest", EMAIL)
    });
    let unproved = linked(begin_link(&identity, &guest, false).await).await;
    assert_eq!(
        unproved.unwrap_err().code(),
        "auth.provider_email_unverified"
    );
    world
        .user_with("taken@mail.ru", stoa_domain::RoleSet::EMPTY)
        .await;
    fake.sign_in_as(FakeOidcUser::new("guest", "taken@mail.ru"));
    let taken = linked(begin_link(&identity, &guest, false).await).await;
    assert_eq!(taken.unwrap_err().code(), "auth.email_taken");

    fake.sign_in_as(FakeOidcUser::new("guest", EMAIL));
    let Ok(OAuthOutcome::Session(session)) =
        linked(begin_link(&identity, &guest, false).await).await
    else {
        unreachable!("no session")
    };
    assert_eq!(session.user.id, guest.user.id);
    let said = claims(bearer(&session));
    assert_eq!(said["is_anonymous"], false);
    assert_eq!(said["email"], EMAIL);
    assert_eq!(
        said["app_metadata"]["roles"],
        serde_json::json!(["student"])
    );
    assert_eq!(said["app_metadata"]["provider"], "google");
    assert_eq!(
        said["app_metadata"]["providers"],
        serde_json::json!(["google"])
    );
}

#[tokio::test]
async fn an_address_that_was_accepted_without_proof_is_joined_by_nobody() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let identity = with_provider(&world, google(&fake)).await;
    let open = world
        .with(crate::sign_up::rules(|rules| rules.autoconfirm = true))
        .await;
    let squatter = crate::sign_up::sign_up(&open, EMAIL, "a long enough phrase").await;
    drop(squatter.unwrap());
    let error = sign_in(&identity).await.unwrap_err();
    assert_eq!(error.code(), "auth.email_unconfirmed");

    // The owner proves the address by a letter, and what the squatter had set up is gone.
    let request = stoa_identity::OtpRequest {
        email: EMAIL.parse().unwrap(),
        create: None,
    };
    let asked = world
        .identity
        .send_otp(request, crate::mailbox::plain(), crate::mailbox::me());
    asked.await.unwrap();
    let letter = world.receive("magic_link").await;
    let owner = crate::sign_up::verified(&world, "magiclink", letter.link()).await;
    assert_eq!(
        world.count("select count(*) from auth.credentials").await,
        0
    );
    let joined = sign_in(&identity).await.unwrap();
    assert_eq!(joined.user.id, owner.unwrap().user.id);
}

#[tokio::test]
async fn somebody_who_was_deleted_comes_back_as_somebody_new() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let identity = with_provider(&world, google(&fake)).await;
    let before = sign_in(&identity).await.unwrap().user.id;
    let email = EMAIL.parse().unwrap();
    let (plain, me) = (crate::mailbox::plain(), crate::mailbox::me());
    identity.recover(&email, plain, me).await.unwrap();
    world.receive("recovery").await;
    let by = Origin::operator("test");
    identity.admin_delete_user(before, true, &by).await.unwrap();
    let tokens = "select count(*) from auth.one_time_tokens";
    assert_eq!(world.count(tokens).await, 0, "they hold the address");
    assert_ne!(sign_in(&identity).await.unwrap().user.id, before);
}

#[tokio::test]
async fn of_eight_first_sign_ins_at_once_all_are_one_person() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let identity = with_provider(&world, google(&fake)).await;
    for (round, email) in ["first@mail.ru", EMAIL].into_iter().enumerate() {
        if email == EMAIL {
            // Here already, by a password: each of the eight wants to join the account.
            world.user().await;
        }
        let subject = format!("at-once-{round}");
        let own = json!({ "sub": subject, "email": email, "email_verified": true });
        let token = app_token(&world, &fake, &own);
        let tabs = futures::future::join_all((0..8).map(async |_| {
            let proof = id_token("google", &token, None);
            identity.sign_in_by_id_token(&proof, &client()).await
        }));
        let ids: Vec<_> = tabs
            .await
            .into_iter()
            .map(|tab| tab.unwrap().user.id)
            .collect();
        assert!(ids.iter().all(|id| *id == ids[0]), "{email}: {ids:?}");
        let linked = "select count(*) from auth.identities";
        assert_eq!(world.count(linked).await, i64::try_from(round).unwrap() + 1);
    }
}
