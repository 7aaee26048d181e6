//! Whatever can be reached past row-level security is found in the catalog, and named.

use stoa_pg::ExposureError;
use stoa_testdb::{main_db, traffic_db};

const WALLED: &str = "set role stoa_owner;
    create table public.notes (id int primary key, body text);
    alter table public.notes enable row level security;
    alter table public.notes force row level security;
    create policy own on public.notes to authenticated using (true);
    grant select on public.notes to authenticated;
    create view public.seen with (security_invoker = true) as select id from public.notes;
    grant select on public.seen to authenticated;
    create schema elsewhere;
    create table elsewhere.unreached (id int);
    reset role";

#[tokio::test]
async fn each_way_past_the_walls_is_named() {
    let test = traffic_db().await;
    let admin = test.admin().await;
    admin.batch_execute(WALLED).await.unwrap();
    test.db.prove_walls().await.unwrap();
    for (open, close, want) in [
        (
            "alter table public.notes disable row level security",
            "alter table public.notes enable row level security",
            "public.notes has no row-level security",
        ),
        (
            "alter table public.notes no force row level security",
            "alter table public.notes force row level security",
            "public.notes has row-level security, but does not force it on its owner",
        ),
        (
            "create table public.bare (id int)",
            "drop table public.bare",
            "public.bare has no row-level security",
        ),
        (
            "grant update (body) on public.notes to anon",
            "revoke update (body) on public.notes from anon",
            "public.notes lets anon update",
        ),
        (
            "grant select, insert on public.notes to public",
            "revoke select, insert on public.notes from public",
            "public.notes lets PUBLIC insert, select",
        ),
        (
            "grant select on elsewhere.unreached to service_role",
            "revoke select on elsewhere.unreached from service_role",
            "elsewhere.unreached has no row-level security",
        ),
        (
            "alter view public.seen set (security_invoker = false)",
            "alter view public.seen set (security_invoker = true)",
            "public.seen is a view that shows requests what its owner may see (it must have security_invoker)",
        ),
        (
            "create materialized view public.kept as select 1 as one; grant select on public.kept to authenticated",
            "drop materialized view public.kept",
            "public.kept shows requests rows, and can have no row-level security",
        ),
    ] {
        admin.batch_execute(open).await.unwrap();
        let refused = test.db.prove_walls().await.unwrap_err();
        assert!(refused.is_refusal());
        let ExposureError::Exposed { found, .. } = &refused else {
            unreachable!("{refused}");
        };
        let told: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert_eq!(told, [want], "{open}");
        assert!(refused.to_string().contains(want));
        admin.batch_execute(close).await.unwrap();
    }
    test.db.prove_walls().await.unwrap();
}

#[tokio::test]
async fn the_users_table_without_its_wall_is_named() {
    let test = main_db().await;
    test.db.prove_walls().await.unwrap();
    let admin = test.admin().await;
    let open =
        "alter table auth.users disable row level security; grant select on auth.users to anon";
    admin.batch_execute(open).await.unwrap();
    let told = test.db.prove_walls().await.unwrap_err().to_string();
    for want in [
        "database main",
        "auth.users has no row-level security",
        "auth.users lets anon select",
    ] {
        assert!(told.contains(want), "{told}");
    }
}
