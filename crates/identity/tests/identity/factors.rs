use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::json;
use stoa_core::{ExposeSecret as _, FactorId, Failure as _, SecretString};
use stoa_domain::Role;
use stoa_identity::{
    Aal, Actor, EnrollError, EnrolledFactor, FactorError, FactorProof, GoTrueError, NewFactor,
    Origin, RefreshError, Session, UserView, VerifyFactorError,
};
use stoa_testkit::fakes::AuthenticatorApp;

use crate::world::{World, bearer, claims, client};

pub(crate) async fn actor(world: &World, session: &Session) -> Arc<Actor> {
    world.identity.authenticate(bearer(session)).await.unwrap()
}

pub(crate) async fn enroll(world: &World, session: &Session) -> EnrolledFactor {
    let actor = actor(world, session).await;
    let new = NewFactor::default();
    world
        .identity
        .enroll_factor(&actor, &new, &client())
        .await
        .unwrap()
}

pub(crate) fn scan(enrolled: &EnrolledFactor) -> AuthenticatorApp {
    AuthenticatorApp::scan(enrolled.uri.expose_secret()).unwrap()
}

/// Asks for a challenge and answers it with this code.
pub(crate) async fn answer(
    world: &World,
    session: &Session,
    factor_id: FactorId,
    code: &str,
) -> Result<Session, VerifyFactorError> {
    let actor = actor(world, session).await;
    let challenge = world
        .identity
        .challenge_factor(&actor, factor_id)
        .await
        .unwrap();
    let proof = FactorProof {
        factor_id,
        challenge_id: challenge.id,
        code: &SecretString::from(code),
    };
    world
        .identity
        .verify_factor(&actor, &proof, &client())
        .await
}

pub(crate) fn now(world: &World) -> i64 {
    world.ambient.now().timestamp()
}

/// A session whose person has set up an app and proved it.
pub(crate) async fn raised(world: &World) -> (Session, FactorId, AuthenticatorApp) {
    let session = world.session().await;
    raise(world, &session).await
}

/// The same for somebody who has signed in.
pub(crate) async fn raise(
    world: &World,
    session: &Session,
) -> (Session, FactorId, AuthenticatorApp) {
    let enrolled = enroll(world, session).await;
    let app = scan(&enrolled);
    let code = app.code_at(now(world));
    let risen = answer(world, session, enrolled.id, &code).await.unwrap();
    (risen, enrolled.id, app)
}

fn gotrue<'a, E>(error: &'a E) -> (u16, &'static str)
where
    GoTrueError: From<&'a E>,
{
    let error = GoTrueError::from(error);
    (error.status, error.code)
}

#[tokio::test]
async fn a_proved_factor_raises_the_session_and_what_is_told_of_it() {
    let world = World::new().await;
    let session = world.session().await;
    let enrolled = enroll(&world, &session).await;
    let app = scan(&enrolled);
    assert_eq!(app.issuer, "stoa.test");
    assert!(app.label.contains("anna%40mail.ru") || app.label.contains("anna@mail.ru"));
    assert!(!actor(&world, &session).await.owes_second_proof());
    let code = app.code_at(now(&world));
    let risen = answer(&world, &session, enrolled.id, &code).await.unwrap();
    assert_eq!((risen.id, risen.aal), (session.id, Aal::Aal2));
    let told = claims(bearer(&risen));
    assert_eq!(told["aal"], "aal2");
    assert_eq!(told["session_id"], session.id.to_string());
    let stamp = now(&world);
    assert_eq!(
        told["amr"],
        json!([
            { "method": "totp", "timestamp": stamp },
            { "method": "password", "timestamp": stamp },
        ])
    );
    let risen_actor = actor(&world, &risen).await;
    assert_eq!(risen_actor.aal, Aal::Aal2);
    assert_eq!(risen_actor.claims()["aal"], "aal2");
    let view = serde_json::to_value(UserView::from(&risen.user)).unwrap();
    assert_eq!(view["factors"][0]["status"], "verified");
    assert_eq!(view["factors"][0]["factor_type"], "totp");
    assert_eq!(view["factors"][0]["id"], enrolled.id.to_string());
    assert!(!view.to_string().contains(enrolled.secret.expose_secret()));
}

#[tokio::test]
async fn neither_token_nor_cookie_of_before_rises_with_the_session() {
    let world = World::new().await;
    let session = world.session().await;
    let cookie = world.identity.page_cookie(session.id, session.aal);
    let enrolled = enroll(&world, &session).await;
    let code = scan(&enrolled).code_at(now(&world));
    let risen = answer(&world, &session, enrolled.id, &code).await.unwrap();
    let old = actor(&world, &session).await;
    assert_eq!(old.aal, Aal::Aal1, "the token of before");
    assert_eq!(old.claims()["aal"], "aal1");
    let by_cookie = async |value: &SecretString| {
        let actor = world.identity.authenticate_cookie(value.expose_secret());
        actor.await.unwrap().aal
    };
    assert_eq!(by_cookie(&cookie).await, Aal::Aal1, "the cookie of before");
    let raised = world.identity.page_cookie(risen.id, risen.aal);
    assert_eq!(by_cookie(&raised).await, Aal::Aal2);
    let refresh = async |token: &SecretString| world.identity.refresh(token, &client()).await;
    let below = refresh(&session.refresh_token).await.unwrap_err();
    assert_eq!(gotrue(&below), (400, "refresh_token_already_used"));
    let next = refresh(&risen.refresh_token).await.unwrap();
    assert_eq!(
        claims(bearer(&next))["aal"],
        "aal2",
        "nobody was signed out"
    );
    let parent = refresh(&risen.refresh_token).await.unwrap();
    assert_eq!(
        parent.refresh_token.expose_secret(),
        next.refresh_token.expose_secret()
    );
    world.pass(TimeDelta::seconds(10));
    assert!(matches!(
        refresh(&session.refresh_token).await,
        Err(RefreshError::AlreadyUsed)
    ));
    assert!(matches!(
        refresh(&next.refresh_token).await,
        Err(RefreshError::NotFound)
    ));
}

#[tokio::test]
async fn the_counter_jumps_by_two_and_sets_the_floor() {
    let world = World::new().await;
    raised(&world).await;
    let at = "select count(*) from auth.sessions where refresh_counter = 2 and refresh_floor = 2";
    assert_eq!(world.count(at).await, 1);
}

#[tokio::test]
async fn the_first_proof_ends_sessions_that_have_the_password_only() {
    let world = World::new().await;
    let session = world.session().await;
    let other = world.sign_in().await;
    let (kept, dropped) = (
        enroll(&world, &session).await,
        enroll(&world, &session).await,
    );
    let app = scan(&kept);
    let code = app.code_at(now(&world));
    let risen = answer(&world, &session, kept.id, &code).await.unwrap();
    assert!(world.identity.authenticate(bearer(&other)).await.is_err());
    let factors = world.identity.list_factors(risen.user.id).await.unwrap();
    assert_eq!(factors.iter().map(|f| f.id).collect::<Vec<_>>(), [kept.id]);
    assert_ne!(kept.id, dropped.id);
    let later = world.sign_in().await;
    assert!(actor(&world, &later).await.owes_second_proof());
    world.pass(TimeDelta::seconds(60));
    let code = app.code_at(now(&world));
    answer(&world, &risen, kept.id, &code).await.unwrap();
    assert!(
        world.identity.authenticate(bearer(&later)).await.is_ok(),
        "only the first time"
    );
}

#[tokio::test]
async fn a_code_counts_once_and_only_around_its_half_minute() {
    let world = World::new().await;
    let (risen, id, app) = raised(&world).await;
    let second = world.sign_in().await;
    let used = app.code_at(now(&world));
    for session in [&risen, &second] {
        let error = answer(&world, session, id, &used).await.unwrap_err();
        assert_eq!(gotrue(&error), (422, "mfa_verification_failed"));
        assert_eq!(error.code(), "mfa.code_wrong");
    }
    let ahead = app.code_at(now(&world) + 60);
    assert!(
        answer(&world, &second, id, &ahead).await.is_err(),
        "too early"
    );
    let next = app.code_at(now(&world) + 30);
    assert!(answer(&world, &second, id, &next).await.is_ok());
    world.pass(TimeDelta::seconds(90));
    assert!(
        answer(&world, &risen, id, &ahead).await.is_ok(),
        "a step late, but not used"
    );
}

#[tokio::test]
async fn two_sessions_that_send_one_code_at_once_raise_one() {
    let world = World::new().await;
    let (first, id, app) = raised(&world).await;
    let second = world.sign_in().await;
    world.pass(TimeDelta::seconds(60));
    let code = app.code_at(now(&world));
    let (left, right) = tokio::join!(
        answer(&world, &first, id, &code),
        answer(&world, &second, id, &code),
    );
    assert_eq!(u8::from(left.is_ok()) + u8::from(right.is_ok()), 1);
}

#[tokio::test]
async fn five_wrong_codes_void_a_challenge_and_close_the_factor_for_a_while() {
    let world = World::new().await;
    let (risen, factor_id, app) = raised(&world).await;
    world.pass(TimeDelta::seconds(60));
    let actor = actor(&world, &risen).await;
    let challenge = world.identity.challenge_factor(&actor, factor_id).await;
    let challenge_id = challenge.unwrap().id;
    let send = async |code: &str| {
        let code = SecretString::from(code);
        let proof = FactorProof {
            factor_id,
            challenge_id,
            code: &code,
        };
        world
            .identity
            .verify_factor(&actor, &proof, &client())
            .await
    };
    for bad in ["000000", "", "x", "12345", "0000000", "😀"] {
        let error = send(bad).await.unwrap_err();
        let want = if bad.is_empty() {
            (400, "validation_failed")
        } else {
            (422, "mfa_verification_failed")
        };
        assert_eq!(gotrue(&error), want, "{bad}");
    }
    let right = app.code_at(now(&world));
    let void = send(&right).await.unwrap_err();
    assert_eq!(gotrue(&void), (422, "mfa_challenge_expired"));
    let locked = answer(&world, &risen, factor_id, &right).await.unwrap_err();
    assert_eq!(gotrue(&locked), (429, "over_request_rate_limit"));
    assert_eq!(locked.retry_after_seconds(), Some(61));
    world.pass(TimeDelta::minutes(1));
    let right = app.code_at(now(&world));
    assert!(answer(&world, &risen, factor_id, &right).await.is_ok());
    let left =
        "select count(*) from auth.factors where wrong_tries > 0 or locked_until is not null";
    assert_eq!(
        world.count(left).await,
        0,
        "a right code forgets the wrong ones"
    );
}

#[tokio::test]
async fn a_challenge_is_for_one_session_one_factor_one_use_and_five_minutes() {
    let world = World::new().await;
    let (risen, factor_id, app) = raised(&world).await;
    let other = world.sign_in().await;
    world.pass(TimeDelta::seconds(60));
    let (mine, theirs) = (actor(&world, &risen).await, actor(&world, &other).await);
    let challenge = world.identity.challenge_factor(&mine, factor_id).await;
    let challenge = challenge.unwrap();
    assert_eq!(
        (challenge.expires_at - world.ambient.now()).num_seconds(),
        300
    );
    let code = SecretString::from(app.code_at(now(&world)));
    let proof = FactorProof {
        factor_id,
        challenge_id: challenge.id,
        code: &code,
    };
    let identity = &world.identity;
    let stolen = identity.verify_factor(&theirs, &proof, &client()).await;
    assert_eq!(gotrue(&stolen.unwrap_err()), (422, "mfa_factor_not_found"));
    identity
        .verify_factor(&mine, &proof, &client())
        .await
        .unwrap();
    let again = identity.verify_factor(&mine, &proof, &client()).await;
    assert_eq!(gotrue(&again.unwrap_err()), (422, "mfa_challenge_expired"));
    let late = identity.challenge_factor(&mine, factor_id).await.unwrap();
    world.pass(TimeDelta::minutes(5));
    let code = SecretString::from(app.code_at(now(&world)));
    let proof = FactorProof {
        challenge_id: late.id,
        code: &code,
        ..proof
    };
    let late = identity.verify_factor(&mine, &proof, &client()).await;
    assert_eq!(gotrue(&late.unwrap_err()), (422, "mfa_challenge_expired"));
}

#[tokio::test]
async fn nobody_touches_the_factor_of_another_person() {
    let world = World::new().await;
    let (_, factor_id, _) = raised(&world).await;
    let stranger = world.user_with("b@mail.ru", [Role::Admin].into()).await;
    let password = SecretString::from(crate::world::PASSWORD);
    let session = world
        .identity
        .sign_in("b@mail.ru", &password, &client())
        .await;
    let session = session.unwrap();
    assert_eq!(session.user.id, stranger.id);
    let actor = actor(&world, &session).await;
    let challenge = world.identity.challenge_factor(&actor, factor_id).await;
    assert_eq!(
        gotrue(&challenge.unwrap_err()),
        (404, "mfa_factor_not_found")
    );
    let removal = world
        .identity
        .unenroll_factor(&actor, factor_id, &client())
        .await;
    assert!(matches!(removal, Err(FactorError::NotFound)));
}

#[tokio::test]
async fn with_a_verified_factor_the_password_alone_changes_no_factor() {
    let world = World::new().await;
    let (_, factor_id, _) = raised(&world).await;
    let weak = world.sign_in().await;
    let actor = actor(&world, &weak).await;
    assert!(actor.owes_second_proof());
    let new = NewFactor::default();
    let another = world.identity.enroll_factor(&actor, &new, &client()).await;
    assert_eq!(gotrue(&another.unwrap_err()), (403, "insufficient_aal"));
    let removal = world
        .identity
        .unenroll_factor(&actor, factor_id, &client())
        .await;
    assert_eq!(gotrue(&removal.unwrap_err()), (422, "insufficient_aal"));
}

#[tokio::test]
async fn without_the_factor_sessions_fall_back_at_once() {
    let world = World::new().await;
    let (risen, id, _) = raised(&world).await;
    let here = actor(&world, &risen).await;
    world
        .identity
        .unenroll_factor(&here, id, &client())
        .await
        .unwrap();
    let fallen = actor(&world, &risen).await;
    assert_eq!(fallen.aal, Aal::Aal1);
    assert!(!fallen.owes_second_proof());
    let next = world
        .identity
        .refresh(&risen.refresh_token, &client())
        .await;
    let told = claims(bearer(&next.unwrap()));
    assert_eq!(told["aal"], "aal1");
    assert_eq!(told["amr"].as_array().unwrap().len(), 1);
    assert_eq!(told["amr"][0]["method"], "password");
    let gone = world.identity.unenroll_factor(&fallen, id, &client()).await;
    assert!(matches!(gone, Err(FactorError::NotFound)));
}

#[tokio::test]
async fn names_differ_and_ten_factors_are_the_most() {
    let world = World::new().await;
    let session = world.session().await;
    let here = actor(&world, &session).await;
    let add = async |friendly_name: &str| {
        let new = NewFactor {
            friendly_name,
            issuer: "",
        };
        world.identity.enroll_factor(&here, &new, &client()).await
    };
    add(" Phone ").await.unwrap();
    let twice = add("Phone").await.unwrap_err();
    assert_eq!(gotrue(&twice), (422, "mfa_factor_name_conflict"));
    for bad in ["\u{0}", "a\nb", &"я".repeat(101)] {
        assert!(matches!(add(bad).await, Err(EnrollError::NameInvalid)));
    }
    for _ in 1..10 {
        add("").await.unwrap();
    }
    let eleventh = add("").await.unwrap_err();
    assert_eq!(gotrue(&eleventh), (422, "too_many_enrolled_mfa_factors"));
    world.pass(TimeDelta::minutes(5) + TimeDelta::seconds(1));
    add("Phone").await.unwrap();
    assert_eq!(world.count("select count(*) from auth.factors").await, 1);
}

#[tokio::test]
async fn an_issuer_of_any_alphabet_fits_the_picture() {
    let world = World::new().await;
    let session = world.session().await;
    let here = actor(&world, &session).await;
    let issuer = "🦉".repeat(64);
    let add = async |issuer: &str| {
        let new = NewFactor {
            friendly_name: "",
            issuer,
        };
        world.identity.enroll_factor(&here, &new, &client()).await
    };
    let enrolled = add(&issuer).await.unwrap();
    assert_eq!(scan(&enrolled).issuer, issuer);
    assert!(enrolled.qr_svg.expose_secret().contains("<svg"));
    for bad in ["a:b", "\u{7}", &"x".repeat(65)] {
        assert!(matches!(add(bad).await, Err(EnrollError::IssuerInvalid)));
    }
}

#[tokio::test]
async fn a_secret_is_stored_sealed_for_its_own_row() {
    let world = World::new().await;
    let (risen, _, app) = raised(&world).await;
    let second = enroll(&world, &risen).await;
    // The secret of the first row, put into the second: it does not open there.
    let swap = "update auth.factors set secret = (select secret from auth.factors where status = 'verified')
        where status = 'unverified'";
    assert_eq!(world.arrange(swap, &[]).await, 1);
    world.pass(TimeDelta::seconds(60));
    let code = app.code_at(now(&world));
    let error = answer(&world, &risen, second.id, &code).await.unwrap_err();
    assert!(matches!(error, VerifyFactorError::Fault(_)));
    assert!(!format!("{second:?}").contains(second.secret.expose_secret()));
}

#[tokio::test]
async fn a_server_lists_renames_and_removes_the_factors_of_anybody() {
    let world = World::new().await;
    let (risen, id, _) = raised(&world).await;
    let (identity, user) = (&world.identity, risen.user.id);
    let origin = Origin::system();
    let named = identity.rename_factor(user, id, "Телефон", &origin).await;
    assert_eq!(named.unwrap().friendly_name.as_deref(), Some("Телефон"));
    let listed = identity.list_factors(user).await.unwrap();
    assert_eq!(listed[0].friendly_name.as_deref(), Some("Телефон"));
    let stranger = world.user_with("b@mail.ru", [Role::Student].into()).await;
    let missing = identity.remove_factor(stranger.id, id, &origin).await;
    assert_eq!(gotrue(&missing.unwrap_err()), (404, "mfa_factor_not_found"));
    assert_eq!(
        identity.remove_factor(user, id, &origin).await.unwrap().id,
        id
    );
    assert_eq!(actor(&world, &risen).await.aal, Aal::Aal1);
}

#[tokio::test]
async fn every_change_of_a_factor_is_in_the_audit() {
    let world = World::new().await;
    let (risen, id, _) = raised(&world).await;
    assert!(answer(&world, &risen, id, "000000").await.is_err());
    let here = actor(&world, &risen).await;
    let removed = world.identity.unenroll_factor(&here, id, &client()).await;
    removed.unwrap();
    for action in [
        "factor.enrolled",
        "factor.verified",
        "session.stepped_up",
        "factor.refused",
        "factor.removed",
    ] {
        let sql = format!(
            "select count(*) from auth.audit_events where action = '{action}' and session_id is not null"
        );
        assert_eq!(world.count(&sql).await, 1, "{action}");
    }
}

#[tokio::test]
async fn the_person_is_told_by_letter_what_became_of_the_factor() {
    let world = World::new().await;
    let (risen, id, _) = raised(&world).await;
    let letters = async |kind: &str| {
        let sql = format!(
            "select count(*) from auth.letters where kind = '{kind}' and email = 'anna@mail.ru'"
        );
        world.count(&sql).await
    };
    assert_eq!(
        (
            letters("factor_added").await,
            letters("factor_removed").await
        ),
        (1, 0)
    );
    let unverified = enroll(&world, &risen).await;
    let here = actor(&world, &risen).await;
    for factor_id in [unverified.id, id] {
        let removed = world
            .identity
            .unenroll_factor(&here, factor_id, &client())
            .await;
        removed.unwrap();
    }
    assert_eq!(
        (
            letters("factor_added").await,
            letters("factor_removed").await
        ),
        (1, 1)
    );
}
