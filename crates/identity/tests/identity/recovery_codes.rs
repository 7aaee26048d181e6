use chrono::TimeDelta;
use stoa_core::{ExposeSecret as _, Failure as _, SecretString};
use stoa_identity::{Aal, GoTrueError, RecoveryCodeSet, RecoveryError, Session};

use crate::factors::{actor, raised};
use crate::world::{World, bearer, claims, client};

fn gotrue(error: &RecoveryError) -> (u16, &'static str) {
    let error = GoTrueError::from(error);
    (error.status, error.code)
}

async fn codes(world: &World, risen: &Session) -> RecoveryCodeSet {
    let actor = actor(world, risen).await;
    let made = world
        .identity
        .generate_recovery_codes(&actor, "", &client())
        .await;
    made.unwrap()
}

async fn redeem(world: &World, session: &Session, code: &str) -> Result<Session, RecoveryError> {
    let actor = actor(world, session).await;
    let code = SecretString::from(code);
    world
        .identity
        .verify_recovery_code(&actor, &code, &client())
        .await
}

#[tokio::test]
async fn a_recovery_code_stands_in_for_the_app_once() {
    let world = World::new().await;
    let (risen, _, _) = raised(&world).await;
    let set = codes(&world, &risen).await;
    assert_eq!(
        (set.codes.len(), set.friendly_name.as_str()),
        (10, "Recovery codes")
    );
    let code = set.codes[3].expose_secret().to_owned();
    let (session, bystander) = (world.sign_in().await, world.sign_in().await);
    let typed = format!(" {}-{}", code[..8].to_uppercase(), &code[8..]);
    let by_code = redeem(&world, &session, &typed).await.unwrap();
    assert_eq!((by_code.id, by_code.aal), (session.id, Aal::Aal2));
    assert_eq!(
        claims(bearer(&by_code))["amr"][0]["method"],
        "mfa/recovery_code"
    );
    assert!(
        world
            .identity
            .authenticate(bearer(&bystander))
            .await
            .is_err()
    );
    let again = redeem(&world, &by_code, &code).await.unwrap_err();
    assert_eq!(gotrue(&again), (422, "mfa_verification_failed"));
    let actor = actor(&world, &by_code).await;
    let status = world.identity.recovery_status(&actor).await.unwrap();
    assert_eq!((status.id, status.total, status.remaining), (set.id, 10, 9));
    let told = "select count(*) from auth.letters where kind = 'recovery_code_used'";
    assert_eq!(world.count(told).await, 1);
    let (identity, client) = (&world.identity, client());
    let anew = identity.regenerate_recovery_codes(&actor, &client).await;
    assert_eq!(anew.unwrap().id, set.id);
    assert_eq!(
        world.letter_kinds().await.last().unwrap(),
        "recovery_codes_made"
    );
    let clear = format!(
        "select count(*) from auth.recovery_codes where encode(code_sha256, 'escape') like '%{code}%'"
    );
    assert_eq!(world.count(&clear).await, 0);
}

#[tokio::test]
async fn codes_are_made_at_aal2_beside_a_factor_and_replaced_as_a_whole() {
    let world = World::new().await;
    let plain = world.session().await;
    let here = actor(&world, &plain).await;
    let identity = &world.identity;
    let early = identity.generate_recovery_codes(&here, "", &client()).await;
    assert_eq!(gotrue(&early.unwrap_err()), (403, "insufficient_aal"));
    let none = identity.recovery_status(&here).await.unwrap_err();
    assert_eq!(gotrue(&none), (404, "mfa_factor_not_found"));
    let wrong = redeem(&world, &plain, "aaaabbbbccccdddd")
        .await
        .unwrap_err();
    assert_eq!(gotrue(&wrong), (422, "mfa_verification_failed"));
    let enrolled = crate::factors::enroll(&world, &plain).await;
    let code = crate::factors::scan(&enrolled).code_at(world.ambient.now().timestamp());
    let risen = crate::factors::answer(&world, &plain, enrolled.id, &code);
    let risen = risen.await.unwrap();
    let here = actor(&world, &risen).await;
    let missing = identity.regenerate_recovery_codes(&here, &client()).await;
    assert_eq!(gotrue(&missing.unwrap_err()), (404, "mfa_factor_not_found"));
    let first = codes(&world, &risen).await;
    let twice = identity.generate_recovery_codes(&here, "", &client()).await;
    assert_eq!(
        gotrue(&twice.unwrap_err()),
        (422, "mfa_verified_factor_exists")
    );
    let second = identity.regenerate_recovery_codes(&here, &client()).await;
    let second = second.unwrap();
    assert_eq!(second.id, first.id);
    let old = redeem(&world, &risen, first.codes[0].expose_secret()).await;
    assert!(matches!(old, Err(RecoveryError::CodeWrong)));
    let new = redeem(&world, &risen, second.codes[0].expose_secret()).await;
    assert!(new.is_ok());
}

#[tokio::test]
async fn five_wrong_recovery_codes_close_the_set_and_leave_the_app_open() {
    let world = World::new().await;
    let (risen, id, app) = raised(&world).await;
    let set = codes(&world, &risen).await;
    let right = set.codes[0].expose_secret();
    for bad in ["x", "aaaabbbbccccdddd", "😀", "0", "\0"] {
        let error = redeem(&world, &risen, bad).await.unwrap_err();
        assert_eq!(gotrue(&error), (422, "mfa_verification_failed"));
    }
    assert!(matches!(
        redeem(&world, &risen, " - ").await,
        Err(RecoveryError::CodeMissing)
    ));
    let locked = redeem(&world, &risen, right).await.unwrap_err();
    assert_eq!(gotrue(&locked), (429, "mfa_recovery_codes_locked"));
    assert!(locked.retry_after_seconds().is_some());
    world.pass(TimeDelta::seconds(60));
    let code = app.code_at(world.ambient.now().timestamp());
    let by_app = crate::factors::answer(&world, &risen, id, &code).await;
    assert!(by_app.is_ok(), "the app was never closed");
    assert!(redeem(&world, &by_app.unwrap(), right).await.is_ok());
}

#[tokio::test]
async fn codes_go_with_the_last_factor_and_on_demand() {
    let world = World::new().await;
    let (risen, id, _) = raised(&world).await;
    let set = codes(&world, &risen).await;
    let session = world.sign_in().await;
    let by_code = redeem(&world, &session, set.codes[0].expose_secret()).await;
    let by_code = by_code.unwrap();
    let here = actor(&world, &by_code).await;
    let identity = &world.identity;
    let removed = identity.remove_recovery_codes(&here, &client()).await;
    assert_eq!(removed.unwrap(), set.id);
    assert_eq!(actor(&world, &by_code).await.aal, Aal::Aal1);
    let owner = actor(&world, &risen).await;
    assert_eq!(owner.aal, Aal::Aal2, "it rose by the app");
    codes(&world, &risen).await;
    let last = identity.unenroll_factor(&owner, id, &client()).await;
    last.unwrap();
    let left = world
        .count("select count(*) from auth.recovery_codes")
        .await;
    assert_eq!(left, 0, "they would stand in for nothing");
}
