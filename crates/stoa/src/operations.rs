//! What the parts of this process say of themselves, for `/health` and `/metrics`.

use std::{
    future::Future,
    sync::Arc,
    time::{Duration, Instant},
};

use futures::{FutureExt as _, future::BoxFuture};
use stoa_app::{
    leads::{CrmMapping, Deliver, LeadDesk},
    sales::{ProvisionBuyer, Sales},
};
use stoa_connect::Outbox;
use stoa_core::Ambient;
use stoa_domain::{DeliveryState, MappingRow};
use stoa_identity::{Identity, LetterState, Postman};
use stoa_jobs::{QueueDepth, board, lag_seconds};
use stoa_pg::{
    Database, Db, DbError, Main, MainDb, TrafficDb, Tripwire, TripwireDb, cluster::ClusterState,
};
use stoa_web::{
    Check, CheckState, Gauge, Limits, Operations, OutboxMessage, SchemaCard, SchemaSeen, SchemaSet,
};
use tokio::sync::watch;

use crate::{
    clock, databases::Databases, house::House, limits, listening::Listening, parts::Parts,
    people::People, room::Room, schemas::Schemas, sinks, standing::Needed, system::System,
};

/// Longest look at one dependency.
const DEADLINE: Duration = Duration::from_millis(800);

/// A letter or a job that waits longer than this is worth a look.
const LATE_SECONDS: i64 = 300;

/// The databases of this process, to be looked at.
pub(crate) struct Watched {
    main: MainDb,
    tripwire: TripwireDb,
    traffic: TrafficDb,
    needed: [Needed; 3],
    cluster: Option<watch::Receiver<ClusterState>>,
    hears: watch::Receiver<bool>,
}

impl Watched {
    pub(crate) fn new(databases: &Databases, listening: &Listening) -> Self {
        Self {
            hears: listening.hears(),
            main: databases.main.clone(),
            tripwire: databases.tripwire.clone(),
            traffic: databases.traffic.clone(),
            needed: databases.needed.clone(),
            cluster: databases.cluster().map(stoa_pg::cluster::Cluster::state),
        }
    }

    pub(crate) fn operations(&self, parts: &Parts, outbox: Option<Outbox>, room: Room) -> Looker {
        Looker {
            main: self.main.clone(),
            tripwire: self.tripwire.clone(),
            traffic: self.traffic.clone(),
            needed: self.needed.clone(),
            cluster: self.cluster.clone(),
            hears: self.hears.clone(),
            limits: Arc::clone(&parts.limits),
            house: Arc::clone(&parts.house),
            people: Arc::clone(&parts.people),
            schemas: Arc::clone(&parts.schemas),
            system: Arc::clone(&parts.system),
            leads: parts.leads.clone(),
            sales: parts.sales.clone(),
            mapping: parts.mapping.clone(),
            settings_mapping: Arc::clone(&parts.settings_mapping),
            identity: parts.identity.clone(),
            ambient: parts.ambient.clone(),
            has_mail: parts.has_mail(),
            outbox,
            room,
        }
    }
}

/// Looks at everything on request.
pub(crate) struct Looker {
    main: MainDb,
    tripwire: TripwireDb,
    traffic: TrafficDb,
    needed: [Needed; 3],
    cluster: Option<watch::Receiver<ClusterState>>,
    hears: watch::Receiver<bool>,
    limits: Arc<Limits>,
    house: Arc<House>,
    people: Arc<People>,
    schemas: Arc<Schemas>,
    system: Arc<System>,
    leads: LeadDesk,
    sales: Sales,
    mapping: CrmMapping,
    settings_mapping: Arc<[MappingRow]>,
    identity: Identity,
    ambient: Ambient,
    has_mail: bool,
    outbox: Option<Outbox>,
    room: Room,
}

impl Operations for Looker {
    fn checks(&self) -> BoxFuture<'_, Vec<Check>> {
        Box::pin(async move {
            let (databases, work, clock) = futures::join!(
                futures::future::join_all([
                    database(&self.main, true, &self.needed[0]).boxed(),
                    database(&self.tripwire, false, &self.needed[1]).boxed(),
                    database(&self.traffic, false, &self.needed[2]).boxed(),
                ]),
                futures::future::join_all([
                    self.queue().boxed(),
                    self.deliveries().boxed(),
                    self.quarantine().boxed(),
                    self.buyers().boxed(),
                    self.mapping().boxed(),
                    self.mail().boxed(),
                ]),
                self.clock(),
            );
            let mut checks = databases;
            checks.extend(work);
            checks.extend([
                clock,
                self.listener(),
                self.limits(),
                self.people(),
                self.schema_check(),
                self.connections(),
            ]);
            checks.extend(self.system.checks());
            checks.extend(self.cluster());
            checks
        })
    }

    fn gauges(&self) -> BoxFuture<'_, Vec<Gauge>> {
        Box::pin(async move {
            let (jobs, deliveries, held, letters, lags) = futures::join!(
                self.job_gauges(),
                self.delivery_gauges(),
                self.desk_gauges(),
                self.letter_gauges(),
                self.lags(),
            );
            let mut gauges = pools(&self.main, &self.tripwire, &self.traffic);
            gauges.extend(jobs);
            gauges.extend(deliveries);
            gauges.extend(held);
            gauges.extend(letters);
            gauges.extend(lags);
            gauges.push(self.audit());
            gauges.extend(self.refreshes());
            gauges.extend(self.hasher());
            gauges.extend(limits::gauges(&self.limits));
            gauges.extend(self.house.gauges());
            gauges.extend(self.people.gauges());
            gauges.extend(self.schemas.gauges());
            gauges.extend(self.system.gauges());
            gauges
        })
    }

    fn schemas(&self) -> BoxFuture<'_, Vec<SchemaCard>> {
        Box::pin(async move {
            let mut cards = self.schemas.cards(self.ambient.now()).await;
            for card in &mut cards {
                if matches!(card.seen, SchemaSeen::NoLogin) {
                    self.versions(card).await;
                }
            }
            cards
        })
    }

    fn outbox(&self) -> Option<Vec<OutboxMessage>> {
        self.outbox.as_ref().map(sinks::shown)
    }
}

impl Looker {
    async fn depth(&self) -> Result<QueueDepth, DbError> {
        stoa_jobs::depth(&self.tripwire, self.ambient.now()).await
    }

    async fn queue(&self) -> Check {
        look("queue", false, async {
            let depth = self.depth().await?;
            let paused = self.paused().await?;
            let is_late = depth.oldest_ready_seconds > LATE_SECONDS;
            let mut message = format!(
                "{} ready, {} running, {} dead",
                depth.ready, depth.running, depth.dead
            );
            if depth.dead > 0 {
                message.push_str(
                    ": `stoa job list` says why, `retry` begins one again, `drop` puts it away",
                );
            }
            if !paused.is_empty() {
                let text = format!(
                    "; stopped by a person: {}: /admin/jobs lets them go on",
                    paused.join(", ")
                );
                message.push_str(&text);
            }
            let needs_a_look = is_late || depth.dead > 0 || !paused.is_empty();
            Ok((CheckState::warn_if(needs_a_look), message))
        })
        .await
    }

    /// The kinds of jobs that somebody has stopped, in both queues.
    async fn paused(&self) -> Result<Vec<String>, DbError> {
        let (leads, letters) = futures::join!(
            board::paused_kinds(&self.tripwire).boxed(),
            board::paused_kinds(&self.main).boxed()
        );
        let paused = leads?.into_iter().chain(letters?);
        Ok(paused.map(|paused| paused.kind).collect())
    }

    async fn deliveries(&self) -> Check {
        look("deliveries", false, async {
            let counts = self.leads.counts().await?;
            let (unknown, dead) = (counts.unknown(), counts.of(DeliveryState::Dead));
            let (waits, refused) = (unknown + dead > 0, counts.refused());
            let (blocked, unasked) = (counts.of(DeliveryState::Blocked), counts.unasked());
            let mut message = format!("{unknown} unknown, {dead} dead, {blocked} blocked");
            let held = blocked - refused - unasked;
            if held > 0 {
                let text = format!(", {held} of them because their leads are held");
                message.push_str(&text);
            }
            if waits {
                message
                    .push_str(": look in the sink, then `stoa delivery list`, `done` or `resend`");
            }
            if refused > 0 {
                let text = format!(
                    "; {refused} because a sink refuses us or the settings lead nowhere: `stoa delivery list --state \
                     blocked` says why, and they go by themselves once that is right"
                );
                message.push_str(&text);
            }
            if unasked > 0 {
                let text = format!(
                    "; {unasked} wait for a sink that is not configured: [telegram] or [amocrm] in the settings, then \
                     they go by themselves"
                );
                message.push_str(&text);
            }
            let needs_a_look = waits || refused > 0 || unasked > 0;
            Ok((CheckState::warn_if(needs_a_look), message))
        })
        .await
    }

    async fn buyers(&self) -> Check {
        look("buyers", false, async {
            let failed = self.sales.failed_accounts().await?;
            let message = if failed == 0 {
                "every account is made or on its way".to_owned()
            } else {
                format!(
                    "{failed} accounts could not be made: the buyer's page on /tripwire says why and tries again"
                )
            };
            Ok((CheckState::warn_if(failed > 0), message))
        })
        .await
    }

    async fn mapping(&self) -> Check {
        look("mapping", false, async {
            let differing = self.mapping.difference(&self.settings_mapping).await?;
            let message = if differing.is_empty() {
                "settings and table say the same".to_owned()
            } else {
                format!(
                    "{} rows of [[amocrm.mapping]] are not in force: see `stoa mapping list`, `stoa mapping set --from-settings`",
                    differing.len()
                )
            };
            Ok((CheckState::warn_if(!differing.is_empty()), message))
        })
        .await
    }

    async fn quarantine(&self) -> Check {
        look("quarantine", false, async {
            let held = self.leads.held(None).await?;
            let Some(oldest) = held.oldest_at else {
                return Ok((CheckState::Ok, "no lead waits for review".to_owned()));
            };
            let minutes = (self.ambient.now() - oldest).num_minutes().max(0);
            let message = format!(
                "{} held for review, the oldest for {minutes} min: look at /tripwire/quarantine, or `stoa delivery held`",
                held.number
            );
            Ok((CheckState::Warn, message))
        })
        .await
    }

    async fn clock(&self) -> Check {
        look("clock", false, async {
            let ahead_ms = clock::ahead_ms(&self.main, &self.ambient).await?;
            Ok(clock::judge(ahead_ms, &self.identity.clocks_ahead()))
        })
        .await
    }

    fn limits(&self) -> Check {
        let (status, message) = limits::state(&self.limits);
        Check {
            name: "limits".to_owned(),
            status,
            message,
            took_ms: 0,
            required: false,
        }
    }

    /// What whoever only serves may know of a schema.
    async fn versions(&self, card: &mut SchemaCard) {
        let standing = match card.database {
            Main::NAME => self.main.standing().await,
            Tripwire::NAME => self.tripwire.standing().await,
            _ => self.traffic.standing().await,
        };
        let set = |(name, version): (String, u64)| SchemaSet {
            name,
            version: Some(format!("{version:04}")),
            pending: Vec::new(),
            unfinished: None,
        };
        match standing {
            Ok(standing) => card.sets = standing.into_iter().map(set).collect(),
            Err(error) => {
                card.seen = SchemaSeen::Failed {
                    reason: error.to_string(),
                    last_good: None,
                };
            }
        }
    }

    fn schema_check(&self) -> Check {
        let (status, message) = self.schemas.state();
        Check {
            name: "schema".to_owned(),
            status,
            message,
            took_ms: 0,
            required: false,
        }
    }

    fn people(&self) -> Check {
        let (status, message) = self.people.state();
        Check {
            name: "identity".to_owned(),
            status,
            message,
            took_ms: 0,
            required: false,
        }
    }

    fn connections(&self) -> Check {
        let (status, message) = self.room.judge();
        Check {
            name: "connections".to_owned(),
            status,
            message,
            took_ms: 0,
            required: false,
        }
    }

    fn listener(&self) -> Check {
        let (status, message) = if *self.hears.borrow() {
            (CheckState::Ok, "hears the main database")
        } else {
            (
                CheckState::Warn,
                "does not hear the main database: what other processes change is known after 5 s",
            )
        };
        Check {
            name: "listener.main".to_owned(),
            status,
            message: message.to_owned(),
            took_ms: 0,
            required: false,
        }
    }

    fn cluster(&self) -> Option<Check> {
        let state = self.cluster.as_ref()?.borrow().clone();
        let (status, message) = match state {
            ClusterState::Running => (CheckState::Ok, "running".to_owned()),
            ClusterState::Restarting { attempt } => {
                (CheckState::Fail, format!("restarting, attempt {attempt}"))
            }
            ClusterState::Failed { reason } => (CheckState::Fail, reason),
            ClusterState::Stopped => (CheckState::Fail, "stopped".to_owned()),
        };
        Some(Check {
            name: "cluster".to_owned(),
            status,
            message,
            took_ms: 0,
            required: true,
        })
    }

    async fn mail(&self) -> Check {
        look("mail", false, async {
            let counts = self.identity.letter_counts().await?;
            let of = |state| counts.iter().filter(move |count| count.state == state);
            let number = |state| of(state).map(|count| count.letters).sum::<i64>();
            let (held, failed) = (number(LetterState::Held), number(LetterState::Failed));
            let waiting = number(LetterState::Waiting) + number(LetterState::Sending);
            let oldest = of(LetterState::Waiting).chain(of(LetterState::Sending));
            let late = oldest.map(|count| count.oldest_seconds).max() > Some(LATE_SECONDS);
            let begin = if self.has_mail {
                ""
            } else {
                "mail is not configured; "
            };
            let message = format!("{begin}{waiting} waiting, {held} held, {failed} failed");
            let state = if held + failed > 0 || late {
                CheckState::Warn
            } else {
                CheckState::Ok
            };
            Ok((state, message))
        })
        .await
    }

    async fn letter_gauges(&self) -> Vec<Gauge> {
        let counting = self.identity.letter_counts();
        let Ok(Ok(counts)) = tokio::time::timeout(DEADLINE, counting).await else {
            return Vec::new();
        };
        let open = LetterState::ALL
            .into_iter()
            .filter(|state| !matches!(state, LetterState::Sent | LetterState::Dropped));
        let gauges = open.flat_map(|state| {
            let found = counts.iter().find(|count| count.state == state);
            let gauge = |name, help, value| Gauge {
                name,
                help,
                labels: vec![("state", state.as_str().to_owned())],
                value: number(value),
            };
            [
                gauge(
                    "stoa_letter",
                    "Letters that are not sent, by state",
                    found.map_or(0, |count| count.letters),
                ),
                gauge(
                    "stoa_letter_oldest_seconds",
                    "Age of the oldest letter that is not sent, by state",
                    found.map_or(0, |count| count.oldest_seconds),
                ),
            ]
        });
        gauges.collect()
    }

    /// How long the oldest thing in each outbox has been there.
    async fn lags(&self) -> Vec<Gauge> {
        let now = self.ambient.now();
        let lags = async {
            futures::try_join!(
                lag_seconds(&self.tripwire, Deliver::KIND, now),
                lag_seconds(&self.main, Postman::KIND, now),
                lag_seconds(&self.tripwire, ProvisionBuyer::KIND, now),
                self.leads.counts(),
            )
        };
        let Ok(Ok((leads, letters, buyers, counts))) =
            tokio::time::timeout(DEADLINE, Box::pin(lags)).await
        else {
            return Vec::new();
        };
        // What a sink refuses has no job that runs, and waits all the same.
        let refused = counts.oldest_refused_seconds.unwrap_or_default();
        let leads = leads.max(i64::try_from(refused).unwrap_or(i64::MAX));
        let lag = |(outbox, seconds): (&str, i64)| Gauge {
            name: "stoa_outbox_lag_seconds",
            help: "Age of the oldest thing that is still to be delivered, by outbox",
            labels: vec![("outbox", outbox.to_owned())],
            value: number(seconds),
        };
        [
            (Deliver::OUTBOX, leads),
            (Postman::OUTBOX, letters),
            (ProvisionBuyer::OUTBOX, buyers),
        ]
        .map(lag)
        .into()
    }

    fn audit(&self) -> Gauge {
        Gauge {
            name: "stoa_audit_lost_total",
            help: "Events of the audit that could not be stored and stand in the log only",
            labels: Vec::new(),
            value: number(i64::try_from(self.identity.audit_lost()).unwrap_or(i64::MAX)),
        }
    }

    fn refreshes(&self) -> impl Iterator<Item = Gauge> {
        let reuses = self.identity.refresh_reuses().into_iter();
        reuses.map(|(cause, count)| Gauge {
            name: "stoa_auth_refresh_reuse_total",
            help: "Refresh tokens that came and were not the active one",
            labels: vec![("cause", cause.to_owned())],
            value: number(i64::try_from(count).unwrap_or(i64::MAX)),
        })
    }

    async fn job_gauges(&self) -> Vec<Gauge> {
        let Ok(Ok(depth)) = tokio::time::timeout(DEADLINE, self.depth()).await else {
            return Vec::new();
        };
        let gauge = |name, help, value| Gauge {
            name,
            help,
            labels: Vec::new(),
            value,
        };
        vec![
            gauge(
                "stoa_job_ready",
                "Jobs that may run now",
                number(depth.ready),
            ),
            gauge("stoa_job_running", "Jobs that run", number(depth.running)),
            gauge(
                "stoa_job_dead",
                "Jobs that were given up",
                number(depth.dead),
            ),
            gauge(
                "stoa_job_age_seconds",
                "Age of the oldest job that may run",
                number(depth.oldest_ready_seconds),
            ),
        ]
    }

    async fn delivery_gauges(&self) -> Vec<Gauge> {
        let Ok(Ok(counts)) = tokio::time::timeout(DEADLINE, self.leads.counts()).await else {
            return Vec::new();
        };
        let open = DeliveryState::ALL
            .iter()
            .filter(|state| **state != DeliveryState::Done);
        let mut gauges: Vec<_> = open
            .map(|state| Gauge {
                name: "stoa_delivery",
                help: "Deliveries that are not done, by state",
                labels: vec![("state", state.as_str().to_owned())],
                value: number(counts.of(*state)),
            })
            .collect();
        gauges.push(Gauge {
            name: "stoa_delivery_oldest_pending_seconds",
            help: "Age of the oldest delivery that moves by itself or is refused by its sink",
            labels: Vec::new(),
            value: number(
                counts
                    .oldest_pending_seconds
                    .map_or(0, |age| i64::try_from(age).unwrap_or(i64::MAX)),
            ),
        });
        gauges
    }

    async fn desk_gauges(&self) -> Vec<Gauge> {
        let asking =
            async { futures::try_join!(self.leads.held(None), self.sales.failed_accounts()) };
        let Ok(Ok((held, failed))) = tokio::time::timeout(DEADLINE, asking).await else {
            return Vec::new();
        };
        let age = held
            .oldest_at
            .map(|at| (self.ambient.now() - at).num_seconds());
        let gauge = |name, help, value| Gauge {
            name,
            help,
            labels: Vec::new(),
            value: number(value),
        };
        vec![
            gauge(
                "stoa_lead_held",
                "Leads in quarantine that nobody has looked at",
                held.number,
            ),
            gauge(
                "stoa_lead_held_oldest_seconds",
                "Age of the oldest lead in quarantine that nobody has looked at",
                age.unwrap_or(0).max(0),
            ),
            gauge(
                "stoa_buyer_failed",
                "Buyers whose account could not be made",
                failed,
            ),
        ]
    }

    fn hasher(&self) -> Vec<Gauge> {
        let stats = self.identity.hasher_stats();
        let gauge = |name, help, value| Gauge {
            name,
            help,
            labels: Vec::new(),
            value,
        };
        vec![
            gauge(
                "stoa_auth_hash_queued",
                "Passwords that wait to be hashed",
                number(i64::try_from(stats.queued).unwrap_or(i64::MAX)),
            ),
            gauge(
                "stoa_auth_hash_computed_total",
                "Passwords hashed or checked",
                number(i64::try_from(stats.computed).unwrap_or(i64::MAX)),
            ),
            gauge(
                "stoa_auth_hash_refused_total",
                "Sign-ins refused because the queue was full",
                number(i64::try_from(stats.refused).unwrap_or(i64::MAX)),
            ),
        ]
    }
}

async fn database<D: Database>(db: &Db<D>, required: bool, needed: &Needed) -> Check {
    let name = format!("database.{}", D::NAME);
    look(&name, required, async {
        if let Some(behind) = needed.lacking(db).await? {
            return Ok((CheckState::Fail, behind.to_string()));
        }
        let pool = db.status();
        Ok((
            CheckState::Ok,
            format!(
                "answers; {} of {} connections open, {} waiting",
                pool.open, pool.max, pool.waiting
            ),
        ))
    })
    .await
}

/// A look that ends in time, whatever happens.
async fn look(
    name: &str,
    required: bool,
    work: impl Future<Output = Result<(CheckState, String), DbError>>,
) -> Check {
    let started = Instant::now();
    let (status, message) = match tokio::time::timeout(DEADLINE, work).await {
        Ok(Ok(found)) => found,
        Ok(Err(error)) => {
            tracing::warn!(check = name, %error, "a check failed");
            (CheckState::Fail, "does not answer".to_owned())
        }
        Err(_) => (
            CheckState::Fail,
            format!("no answer within {} ms", DEADLINE.as_millis()),
        ),
    };
    let took_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    Check {
        name: name.to_owned(),
        status,
        message,
        took_ms,
        required,
    }
}

fn pools(main: &MainDb, tripwire: &TripwireDb, traffic: &TrafficDb) -> Vec<Gauge> {
    let pools = [
        ("main", main.status()),
        ("tripwire", tripwire.status()),
        ("traffic", traffic.status()),
    ];
    let figure = |name, help, of: fn(&stoa_pg::PoolStatus) -> usize| {
        pools.iter().map(move |(database, status)| Gauge {
            name,
            help,
            labels: vec![("db_namespace", (*database).to_owned())],
            value: number(i64::try_from(of(status)).unwrap_or(i64::MAX)),
        })
    };
    figure("db_client_connection_count", "Open connections", |s| s.open)
        .chain(figure(
            "db_client_connection_max",
            "Most connections at once",
            |s| s.max,
        ))
        .chain(figure(
            "db_client_connection_pending_requests",
            "Requests that wait for a connection",
            |s| s.waiting,
        ))
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn number(value: i64) -> f64 {
    value as f64
}
