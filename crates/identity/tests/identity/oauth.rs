//! Signing in at a provider, with a provider that can be wrong in every way.

use std::collections::HashMap;

use chrono::TimeDelta;
use stoa_connect::{HttpOptions, http_client};
use stoa_core::{ExposeSecret as _, Failure as _, SecretString, UserId};
use stoa_domain::Email;
use stoa_identity::{
    CodeChallenge, GoTrueError, Identity, IdentityOptions, NewUser, OAuthBegun, OAuthError,
    OAuthFinished, OAuthOutcome, OAuthReturn, OAuthWish, Origin, ProviderOptions, Session,
};
use stoa_testkit::fakes::{
    Fault,
    oidc::{FakeOidc, FakeOidcUser, IdTokenFault},
};
use url::Url;
use uuid::Uuid;

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
    world.arrange("delete from auth.credentials", &[]).await;
    let error = identity
        .unlink_identity(&actor, ways[0].id, &client())
        .await
        .unwrap_err();
    assert_eq!(error.code(), "auth.identity_last");
    fake.sign_in_as(FakeOidcUser::new("a-second-name", "second@mail.ru"));
    whole_way(&identity, &linking(user.id))
        .await
        .outcome
        .unwrap();
    identity
        .unlink_identity(&actor, ways[0].id, &client())
        .await
        .unwrap();
    assert_eq!(identity.identities(user.id).await.unwrap().len(), 1);
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
            .sign_in_by_id_token("google", &token, nonce, &app)
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
    let unknown = identity
        .sign_in_by_id_token("apple", &token("x", None), None, &app)
        .await;
    assert_eq!(unknown.unwrap_err().code(), "auth.provider_unknown");
}
