use std::{num::NonZeroU32, time::Duration};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _};
use stoa_core::{Failure, Kind};
use stoa_domain::Email;
use thiserror::Error;

use crate::extract::ClientAddress;

/// More requests than one may make.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("too many requests; the next is let in after {retry_after_seconds} s")]
pub struct Limited {
    retry_after_seconds: u64,
}

impl Failure for Limited {
    fn kind(&self) -> Kind {
        Kind::Limited
    }

    fn code(&self) -> &'static str {
        "request.limited"
    }

    fn public(&self) -> String {
        format!(
            "Too many requests; please try again in {} s.",
            self.retry_after_seconds
        )
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        Some(self.retry_after_seconds)
    }
}

/// Longest text that is looked at as an address, in bytes.
const MOST_ACCOUNT: usize = 1024;

type Buckets = DefaultKeyedRateLimiter<String>;

/// How often one client and one account may ask for what costs or matters. No setting turns these off.
///
/// # Source
/// Identity contract 6 and leads contract 3.3. Counted in this process; the shared limiter is the identity issue's.
#[derive(Debug)]
pub struct Limits {
    sign_in_by_client: Buckets,
    sign_in_by_account: Buckets,
    refresh_by_client: Buckets,
    intake_by_minute: Buckets,
    intake_by_hour: Buckets,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sign_in_by_client: per(Duration::from_mins(5), 60),
            sign_in_by_account: per(Duration::from_mins(5), 10),
            refresh_by_client: per(Duration::from_mins(5), 150),
            intake_by_minute: per(Duration::from_mins(1), 5),
            intake_by_hour: per(Duration::from_hours(1), 30),
        }
    }
}

impl Limits {
    /// A try to sign in, before any password is hashed.
    ///
    /// # Errors
    /// `request.limited` (429) after 10 tries of one account or 60 of one client in five minutes.
    pub fn sign_in(&self, client: ClientAddress, account: &str) -> Result<(), Limited> {
        check(&self.sign_in_by_client, &client.bucket())?;
        match account_key(account) {
            // No account can be meant: the client's own limit is enough.
            key if key.is_empty() => Ok(()),
            key => check(&self.sign_in_by_account, &key),
        }
    }

    /// A try to use an invitation, which hashes a password too.
    ///
    /// # Errors
    /// `request.limited` (429) after 60 of one client in five minutes.
    pub fn invite(&self, client: ClientAddress) -> Result<(), Limited> {
        check(&self.sign_in_by_client, &client.bucket())
    }

    /// A refresh of a session.
    ///
    /// # Errors
    /// `request.limited` (429) after 150 of one client in five minutes.
    pub fn refresh(&self, client: ClientAddress) -> Result<(), Limited> {
        check(&self.refresh_by_client, &client.bucket())
    }

    /// True when a client has sent so many leads that the next waits for a person's look. It is never refused.
    #[must_use]
    pub fn intake_is_suspicious(&self, client: ClientAddress) -> bool {
        let minute = check(&self.intake_by_minute, &client.bucket()).is_err();
        check(&self.intake_by_hour, &client.bucket()).is_err() || minute
    }

    /// Forgets clients that have not been seen for long enough to start anew.
    pub fn forget_idle(&self) {
        for buckets in [
            &self.sign_in_by_client,
            &self.sign_in_by_account,
            &self.refresh_by_client,
            &self.intake_by_minute,
            &self.intake_by_hour,
        ] {
            buckets.retain_recent();
        }
    }
}

/// One key for every spelling of an address that sign-in takes for the same, and one for all that are no address.
fn account_key(account: &str) -> String {
    let address = (account.len() <= MOST_ACCOUNT)
        .then(|| Email::parse(account).ok())
        .flatten();
    address.map_or_else(String::new, |address| address.as_str().to_owned())
}

fn per(period: Duration, count: u32) -> Buckets {
    let count = NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
    let one =
        Quota::with_period(period / count.get()).unwrap_or(Quota::per_second(NonZeroU32::MIN));
    RateLimiter::keyed(one.allow_burst(count))
}

fn check(buckets: &Buckets, key: &String) -> Result<(), Limited> {
    buckets.check_key(key).map_err(|not_until| {
        let wait = not_until.wait_time_from(buckets.clock().now());
        Limited {
            retry_after_seconds: wait.as_secs() + 1,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(last: u8) -> ClientAddress {
        ClientAddress([10, 0, 0, last].into())
    }

    #[test]
    fn one_account_is_limited_and_another_is_not() {
        let limits = Limits::default();
        for n in 0..10 {
            limits.sign_in(client(n), "A@b.kz").unwrap();
        }
        let limited = limits.sign_in(client(99), " a\u{200b}@B.kz ").unwrap_err();
        assert!(limited.retry_after_seconds().unwrap() <= 31);
        limits.sign_in(client(99), "c@b.kz").unwrap();
    }

    #[test]
    fn the_sixth_lead_of_a_minute_is_suspicious() {
        let limits = Limits::default();
        assert!((0..5).all(|_| !limits.intake_is_suspicious(client(1))));
        assert!(limits.intake_is_suspicious(client(1)) && !limits.intake_is_suspicious(client(2)));
    }
}
