use std::str::FromStr as _;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use serde_json::{Value, json};
use stoa_core::{PageLimit, RequestId, SecretString, UserId};
use stoa_domain::{PersonName, Role};
use stoa_identity::{
    ActorKind, AuditAction, Ban, ClientInfo, EventSearch, GoTrueError, Origin, OtpRequest, Resent,
    SignOutScope,
};
use uuid::Uuid;

use crate::mailbox::{me, plain};
use crate::world::{EMAIL, PASSWORD, World, bearer, client};

/// One event as it is stored.
#[derive(Debug)]
struct Event {
    action: String,
    actor_kind: String,
    actor_id: Option<UserId>,
    subject: Option<UserId>,
    session: Option<Uuid>,
    origin: (Option<String>, Option<String>, Option<String>),
    details: Value,
}

async fn events(world: &World) -> Vec<Event> {
    let admin = world.db.admin().await;
    let rows = admin
        .query(
            "select * from auth.audit_events where action not like 'key.%' order by seq",
            &[],
        )
        .await
        .unwrap();
    let event = |row: tokio_postgres::Row| Event {
        action: row.get("action"),
        actor_kind: row.get("actor_kind"),
        actor_id: row.get::<_, Option<Uuid>>("actor_id").map(UserId),
        subject: row.get::<_, Option<Uuid>>("subject_user_id").map(UserId),
        session: row.get("session_id"),
        origin: (
            row.get("ip_prefix"),
            row.get("user_agent"),
            row.get("request_id"),
        ),
        details: row.get("details"),
    };
    rows.into_iter().map(event).collect()
}

/// What happened since the events counted before.
async fn since(world: &World, seen: &mut usize) -> Vec<Event> {
    let mut all = events(world).await;
    let new = all.split_off(*seen);
    *seen += new.len();
    new
}

fn actions(events: &[Event]) -> Vec<&str> {
    events.iter().map(|event| event.action.as_str()).collect()
}

fn from_request() -> ClientInfo {
    client().with_request_id(RequestId::accept("request-0001"))
}

#[tokio::test]
async fn a_sign_in_and_a_sign_out_are_noted_with_who_and_from_where() {
    let world = World::new().await;
    let user = world.user().await;
    let mut seen = 0;
    let made = since(&world, &mut seen).await;
    assert_eq!(actions(&made), ["user.created"]);
    assert_eq!(
        (made[0].actor_kind.as_str(), made[0].actor_id),
        ("system", None)
    );
    assert_eq!(
        made[0].details,
        json!({ "roles": ["student"], "email_confirmed": true, "has_password": true })
    );

    let password = SecretString::from(PASSWORD);
    let session = world
        .identity
        .sign_in(EMAIL, &password, &from_request())
        .await
        .unwrap();
    let signed_in = since(&world, &mut seen).await;
    assert_eq!(actions(&signed_in), ["session.signed_in"]);
    let [event] = signed_in.as_slice() else {
        panic!("one event")
    };
    assert_eq!(
        (event.actor_id, event.subject),
        (Some(user.id), Some(user.id))
    );
    assert_eq!(event.session, Some(session.id.0));
    assert_eq!(event.details, json!({ "method": "password" }));
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        event.origin,
        (text("203.0.113.0/24"), text("test"), text("request-0001"))
    );

    let actor = world.identity.authenticate(bearer(&session)).await.unwrap();
    world
        .identity
        .sign_out(&actor, SignOutScope::Global, &from_request())
        .await
        .unwrap();
    let signed_out = since(&world, &mut seen).await;
    assert_eq!(actions(&signed_out), ["session.signed_out"]);
    assert_eq!(
        signed_out[0].details,
        json!({ "scope": "global", "sessions": 1 })
    );
    assert_eq!(signed_out[0].session, Some(session.id.0));
}

#[tokio::test]
async fn failed_sign_ins_are_noted_before_they_are_answered_and_hold_no_address() {
    let world = World::new().await;
    let user = world.user().await;
    let mut seen = 0;
    since(&world, &mut seen).await;
    let wrong = SecretString::from("wrong horse");
    for email in [
        EMAIL,
        " ANNA@mail.ru",
        "nobody@mail.ru",
        "not an address, maybe a password",
    ] {
        world
            .identity
            .sign_in(email, &wrong, &client())
            .await
            .unwrap_err();
    }
    let failed = since(&world, &mut seen).await;
    assert_eq!(actions(&failed), ["session.sign_in_failed"; 4]);
    let subjects: Vec<_> = failed.iter().map(|event| event.subject).collect();
    assert_eq!(subjects, [Some(user.id), Some(user.id), None, None]);
    assert!(
        failed.iter().all(|event| event.actor_kind == "visitor"
            && event.details["reason"] == "invalid_credentials")
    );
    let tag = |n: usize| failed[n].details["address"].clone();
    assert_eq!(tag(0), tag(1), "one address, one tag");
    assert_ne!(tag(0), tag(2));
    assert_eq!(tag(3), Value::Null);
    let text = format!("{failed:?}");
    assert!(
        !text.contains("mail.ru") && !text.contains("maybe") && !text.contains("wrong"),
        "{text}"
    );

    world
        .arrange(
            "update auth.users set banned_until = now() + interval '100 years'",
            &[],
        )
        .await;
    world
        .identity
        .sign_in(EMAIL, &SecretString::from(PASSWORD), &client())
        .await
        .unwrap_err();
    let banned = since(&world, &mut seen).await;
    assert_eq!(actions(&banned), ["session.sign_in_failed"]);
    assert_eq!(banned[0].details["reason"], "user_banned");
    assert_eq!(world.identity.audit_lost(), 0);
}

#[tokio::test]
async fn a_failure_is_answered_as_ever_when_the_audit_cannot_be_written_and_the_loss_is_counted() {
    let world = World::new().await;
    world.user().await;
    world
        .arrange(
            "alter table auth.audit_events add constraint no check (false) not valid",
            &[],
        )
        .await;
    let wrong = SecretString::from("wrong horse");
    let refused = world
        .identity
        .sign_in(EMAIL, &wrong, &client())
        .await
        .unwrap_err();
    assert!(matches!(
        refused,
        stoa_identity::SignInError::InvalidCredentials
    ));
    assert_eq!(world.identity.audit_lost(), 1);
    let right = world
        .identity
        .sign_in(EMAIL, &SecretString::from(PASSWORD), &client())
        .await;
    assert!(
        right.is_err(),
        "a change that cannot be noted does not happen"
    );
    assert_eq!(world.count("select count(*) from auth.sessions").await, 0);
}

#[tokio::test]
async fn a_token_that_comes_back_is_noted_with_the_end_of_its_session() {
    let world = World::new().await;
    let session = world.session().await;
    let mut seen = 0;
    since(&world, &mut seen).await;
    let mut newest = session.refresh_token.clone();
    for _ in 0..3 {
        world.pass(chrono::TimeDelta::minutes(10));
        newest = world
            .identity
            .refresh(&newest, &client())
            .await
            .unwrap()
            .refresh_token;
    }
    assert_eq!(
        since(&world, &mut seen).await.len(),
        0,
        "a refresh changes nothing worth noting"
    );
    world.pass(chrono::TimeDelta::minutes(10));
    world
        .identity
        .refresh(&session.refresh_token, &client())
        .await
        .unwrap_err();
    let reused = since(&world, &mut seen).await;
    assert_eq!(actions(&reused), ["session.refresh_reused"]);
    assert_eq!(
        (reused[0].subject, reused[0].session),
        (Some(session.user.id), Some(session.id.0))
    );
    assert_eq!(reused[0].details, json!({ "behind": 3 }));
}

#[tokio::test]
async fn roles_invitations_and_buyers_are_noted_with_who_wished_it() {
    let world = World::new().await;
    let admin = world.user_with("admin@mail.ru", [Role::Admin].into()).await;
    let by = Origin::user(admin.id, &from_request());
    let mut seen = 0;
    since(&world, &mut seen).await;
    let (email, name) = (
        "b@mail.ru".parse().unwrap(),
        PersonName::parse("Buyer").unwrap(),
    );
    let (id, _) = world
        .identity
        .find_or_create_buyer(&email, &name, None, &Origin::system())
        .await
        .unwrap();
    let invite = world.identity.invite(id, &by).await.unwrap();
    let token = stoa_core::ExposeSecret::expose_secret(&invite.token).to_owned();
    let password = SecretString::from("a long enough password");
    world
        .identity
        .accept_invite(&token, &password, None, &from_request())
        .await
        .unwrap();
    world
        .identity
        .grant_role(id, Role::Author, &by)
        .await
        .unwrap();
    world
        .identity
        .grant_role(id, Role::Author, &by)
        .await
        .unwrap();
    world
        .identity
        .set_roles(id, [Role::Reviewer].into(), &by)
        .await
        .unwrap();
    let noted = since(&world, &mut seen).await;
    let want = [
        "user.created",
        "invite.made",
        "invite.accepted",
        "session.signed_in",
        "role.granted",
        "session.revoked",
        "role.revoked",
        "role.revoked",
        "role.granted",
    ];
    assert_eq!(actions(&noted), want);
    assert!(noted.iter().all(|event| event.subject == Some(id)));
    let by_admin: Vec<_> = noted
        .iter()
        .filter(|event| event.actor_id == Some(admin.id))
        .collect();
    assert_eq!(by_admin.len(), 6);
    assert_eq!(by_admin[1].details, json!({ "role": "author" }));
    assert!(!format!("{noted:?}").contains(&token));
}

#[tokio::test]
async fn an_event_can_be_added_and_read_by_the_server_and_never_changed() {
    let world = World::new().await;
    world.user().await;
    let admin = world.db.admin().await;
    admin.batch_execute("set role service_role").await.unwrap();
    let count: i64 = admin
        .query_one("select count(*) from auth.audit_events", &[])
        .await
        .unwrap()
        .get(0);
    assert!(count > 0);
    for forbidden in [
        "update auth.audit_events set details = '{}'",
        "delete from auth.audit_events",
        "truncate auth.audit_events",
    ] {
        let error = admin.batch_execute(forbidden).await.unwrap_err();
        assert_eq!(error.code().unwrap().code(), "42501", "{forbidden}");
    }
}

#[test]
fn words_that_are_stored_are_words_that_are_read() {
    assert_eq!(
        AuditAction::from_str("session.refresh_reused"),
        Ok(AuditAction::RefreshReused)
    );
    assert_eq!(ActorKind::Visitor.as_str(), "visitor");
}

#[tokio::test]
async fn every_link_that_is_asked_for_is_noted_with_its_purpose() {
    let world = World::new().await;
    let session = world.session().await;
    let actor = world.identity.authenticate(bearer(&session)).await.unwrap();
    let (identity, address, me) = (&world.identity, EMAIL.parse().unwrap(), me());
    let mut seen = 0;
    since(&world, &mut seen).await;
    identity.recover(&address, plain(), me).await.unwrap();
    let request = OtpRequest {
        email: address.clone(),
        create: None,
    };
    identity.send_otp(request, plain(), me).await.unwrap();
    identity.reauthenticate(&actor, me).await.unwrap();
    world
        .arrange("update auth.users set email_confirmed_at = null", &[])
        .await;
    let again = identity.resend(Resent::SignUp, &address, plain(), me);
    again.await.unwrap();
    let made = since(&world, &mut seen).await;
    let purposes: Vec<_> = made.iter().map(|e| e.details["purpose"].clone()).collect();
    assert_eq!(actions(&made), ["link.made"; 4]);
    assert_eq!(
        purposes,
        ["recovery", "magiclink", "reauthentication", "signup"]
    );
    assert!(
        made.iter()
            .all(|event| event.subject == Some(actor.user_id))
    );
}

#[tokio::test]
async fn an_exported_key_and_a_session_that_expired_are_noted() {
    let world = World::new().await;
    let by = Origin::operator("stoa keys export");
    world.identity.export_private_jwk(&by).await.unwrap();
    let exported = "select count(*) from auth.audit_events
        where action = 'key.exported' and details ->> 'key' is not null";
    assert_eq!(world.count(exported).await, 1);

    let session = world.session().await;
    let mut seen = 0;
    since(&world, &mut seen).await;
    world.pass(TimeDelta::days(31));
    let late = world.identity.refresh(&session.refresh_token, me());
    late.await.unwrap_err();
    let expired = since(&world, &mut seen).await;
    assert_eq!(actions(&expired), ["session.expired"]);
    assert_eq!(expired[0].session, Some(session.id.0));
}

#[tokio::test]
async fn who_was_shut_out_or_deleted_learns_that_from_a_token_whose_session_went_with_it() {
    let world = World::new().await;
    let session = world.session().await;
    let (identity, id, by) = (&world.identity, session.user.id, Origin::system());
    let said = async || {
        let error = identity.authenticate(bearer(&session)).await.unwrap_err();
        let error = GoTrueError::from(&error);
        (error.status, error.code)
    };
    let banned = Ban::For(TimeDelta::hours(1));
    identity.ban(id, banned, &by).await.unwrap();
    assert_eq!(said().await, (403, "user_banned"));
    identity.ban(id, Ban::Lifted, &by).await.unwrap();
    assert_eq!(said().await, (403, "session_not_found"));
    identity.admin_delete_user(id, false, &by).await.unwrap();
    assert_eq!(said().await, (403, "user_not_found"));
}

/// Two hundred networks and a thousand addresses that were tried, each a hundredth of a percent of what is there.
const CROWD: &str =
    "insert into auth.audit_events (id, community_id, at, action, actor_kind, ip_prefix, details)
    select gen_random_uuid(), gen_random_uuid(), now(), 'session.sign_in_failed', 'visitor',
        format('10.%s.%s.0/24', n % 200, n % 7), jsonb_build_object('address', 'tag-' || n % 1000)
    from generate_series(1, 20000) n";

#[tokio::test]
async fn a_search_for_a_network_or_an_address_reads_no_other_events() {
    let world = World::new().await;
    world.arrange(CROWD, &[]).await;
    world.arrange("analyze auth.audit_events", &[]).await;
    let network = EventSearch {
        ip_prefix: Some("10.7.3.0/24".to_owned()),
        ..EventSearch::default()
    };
    let address = EventSearch {
        address: Some("tag-7".to_owned()),
        ..EventSearch::default()
    };
    for (index, search) in [
        ("audit_events_network", network),
        ("audit_events_address", address),
    ] {
        let found = world.identity.search_audit(search, PageLimit::default());
        assert!(!found.await.unwrap().events.is_empty(), "{index}");
        let used =
            format!("select idx_scan from pg_stat_user_indexes where indexrelname = '{index}'");
        let deadline = Instant::now() + Duration::from_secs(20);
        while world.count(&used).await == 0 {
            assert!(Instant::now() < deadline, "{index} is not used");
            tokio::task::yield_now().await;
        }
    }
}
