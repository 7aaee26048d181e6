use std::{marker::PhantomData, sync::Arc, time::Duration};

use futures::{StreamExt as _, stream::BoxStream};
use tokio::{
    sync::{mpsc, watch},
    time::{Instant, MissedTickBehavior},
};
use tokio_postgres::{AsyncMessage, Client, Config, Notification};
use tokio_util::sync::CancellationToken;

use super::hints::{Channel, Heard, Hints};
use crate::{
    ConnectError, Database, Db,
    connect::{connect_hearing, in_time},
    error::chain,
};

/// How patient a listener is.
#[derive(Debug, Clone, Copy)]
pub struct ListenOptions {
    /// The connection is asked for a sign of life this often: a silent one may have been dead for hours.
    pub heartbeat: Duration,
    /// Longest wait for that sign, and for a new connection.
    pub patience: Duration,
    /// The first pause before a new connection is tried; each further one is twice as long.
    pub shortest_pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
}

impl Default for ListenOptions {
    fn default() -> Self {
        Self {
            heartbeat: Duration::from_secs(10),
            patience: Duration::from_secs(5),
            shortest_pause: Duration::from_millis(50),
            longest_pause: Duration::from_secs(5),
        }
    }
}

/// Listens to channels of one database over a connection of its own, and connects again for as long as it takes.
///
/// Every reader is told [`Heard::Anything`] once LISTEN stands, on the first connection and on each later one: what was
/// sent in between is lost, so whatever was remembered must be forgotten.
///
/// # Source
/// DESIGN 7.7.
#[derive(Debug)]
pub struct Listener<D> {
    login: Arc<Config>,
    options: ListenOptions,
    channels: Vec<Channel>,
    hears: watch::Sender<bool>,
    database: PhantomData<fn() -> D>,
}

impl<D: Database> Db<D> {
    /// A listener with the login of this pool, outside the pool.
    #[must_use]
    pub fn listener(&self, options: ListenOptions) -> Listener<D> {
        let mut login = self.login.as_ref().clone();
        login
            .application_name(format!("stoa-{}-listener", D::NAME))
            .connect_timeout(options.patience);
        Listener {
            login: Arc::new(login),
            options,
            channels: Vec::new(),
            hears: watch::Sender::new(false),
            database: PhantomData,
        }
    }
}

impl<D: Database> Listener<D> {
    /// The hints of a channel, to be read while [`Listener::run`] runs.
    pub fn subscribe(&mut self, channel: &'static str) -> Hints {
        if let Some(known) = self.channels.iter().find(|known| known.name == channel) {
            return known.subscribe();
        }
        let new = Channel::new(channel);
        let hints = new.subscribe();
        self.channels.push(new);
        hints
    }

    /// Whether the server is heard at this moment; while it is not, whoever polls should do so more often.
    #[must_use]
    pub fn hears(&self) -> watch::Receiver<bool> {
        self.hears.subscribe()
    }

    /// Listens until `stopping`. Returns at once when nobody subscribed.
    pub async fn run(self, stopping: CancellationToken) {
        if self.channels.is_empty() {
            return;
        }
        stopping.run_until_cancelled(self.keep_listening()).await;
    }

    async fn keep_listening(&self) {
        let mut pause = self.options.shortest_pause;
        loop {
            let began = Instant::now();
            let reason = match self.listen().await {
                Ok(reason) => reason,
                Err(error) => chain(&error),
            };
            if self.hears.send_replace(false) {
                tracing::warn!(
                    database = D::NAME,
                    reason,
                    "the listening connection was lost"
                );
            } else {
                tracing::debug!(
                    database = D::NAME,
                    reason,
                    "the listening connection cannot be made"
                );
            }
            if began.elapsed() > self.options.longest_pause {
                pause = self.options.shortest_pause;
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(self.options.longest_pause);
        }
    }

    /// Listens over one connection until it is lost, and says why.
    async fn listen(&self) -> Result<String, ConnectError> {
        let (client, messages) =
            in_time(self.options.patience, connect_hearing(&self.login)).await?;
        let (told, mut notices) = mpsc::unbounded_channel();
        // Dropping the client ends the connection, and with it this task.
        tokio::spawn(drive(messages, told));
        if let Some(refused) = self.in_time(client.batch_execute(&self.statement())).await {
            return Ok(refused);
        }
        tracing::info!(database = D::NAME, "listening");
        self.hears.send_replace(true);
        for channel in &self.channels {
            channel.tell(Heard::Anything);
        }
        Ok(self.hear(&client, &mut notices).await)
    }

    async fn hear(
        &self,
        client: &Client,
        notices: &mut mpsc::UnboundedReceiver<Notification>,
    ) -> String {
        let mut heartbeat = tokio::time::interval(self.options.heartbeat);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                notice = notices.recv() => match notice {
                    Some(notice) => self.pass_on(&notice),
                    None => return "the connection was closed".to_owned(),
                },
                _ = heartbeat.tick() => {
                    if let Some(reason) = self.in_time(client.batch_execute("")).await {
                        return reason;
                    }
                }
            }
        }
    }

    fn pass_on(&self, notice: &Notification) {
        let channel = self.channels.iter().find(|c| c.name == notice.channel());
        if let Some(channel) = channel {
            channel.tell(Heard::Hint(notice.payload().to_owned()));
        }
    }

    fn statement(&self) -> String {
        let names = self.channels.iter().map(|channel| channel.name);
        names
            .map(|name| format!("LISTEN \"{}\"", name.replace('"', "\"\"")))
            .collect::<Vec<_>>()
            .join("; ")
    }

    /// Why the server did not do it, if it did not.
    async fn in_time(
        &self,
        work: impl Future<Output = Result<(), tokio_postgres::Error>>,
    ) -> Option<String> {
        match tokio::time::timeout(self.options.patience, work).await {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(chain(&error)),
            Err(_) => Some("no answer in time".to_owned()),
        }
    }
}

type Messages = BoxStream<'static, Result<AsyncMessage, tokio_postgres::Error>>;

/// Drives the connection; ends, and closes `told`, when the connection does.
async fn drive(mut messages: Messages, told: mpsc::UnboundedSender<Notification>) {
    while let Some(Ok(message)) = messages.next().await {
        if let AsyncMessage::Notification(notification) = message {
            let _ = told.send(notification);
        }
    }
}
