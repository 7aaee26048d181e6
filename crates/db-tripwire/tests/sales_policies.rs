//! Who may do what to the tables of sales: table x role x verb, on a real server.
#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::json;
use stoa_pg::{Scope, Tripwire};
use stoa_testdb::{TestDb, tripwire_db};
use uuid::Uuid;

const OURS: Uuid = Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0001);
const THEIRS: Uuid = Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0002);
const LEAD: Uuid = Uuid::from_u128(0xA0);
const MEMBER: Uuid = Uuid::from_u128(0xA1);
const STRANGER: Uuid = Uuid::from_u128(0xA2);
const ADMIN: Uuid = Uuid::from_u128(0xA3);
const OTHER_LEAD: Uuid = Uuid::from_u128(0xA4);
const ABROAD: Uuid = Uuid::from_u128(0xB0);

/// Sold in our community by the team's member, by its lead, by a manager outside the team, and in another community.
const SALES: [(u128, Uuid, Uuid); 4] = [
    (1, OURS, MEMBER),
    (2, OURS, LEAD),
    (3, OURS, STRANGER),
    (4, THEIRS, ABROAD),
];

async fn desk() -> TestDb<Tripwire> {
    let test = tripwire_db().await;
    let admin = test.admin().await;
    for (n, community, manager) in SALES {
        admin
            .execute(
                "insert into tripwire_users (id, community_id, email, name, price_minor, currency, manager_id,
                 created_at, updated_at) values ($1, $2, $3, 'N', 500000, 'KZT', $4, now(), now())",
                &[&Uuid::from_u128(n), &community, &format!("{n}@buyer.kz"), &manager],
            )
            .await
            .unwrap();
    }
    for (community, lead, member) in [
        (OURS, LEAD, MEMBER),
        (OURS, OTHER_LEAD, STRANGER),
        (THEIRS, LEAD, ABROAD),
    ] {
        admin
            .execute(
                "insert into sales_team_members values ($1, $2, $3, now())",
                &[&community, &lead, &member],
            )
            .await
            .unwrap();
    }
    test
}

fn person(id: Uuid, community: Uuid, roles: &[&str]) -> Scope {
    Scope::authenticated(&json!({
        "sub": id, "role": "authenticated", "community_id": community, "app_metadata": { "roles": roles },
    }))
}

/// Everyone who may come, with the numbers of the buyers they may see.
fn people() -> Vec<(&'static str, Scope, Vec<u128>)> {
    vec![
        ("anon", Scope::anon(), vec![]),
        ("student", person(MEMBER, OURS, &["student"]), vec![]),
        ("nobody", person(MEMBER, OURS, &[]), vec![]),
        (
            "traffic",
            person(MEMBER, OURS, &["traffic", "author", "reviewer"]),
            vec![],
        ),
        (
            "no community",
            Scope::authenticated(&json!({"sub": MEMBER, "app_metadata": {"roles": ["admin"]}})),
            vec![],
        ),
        ("roles by the user's own word", own_word(), vec![]),
        ("manager", person(MEMBER, OURS, &["sales_manager"]), vec![1]),
        (
            "manager abroad",
            person(MEMBER, THEIRS, &["sales_manager"]),
            vec![],
        ),
        (
            "manager of a team, without the role",
            person(LEAD, OURS, &["sales_manager"]),
            vec![2],
        ),
        ("lead", person(LEAD, OURS, &["sales_lead"]), vec![1, 2]),
        (
            "lead of others",
            person(OTHER_LEAD, OURS, &["sales_lead"]),
            vec![3],
        ),
        (
            "lead abroad",
            person(LEAD, THEIRS, &["sales_lead"]),
            vec![4],
        ),
        ("admin", person(ADMIN, OURS, &["admin"]), vec![1, 2, 3]),
        ("service", Scope::service("test"), vec![1, 2, 3, 4]),
    ]
}

fn own_word() -> Scope {
    Scope::authenticated(&json!({
        "sub": MEMBER, "community_id": OURS, "user_metadata": { "roles": ["admin"] }, "roles": ["admin"],
    }))
}

/// Runs one statement in a transaction that never happens; the number of rows, or the SQLSTATE.
async fn attempt(test: &TestDb<Tripwire>, scope: &Scope, statement: &str) -> Result<u64, String> {
    let tx = test.db.begin(scope).await.unwrap();
    let rows = tx.client().execute(statement, &[]).await;
    tx.rollback().await.unwrap();
    rows.map_err(|error| error.code().unwrap().code().to_owned())
}

const DENIED: &str = "42501";

fn denied() -> Result<u64, String> {
    Err(DENIED.to_owned())
}

#[tokio::test]
async fn each_role_reads_and_changes_exactly_its_own_buyers() {
    let test = desk().await;
    for (who, scope, sees) in people() {
        let all = u64::try_from(sees.len()).unwrap();
        let want = if who == "anon" { denied() } else { Ok(all) };
        assert_eq!(
            attempt(&test, &scope, "select id from tripwire_users").await,
            want,
            "{who} reads"
        );
        let change = "update tripwire_users set invited_at = now()";
        assert_eq!(attempt(&test, &scope, change).await, want, "{who} changes");
        for (n, ..) in SALES {
            let read = format!(
                "select id from tripwire_users where id = '{}'",
                Uuid::from_u128(n)
            );
            let want = if who == "anon" {
                denied()
            } else {
                Ok(u64::from(sees.contains(&n)))
            };
            assert_eq!(attempt(&test, &scope, &read).await, want, "{who} reads {n}");
        }
        assert_eq!(
            attempt(&test, &scope, "delete from tripwire_users").await,
            denied(),
            "{who} deletes"
        );
        assert_eq!(
            attempt(&test, &scope, "truncate tripwire_users").await,
            denied(),
            "{who} truncates"
        );
    }
}

fn sale(community: Uuid, manager: Uuid) -> String {
    format!(
        "insert into tripwire_users (id, community_id, email, name, price_minor, currency, manager_id,
         created_at, updated_at) values ('{}', '{community}', 'n@b.kz', 'N', 1, 'KZT', '{manager}', now(), now())",
        Uuid::from_u128(99)
    )
}

#[tokio::test]
async fn a_sale_is_entered_only_by_sales_in_the_own_name_and_community() {
    let test = desk().await;
    for (who, id, roles, may) in [
        ("student", MEMBER, "student", false),
        ("traffic", MEMBER, "traffic", false),
        ("manager", MEMBER, "sales_manager", true),
        ("lead", LEAD, "sales_lead", true),
        ("admin", ADMIN, "admin", true),
    ] {
        let scope = person(id, OURS, &[roles]);
        let own = if may { Ok(1) } else { denied() };
        assert_eq!(
            attempt(&test, &scope, &sale(OURS, id)).await,
            own,
            "{who}, own name"
        );
        assert_eq!(
            attempt(&test, &scope, &sale(OURS, STRANGER)).await,
            denied(),
            "{who}, another's name"
        );
        assert_eq!(
            attempt(&test, &scope, &sale(THEIRS, id)).await,
            denied(),
            "{who}, another community"
        );
    }
    assert_eq!(
        attempt(&test, &Scope::anon(), &sale(OURS, MEMBER)).await,
        denied()
    );
    assert_eq!(
        attempt(&test, &Scope::service("test"), &sale(OURS, MEMBER)).await,
        Ok(1)
    );
}

#[tokio::test]
async fn what_the_server_knows_cannot_be_written_by_people_of_sales() {
    let test = desk().await;
    let admin = person(ADMIN, OURS, &["admin"]);
    for column in [
        "id = gen_random_uuid()",
        "community_id = community_id",
        "user_id = gen_random_uuid()",
        "manager_id = gen_random_uuid()",
        "account_existed = false",
        "price_minor = 0",
        "status = 'completed'",
        "email = 'x@y.kz'",
        "first_login_at = now()",
        "modules_completed = 3",
    ] {
        let change = format!(
            "update tripwire_users set {column} where id = '{}'",
            Uuid::from_u128(1)
        );
        assert_eq!(attempt(&test, &admin, &change).await, denied(), "{column}");
    }
    let linked = sale(OURS, ADMIN)
        .replace("(id,", "(user_id, id,")
        .replace("values (", "values (gen_random_uuid(), ");
    assert_eq!(attempt(&test, &admin, &linked).await, denied());
}

#[tokio::test]
async fn a_lead_reads_the_own_team_and_only_an_admin_changes_one() {
    let test = desk().await;
    for (who, scope, _) in people() {
        let rows = match who {
            "anon" => denied(),
            "lead" | "lead of others" | "lead abroad" => Ok(1),
            "admin" => Ok(2),
            "service" => Ok(3),
            _ => Ok(0),
        };
        assert_eq!(
            attempt(&test, &scope, "select * from sales_team_members").await,
            rows,
            "{who} reads"
        );
        let add = format!(
            "insert into sales_team_members values ('{OURS}', '{LEAD}', '{STRANGER}', now()) on conflict do nothing"
        );
        let may = matches!(who, "admin" | "service");
        assert_eq!(
            attempt(&test, &scope, &add).await,
            if may { Ok(1) } else { denied() },
            "{who} adds"
        );
        let change = "update sales_team_members set member_user_id = member_user_id";
        assert_eq!(
            attempt(&test, &scope, change).await,
            denied(),
            "{who} changes"
        );
        let deleted = match who {
            "anon" => denied(),
            "admin" => Ok(2),
            "service" => Ok(3),
            _ => Ok(0),
        };
        assert_eq!(
            attempt(&test, &scope, "delete from sales_team_members").await,
            deleted,
            "{who} deletes"
        );
    }
    let abroad = format!(
        "insert into sales_team_members values ('{THEIRS}', '{LEAD}', '{STRANGER}', now())"
    );
    assert_eq!(
        attempt(&test, &person(ADMIN, OURS, &["admin"]), &abroad).await,
        denied()
    );
}

#[tokio::test]
async fn nothing_that_could_hold_a_secret_is_a_column() {
    let test = tripwire_db().await;
    let columns = test
        .admin()
        .await
        .query(
            "select table_name || '.' || column_name from information_schema.columns
             where table_name in ('tripwire_users', 'sales_team_members')
                 and column_name ~* 'pass|pwd|secret|token|hash|salt|credential'",
            &[],
        )
        .await
        .unwrap();
    assert!(
        columns.is_empty(),
        "{:?}",
        columns
            .iter()
            .map(|row| row.get::<_, String>(0))
            .collect::<Vec<_>>()
    );
}
