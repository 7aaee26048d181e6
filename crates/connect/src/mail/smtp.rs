use std::fmt;
use std::future::Future;
use std::time::Duration;

use futures::{FutureExt as _, future::BoxFuture};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use stoa_core::{ExposeSecret as _, SecretString};
use tokio::time::timeout;

use super::failure::{Step, classify, too_slow, unwritable};
use super::message::{Wire, wire};
use super::{Mailer, OutgoingLetter, Sender, SentLetter};
use crate::CallError;
use crate::call::Exchange;

/// How long a goodbye may take; the letter is delivered by then.
const GOODBYE: Duration = Duration::from_secs(1);

/// How the conversation is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte, usually on port 465.
    Implicit,
    /// TLS after STARTTLS, usually on port 587; without it nothing is sent.
    StartTls,
    /// None: only for a server on the same machine or in a network of one's own.
    None,
}

/// A mail server, and how to speak with it.
#[derive(Debug, Clone)]
pub struct SmtpServer {
    /// Its name, which is also the one its certificate must have.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the conversation is kept from others.
    pub security: Security,
    /// Our login; none where none is asked for.
    pub login: Option<SmtpLogin>,
}

/// A login at a mail server.
#[derive(Clone)]
pub struct SmtpLogin {
    /// The name.
    pub user: String,
    /// The password.
    pub password: SecretString,
}

impl fmt::Debug for SmtpLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpLogin").finish_non_exhaustive()
    }
}

/// How long each part of a conversation may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SmtpOptions {
    /// Connection, TLS and login together.
    pub connect: Duration,
    /// Sender, recipient and the wish to hand over, together.
    pub envelope: Duration,
    /// The letter, until it is answered. Servers look for spam before they answer; too early a cut leaves an unknown.
    pub letter: Duration,
}

impl Default for SmtpOptions {
    /// 10 s, 20 s and 60 s.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            envelope: Duration::from_secs(20),
            letter: Duration::from_mins(1),
        }
    }
}

/// Sends letters over SMTP, one connection each.
pub struct SmtpMailer {
    server: SmtpServer,
    sender: Sender,
    options: SmtpOptions,
    /// Keeps the password out of what is said of failures.
    exchange: Exchange,
}

impl SmtpMailer {
    /// Letters of `sender` through `server`. Nothing is opened yet.
    #[must_use]
    pub fn new(server: SmtpServer, sender: Sender, options: SmtpOptions) -> Self {
        let password = server.login.as_ref().map(|login| login.password.clone());
        Self {
            exchange: Exchange::new(password.unwrap_or_default()),
            server,
            sender,
            options,
        }
    }

    async fn deliver(&self, letter: &OutgoingLetter) -> Result<SentLetter, CallError> {
        let wire = wire(&self.sender, letter).map_err(unwritable)?;
        let say = |step, error: Error| self.failure(step, &error, letter);
        let open = self.open();
        let mut connection = within(self.options.connect, Step::Open, open)
            .await?
            .map_err(|(step, error)| say(step, error))?;
        let spoken = self.converse(&mut connection, &wire).await;
        match spoken {
            Ok(receipt) => {
                // The letter is theirs: whatever becomes of the goodbye changes nothing.
                let _ = timeout(GOODBYE, connection.quit()).await;
                Ok(SentLetter {
                    receipt: self.exchange.scrubbed(&receipt),
                })
            }
            Err(broken) => {
                let _ = timeout(GOODBYE, connection.abort()).await;
                Err(match broken {
                    Broken::Failed(step, error) => say(step, error),
                    Broken::Slow(step) => too_slow(step),
                })
            }
        }
    }

    /// Connects, and signs in where we have a login.
    async fn open(&self) -> Result<AsyncSmtpConnection, (Step, Error)> {
        let server = &self.server;
        let hello = ClientId::Domain(self.sender_domain());
        let at = |step| move |error| (step, error);
        let tls = || TlsParameters::new(server.host.clone()).map_err(at(Step::Open));
        let implicit = match server.security {
            Security::Implicit => Some(tls()?),
            Security::StartTls | Security::None => None,
        };
        let address = (server.host.as_str(), server.port);
        let limit = Some(self.options.connect);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(address, limit, &hello, implicit, None)
                .await
                .map_err(at(Step::Open))?;
        if server.security == Security::StartTls {
            let upgraded = connection.starttls(tls()?, &hello).await;
            upgraded.map_err(at(Step::Open))?;
        }
        if let Some(login) = &server.login {
            let password = login.password.expose_secret().to_owned();
            let credentials = Credentials::new(login.user.clone(), password);
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            let signed_in = connection.auth(&mechanisms, &credentials).await;
            signed_in.map_err(at(Step::Login))?;
        }
        Ok(connection)
    }

    /// Hands the letter over, and gives the server's word for it.
    async fn converse(
        &self,
        connection: &mut AsyncSmtpConnection,
        wire: &Wire,
    ) -> Result<String, Broken> {
        let mut step = Step::From;
        let envelope = async {
            let from = Mail::new(Some(wire.from.clone()), Vec::new());
            connection.command(from).await?;
            step = Step::To;
            let to = Rcpt::new(wire.to.clone(), Vec::new());
            connection.command(to).await?;
            step = Step::Data;
            connection.command(Data).await
        };
        let opened = timeout(self.options.envelope, envelope).await;
        opened
            .map_err(|_| Broken::Slow(step))?
            .map_err(|error| Broken::Failed(step, error))?;
        let taken = timeout(self.options.letter, connection.message(&wire.bytes)).await;
        let response = taken
            .map_err(|_| Broken::Slow(Step::Letter))?
            .map_err(|error| Broken::Failed(Step::Letter, error))?;
        Ok(response.message().collect::<Vec<_>>().join(" "))
    }

    fn failure(&self, step: Step, error: &Error, letter: &OutgoingLetter) -> CallError {
        let mut said = error.to_string();
        let mut cause = std::error::Error::source(error);
        while let Some(inner) = cause {
            let inner_text = inner.to_string();
            if !said.contains(&inner_text) {
                said = format!("{said}: {inner_text}");
            }
            cause = inner.source();
        }
        // Servers quote the address; it belongs neither into the queue nor into the log.
        let said = said.replace(letter.to.as_str(), "<the recipient>");
        classify(step, error, &self.exchange.scrubbed(&said))
    }

    fn sender_domain(&self) -> String {
        let address = self.sender.email.as_str();
        address.rsplit('@').next().unwrap_or(address).to_owned()
    }
}

/// How a conversation ended early.
enum Broken {
    Failed(Step, Error),
    Slow(Step),
}

async fn within<T>(
    limit: Duration,
    step: Step,
    work: impl Future<Output = T>,
) -> Result<T, CallError> {
    timeout(limit, work).await.map_err(|_| too_slow(step))
}

impl Mailer for SmtpMailer {
    fn send<'a>(
        &'a self,
        letter: &'a OutgoingLetter,
    ) -> BoxFuture<'a, Result<SentLetter, CallError>> {
        self.deliver(letter).boxed()
    }
}

impl fmt::Debug for SmtpMailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpMailer")
            .field("server", &self.server)
            .field("sender", &self.sender)
            .finish_non_exhaustive()
    }
}
