use std::{
    io::Write,
    sync::{Arc, Mutex, PoisonError},
};

use stoa_core::SecretString;
use tokio_postgres::Client;
use tracing_subscriber::{filter::LevelFilter, fmt::MakeWriter};

use crate::desk::{Desk, buyer, client};

/// Everything that was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// The tables of a database in which some column of some row holds the text.
async fn tables_with(database: &Client, text: &str) -> Vec<String> {
    let tables = database
        .query("select format('%I.%I', schemaname, tablename) from pg_tables where schemaname !~ '^(pg_|information)'", &[])
        .await
        .unwrap();
    let mut found = Vec::new();
    for table in tables {
        let name: String = table.get(0);
        let rows = database
            .query(
                &format!("select 1 from {name} t where strpos(t::text, $1) > 0"),
                &[&text],
            )
            .await;
        if !rows.unwrap().is_empty() {
            found.push(name);
        }
    }
    found
}

#[tokio::test]
async fn no_row_and_no_log_line_holds_a_token_or_a_password() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(log.clone())
        .with_max_level(LevelFilter::TRACE)
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let desk = Desk::open().await;
    let manager = desk.manager();
    let created = desk.sell(&manager, &buyer("a@b.kz")).await;
    let again = desk
        .sales
        .new_invite(&manager, &client(), created.id)
        .await
        .unwrap();
    let first = created.invite.as_ref().unwrap();
    let tokens =
        [first.path(), again.path()].map(|path| path.strip_prefix("/invite/").unwrap().to_owned());
    assert_ne!(tokens[0], tokens[1]);
    let shown = format!("{created:?} {again:?}");
    let password = "a quite long phrase";
    desk.identity
        .accept_invite(&tokens[0], &SecretString::from(password), None, &client())
        .await
        .unwrap();
    let log = log.text();
    assert!(log.contains("buyer"), "something was logged");
    for secret in [tokens[0].as_str(), tokens[1].as_str(), password] {
        assert_eq!(tables_with(&desk.main.admin().await, secret).await, [""; 0]);
        assert_eq!(
            tables_with(&desk.tripwire.admin().await, secret).await,
            [""; 0]
        );
        assert!(!log.contains(secret) && !shown.contains(secret));
    }
    for personal in ["a@b.kz", "Айгерим", "7001234567"] {
        assert!(!log.contains(personal), "{personal} is logged");
    }
    assert_eq!(
        tables_with(&desk.tripwire.admin().await, "a@b.kz").await,
        ["public.tripwire_users"]
    );
}
