use chrono::TimeDelta;
use futures::future::join_all;
use stoa_core::{ExposeSecret as _, Failure as _, SecretString};
use stoa_domain::Role;
use stoa_identity::{
    AuthenticateError, ClientInfo, GoTrueError, IdentityOptions, Origin, RefreshError, Session,
};

use crate::world::{World, bearer, claims, client, options};

async fn refresh(world: &World, token: &SecretString) -> Result<Session, RefreshError> {
    world.identity.refresh(token, &client()).await
}

fn same(left: &SecretString, right: &SecretString) -> bool {
    left.expose_secret() == right.expose_secret()
}

#[tokio::test]
async fn the_active_token_is_rotated_and_the_session_stays() {
    let world = World::new().await;
    let first = world.session().await;
    world.pass(TimeDelta::minutes(59));
    world
        .identity
        .grant_role(first.user.id, Role::Author, &Origin::system())
        .await
        .unwrap();
    let second = refresh(&world, &first.refresh_token).await.unwrap();
    assert_eq!(second.id, first.id);
    assert!(!same(&second.refresh_token, &first.refresh_token));
    let claims = claims(bearer(&second));
    assert_eq!(claims["iat"], world.ambient.now().timestamp());
    assert_eq!(claims["amr"][0]["method"], "password");
    assert_eq!(
        claims["app_metadata"]["roles"],
        serde_json::json!(["student", "author"])
    );
    assert!(world.identity.authenticate(bearer(&second)).await.is_ok());
}

#[tokio::test]
async fn the_parent_of_the_active_token_gets_the_active_one_without_a_limit_of_time() {
    let world = World::new().await;
    let first = world.session().await;
    let second = refresh(&world, &first.refresh_token).await.unwrap();
    world.pass(TimeDelta::days(20));
    let again = refresh(&world, &first.refresh_token).await.unwrap();
    assert!(same(&again.refresh_token, &second.refresh_token));
    let third = refresh(&world, &second.refresh_token).await.unwrap();
    assert!(!same(&third.refresh_token, &second.refresh_token));
}

#[tokio::test]
async fn in_strict_mode_a_parent_that_comes_late_ends_the_session_and_each_cause_is_counted() {
    let world = World::new().await;
    let strict = IdentityOptions {
        strict_refresh: true,
        ..options()
    };
    let identity = world.with(strict).await;
    let first = world.session().await;
    let second = identity.refresh(&first.refresh_token, &client()).await;
    let second = second.unwrap();
    let lost = identity.refresh(&first.refresh_token, &client()).await;
    assert!(same(&lost.unwrap().refresh_token, &second.refresh_token));
    world.pass(TimeDelta::seconds(10));
    let late = identity.refresh(&first.refresh_token, &client()).await;
    assert!(matches!(late, Err(RefreshError::AlreadyUsed)));
    assert_eq!(world.count("select count(*) from auth.sessions").await, 0);
    let causes: Vec<_> = identity
        .refresh_reuses()
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .collect();
    assert_eq!(causes, [("parent", 1), ("reused", 1)]);
}

#[tokio::test]
async fn an_older_token_gets_the_active_one_for_ten_seconds_and_then_ends_the_session() {
    let world = World::new().await;
    let first = world.session().await;
    let second = refresh(&world, &first.refresh_token).await.unwrap();
    let third = refresh(&world, &second.refresh_token).await.unwrap();
    assert!(world.identity.authenticate(bearer(&third)).await.is_ok());
    world.pass(TimeDelta::milliseconds(9_999));
    let again = refresh(&world, &first.refresh_token).await.unwrap();
    assert!(same(&again.refresh_token, &third.refresh_token));
    world.pass(TimeDelta::milliseconds(1));
    let reused = refresh(&world, &first.refresh_token).await.unwrap_err();
    assert_eq!(reused.code(), "auth.refresh_token_already_used");
    assert_eq!(
        GoTrueError::from(&reused).code,
        "refresh_token_already_used"
    );
    let dead = refresh(&world, &third.refresh_token).await.unwrap_err();
    assert_eq!(GoTrueError::from(&dead).code, "refresh_token_not_found");
    assert!(matches!(
        world.identity.authenticate(bearer(&third)).await,
        Err(AuthenticateError::SessionGone),
    ));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn six_parallel_refreshes_end_with_one_and_the_same_token() {
    let world = World::new().await;
    let first = world.session().await;
    let other = world.another_process().await;
    let answers = join_all((0..6).map(|n| {
        let (identity, token) = (
            if n % 2 == 0 { &world.identity } else { &other },
            first.refresh_token.clone(),
        );
        let identity = identity.clone();
        async move {
            tokio::spawn(async move { identity.refresh(&token, &client()).await })
                .await
                .unwrap()
        }
    }))
    .await;
    let tokens: Vec<_> = answers
        .into_iter()
        .map(|answer| answer.unwrap().refresh_token)
        .collect();
    assert!(tokens.iter().all(|token| same(token, &tokens[0])));
    assert_eq!(
        world
            .count("select refresh_counter from auth.sessions")
            .await,
        1
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_parallel_refreshes_on_a_pool_of_eight_end_with_one_and_the_same_token() {
    let world = World::new().await;
    let first = world.session().await;
    let answers = join_all((0..50).map(|_| {
        let (identity, token) = (world.identity.clone(), first.refresh_token.clone());
        async move { identity.refresh(&token, &client()).await }
    }))
    .await;
    let tokens: Vec<_> = answers
        .into_iter()
        .map(|answer| answer.unwrap().refresh_token)
        .collect();
    assert!(tokens.iter().all(|token| same(token, &tokens[0])));
}

#[tokio::test]
async fn a_refresh_waits_for_another_five_seconds_and_then_says_conflict() {
    let world = World::new().await;
    let first = world.session().await;
    let admin = world.db.admin().await;
    let hold = "begin; select 1 from auth.sessions for update";
    admin.batch_execute(hold).await.unwrap();
    let asked = std::time::Instant::now();
    let conflict = refresh(&world, &first.refresh_token).await.unwrap_err();
    assert!(asked.elapsed() >= std::time::Duration::from_secs(5));
    let gotrue = GoTrueError::from(&conflict);
    assert_eq!((gotrue.status, gotrue.code), (409, "conflict"));
    assert_eq!(conflict.code(), "auth.refresh_conflict");
    let (released, answer) = tokio::join!(
        admin.batch_execute("rollback"),
        refresh(&world, &first.refresh_token),
    );
    released.unwrap();
    assert!(answer.is_ok(), "a refresh that waited goes on");
}

#[tokio::test]
async fn a_rotation_remembers_from_where_it_was_asked_for() {
    let world = World::new().await;
    let first = world.session().await;
    let elsewhere = ClientInfo::new(Some("another"), Some([198, 51, 100, 7].into()));
    let second = world
        .identity
        .refresh(&first.refresh_token, &elsewhere)
        .await
        .unwrap();
    let known = "select count(*) from auth.sessions
        where user_agent = 'another' and ip_prefix = '198.51.100.0/24'";
    assert_eq!(world.count(known).await, 1);
    let unknown = ClientInfo::default();
    world
        .identity
        .refresh(&second.refresh_token, &unknown)
        .await
        .unwrap();
    assert_eq!(
        world.count(known).await,
        1,
        "what is not said wipes nothing"
    );
}

#[tokio::test]
async fn what_was_never_issued_changes_nothing() {
    let world = World::new().await;
    let first = world.session().await;
    for bad in [
        "",
        "x",
        "v1.abc",
        "А",
        &"A".repeat(54),
        &"A".repeat(100_000),
    ] {
        let error = refresh(&world, &SecretString::from(bad)).await.unwrap_err();
        let want = if bad.len() == 54 {
            "refresh_token_not_found"
        } else {
            "validation_failed"
        };
        let gotrue = GoTrueError::from(&error);
        assert_eq!((gotrue.status, gotrue.code), (400, want), "{}", bad.len());
    }
    let forged = forge(&first.refresh_token);
    assert!(matches!(
        refresh(&world, &forged).await,
        Err(RefreshError::NotFound)
    ));
    assert!(refresh(&world, &first.refresh_token).await.is_ok());
}

/// The next token of the session, with a signature of zeros.
fn forge(token: &SecretString) -> SecretString {
    use base64::Engine as _;
    let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let mut bytes = engine.decode(token.expose_secret()).unwrap();
    bytes[23] += 1;
    bytes[24..].fill(0);
    SecretString::from(engine.encode(bytes))
}

#[tokio::test]
async fn a_session_unused_for_thirty_days_or_beyond_its_limit_has_expired() {
    let world = World::new().await;
    let idle = world.session().await;
    world.pass(TimeDelta::days(29));
    let used = refresh(&world, &idle.refresh_token).await.unwrap();
    world.pass(TimeDelta::days(29));
    let used = refresh(&world, &used.refresh_token).await.unwrap();
    let limit = world.ambient.now() + TimeDelta::days(1);
    world
        .arrange("update auth.sessions set not_after = $1", &[&limit])
        .await;
    world.pass(TimeDelta::days(1));
    let expired = refresh(&world, &used.refresh_token).await.unwrap_err();
    assert_eq!(GoTrueError::from(&expired).code, "session_expired");
    let unused = world.sign_in().await;
    world.pass(TimeDelta::days(30));
    let expired = refresh(&world, &unused.refresh_token).await.unwrap_err();
    assert_eq!(
        (expired.code(), GoTrueError::from(&expired).status),
        ("auth.session_expired", 400)
    );
    assert_eq!(world.count("select count(*) from auth.sessions").await, 0);
}

#[tokio::test]
async fn the_banned_and_the_deleted_are_not_refreshed() {
    let world = World::new().await;
    let session = world.session().await;
    world
        .arrange("update auth.users set banned_until = '3000-01-01'", &[])
        .await;
    let banned = refresh(&world, &session.refresh_token).await.unwrap_err();
    assert_eq!(
        (
            GoTrueError::from(&banned).status,
            GoTrueError::from(&banned).code
        ),
        (400, "user_banned")
    );
    world
        .arrange(
            "update auth.users set banned_until = null, deleted_at = now()",
            &[],
        )
        .await;
    assert!(matches!(
        refresh(&world, &session.refresh_token).await,
        Err(RefreshError::NotFound)
    ));
}

#[tokio::test]
async fn a_parent_from_elsewhere_is_an_event_each_time_and_one_letter_a_day() {
    let world = World::new().await;
    let first = world.session().await;
    refresh(&world, &first.refresh_token).await.unwrap();
    let near = ClientInfo::new(Some("another"), Some([203, 0, 113, 9].into()));
    let far = ClientInfo::new(Some("another"), Some([198, 51, 100, 7].into()));
    let events = "select count(*) from auth.audit_events where action = 'session.refresh_followed'";
    let letters = "select count(*) from auth.letters where kind = 'new_device'";
    for (from, pass, want) in [
        (&near, TimeDelta::zero(), (0, 0)),
        (&far, TimeDelta::zero(), (1, 1)),
        (&far, TimeDelta::hours(23), (2, 1)),
        (&far, TimeDelta::hours(25), (3, 2)),
    ] {
        world.pass(pass);
        let followed = world.identity.refresh(&first.refresh_token, from).await;
        followed.unwrap();
        let got = (world.count(events).await, world.count(letters).await);
        assert_eq!(got, want);
    }
}

#[tokio::test]
async fn a_session_with_a_time_box_ends_however_much_it_is_used() {
    let world = World::new().await;
    let boxed = IdentityOptions {
        session_limit: Some(TimeDelta::hours(8)),
        ..options()
    };
    let identity = world.with(boxed).await;
    world.user().await;
    let password = SecretString::from(crate::world::PASSWORD);
    let session = identity
        .sign_in(crate::world::EMAIL, &password, &client())
        .await
        .unwrap();
    world.pass(TimeDelta::hours(7));
    let session = identity
        .refresh(&session.refresh_token, &client())
        .await
        .unwrap();
    assert!(identity.authenticate(bearer(&session)).await.is_ok());
    world.pass(TimeDelta::hours(1));
    assert!(identity.authenticate(bearer(&session)).await.is_err());
    let over = identity.refresh(&session.refresh_token, &client()).await;
    let over = GoTrueError::from(&over.unwrap_err());
    assert_eq!((over.status, over.code), (400, "session_expired"));
}
