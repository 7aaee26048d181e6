//! What nobody will ask for again is removed, and nothing else.

use chrono::TimeDelta;
use stoa_domain::Email;
use stoa_identity::{NewUser, Origin, Removed};

use crate::world::{World, bearer};

#[tokio::test]
async fn ended_sessions_and_old_links_go_and_living_ones_stay() {
    let world = World::new().await;
    let old = world.session().await;
    world.pass(TimeDelta::days(31));
    let fresh = world.sign_in().await;
    let limited = world.sign_in().await;
    let over = "update auth.sessions set not_after = to_timestamp($1::bigint) where id = $2";
    let now = world.pass(TimeDelta::zero()).timestamp();
    world.arrange(over, &[&now, &limited.id.0]).await;
    let guest = NewUser::new(Email::parse("guest@mail.ru").unwrap());
    let guest = world
        .identity
        .create_user(guest, &Origin::system())
        .await
        .unwrap();
    world
        .identity
        .invite(guest.id, &Origin::system())
        .await
        .unwrap();
    let one = |removed: Removed| (removed.sessions, removed.tokens);
    let sweep = async || one(world.identity.keep_house(1).await.unwrap());
    assert_eq!(sweep().await, (1, 0));
    assert_eq!(sweep().await, (1, 0));
    assert_eq!(sweep().await, (0, 0));
    let noted =
        "select coalesce(sum((details ->> 'sessions')::bigint), 0)::bigint from auth.audit_events
        where action = 'session.swept' and actor_kind = 'system'";
    assert_eq!(world.count(noted).await, 2);
    let events = "select count(*) from auth.audit_events where action = 'session.swept'";
    assert_eq!(
        world.count(events).await,
        2,
        "one for each sweep that ended any"
    );
    let ids = world.count("select count(*) from auth.sessions").await;
    assert_eq!(ids, 1);
    assert!(world.identity.authenticate(bearer(&fresh)).await.is_ok());
    assert!(world.identity.authenticate(bearer(&old)).await.is_err());
    // The invitation is good for three days, and its trace stays for a week more.
    world.pass(TimeDelta::days(9));
    assert_eq!(sweep().await, (0, 0));
    world.pass(TimeDelta::days(2));
    assert_eq!(sweep().await, (0, 1));
}

#[tokio::test]
async fn letters_and_flows_go_when_nobody_can_ask_for_them_any_more() {
    let world = World::new().await;
    world.user().await;
    let letter = "insert into auth.letters (id, user_id, kind, email, details, state, sent_at, requested_at, changed_at)
        select gen_random_uuid(), id, 'recovery', email, '{}', s.state, case when s.state = 'sent' then u.created_at end,
            u.created_at, u.created_at
        from auth.users u, unnest(array['sent', 'dropped', 'failed', 'waiting', 'held', 'sending']) s (state)";
    assert_eq!(world.arrange(letter, &[]).await, 6);
    let flow = "insert into auth.flow_states (id, user_id, method, code_challenge, code_challenge_method, created_at)
        select gen_random_uuid(), id, 'recovery', repeat('x', 43), 's256', created_at from auth.users";
    world.arrange(flow, &[]).await;
    let begun = "insert into auth.oauth_flows (id, state_sha256, nonce_sha256, provider, verifier, redirect_to, created_at)
        select gen_random_uuid(), sha256('a'), sha256('b'), 'google', '', '/', created_at from auth.users";
    world.arrange(begun, &[]).await;
    let sweep = async || {
        let removed = world.identity.keep_house(100).await.unwrap();
        (removed.flows, removed.letters)
    };
    world.pass(TimeDelta::hours(1));
    assert_eq!(sweep().await, (0, 0));
    world.pass(TimeDelta::hours(1));
    assert_eq!(sweep().await, (2, 0));
    world.pass(TimeDelta::days(14));
    assert_eq!(sweep().await, (0, 2), "sent and dropped");
    world.pass(TimeDelta::days(76));
    assert_eq!(sweep().await, (0, 1), "failed");
    let left = "select count(*) from auth.letters where state in ('waiting', 'held', 'sending')";
    assert_eq!(world.count(left).await, 3);
}
