//! Every migration rolls back exactly: up, down to nothing, up again, and the schema is the same to the letter.
#![expect(clippy::unwrap_used, reason = "tests")]

use stoa_schema::{MigrationSet, Runner};
use stoa_testdb::server::{repository, shared};
use tokio_postgres::{Client, Config};

/// Every object and right of the schema, one per line, in an order of its own.
const SCHEMA: &str = "
    select string_agg(line, E'\\n' order by line) from (
        select format('table %s.%s %s %s %s', n.nspname, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relacl) as line
        from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'S')
            and n.nspname not in ('pg_catalog', 'information_schema', 'stoa_journal', 'pg_toast')
        union all
        select format('column %s.%s %s %s %s %s %s', a.attrelid::regclass, a.attname, a.attnum,
            format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attacl)
        from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
            left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v')
            and n.nspname not in ('pg_catalog', 'information_schema', 'stoa_journal')
        union all
        select format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint
        where connamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
            and connamespace <> coalesce(to_regnamespace('stoa_journal'), 0::oid)
        union all
        select format('index %s', indexdef) from pg_indexes
        where schemaname not in ('pg_catalog', 'information_schema', 'stoa_journal')
        union all
        select format('policy %s', p.*) from pg_policies p where schemaname <> 'stoa_journal'
        union all
        select format('function %s %s', pg_get_functiondef(p.oid), p.proacl) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname not in ('pg_catalog', 'information_schema') and p.prokind = 'f'
        union all
        select format('schema %s %s', nspname, nspacl) from pg_namespace
        where nspname not like 'pg\\_%' and nspname not in ('information_schema', 'stoa_journal')
        union all
        select format('trigger %s', pg_get_triggerdef(oid)) from pg_trigger where not tgisinternal
    ) lines";

async fn schema(login: &Config) -> String {
    let client: Client = stoa_pg::connect(login).await.unwrap();
    client.query_one(SCHEMA, &[]).await.unwrap().get(0)
}

async fn rolls_back_exactly(database: &str, migrations: &str) {
    let root = repository();
    let ops = MigrationSet::from_dir("ops", &root.join("crates/pg/migrations")).unwrap();
    let own = MigrationSet::from_dir(database, &root.join(migrations)).unwrap();
    let login = shared()
        .await
        .unwrap()
        .migrated(database, migrations)
        .await
        .unwrap();
    let first = schema(&login).await;
    let mut runner = Runner::new(stoa_pg::connect(&login).await.unwrap(), "stoa_owner")
        .await
        .unwrap();
    assert_eq!(
        runner.down(&own, 0).await.unwrap().len(),
        own.migrations.len()
    );
    assert_eq!(
        runner.down(&ops, 0).await.unwrap().len(),
        ops.migrations.len()
    );
    let nothing = schema(&login).await;
    assert!(
        !nothing.contains("table ") && !nothing.contains("function "),
        "left behind:\n{nothing}"
    );
    runner.up(&ops).await.unwrap();
    assert!(
        runner.up(&ops).await.unwrap().is_empty(),
        "a second run changes nothing"
    );
    runner.up(&own).await.unwrap();
    assert_eq!(schema(&login).await, first);
}

#[tokio::test]
async fn main_rolls_back_exactly() {
    rolls_back_exactly("main", "crates/db-main/migrations").await;
}

#[tokio::test]
async fn tripwire_rolls_back_exactly() {
    rolls_back_exactly("tripwire", "crates/db-tripwire/migrations").await;
}
