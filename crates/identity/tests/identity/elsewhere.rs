//! What one process changes, the others know within a moment: long before the five seconds of their memory, which here
//! never pass, for the clock stands still.

use std::time::{Duration, Instant};

use stoa_core::ExposeSecret as _;
use stoa_domain::Role;
use stoa_identity::{Actor, Identity, Origin, Session, SignOutScope};
use stoa_pg::ListenOptions;
use tokio_util::sync::CancellationToken;

use crate::world::{World, bearer, client};

const A_MOMENT: Duration = Duration::from_secs(3);

/// Whether a change is seen in what another process knows of a session.
type Seen = fn(Option<&Actor>) -> bool;

/// Another process that listens; it stops with the guard.
async fn listening(world: &World) -> (Identity, tokio_util::sync::DropGuard) {
    let identity = world.another_process().await;
    let mut listener = world.db.db.listener(ListenOptions::default());
    let (hints, mut hears) = (listener.subscribe(Identity::HINTS), listener.hears());
    let stopping = CancellationToken::new();
    tokio::spawn(listener.run(stopping.clone()));
    let follower = identity.clone();
    tokio::spawn(async move { follower.follow(hints).await });
    hears.wait_for(|hears| *hears).await.unwrap();
    (identity, stopping.drop_guard())
}

async fn actor(identity: &Identity, session: &Session) -> Option<std::sync::Arc<Actor>> {
    identity.authenticate(bearer(session)).await.ok()
}

async fn within_a_moment(what: &str, look: impl AsyncFn() -> bool) {
    let started = Instant::now();
    while !look().await {
        assert!(started.elapsed() < A_MOMENT, "{what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_role_taken_away_and_a_sign_out_reach_every_process_at_once() {
    let world = World::new().await;
    let session = world.session().await;
    let (elsewhere, _guard) = listening(&world).await;
    let user_id = session.user.id;
    world
        .identity
        .grant_role(user_id, Role::Admin, &Origin::system())
        .await
        .unwrap();
    let is_admin = async || {
        actor(&elsewhere, &session)
            .await
            .is_some_and(|actor| actor.has(Role::Admin))
    };
    within_a_moment("the role is there", is_admin).await;
    world
        .identity
        .revoke_role(user_id, Role::Admin, &Origin::system())
        .await
        .unwrap();
    within_a_moment("the role is gone", async || !is_admin().await).await;
    let here = actor(&world.identity, &session).await.unwrap();
    assert!(actor(&elsewhere, &session).await.is_some());
    world
        .identity
        .sign_out(&here, SignOutScope::Global, &client())
        .await
        .unwrap();
    within_a_moment("the session is gone", async || {
        actor(&elsewhere, &session).await.is_none()
    })
    .await;
}

#[tokio::test]
async fn every_change_of_what_is_remembered_is_told_whoever_makes_it() {
    let world = World::new().await;
    world.user().await;
    let (elsewhere, _guard) = listening(&world).await;
    let session = world.sign_in().await;
    // Each row: a change by somebody who knows nothing of Stoa's caches, what it must lead to, and its undoing.
    let changes: [(&str, Seen, &str); 6] = [
        (
            "update auth.users set banned_until = '3000-01-01'",
            |actor| actor.is_none(),
            "update auth.users set banned_until = null",
        ),
        (
            "update auth.users set deleted_at = now()",
            |actor| actor.is_none(),
            "update auth.users set deleted_at = null",
        ),
        (
            "update auth.users set email = 'new@mail.ru'",
            |actor| actor.is_some_and(|actor| actor.email.as_deref() == Some("new@mail.ru")),
            "update auth.users set email = 'anna@mail.ru'",
        ),
        (
            "update auth.sessions set not_after = '2020-01-01'",
            |actor| actor.is_none(),
            "update auth.sessions set not_after = null",
        ),
        (
            "insert into auth.factors (id, user_id, kind, status, secret, wrong_tries, created_at, updated_at)
                select id, id, 'totp', 'verified', '', 0, created_at, created_at from auth.users",
            |actor| actor.is_some_and(Actor::owes_second_proof),
            "delete from auth.factors",
        ),
        (
            "update auth.user_roles set role = 'author'",
            |actor| actor.is_some_and(|actor| actor.has(Role::Author)),
            "update auth.user_roles set role = 'student'",
        ),
    ];
    for (change, seen, undo) in changes {
        let is_seen = async || seen(actor(&elsewhere, &session).await.as_deref());
        within_a_moment(undo, async || !is_seen().await).await;
        world.arrange(change, &[]).await;
        within_a_moment(change, is_seen).await;
        world.arrange(undo, &[]).await;
        within_a_moment(undo, async || !is_seen().await).await;
    }
    world.arrange("delete from auth.users", &[]).await;
    within_a_moment("the user's deletion", async || {
        actor(&elsewhere, &session).await.is_none()
    })
    .await;
}

#[tokio::test]
async fn after_the_listening_connection_was_cut_nothing_old_is_believed() {
    let world = World::new().await;
    let session = world.session().await;
    let (elsewhere, _guard) = listening(&world).await;
    let cut = "select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'stoa-main-listener' and datname = current_database()";
    for role in [Role::Admin, Role::Author] {
        assert!(!actor(&elsewhere, &session).await.unwrap().has(role));
        assert_eq!(world.arrange(cut, &[]).await, 1);
        // Whether it is heard or said into the gap, it is known within a moment.
        world
            .identity
            .grant_role(session.user.id, role, &Origin::system())
            .await
            .unwrap();
        within_a_moment("known after the gap", async || {
            actor(&elsewhere, &session).await.unwrap().has(role)
        })
        .await;
        within_a_moment("it listens again", async || {
            world.count("select count(*) from pg_stat_activity where application_name = 'stoa-main-listener' and datname = current_database()").await == 1
        })
        .await;
    }
}

#[tokio::test]
async fn new_keys_are_known_everywhere() {
    let world = World::new().await;
    let (elsewhere, _guard) = listening(&world).await;
    let before = elsewhere.jwks();
    // As a rotation does: the active key retires, and the next process that reads makes another.
    world
        .arrange(
            "update auth.signing_keys set state = 'retired', retired_at = to_timestamp(1790000000),
                verifies_until = to_timestamp(1790004000) where purpose = 'token'",
            &[],
        )
        .await;
    within_a_moment("the new key", async || elsewhere.jwks() != before).await;
    world.identity.reload_keys().await.unwrap();
    within_a_moment("one key set", async || {
        elsewhere.jwks() == world.identity.jwks()
    })
    .await;
    let session = world.session().await;
    assert!(actor(&elsewhere, &session).await.is_some());
    assert!(!session.access_token.expose_secret().is_empty());
}

#[tokio::test]
async fn a_refresh_and_a_sign_in_tell_nobody_anything() {
    let world = World::new().await;
    let session = world.session().await;
    let mut listener = world.db.db.listener(ListenOptions::default());
    let mut hints = listener.subscribe(Identity::HINTS);
    tokio::spawn(listener.run(CancellationToken::new()));
    assert_eq!(hints.next().await, Some(stoa_pg::Heard::Anything));
    let refreshed = world
        .identity
        .refresh(&session.refresh_token, &client())
        .await
        .unwrap();
    world.sign_in().await;
    // The first hint that arrives is the one of the sign-out that followed.
    let here = actor(&world.identity, &refreshed).await.unwrap();
    world
        .identity
        .sign_out(&here, SignOutScope::Local, &client())
        .await
        .unwrap();
    let told = stoa_pg::Heard::Hint(format!("session:{}", session.id));
    assert_eq!(hints.next().await, Some(told));
}
