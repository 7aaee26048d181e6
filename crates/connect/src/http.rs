use std::time::Duration;

use reqwest::{Client, ClientBuilder, redirect, retry};
use thiserror::Error;

/// How long a call to an outside service may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HttpOptions {
    /// For name, connection and TLS together; must be shorter than `timeout`, else a call that never left
    /// counts as one that may have arrived.
    pub connect_timeout: Duration,
    /// For the whole call, from the name to the last byte of the answer.
    pub timeout: Duration,
}

impl HttpOptions {
    /// 5 s to connect, 20 s in all.
    ///
    /// # Source
    /// the leads contract, 4.2: the CRM's own client waits as long; each earlier cut makes an unknown.
    #[must_use]
    pub const fn crm() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(20),
        }
    }

    /// 3 s to connect, 10 s in all: an alert is told soon or by another way.
    #[must_use]
    pub const fn alerts() -> Self {
        Self {
            connect_timeout: Duration::from_secs(3),
            timeout: Duration::from_secs(10),
        }
    }

    /// 5 s to connect, 30 s in all.
    #[must_use]
    pub const fn telegram() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(30),
        }
    }
}

/// No client can be made on this machine.
#[derive(Debug, Error)]
#[error("no HTTP client can be made")]
pub struct HttpClientError(#[source] reqwest::Error);

/// A client for calls with an effect: one attempt is one request. It never repeats, follows no redirect and
/// takes no proxy from the environment.
///
/// On a machine without root certificates it still speaks plain HTTP; every TLS call then fails as not sent.
///
/// # Errors
/// [`HttpClientError`] when the TLS library refuses to start.
pub fn http_client(options: HttpOptions) -> Result<Client, HttpClientError> {
    builder(options).build().or_else(|error| {
        tracing::warn!(%error, "no root certificates: calls over TLS will fail");
        let certificates = [];
        builder(options)
            .tls_certs_only(certificates)
            .build()
            .map_err(HttpClientError)
    })
}

/// Idle connections are dropped before the servers' usual 30 s and more: a request written on a connection
/// that the server has just closed would end as unknown.
fn builder(options: HttpOptions) -> ClientBuilder {
    Client::builder()
        .user_agent(concat!("stoa/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(options.connect_timeout)
        .timeout(options.timeout)
        .pool_idle_timeout(Duration::from_secs(20))
        .tcp_nodelay(true)
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .referer(false)
        .no_proxy()
}
