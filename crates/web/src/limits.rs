use std::{sync::Arc, time::Duration};

use stoa_core::{Ambient, Failure, Kind, UserId};
use stoa_domain::Email;
use stoa_limits::{Ask, Figure, Key, Ladder, Limiter, Rate, Refusal, Store};
use thiserror::Error;

use crate::extract::ClientAddress;

/// Seconds after which it makes sense to ask whether somebody can count again.
const UNAVAILABLE_RETRY_SECONDS: u64 = 2;
/// Longest text that is looked at as an address, in bytes.
const MOST_ACCOUNT: usize = 1024;

const SIGN_IN: Rate = Rate::new(60, Duration::from_mins(5));
const REFRESH: Rate = Rate::new(150, Duration::from_mins(5));
const SIGN_UP: Rate = Rate::new(30, Duration::from_hours(1));
const MAIL_BY_MINUTE: Rate = Rate::new(1, Duration::from_mins(1));
const MAIL_BY_HOUR: Rate = Rate::new(6, Duration::from_hours(1));
const MAIL_BY_CLIENT: Rate = Rate::new(30, Duration::from_hours(1));
const VERIFY: Rate = Rate::new(30, Duration::from_mins(5));
const VERIFY_BY_ADDRESS: Rate = Rate::new(20, Duration::from_hours(1));
const MFA_BY_CLIENT: Rate = Rate::new(15, Duration::from_mins(1));
const MFA_BY_USER: Rate = Rate::new(30, Duration::from_hours(1));
/// People of one school share an address: each sign-in at a provider takes two of these.
const PROVIDER: Rate = Rate::new(120, Duration::from_mins(5));
/// What a server with the service key may make in links and invitations: an import of a school, not of a city.
const LINKS: Rate = Rate::new(600, Duration::from_mins(5));
const INTAKE_BY_MINUTE: Rate = Rate::new(5, Duration::from_mins(1));
const INTAKE_BY_HOUR: Rate = Rate::new(30, Duration::from_hours(1));

/// Why a request was turned away before anything was looked at.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum Limited {
    /// More requests than one may make.
    #[error("too many requests; the next is let in after {retry_after_seconds} s")]
    Requests {
        /// Whole seconds.
        retry_after_seconds: u64,
    },
    /// More mail than one address may get; whether anybody has the address was not looked at.
    #[error("too much mail; the next is sent after {retry_after_seconds} s")]
    Mail {
        /// Whole seconds.
        retry_after_seconds: u64,
    },
    /// Nobody can count, so nothing by which a credential could be guessed is let in.
    #[error("no store counts requests")]
    Unavailable,
}

impl Failure for Limited {
    fn kind(&self) -> Kind {
        match self {
            Self::Requests { .. } | Self::Mail { .. } => Kind::Limited,
            Self::Unavailable => Kind::Unavailable,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Requests { .. } => "request.limited",
            Self::Mail { .. } => "mail.limited",
            Self::Unavailable => "limits.unavailable",
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Requests {
                retry_after_seconds: seconds,
            } => format!("Too many requests; please try again in {seconds} s."),
            Self::Mail {
                retry_after_seconds: seconds,
            } => format!("Too many mails to this address; please try again in {seconds} s."),
            Self::Unavailable => {
                "Signing in is not possible at the moment; please try again.".to_owned()
            }
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        Some(match self {
            Self::Requests {
                retry_after_seconds,
            }
            | Self::Mail {
                retry_after_seconds,
            } => *retry_after_seconds,
            Self::Unavailable => UNAVAILABLE_RETRY_SECONDS,
        })
    }
}

impl From<Refusal> for Limited {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Limited {
                retry_after_seconds,
            } => Self::Requests {
                retry_after_seconds,
            },
            Refusal::Unavailable => Self::Unavailable,
        }
    }
}

/// How often one client, one account and one address may ask for what costs or matters. No setting turns these off.
///
/// Clients are counted by their address, IPv6 by its /64; an account and a mail address by the one form that all their
/// spellings have, whether or not anybody has them.
///
/// # Source
/// Identity contract 6, leads contract 3.3, DESIGN 7.20.
#[derive(Debug)]
pub struct Limits {
    shared: Limiter,
    intake: Limiter,
}

impl Limits {
    /// Limits that are counted in `shared`, and for the intake of leads in `intake`; the preferred store first. Without
    /// any they are counted in this process.
    #[must_use]
    pub fn new(
        shared: Vec<Arc<dyn Store>>,
        intake: Vec<Arc<dyn Store>>,
        ambient: &Ambient,
    ) -> Self {
        Self {
            shared: Limiter::new(shared, ambient.clone()),
            intake: Limiter::new(intake, ambient.clone()),
        }
    }

    /// A try to sign in, before any password is hashed: 60 of one client in five minutes, and the account's ladder.
    ///
    /// # Errors
    /// `request.limited` (429), `limits.unavailable` (503).
    pub async fn sign_in(&self, client: ClientAddress, account: &str) -> Result<(), Limited> {
        let ask = Ask::guarded("sign_in").rate(by_client("sign_in", client), SIGN_IN);
        // No account can be meant: the client's own limit is enough.
        let ask = match ladder(client, account) {
            Some(ladder) => ask.ladder(ladder),
            None => ask,
        };
        Ok(self.shared.take(&ask).await?)
    }

    /// Notes that a password was right: its ladder is cleared, and the client's network is known to the account.
    pub async fn signed_in(&self, client: ClientAddress, account: &str) {
        if let Some(ladder) = ladder(client, account) {
            self.shared.succeed(&ladder).await;
        }
    }

    /// A try to use an invitation, which hashes a password too; counted with sign-ins.
    ///
    /// # Errors
    /// `request.limited` (429) after 60 of one client in five minutes; `limits.unavailable` (503).
    pub async fn invite(&self, client: ClientAddress) -> Result<(), Limited> {
        let ask = Ask::guarded("invite").rate(by_client("sign_in", client), SIGN_IN);
        Ok(self.shared.take(&ask).await?)
    }

    /// A step of a sign-in at a provider: the way there, the way back, an id token of an app, the linking of an account.
    ///
    /// # Errors
    /// `request.limited` (429) after 120 of one client in five minutes; `limits.unavailable` (503).
    pub async fn provider(&self, client: ClientAddress) -> Result<(), Limited> {
        let ask = Ask::guarded("provider").rate(by_client("provider", client), PROVIDER);
        Ok(self.shared.take(&ask).await?)
    }

    /// A link or an invitation that an administrator or a server makes.
    ///
    /// # Errors
    /// `request.limited` (429) after 600 of one client in five minutes; `limits.unavailable` (503).
    pub async fn link(&self, client: ClientAddress) -> Result<(), Limited> {
        let ask = Ask::guarded("link").rate(by_client("link", client), LINKS);
        Ok(self.shared.take(&ask).await?)
    }

    /// A letter that an administrator or a server lets us write: counted for its address together with what strangers
    /// ask for, and not for the client, which may invite a whole school.
    ///
    /// # Errors
    /// `mail.limited` (429) after one to the address in a minute or six in an hour; `request.limited` (429) after 600 of
    /// one client in five minutes; `limits.unavailable` (503).
    pub async fn invitation(&self, client: ClientAddress, to: &Email) -> Result<(), Limited> {
        self.link(client).await?;
        let ask = by_address(Ask::guarded("mail"), to.as_str());
        self.shared.take(&ask).await.map_err(mail)
    }

    /// A refresh of a session. Its token cannot be guessed, so when nobody can count, this process does.
    ///
    /// # Errors
    /// `request.limited` (429) after 150 of one client in five minutes.
    pub async fn refresh(&self, client: ClientAddress) -> Result<(), Limited> {
        let ask = Ask::open("refresh").rate(by_client("refresh", client), REFRESH);
        Ok(self.shared.take(&ask).await?)
    }

    /// A sign-up.
    ///
    /// # Errors
    /// `request.limited` (429) after 30 of one client in an hour; `limits.unavailable` (503).
    pub async fn sign_up(&self, client: ClientAddress) -> Result<(), Limited> {
        let ask = Ask::guarded("sign_up").rate(by_client("sign_up", client), SIGN_UP);
        Ok(self.shared.take(&ask).await?)
    }

    /// A mail that somebody asks for, to be called before anybody looks whether the address is known.
    ///
    /// # Errors
    /// `mail.limited` (429) after one to the address in a minute, six in an hour, or 30 of one client in an hour;
    /// `limits.unavailable` (503).
    pub async fn mail(&self, client: ClientAddress, address: &str) -> Result<(), Limited> {
        let ask = Ask::guarded("mail").rate(by_client("mail", client), MAIL_BY_CLIENT);
        let to = account_key(address);
        let ask = if to.is_empty() {
            ask
        } else {
            by_address(ask, &to)
        };
        self.shared.take(&ask).await.map_err(mail)
    }

    /// A wish for another address: each of the two mailboxes gets a letter, and is counted for it.
    ///
    /// # Errors
    /// As for [`Limits::mail`].
    pub async fn email_change(
        &self,
        client: ClientAddress,
        present: Option<&str>,
        wanted: &Email,
    ) -> Result<(), Limited> {
        if let Some(present) = present {
            self.mail(client, present).await?;
        }
        self.mail(client, wanted.as_str()).await
    }

    /// A try to use a code that went to `address`: however often a new one is asked for, and from wherever it is tried,
    /// a million codes are not tried in a life.
    ///
    /// # Errors
    /// `request.limited` (429) after 30 of one client in five minutes or 20 for one address in an hour;
    /// `limits.unavailable` (503).
    pub async fn code_of(&self, client: ClientAddress, address: &str) -> Result<(), Limited> {
        let ask = Ask::guarded("verify").rate(by_client("verify", client), VERIFY);
        let of = account_key(address);
        let ask = if of.is_empty() {
            ask
        } else {
            ask.rate(Key::new("verify.address", &[&of]), VERIFY_BY_ADDRESS)
        };
        Ok(self.shared.take(&ask).await?)
    }

    /// A try to use a link of a mail, or its code. That a code is void after five tries is its table's rule.
    ///
    /// # Errors
    /// `request.limited` (429) after 30 of one client in five minutes; `limits.unavailable` (503).
    pub async fn verify_code(&self, client: ClientAddress) -> Result<(), Limited> {
        let ask = Ask::guarded("verify").rate(by_client("verify", client), VERIFY);
        Ok(self.shared.take(&ask).await?)
    }

    /// A try to pass a second factor: three codes of a million are right at any moment, so 30 tries of one user in an
    /// hour guess it once in ten thousand hours.
    ///
    /// # Errors
    /// `request.limited` (429) after 15 of one client in a minute or 30 of one user in an hour; `limits.unavailable`
    /// (503).
    pub async fn mfa(&self, client: ClientAddress, user_id: UserId) -> Result<(), Limited> {
        let user = Key::new("mfa.user", &[&user_id.to_string()]);
        let ask = Ask::guarded("mfa")
            .rate(by_client("mfa", client), MFA_BY_CLIENT)
            .rate(user, MFA_BY_USER);
        Ok(self.shared.take(&ask).await?)
    }

    /// True when a client has sent so many leads that the next waits for a person's look: more than 5 in a minute or 30
    /// in an hour. It is never refused.
    pub async fn intake_is_suspicious(&self, client: ClientAddress) -> bool {
        let ask = Ask::open("intake")
            .rate(by_client("intake.minute", client), INTAKE_BY_MINUTE)
            .rate(by_client("intake.hour", client), INTAKE_BY_HOUR);
        self.intake.take(&ask).await.is_err()
    }

    /// Removes counts that say nothing any more, at most `most` of each store; says how many.
    pub async fn forget_idle(&self, most: i64) -> u64 {
        let mut removed = 0;
        for limiter in [&self.shared, &self.intake] {
            match limiter.sweep(most).await {
                Ok(count) => removed += count,
                Err(error) => tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "old counts of limits could not be removed"
                ),
            }
        }
        removed
    }

    /// How requests ended since the start.
    #[must_use]
    pub fn figures(&self) -> Vec<Figure> {
        let mut figures = self.shared.figures();
        figures.extend(self.intake.figures());
        figures
    }

    /// The stores of sign-ins by preference, and whether each answered when it was last asked.
    pub fn stores(&self) -> impl Iterator<Item = (&'static str, bool)> {
        self.shared.stores()
    }
}

fn by_client(word: &str, client: ClientAddress) -> Key {
    Key::new(&format!("{word}.client"), &[&client.bucket()])
}

/// What one address may get, whoever asks.
fn by_address(ask: Ask, to: &str) -> Ask {
    ask.rate(Key::new("mail.minute", &[to]), MAIL_BY_MINUTE)
        .rate(Key::new("mail.hour", &[to]), MAIL_BY_HOUR)
}

fn mail(refusal: Refusal) -> Limited {
    match refusal {
        Refusal::Limited {
            retry_after_seconds,
        } => Limited::Mail {
            retry_after_seconds,
        },
        Refusal::Unavailable => Limited::Unavailable,
    }
}

fn ladder(client: ClientAddress, account: &str) -> Option<Ladder> {
    let account = account_key(account);
    (!account.is_empty()).then(|| Ladder::new(&client.network(), &account))
}

/// One key for every spelling of an address that sign-in takes for the same, and none for all that are no address.
fn account_key(account: &str) -> String {
    let address = (account.len() <= MOST_ACCOUNT)
        .then(|| Email::parse(account).ok())
        .flatten();
    address.map_or_else(String::new, |address| address.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(network: u8, last: u8) -> ClientAddress {
        ClientAddress([10, 0, network, last].into())
    }

    fn limits() -> Limits {
        Limits::new(Vec::new(), Vec::new(), &Ambient::system())
    }

    #[tokio::test]
    async fn one_account_is_limited_in_every_spelling_and_another_is_not() {
        let limits = limits();
        for n in 0..10 {
            limits.sign_in(client(n, 1), "A@b.kz").await.unwrap();
        }
        let limited = limits.sign_in(client(99, 1), " a\u{200b}@B.kz ").await;
        let wait = limited.unwrap_err().retry_after_seconds().unwrap();
        assert!((1..=30).contains(&wait), "{wait}");
        limits.sign_in(client(99, 1), "c@b.kz").await.unwrap();
    }

    #[tokio::test]
    async fn one_client_is_limited_whatever_the_account_and_ipv6_by_its_64() {
        let limits = limits();
        let of = |last: u16| ClientAddress([0x2001, 0xdb8, 0, 1, 0, 0, 0, last].into());
        for n in 0..60 {
            limits.sign_in(of(n), &format!("{n}@b.kz")).await.unwrap();
        }
        limits.sign_in(of(77), "new@b.kz").await.unwrap_err();
        limits.invite(of(78)).await.unwrap_err();
        limits.refresh(of(77)).await.unwrap();
        let neighbour = ClientAddress([0x2001, 0xdb8, 0, 2, 0, 0, 0, 1].into());
        limits.sign_in(neighbour, "new@b.kz").await.unwrap();
    }

    #[tokio::test]
    async fn wrong_tries_elsewhere_do_not_keep_the_owner_out_at_home() {
        let limits = limits();
        limits.sign_in(client(1, 1), "a@b.kz").await.unwrap();
        limits.signed_in(client(1, 1), "a@b.kz").await;
        for n in 0..20 {
            drop(limits.sign_in(client(2, n), "a@b.kz").await);
        }
        limits.sign_in(client(3, 1), "a@b.kz").await.unwrap_err();
        limits.sign_in(client(1, 200), "a@b.kz").await.unwrap();
    }

    #[tokio::test]
    async fn an_address_gets_one_mail_a_minute_whoever_asks() {
        let limits = limits();
        limits.mail(client(1, 1), "A@b.kz").await.unwrap();
        let limited = limits.mail(client(2, 1), "a@b.kz").await.unwrap_err();
        assert_eq!(
            (limited.kind(), limited.code()),
            (Kind::Limited, "mail.limited")
        );
        limits.mail(client(2, 1), "c@b.kz").await.unwrap();
    }

    #[tokio::test]
    async fn a_change_of_address_counts_for_both_mailboxes() {
        let limits = limits();
        let wish = async |n: u8, present: Option<&str>, wanted: &str| {
            let wanted = Email::parse(wanted).unwrap();
            limits.email_change(client(n, 1), present, &wanted).await
        };
        wish(1, Some("a@b.kz"), "new@b.kz").await.unwrap();
        for address in ["A@b.kz", "new@b.kz"] {
            let more = limits.mail(client(2, 1), address).await.unwrap_err();
            assert_eq!(more.code(), "mail.limited");
        }
        let other = wish(1, Some("a@b.kz"), "other@b.kz").await;
        assert_eq!(other.unwrap_err().code(), "mail.limited");
        wish(3, None, "c@b.kz").await.unwrap();
    }

    #[tokio::test]
    async fn codes_of_one_address_are_tried_twenty_times_an_hour_from_everywhere() {
        let limits = limits();
        for n in 0..20 {
            limits.code_of(client(n, 1), "A@b.kz").await.unwrap();
        }
        limits.code_of(client(99, 1), "a@B.kz").await.unwrap_err();
        limits.code_of(client(99, 1), "c@b.kz").await.unwrap();
    }

    #[tokio::test]
    async fn a_server_may_invite_a_school_and_no_address_twice_a_minute() {
        let limits = limits();
        let to = |n: u16| Email::parse(&format!("{n}@b.kz")).unwrap();
        for n in 0..600 {
            limits.invitation(client(1, 1), &to(n)).await.unwrap();
        }
        let wait = limits.invitation(client(1, 1), &to(600)).await.unwrap_err();
        assert_eq!(wait.code(), "request.limited");
        let again = limits.invitation(client(2, 1), &to(7)).await.unwrap_err();
        assert_eq!(again.code(), "mail.limited");
        let stranger = limits.mail(client(3, 1), "7@b.kz").await.unwrap_err();
        assert_eq!(stranger.code(), "mail.limited");
        limits.link(client(2, 1)).await.unwrap();
    }

    #[tokio::test]
    async fn sign_ins_at_providers_have_a_bucket_of_their_own() {
        let limits = limits();
        for _ in 0..120 {
            limits.provider(client(1, 1)).await.unwrap();
        }
        limits.provider(client(1, 1)).await.unwrap_err();
        limits.sign_in(client(1, 1), "a@b.kz").await.unwrap();
        limits.provider(client(1, 2)).await.unwrap();
    }

    #[tokio::test]
    async fn codes_and_second_factors_are_counted_by_client_and_by_person() {
        let limits = limits();
        for _ in 0..30 {
            limits.verify_code(client(1, 1)).await.unwrap();
        }
        limits.verify_code(client(1, 1)).await.unwrap_err();
        let person = UserId::new(&Ambient::system());
        for n in 0..30 {
            limits.mfa(client(2, n), person).await.unwrap();
        }
        limits.mfa(client(2, 99), person).await.unwrap_err();
        let other = UserId::new(&Ambient::system());
        for _ in 0..15 {
            limits.mfa(client(3, 1), other).await.unwrap();
        }
        limits.mfa(client(3, 1), other).await.unwrap_err();
    }

    #[tokio::test]
    async fn the_sixth_lead_of_a_minute_is_suspicious() {
        let limits = limits();
        for _ in 0..5 {
            assert!(!limits.intake_is_suspicious(client(1, 1)).await);
        }
        assert!(limits.intake_is_suspicious(client(1, 1)).await);
        assert!(!limits.intake_is_suspicious(client(1, 2)).await);
    }
}
