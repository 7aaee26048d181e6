//! Rotation of the key for tokens, with a clock that is moved by hand.

use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::Value;
use stoa_core::{ExposeSecret as _, Failure as _, KeyId, ManualClock, SecretString};
use stoa_identity::{Identity, KeyState, RotateWhen};
use uuid::Uuid;

use crate::world::{EMAIL, PASSWORD, World, bearer, client, part};

fn names(jwks: &Value) -> Vec<String> {
    let keys = jwks["keys"].as_array().unwrap();
    keys.iter()
        .map(|key| key["kid"].as_str().unwrap().to_owned())
        .collect()
}

fn signer(token: &str) -> String {
    part(token, 0)["kid"].as_str().unwrap().to_owned()
}

/// The key for tokens in this state.
async fn key(identity: &Identity, state: KeyState) -> KeyId {
    let keys = identity.list_keys().await.unwrap();
    let found = keys
        .iter()
        .find(|key| key.state == state && key.purpose == "token");
    found.unwrap().id
}

#[tokio::test]
async fn the_next_key_is_published_ten_minutes_before_it_signs_and_the_last_verifies_until_its_tokens_end()
 {
    let world = World::new().await;
    let (here, there) = (&world.identity, world.another_process().await);
    let old = world.session().await;
    let api_keys = here.keys_show().unwrap();
    let next = here.rotate_keys(RotateWhen::Announced).await.unwrap();
    assert_eq!(next.state, KeyState::Next);
    assert_eq!(
        next.signs_from - world.ambient.now(),
        TimeDelta::minutes(10)
    );
    assert!(there.reload_keys().await.unwrap());
    assert!(!there.reload_keys().await.unwrap(), "nothing changed since");
    assert_eq!(names(&there.jwks()), names(&here.jwks()));
    assert!(names(&there.jwks()).contains(&next.id.to_string()));

    // One second before its time the old key still signs, in both processes.
    world.pass(TimeDelta::seconds(599));
    assert_eq!(signer(bearer(&world.sign_in().await)), signer(bearer(&old)));
    world.pass(TimeDelta::seconds(1));
    // No process has looked at the database since: the clock alone decides.
    let new = world.sign_in().await;
    assert_eq!(signer(bearer(&new)), next.id.to_string());
    assert!(there.authenticate(bearer(&new)).await.is_ok());
    assert!(there.authenticate(bearer(&old)).await.is_ok());
    assert!(here.reload_keys().await.unwrap() && there.reload_keys().await.unwrap());
    let last = key(here, KeyState::Verifying).await;
    assert_eq!(signer(bearer(&old)), last.to_string());

    // The last token that the old key signed lives its hour.
    world.pass(TimeDelta::minutes(51));
    assert!(names(&here.jwks()).contains(&last.to_string()));
    world.pass(TimeDelta::minutes(20));
    assert!(!names(&here.jwks()).contains(&last.to_string()));
    assert!(!names(&there.jwks()).contains(&last.to_string()));
    assert!(!names(&world.another_process().await.jwks()).contains(&last.to_string()));

    let after = here.keys_show().unwrap();
    assert_eq!(after.anon.expose_secret(), api_keys.anon.expose_secret());
    assert!(
        there
            .api_role(api_keys.service_role.expose_secret())
            .is_ok()
    );
}

#[tokio::test]
async fn a_process_whose_clock_is_slow_signs_with_the_key_that_the_others_have_changed_to() {
    let world = World::new().await;
    world.user().await;
    let next = world.identity.rotate_keys(RotateWhen::Announced).await;
    let next = next.unwrap();
    world.pass(TimeDelta::minutes(10));
    world.identity.reload_keys().await.unwrap();
    let slow = world.ambient.now() - TimeDelta::minutes(1);
    let slow = world.by_clock(Arc::new(ManualClock::at(slow))).await;
    let password = SecretString::from(PASSWORD);
    let session = slow.sign_in(EMAIL, &password, &client()).await.unwrap();
    assert_eq!(signer(bearer(&session)), next.id.to_string());
    assert!(world.identity.authenticate(bearer(&session)).await.is_ok());
}

#[tokio::test]
async fn a_rotation_signs_nobody_out() {
    let world = World::new().await;
    let session = world.session().await;
    let cookie = world.identity.page_cookie(session.id, session.aal);
    world
        .identity
        .rotate_keys(RotateWhen::AtOnce)
        .await
        .unwrap();
    assert!(world.identity.authenticate(bearer(&session)).await.is_ok());
    let cookie = cookie.expose_secret();
    assert!(world.identity.authenticate_cookie(cookie).await.is_ok());
    world.pass(TimeDelta::hours(3));
    let refreshed = world
        .identity
        .refresh(&session.refresh_token, &client())
        .await
        .unwrap();
    assert_ne!(signer(bearer(&refreshed)), signer(bearer(&session)));
    assert!(
        world
            .identity
            .authenticate(bearer(&refreshed))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_process_that_missed_a_rotation_looks_again_when_it_meets_the_new_key() {
    let world = World::new().await;
    let there = world.another_process().await;
    world.user().await;
    world
        .identity
        .rotate_keys(RotateWhen::AtOnce)
        .await
        .unwrap();
    let session = world.sign_in().await;
    assert!(there.verify(bearer(&session)).is_err());
    assert!(there.authenticate(bearer(&session)).await.is_ok());
}

#[tokio::test]
async fn an_unsafe_key_is_replaced_at_once_retired_and_restored() {
    let world = World::new().await;
    let session = world.session().await;
    let identity = &world.identity;
    let unsafe_key = key(identity, KeyState::Signing).await;
    let refused = identity.retire_key(unsafe_key).await.unwrap_err();
    assert_eq!(refused.code(), "keys.signing");
    identity.rotate_keys(RotateWhen::AtOnce).await.unwrap();
    assert!(identity.authenticate(bearer(&session)).await.is_ok());

    let retired = identity.retire_key(unsafe_key).await.unwrap();
    assert_eq!(retired.state, KeyState::Retired);
    let refused = identity.authenticate(bearer(&session)).await.unwrap_err();
    assert_eq!(refused.code(), "auth.token_invalid");
    assert!(
        identity
            .refresh(&session.refresh_token, &client())
            .await
            .is_ok()
    );
    let refused = identity.retire_key(unsafe_key).await.unwrap_err();
    assert_eq!(refused.code(), "keys.retired_already");

    let restored = identity.restore_key(unsafe_key).await.unwrap();
    assert_eq!(restored.state, KeyState::Verifying);
    assert!(identity.authenticate(bearer(&session)).await.is_ok());
    assert_ne!(key(identity, KeyState::Signing).await, unsafe_key);
}

#[tokio::test]
async fn what_cannot_be_changed_is_refused_with_its_reason() {
    let world = World::new().await;
    let identity = &world.identity;
    let next = identity.rotate_keys(RotateWhen::Announced).await.unwrap();
    let pending = identity.rotate_keys(RotateWhen::AtOnce).await.unwrap_err();
    assert_eq!(pending.code(), "keys.rotation_pending");
    assert!(pending.to_string().contains(&next.id.to_string()));

    // The next key can be taken back, and then another is made.
    identity.retire_key(next.id).await.unwrap();
    world.pass(TimeDelta::minutes(11));
    assert_ne!(key(identity, KeyState::Signing).await, next.id);
    identity.rotate_keys(RotateWhen::Announced).await.unwrap();

    let keys = identity.list_keys().await.unwrap();
    let api = keys.iter().find(|key| key.purpose == "api").unwrap().id;
    let signing = key(identity, KeyState::Signing).await;
    let unknown = KeyId(Uuid::from_u128(7));
    for (outcome, code) in [
        (identity.retire_key(api).await, "keys.of_api_keys"),
        (identity.retire_key(unknown).await, "keys.not_found"),
        (identity.restore_key(unknown).await, "keys.not_found"),
        (identity.restore_key(signing).await, "keys.not_retired"),
    ] {
        assert_eq!(outcome.unwrap_err().code(), code);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_rotations_at_the_same_moment_one_is_done() {
    let world = World::new().await;
    let there = world.another_process().await;
    let (one, two) = futures::join!(
        world.identity.rotate_keys(RotateWhen::Announced),
        there.rotate_keys(RotateWhen::Announced)
    );
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
    world.pass(TimeDelta::minutes(10));
    let (one, two) = futures::join!(world.identity.list_keys(), there.list_keys());
    assert_eq!(one.unwrap(), two.unwrap());
    let signing =
        "select count(*) from auth.signing_keys where purpose = 'token' and state = 'active'";
    assert_eq!(world.count(signing).await, 1);
}
