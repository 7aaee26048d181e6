//! Whether the schemas still are what the last migration left: looked at every hour, for `/health`, `/metrics` and the log.

use std::{
    collections::BTreeMap,
    sync::{
        PoisonError, RwLock,
        atomic::{AtomicU32, Ordering},
    },
};

use stoa_pg::bootstrap;
use stoa_schema::{Difference, MigrateError, MigrationSet, RunOptions, Runner};
use stoa_web::{CheckState, Gauge};
use tokio_postgres::Config;

/// Rounds of housekeeping between two looks: an hour.
const ROUNDS: u32 = 6;
/// The most objects that are named of one database.
const MOST_NAMED: usize = 5;

/// The databases that we may migrate, and what was last found in each.
#[derive(Debug, Default)]
pub(crate) struct Schemas {
    owners: Vec<(&'static str, Config)>,
    rounds: AtomicU32,
    last: RwLock<BTreeMap<&'static str, Vec<String>>>,
}

impl Schemas {
    /// With the owners' logins, as far as this process has them.
    pub(crate) fn new<const N: usize>(
        names: [&'static str; N],
        owners: &[Option<Config>; N],
    ) -> Self {
        let known = names.into_iter().zip(owners);
        Self {
            owners: known
                .filter_map(|(name, login)| Some((name, login.clone()?)))
                .collect(),
            ..Self::default()
        }
    }

    /// One round of housekeeping: the first looks, and then every sixth.
    pub(crate) async fn round(&self) {
        let round = self.rounds.fetch_add(1, Ordering::Relaxed);
        if round.is_multiple_of(ROUNDS) {
            self.look().await;
        }
    }

    /// Looks anew; what is found is said once, when it changes.
    async fn look(&self) {
        for (name, login) in &self.owners {
            let found = match drift(login).await {
                Ok(found) => found,
                Err(error) => {
                    tracing::warn!(db.namespace = name, %error, "the schema could not be looked at");
                    continue;
                }
            };
            let mut last = self.last.write().unwrap_or_else(PoisonError::into_inner);
            if !found.is_empty() && last.get(name) != Some(&found) {
                tracing::warn!(
                    db.namespace = name,
                    objects = found.join("; "),
                    "the schema is not what the last migration left"
                );
            }
            last.insert(name, found);
        }
    }

    /// What `/health` says of it.
    pub(crate) fn state(&self) -> (CheckState, String) {
        let last = self.last.read().unwrap_or_else(PoisonError::into_inner);
        let drifted: Vec<_> = last
            .iter()
            .filter(|(_, found)| !found.is_empty())
            .map(|(name, found)| {
                let named: Vec<_> = found.iter().take(MOST_NAMED).cloned().collect();
                format!(
                    "{name}: {} of {}: {}",
                    named.len(),
                    found.len(),
                    named.join(", ")
                )
            })
            .collect();
        if !drifted.is_empty() {
            let message = format!("{}; `stoa migrate drift` says more", drifted.join("; "));
            return (CheckState::Warn, message);
        }
        let message = match (self.owners.len(), last.len()) {
            (0, _) => "not looked at: no owner's login",
            (_, 0) => "not looked at yet",
            _ => "what the last migration left",
        };
        (CheckState::Ok, message.to_owned())
    }

    /// Figures for `/metrics`.
    pub(crate) fn gauges(&self) -> Vec<Gauge> {
        let last = self.last.read().unwrap_or_else(PoisonError::into_inner);
        let gauge = |(name, found): (&&'static str, &Vec<String>)| Gauge {
            name: "stoa_schema_drift",
            help: "Objects that are not what the last migration left",
            labels: vec![("db_namespace", (*name).to_owned())],
            value: f64::from(u32::try_from(found.len()).unwrap_or(u32::MAX)),
        };
        last.iter().map(gauge).collect()
    }
}

/// What is not as the journal has it, object by object. Nothing is written.
async fn drift(login: &Config) -> Result<Vec<String>, MigrateError> {
    let mut login = login.clone();
    login.application_name("stoa schema check");
    let mut runner = Runner::open(&login, RunOptions::as_role(bootstrap::OWNER)).await?;
    let status = runner.status(&MigrationSet::empty("ops")).await?;
    let serious = status.drift.iter().filter(|d| d.is_serious());
    Ok(serious.map(Difference::line).collect())
}

#[cfg(test)]
mod tests {
    use stoa_testdb::{server::shared, tripwire_db};

    use super::*;

    #[tokio::test]
    async fn what_is_changed_by_hand_is_seen_named_and_forgotten_when_it_is_gone() {
        let test = tripwire_db().await;
        let mut owner = shared().await.unwrap().admin();
        owner.dbname(test.config().get_dbname().unwrap());
        let schemas = Schemas::new(["tripwire", "main"], &[Some(owner), None]);
        assert_eq!(schemas.state().1, "not looked at yet");
        schemas.round().await;
        assert_eq!(
            schemas.state(),
            (CheckState::Ok, "what the last migration left".to_owned())
        );
        let admin = test.admin().await;
        let by_hand = "set role stoa_owner; create table public.by_hand (id int); reset role";
        admin.batch_execute(by_hand).await.unwrap();
        schemas.look().await;
        let (state, said) = schemas.state();
        assert_eq!(state, CheckState::Warn);
        assert!(
            said.contains("tripwire: 1 of 1: not expected: table public.by_hand"),
            "{said}"
        );
        let gauges = schemas.gauges();
        assert!((gauges[0].value - 1.0).abs() < f64::EPSILON && gauges.len() == 1);
        admin
            .batch_execute("drop table public.by_hand")
            .await
            .unwrap();
        schemas.look().await;
        assert_eq!(schemas.state().0, CheckState::Ok);
        let alone = Schemas::new(["main"], &[None]);
        alone.round().await;
        assert!(alone.state().1.contains("no owner's login"));
    }
}
