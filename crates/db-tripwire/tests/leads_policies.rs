//! Who may do what to the tables of leads: table x role x verb, on a real server.
#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::json;
use stoa_pg::{Scope, Tripwire};
use stoa_testdb::{TestDb, tripwire_db};
use uuid::Uuid;

const OURS: Uuid = Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0001);
const THEIRS: Uuid = Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0002);
const DENIED: &str = "42501";
const READ_ONLY_TABLES: &str = "lead_sources leads deliveries delivery_attempts amocrm_mapping";

/// One row of each table in our community and one in another; the sources of the migration come on top.
async fn filled() -> TestDb<Tripwire> {
    let test = tripwire_db().await;
    let admin = test.admin().await;
    for (n, community) in [(1_u128, OURS), (2, THEIRS)] {
        let id = Uuid::from_u128(n);
        admin
            .batch_execute(&format!(
                "insert into lead_sources (source, community_id, title, currency)
                 values ('test-{n}', '{community}', 'Test', 'KZT');
                 insert into leads (id, community_id, code, source, name, name_raw, phone, phone_raw, utm, click_ids,
                    extra, request_id, fingerprint, window_key, state, created_at)
                 values ('{id}', '{community}', 'CODE0{n}', 'test-{n}', 'N', 'N', '+7700', '8700', '{{}}', '{{}}',
                    '{{}}', 'request-{n}', repeat('0', 64), repeat('0', 64), 'new', now());
                 insert into deliveries (id, community_id, lead_id, sink, state, created_at, updated_at)
                 values ('{id}', '{community}', '{id}', 'crm', 'pending', now(), now());
                 insert into delivery_attempts (community_id, delivery_id, n, started_at)
                 values ('{community}', '{id}', 1, now());
                 insert into intake_keys (community_id, scope, key, body_sha256, lead_id, created_at, expires_at)
                 values ('{community}', 'landing', 'key-{n}', repeat('0', 64), '{id}', now(), now());
                 insert into amocrm_mapping (community_id, source, payment_method, pipeline_id, status_id, updated_at)
                 values ('{community}', '*', '*', 1, 1, now());"
            ))
            .await
            .unwrap();
    }
    test
}

fn person(community: Uuid, roles: &[&str]) -> Scope {
    Scope::authenticated(&json!({
        "sub": Uuid::from_u128(9), "role": "authenticated", "community_id": community,
        "app_metadata": { "roles": roles },
    }))
}

fn own_word() -> Scope {
    Scope::authenticated(&json!({
        "sub": Uuid::from_u128(9), "community_id": OURS, "user_metadata": { "roles": ["admin"] }, "roles": ["admin"],
    }))
}

/// Everyone who may come: whether a person of sales in our community, and whether an admin there.
fn people() -> Vec<(&'static str, Scope, bool, bool)> {
    vec![
        ("student", person(OURS, &["student"]), false, false),
        ("nobody", person(OURS, &[]), false, false),
        (
            "traffic",
            person(OURS, &["traffic", "author", "reviewer"]),
            false,
            false,
        ),
        (
            "no community",
            Scope::authenticated(&json!({"app_metadata": {"roles": ["admin"]}})),
            false,
            false,
        ),
        ("roles by the user's own word", own_word(), false, false),
        ("manager", person(OURS, &["sales_manager"]), true, false),
        ("lead of sales", person(OURS, &["sales_lead"]), true, false),
        ("admin", person(OURS, &["admin"]), true, true),
    ]
}

/// Runs one statement in a transaction that never happens; the number of rows, or the SQLSTATE.
async fn attempt(test: &TestDb<Tripwire>, scope: &Scope, statement: &str) -> Result<u64, String> {
    let tx = test.db.begin(scope).await.unwrap();
    let rows = tx.client().execute(statement, &[]).await;
    tx.rollback().await.unwrap();
    rows.map_err(|error| error.code().unwrap().code().to_owned())
}

fn denied() -> Result<u64, String> {
    Err(DENIED.to_owned())
}

/// The rows of our community that a person may read; `None`: no right on the table at all.
fn readable(table: &str, is_sales: bool, is_admin: bool) -> Option<u64> {
    match table {
        "lead_sources" => Some(if is_sales { 4 } else { 0 }),
        "leads" | "deliveries" => Some(u64::from(is_sales)),
        "delivery_attempts" | "amocrm_mapping" => Some(u64::from(is_admin)),
        _ => None,
    }
}

const TABLES: [(&str, &str); 6] = [
    ("lead_sources", "title = title"),
    ("leads", "name = name"),
    ("deliveries", "state = state"),
    ("delivery_attempts", "ended_at = now(), class = 'x'"),
    ("intake_keys", "key = key"),
    ("amocrm_mapping", "version = version"),
];

#[tokio::test]
async fn people_of_sales_read_the_leads_of_their_community_and_nobody_changes_any() {
    let test = filled().await;
    for (table, change) in TABLES {
        for (who, scope, is_sales, is_admin) in people() {
            let want = readable(table, is_sales, is_admin).map_or_else(denied, Ok);
            let read = attempt(&test, &scope, &format!("select * from {table}")).await;
            assert_eq!(read, want, "{who} reads {table}");
            for statement in writes(table, change) {
                assert_eq!(
                    attempt(&test, &scope, &statement).await,
                    denied(),
                    "{who}: {statement}"
                );
            }
        }
    }
}

#[tokio::test]
async fn another_communitys_people_see_their_own_rows_only() {
    let test = filled().await;
    let scope = person(THEIRS, &["admin"]);
    for table in READ_ONLY_TABLES.split(' ') {
        let foreign = format!("select * from {table} where community_id = '{OURS}'");
        assert_eq!(attempt(&test, &scope, &foreign).await, Ok(0), "{table}");
        assert_eq!(
            attempt(&test, &scope, &format!("select * from {table}")).await,
            Ok(1),
            "{table}"
        );
    }
}

#[tokio::test]
async fn a_visitor_has_no_right_on_any_table() {
    let test = filled().await;
    for (table, change) in TABLES {
        assert_eq!(
            attempt(&test, &Scope::anon(), &format!("select * from {table}")).await,
            denied(),
            "{table}"
        );
        for statement in writes(table, change) {
            assert_eq!(
                attempt(&test, &Scope::anon(), &statement).await,
                denied(),
                "{statement}"
            );
        }
    }
}

#[tokio::test]
async fn the_server_reads_and_changes_everything_and_deletes_only_keys_and_the_mapping() {
    let test = filled().await;
    let scope = Scope::service("test");
    for (table, change) in TABLES {
        let rows = if table == "lead_sources" { 5 } else { 2 };
        assert_eq!(
            attempt(&test, &scope, &format!("select * from {table}")).await,
            Ok(rows),
            "{table}"
        );
        assert_eq!(
            attempt(&test, &scope, &format!("update {table} set {change}")).await,
            Ok(rows),
            "{table}"
        );
        let deleted = match table {
            "intake_keys" | "amocrm_mapping" => Ok(rows),
            _ => denied(),
        };
        assert_eq!(
            attempt(&test, &scope, &format!("delete from {table}")).await,
            deleted,
            "{table}"
        );
        assert_eq!(
            attempt(&test, &scope, &format!("truncate {table} cascade")).await,
            denied(),
            "{table}"
        );
    }
}

#[tokio::test]
async fn a_closed_attempt_stays_as_it_is() {
    let test = filled().await;
    let scope = Scope::service("test");
    let close = "update delivery_attempts set ended_at = now(), class = 'done'";
    test.admin()
        .await
        .execute(&format!("{close} where community_id = '{OURS}'"), &[])
        .await
        .unwrap();
    assert_eq!(
        attempt(&test, &scope, close).await,
        Ok(1),
        "only the open one"
    );
    let rewrite = "update delivery_attempts set started_at = now()";
    assert_eq!(attempt(&test, &scope, rewrite).await, denied());
    let reopen = "update delivery_attempts set ended_at = null, class = null";
    assert_eq!(attempt(&test, &scope, reopen).await, denied());
}

fn writes(table: &str, change: &str) -> [String; 4] {
    [
        format!("insert into {table} select * from {table}"),
        format!("update {table} set {change}"),
        format!("delete from {table}"),
        format!("truncate {table} cascade"),
    ]
}
