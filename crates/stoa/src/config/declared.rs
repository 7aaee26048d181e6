/// One setting: its place in `stoa.toml`, its other names, and what it means.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Declared {
    /// Section and key: `telegram.bot_token`; in the environment `STOA_TELEGRAM__BOT_TOKEN`.
    pub(crate) key: &'static str,
    /// Variables of former platforms that are accepted too.
    pub(crate) aliases: &'static [&'static str],
    /// Never shown.
    pub(crate) secret: bool,
    /// The value when nothing is said; none means unset.
    pub(crate) default: Option<&'static str>,
    /// One line for people.
    pub(crate) help: &'static str,
}

const fn plain(key: &'static str, default: Option<&'static str>, help: &'static str) -> Declared {
    Declared {
        key,
        aliases: &[],
        secret: false,
        default,
        help,
    }
}

const fn secret(key: &'static str, help: &'static str) -> Declared {
    Declared {
        key,
        aliases: &[],
        secret: true,
        default: None,
        help,
    }
}

const fn aka(declared: Declared, aliases: &'static [&'static str]) -> Declared {
    Declared {
        aliases,
        ..declared
    }
}

/// Every setting there is. A key that is not here is refused by name.
pub(crate) const DECLARED: &[Declared] = &[
    plain(
        "http.listen",
        Some("127.0.0.1:8080"),
        "address and port to serve on",
    ),
    plain(
        "http.public_url",
        None,
        "the address people use, https://academy.kz; required beyond loopback",
    ),
    plain(
        "http.trusted_proxies",
        Some(""),
        "addresses or networks whose X-Forwarded-For is believed, comma-separated",
    ),
    plain(
        "http.most_connections",
        Some("10000"),
        "open connections at once; more wait",
    ),
    plain(
        "http.most_connections_per_client",
        Some("256"),
        "open connections at once from one address (IPv6: one /64); trusted proxies are not counted",
    ),
    plain(
        "http.request_timeout_seconds",
        Some("30"),
        "longest time for a request, its body included, and longest pause of a client that takes an answer",
    ),
    plain(
        "http.environment",
        Some("production"),
        "a word for /api/config: production, staging, development",
    ),
    plain(
        "support.whatsapp",
        None,
        "WhatsApp number where people get help; shown on pages",
    ),
    plain(
        "support.phone",
        None,
        "telephone number where people get help; shown on pages",
    ),
    plain(
        "support.telegram",
        None,
        "Telegram name where people get help, without @; shown on pages",
    ),
    plain(
        "support.email",
        None,
        "address where people get help; shown on pages",
    ),
    plain(
        "ops.listen",
        None,
        "an address and port of its own for /health and /metrics, without a login: keep it where only your machines reach it",
    ),
    secret(
        "ops.token",
        "what operators send as a bearer token to read /metrics and the whole of /health on the public address",
    ),
    plain(
        "log.format",
        Some("auto"),
        "json, pretty, or auto: pretty on a terminal",
    ),
    plain(
        "log.level",
        Some("info"),
        "error, warn, info, debug, or a filter such as info,stoa_jobs=debug",
    ),
    plain(
        "data.dir",
        None,
        "where the private cluster and its keys live; ./stoa-data when not said",
    ),
    plain(
        "data.pg_bin",
        None,
        "folder of the PostgreSQL server programs, when they are not found",
    ),
    plain(
        "data.pg_user",
        None,
        "system user that runs PostgreSQL when Stoa is started as root",
    ),
    secret(
        "master_key",
        "32 bytes in base64 that encrypt secrets at rest; required with external databases",
    ),
    secret(
        "main.database_url",
        "external main database, login authenticator",
    ),
    secret("main.owner_url", "its owner's login, to migrate"),
    secret(
        "tripwire.database_url",
        "external tripwire database, login authenticator",
    ),
    secret("tripwire.owner_url", "its owner's login, to migrate"),
    secret(
        "traffic.database_url",
        "external traffic database, login authenticator",
    ),
    secret("traffic.owner_url", "its owner's login, to migrate"),
    plain(
        "auth.hash_threads",
        None,
        "threads that hash passwords; half the cores when not said",
    ),
    plain("auth.sign_up", Some("true"), "strangers may make accounts"),
    plain(
        "auth.autoconfirm",
        Some("false"),
        "addresses count as proved without a letter; whoever signs up is signed in",
    ),
    plain(
        "auth.anonymous",
        Some("false"),
        "people may begin without an address and add one later",
    ),
    plain(
        "auth.double_email_change",
        Some("true"),
        "another address needs the consent of both mailboxes",
    ),
    plain(
        "auth.site_url",
        None,
        "where links of letters lead when nothing else is said; our own address when not said",
    ),
    plain(
        "auth.redirect_allow",
        Some(""),
        "addresses that links may lead to, comma-separated: https://app.academy.kz/auth/**, kz.academy.app://sign-in",
    ),
    plain(
        "auth.session_hours",
        None,
        "hours after which a session ends, however much it is used; no limit when not said",
    ),
    plain(
        "auth.strict_refresh",
        Some("false"),
        "the refresh token before the active one is good for ten seconds only; a client whose answer is lost signs in anew",
    ),
    plain(
        "auth.former_issuers",
        Some(""),
        "former public addresses, comma-separated: tokens that were issued under them stay good",
    ),
    secret(
        "auth.provider",
        "OpenID providers to sign in with: tables of name, issuer, client_id, client_secret, scopes, sign_up",
    ),
    secret(
        "auth.accepted_issuer",
        "foreign issuers whose tokens are accepted: tables of name, issuer, jwks_url or secret, audience, users, unknown",
    ),
    plain(
        "worker.concurrency",
        Some("16"),
        "jobs that run at once in this process",
    ),
    plain(
        "worker.lease_seconds",
        Some("30"),
        "how long a silent job is believed to run",
    ),
    aka(
        plain("worker.start", Some("true"), "run jobs in this process"),
        &["START_WORKER"],
    ),
    plain(
        "telegram.api_url",
        Some("https://api.telegram.org"),
        "the Bot API's address",
    ),
    aka(
        secret("telegram.bot_token", "the bot's token"),
        &["TELEGRAM_BOT_TOKEN"],
    ),
    aka(
        secret(
            "telegram.leads_bot_token",
            "another bot for leads, when there is one",
        ),
        &["TELEGRAM_LEADS_BOT_TOKEN"],
    ),
    aka(
        plain("telegram.leads_chat_id", None, "chat that gets leads"),
        &["TELEGRAM_LEADS_CHAT_ID"],
    ),
    aka(
        plain(
            "telegram.admin_chat_id",
            None,
            "chat that gets alerts (SWITCH and CRITICAL of the health log)",
        ),
        &["TELEGRAM_ADMIN_CHAT_ID"],
    ),
    plain(
        "alerts.email",
        Some(""),
        "addresses that get alerts when the chat is silent for half a minute, comma-separated",
    ),
    plain(
        "jobs.stall_seconds",
        Some("15"),
        "when no worker has looked at the queue for so long, accounts of buyers are made by the process that is asked",
    ),
    aka(
        secret(
            "mail.smtp_url",
            "the mail server: smtps://user:password@mail.academy.kz, or smtp:// for STARTTLS",
        ),
        &["SMTP_URL"],
    ),
    aka(
        plain(
            "mail.host",
            None,
            "the mail server, when it is not said as a URL; without one letters are held",
        ),
        &["SMTP_HOST"],
    ),
    aka(
        plain(
            "mail.port",
            None,
            "its port; 587, or 465 with TLS from the first byte",
        ),
        &["SMTP_PORT"],
    ),
    aka(plain("mail.user", None, "the login's name"), &["SMTP_USER"]),
    aka(
        secret("mail.password", "the login's password"),
        &["SMTP_PASSWORD"],
    ),
    plain(
        "mail.tls",
        Some("auto"),
        "implicit, starttls, none, or auto: implicit on port 465, else starttls",
    ),
    aka(
        plain(
            "mail.from",
            None,
            "the address that writes; the mail server must accept it",
        ),
        &["EMAILS_FROM_EMAIL"],
    ),
    aka(
        plain(
            "mail.from_name",
            Some("Stoa"),
            "how the academy calls itself in letters",
        ),
        &["EMAILS_FROM_NAME"],
    ),
    plain(
        "mail.reply_to",
        None,
        "where answers go, when not to mail.from",
    ),
    plain("amocrm.base_url", None, "https://academy.amocrm.ru"),
    aka(
        secret(
            "amocrm.token",
            "long-lived token of the private integration",
        ),
        &["AMOCRM_ACCESS_TOKEN"],
    ),
    plain(
        "amocrm.key_field_id",
        None,
        "the text field that carries the lead's id; found or made when not said",
    ),
    plain(
        "amocrm.mapping",
        Some("[]"),
        "rows of source, payment_method, pipeline_id, status_id; seeds the table when it is empty",
    ),
    plain(
        "leads.duplicate_window_seconds",
        Some("10"),
        "the same form again within this time is the same lead (0-3600)",
    ),
    plain(
        "leads.quarantine_seconds",
        Some("120"),
        "how long a deal whose answer was lost is only looked for before its absence counts; then it is made again (1-86400)",
    ),
    secret(
        "redis.url",
        "redis://host:6379/0, rediss:// for TLS, redis+unix:///path; limits are counted in PostgreSQL when not said",
    ),
    aka(
        plain(
            "redis.host",
            None,
            "the same for former platforms: a host without a password",
        ),
        &["REDIS_HOST"],
    ),
    aka(
        plain(
            "redis.port",
            None,
            "the port of redis.host; 6379 when not said",
        ),
        &["REDIS_PORT"],
    ),
];

impl Declared {
    /// The variable's name: `telegram.bot_token` is `STOA_TELEGRAM__BOT_TOKEN`, the databases' are as the issue names them.
    pub(crate) fn variable(&self) -> String {
        let name = match self.key {
            "main.database_url"
            | "main.owner_url"
            | "tripwire.database_url"
            | "tripwire.owner_url"
            | "traffic.database_url"
            | "traffic.owner_url" => self.key.replace('.', "_"),
            key => key.replace('.', "__"),
        };
        format!("STOA_{}", name.to_uppercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_in_the_documented_form() {
        let mut names: Vec<_> = DECLARED.iter().map(Declared::variable).collect();
        names.extend(
            DECLARED
                .iter()
                .flat_map(|d| d.aliases.iter().map(|&a| a.to_owned())),
        );
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
        for name in [
            "STOA_TELEGRAM__BOT_TOKEN",
            "STOA_MAIN_DATABASE_URL",
            "STOA_MAIN_OWNER_URL",
            "STOA_MASTER_KEY",
        ] {
            assert!(names.iter().any(|n| n == name), "{name}");
        }
    }
}
