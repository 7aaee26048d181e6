//! Tokens of other platforms: whom they mean, and everything that is wrong with them.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use stoa_core::{Failure as _, Kind, SecretString};
use stoa_domain::{Email, Role};
use stoa_identity::{
    Aal, AcceptedIssuer, FactorProof, GivenPassword, GoTrueError, Identity, IdentityOptions,
    IssuerKeys, NewPassword, NewUser, Onward, Origin, SignOutScope, UnknownUser, UserChange,
    UserForm, UserRule, purposes_of_type,
};
use stoa_testkit::fakes::{
    Fault,
    oidc::{Alg, FakeOidc, hs256, unsigned},
};
use uuid::Uuid;

use crate::factors::raised;
use crate::mailbox::{me, plain};
use crate::sign_up::PHRASE;
use crate::world::{EMAIL, PASSWORD, World, bearer, client, options};

pub(crate) const LEGACY: &str = "https://former.supabase.co/auth/v1";
pub(crate) const SECRET: &str = "the secret of the former project, long enough";

pub(crate) fn partner(fake: &FakeOidc) -> AcceptedIssuer {
    AcceptedIssuer {
        name: "partner".to_owned(),
        issuer: fake.issuer(),
        keys: IssuerKeys::Jwks(fake.jwks_url()),
        audience: "stoa".to_owned(),
        rule: UserRule::Email,
        unknown: UnknownUser::Refuse,
        trusts_email: false,
        accept_until: None,
    }
}

pub(crate) fn legacy(until: DateTime<Utc>) -> AcceptedIssuer {
    AcceptedIssuer {
        name: "legacy".to_owned(),
        issuer: LEGACY.to_owned(),
        keys: IssuerKeys::Secret(SecretString::from(SECRET)),
        audience: "authenticated".to_owned(),
        rule: UserRule::Sub,
        unknown: UnknownUser::Refuse,
        trusts_email: false,
        accept_until: Some(until),
    }
}

pub(crate) async fn accepting(world: &World, issuers: Vec<AcceptedIssuer>) -> Identity {
    let options = IdentityOptions {
        accepted_issuers: issuers,
        ..options()
    };
    world.with(options).await
}

pub(crate) fn claims(world: &World, fake: &FakeOidc) -> Value {
    let now = world.ambient.now().timestamp();
    json!({
        "iss": fake.issuer(), "aud": "stoa", "sub": "their-anna", "iat": now, "exp": now + 3600,
        "email": EMAIL, "email_verified": true,
    })
}

pub(crate) fn legacy_claims(world: &World, sub: &Value) -> Value {
    let now = world.ambient.now().timestamp();
    json!({
        "iss": LEGACY, "aud": "authenticated", "role": "authenticated", "sub": sub, "iat": now, "exp": now + 3600,
        "session_id": Uuid::from_u128(77), "email": EMAIL, "app_metadata": { "roles": ["admin"] },
    })
}

/// The kind and code of a refusal.
pub(crate) async fn refusal(identity: &Identity, token: &str) -> (Kind, &'static str) {
    let error = identity.authenticate(token).await.unwrap_err();
    (error.kind(), error.code())
}

#[tokio::test]
async fn a_partners_user_is_ours_by_the_proved_address_and_has_our_roles() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let ours = world.user().await;
    let identity = accepting(&world, vec![partner(&fake)]).await;
    let mut said = claims(&world, &fake);
    said["app_metadata"] = json!({ "roles": ["admin"] });
    for alg in [Alg::Es256, Alg::Rs256] {
        let token = fake.sign_with(alg, &said);
        let actor = identity.authenticate(&token).await.unwrap();
        assert_eq!(actor.user_id, ours.id);
        assert!(actor.has(Role::Student) && !actor.has(Role::Admin));
    }
    let token = fake.sign(&said);
    assert_eq!(fake.count("/jwks"), 1, "the set is kept");
    assert!(identity.verify(&token).is_err(), "it is no token of ours");

    // Known by name from now on: a changed address there changes nothing here.
    said["email"] = json!("moved@mail.ru");
    let actor = identity.authenticate(&fake.sign(&said)).await.unwrap();
    assert_eq!(actor.user_id, ours.id);
    assert_eq!(actor.email.as_deref(), Some(EMAIL));

    // A role given here is had at once, and the person is whom policies see.
    identity
        .grant_role(ours.id, Role::Author, &Origin::system())
        .await
        .unwrap();
    let actor = identity.authenticate(&token).await.unwrap();
    assert!(actor.has(Role::Author));
    assert_eq!(actor.claims()["sub"], ours.id.to_string());
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table of claims")]
async fn each_wrong_claim_is_refused_with_its_own_reason() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    world.user().await;
    let identity = accepting(&world, vec![partner(&fake)]).await;
    let now = world.ambient.now().timestamp();
    let invalid = (Kind::Unauthenticated, "auth.token_invalid");
    for (name, value, want) in [
        ("aud", json!("authenticated"), invalid),
        ("aud", Value::Null, invalid),
        ("aud", json!({ "stoa": 1 }), invalid),
        (
            "exp",
            json!(now - 61),
            (Kind::Unauthenticated, "auth.token_expired"),
        ),
        ("exp", json!("soon"), invalid),
        ("nbf", json!(now + 3600), invalid),
        (
            "sub",
            Value::Null,
            (Kind::Unauthenticated, "auth.token_sub_missing"),
        ),
        (
            "sub",
            json!(""),
            (Kind::Unauthenticated, "auth.token_sub_missing"),
        ),
        (
            "sub",
            json!("a\u{0}b"),
            (Kind::Unauthenticated, "auth.token_sub_missing"),
        ),
        (
            "sub",
            json!("x".repeat(300)),
            (Kind::Unauthenticated, "auth.token_sub_missing"),
        ),
        (
            "role",
            json!("service_role"),
            (Kind::Unauthenticated, "auth.token_sub_missing"),
        ),
        (
            "email_verified",
            json!(false),
            (Kind::Forbidden, "auth.federated_user_unknown"),
        ),
        (
            "email_verified",
            json!("true"),
            (Kind::Forbidden, "auth.federated_user_unknown"),
        ),
        (
            "email",
            json!("nobody@mail.ru"),
            (Kind::Forbidden, "auth.federated_user_unknown"),
        ),
        (
            "email",
            json!(["a@b.kz"]),
            (Kind::Forbidden, "auth.federated_user_unknown"),
        ),
        (
            "iss",
            json!("https://evil.example"),
            (Kind::Forbidden, "auth.issuer_mismatch"),
        ),
    ] {
        let mut said = claims(&world, &fake);
        said[name] = value.clone();
        assert_eq!(
            refusal(&identity, &fake.sign(&said)).await,
            want,
            "{name}: {value}"
        );
    }
    let honest = claims(&world, &fake);
    let secret = fake.jwks_url().to_string();
    for (what, token) in [
        ("forged", fake.forge(&honest)),
        ("unsigned", unsigned(&honest)),
        ("a public key as a secret", hs256(&secret, &honest)),
        (
            "cut",
            fake.sign(&honest).rsplit_once('.').unwrap().0.to_owned(),
        ),
    ] {
        assert_eq!(refusal(&identity, &token).await, invalid, "{what}");
    }
    assert!(identity.authenticate(&fake.sign(&honest)).await.is_ok());
}

#[tokio::test]
async fn any_other_issuer_is_refused_naming_what_came_and_what_is_accepted() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let until = world.ambient.now() + TimeDelta::days(1);
    let identity = accepting(&world, vec![partner(&fake), legacy(until)]).await;
    let mut said = claims(&world, &fake);
    said["iss"] = json!("https://other.supabase.co/auth/v1");
    let error = identity.authenticate(&fake.sign(&said)).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (Kind::Forbidden, "auth.issuer_mismatch")
    );
    let gotrue = GoTrueError::from(&error);
    assert_eq!((gotrue.status, gotrue.code), (403, "bad_jwt"));
    for text in [error.public(), gotrue.message] {
        for name in [
            "https://other.supabase.co/auth/v1",
            "https://stoa.test/auth/v1",
            LEGACY,
        ] {
            assert!(text.contains(name), "{name}: {text}");
        }
        assert!(text.contains(&fake.issuer()), "{text}");
    }
    // One platform's key does not sign for another.
    said["iss"] = json!(LEGACY);
    let refused = refusal(&identity, &fake.sign(&said)).await;
    assert_eq!(refused, (Kind::Unauthenticated, "auth.token_invalid"));
    let theirs = hs256(SECRET, &claims(&world, &fake));
    assert_eq!(refusal(&identity, &theirs).await.1, "auth.token_invalid");
}

#[tokio::test]
async fn tokens_of_a_former_project_are_good_for_their_time_and_mean_who_was_moved() {
    let world = World::new().await;
    let ours = world.user().await;
    let until = world.ambient.now() + TimeDelta::minutes(30);
    let identity = accepting(&world, vec![legacy(until)]).await;
    let said = legacy_claims(&world, &json!(ours.id));
    let token = hs256(SECRET, &said);
    let actor = identity.authenticate(&token).await.unwrap();
    assert_eq!(actor.user_id, ours.id);
    assert!(!actor.has(Role::Admin), "roles are ours");
    for other in [
        hs256("another secret, which is long enough too", &said),
        hs256(SECRET, &legacy_claims(&world, &Value::Null)),
        hs256(SECRET, &legacy_claims(&world, &json!(Uuid::from_u128(9)))),
        hs256(SECRET, &legacy_claims(&world, &json!("' or 1=1"))),
    ] {
        assert!(identity.authenticate(&other).await.is_err());
    }
    world.pass(TimeDelta::minutes(30));
    let refused = refusal(&identity, &token).await;
    assert_eq!(refused, (Kind::Forbidden, "auth.issuer_mismatch"));
}

#[tokio::test]
async fn an_unknown_user_is_made_a_student_where_the_rule_says_so() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let creating = AcceptedIssuer {
        unknown: UnknownUser::Create,
        ..partner(&fake)
    };
    let identity = accepting(&world, vec![creating]).await;
    let mut said = claims(&world, &fake);
    said["email"] = json!("New@Mail.ru");
    let token = fake.sign(&said);
    let (one, two) = futures::join!(identity.authenticate(&token), identity.authenticate(&token));
    let made = one.or(two).unwrap();
    assert_eq!(made.email.as_deref(), Some("new@mail.ru"));
    assert!(made.has(Role::Student));
    let again = identity.authenticate(&token).await.unwrap();
    assert_eq!(again.user_id, made.user_id);
    assert_eq!(world.count("select count(*) from auth.users").await, 1);
    said["sub"] = json!("another");
    said["email_verified"] = json!(false);
    said["email"] = json!("third@mail.ru");
    assert!(identity.authenticate(&fake.sign(&said)).await.is_err());
}

#[tokio::test]
async fn whoever_was_deleted_does_not_come_back_by_a_token_of_before() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let creating = AcceptedIssuer {
        unknown: UnknownUser::Create,
        ..partner(&fake)
    };
    let identity = accepting(&world, vec![creating]).await;
    let token = fake.sign(&claims(&world, &fake));
    let made = identity.authenticate(&token).await.unwrap();
    let by = Origin::system();
    identity
        .admin_delete_user(made.user_id, false, &by)
        .await
        .unwrap();
    assert_eq!(refusal(&identity, &token).await.1, "auth.user_gone");
    identity.forget_all();
    assert_eq!(refusal(&identity, &token).await.1, "auth.user_gone");
    let living = "select count(*) from auth.users where deleted_at is null";
    assert_eq!(world.count(living).await, 0);

    // Whoever signs in there again wants to be here again, and is somebody new.
    world.pass(TimeDelta::seconds(1));
    let again = fake.sign(&claims(&world, &fake));
    let again = identity.authenticate(&again).await.unwrap();
    assert_ne!(again.user_id, made.user_id);

    // In the end nothing is left of the deletion.
    let departed = "select count(*) from auth.departed";
    assert_eq!(world.count(departed).await, 1);
    world.pass(TimeDelta::days(401));
    assert_eq!(identity.keep_house(100).await.unwrap().departures, 1);
    assert_eq!(world.count(departed).await, 0);
}

#[tokio::test]
async fn an_account_whose_address_is_not_confirmed_here_is_not_taken_over() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let creating = AcceptedIssuer {
        unknown: UnknownUser::Create,
        ..partner(&fake)
    };
    let identity = accepting(&world, vec![creating]).await;
    // Somebody else may have signed up with this address before.
    let planted = NewUser::new(Email::parse(EMAIL).unwrap());
    identity
        .create_user(planted, &Origin::system())
        .await
        .unwrap();
    let error = identity
        .authenticate(&fake.sign(&claims(&world, &fake)))
        .await;
    let error = error.unwrap_err();
    assert_eq!(error.code(), "auth.federated_user_unknown");
    assert!(error.public().contains("confirm"), "{}", error.public());
}

#[tokio::test]
async fn a_ban_a_deletion_and_a_sign_out_reach_foreign_tokens() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let ours = world.user().await;
    let identity = accepting(&world, vec![partner(&fake)]).await;
    let token = fake.sign(&claims(&world, &fake));
    let actor = identity.authenticate(&token).await.unwrap();
    identity
        .sign_out(&actor, SignOutScope::Local, &client())
        .await
        .unwrap();
    let error = identity.authenticate(&token).await.unwrap_err();
    assert_eq!(GoTrueError::from(&error).code, "session_not_found");
    // A token that the issuer gives out afterwards is a new sign-in.
    world.pass(TimeDelta::seconds(1));
    let token = fake.sign(&claims(&world, &fake));
    assert!(identity.authenticate(&token).await.is_ok());

    // To sign out everywhere, from a session of ours, ends foreign tokens too.
    let session = world.sign_in().await;
    let here = identity.authenticate(bearer(&session)).await.unwrap();
    identity
        .sign_out(&here, SignOutScope::Global, &client())
        .await
        .unwrap();
    assert_eq!(refusal(&identity, &token).await.1, "auth.session_gone");

    world.pass(TimeDelta::seconds(1));
    let token = fake.sign(&claims(&world, &fake));
    assert!(identity.authenticate(&token).await.is_ok());
    world
        .arrange("update auth.users set banned_until = '3000-01-01'", &[])
        .await;
    identity.forget_user(ours.id);
    assert_eq!(refusal(&identity, &token).await.1, "auth.user_banned");
    world
        .arrange("update auth.users set deleted_at = now()", &[])
        .await;
    identity.forget_user(ours.id);
    assert_eq!(refusal(&identity, &token).await.1, "auth.user_gone");
}

#[tokio::test]
async fn a_partners_user_changes_their_data_and_sets_up_a_second_factor() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    world.user().await;
    let identity = accepting(&world, vec![partner(&fake)]).await;
    let token = fake.sign(&claims(&world, &fake));
    let actor = identity.authenticate(&token).await.unwrap();
    let data = serde_json::from_value(json!({ "city": "Almaty" })).unwrap();
    let change = UserChange {
        data: Some(data),
        ..UserChange::default()
    };
    let changed = identity.update_user(&actor, change, plain(), me()).await;
    assert_eq!(changed.unwrap().user_metadata["city"], "Almaty");

    // Nothing says when they signed in there, so another password needs the present one.
    let to = |current: Option<&str>| UserChange {
        password: Some(SecretString::from(PHRASE)),
        current_password: current.map(SecretString::from),
        ..UserChange::default()
    };
    let bare = identity.update_user(&actor, to(None), plain(), me()).await;
    let told = GoTrueError::from(&bare.unwrap_err());
    assert_eq!(told.code, "reauthentication_needed");

    let enrolled = identity
        .enroll_factor(&actor, &stoa_identity::NewFactor::default(), &client())
        .await
        .unwrap();
    let shown = identity.resume_enrolment(&actor, enrolled.id).await;
    assert!(shown.unwrap().is_some());
    let gone = identity.unenroll_factor(&actor, enrolled.id, me());
    gone.await.unwrap();
    assert!(identity.authenticate(&token).await.is_ok());

    let proved = identity.update_user(&actor, to(Some(PASSWORD)), plain(), me());
    proved.await.unwrap();
    let password = SecretString::from(PHRASE);
    let signed_in = identity.sign_in(EMAIL, &password, &client()).await;
    signed_in.unwrap();
}

#[tokio::test]
async fn a_partners_user_who_is_banned_hears_just_that() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let ours = world.user().await;
    let identity = accepting(&world, vec![partner(&fake)]).await;
    let token = fake.sign(&claims(&world, &fake));
    assert!(identity.authenticate(&token).await.is_ok());
    let by = Origin::system();
    let ban = stoa_identity::Ban::For(TimeDelta::hours(1));
    identity.ban(ours.id, ban, &by).await.unwrap();
    let error = identity.authenticate(&token).await.unwrap_err();
    assert_eq!(GoTrueError::from(&error).code, "user_banned");
    world.pass(TimeDelta::hours(2));
    let token = fake.sign(&claims(&world, &fake));
    assert!(identity.authenticate(&token).await.is_ok());
}

#[tokio::test]
async fn whatever_ends_sessions_ends_foreign_tokens_too() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let ours = world.user().await;
    let identity = accepting(&world, vec![partner(&fake)]).await;
    let by = Origin::system();
    let fresh = async || {
        world.pass(TimeDelta::seconds(1));
        let token = fake.sign(&claims(&world, &fake));
        assert!(identity.authenticate(&token).await.is_ok());
        token
    };
    let here = async |password: &str| {
        let password = SecretString::from(password);
        let session = identity.sign_in(EMAIL, &password, &client()).await.unwrap();
        identity.authenticate(bearer(&session)).await.unwrap()
    };
    let gone = async |token: &str, why: &str| {
        assert_eq!(
            refusal(&identity, token).await.1,
            "auth.session_gone",
            "{why}"
        );
    };

    let token = fresh().await;
    let actor = here(PASSWORD).await;
    let out = identity.sign_out(&actor, SignOutScope::Others, me());
    out.await.unwrap();
    gone(&token, "the others were signed out").await;

    let token = fresh().await;
    let another = UserChange {
        password: Some(SecretString::from(PHRASE)),
        ..UserChange::default()
    };
    let changed = identity.update_user(&actor, another, plain(), me());
    changed.await.unwrap();
    gone(&token, "the person changed the password").await;

    let token = fresh().await;
    let revoked = identity.revoke_sessions(ours.id, None, &by);
    revoked.await.unwrap();
    gone(&token, "an administrator ended the sessions").await;

    let token = fresh().await;
    let given = NewPassword::for_demo(SecretString::from("set by the administrator"));
    let form = UserForm {
        password: Some(GivenPassword::Clear(given)),
        ..UserForm::default()
    };
    let set = identity.admin_update_user(ours.id, &form, &by);
    set.await.unwrap();
    gone(&token, "an administrator set a password").await;

    let token = fresh().await;
    let address = EMAIL.parse().unwrap();
    world
        .identity
        .recover(&address, plain(), me())
        .await
        .unwrap();
    let letter = world.receive("recovery").await;
    let purposes = purposes_of_type("recovery").unwrap();
    let recovered = identity.verify_proof(purposes, letter.link(), Onward::Session, me());
    recovered.await.unwrap();
    gone(&token, "the person came by a letter").await;
}

#[tokio::test]
async fn a_stranger_cannot_make_us_ask_for_keys_more_than_twice_a_minute() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    world.user().await;
    let identity = accepting(&world, vec![partner(&fake)]).await;
    let token = fake.sign(&claims(&world, &fake));
    assert!(identity.authenticate(&token).await.is_ok());
    fake.rotate_keys();
    let new = fake.sign(&claims(&world, &fake));
    for _ in 0..20 {
        assert_eq!(refusal(&identity, &new).await.1, "auth.token_invalid");
    }
    assert_eq!(fake.count("/jwks"), 1);
    // After half a minute the set is asked for again, once, and knows the new key.
    world.pass(TimeDelta::seconds(30));
    assert!(identity.authenticate(&new).await.is_ok());
    assert_eq!(fake.count("/jwks"), 2);
}

#[tokio::test]
async fn an_issuer_that_is_down_slow_or_lying_makes_no_token_wrong() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    world.user().await;
    let identity = accepting(&world, vec![partner(&fake)]).await;
    let token = || fake.sign(&claims(&world, &fake));
    for fault in [
        Fault::server_error(500),
        Fault::AppliedUnreadable,
        Fault::CutBefore,
    ] {
        fake.faults().push_any(fault);
        let refused = refusal(&identity, &token()).await;
        assert_eq!(refused, (Kind::Unavailable, "auth.issuer_unavailable"));
        world.pass(TimeDelta::seconds(30));
    }
    assert!(identity.authenticate(&token()).await.is_ok());
    // What is known is used for a day while the issuer is away.
    fake.go_down();
    world.pass(TimeDelta::hours(23));
    assert!(identity.authenticate(&token()).await.is_ok());
    world.pass(TimeDelta::hours(2));
    assert_eq!(
        refusal(&identity, &token()).await.1,
        "auth.issuer_unavailable"
    );
    fake.come_up().await;
    world.pass(TimeDelta::seconds(30));
    assert!(identity.authenticate(&token()).await.is_ok());
}

#[tokio::test]
async fn a_partners_user_rises_by_the_second_factor_they_have_here() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let (_, factor_id, app) = raised(&world).await;
    let identity = accepting(&world, vec![partner(&fake)]).await;
    let token = fake.sign(&claims(&world, &fake));
    let actor = identity.authenticate(&token).await.unwrap();
    assert!(actor.owes_second_proof());
    let ask = async || identity.challenge_factor(&actor, factor_id).await.unwrap();
    let (first, second) = (ask().await, ask().await);
    world.pass(TimeDelta::minutes(1));
    let right = SecretString::from(app.code_at(world.ambient.now().timestamp()));
    let answer = async |challenge_id, code: &SecretString| {
        let proof = FactorProof {
            factor_id,
            challenge_id,
            code,
        };
        identity.verify_factor(&actor, &proof, &client()).await
    };
    let wrong = answer(first.id, &SecretString::from("000000")).await;
    assert_eq!(wrong.unwrap_err().code(), "mfa.code_wrong");
    // Somebody else's challenge is none of theirs.
    let (local, challenge) = {
        let session = world.sign_in().await;
        let local = identity.authenticate(bearer(&session)).await.unwrap();
        let challenge = identity.challenge_factor(&local, factor_id).await.unwrap();
        (local, challenge)
    };
    let foreign = answer(challenge.id, &right).await;
    assert_eq!(foreign.unwrap_err().code(), "mfa.challenge_not_found");
    assert!(!local.owes_second_proof() || local.aal == Aal::Aal1);

    let risen = answer(second.id, &right).await.unwrap();
    assert_eq!(risen.aal, Aal::Aal2);
    let here = identity.authenticate(bearer(&risen)).await.unwrap();
    assert!(!here.owes_second_proof() && here.user_id == actor.user_id);
    let refreshed = identity.refresh(&risen.refresh_token, &client()).await;
    assert_eq!(refreshed.unwrap().aal, Aal::Aal2);
    // The foreign token stays where it was, and a session that never rose is gone with its challenge.
    let again = identity.authenticate(&token).await.unwrap();
    assert!(again.owes_second_proof());
    world.pass(TimeDelta::minutes(6));
    identity.keep_house(100).await.unwrap();
    let waiting = "select count(*) from auth.sessions where amr -> -1 ->> 'method' = 'federated' and aal = 'aal1'";
    assert_eq!(world.count(waiting).await, 0);
}

#[tokio::test]
async fn a_foreign_token_from_the_future_is_borne_for_a_minute_told_and_then_refused() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    world.user().await;
    let identity = accepting(&world, vec![partner(&fake)]).await;
    let now = world.ambient.now().timestamp();
    let token = |iat: i64| {
        let mut said = claims(&world, &fake);
        said["iat"] = json!(iat);
        fake.sign(&said)
    };
    assert!(identity.authenticate(&token(now + 60)).await.is_ok());
    assert_eq!(identity.clocks_ahead()[0].ahead_seconds, 60);
    let error = identity.authenticate(&token(now + 61)).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (Kind::Unauthenticated, "auth.token_invalid")
    );
    assert!(
        error.public().contains("61 s in the future"),
        "{}",
        error.public()
    );
    let gotrue = GoTrueError::from(&error);
    assert_eq!((gotrue.status, gotrue.code), (403, "bad_jwt"));
    // It would have outlived this sign-out for as long as its issuer likes.
    assert!(identity.authenticate(&token(i64::MAX)).await.is_err());
}

#[tokio::test]
async fn an_address_that_was_accepted_without_proof_is_no_ground_to_mean_its_account() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let identity = accepting(&world, vec![partner(&fake)]).await;
    let ours = world.user().await;
    // As `auth.autoconfirm` leaves it: confirmed, and proved by nobody.
    let unproved = "update auth.users set email_unproved = true where id = $1";
    world.arrange(unproved, &[&ours.id.0]).await;
    let token = fake.sign(&claims(&world, &fake));
    let error = identity.authenticate(&token).await.unwrap_err();
    assert_eq!(error.code(), "auth.federated_user_unknown");
    assert!(error.public().contains("confirm"), "{}", error.public());
    assert_eq!(world.count("select count(*) from auth.identities").await, 0);
    let proved = "update auth.users set email_unproved = false where id = $1";
    world.arrange(proved, &[&ours.id.0]).await;
    let actor = identity.authenticate(&token).await.unwrap();
    assert_eq!(actor.user_id, ours.id);
}

#[tokio::test]
async fn an_administrator_with_a_foreign_token_has_one_proof_whatever_the_token_says() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    world.user_with(EMAIL, [Role::Admin].into()).await;
    let identity = accepting(&world, vec![partner(&fake)]).await;
    let mut said = claims(&world, &fake);
    said["aal"] = json!("aal2");
    said["amr"] = json!([{ "method": "totp", "timestamp": 1 }]);
    let token = fake.sign(&said);
    let actor = identity.authenticate(&token).await.unwrap();
    assert_eq!((actor.aal, actor.has(Role::Admin)), (Aal::Aal1, true));
    assert!(
        !actor.owes_second_proof(),
        "nobody is forced to have a factor"
    );
    let session = world.sign_in().await;
    crate::factors::raise(&world, &session).await;
    // The first proof ends what was begun with less.
    identity.forget_user(actor.user_id);
    assert_eq!(refusal(&identity, &token).await.1, "auth.session_gone");
    world.pass(TimeDelta::seconds(1));
    said["iat"] = json!(world.ambient.now().timestamp());
    let actor = identity.authenticate(&fake.sign(&said)).await.unwrap();
    assert_eq!(actor.aal, Aal::Aal1);
    assert!(
        actor.owes_second_proof(),
        "and whoever has one gives it here"
    );
}

#[tokio::test]
async fn of_a_pages_first_requests_at_once_all_are_one_person() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let creating = AcceptedIssuer {
        unknown: UnknownUser::Create,
        ..partner(&fake)
    };
    let identity = accepting(&world, vec![creating]).await;
    let token = fake.sign(&claims(&world, &fake));
    let requests = (0..8).map(|_| identity.authenticate(&token));
    let actors = futures::future::join_all(requests).await;
    let ids: Vec<_> = actors
        .into_iter()
        .map(|actor| actor.unwrap().user_id)
        .collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert_eq!(world.count("select count(*) from auth.users").await, 1);
}

#[tokio::test]
async fn an_issuer_whose_addresses_are_trusted_is_believed_when_it_says_that_one_is_not_proved() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let ours = world.user().await;
    let trusted = AcceptedIssuer {
        trusts_email: true,
        ..partner(&fake)
    };
    let identity = accepting(&world, vec![trusted]).await;
    let mut said = claims(&world, &fake);
    for no_proof in [json!(false), json!("true"), json!("false"), json!(0)] {
        said["email_verified"] = no_proof.clone();
        let code = refusal(&identity, &fake.sign(&said)).await.1;
        assert_eq!(code, "auth.federated_user_unknown", "{no_proof}");
    }
    said.as_object_mut().unwrap().remove("email_verified");
    let actor = identity.authenticate(&fake.sign(&said)).await.unwrap();
    assert_eq!(actor.user_id, ours.id);
}
