//! `[mail]`: through which server letters leave, and who writes them.

use std::net::IpAddr;

use secrecy::SecretString;
use stoa_connect::{Security, Sender, SmtpLogin, SmtpServer};
use stoa_domain::Email;
use url::{Host, Url};

use super::settings::Reader;

/// Who writes, and through which server; no server: letters are held.
#[derive(Debug)]
pub(crate) struct MailSettings {
    /// How the academy calls itself in letters.
    pub(crate) name: String,
    /// The server and the sender, when both are configured.
    pub(crate) smtp: Option<(SmtpServer, Sender)>,
}

const DEFAULT_NAME: &str = "Stoa";
const SUBMISSION: u16 = 587;
const SUBMISSIONS: u16 = 465;

impl Reader<'_> {
    pub(super) fn mail(&mut self) -> MailSettings {
        let name = self.raw.text("mail.from_name").unwrap_or(DEFAULT_NAME);
        let name = name.to_owned();
        if name.contains(char::is_control) || name.chars().count() > 100 {
            self.refuse("mail.from_name", "at most 100 characters on one line");
        }
        let server = self.mail_server();
        let (from, reply_to) = (self.address("mail.from"), self.address("mail.reply_to"));
        let has_server = self.said("mail.smtp_url") || self.said("mail.host");
        if has_server && !self.said("mail.from") {
            self.problems.add(
                "mail.from is missing: the address that writes, which the mail server accepts",
            );
        }
        let smtp = server.zip(from).map(|(server, email)| {
            let name = name.clone();
            let sender = Sender {
                name,
                email,
                reply_to,
            };
            (server, sender)
        });
        MailSettings { name, smtp }
    }

    fn mail_server(&mut self) -> Option<SmtpServer> {
        let tls = self.one_of("mail.tls", &["auto", "implicit", "starttls", "none"]);
        let said = match tls.as_str() {
            "implicit" => Some(Security::Implicit),
            "starttls" => Some(Security::StartTls),
            "none" => Some(Security::None),
            _ => None,
        };
        if self.said("mail.smtp_url") && self.said("mail.host") {
            self.problems
                .add("mail.smtp_url and mail.host say the same thing twice: keep one");
        }
        // Both are read, so that what is wrong in either is told.
        let (by_url, by_host) = (self.mail_url(said), self.mail_host(said));
        let server = by_url.or(by_host)?;
        let in_the_open = server.security == Security::None && server.login.is_some();
        if in_the_open && !is_loopback(&server.host) {
            self.problems
                .add("mail.tls = none would send the password in clear over the network");
        }
        Some(server)
    }

    fn mail_url(&mut self, said: Option<Security>) -> Option<SmtpServer> {
        let want =
            "a URL such as smtps://user:password@mail.academy.kz, or smtp://... for STARTTLS";
        let url: Url = self.parse("mail.smtp_url", want)?;
        let usual = match url.scheme() {
            "smtps" => Some((Security::Implicit, SUBMISSIONS)),
            "smtp" => Some((Security::StartTls, SUBMISSION)),
            _ => None,
        };
        let plain = matches!(url.path(), "" | "/") && url.query().is_none();
        let (Some((security, port)), Some(host), true) = (usual, url.host_str(), plain) else {
            self.refuse("mail.smtp_url", want);
            return None;
        };
        let login = match (decoded(url.username()), url.password().and_then(decoded)) {
            (Some(user), Some(password)) if !user.is_empty() => Some(SmtpLogin {
                user,
                password: SecretString::from(password),
            }),
            (Some(user), None) if user.is_empty() => None,
            _ => {
                self.refuse(
                    "mail.smtp_url",
                    "a URL with both a user and a password, or neither",
                );
                None
            }
        };
        Some(SmtpServer {
            host: host.trim_matches(['[', ']']).to_owned(),
            port: url.port().unwrap_or(port),
            security: said.unwrap_or(security),
            login,
        })
    }

    fn mail_host(&mut self, said: Option<Security>) -> Option<SmtpServer> {
        let host = self.raw.text("mail.host")?.to_owned();
        if Host::parse(&host).is_err() && host.parse::<IpAddr>().is_err() {
            self.refuse("mail.host", "a host name or an address, without a port");
        }
        let port = match self.raw.text("mail.port") {
            Some(_) => self.number("mail.port", 1..=65_535),
            None if said == Some(Security::Implicit) => SUBMISSIONS.into(),
            None => SUBMISSION.into(),
        };
        let port = u16::try_from(port).unwrap_or(SUBMISSION);
        let user = self.raw.text("mail.user").map(str::to_owned);
        let login = match (user, self.secret("mail.password")) {
            (Some(user), Some(password)) => Some(SmtpLogin { user, password }),
            (None, None) => None,
            _ => {
                self.problems
                    .add("mail needs both mail.user and mail.password, or neither");
                None
            }
        };
        let usual = if port == SUBMISSIONS {
            Security::Implicit
        } else {
            Security::StartTls
        };
        Some(SmtpServer {
            host,
            port,
            security: said.unwrap_or(usual),
            login,
        })
    }

    fn address(&mut self, key: &'static str) -> Option<Email> {
        let email = Email::parse(self.raw.text(key)?).ok();
        if email.is_none() {
            self.refuse(key, "an e-mail address");
        }
        email
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// `%40` and its like, as they stand in the login of a URL.
fn decoded(text: &str) -> Option<String> {
    let escaped = text.replace('+', "%2B");
    let pair = format!("x={escaped}");
    let (_, value) = url::form_urlencoded::parse(pair.as_bytes()).next()?;
    Some(value.into_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use secrecy::ExposeSecret as _;

    use super::super::{Problems, Raw, Settings};
    use super::*;

    fn read(said: &[(&str, &str)]) -> (Option<Settings>, Problems) {
        let variables = said.iter().map(|(key, value)| {
            let name = format!("STOA_MAIL__{}", key.to_uppercase());
            (name, (*value).to_owned())
        });
        let environment: BTreeMap<_, _> = variables.collect();
        let mut problems = Problems::default();
        let raw = Raw::gather(None, &environment, &mut problems);
        let settings = Settings::read(&raw, &mut problems);
        (settings, problems)
    }

    fn server(said: &[(&str, &str)]) -> (SmtpServer, Sender) {
        let (settings, problems) = read(said);
        settings
            .unwrap_or_else(|| panic!("{problems}"))
            .mail
            .smtp
            .unwrap()
    }

    #[test]
    fn a_url_says_it_all() {
        let url = "smtps://noreply%40academy.kz:p%2Fw+1@mail.academy.kz";
        let (smtp, sender) = server(&[("smtp_url", url), ("from", "Noreply@Academy.kz")]);
        assert_eq!(
            (smtp.host.as_str(), smtp.port, smtp.security),
            ("mail.academy.kz", 465, Security::Implicit)
        );
        let login = smtp.login.unwrap();
        assert_eq!(
            (login.user.as_str(), login.password.expose_secret()),
            ("noreply@academy.kz", "p/w+1")
        );
        assert_eq!(
            (sender.name.as_str(), sender.email.as_str()),
            ("Stoa", "noreply@academy.kz")
        );
        let (smtp, _) = server(&[("smtp_url", "smtp://relay:2525"), ("from", "a@b.kz")]);
        assert_eq!((smtp.port, smtp.security), (2525, Security::StartTls));
        assert!(smtp.login.is_none());
    }

    #[test]
    fn a_host_is_spoken_to_the_safe_way_unless_said_otherwise() {
        let own = [
            ("host", "mail.kz"),
            ("user", "u"),
            ("password", "p"),
            ("from", "a@b.kz"),
        ];
        let of = |more: &[(&str, &str)]| {
            let (smtp, _) = server(&[&own, more].concat());
            (smtp.port, smtp.security)
        };
        assert_eq!(of(&[]), (587, Security::StartTls));
        assert_eq!(of(&[("port", "465")]), (465, Security::Implicit));
        assert_eq!(of(&[("tls", "implicit")]), (465, Security::Implicit));
        assert_eq!(
            of(&[("port", "25"), ("tls", "starttls")]),
            (25, Security::StartTls)
        );
    }

    #[test]
    fn without_a_server_letters_are_held_and_nothing_is_wrong() {
        let (settings, problems) = read(&[("from", "a@b.kz")]);
        assert!(settings.unwrap().mail.smtp.is_none(), "{problems}");
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once_and_without_values() {
        for (said, want) in [
            (
                &[
                    ("smtp_url", "smtps://hush:hush@x.kz"),
                    ("host", "x.kz"),
                    ("from", "hush"),
                ][..],
                2,
            ),
            (
                &[
                    ("host", "x.kz:587"),
                    ("port", "0"),
                    ("user", "hush"),
                    ("tls", "ssl"),
                ],
                5,
            ),
            (&[("smtp_url", "https://hush@x.kz"), ("from", "a@b.kz")], 1),
            (&[("smtp_url", "smtp://hush@x.kz"), ("from", "a@b.kz")], 1),
            (
                &[
                    ("host", "x.kz"),
                    ("user", "hush"),
                    ("password", "hush"),
                    ("tls", "none"),
                    ("from", "a@b.kz"),
                ],
                1,
            ),
        ] {
            let (settings, problems) = read(said);
            assert!(settings.is_none());
            assert_eq!(problems.0.len(), want, "{problems}");
            assert!(!problems.to_string().contains("hush"), "{problems}");
        }
        let open = [
            ("host", "127.0.0.1"),
            ("user", "u"),
            ("password", "p"),
            ("tls", "none"),
            ("from", "a@b.kz"),
        ];
        assert_eq!(server(&open).0.security, Security::None);
    }
}
