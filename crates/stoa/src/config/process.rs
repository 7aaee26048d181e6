//! What concerns the process itself: the operators' door, its log, its key and the database's user.

use std::net::SocketAddr;

use secrecy::{ExposeSecret as _, SecretString};
use stoa_identity::MasterKey;
use stoa_pg::cluster::Account;

use super::{Settings, settings::Reader};

/// The shortest token of operators.
const LEAST_OPS_TOKEN: usize = 24;

impl Settings {
    /// The name under which tokens are issued: the public address, else the one we listen on.
    ///
    /// Port 0 is no port but a wish for any: tokens must outlive the start that drew one, so it is left out.
    pub(crate) fn origin(&self) -> String {
        let listen = match self.listen {
            SocketAddr::V6(any) if any.port() == 0 => format!("[{}]", any.ip()),
            any if any.port() == 0 => any.ip().to_string(),
            address => address.to_string(),
        };
        let listening = || format!("http://{listen}");
        self.public_url.clone().unwrap_or_else(listening)
    }
}

impl Reader<'_> {
    /// An address that `http.listen` does not take already.
    pub(super) fn ops_listen(&mut self) -> Option<SocketAddr> {
        let own: SocketAddr = self.parse("ops.listen", "an address and port")?;
        let people = self.raw.text("http.listen");
        if own.port() != 0 && people.and_then(|text| text.parse().ok()) == Some(own) {
            self.refuse("ops.listen", "another address or port than http.listen");
        }
        Some(own)
    }

    pub(super) fn log_level(&mut self) -> String {
        let text = self.raw.text("log.level").unwrap_or("info").to_owned();
        if let Err(reason) = crate::logging::filter(&text) {
            self.refuse(
                "log.level",
                &format!(
                    "error, warn, info, debug or a filter such as info,stoa_jobs=debug: {reason}"
                ),
            );
        }
        text
    }

    /// Somebody whom the machine knows; who runs external databases is not our business.
    pub(super) fn pg_user(&mut self) -> Option<String> {
        let user = self.raw.text("data.pg_user")?.to_owned();
        if !self.said("main.database_url")
            && let Err(error) = Account::for_server(Some(&user))
        {
            self.refuse("data.pg_user", &format!("a user of this system: {error}"));
        }
        Some(user)
    }

    pub(super) fn master_key(&mut self) -> Option<SecretString> {
        let key = self.secret("master_key")?;
        if let Err(error) = MasterKey::from_base64(&key) {
            self.refuse(
                "master_key",
                &format!("32 bytes in base64, as `openssl rand -base64 32` makes them: {error}"),
            );
        }
        Some(key)
    }

    /// Long enough that nobody guesses it over the network.
    pub(super) fn ops_token(&mut self) -> Option<SecretString> {
        let token = self.secret("ops.token")?;
        if token.expose_secret().len() < LEAST_OPS_TOKEN {
            self.refuse(
                "ops.token",
                "at least 24 characters: `openssl rand -hex 24`",
            );
        }
        Some(token)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::{Problems, Raw, Settings};

    const KEY: &str = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    const POSTGRES: &str = "postgres://authenticator@localhost/one";

    /// The problems of settings in the environment, in their order.
    fn problems(said: &[(&str, &str)]) -> Vec<String> {
        let environment: BTreeMap<_, _> = said
            .iter()
            .map(|(name, value)| (format!("STOA_{name}"), (*value).to_owned()))
            .collect();
        let mut problems = Problems::default();
        let raw = Raw::gather(None, &environment, &mut problems);
        let settings = Settings::read(&raw, &mut problems);
        assert_eq!(settings.is_some(), problems.0.is_empty(), "{problems}");
        problems.0
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "one line for each wrong value")]
    fn a_wrong_value_is_one_problem_and_neither_hides_nor_invents_another() {
        for (said, want) in [
            (&[("MASTER_KEY", "hush")][..], &["master_key"][..]),
            (&[("MASTER_KEY", "aHVzaA==")], &["master_key"]),
            (&[("MASTER_KEY", KEY)], &[]),
            (&[("LOG__LEVEL", "inof")], &["log.level"]),
            (&[("LOG__LEVEL", "info,stoa_jobs=loud")], &["log.level"]),
            (&[("LOG__LEVEL", "warn,stoa_jobs=debug,hyper=off")], &[]),
            (
                &[("TELEGRAM__API_URL", "telegram.local")],
                &["telegram.api_url"],
            ),
            (
                &[("TELEGRAM__API_URL", "https://t.kz/?bot=1")],
                &["telegram.api_url"],
            ),
            (&[("TELEGRAM__API_URL", "https://t.kz/proxy")], &[]),
            (
                &[
                    ("TELEGRAM__BOT_TOKEN", "hush"),
                    ("TELEGRAM__LEADS_CHAT_ID", "@leads"),
                ],
                &["telegram.leads_chat_id"],
            ),
            (
                &[("AMOCRM__BASE_URL", "hush"), ("AMOCRM__TOKEN", "hush")],
                &["amocrm.base_url", "amocrm.mapping"],
            ),
            (
                &[
                    ("AMOCRM__BASE_URL", "https://a.kz"),
                    ("AMOCRM__TOKEN", "hush"),
                    ("AMOCRM__MAPPING", "{"),
                ],
                &["amocrm.mapping"],
            ),
            (
                &[
                    ("HTTP__LISTEN", "127.0.0.1:80"),
                    ("OPS__LISTEN", "127.0.0.1:80"),
                ],
                &["ops.listen"],
            ),
            (
                &[("DATA__PG_USER", "nobody-of-this-name")],
                &["data.pg_user"],
            ),
            (&[("MAIN_OWNER_URL", POSTGRES)], &["main.owner_url"]),
            (
                &[
                    ("MAIN_DATABASE_URL", "hush"),
                    ("MAIN_OWNER_URL", "hush"),
                    ("TRIPWIRE_DATABASE_URL", "hush"),
                    ("TRAFFIC_DATABASE_URL", POSTGRES),
                    ("TRAFFIC_OWNER_URL", "hush"),
                    ("MASTER_KEY", KEY),
                    ("HTTP__PUBLIC_URL", "https://academy.kz"),
                ],
                &[
                    "main.database_url",
                    "main.owner_url",
                    "tripwire.database_url",
                    "traffic.owner_url",
                ],
            ),
            (
                &[
                    ("MAIN_DATABASE_URL", POSTGRES),
                    ("TRIPWIRE_DATABASE_URL", "postgres://db/tripwire"),
                    ("TRAFFIC_DATABASE_URL", POSTGRES),
                    ("MASTER_KEY", KEY),
                    ("HTTP__PUBLIC_URL", "https://academy.kz"),
                ],
                &["main, tripwire and traffic are three databases"],
            ),
            (
                &[("MAIL__SMTP_URL", "hush"), ("MAIL__HOST", "x.kz:1")],
                &[
                    "mail.smtp_url and mail.host",
                    "mail.smtp_url",
                    "mail.host",
                    "mail.from",
                ],
            ),
        ] {
            let told = problems(said);
            assert_eq!(told.len(), want.len(), "{said:?}: {told:#?}");
            for key in want {
                assert!(
                    told.iter().any(|problem| problem.contains(key)),
                    "{key}: {told:#?}"
                );
            }
            assert!(!told.concat().contains("hush"), "{told:#?}");
        }
    }

    #[test]
    fn tokens_are_issued_under_a_name_that_outlives_the_start() {
        for (listen, want) in [
            ("127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("127.0.0.1:0", "http://127.0.0.1"),
            ("[::1]:0", "http://[::1]"),
        ] {
            let environment = BTreeMap::from([("STOA_HTTP__LISTEN".to_owned(), listen.to_owned())]);
            let mut problems = Problems::default();
            let raw = Raw::gather(None, &environment, &mut problems);
            let settings = Settings::read(&raw, &mut problems).unwrap();
            assert_eq!(settings.origin(), want);
        }
    }

    #[test]
    fn an_empty_word_in_the_file_says_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("stoa.toml");
        std::fs::write(
            &path,
            "[http]\nmost_connections = ''\n[telegram]\napi_url = ''\n",
        )
        .unwrap();
        let mut problems = Problems::default();
        let raw = Raw::gather(Some(&path), &BTreeMap::new(), &mut problems);
        let settings = Settings::read(&raw, &mut problems).unwrap();
        assert_eq!(settings.most_connections, 10_000);
        assert!(settings.sinks.telegram_url.is_some());
    }

    #[test]
    fn a_file_that_cannot_be_read_is_the_only_problem() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("stoa.toml");
        std::fs::write(&path, "[amocrm\ntoken = 'hush'").unwrap();
        let environment = BTreeMap::from([(
            "STOA_AMOCRM__BASE_URL".to_owned(),
            "https://a.kz".to_owned(),
        )]);
        let mut problems = Problems::default();
        let raw = Raw::gather(Some(&path), &environment, &mut problems);
        assert!(Settings::read(&raw, &mut problems).is_none());
        assert_eq!(problems.0.len(), 1, "{problems}");
    }
}
