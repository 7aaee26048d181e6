use tokio_postgres::error::SqlState;

use crate::world::{World, client};

const TABLES: [&str; 8] = [
    "users",
    "user_roles",
    "credentials",
    "sessions",
    "signing_keys",
    "api_keys",
    "one_time_tokens",
    "letters",
];

/// Whether `role` may run `sql`, claims and all.
async fn may(world: &World, role: &str, sql: &str) -> bool {
    let client = stoa_pg::connect(&world.db.config()).await.unwrap();
    client
        .batch_execute(&format!(
            "begin; set local role {role}; set local request.jwt.claims = '{{}}'"
        ))
        .await
        .unwrap();
    match client.batch_execute(sql).await {
        Ok(()) => true,
        Err(error) => {
            assert_eq!(
                error.code(),
                Some(&SqlState::INSUFFICIENT_PRIVILEGE),
                "{role}: {sql}"
            );
            false
        }
    }
}

#[tokio::test]
async fn only_the_server_itself_reaches_identity() {
    let world = World::new().await;
    world.session().await;
    for table in TABLES {
        let read = format!("select from auth.{table}");
        assert!(may(&world, "service_role", &read).await, "{table}");
        for role in ["anon", "authenticated", "authenticator"] {
            assert!(!may(&world, role, &read).await, "{role} reads {table}");
            assert!(
                !may(&world, role, &format!("delete from auth.{table}")).await,
                "{role} deletes from {table}"
            );
        }
    }
}

#[tokio::test]
async fn every_table_is_guarded_also_against_its_owner() {
    let world = World::new().await;
    let unguarded = world
        .count(
            "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = 'auth' and c.relkind = 'r'
               and not (c.relrowsecurity and c.relforcerowsecurity
                        and exists (select from pg_policy p where p.polrelid = c.oid))",
        )
        .await;
    assert_eq!(unguarded, 0);
}

#[tokio::test]
async fn roles_cannot_hide_in_the_metadata_that_says_how_somebody_signs_in() {
    let world = World::new().await;
    world.user().await;
    let admin = world.db.admin().await;
    let smuggled = admin
        .execute(
            "update auth.users set app_metadata = '{\"roles\": [\"admin\"]}'",
            &[],
        )
        .await;
    assert_eq!(
        smuggled.unwrap_err().code(),
        Some(&SqlState::CHECK_VIOLATION)
    );
}

#[tokio::test]
async fn a_database_that_is_gone_is_unavailable_and_wipes_no_session() {
    use stoa_core::{Failure as _, Kind};
    use stoa_identity::GoTrueError;
    let world = World::new().await;
    let session = world.session().await;
    world.db.db.close();
    let error = world
        .identity
        .refresh(&session.refresh_token, &client())
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (Kind::Unavailable, "database.unavailable")
    );
    let gotrue = GoTrueError::from(&error);
    assert_eq!((gotrue.status, gotrue.code), (503, "unexpected_failure"));
    assert!(gotrue.retry_after_seconds.is_some());
    let error = world
        .identity
        .authenticate(crate::world::bearer(&session))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), Kind::Unavailable);
}
