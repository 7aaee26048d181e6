//! How many rows a demo's databases hold.

use std::{collections::BTreeMap, path::Path};

use tokio_postgres::Client;

/// What is written without anybody's request, or to note that one was refused.
const NOTES: [&str; 5] = [
    "ops.limiter",
    "ops.job",
    "ops.job_attempt",
    "ops.heartbeat",
    "auth.audit_events",
];

/// A look at all tables of a private cluster.
pub(crate) struct Rows(Vec<(&'static str, Client)>);

impl Rows {
    /// Of the cluster in this directory.
    pub(crate) async fn of(dir: &Path) -> Self {
        let mut clients = Vec::new();
        for database in ["main", "tripwire"] {
            clients.push((database, superuser(dir, database).await));
        }
        Self(clients)
    }

    /// Each table with its rows.
    pub(crate) async fn count(&self) -> BTreeMap<String, i64> {
        let mut counts = BTreeMap::new();
        for (database, client) in &self.0 {
            let tables = "select format('%I.%I', schemaname, tablename) from pg_tables
                where schemaname not in ('pg_catalog', 'information_schema')";
            for row in client.query(tables, &[]).await.unwrap() {
                let table: String = row.get(0);
                if NOTES.contains(&table.as_str()) {
                    continue;
                }
                let count = client
                    .query_one(&format!("select count(*) from {table}"), &[])
                    .await;
                counts.insert(format!("{database}: {table}"), count.unwrap().get(0));
            }
        }
        counts
    }
}

/// A superuser inside a database of the private cluster in this directory.
pub(crate) async fn superuser(dir: &Path, database: &str) -> Client {
    let cluster = dir.join("data/postgres");
    let read = |file: &str| std::fs::read_to_string(cluster.join(file)).unwrap();
    let server = read("pgdata/postmaster.pid");
    let line = |number: usize| server.lines().nth(number).unwrap().trim().to_owned();
    let mut login = tokio_postgres::Config::new();
    login
        .user("stoa_admin")
        .password(read("admin.secret").trim())
        .host_path(line(4))
        .port(line(3).parse().unwrap())
        .dbname(database);
    stoa_pg::connect(&login).await.unwrap()
}
