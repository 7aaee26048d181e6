use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::{Map, json};
use stoa_core::{Failure as _, SecretString};
use stoa_identity::{
    Actor, GoTrueError, Onward, UpdateUserError, User, UserChange, Verified, VerifyError,
    purposes_of_type,
};

use crate::mailbox::{me, plain};
use crate::sign_up::{NEW, PHRASE, map, rules, verified};
use crate::world::{EMAIL, PASSWORD, World, bearer};

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

async fn actor(world: &World) -> Arc<Actor> {
    let session = world.session().await;
    world.identity.authenticate(bearer(&session)).await.unwrap()
}

async fn change(world: &World, actor: &Actor, change: UserChange) -> Result<User, UpdateUserError> {
    world
        .identity
        .update_user(actor, change, plain(), me())
        .await
}

fn code(error: &UpdateUserError) -> (u16, &'static str) {
    let error = GoTrueError::from(error);
    (error.status, error.code)
}

fn password(text: &str) -> UserChange {
    UserChange {
        password: Some(secret(text)),
        ..UserChange::default()
    }
}

fn email(text: &str) -> UserChange {
    UserChange {
        email: Some(text.parse().unwrap()),
        ..UserChange::default()
    }
}

#[tokio::test]
async fn data_is_laid_over_and_never_grows_without_end() {
    let world = World::new().await;
    let actor = actor(&world).await;
    let data = |value| UserChange {
        data: Some(map(value)),
        ..UserChange::default()
    };
    change(&world, &actor, data(json!({ "a": 1, "b": 2 })))
        .await
        .unwrap();
    let user = change(&world, &actor, data(json!({ "b": null, "c": [3] })))
        .await
        .unwrap();
    assert_eq!(user.user_metadata, json!({ "a": 1, "c": [3] }));
    for bad in [json!({ "x": "y".repeat(5000) }), json!({ "x": "\0" })] {
        let error = change(&world, &actor, data(bad)).await.unwrap_err();
        assert_eq!(code(&error), (400, "validation_failed"));
    }
    let same = change(&world, &actor, UserChange::default()).await.unwrap();
    assert_eq!(same.user_metadata, json!({ "a": 1, "c": [3] }));
}

#[tokio::test]
async fn another_password_ends_other_sessions_and_every_link() {
    let world = World::new().await;
    let other = world.session().await;
    let session = world.sign_in().await;
    let actor = world.identity.authenticate(bearer(&session)).await.unwrap();
    let address = EMAIL.parse().unwrap();
    world
        .identity
        .recover(&address, plain(), me())
        .await
        .unwrap();
    let letter = world.receive("recovery").await;

    change(&world, &actor, password(PHRASE)).await.unwrap();
    assert!(world.identity.authenticate(bearer(&session)).await.is_ok());
    assert!(world.identity.authenticate(bearer(&other)).await.is_err());
    let link = verified(&world, "recovery", letter.link()).await;
    assert!(matches!(link, Err(VerifyError::Invalid)));
    let old = SecretString::from(PASSWORD);
    assert!(world.identity.sign_in(EMAIL, &old, me()).await.is_err());
    let new = SecretString::from(PHRASE);
    world.identity.sign_in(EMAIL, &new, me()).await.unwrap();
    assert_eq!(
        world.letter_kinds().await.last().unwrap(),
        "password_changed"
    );
}

#[tokio::test]
async fn each_rule_of_a_new_password_has_its_code() {
    let world = World::new().await;
    let actor = actor(&world).await;
    let with = |new: &str, current: Option<&str>, nonce: Option<&str>| UserChange {
        current_password: current.map(secret),
        nonce: nonce.map(secret),
        ..password(new)
    };
    for (wanted, want) in [
        (with(PASSWORD, None, None), (422, "same_password")),
        (with("short", None, None), (422, "weak_password")),
        (
            with(PHRASE, Some("wrong"), None),
            (400, "current_password_invalid"),
        ),
        (
            with(PHRASE, None, Some("000000")),
            (422, "reauthentication_not_valid"),
        ),
    ] {
        let error = change(&world, &actor, wanted).await.unwrap_err();
        assert_eq!(code(&error), want);
    }
    world.sign_in().await;
}

#[tokio::test]
async fn a_sign_in_of_yesterday_needs_a_proof_for_a_new_password() {
    let world = World::new().await;
    let actor = actor(&world).await;
    world.pass(TimeDelta::hours(24));
    let error = change(&world, &actor, password(PHRASE)).await.unwrap_err();
    assert_eq!(code(&error), (400, "reauthentication_needed"));
    world.identity.reauthenticate(&actor, me()).await.unwrap();
    let nonce = world.receive("reauthentication").await;
    let with_nonce = UserChange {
        nonce: Some(nonce.digits().clone()),
        ..password(PHRASE)
    };
    change(&world, &actor, with_nonce).await.unwrap();
    let used = UserChange {
        nonce: Some(nonce.digits().clone()),
        ..password("another quiet phrase")
    };
    let error = change(&world, &actor, used).await.unwrap_err();
    assert_eq!(code(&error), (422, "reauthentication_not_valid"), "once");
    let with_current = UserChange {
        current_password: Some(secret(PHRASE)),
        ..password("another quiet phrase")
    };
    change(&world, &actor, with_current).await.unwrap();
}

#[tokio::test]
async fn a_recovery_of_yesterday_sets_no_password_without_a_proof() {
    let world = World::new().await;
    world.user().await;
    let address = EMAIL.parse().unwrap();
    let asked = world.identity.recover(&address, plain(), me());
    asked.await.unwrap();
    let letter = world.receive("recovery").await;
    let session = verified(&world, "recovery", letter.link()).await.unwrap();
    let actor = world.identity.authenticate(bearer(&session)).await.unwrap();
    assert!(!world.identity.asks_present_password(&actor).await.unwrap());
    world.pass(TimeDelta::hours(24));
    assert!(world.identity.asks_present_password(&actor).await.unwrap());
    let error = change(&world, &actor, password(PHRASE)).await.unwrap_err();
    assert_eq!(code(&error), (400, "reauthentication_needed"));
    let with_current = UserChange {
        current_password: Some(secret(PASSWORD)),
        ..password(PHRASE)
    };
    change(&world, &actor, with_current).await.unwrap();
}

#[tokio::test]
async fn whoever_guesses_the_present_password_is_noted() {
    let world = World::new().await;
    let actor = actor(&world).await;
    change(&world, &actor, password(PASSWORD))
        .await
        .unwrap_err();
    let noted = "select count(*) from auth.audit_events
        where action = 'password.refused' and details ->> 'reason' = 'same_password'";
    assert_eq!(world.count(noted).await, 1);
}

#[tokio::test]
async fn a_letter_that_waits_agrees_to_no_other_wish_than_its_own() {
    let world = World::new().await;
    let actor = actor(&world).await;
    change(&world, &actor, email("first@mail.ru"))
        .await
        .unwrap();
    change(&world, &actor, email("second@mail.ru"))
        .await
        .unwrap();
    let waiting = "select count(*) from auth.letters where state = 'waiting'";
    assert_eq!(world.count(waiting).await, 2, "one to each mailbox");
    let former = "select count(*) from auth.letters where state = 'dropped'";
    assert_eq!(world.count(former).await, 2);
}

#[tokio::test]
async fn a_session_that_has_just_ended_changes_nothing() {
    let world = World::new().await;
    let actor = actor(&world).await;
    world.arrange("delete from auth.sessions", &[]).await;
    let error = change(&world, &actor, password(PHRASE)).await.unwrap_err();
    assert_eq!(code(&error), (403, "session_not_found"));
    world.sign_in().await;
}

#[tokio::test]
async fn who_has_a_second_factor_changes_no_credential_without_it() {
    let world = World::new().await;
    let actor = actor(&world).await;
    let sql = "insert into auth.factors (id, user_id, kind, status, secret, wrong_tries, created_at, updated_at)
        values (gen_random_uuid(), $1, 'totp', 'verified', '\\x00', 0, now(), now())";
    world.arrange(sql, &[&actor.user_id.0]).await;
    for wanted in [password(PHRASE), email(NEW)] {
        let error = change(&world, &actor, wanted).await.unwrap_err();
        assert_eq!(code(&error), (401, "insufficient_aal"));
    }
    let data = UserChange {
        data: Some(map(json!({ "a": 1 }))),
        ..UserChange::default()
    };
    change(&world, &actor, data).await.unwrap();
    let proved = world.sign_in().await;
    world
        .arrange("update auth.sessions set aal = 'aal2'", &[])
        .await;
    world.identity.forget_all();
    let actor = world.identity.authenticate(bearer(&proved)).await.unwrap();
    // As with the token that the proof of the factor gives.
    let actor = stoa_identity::Actor {
        aal: stoa_identity::Aal::Aal2,
        ..stoa_identity::Actor::clone(&actor)
    };
    change(&world, &actor, password(PHRASE)).await.unwrap();
}

#[tokio::test]
async fn another_address_needs_both_mailboxes() {
    let world = World::new().await;
    let actor = actor(&world).await;
    let user = change(&world, &actor, email(NEW)).await.unwrap();
    assert_eq!(
        (user.email.as_deref(), user.new_email.as_deref()),
        (Some(EMAIL), Some(NEW))
    );
    assert_eq!(
        world.letter_kinds().await,
        ["email_change_current", "email_change_new"]
    );
    let (current, new) = (
        world.receive("email_change_current").await,
        world.receive("email_change_new").await,
    );
    assert_eq!(
        (current.asked.email.as_str(), new.asked.email.as_str()),
        (EMAIL, NEW)
    );
    let purposes = purposes_of_type("email_change").unwrap();
    let half = world
        .identity
        .verify_proof(purposes, new.link(), Onward::Session, me());
    assert!(matches!(half.await.unwrap(), Verified::HalfOfTwo));
    assert_eq!(
        world.identity.user(&actor).await.unwrap().email.as_deref(),
        Some(EMAIL)
    );
    let session = verified(&world, "email_change", current.code())
        .await
        .unwrap();
    assert_eq!(session.user.email.as_deref(), Some(NEW));
    assert_eq!(session.user.new_email, None);
    assert_eq!(world.letter_kinds().await.last().unwrap(), "email_changed");
    let secret = SecretString::from(PASSWORD);
    world.identity.sign_in(NEW, &secret, me()).await.unwrap();
    let actor = world.identity.authenticate(bearer(&session)).await.unwrap();
    assert_eq!(actor.email.as_deref(), Some(NEW));
}

#[tokio::test]
async fn a_client_with_pkce_gets_its_code_for_the_other_address() {
    let world = World::new().await;
    let actor = actor(&world).await;
    let changed = world
        .identity
        .update_user(&actor, email(NEW), crate::pkce::wish(), me());
    changed.await.unwrap();
    let (current, new) = (
        world.receive("email_change_current").await,
        world.receive("email_change_new").await,
    );
    let purposes = purposes_of_type("email_change").unwrap();
    let open = async |proof| {
        let opened = world
            .identity
            .verify_proof(purposes, proof, Onward::Client, me());
        opened.await.unwrap()
    };
    assert!(matches!(open(current.link()).await, Verified::HalfOfTwo));
    let Verified::Code(code) = open(new.link()).await else {
        panic!("no code")
    };
    let verifier = SecretString::from(crate::pkce::VERIFIER);
    let session = world.identity.exchange_code(code, &verifier, me());
    assert_eq!(session.await.unwrap().user.email.as_deref(), Some(NEW));
}

#[tokio::test]
async fn another_address_leaves_the_other_ways_to_sign_in_named() {
    let world = World::new().await;
    let actor = actor(&world).await;
    let google =
        r#"update auth.users set app_metadata = '{"provider": "google", "providers": ["google"]}'"#;
    world.arrange(google, &[]).await;
    change(&world, &actor, email(NEW)).await.unwrap();
    let purposes = purposes_of_type("email_change").unwrap();
    for kind in ["email_change_current", "email_change_new"] {
        let letter = world.receive(kind).await;
        let opened = world
            .identity
            .verify_proof(purposes, letter.link(), Onward::Session, me());
        opened.await.unwrap();
    }
    let user = world.identity.user(&actor).await.unwrap();
    assert_eq!(user.email.as_deref(), Some(NEW));
    assert_eq!(
        user.app_metadata,
        serde_json::json!({ "provider": "google", "providers": ["google", "email"] })
    );
}

#[tokio::test]
async fn a_letter_agrees_to_the_address_it_names_and_to_no_later_wish() {
    let world = World::new().await;
    let actor = actor(&world).await;
    change(&world, &actor, email(NEW)).await.unwrap();
    let (current, new) = (
        world.receive("email_change_current").await,
        world.receive("email_change_new").await,
    );
    change(&world, &actor, email("evil@mail.ru")).await.unwrap();
    for letter in [&current, &new] {
        let purposes = purposes_of_type("email_change").unwrap();
        let outcome = world
            .identity
            .verify_proof(purposes, letter.link(), Onward::Session, me());
        assert!(matches!(outcome.await, Err(VerifyError::Invalid)));
    }
}

#[tokio::test]
async fn an_address_that_somebody_has_or_takes_meanwhile_is_refused() {
    let world = World::new().await;
    let actor = actor(&world).await;
    world
        .user_with("taken@mail.ru", [].into_iter().collect())
        .await;
    let error = change(&world, &actor, email("taken@mail.ru"))
        .await
        .unwrap_err();
    assert_eq!(code(&error), (422, "email_exists"));
    let one = world
        .with(rules(|rules| rules.double_email_change = false))
        .await;
    one.update_user(&actor, email(NEW), plain(), me())
        .await
        .unwrap();
    let letter = world.receive("email_change_new").await;
    world.user_with(NEW, [].into_iter().collect()).await;
    let purposes = purposes_of_type("email_change").unwrap();
    let late = one.verify_proof(purposes, letter.link(), Onward::Session, me());
    let late = late.await.unwrap_err();
    assert_eq!(GoTrueError::from(&late).code, "email_exists");
}

#[tokio::test]
async fn somebody_anonymous_becomes_somebody_and_keeps_the_account() {
    let world = World::new().await;
    let open = world.with(rules(|rules| rules.anonymous = true)).await;
    let session = open
        .sign_in_anonymously(map(json!({ "name": "Гость" })), me())
        .await
        .unwrap();
    assert!(session.user.is_anonymous);
    let token = crate::world::claims(bearer(&session));
    assert_eq!(token["is_anonymous"], true);
    assert_eq!(token["amr"][0]["method"], "anonymous");
    let actor = open.authenticate(bearer(&session)).await.unwrap();
    let early = open.update_user(&actor, password(PHRASE), plain(), me());
    assert_eq!(code(&early.await.unwrap_err()), (422, "validation_failed"));

    let both = UserChange {
        password: Some(secret(PHRASE)),
        ..email(NEW)
    };
    let user = open.update_user(&actor, both, plain(), me()).await.unwrap();
    assert!(user.is_anonymous && user.new_email.as_deref() == Some(NEW));
    let letter = world.receive("email_change_new").await;
    let later = verified(&world, "email_change", letter.link())
        .await
        .unwrap();
    assert_eq!(later.user.id, session.user.id);
    assert!(!later.user.is_anonymous && later.user.email_proof.usable_since().is_some());
    let phrase = SecretString::from(PHRASE);
    open.sign_in(NEW, &phrase, me()).await.unwrap();
    let sql = "select count(*) from public.profiles where name = 'Гость'";
    assert_eq!(world.count(sql).await, 1);
}

#[tokio::test]
async fn without_letters_somebody_anonymous_becomes_somebody_at_once() {
    let world = World::new().await;
    let open = world
        .with(rules(|rules| {
            rules.anonymous = true;
            rules.autoconfirm = true;
        }))
        .await;
    let session = open.sign_in_anonymously(Map::new(), me()).await.unwrap();
    let actor = open.authenticate(bearer(&session)).await.unwrap();
    world.user().await;
    let taken = open.update_user(&actor, email(EMAIL), plain(), me());
    assert_eq!(taken.await.unwrap_err().code(), "auth.email_taken");
    let user = open
        .update_user(&actor, email(NEW), plain(), me())
        .await
        .unwrap();
    assert_eq!(user.email.as_deref(), Some(NEW));
    assert!(!user.is_anonymous);
}
