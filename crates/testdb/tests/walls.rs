//! Every table of every database, as every role, with every verb: a table that is added without its walls fails here.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write as _;

use stoa_testdb::{main_db, traffic_db, tripwire_db};
use tokio_postgres::Client;

const TABLES: &str = "
    select c.oid::regclass::text as name, c.relrowsecurity and c.relforcerowsecurity as walled,
        (select count(*) from pg_policy p where p.polrelid = c.oid) as policies,
        exists (select from pg_policy p where p.polrelid = c.oid and 0 = any (p.polroles)) as has_policy_for_everybody,
        (select quote_ident(a.attname) from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = '' order by a.attnum limit 1) as first_column
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')
    order by 1";

const ROLES: [&str; 4] = ["authenticator", "anon", "authenticated", "service_role"];

/// One line per table and role: which verbs the server lets through to the policies.
async fn walk(client: &Client) -> String {
    let mut lines = String::new();
    for table in client.query(TABLES, &[]).await.unwrap() {
        let (name, column): (String, String) = (table.get("name"), table.get("first_column"));
        assert!(
            table.get::<_, bool>("walled"),
            "{name}: row-level security must be enabled and forced"
        );
        assert!(
            table.get::<_, i64>("policies") > 0,
            "{name}: at least one policy"
        );
        assert!(
            !table.get::<_, bool>("has_policy_for_everybody"),
            "{name}: a policy without TO is everybody's"
        );
        for role in ROLES {
            let verbs = [
                ("select", format!("select from {name} limit 0")),
                ("insert", format!("insert into {name} default values")),
                (
                    "update",
                    format!("update {name} set {column} = {column} where false"),
                ),
                ("delete", format!("delete from {name} where false")),
            ];
            let mut allowed: Vec<String> = Vec::new();
            for (verb, probe) in verbs {
                if is_let_through(client, role, &probe).await {
                    allowed.push(verb.to_owned());
                }
            }
            // A right on some columns only is a right all the same.
            for verb in ["select", "insert", "update"] {
                let some =
                    "select has_any_column_privilege($1::text, $2::text::regclass, $3::text)";
                let row = client
                    .query_one(some, &[&role, &name, &verb])
                    .await
                    .unwrap();
                if row.get(0) && !allowed.iter().any(|known| known == verb) {
                    allowed.push(format!("{verb}(columns)"));
                }
            }
            assert!(
                role != "authenticator" || allowed.is_empty(),
                "{name}: the login itself may {allowed:?}"
            );
            if !allowed.is_empty() {
                writeln!(lines, "{name:<32} {role:<14} {}", allowed.join(" ")).unwrap();
            }
        }
    }
    lines
}

/// Whether the server gets past its rights on the table. What a policy or a constraint says then is another matter.
async fn is_let_through(client: &Client, role: &str, probe: &str) -> bool {
    client
        .batch_execute(&format!("begin; set local role {role}"))
        .await
        .unwrap();
    let refused = client.batch_execute(probe).await.err();
    client.batch_execute("rollback").await.unwrap();
    let denied = refused
        .as_ref()
        .and_then(|error| error.as_db_error())
        .map(|error| error.message().to_owned());
    !denied.is_some_and(|message| message.starts_with("permission denied"))
}

#[tokio::test]
async fn main_lets_through_what_is_meant_and_no_more() {
    insta::assert_snapshot!(walk(&main_db().await.admin().await).await);
}

#[tokio::test]
async fn tripwire_lets_through_what_is_meant_and_no_more() {
    insta::assert_snapshot!(walk(&tripwire_db().await.admin().await).await);
}

#[tokio::test]
async fn traffic_lets_through_what_is_meant_and_no_more() {
    insta::assert_snapshot!(walk(&traffic_db().await.admin().await).await);
}

#[tokio::test]
async fn a_table_without_walls_is_found() {
    let client = traffic_db().await.admin().await;
    client
        .batch_execute("set role stoa_owner; create table public.bare (id int); reset role")
        .await
        .unwrap();
    let found = tokio::spawn(async move { walk(&client).await }).await;
    assert!(found.is_err(), "a bare table must fail the walk");
}

#[tokio::test]
async fn each_database_proves_itself_closed() {
    main_db().await.db.prove().await.unwrap();
    tripwire_db().await.db.prove().await.unwrap();
    traffic_db().await.db.prove().await.unwrap();
    main_db().await.db.prove_walls().await.unwrap();
    tripwire_db().await.db.prove_walls().await.unwrap();
    traffic_db().await.db.prove_walls().await.unwrap();
}
