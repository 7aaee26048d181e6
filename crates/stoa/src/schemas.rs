//! Whether the schemas still are what the last migration left: looked at every hour, for `/health`, `/metrics` and the
//! log, and when an administrator asks.

mod look;

use std::{
    collections::BTreeMap,
    sync::{
        PoisonError, RwLock,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use futures::future::join_all;
use look::Seen;
use stoa_schema::MigrationSet;
use stoa_web::{CheckState, Gauge, SchemaCard, SchemaSeen};
use tokio::sync::Mutex;
use tokio_postgres::Config;

/// Rounds of housekeeping between two looks: an hour.
const ROUNDS: u32 = 6;
/// The most objects that are named of one database.
const MOST_NAMED: usize = 5;
/// How long a look is good for whoever asks: pages must not make us read every catalog with each request.
const FRESH: TimeDelta = TimeDelta::seconds(5);
/// Longest look at one database.
const DEADLINE: Duration = Duration::from_secs(15);

/// The databases that we may migrate, and what was last found in each.
#[derive(Debug, Default)]
pub(crate) struct Schemas {
    databases: Vec<Watched>,
    rounds: AtomicU32,
    last: RwLock<BTreeMap<&'static str, Last>>,
    /// Those who ask while a look is under way wait for it.
    looking: Mutex<()>,
}

/// A database, with its owner's login as far as this process has it.
#[derive(Debug)]
struct Watched {
    name: &'static str,
    login: Option<Config>,
    sets: Vec<MigrationSet>,
}

/// How the last look ended.
#[derive(Debug, Clone)]
struct Last {
    at: DateTime<Utc>,
    failure: Option<String>,
    good: Option<Seen>,
}

impl Schemas {
    /// With the owners' logins, as far as this process has them, and the migrations of each database.
    pub(crate) fn new<const N: usize>(
        names: [&'static str; N],
        owners: &[Option<Config>; N],
        sets: [Vec<MigrationSet>; N],
    ) -> Self {
        let known = names.into_iter().zip(owners).zip(sets);
        Self {
            databases: known
                .map(|((name, login), sets)| Watched {
                    name,
                    login: login.clone(),
                    sets,
                })
                .collect(),
            ..Self::default()
        }
    }

    /// One round of housekeeping: the first looks, and then every sixth.
    pub(crate) async fn round(&self, now: DateTime<Utc>) {
        let round = self.rounds.fetch_add(1, Ordering::Relaxed);
        if round.is_multiple_of(ROUNDS) {
            self.look(now).await;
        }
    }

    /// Looks anew at what was not looked at a moment ago.
    async fn look(&self, now: DateTime<Utc>) {
        let _one_at_a_time = self.looking.lock().await;
        join_all(self.databases.iter().map(|database| async move {
            let is_fresh = |last: &Last| (now - last.at).abs() < FRESH;
            if let Some(login) = &database.login
                && !self.last_of(database.name).as_ref().is_some_and(is_fresh)
            {
                let found = look::look(login, &database.sets, now);
                self.keep(database.name, now, in_time(found).await);
            }
        }))
        .await;
    }

    /// Keeps what was found; it is said once, when it changes.
    fn keep(&self, name: &'static str, at: DateTime<Utc>, found: Result<Seen, String>) {
        let before = self.last_of(name).and_then(|last| last.good);
        let (good, failure) = match found {
            Ok(seen) => {
                let known = before.as_ref().map(|seen| &seen.facts.drift);
                if !seen.facts.drift.is_empty() && known != Some(&seen.facts.drift) {
                    tracing::warn!(
                        db.namespace = name,
                        objects = seen.facts.drift.join("; "),
                        "the schema is not what the last migration left"
                    );
                }
                (Some(seen), None)
            }
            Err(error) => {
                tracing::warn!(db.namespace = name, %error, "the schema could not be looked at");
                (before, Some(error))
            }
        };
        let mut last = self.last.write().unwrap_or_else(PoisonError::into_inner);
        last.insert(name, Last { at, failure, good });
    }

    fn last_of(&self, name: &str) -> Option<Last> {
        let last = self.last.read().unwrap_or_else(PoisonError::into_inner);
        last.get(name).cloned()
    }

    /// Every database as it is now, or was a moment ago.
    pub(crate) async fn cards(&self, now: DateTime<Utc>) -> Vec<SchemaCard> {
        self.look(now).await;
        let card = |database: &Watched| {
            let last = self.last_of(database.name);
            let sets = last.as_ref().and_then(|last| last.good.as_ref());
            SchemaCard {
                database: database.name,
                sets: sets.map(|seen| seen.sets.clone()).unwrap_or_default(),
                seen: last.map_or(SchemaSeen::NoLogin, seen),
            }
        };
        self.databases.iter().map(card).collect()
    }

    /// What was found amiss in each database, by name.
    fn drift(&self) -> BTreeMap<&'static str, Vec<String>> {
        let last = self.last.read().unwrap_or_else(PoisonError::into_inner);
        let drift = |(name, last): (&&'static str, &Last)| {
            Some((*name, last.good.as_ref()?.facts.drift.clone()))
        };
        last.iter().filter_map(drift).collect()
    }

    /// What `/health` says of it.
    pub(crate) fn state(&self) -> (CheckState, String) {
        let last = self.drift();
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
        let has_login = self.databases.iter().any(|d| d.login.is_some());
        let message = match (has_login, last.len()) {
            (false, _) => "not looked at: no owner's login",
            (true, 0) => "not looked at yet",
            _ => "what the last migration left",
        };
        (CheckState::Ok, message.to_owned())
    }

    /// Figures for `/metrics`.
    pub(crate) fn gauges(&self) -> Vec<Gauge> {
        let gauge = |(name, found): (&'static str, Vec<String>)| Gauge {
            name: "stoa_schema_drift",
            help: "Objects that are not what the last migration left",
            labels: vec![("db_namespace", name.to_owned())],
            value: f64::from(u32::try_from(found.len()).unwrap_or(u32::MAX)),
        };
        self.drift().into_iter().map(gauge).collect()
    }
}

fn seen(last: Last) -> SchemaSeen {
    match (last.failure, last.good) {
        (None, Some(seen)) => SchemaSeen::Whole(seen.facts),
        (failure, good) => SchemaSeen::Failed {
            reason: failure.unwrap_or_default(),
            last_good: good.map(|seen| seen.facts.at),
        },
    }
}

async fn in_time(
    look: impl Future<Output = Result<Seen, stoa_schema::MigrateError>>,
) -> Result<Seen, String> {
    match tokio::time::timeout(DEADLINE, look).await {
        Ok(found) => found.map_err(|error| format!("{:#}", anyhow::Error::from(error))),
        Err(_) => Err(format!("no answer within {} s", DEADLINE.as_secs())),
    }
}

#[cfg(test)]
mod tests {
    use stoa_pg::OpsMigrations;
    use stoa_testdb::{server::shared, tripwire_db};

    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::minutes(minutes)
    }

    fn sets() -> Vec<MigrationSet> {
        let ops = MigrationSet::embedded::<OpsMigrations>("ops");
        let own = MigrationSet::embedded::<stoa_db_tripwire::Migrations>("tripwire");
        vec![ops.unwrap(), own.unwrap()]
    }

    #[tokio::test]
    async fn what_is_changed_by_hand_is_seen_named_and_forgotten_when_it_is_gone() {
        let test = tripwire_db().await;
        let mut owner = shared().await.unwrap().admin();
        owner.dbname(test.config().get_dbname().unwrap());
        let schemas = Schemas::new(
            ["tripwire", "main"],
            &[Some(owner), None],
            [sets(), Vec::new()],
        );
        assert_eq!(schemas.state().1, "not looked at yet");
        schemas.round(at(0)).await;
        assert_eq!(
            schemas.state(),
            (CheckState::Ok, "what the last migration left".to_owned())
        );
        let admin = test.admin().await;
        let by_hand = "set role stoa_owner; create table public.by_hand (id int); reset role";
        admin.batch_execute(by_hand).await.unwrap();
        schemas.look(at(1)).await;
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
        schemas.look(at(2)).await;
        assert_eq!(schemas.state().0, CheckState::Ok);
        let alone = Schemas::new(["main"], &[None], [Vec::new()]);
        alone.round(at(0)).await;
        assert!(alone.state().1.contains("no owner's login"));
    }

    #[tokio::test]
    async fn an_administrator_sees_versions_runs_drift_and_who_gets_where() {
        let test = tripwire_db().await;
        let mut owner = shared().await.unwrap().admin();
        owner.dbname(test.config().get_dbname().unwrap());
        let mut gone = owner.clone();
        gone.dbname("nobody_made_this");
        let schemas = Schemas::new(
            ["tripwire", "main", "traffic"],
            &[Some(owner), Some(gone), None],
            [sets(), sets(), Vec::new()],
        );
        let cards = schemas.cards(at(0)).await;
        let SchemaSeen::Whole(facts) = &cards[0].seen else {
            panic!("{:?}", cards[0]);
        };
        let newest = |nth: usize| sets()[nth].migrations.last().unwrap().title();
        assert_eq!(cards[0].sets[1].version, Some(newest(1)));
        assert!(cards[0].sets.iter().all(|set| set.pending.is_empty()));
        assert!(facts.fingerprint.starts_with("fp1:pg") && facts.drift.is_empty());
        let first = &facts.runs[0];
        assert_eq!(
            (first.state, &first.title),
            ("applied", &newest(1)),
            "{:#?}",
            facts.runs
        );
        let loud = facts.findings.iter().filter(|f| f.level != "info");
        assert_eq!(loud.count(), 0, "{:#?}", facts.findings);
        assert!(
            matches!(&cards[1].seen, SchemaSeen::Failed { reason, last_good: None } if reason.contains("nobody_made_this")),
            "{:?}",
            cards[1].seen
        );
        assert!(matches!(cards[2].seen, SchemaSeen::NoLogin));
        let admin = test.admin().await;
        admin
            .batch_execute("set role stoa_owner; create table public.by_hand (id int primary key); grant select on public.by_hand to anon; reset role")
            .await
            .unwrap();
        // A moment later nothing is read anew.
        let again = schemas.cards(at(0)).await;
        assert!(matches!(&again[0].seen, SchemaSeen::Whole(facts) if facts.drift.is_empty()));
        let later = schemas.cards(at(1)).await;
        let SchemaSeen::Whole(facts) = &later[0].seen else {
            panic!("{:?}", later[0]);
        };
        assert!(!facts.drift.is_empty());
        let open = facts.findings.iter().find(|f| f.rule == "SA001").unwrap();
        assert_eq!((open.level, open.reach.as_deref()), ("error", Some("anon")));
    }
}
