use std::{pin::Pin, sync::Arc, time::Duration};

use deadpool_postgres::{Connect, Manager, ManagerConfig};
use futures::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use rustls::{ClientConfig, crypto::aws_lc_rs};
use rustls_platform_verifier::BuilderVerifierExt as _;
use thiserror::Error;
use tokio::{sync::watch, task::JoinHandle};
use tokio_postgres::{
    AsyncMessage, Client, Config, NoTls, Socket,
    config::{Host, SslMode},
    tls::{MakeTlsConnect, TlsConnect},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::pulse::silence;

/// Longest wait for a connection outside the pools: the address, TLS and the login together. Generous, for a server that
/// is busy with something else; the driver's own limit covers the address only.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why no connection could be made.
#[derive(Debug, Error)]
pub enum ConnectError {
    /// TLS cannot be set up on this machine.
    #[error("TLS cannot be set up")]
    Tls(#[from] rustls::Error),
    /// The server cannot be reached, or refuses us.
    #[error("the server cannot be reached or refuses the login")]
    Server(#[from] tokio_postgres::Error),
    /// Nothing was refused, and nothing came: the server or the way to it stands still.
    #[error("the server does not answer within {} s", .0.as_secs())]
    Silent(Duration),
}

/// One connection outside any pool, for migrations, set-up and listening; its task ends with the client.
///
/// # Errors
/// [`ConnectError`] when TLS or the server refuses, or does not answer within 10 s.
pub async fn connect(config: &Config) -> Result<Client, ConnectError> {
    in_time(PATIENCE, open(config)).await
}

/// The same for whatever makes a connection, within a time of its own.
pub(crate) async fn in_time<T>(
    patience: Duration,
    connecting: impl Future<Output = Result<T, ConnectError>>,
) -> Result<T, ConnectError> {
    // Boxed: a handshake with TLS is large, and everything that waits for it would carry its size.
    tokio::time::timeout(patience, Box::pin(connecting))
        .await
        .unwrap_or(Err(ConnectError::Silent(patience)))
}

async fn open(config: &Config) -> Result<Client, ConnectError> {
    if needs_tls(config) {
        let (client, connection) = config.connect(tls()?).await?;
        tokio::spawn(async move { drop(connection.await) });
        Ok(client)
    } else {
        let (client, connection) = config.connect(NoTls).await?;
        tokio::spawn(async move { drop(connection.await) });
        Ok(client)
    }
}

/// The same, with what the server says without being asked; the stream must be read for the connection to work.
pub(crate) async fn connect_hearing(
    config: &Config,
) -> Result<
    (
        Client,
        BoxStream<'static, Result<AsyncMessage, tokio_postgres::Error>>,
    ),
    ConnectError,
> {
    if needs_tls(config) {
        let (client, mut connection) = config.connect(tls()?).await?;
        let messages = stream::poll_fn(move |context| connection.poll_message(context));
        Ok((client, messages.boxed()))
    } else {
        let (client, mut connection) = config.connect(NoTls).await?;
        let messages = stream::poll_fn(move |context| connection.poll_message(context));
        Ok((client, messages.boxed()))
    }
}

/// Makes a pool's connections; each ends when `verdicts` says that the server is silent.
pub(crate) fn manager(
    config: Config,
    options: ManagerConfig,
    verdicts: watch::Receiver<bool>,
) -> Result<Manager, rustls::Error> {
    Ok(if needs_tls(&config) {
        let tls = tls()?;
        Manager::from_connect(config, Mortal { tls, verdicts }, options)
    } else {
        Manager::from_connect(
            config,
            Mortal {
                tls: NoTls,
                verdicts,
            },
            options,
        )
    })
}

/// Connections that are given up when the server falls silent: all that wait for an answer fail at once, none is read
/// late by somebody else.
struct Mortal<T> {
    tls: T,
    verdicts: watch::Receiver<bool>,
}

type Connecting<'a> = Pin<
    Box<dyn Future<Output = Result<(Client, JoinHandle<()>), tokio_postgres::Error>> + Send + 'a>,
>;

impl<T> Connect for Mortal<T>
where
    T: MakeTlsConnect<Socket> + Clone + Sync + Send + 'static,
    T::Stream: Sync + Send,
    T::TlsConnect: Sync + Send,
    <T::TlsConnect as TlsConnect<Socket>>::Future: Send,
{
    fn connect(&self, config: &Config) -> Connecting<'_> {
        let config = config.clone();
        Box::pin(async move {
            let (client, connection) = config.connect(self.tls.clone()).await?;
            let verdicts = self.verdicts.clone();
            let task = tokio::spawn(async move {
                tokio::select! {
                    ended = connection => if let Err(error) = ended {
                        tracing::debug!(%error, "a connection ended");
                    },
                    () = silence(verdicts) => {}
                }
            });
            Ok((client, task))
        })
    }
}

/// Sockets need no TLS; everything else speaks it unless the URL says `sslmode=disable`.
fn needs_tls(config: &Config) -> bool {
    config.get_ssl_mode() != SslMode::Disable
        && config
            .get_hosts()
            .iter()
            .any(|host| matches!(host, Host::Tcp(_)))
}

fn tls() -> Result<MakeRustlsConnect, rustls::Error> {
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
