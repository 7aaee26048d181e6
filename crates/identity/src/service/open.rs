use std::sync::atomic::AtomicI64;
use std::sync::{Arc, OnceLock, RwLock};
use std::time::Duration;

use moka::sync::Cache;
use stoa_connect::{HttpClientError, OidcHttp};
use stoa_core::Ambient;
use stoa_pg::MainDb;
use thiserror::Error;

use super::loss::OpenRefusal;
use super::{Identity, IdentityOptions, Inner};
use crate::audit::AuditStats;
use crate::clocks::{ClockAhead, Clocks};
use crate::cookie::CookieKey;
use crate::federation::Named;
use crate::live::LiveSessions;
use crate::one_time_code::CodeKey;
use crate::password::Hasher;
use crate::provider::Provider;
use crate::refresh_stats::RefreshStats;
use crate::token::{ACCESS_TOKEN_SECONDS, Rules};
use crate::{Fault, HasherStats, MasterKey, SessionLossError};

const MAX_TOKENS: u64 = 50_000;
/// How long the check of a foreign signature is remembered: its key may be taken back meanwhile.
const FOREIGN_LIFE: Duration = Duration::from_mins(5);

/// Why identity cannot work.
#[derive(Debug, Error)]
pub enum OpenError {
    /// It would end sessions.
    #[error(transparent)]
    Loss(SessionLossError),
    /// The keys cannot be loaded or made.
    #[error("the signing keys cannot be loaded")]
    Keys(#[source] Fault),
    /// Nobody can be asked for keys.
    #[error("foreign issuers cannot be asked")]
    Http(#[source] HttpClientError),
    /// The operating system gives no threads.
    #[error("the threads that hash passwords cannot be started")]
    Threads(#[source] std::io::Error),
}

impl Identity {
    /// Loads the keys, makes the ones that are missing, and starts the threads that hash passwords.
    ///
    /// # Errors
    /// [`OpenError`]; with another master key than the one the keys were encrypted with, it says so, and how many
    /// sessions that would end.
    pub async fn open(
        db: MainDb,
        ambient: Ambient,
        master: MasterKey,
        options: IdentityOptions,
    ) -> Result<Self, OpenError> {
        let settled = super::loss::settle(&db, &ambient, &master, &options).await;
        settled.map_err(|refusal| match refusal {
            OpenRefusal::Loss(loss) => OpenError::Loss(loss),
            OpenRefusal::Db(error) => OpenError::Keys(error.into()),
        })?;
        let former = super::loss::former_loopback(&db, &options.issuer).await;
        let former = former.map_err(OpenError::Keys)?;
        let keys = super::keys::load(&db, &ambient, &master, options.community_id)
            .await
            .map_err(OpenError::Keys)?;
        let hasher = Hasher::start(ambient.clone(), options.hasher).map_err(OpenError::Threads)?;
        let issuers = [options.issuer.clone()]
            .into_iter()
            .chain(options.also_accepted.clone())
            .chain(former)
            .collect();
        let life = Duration::from_secs(ACCESS_TOKEN_SECONDS.unsigned_abs());
        let http = OidcHttp::new().map_err(OpenError::Http)?;
        let providers = options.providers.iter().cloned();
        let providers = providers
            .map(|provider| Provider::new(provider, http.clone()))
            .collect();
        let foreign = options.accepted_issuers.iter().cloned();
        let foreign = foreign.map(|issuer| Named::new(issuer, &http)).collect();
        Ok(Self {
            inner: Arc::new(Inner {
                db,
                ambient,
                rules: Rules { issuers },
                cookie: CookieKey::new(&master),
                codes: CodeKey::new(&master),
                origin: OnceLock::new(),
                postman: OnceLock::new(),
                address_key: master.derive(b"stoa audit address v1"),
                master,
                hasher,
                audit_stats: AuditStats::default(),
                refresh_stats: RefreshStats::default(),
                keys: RwLock::new(Arc::new(keys)),
                keys_sought: AtomicI64::new(0),
                tokens: Cache::builder()
                    .max_capacity(MAX_TOKENS)
                    .time_to_live(life)
                    .build(),
                live: LiveSessions::new(),
                clocks: Clocks::default(),
                foreign,
                providers,
                foreign_tokens: Cache::builder()
                    .max_capacity(MAX_TOKENS)
                    .time_to_live(FOREIGN_LIFE)
                    .build(),
                options,
            }),
        })
    }

    /// How many events of the audit exist as log lines only, because the database did not take them in time.
    #[must_use]
    pub fn audit_lost(&self) -> u64 {
        self.inner.audit_stats.lost()
    }

    /// Whose tokens came from the future lately, and how far: that clock, or ours, is wrong. For `/health`.
    #[must_use]
    pub fn clocks_ahead(&self) -> Vec<ClockAhead> {
        self.inner.clocks.ahead(self.inner.ambient.now())
    }

    /// How often since the start a refresh token came that was not the active one: by cause, for metrics.
    #[must_use]
    pub fn refresh_reuses(&self) -> [(&'static str, u64); 6] {
        self.inner.refresh_stats.all()
    }

    /// How much was hashed since the start, for metrics.
    #[must_use]
    pub fn hasher_stats(&self) -> HasherStats {
        self.inner.hasher.stats()
    }
}
