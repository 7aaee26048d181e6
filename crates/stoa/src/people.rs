//! What the check of identities last found, for `/health` and `/metrics`.

use std::sync::{PoisonError, RwLock};

use stoa_app::people::{IdentityCheck, IdentityReport};
use stoa_pg::Stray;
use stoa_web::{CheckState, Gauge};
use thiserror::Error;

/// The database `main` says twice who people are, or something in it leans on a second place that does.
#[derive(Debug, Error)]
#[error(
    "people have one identity table, auth.users; what else says who they are must be settled before Stoa serves (`stoa user check` shows it again):\n  {}\n\
    A table of people: move them into auth.users (POST /auth/v1/admin/users takes their password hashes), then drop it. \
    A table that says more of the same people: drop its passwords, and let its primary key be a foreign key to auth.users (id). \
    A table of something else: rename it or its columns. A foreign key or a policy: let it name auth.users or auth.uid().",
    .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n  ")
)]
pub(crate) struct SecondIdentity(Vec<Stray>);

/// The check and its last report.
#[derive(Debug)]
pub(crate) struct People {
    pub(crate) check: IdentityCheck,
    last: RwLock<Option<IdentityReport>>,
}

impl People {
    pub(crate) fn new(check: IdentityCheck) -> Self {
        Self {
            check,
            last: RwLock::default(),
        }
    }

    /// Refuses to go on over a second identity in `main`.
    ///
    /// # Errors
    /// [`SecondIdentity`], and when the database does not answer.
    pub(crate) async fn prove(&self) -> anyhow::Result<()> {
        let strays = self.check.strays_in_main().await?;
        if strays.is_empty() {
            Ok(())
        } else {
            Err(SecondIdentity(strays).into())
        }
    }

    /// Looks anew; what is found is said once, when it changes.
    pub(crate) async fn look(&self) {
        let report = match self.check.report().await {
            Ok(report) => report,
            Err(error) => {
                tracing::warn!(%error, "identities could not be checked");
                return;
            }
        };
        let mut last = self.last.write().unwrap_or_else(PoisonError::into_inner);
        if !report.is_clean() && last.as_ref() != Some(&report) {
            tracing::warn!(found = said(&report), "identities are astray");
        }
        *last = Some(report);
    }

    fn last(&self) -> Option<IdentityReport> {
        let last = self.last.read().unwrap_or_else(PoisonError::into_inner);
        last.clone()
    }

    /// What `/health` says of it.
    pub(crate) fn state(&self) -> (CheckState, String) {
        match self.last() {
            None => (CheckState::Ok, "not looked at yet".to_owned()),
            Some(report) if report.is_clean() => {
                (CheckState::Ok, "one table, nobody astray".to_owned())
            }
            Some(report) => (CheckState::Warn, said(&report)),
        }
    }

    /// Figures for `/metrics`.
    pub(crate) fn gauges(&self) -> Vec<Gauge> {
        let Some(report) = self.last() else {
            return Vec::new();
        };
        let gauge = |name, help, database: &str, value: i64| Gauge {
            name,
            help,
            labels: vec![("db_namespace", database.to_owned())],
            value: number(value),
        };
        let of = |database: &'static str| {
            let strays = report.strays.iter().filter(|s| s.database == database);
            let orphans = report.orphans.iter().filter(|o| o.database == database);
            [
                gauge(
                    "stoa_identity_strays",
                    "Tables that say who people are beside the one, and keys and policies that reach them",
                    database,
                    i64::try_from(strays.count()).unwrap_or(i64::MAX),
                ),
                gauge(
                    "stoa_identity_orphans",
                    "Rows that belong to nobody, and people without what everybody has",
                    database,
                    orphans.map(|orphans| orphans.rows).sum(),
                ),
            ]
        };
        ["main", "tripwire", "traffic"]
            .into_iter()
            .flat_map(of)
            .collect()
    }
}

/// Everything that was found, in one line.
fn said(report: &IdentityReport) -> String {
    let strays = report.strays.iter().map(ToString::to_string);
    let orphans = report.orphans.iter();
    let orphans = orphans.map(|o| format!("{}: {} {}", o.database, o.rows, o.what));
    strays.chain(orphans).collect::<Vec<_>>().join("; ")
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn number(value: i64) -> f64 {
    value as f64
}
