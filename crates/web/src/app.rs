use std::{ops::Deref, sync::Arc, time::Duration};

use stoa_app::{
    accounts::Accounts, leads, learning::Learning, modes::Modes, queues::Queues, sales::Sales,
};
use stoa_core::{Ambient, SecretString};
use stoa_identity::Identity;
use tokio_util::sync::CancellationToken;

use crate::{
    cookies::CookiePolicy,
    extract::TrustedProxies,
    limits::Limits,
    ops::{LastLook, Metrics, Operations},
};

/// Everything a handler may need; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<AppParts>);

/// What [`App`] is made of.
pub struct AppParts {
    /// Time and randomness.
    pub ambient: Ambient,
    /// Who people are.
    pub identity: Identity,
    /// Courses and lessons.
    pub learning: Learning,
    /// Everything that is known about a person.
    pub accounts: Accounts,
    /// The sales desk.
    pub sales: Sales,
    /// The landing's intake.
    pub intake: leads::Intake,
    /// Leads and their deliveries, for people.
    pub leads: leads::LeadDesk,
    /// How accepted work is done.
    pub modes: Modes,
    /// The queues, for administrators.
    pub queues: Queues,
    /// What the binary knows of its parts.
    pub operations: Box<dyn Operations>,
    /// How often what may be asked.
    pub limits: Arc<Limits>,
    /// How every part did a moment ago.
    pub last_look: LastLook,
    /// What is counted.
    pub metrics: Metrics,
    /// How it is served.
    pub settings: WebSettings,
    /// Set when the process is asked to stop.
    pub stopping: CancellationToken,
}

/// How it is served.
#[derive(Debug, Clone)]
pub struct WebSettings {
    /// The address people use, when it is not the one we listen on.
    pub public_url: Option<String>,
    /// The address we listen on.
    pub listen: std::net::SocketAddr,
    /// Proxies whose word about the client is taken.
    pub trusted_proxies: TrustedProxies,
    /// How cookies are set.
    pub cookies: CookiePolicy,
    /// A word for `/api/config`.
    pub environment: String,
    /// The key that frontends send as `apikey`.
    pub anon_key: String,
    /// Where people get help; shown on pages.
    pub contacts: Vec<stoa_pages::Contact>,
    /// What operators send to read figures on the public address; none: only the other ways are open.
    pub ops_token: Option<SecretString>,
    /// Whether letters leave this installation, if only for the demo's outbox.
    pub has_mail: bool,
    /// Longest time for a request, its body included.
    pub request_timeout: Duration,
    /// True when the demo people and courses are here.
    pub demo: bool,
    /// In a demonstration: whether some messages really leave, because a real service is configured.
    pub is_sending: bool,
}

impl App {
    /// An application of these parts.
    #[must_use]
    pub fn new(parts: AppParts) -> Self {
        Self(Arc::new(parts))
    }
}

impl Deref for App {
    type Target = AppParts;

    fn deref(&self) -> &AppParts {
        &self.0
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
