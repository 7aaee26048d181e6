use chrono::TimeDelta;
use std::{net::SocketAddr, path::PathBuf, str::FromStr, time::Duration};

use secrecy::SecretString;
use stoa_domain::{Email, MappingRow, Phone};
use stoa_identity::{RedirectPolicy, SelfService};
use stoa_limits::RedisStore;
use stoa_web::{Contact, TrustedProxies};
use url::Url;

use super::{DECLARED, MailSettings, Problems, Raw};

fn hours(count: usize) -> TimeDelta {
    TimeDelta::hours(i64::try_from(count).unwrap_or(i64::from(u16::MAX)))
}

/// Every setting with its type, after all rules held.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own"
)]
pub(crate) struct Settings {
    pub(crate) listen: SocketAddr,
    pub(crate) public_url: Option<String>,
    pub(crate) trusted_proxies: TrustedProxies,
    pub(crate) most_connections: usize,
    pub(crate) most_per_client: usize,
    pub(crate) request_timeout: Duration,
    pub(crate) ops_listen: Option<SocketAddr>,
    pub(crate) ops_token: Option<SecretString>,
    pub(crate) environment: String,
    pub(crate) contacts: Vec<Contact>,
    pub(crate) log_format: String,
    pub(crate) log_level: String,
    pub(crate) data_dir: Option<PathBuf>,
    pub(crate) pg_bin: Option<PathBuf>,
    pub(crate) pg_user: Option<String>,
    pub(crate) master_key: Option<SecretString>,
    pub(crate) databases: Option<Databases>,
    /// No database is named but the one of `DATABASE_URL`, which cannot be all three.
    pub(crate) names_one_database: bool,
    pub(crate) hash_threads: Option<usize>,
    pub(crate) session_limit: Option<TimeDelta>,
    pub(crate) strict_refresh: bool,
    /// As issuers: with `/auth/v1`.
    pub(crate) former_issuers: Vec<String>,
    pub(crate) providers: Vec<stoa_identity::ProviderOptions>,
    pub(crate) accepted_issuers: Vec<stoa_identity::AcceptedIssuer>,
    /// Said on the command line, once, and never in a file.
    pub(crate) accept_session_loss: bool,
    pub(crate) self_service: SelfService,
    pub(crate) worker_start: bool,
    pub(crate) worker_concurrency: usize,
    pub(crate) worker_lease: Duration,
    pub(crate) redis_url: Option<SecretString>,
    pub(crate) stall: Duration,
    pub(crate) sinks: SinkSettings,
    pub(crate) alert_emails: Vec<Email>,
    pub(crate) mail: MailSettings,
    pub(crate) duplicate_window: Duration,
    /// How long a deal whose answer was lost is looked for before its absence counts.
    pub(crate) quarantine: Duration,
}

/// The logins of external databases: to serve, and to migrate when given.
#[derive(Debug, Clone)]
pub(crate) struct Databases {
    pub(crate) main: (tokio_postgres::Config, Option<tokio_postgres::Config>),
    pub(crate) tripwire: (tokio_postgres::Config, Option<tokio_postgres::Config>),
    pub(crate) traffic: (tokio_postgres::Config, Option<tokio_postgres::Config>),
}

/// Where leads go.
#[derive(Debug)]
pub(crate) struct SinkSettings {
    pub(crate) telegram_url: Option<Url>,
    pub(crate) bot_token: Option<SecretString>,
    pub(crate) leads_chat_id: Option<i64>,
    /// Where alerts go, and by which bot.
    pub(crate) admin_chat_id: Option<i64>,
    pub(crate) admin_bot_token: Option<SecretString>,
    pub(crate) amocrm_url: Option<Url>,
    pub(crate) amocrm_token: Option<SecretString>,
    pub(crate) key_field_id: Option<i64>,
    pub(crate) mapping: Vec<MappingRow>,
}

impl Settings {
    /// Gives every value its type and checks every rule; `raw` keeps who said what.
    #[expect(clippy::too_many_lines, reason = "one line for each setting")]
    pub(crate) fn read(raw: &Raw, problems: &mut Problems) -> Option<Self> {
        if raw.is_partial {
            return None;
        }
        let before = problems.0.len();
        let mut reader = Reader { raw, problems };
        let settings = Self {
            listen: reader
                .parse("http.listen", "an address and port")
                .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
            public_url: reader.public_url(),
            trusted_proxies: reader.trusted_proxies(),
            most_connections: reader.number("http.most_connections", 1..=1_000_000),
            most_per_client: reader.number("http.most_connections_per_client", 1..=1_000_000),
            request_timeout: Duration::from_secs(
                reader.number("http.request_timeout_seconds", 1..=600) as u64,
            ),
            ops_listen: reader.ops_listen(),
            ops_token: reader.ops_token(),
            environment: raw
                .text("http.environment")
                .unwrap_or("production")
                .to_owned(),
            contacts: reader.contacts(),
            log_format: reader.one_of("log.format", &["auto", "json", "pretty"]),
            log_level: reader.log_level(),
            data_dir: raw.text("data.dir").map(PathBuf::from),
            pg_bin: raw.text("data.pg_bin").map(PathBuf::from),
            pg_user: reader.pg_user(),
            master_key: reader.master_key(),
            databases: reader.databases(),
            names_one_database: raw.has_database_url && raw.text("main.database_url").is_none(),
            hash_threads: raw
                .text("auth.hash_threads")
                .map(|_| reader.number("auth.hash_threads", 1..=64)),
            session_limit: raw
                .text("auth.session_hours")
                .map(|_| hours(reader.number("auth.session_hours", 1..=8_760))),
            strict_refresh: reader.flag("auth.strict_refresh"),
            former_issuers: reader.former_issuers(),
            providers: {
                let key = "auth.provider";
                let text = raw.text(key).unwrap_or("[]");
                super::issuers::providers(key, text, reader.problems)
            },
            accepted_issuers: {
                let key = "auth.accepted_issuer";
                let text = raw.text(key).unwrap_or("[]");
                super::issuers::accepted(key, text, reader.problems)
            },
            accept_session_loss: false,
            self_service: reader.self_service(),
            worker_start: reader
                .one_of("worker.start", &["true", "false", "1", "0"])
                .starts_with(['t', '1']),
            worker_concurrency: reader.number("worker.concurrency", 1..=256),
            worker_lease: Duration::from_secs(
                reader.number("worker.lease_seconds", 1..=3600) as u64
            ),
            redis_url: reader.redis_url(),
            stall: Duration::from_secs(reader.number("jobs.stall_seconds", 1..=3600) as u64),
            sinks: reader.sinks(),
            alert_emails: reader.alert_emails(),
            mail: reader.mail(),
            duplicate_window: Duration::from_secs(
                reader.number("leads.duplicate_window_seconds", 0..=3600) as u64,
            ),
            quarantine: Duration::from_secs(
                reader.number("leads.quarantine_seconds", 1..=86_400) as u64
            ),
        };
        (problems.0.len() == before).then_some(settings)
    }
}

/// # Source
/// Telegram's rules for user names: 5 to 32 letters, digits and underscores.
fn telegram_name(text: &str) -> Option<Contact> {
    let name = text.trim().trim_start_matches('@');
    let is_plain = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    ((5..=32).contains(&name.len()) && is_plain).then(|| Contact::Telegram(name.to_owned()))
}

pub(super) struct Reader<'r> {
    pub(super) raw: &'r Raw,
    pub(super) problems: &'r mut Problems,
}

impl Reader<'_> {
    pub(super) fn refuse(&mut self, key: &str, want: &str) {
        let source = self
            .raw
            .values
            .get(key)
            .map(|(_, source)| source.to_string())
            .unwrap_or_default();
        self.problems
            .add(format!("{key} must be {want} (said by {source})"));
    }

    /// Whether anybody said anything, right or wrong: what belongs together is judged by this, so that one wrong value
    /// does not make others look as if they were missing.
    pub(super) fn said(&self, key: &str) -> bool {
        self.raw.text(key).is_some()
    }

    pub(super) fn parse<T: FromStr>(&mut self, key: &'static str, want: &str) -> Option<T> {
        let text = self.raw.text(key)?;
        let value = text.parse().ok();
        if value.is_none() {
            self.refuse(key, want);
        }
        value
    }

    pub(super) fn number(
        &mut self,
        key: &'static str,
        range: std::ops::RangeInclusive<usize>,
    ) -> usize {
        let value = self
            .parse::<usize>(key, "a whole number")
            .unwrap_or(*range.start());
        if !range.contains(&value) {
            self.refuse(
                key,
                &format!("between {} and {}", range.start(), range.end()),
            );
        }
        value
    }

    pub(super) fn one_of(&mut self, key: &'static str, words: &[&str]) -> String {
        let text = self.raw.text(key).unwrap_or_default().to_lowercase();
        if !words.contains(&text.as_str()) {
            self.refuse(key, &format!("one of {}", words.join(", ")));
        }
        text
    }

    pub(super) fn secret(&self, key: &str) -> Option<SecretString> {
        self.raw.text(key).map(SecretString::from)
    }

    fn url(&mut self, key: &'static str) -> Option<Url> {
        let url: Url = self.parse(key, "an http or https URL")?;
        if matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none()
        {
            return Some(url);
        }
        self.refuse(
            key,
            "an http or https URL without a login, a ? or a # in it",
        );
        None
    }

    fn public_url(&mut self) -> Option<String> {
        let url = self.url("http.public_url")?;
        if url.path() != "/" {
            self.refuse(
                "http.public_url",
                "an origin without a path, such as https://academy.kz",
            );
        }
        Some(url.origin().ascii_serialization())
    }

    fn flag(&mut self, key: &'static str) -> bool {
        self.one_of(key, &["true", "false", "1", "0"])
            .starts_with(['t', '1'])
    }

    fn self_service(&mut self) -> SelfService {
        let site = self.url("auth.site_url").map(String::from);
        let allowed = self.list("auth.redirect_allow");
        let redirects = RedirectPolicy::new(site.as_deref(), &allowed);
        let redirects = redirects.unwrap_or_else(|error| {
            self.refuse("auth.redirect_allow", &format!("addresses ({error})"));
            RedirectPolicy::default()
        });
        SelfService {
            sign_up: self.flag("auth.sign_up"),
            autoconfirm: self.flag("auth.autoconfirm"),
            anonymous: self.flag("auth.anonymous"),
            double_email_change: self.flag("auth.double_email_change"),
            redirects,
        }
    }

    /// A comma-separated list.
    fn list(&self, key: &str) -> Vec<String> {
        let text = self.raw.text(key).unwrap_or_default();
        let entries = text.split(',').map(str::trim);
        entries
            .filter(|entry| !entry.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// Addresses or whole issuers; both become issuers.
    fn former_issuers(&mut self) -> Vec<String> {
        let mut issuers = Vec::new();
        for entry in self.list("auth.former_issuers") {
            match Url::parse(&entry) {
                Ok(url) if matches!(url.scheme(), "http" | "https") && url.path() == "/" => {
                    issuers.push(format!("{}/auth/v1", url.origin().ascii_serialization()));
                }
                Ok(url) if matches!(url.scheme(), "http" | "https") => issuers.push(entry),
                _ => self.refuse(
                    "auth.former_issuers",
                    "http or https addresses, comma-separated",
                ),
            }
        }
        issuers
    }

    fn trusted_proxies(&mut self) -> TrustedProxies {
        let list = self.list("http.trusted_proxies");
        TrustedProxies::parse(&list).unwrap_or_else(|entry| {
            self.refuse(
                "http.trusted_proxies",
                &format!("addresses or networks; {entry:?} is neither"),
            );
            TrustedProxies::default()
        })
    }

    /// Where people get help, the likeliest way first.
    fn contacts(&mut self) -> Vec<Contact> {
        let number = |text: &str| {
            Phone::parse(text)
                .ok()
                .map(|phone| phone.as_str().to_owned())
        };
        let ways = [
            self.contact("support.whatsapp", "a telephone number", |text| {
                number(text).map(Contact::WhatsApp)
            }),
            self.contact("support.telegram", "a Telegram name", telegram_name),
            self.contact("support.phone", "a telephone number", |text| {
                number(text).map(Contact::Phone)
            }),
            self.contact("support.email", "an e-mail address", |text| {
                let email = Email::parse(text).ok()?;
                Some(Contact::Email(email.as_str().to_owned()))
            }),
        ];
        ways.into_iter().flatten().collect()
    }

    fn contact(
        &mut self,
        key: &'static str,
        want: &str,
        read: impl FnOnce(&str) -> Option<Contact>,
    ) -> Option<Contact> {
        let contact = read(self.raw.text(key)?);
        if contact.is_none() {
            self.refuse(key, want);
        }
        contact
    }

    /// The address of Redis, said as one or as host and port.
    fn redis_url(&mut self) -> Option<SecretString> {
        let port = self.parse::<u16>("redis.port", "a port: a number from 1 to 65535");
        if port == Some(0) {
            self.refuse("redis.port", "a port: a number from 1 to 65535");
        }
        let host = self.raw.text("redis.host").map(str::to_owned);
        let url = self.raw.text("redis.url").map(str::to_owned);
        if url.is_some() && host.is_some() {
            self.problems
                .add("redis.url and redis.host say the same thing: keep one of them");
        }
        if host.is_none() && self.raw.text("redis.port").is_some() {
            self.problems.add("redis.port needs redis.host");
        }
        if let Some(url) = url {
            if RedisStore::check_url(&url).is_err() {
                self.refuse("redis.url", "the address of a Redis: redis://host:6379/0");
            }
            return Some(SecretString::from(url));
        }
        let host = host?;
        let bare = host.contains(':') && !host.starts_with('[');
        let host_in_url = if bare { format!("[{host}]") } else { host };
        let url = format!("redis://{host_in_url}:{}/0", port.unwrap_or(6379));
        if RedisStore::check_url(&url).is_err() {
            self.refuse("redis.host", "a host's name or address");
        }
        Some(SecretString::from(url))
    }

    /// All or none.
    fn databases(&mut self) -> Option<Databases> {
        let keys = [
            "main.database_url",
            "tripwire.database_url",
            "traffic.database_url",
        ];
        let missing: Vec<_> = keys
            .into_iter()
            .filter(|key| self.raw.text(key).is_none())
            .collect();
        if missing.len() == keys.len() {
            for key in ["main.owner_url", "tripwire.owner_url", "traffic.owner_url"] {
                if self.said(key) {
                    self.problems.add(format!(
                        "{key} is the owner of an external database, but none is named: the private cluster needs no owner"
                    ));
                }
            }
            return None;
        }
        if self.raw.text("http.public_url").is_none() {
            self.problems.add("external databases need http.public_url: every process must issue tokens under one name");
        }
        if self.raw.text("master_key").is_none() {
            self.problems.add("external databases need STOA_MASTER_KEY (32 bytes in base64: `openssl rand -base64 32`)");
        }
        for key in &missing {
            let variable = DECLARED
                .iter()
                .find(|d| d.key == *key)
                .map(super::Declared::variable)
                .unwrap_or_default();
            self.problems.add(format!(
                "{variable} is missing: name all three databases, or none to use a private cluster"
            ));
        }
        // All are read before any is missed, so that each wrong one is told.
        let [main, tripwire, traffic] = [
            ("main.database_url", "main.owner_url"),
            ("tripwire.database_url", "tripwire.owner_url"),
            ("traffic.database_url", "traffic.owner_url"),
        ]
        .map(|(serve, migrate)| (self.database(serve), self.database(migrate)));
        let places: Vec<_> = [&main, &tripwire, &traffic]
            .into_iter()
            .filter_map(|(serve, _)| serve.as_ref().map(place))
            .collect();
        if (1..places.len()).any(|n| places[..n].contains(&places[n])) {
            self.problems.add("main, tripwire and traffic are three databases, but two of their URLs name the same one");
        }
        Some(Databases {
            main: (main.0?, main.1),
            tripwire: (tripwire.0?, tripwire.1),
            traffic: (traffic.0?, traffic.1),
        })
    }

    fn database(&mut self, key: &'static str) -> Option<tokio_postgres::Config> {
        self.parse(key, "a URL such as postgres://authenticator@host/database")
    }

    fn sinks(&mut self) -> SinkSettings {
        let sinks = SinkSettings {
            telegram_url: self.url("telegram.api_url"),
            bot_token: self
                .secret("telegram.leads_bot_token")
                .or_else(|| self.secret("telegram.bot_token")),
            leads_chat_id: self.parse("telegram.leads_chat_id", "a chat's number"),
            admin_chat_id: self.parse("telegram.admin_chat_id", "a chat's number"),
            admin_bot_token: self
                .secret("telegram.bot_token")
                .or_else(|| self.secret("telegram.leads_bot_token")),
            amocrm_url: self.url("amocrm.base_url"),
            amocrm_token: self.secret("amocrm.token"),
            key_field_id: self.parse("amocrm.key_field_id", "a field's number"),
            mapping: self.mapping(),
        };
        let has_bot = self.said("telegram.leads_bot_token") || self.said("telegram.bot_token");
        for chat in ["telegram.leads_chat_id", "telegram.admin_chat_id"] {
            if self.said(chat) && !has_bot {
                self.problems
                    .add(format!("{chat} needs telegram.bot_token"));
            }
        }
        if has_bot && !self.said("telegram.leads_chat_id") && !self.said("telegram.admin_chat_id") {
            self.problems
                .add("telegram.bot_token needs telegram.leads_chat_id, or telegram.admin_chat_id");
        }
        if self.said("amocrm.base_url") != self.said("amocrm.token") {
            self.problems
                .add("amocrm needs both amocrm.base_url and amocrm.token, or neither");
        }
        sinks
    }

    fn alert_emails(&mut self) -> Vec<Email> {
        let mut emails = Vec::new();
        for entry in self.list("alerts.email") {
            match Email::parse(&entry) {
                Ok(email) => emails.push(email),
                Err(_) => self.refuse("alerts.email", "e-mail addresses, comma-separated"),
            }
        }
        let has_server = self.said("mail.smtp_url") || self.said("mail.host");
        if !emails.is_empty() && !has_server {
            self.problems
                .add("alerts.email needs mail.smtp_url, or mail.host");
        }
        emails
    }
}

/// Where a database is, whoever logs in.
fn place(login: &tokio_postgres::Config) -> (Vec<tokio_postgres::config::Host>, Vec<u16>, String) {
    let ports = match login.get_ports() {
        [] => vec![5432],
        ports => ports.to_vec(),
    };
    let name = login.get_dbname().or(login.get_user()).unwrap_or_default();
    (login.get_hosts().to_vec(), ports, name.to_owned())
}
