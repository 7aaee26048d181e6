use std::sync::LazyLock;

use chrono::TimeDelta;
use stoa_core::SecretString;
use stoa_identity::{
    CodeChallenge, ExchangeError, GivenPassword, GoTrueError, LinkWish, NewPassword, Onward,
    Origin, UserForm, Verified, purposes_of_type,
};
use uuid::Uuid;

use crate::mailbox::me;
use crate::world::{EMAIL, World, bearer, claims};

// The example of RFC 7636, appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub(crate) fn wish() -> &'static LinkWish {
    static WISH: LazyLock<LinkWish> = LazyLock::new(|| LinkWish {
        challenge: CodeChallenge::read(Some(CHALLENGE), Some("s256")).unwrap(),
        ..LinkWish::default()
    });
    &WISH
}

/// The code that the opened link of a recovery gives to its client.
async fn code(world: &World) -> Uuid {
    let email = EMAIL.parse().unwrap();
    world.identity.recover(&email, wish(), me()).await.unwrap();
    opened(world).await
}

/// The same for the letter that was asked for last.
async fn opened(world: &World) -> Uuid {
    let letter = world.receive("recovery").await;
    assert!(letter.token().starts_with("pkce_"));
    let purposes = purposes_of_type("recovery").unwrap();
    let opened = world
        .identity
        .verify_proof(purposes, letter.link(), Onward::Client, me());
    match opened.await.unwrap() {
        Verified::Code(code) => code,
        other => panic!("{other:?}"),
    }
}

async fn exchange(world: &World, code: Uuid, verifier: &str) -> Result<String, GoTrueError> {
    let verifier = SecretString::from(verifier);
    let session = world.identity.exchange_code(code, &verifier, me());
    let session = session.await.map_err(|error| GoTrueError::from(&error))?;
    Ok(bearer(&session).to_owned())
}

#[tokio::test]
async fn a_code_is_exchanged_once_by_the_client_that_asked() {
    let world = World::new().await;
    let before = world.session().await;
    let code = code(&world).await;
    let wrong = exchange(&world, code, CHALLENGE).await.unwrap_err();
    assert_eq!((wrong.status, wrong.code), (400, "bad_code_verifier"));
    let token = exchange(&world, code, VERIFIER).await.unwrap();
    assert_eq!(claims(&token)["amr"][0]["method"], "recovery");
    let again = exchange(&world, code, VERIFIER).await.unwrap_err();
    assert_eq!((again.status, again.code), (404, "flow_state_not_found"));
    let gone = world.identity.authenticate(bearer(&before)).await;
    assert!(gone.is_err(), "a recovery ends other sessions");
}

#[tokio::test]
async fn a_code_of_five_minutes_ago_and_an_unknown_one_are_refused() {
    let world = World::new().await;
    world.user().await;
    let code = code(&world).await;
    world.pass(TimeDelta::minutes(5));
    let late = exchange(&world, code, VERIFIER).await.unwrap_err();
    assert_eq!((late.status, late.code), (422, "flow_state_expired"));
    let unknown = exchange(&world, Uuid::nil(), VERIFIER).await.unwrap_err();
    assert_eq!(
        (unknown.status, unknown.code),
        (404, "flow_state_not_found")
    );
}

#[tokio::test]
async fn of_two_who_exchange_a_code_together_one_gets_a_session() {
    let world = World::new().await;
    world.user().await;
    let code = code(&world).await;
    let (one, two) = tokio::join!(
        exchange(&world, code, VERIFIER),
        exchange(&world, code, VERIFIER)
    );
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
    assert_eq!(world.count("select count(*) from auth.sessions").await, 1);
}

#[tokio::test]
async fn a_ban_between_link_and_exchange_holds_and_nothing_of_a_code_is_stored() {
    let world = World::new().await;
    let user = world.user().await;
    let code = code(&world).await;
    let until = world.ambient.now() + TimeDelta::hours(1);
    let sql = "update auth.users set banned_until = $1 where id = $2";
    world.arrange(sql, &[&until, &user.id.0]).await;
    let verifier = SecretString::from(VERIFIER);
    let banned = world.identity.exchange_code(code, &verifier, me());
    assert!(matches!(banned.await, Err(ExchangeError::Banned { .. })));
    let sql = format!(
        "select count(*) from auth.flow_states f where f::text like '%{code}%' or f::text like '%{}%'",
        code.simple()
    );
    assert_eq!(world.count(&sql).await, 0);
}

#[tokio::test]
async fn nobody_with_the_address_leaves_the_same_trace_and_no_letter() {
    let world = World::new().await;
    let email = "nobody@mail.ru".parse().unwrap();
    let recover = world.identity.recover(&email, wish(), me());
    recover.await.unwrap();
    assert_eq!(
        world.count("select count(*) from auth.flow_states").await,
        1
    );
    assert!(world.letters().await.is_empty());
    world.user().await;
    world.pass(TimeDelta::hours(3));
    code(&world).await;
    let sql = "select count(*) from auth.flow_states";
    assert_eq!(world.count(sql).await, 1, "old flows are forgotten");
}

#[tokio::test]
async fn a_code_dies_with_the_password_that_an_administrator_sets() {
    let world = World::new().await;
    let user = world.user().await;
    let code = code(&world).await;
    let password = NewPassword::for_demo(SecretString::from("set by the administrator"));
    let form = UserForm {
        password: Some(GivenPassword::Clear(password)),
        ..UserForm::default()
    };
    let by = Origin::system();
    let set = world.identity.admin_update_user(user.id, &form, &by);
    set.await.unwrap();
    let gone = exchange(&world, code, VERIFIER).await.unwrap_err();
    assert_eq!((gone.status, gone.code), (404, "flow_state_not_found"));
}

#[tokio::test]
async fn the_link_of_a_letter_that_waited_for_three_days_leads_its_client_to_a_session() {
    let world = World::new().await;
    world.user().await;
    let email = EMAIL.parse().unwrap();
    world.identity.recover(&email, wish(), me()).await.unwrap();
    world.pass(TimeDelta::hours(71));
    // Others come and go meanwhile, and the house is kept.
    let other = "other@mail.ru".parse().unwrap();
    world.identity.recover(&other, wish(), me()).await.unwrap();
    world.identity.keep_house(100).await.unwrap();
    let letter = world.receive("recovery").await;
    world
        .arrange(
            "update auth.letters set state = 'sent', sent_at = changed_at",
            &[],
        )
        .await;
    world.pass(TimeDelta::minutes(59));
    world.identity.recover(&other, wish(), me()).await.unwrap();
    world.identity.keep_house(100).await.unwrap();
    let purposes = purposes_of_type("recovery").unwrap();
    let opened = world
        .identity
        .verify_proof(purposes, letter.link(), Onward::Client, me());
    let Verified::Code(code) = opened.await.unwrap() else {
        panic!("no code")
    };
    exchange(&world, code, VERIFIER).await.unwrap();
}
