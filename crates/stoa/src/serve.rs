//! `stoa serve`.

use std::{io::IsTerminal as _, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use anyhow::Context as _;
use stoa_core::Ambient;
use stoa_identity::Identity;
use stoa_pg::cluster::ClusterState;
use stoa_web::{CookiePolicy, ServeOptions};
use thiserror::Error;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;

use crate::{
    cli::{Cli, RoleOfProcess, Serve},
    clock,
    commands::say,
    config::{self, Settings},
    data_dir::{self, Purpose},
    databases::Databases,
    demo, listening, logging,
    parts::Parts,
    room::{self, Room},
};

/// How often the keys are looked at: a change is heard at once, but a key's time may come without anybody's doing.
const KEYS: Duration = Duration::from_mins(1);

/// Why these settings and options cannot be served together.
#[derive(Debug, Error)]
pub(crate) enum Refused {
    #[error("--demo makes people with known passwords: it serves on loopback only, not on {0}")]
    DemoBeyondLoopback(SocketAddr),
    #[error("--demo makes people with known passwords: it does not write into external databases")]
    DemoOnExternalDatabases,
    #[error(
        "cookies would travel unencrypted on {0}: set [http] public_url = \"https://...\" (a proxy in front speaks TLS), \
         or say --insecure-cookies"
    )]
    InsecureCookies(SocketAddr),
    #[error(
        "--role {0} shares databases with other processes, but the private cluster has one owner: set STOA_MAIN_DATABASE_URL, STOA_TRIPWIRE_DATABASE_URL and STOA_TRAFFIC_DATABASE_URL"
    )]
    RoleWithoutDatabases(&'static str),
    #[error(
        "worker.start = false (START_WORKER) leaves jobs to other processes, but the private cluster has one owner, so \
         nobody would deliver leads and letters: leave it out, or set STOA_MAIN_DATABASE_URL, \
         STOA_TRIPWIRE_DATABASE_URL and STOA_TRAFFIC_DATABASE_URL and run `stoa serve --role worker` beside"
    )]
    NobodyWorks,
    #[error(
        "DATABASE_URL names one database, and Stoa serves from three: set STOA_MAIN_DATABASE_URL, STOA_TRIPWIRE_DATABASE_URL \
         and STOA_TRAFFIC_DATABASE_URL (`stoa db bootstrap` makes them), or unset DATABASE_URL to serve from a private cluster"
    )]
    OneDatabase,
    #[error("another Stoa serves from {0}")]
    AlreadyServed(PathBuf),
}

/// Serves until asked to stop: then stops accepting, drains, stops jobs, closes pools, stops the private cluster.
///
/// # Errors
/// Says what could not be started; [`Refused`] and problems of the settings exit 2.
pub(crate) async fn run(cli: &Cli, options: &Serve) -> anyhow::Result<()> {
    let settings = config::load(cli)?;
    logging::start(&settings.log_format, &settings.log_level)?;
    let role = role(&settings, options);
    let plan = Plan {
        demo: options.demo,
        role,
        cookies: check(&settings, options)?,
        settings: &settings,
    };
    Room::made(&settings).warn();
    let ambient = Ambient::system();
    let data_dir = data_dir::choose(settings.data_dir.as_deref(), settings.pg_user.as_deref())?;
    let databases = Databases::open(&settings, &data_dir, &ambient, Purpose::Serve).await?;
    let stopping = CancellationToken::new();
    let outcome = serve(&plan, &databases, ambient, &stopping).await;
    stopping.cancel();
    databases.close().await?;
    tracing::info!("stopped");
    outcome
}

/// What this process does: what the command line says, else what the settings say.
fn role(settings: &Settings, options: &Serve) -> RoleOfProcess {
    options.role.unwrap_or(if settings.worker_start {
        RoleOfProcess::All
    } else {
        RoleOfProcess::Web
    })
}

/// Whether these settings and options make sense together, and how cookies may travel.
///
/// # Errors
/// [`Refused`] says what does not.
pub(crate) fn check(settings: &Settings, options: &Serve) -> Result<CookiePolicy, Refused> {
    let loopback = settings.listen.ip().is_loopback();
    if options.demo && !loopback {
        return Err(Refused::DemoBeyondLoopback(settings.listen));
    }
    if options.demo && settings.databases.is_some() {
        return Err(Refused::DemoOnExternalDatabases);
    }
    if settings.names_one_database && !options.demo {
        return Err(Refused::OneDatabase);
    }
    match options.role {
        Some(RoleOfProcess::Web) if settings.databases.is_none() => {
            return Err(Refused::RoleWithoutDatabases("web"));
        }
        Some(RoleOfProcess::Worker) if settings.databases.is_none() => {
            return Err(Refused::RoleWithoutDatabases("worker"));
        }
        None if settings.databases.is_none() && !settings.worker_start => {
            return Err(Refused::NobodyWorks);
        }
        _ => {}
    }
    let https = settings
        .public_url
        .as_deref()
        .is_some_and(|url| url.starts_with("https://"));
    match (loopback || https, options.insecure_cookies) {
        (true, _) => Ok(CookiePolicy::Secure),
        (false, true) => Ok(CookiePolicy::Plain),
        (false, false) => Err(Refused::InsecureCookies(settings.listen)),
    }
}

/// What this process is to do.
struct Plan<'a> {
    settings: &'a Settings,
    demo: bool,
    role: RoleOfProcess,
    cookies: CookiePolicy,
}

async fn serve(
    plan: &Plan<'_>,
    databases: &Databases,
    ambient: Ambient,
    stopping: &CancellationToken,
) -> anyhow::Result<()> {
    let Plan {
        settings,
        demo,
        role,
        ..
    } = *plan;
    let parts = Arc::new(Parts::wire(settings, demo, databases, &ambient).await?);
    parts.people.prove().await?;
    parts.identity.claim_issuer().await?;
    if demo {
        demo::seed(&parts).await?;
    }
    if parts.sales.ensure_course().await? {
        tracing::warn!(
            course = stoa_app::sales::COURSE_SLUG,
            "the course that is sold was missing: it is there now, without lessons"
        );
    }
    parts.prepare_sinks().await?;
    parts.people.look().await;
    clock::compare(&databases.main, &parts.ambient).await;
    let mut tasks = JoinSet::new();
    tasks.spawn(Arc::clone(&parts).keep_listening(stopping.clone()));
    tasks.spawn(keep_keys(parts.identity.clone(), stopping.clone()));
    let listening = listen(&parts, settings, role).await?;
    tasks.spawn(Arc::clone(&parts.system).run(parts.wakers.clone(), stopping.clone()));
    if settings.databases.is_some() {
        tasks.spawn(ring_others(Arc::clone(&parts), stopping.clone()));
    }
    if role != RoleOfProcess::Web {
        let (leads, letters) = (parts.tripwire_worker(settings), parts.main_worker(settings));
        let releasing = Arc::clone(&parts).keep_releasing(stopping.clone());
        let (token, other) = (stopping.clone(), stopping.clone());
        let (system, reads) = (Arc::clone(&parts.system), (letters.reads(), leads.reads()));
        tasks.spawn(async move {
            let telling = system.tell_of_queues(reads.0, reads.1);
            tokio::join!(leads.run(token), letters.run(other), releasing, telling);
            Ok(())
        });
    }
    // Heard from before anybody is told that we serve: who answers a request and is asked to stop at once must stop cleanly.
    let asked = asked_to_stop()?;
    open_doors(plan, databases, &parts, listening, (stopping, &mut tasks)).await?;
    let cluster = databases.cluster().map(stoa_pg::cluster::Cluster::state);
    let outcome = tokio::select! {
        () = asked => { tracing::info!("asked to stop"); Ok(()) }
        reason = cluster_failed(cluster) => Err(anyhow::anyhow!("the private cluster cannot be kept running: {reason}")),
        Some(ended) = tasks.join_next() => ended.map_err(anyhow::Error::from).and_then(|outcome| outcome),
    };
    stopping.cancel();
    while let Some(ended) = tasks.join_next().await {
        ended
            .map_err(anyhow::Error::from)
            .and_then(|outcome| outcome)?;
    }
    outcome
}

/// Takes over what the clock changes about keys, and what was not heard. When they cannot be read, the ones known before
/// stay in use, and it is said once.
async fn keep_keys(identity: Identity, stopping: CancellationToken) -> anyhow::Result<()> {
    let mut failing = false;
    while stopping
        .run_until_cancelled(tokio::time::sleep(KEYS))
        .await
        .is_some()
    {
        match identity.reload_keys().await {
            Ok(changed) => {
                failing = false;
                if changed {
                    tracing::info!("the keys changed and were read anew");
                }
            }
            Err(error) if !failing => {
                failing = true;
                tracing::warn!(%error, "the keys could not be looked at; the known ones stay in use");
            }
            Err(_) => {}
        }
    }
    Ok(())
}

/// Tells the workers of other processes of what this one asks for.
async fn ring_others(parts: Arc<Parts>, stopping: CancellationToken) -> anyhow::Result<()> {
    let databases = (parts.main.clone(), parts.tripwire.clone());
    listening::ring(parts.wakers.clone(), databases, stopping).await;
    Ok(())
}

/// Takes the port, unless this process only works; from then on letters know where people reach us.
async fn listen(
    parts: &Parts,
    settings: &Settings,
    role: RoleOfProcess,
) -> anyhow::Result<Option<(TcpListener, SocketAddr)>> {
    if role == RoleOfProcess::Worker {
        return Ok(None);
    }
    let listener = bind(settings.listen).await?;
    let address = listener.local_addr()?;
    if settings.public_url.is_none() {
        parts.identity.served_at(&format!("http://{address}"));
    }
    Ok(Some((listener, address)))
}

/// Starts to listen: for requests unless this is a worker, and for operators where that is asked for; then says so.
async fn open_doors(
    plan: &Plan<'_>,
    databases: &Databases,
    parts: &Arc<Parts>,
    listening: Option<(TcpListener, SocketAddr)>,
    (stopping, tasks): (&CancellationToken, &mut JoinSet<anyhow::Result<()>>),
) -> anyhow::Result<()> {
    let Plan {
        settings,
        demo,
        cookies,
        ..
    } = *plan;
    let address = listening
        .as_ref()
        .map_or(settings.listen, |(_, address)| *address);
    let app = parts.app(settings, demo, (cookies, address), stopping.clone())?;
    let operators = operators(settings, &app, stopping, tasks).await?;
    if let Some((listener, _)) = listening {
        tasks.spawn(Arc::clone(parts).keep_house(app.clone(), stopping.clone()));
        let (options, token) = (connections(settings), stopping.clone());
        let router = stoa_web::router(app);
        tasks.spawn(async move { Ok(stoa_web::serve(listener, router, options, token).await?) });
        databases.announce(&format!("http://{address}"))?;
        announce(address, demo, databases);
    } else {
        match operators {
            Some(address) => say(format!(
                "stoa ready worker, health on http://{address}/health"
            )),
            None => say("stoa ready worker"),
        }
    }
    Ok(())
}

async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("listening on {address}"))
}

fn connections(settings: &Settings) -> ServeOptions {
    let room = Room::now(settings);
    ServeOptions {
        most_connections: room.most,
        most_per_client: room.per_client,
        proxies: settings.trusted_proxies.clone(),
        write_stall: settings.request_timeout,
    }
}

/// Serves health and figures at the operators' own address, when there is one.
async fn operators(
    settings: &Settings,
    app: &stoa_web::App,
    stopping: &CancellationToken,
    tasks: &mut JoinSet<anyhow::Result<()>>,
) -> anyhow::Result<Option<SocketAddr>> {
    let Some(listen) = settings.ops_listen else {
        return Ok(None);
    };
    let listener = bind(listen).await?;
    let address = listener.local_addr()?;
    let options = ServeOptions {
        most_connections: room::OPERATORS,
        ..connections(settings)
    };
    let router = stoa_web::operators(app.clone());
    let token = stopping.clone();
    tasks.spawn(async move { Ok(stoa_web::serve(listener, router, options, token).await?) });
    tracing::info!(%address, "health and figures for operators");
    Ok(Some(address))
}

fn announce(address: SocketAddr, demo: bool, databases: &Databases) {
    if databases.cluster().is_some() {
        tracing::info!("using a private PostgreSQL cluster");
    }
    say(format!("stoa ready http://{address}"));
    if demo && std::io::stdout().is_terminal() {
        say(
            "\n  student   test@student.com / test123\n  manager   manager@test.com / test123\n  admin     admin@test.com   / test123\n",
        );
    }
}

/// Listens for SIGTERM and SIGINT from now on; the future ends with the first that comes, or has come meanwhile.
fn asked_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

async fn cluster_failed(state: Option<tokio::sync::watch::Receiver<ClusterState>>) -> String {
    let Some(mut state) = state else {
        return std::future::pending().await;
    };
    loop {
        if let ClusterState::Failed { reason } = &*state.borrow_and_update() {
            return reason.clone();
        }
        if state.changed().await.is_err() {
            return std::future::pending().await;
        }
    }
}
