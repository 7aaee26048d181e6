use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::{Value, json};
use stoa_core::{ExposeSecret as _, Failure as _, Kind, ManualClock, SecretString};
use stoa_domain::{Role, RoleSet};
use stoa_identity::{
    AuthenticateError, GoTrueError, IdentityOptions, Origin, SignOutScope, TokenError,
};

use crate::world::{EMAIL, ISSUER, PASSWORD, World, bearer, claims, client, options};

async fn refused(world: &World, token: &str) -> (Kind, &'static str, &'static str) {
    let error = world.identity.authenticate(token).await.unwrap_err();
    let gotrue = GoTrueError::from(&error);
    assert_eq!(gotrue.status, 403);
    (error.kind(), error.code(), gotrue.code)
}

const GONE: (Kind, &str, &str) = (
    Kind::Unauthenticated,
    "auth.session_gone",
    "session_not_found",
);

#[tokio::test]
async fn a_sign_out_makes_token_cookie_and_refresh_useless_at_once() {
    let world = World::new().await;
    let session = world.session().await;
    let cookie = world.identity.page_cookie(session.id, session.aal);
    let actor = world.identity.authenticate(bearer(&session)).await.unwrap();
    assert_eq!(
        world
            .identity
            .authenticate_cookie(cookie.expose_secret())
            .await
            .unwrap(),
        actor
    );
    world
        .identity
        .sign_out(&actor, SignOutScope::Local, &client())
        .await
        .unwrap();
    assert_eq!(refused(&world, bearer(&session)).await, GONE);
    let by_cookie = world
        .identity
        .authenticate_cookie(cookie.expose_secret())
        .await;
    assert!(matches!(by_cookie, Err(AuthenticateError::SessionGone)));
    assert!(
        world
            .identity
            .refresh(&session.refresh_token, &client())
            .await
            .is_err()
    );
    world
        .identity
        .sign_out(&actor, SignOutScope::Local, &client())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_sign_out_ends_this_session_the_others_or_all() {
    let world = World::new().await;
    let mut sessions = vec![world.session().await];
    for _ in 0..3 {
        sessions.push(world.sign_in().await);
    }
    let alive = async || {
        let mut alive = Vec::new();
        for (number, session) in sessions.iter().enumerate() {
            if world.identity.authenticate(bearer(session)).await.is_ok() {
                alive.push(number);
            }
        }
        alive
    };
    assert_eq!(alive().await, [0, 1, 2, 3]);
    let actor = world
        .identity
        .authenticate(bearer(&sessions[1]))
        .await
        .unwrap();
    let other = world
        .identity
        .authenticate(bearer(&sessions[3]))
        .await
        .unwrap();
    world
        .identity
        .sign_out(&other, "local".parse().unwrap(), &client())
        .await
        .unwrap();
    assert_eq!(alive().await, [0, 1, 2]);
    world
        .identity
        .sign_out(&actor, "others".parse().unwrap(), &client())
        .await
        .unwrap();
    assert_eq!(alive().await, [1]);
    world
        .identity
        .sign_out(&actor, "global".parse().unwrap(), &client())
        .await
        .unwrap();
    assert_eq!(alive().await, [0; 0]);
    assert!("everywhere".parse::<SignOutScope>().is_err());
}

#[tokio::test]
async fn a_role_taken_away_is_gone_at_once_here_and_in_five_seconds_elsewhere() {
    let world = World::new().await;
    let session = world.session().await;
    let elsewhere = world.another_process().await;
    let user_id = session.user.id;
    world
        .identity
        .grant_role(user_id, Role::Admin, &Origin::system())
        .await
        .unwrap();
    let both = RoleSet::from([Role::Student, Role::Admin]);
    assert_eq!(
        world
            .identity
            .authenticate(bearer(&session))
            .await
            .unwrap()
            .roles,
        both
    );
    assert_eq!(
        elsewhere
            .authenticate(bearer(&session))
            .await
            .unwrap()
            .roles,
        both
    );
    assert!(
        world
            .identity
            .revoke_role(user_id, Role::Admin, &Origin::system())
            .await
            .unwrap()
    );
    assert!(
        !world
            .identity
            .authenticate(bearer(&session))
            .await
            .unwrap()
            .has(Role::Admin)
    );
    assert!(
        elsewhere
            .authenticate(bearer(&session))
            .await
            .unwrap()
            .has(Role::Admin)
    );
    world.pass(TimeDelta::seconds(5));
    assert!(
        !elsewhere
            .authenticate(bearer(&session))
            .await
            .unwrap()
            .has(Role::Admin)
    );
}

#[tokio::test]
async fn what_another_process_changed_is_read_anew_when_it_says_so() {
    let world = World::new().await;
    let session = world.session().await;
    let elsewhere = world.another_process().await;
    let is_alive = async || elsewhere.authenticate(bearer(&session)).await.is_ok();
    let actor = elsewhere.authenticate(bearer(&session)).await.unwrap();
    world
        .identity
        .sign_out(&actor, SignOutScope::Local, &client())
        .await
        .unwrap();
    assert!(is_alive().await);
    elsewhere.forget_user(actor.user_id);
    assert!(!is_alive().await);
}

#[tokio::test]
async fn the_token_of_a_banned_or_deleted_user_is_refused() {
    let world = World::new().await;
    let session = world.session().await;
    world
        .arrange("update auth.users set banned_until = '3000-01-01'", &[])
        .await;
    let banned = (Kind::Forbidden, "auth.user_banned", "user_banned");
    assert_eq!(refused(&world, bearer(&session)).await, banned);
    world
        .arrange(
            "update auth.users set banned_until = null, deleted_at = now()",
            &[],
        )
        .await;
    world.identity.forget_all();
    let gone = (Kind::Unauthenticated, "auth.user_gone", "user_not_found");
    assert_eq!(refused(&world, bearer(&session)).await, gone);
    world.arrange("delete from auth.users", &[]).await;
    world.identity.forget_session(session.id);
    assert_eq!(refused(&world, bearer(&session)).await, gone);
}

#[tokio::test]
async fn a_token_expires_by_our_clock_also_when_it_was_seen_before() {
    let world = World::new().await;
    let session = world.session().await;
    world.pass(TimeDelta::seconds(3659));
    assert!(world.identity.authenticate(bearer(&session)).await.is_ok());
    world.pass(TimeDelta::seconds(1));
    let expired = (Kind::Unauthenticated, "auth.token_expired", "bad_jwt");
    assert_eq!(refused(&world, bearer(&session)).await, expired);
    let fresh = world.another_process().await;
    let error = fresh.authenticate(bearer(&session)).await.unwrap_err();
    assert_eq!(error.code(), "auth.token_expired");
}

#[tokio::test]
async fn two_processes_a_minute_apart_serve_one_session_and_the_difference_is_told() {
    let world = World::new().await;
    world.user().await;
    let ours = &world.identity;
    for seconds in [60, -60] {
        let theirs = world.ambient.now() + TimeDelta::seconds(seconds);
        let theirs = world.by_clock(Arc::new(ManualClock::at(theirs))).await;
        let password = SecretString::from(PASSWORD);
        let session = theirs.sign_in(EMAIL, &password, &client()).await.unwrap();
        assert!(
            ours.authenticate(bearer(&session)).await.is_ok(),
            "{seconds}"
        );
        // Rotated here, and asked for there with the parent: the same token, and nobody is signed out.
        let child = ours.refresh(&session.refresh_token, &client()).await;
        let child = child.unwrap();
        let again = theirs.refresh(&session.refresh_token, &client()).await;
        assert_eq!(
            again.unwrap().refresh_token.expose_secret(),
            child.refresh_token.expose_secret(),
            "{seconds}"
        );
        assert!(
            theirs.authenticate(bearer(&child)).await.is_ok(),
            "{seconds}"
        );
        // Whoever reads a token from the future says so.
        let told = if seconds > 0 { ours } else { &theirs }.clocks_ahead();
        let told: Vec<_> = told
            .iter()
            .map(|one| (one.issuer.as_str(), one.ahead_seconds))
            .collect();
        assert_eq!(told, [(ISSUER, 60)], "{seconds}");
        let actor = ours.authenticate(bearer(&child)).await.unwrap();
        let out = ours.sign_out(&actor, SignOutScope::Global, &client()).await;
        out.unwrap();
        let gone = theirs.refresh(&child.refresh_token, &client()).await;
        assert!(gone.is_err(), "{seconds}");
    }
}

#[tokio::test]
async fn a_page_session_ends_after_thirty_days_without_use() {
    let world = World::new().await;
    let session = world.session().await;
    let cookie = world.identity.page_cookie(session.id, session.aal);
    for _ in 0..3 {
        world.pass(TimeDelta::days(29));
        world
            .identity
            .authenticate_cookie(cookie.expose_secret())
            .await
            .unwrap();
    }
    world.pass(TimeDelta::days(30));
    let error = world
        .identity
        .authenticate_cookie(cookie.expose_secret())
        .await
        .unwrap_err();
    assert_eq!(error.code(), "auth.session_gone");
    let forged = world
        .identity
        .authenticate_cookie("AAAA")
        .await
        .unwrap_err();
    assert_eq!(forged.code(), "auth.session_gone");
}

/// The platform's own key, private part included.
async fn exported(world: &World) -> SecretString {
    let by = Origin::system();
    world.identity.export_private_jwk(&by).await.unwrap()
}

/// Signs claims with the platform's own exported key, as only an attacker who has it could.
fn forge(jwk: &SecretString, claims: &Value) -> String {
    use jsonwebtoken::{Algorithm, EncodingKey, Header};
    let jwk: Value = serde_json::from_str(jwk.expose_secret()).unwrap();
    let header = Header {
        kid: jwk["kid"].as_str().map(str::to_owned),
        ..Header::new(Algorithm::ES256)
    };
    jsonwebtoken::encode(&header, claims, &EncodingKey::from_ec_der(&pkcs8(&jwk))).unwrap()
}

fn pkcs8(jwk: &Value) -> Vec<u8> {
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
    use base64::Engine as _;
    let part = |name: &str| {
        base64::engine::general_purpose::URL_SAFE_NO_PAD
            .decode(jwk[name].as_str().unwrap())
            .unwrap()
    };
    let public = [vec![4], part("x"), part("y")].concat();
    let pair = EcdsaKeyPair::from_private_key_and_public_key(
        &ECDSA_P256_SHA256_FIXED_SIGNING,
        &part("d"),
        &public,
    )
    .unwrap();
    pair.to_pkcs8v1().unwrap().as_ref().to_vec()
}

#[tokio::test]
async fn a_forged_token_fails_at_the_claim_that_is_wrong() {
    let world = World::new().await;
    let jwk = exported(&world).await;
    let session = world.session().await;
    let honest = claims(bearer(&session));
    assert!(
        world
            .identity
            .authenticate(&forge(&jwk, &honest))
            .await
            .is_ok()
    );
    let mut no_sub = honest.clone();
    no_sub.as_object_mut().unwrap().remove("sub");
    let missing = (Kind::Unauthenticated, "auth.token_sub_missing", "bad_jwt");
    assert_eq!(refused(&world, &forge(&jwk, &no_sub)).await, missing);
    let with = |name: &str, value: Value| {
        let mut claims = honest.clone();
        claims[name] = value;
        forge(&jwk, &claims)
    };
    let mismatch = world
        .identity
        .authenticate(&with("iss", json!("https://evil.test")))
        .await
        .unwrap_err();
    assert_eq!(
        (mismatch.kind(), mismatch.code()),
        (Kind::Forbidden, "auth.issuer_mismatch")
    );
    assert!(mismatch.public().contains("https://evil.test") && mismatch.public().contains(ISSUER));
    let other = world.user_with("other@mail.ru", RoleSet::EMPTY).await;
    assert_eq!(refused(&world, &with("sub", json!(other.id))).await, GONE);
    assert_eq!(
        refused(&world, &with("session_id", json!(other.id))).await,
        GONE
    );
    let invalid = (Kind::Unauthenticated, "auth.token_invalid", "bad_jwt");
    assert_eq!(refused(&world, &with("aud", json!("anon"))).await, invalid);
    assert_eq!(refused(&world, "none.of.this").await, invalid);
}

#[tokio::test]
async fn roles_in_a_token_are_not_believed() {
    let world = World::new().await;
    let jwk = exported(&world).await;
    let session = world.session().await;
    let mut claims = claims(bearer(&session));
    claims["app_metadata"]["roles"] = json!(["admin"]);
    claims["role"] = json!("service_role");
    let actor = world
        .identity
        .authenticate(&forge(&jwk, &claims))
        .await
        .unwrap();
    assert_eq!(actor.roles, [Role::Student].into());
}

#[tokio::test]
async fn an_api_key_is_not_a_user() {
    let world = World::new().await;
    let shown = world.identity.keys_show().unwrap();
    for key in [&shown.anon, &shown.service_role] {
        let error = world
            .identity
            .authenticate(key.expose_secret())
            .await
            .unwrap_err();
        assert!(matches!(
            &error,
            AuthenticateError::Token(TokenError::SubMissing { role: Some(_) })
        ));
        assert_eq!(error.code(), "auth.token_sub_missing");
        let gotrue = GoTrueError::from(&error);
        assert_eq!((gotrue.status, gotrue.code), (403, "bad_jwt"));
        assert!(gotrue.message.contains("missing sub claim"));
    }
}

#[tokio::test]
async fn tokens_of_a_former_address_are_accepted_by_name() {
    let world = World::new().await;
    let session = world.session().await;
    let moved = IdentityOptions {
        issuer: "https://new.test/auth/v1".to_owned(),
        ..options()
    };
    let strict = world.with(moved.clone()).await;
    let error = strict.authenticate(bearer(&session)).await.unwrap_err();
    assert_eq!(error.code(), "auth.issuer_mismatch");
    let lenient = world
        .with(IdentityOptions {
            also_accepted: vec![ISSUER.to_owned()],
            ..moved
        })
        .await;
    assert!(lenient.authenticate(bearer(&session)).await.is_ok());
    assert!(
        lenient
            .refresh(&session.refresh_token, &client())
            .await
            .is_ok()
    );
    let secret = SecretString::from("not a token");
    assert!(lenient.refresh(&secret, &client()).await.is_err());
}
