//! What a scope guards, on a real server.
#![expect(clippy::too_many_lines, clippy::unwrap_used, reason = "tests")]

use futures::future::{self, Either};
use serde_json::json;
use stoa_pg::{Db, DbError, PoolOptions, Scope, Traffic};
use stoa_testdb::{TestDb, traffic_db};

const ALICE: &str = "018f0000-0000-7000-8000-00000000000a";
const BOB: &str = "018f0000-0000-7000-8000-00000000000b";

/// A traffic database with one policy-guarded table.
async fn notes() -> TestDb<Traffic> {
    let test = traffic_db().await;
    test.admin()
        .await
        .batch_execute(&format!(
            "set role stoa_owner;
             create table public.notes (id int primary key, user_id uuid not null, body text unique);
             alter table public.notes enable row level security;
             alter table public.notes force row level security;
             create policy own on public.notes to authenticated
                 using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
             create policy service on public.notes to service_role using (true) with check (true);
             grant select, insert on public.notes to authenticated, service_role;
             insert into public.notes values (1, '{ALICE}', 'a'), (2, '{BOB}', 'b');
             create function public.count_notes() returns bigint language sql security definer set search_path = ''
                 as $$ select count(*) from public.notes $$;"
        ))
        .await
        .unwrap();
    test
}

fn person(id: &str) -> Scope {
    Scope::authenticated(&json!({ "sub": id, "role": "authenticated" }))
}

async fn count(db: &Db<Traffic>, scope: &Scope) -> Result<i64, DbError> {
    let reader = db.reader(scope).await?;
    let statement = reader
        .client()
        .prepare_cached("select count(*) from public.notes")
        .await?;
    let row = reader
        .read(reader.client().query_one(&statement, &[]))
        .await?;
    Ok(row.get(0))
}

fn one_connection(test: &TestDb<Traffic>) -> Db<Traffic> {
    Db::open(
        test.config(),
        PoolOptions {
            max_connections: 1,
            ..PoolOptions::default()
        },
    )
    .unwrap()
}

async fn backend(db: &Db<Traffic>) -> i32 {
    let reader = db.reader(&Scope::service("test")).await.unwrap();
    let statement = reader
        .client()
        .prepare_cached("select pg_backend_pid()")
        .await
        .unwrap();
    reader
        .read(reader.client().query_one(&statement, &[]))
        .await
        .unwrap()
        .get(0)
}

#[tokio::test]
async fn each_person_sees_own_rows_and_the_scope_does_not_outlive_its_read() {
    let test = notes().await;
    let db = one_connection(&test);
    assert_eq!(count(&db, &person(ALICE)).await.unwrap(), 1);
    assert_eq!(count(&db, &Scope::service("test")).await.unwrap(), 2);
    assert!(
        matches!(count(&db, &Scope::anon()).await, Err(DbError::Driver(_))),
        "anon has no right on the table"
    );
    assert_eq!(count(&db, &person(BOB)).await.unwrap(), 1);
}

#[tokio::test]
async fn a_narrowed_transaction_has_no_more_rights_than_the_person() {
    let test = notes().await;
    let tx = test.db.begin(&Scope::service("test")).await.unwrap();
    let own = format!("insert into public.notes values (3, '{BOB}', 'by the server')");
    tx.client().batch_execute(&own).await.unwrap();
    tx.narrow(&person(ALICE)).await.unwrap();
    let seen = tx
        .client()
        .query_one("select count(*) from public.notes", &[])
        .await;
    assert_eq!(seen.unwrap().get::<_, i64>(0), 1);
    let forged = format!("insert into public.notes values (4, '{BOB}', 'by Alice')");
    tx.client().batch_execute(&forged).await.unwrap_err();
    tx.rollback().await.unwrap();
    // The next transaction on the connection starts anew.
    assert_eq!(count(&test.db, &Scope::service("test")).await.unwrap(), 2);
}

#[tokio::test]
async fn a_statement_outside_a_scope_is_refused() {
    let test = notes().await;
    let reader = test.db.reader(&person(ALICE)).await.unwrap();
    let refused = reader
        .client()
        .query("select body from public.notes", &[])
        .await
        .unwrap_err();
    assert_eq!(refused.code().unwrap().code(), "42501");
}

#[tokio::test]
async fn a_swallowed_failure_cannot_end_in_a_successful_commit() {
    let test = notes().await;
    let tx = test.db.begin(&Scope::service("test")).await.unwrap();
    let insert = "insert into public.notes values ($1, $2, $3)";
    let id: uuid::Uuid = ALICE.parse().unwrap();
    tx.client().execute(insert, &[&3, &id, &"c"]).await.unwrap();
    let _swallowed = tx
        .client()
        .execute(insert, &[&4, &id, &"c"])
        .await
        .unwrap_err();
    assert!(matches!(tx.commit().await, Err(DbError::AlreadyFailed)));
    assert_eq!(
        count(&test.db, &Scope::service("test")).await.unwrap(),
        2,
        "nothing of it was written"
    );
    // The same when the probe had been prepared by an earlier, good transaction on the connection.
    let db = one_connection(&test);
    db.begin(&Scope::service("test"))
        .await
        .unwrap()
        .commit()
        .await
        .unwrap();
    let tx = db.begin(&Scope::service("test")).await.unwrap();
    let _swallowed = tx
        .client()
        .execute(insert, &[&1, &id, &"c"])
        .await
        .unwrap_err();
    assert!(matches!(tx.commit().await, Err(DbError::AlreadyFailed)));
}

#[tokio::test]
async fn a_connection_survives_a_refused_statement_and_not_a_cancelled_one() {
    let test = notes().await;
    let db = one_connection(&test);
    let first = backend(&db).await;
    assert!(count(&db, &Scope::anon()).await.is_err());
    assert_eq!(
        backend(&db).await,
        first,
        "an SQLSTATE with a read answer keeps the connection"
    );

    let tx = db.begin(&Scope::service("test")).await.unwrap();
    {
        let sleeping = Box::pin(tx.client().batch_execute("select pg_sleep(30)"));
        assert!(matches!(
            future::select(sleeping, Box::pin(future::ready(()))).await,
            Either::Right(_)
        ));
    }
    drop(tx);
    assert_ne!(
        backend(&db).await,
        first,
        "a cancelled transaction's connection is closed"
    );
}

#[tokio::test]
async fn reads_cannot_write() {
    let test = notes().await;
    let reader = test.db.reader(&Scope::service("test")).await.unwrap();
    let insert = format!("insert into public.notes values (9, '{ALICE}', 'x')");
    let statement = reader.client().prepare_cached(&insert).await.unwrap();
    let refused = reader
        .read(reader.client().execute(&statement, &[]))
        .await
        .unwrap_err();
    assert!(matches!(refused, DbError::Driver(error) if error.code().unwrap().code() == "25006"));
}

#[tokio::test]
async fn the_owner_sees_every_row_in_its_migrations() {
    let test = notes().await;
    let admin = test.admin().await;
    admin.batch_execute("set role stoa_owner").await.unwrap();
    assert_eq!(
        admin
            .execute("update public.notes set body = body || '!'", &[])
            .await
            .unwrap(),
        2,
        "a backfill"
    );
    let orphan = admin
        .batch_execute(
            "create table public.people (id uuid primary key);
             alter table public.people enable row level security; alter table public.people force row level security;
             alter table public.notes add foreign key (user_id) references public.people (id);",
        )
        .await
        .unwrap_err();
    assert_eq!(
        orphan.code().unwrap().code(),
        "23503",
        "a key validation sees the orphans"
    );
}

#[tokio::test]
async fn the_proof_holds_and_finds_each_way_out() {
    let test = notes().await;
    test.db.prove().await.unwrap();
    let admin = test.admin().await;
    for (open, close, named) in [
        (
            "grant select on public.notes to authenticator",
            "revoke select on public.notes from authenticator",
            "has rights on notes",
        ),
        (
            "grant select on public.notes to public",
            "revoke select on public.notes from public",
            "has rights on notes",
        ),
        (
            "grant update (body) on public.notes to authenticator",
            "revoke update (body) on public.notes from authenticator",
            "has rights on notes",
        ),
        (
            "create view public.looks as select body from public.notes; grant select (body) on public.looks to public",
            "drop view public.looks",
            "has rights on looks",
        ),
        (
            "grant execute on function public.count_notes() to authenticator",
            "revoke execute on function public.count_notes() from authenticator",
            "may call count_notes()",
        ),
        (
            "create procedure public.leak(a int) language plpgsql security definer as 'begin if a is null then raise exception ''required''; end if; end';
             grant execute on procedure public.leak(int) to public",
            "drop procedure public.leak(int)",
            "may call leak(integer)",
        ),
        (
            "grant create on schema public to public",
            "revoke create on schema public from public",
            "may create objects in the schema public",
        ),
        (
            "do $$ begin execute format('grant temporary on database %I to public', current_database()); end $$",
            "do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$",
            "temporary tables",
        ),
        (
            "create table public.mine (); alter table public.mine owner to authenticator",
            "drop table public.mine",
            "owns objects",
        ),
        (
            "create table public.theirs (); alter table public.theirs owner to service_role",
            "drop table public.theirs",
            "service_role, which owns objects",
        ),
    ] {
        admin.batch_execute(open).await.unwrap();
        let fault = test.db.prove().await;
        admin.batch_execute(close).await.unwrap();
        let fault = fault.unwrap_err();
        assert!(fault.is_refusal(), "{open}: {fault:?}");
        assert!(fault.to_string().contains(named), "{open}: {fault}");
    }
    test.db.prove().await.unwrap();
}
