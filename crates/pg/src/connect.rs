use std::sync::Arc;

use deadpool_postgres::{Manager, ManagerConfig};
use futures::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use rustls::{ClientConfig, crypto::aws_lc_rs};
use rustls_platform_verifier::BuilderVerifierExt as _;
use thiserror::Error;
use tokio_postgres::{
    AsyncMessage, Client, Config, NoTls,
    config::{Host, SslMode},
};
use tokio_postgres_rustls::MakeRustlsConnect;

/// Why no connection could be made.
#[derive(Debug, Error)]
pub enum ConnectError {
    /// TLS cannot be set up on this machine.
    #[error("TLS cannot be set up")]
    Tls(#[from] rustls::Error),
    /// The server cannot be reached, or refuses us.
    #[error("the server cannot be reached or refuses the login")]
    Server(#[from] tokio_postgres::Error),
}

/// One connection outside any pool, for migrations, set-up and listening; its task ends with the client.
///
/// # Errors
/// [`ConnectError`] when TLS or the server refuses.
pub async fn connect(config: &Config) -> Result<Client, ConnectError> {
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

pub(crate) fn manager(config: Config, options: ManagerConfig) -> Result<Manager, rustls::Error> {
    Ok(if needs_tls(&config) {
        Manager::from_config(config, tls()?, options)
    } else {
        Manager::from_config(config, NoTls, options)
    })
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
