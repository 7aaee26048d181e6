//! Wires the parts of Stoa together; the only place that knows them all.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context as _;
use stoa_app::{
    accounts::Accounts,
    leads::{
        CrmMapping, Deliver, Intake, LeadDesk, LeadOptions, MappingCheckError, MappingProblem,
        Sinks,
    },
    learning::Learning,
    people::IdentityCheck,
    queues::Queues,
    sales::Sales,
};
use stoa_connect::Outbox;
use stoa_core::{Ambient, ExposeSecret as _};
use stoa_identity::{Identity, IdentityOptions, MasterKey, Postman, SessionLoss};
use stoa_jobs::{Handler, Worker, WorkerOptions};
use stoa_pg::{Database, Db, Main, MainDb, Tripwire, TripwireDb};
use stoa_web::{App, AppParts, CookiePolicy, LastLook, Limits, Metrics, WebSettings};
use tokio_util::sync::CancellationToken;

use crate::{
    config::Settings,
    databases::Databases,
    house::House,
    instruments::Instruments,
    limits,
    listening::{Listening, Wakers},
    operations::Watched,
    people::People,
    room::Room,
    schemas::Schemas,
    sinks,
    system::System,
};

/// How often a worker looks for deliveries that wait for a sink it has.
const RELEASING: Duration = Duration::from_mins(1);

/// The parts that serve, work and answer commands.
pub(crate) struct Parts {
    pub(crate) ambient: Ambient,
    pub(crate) main: MainDb,
    pub(crate) tripwire: TripwireDb,
    pub(crate) identity: Identity,
    pub(crate) learning: Learning,
    pub(crate) sales: Sales,
    pub(crate) leads: LeadDesk,
    sinks: Sinks,
    deliver: Deliver,
    options: LeadOptions,
    outbox: Option<Outbox>,
    postman: Postman,
    pub(crate) mapping: CrmMapping,
    /// The rows of `[[amocrm.mapping]]`.
    pub(crate) settings_mapping: Arc<[stoa_domain::MappingRow]>,
    has_crm: bool,
    pub(crate) limits: Arc<Limits>,
    pub(crate) house: Arc<House>,
    pub(crate) people: Arc<People>,
    pub(crate) schemas: Arc<Schemas>,
    listening: Listening,
    pub(crate) wakers: Wakers,
    pub(crate) system: Arc<System>,
    watched: Watched,
    instruments: Instruments,
}

impl Parts {
    /// Makes every part over the opened databases.
    ///
    /// # Errors
    /// Says which part could not be made.
    pub(crate) async fn wire(
        settings: &Settings,
        demo: bool,
        databases: &Databases,
        ambient: &Ambient,
    ) -> anyhow::Result<Self> {
        let (main, tripwire) = (databases.main.clone(), databases.tripwire.clone());
        let instruments = Instruments {
            databases: databases.metrics.clone(),
            ..Instruments::default()
        };
        let identity = open_identity(settings, demo, databases, ambient).await?;
        let learning = Learning::new(main.clone(), ambient.clone());
        let sales = open_sales(databases, &identity, (ambient, &instruments));
        let wakers = Wakers::default();
        let listening = Listening::new(&main, &tripwire);
        let (sinks, outbox) = sinks::build(&settings.sinks, demo, ambient, &instruments.calls)?;
        let mailer = sinks::mailer(&settings.mail, outbox.as_ref());
        let channels = sinks::channels(settings, outbox.as_ref(), &instruments.calls)?;
        let system = Arc::new(System::wire(
            settings,
            databases,
            (ambient, &instruments),
            channels,
        )?);
        let sales = sales.dispatching(system.dispatch(&tripwire, &wakers.tripwire, settings.stall));
        let postman = identity
            .postman(mailer, &settings.mail.name)
            .counting(instruments.outbox.clone());
        let options = lead_options(settings);
        let deliver = open_delivery((settings, demo), databases, &sinks, (ambient, &instruments))
            .telling(system.health.clone());
        Ok(Self {
            leads: LeadDesk::new(tripwire.clone(), ambient.clone()),
            deliver,
            sinks,
            mapping: CrmMapping::new(tripwire.clone(), ambient.clone()),
            settings_mapping: settings.sinks.mapping.clone().into(),
            has_crm: settings.sinks.amocrm_url.is_some(),
            watched: Watched::new(databases, &listening),
            limits: Arc::new(limits::wire(settings, databases, ambient)?),
            house: Arc::default(),
            schemas: Arc::clone(&databases.schemas),
            people: Arc::new(People::new(IdentityCheck::new(
                (main.clone(), tripwire.clone(), databases.traffic.clone()),
                ambient.clone(),
            ))),
            listening,
            wakers,
            system,
            ambient: ambient.clone(),
            main,
            tripwire,
            identity,
            learning,
            sales,
            options,
            outbox,
            postman,
            instruments,
        })
    }

    /// Seeds the mapping when its table is empty and says what the settings say otherwise; frees what waited for a sink that is configured now, and says what of
    /// the mapping the CRM does not know.
    ///
    /// # Errors
    /// When the tripwire database fails.
    pub(crate) async fn prepare_sinks(&self) -> anyhow::Result<()> {
        self.mapping.seed(&self.settings_mapping).await?;
        let differing = self.mapping.difference(&self.settings_mapping).await?;
        for difference in &differing {
            tracing::warn!(
                %difference,
                "[[amocrm.mapping]] says something else than the table, which rules: see `stoa mapping list`"
            );
        }
        let freed = self.leads.release_blocked(&self.sinks).await?;
        if freed > 0 {
            tracing::info!(freed, "deliveries that waited for a sink are on their way");
        }
        let freed = self.postman.release_held().await?;
        if freed > 0 {
            tracing::info!(
                freed,
                "letters that waited for a mail server are on their way"
            );
        }
        if let Some(crm) = self.sinks.crm.clone()
            && !self.mapping.rows().await?.is_empty()
        {
            let mapping = self.mapping.clone();
            tokio::spawn(async move {
                if let Err(error) = mapping.check(&crm).await {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "the CRM mapping could not be checked"
                    );
                }
            });
        }
        Ok(())
    }

    /// Frees, again and again, what another process held back for want of a sink that this one has, and tries with one
    /// delivery whether a sink that refused them takes them now.
    pub(crate) async fn keep_releasing(self: Arc<Self>, stopping: CancellationToken) {
        while stopping
            .run_until_cancelled(tokio::time::sleep(RELEASING))
            .await
            .is_some()
        {
            if let Err(error) = self.leads.probe_blocked(&self.sinks).await {
                tracing::warn!(%error, "blocked deliveries could not be looked at");
            }
            if let Err(error) = self.postman.release_held().await {
                tracing::warn!(%error, "held letters could not be looked at");
            }
        }
    }

    /// Hears what other processes change, until `stopping`.
    ///
    /// # Errors
    /// None; the shape is a task's.
    pub(crate) async fn keep_listening(
        self: Arc<Self>,
        stopping: CancellationToken,
    ) -> anyhow::Result<()> {
        let followers = (self.identity.clone(), self.system.modes.clone());
        Box::pin(self.listening.run(followers, &self.wakers, stopping)).await;
        Ok(())
    }

    /// Removes what has no use any more, again and again, until `stopping`.
    ///
    /// # Errors
    /// None; the shape is a task's.
    pub(crate) async fn keep_house(
        self: Arc<Self>,
        app: App,
        stopping: CancellationToken,
    ) -> anyhow::Result<()> {
        self.house
            .keep(&app, &self.people, &self.schemas, stopping)
            .await;
        Ok(())
    }

    /// Whether letters leave this process, if only for the demo's outbox.
    pub(crate) fn has_mail(&self) -> bool {
        self.postman.is_configured()
    }

    /// Whether the settings name a CRM; a demo's own is none.
    pub(crate) fn has_crm(&self) -> bool {
        self.has_crm
    }

    /// What of the mapping the CRM does not know; `None` when no CRM is configured.
    pub(crate) async fn mapping_problems(
        &self,
    ) -> Option<Result<Vec<MappingProblem>, MappingCheckError>> {
        let crm = self.sinks.crm.clone()?;
        Some(self.mapping.check(&crm).await)
    }

    /// The worker for leads and sales.
    pub(crate) fn tripwire_worker(&self, settings: &Settings) -> Worker<Tripwire> {
        let handlers: Vec<Arc<dyn Handler>> = vec![
            Arc::new(self.deliver.clone()),
            Arc::new(self.sales.handler()),
        ];
        self.worker(&self.tripwire, settings, handlers)
            .woken_by(self.wakers.tripwire.clone())
            .hearing(self.listening.hears_tripwire())
    }

    /// The worker for what identity does later: letters.
    pub(crate) fn main_worker(&self, settings: &Settings) -> Worker<Main> {
        let handlers: Vec<Arc<dyn Handler>> = vec![Arc::new(self.postman.clone())];
        self.worker(&self.main, settings, handlers)
            .woken_by(self.wakers.main.clone())
            .hearing(self.listening.hears())
    }

    fn worker<D: Database>(
        &self,
        db: &Db<D>,
        settings: &Settings,
        handlers: Vec<Arc<dyn Handler>>,
    ) -> Worker<D> {
        let options = WorkerOptions {
            concurrency: settings.worker_concurrency,
            lease: settings.worker_lease,
            ..WorkerOptions::default()
        };
        Worker::new(db.clone(), self.ambient.clone(), options, handlers)
            .counting(self.instruments.jobs.clone())
            .on_dead(self.system.tells_of_dead_jobs(D::NAME))
    }

    /// What the web layer serves.
    ///
    /// # Errors
    /// When the public key of frontends is missing.
    pub(crate) fn app(
        &self,
        settings: &Settings,
        demo: bool,
        (cookies, address): (CookiePolicy, SocketAddr),
        stopping: CancellationToken,
    ) -> anyhow::Result<App> {
        let intake = Intake::new(self.tripwire.clone(), self.ambient.clone(), self.options);
        let waker = &self.wakers.tripwire;
        let intake = intake.waking(waker.clone());
        let leads = self.leads.clone().waking(waker.clone());
        self.identity.wakes_with(self.wakers.main.clone());
        let anon_key = self.identity.anon_key()?.expose_secret().to_owned();
        Ok(App::new(AppParts {
            ambient: self.ambient.clone(),
            identity: self.identity.clone(),
            learning: self.learning.clone(),
            accounts: Accounts::new(
                self.identity.clone(),
                self.learning.clone(),
                self.tripwire.clone(),
                self.ambient.clone(),
            ),
            sales: self.sales.clone(),
            modes: self.system.modes.clone(),
            queues: Queues::new(
                (self.main.clone(), self.tripwire.clone()),
                leads.clone(),
                self.ambient.clone(),
                (self.wakers.main.clone(), self.wakers.tripwire.clone()),
            ),
            intake,
            leads,
            operations: Box::new(self.watched.operations(
                self,
                self.outbox.clone(),
                Room::now(settings),
            )),
            last_look: LastLook::default(),
            limits: Arc::clone(&self.limits),
            metrics: Metrics::over(self.instruments.registry()),
            settings: WebSettings {
                public_url: settings.public_url.clone(),
                listen: address,
                trusted_proxies: settings.trusted_proxies.clone(),
                cookies,
                contacts: settings.contacts.clone(),
                environment: if demo {
                    "demo".to_owned()
                } else {
                    settings.environment.clone()
                },
                ops_token: settings.ops_token.clone(),
                has_mail: self.has_mail(),
                request_timeout: settings.request_timeout,
                anon_key,
                demo,
                is_sending: demo && sinks::is_sending(settings),
            },
            stopping,
        }))
    }
}

fn lead_options(settings: &Settings) -> LeadOptions {
    LeadOptions {
        duplicate_window_seconds: u16::try_from(settings.duplicate_window.as_secs())
            .unwrap_or(u16::MAX),
        ..LeadOptions::default()
    }
}

fn open_delivery(
    (settings, demo): (&Settings, bool),
    databases: &Databases,
    sinks: &Sinks,
    (ambient, instruments): (&Ambient, &Instruments),
) -> Deliver {
    let deliver = Deliver::new(databases.tripwire.clone(), ambient.clone(), sinks.clone())
        .counting(instruments.outbox.clone())
        .with_quarantine(settings.quarantine);
    match sinks::demo_mapping(&settings.sinks, demo) {
        Some(row) => deliver.while_unmapped(row),
        None => deliver,
    }
}

fn open_sales(
    databases: &Databases,
    identity: &Identity,
    (ambient, instruments): (&Ambient, &Instruments),
) -> Sales {
    let (main, tripwire) = (databases.main.clone(), databases.tripwire.clone());
    Sales::new(main, tripwire, identity.clone(), ambient.clone()).counting(instruments.jobs.clone())
}

async fn open_identity(
    settings: &Settings,
    demo: bool,
    databases: &Databases,
    ambient: &Ambient,
) -> anyhow::Result<Identity> {
    let master = MasterKey::from_base64(&databases.master_key).context("the master key")?;
    let mut options = identity_options(settings);
    // A demonstration shows its letters to whoever runs it.
    options.sends_mail = demo || settings.mail.smtp.is_some();
    if demo {
        options.rules.redirects = options.rules.redirects.with_loopback();
    }
    Ok(Identity::open(databases.main.clone(), ambient.clone(), master, options).await?)
}

/// How identity works with these settings.
pub(crate) fn identity_options(settings: &Settings) -> IdentityOptions {
    let origin = settings.origin();
    let mut options = IdentityOptions::new(format!("{origin}/auth/v1"));
    options.rules = settings.self_service.clone();
    if let Some(threads) = settings.hash_threads {
        options.hasher.threads = threads;
    }
    options.session_limit = settings.session_limit;
    options.strict_refresh = settings.strict_refresh;
    options.also_accepted.clone_from(&settings.former_issuers);
    options.providers.clone_from(&settings.providers);
    options
        .accepted_issuers
        .clone_from(&settings.accepted_issuers);
    if settings.accept_session_loss {
        options.session_loss = SessionLoss::Accepted;
    }
    options
}
