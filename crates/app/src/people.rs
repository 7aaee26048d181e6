//! One identity table for ever: finds a second one, whatever leans on it, and rows and people that do not belong
//! together, in all databases.

use std::collections::BTreeMap;
use std::collections::HashSet;

use chrono::TimeDelta;
use stoa_core::Ambient;
use stoa_db_main::identity::people as main_people;
use stoa_db_tripwire::sales::people::{self as tripwire_people, Named};
use stoa_pg::{DbError, MainDb, Stray, TrafficDb, TripwireDb};

/// The one table that says who people are, in `main` alone.
const THE_TABLE: &[&str] = &["auth.users"];
/// Buyers, under the name that the documents of the incidents give them: whom sales make accounts for, without passwords.
const BUYERS: &[&str] = &["public.tripwire_users"];
/// How long after an account is made the rest of it may be missing.
const GRACE: TimeDelta = TimeDelta::hours(1);
/// How many people are looked up at once.
const PAGE: i64 = 1000;

/// Rows of one sort that belong to nobody, or people without what everybody has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orphans {
    /// In which database.
    pub database: &'static str,
    /// `profiles without a person`.
    pub what: String,
    /// How many; at least one.
    pub rows: i64,
}

/// What the check has found; nothing in it: all is well.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdentityReport {
    /// A second users table, and what leans on one.
    pub strays: Vec<Stray>,
    /// Rows and people that do not belong together.
    pub orphans: Vec<Orphans>,
}

impl IdentityReport {
    /// Whether there is one identity table, and everything belongs to somebody.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.strays.is_empty() && self.orphans.is_empty()
    }
}

/// Looks at all three databases. Cheap to clone.
#[derive(Clone, Debug)]
pub struct IdentityCheck {
    main: MainDb,
    tripwire: TripwireDb,
    traffic: TrafficDb,
    ambient: Ambient,
}

impl IdentityCheck {
    /// Over these databases.
    #[must_use]
    pub fn new(
        (main, tripwire, traffic): (MainDb, TripwireDb, TrafficDb),
        ambient: Ambient,
    ) -> Self {
        Self {
            main,
            tripwire,
            traffic,
            ambient,
        }
    }

    /// What of `main` is a second identity, or leans on one: Stoa must not serve over it.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn strays_in_main(&self) -> Result<Vec<Stray>, DbError> {
        self.main.identity_strays(THE_TABLE).await
    }

    /// Everything. Reads each person whom another database names; meant for every few minutes, not for every request.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn report(&self) -> Result<IdentityReport, DbError> {
        let mut strays = self.strays_in_main().await?;
        strays.extend(self.tripwire.identity_strays(BUYERS).await?);
        strays.extend(self.traffic.identity_strays(&[]).await?);
        let mut orphans = self.orphans_in_main().await?;
        orphans.extend(self.strangers_in_tripwire().await?);
        Ok(IdentityReport { strays, orphans })
    }

    async fn orphans_in_main(&self) -> Result<Vec<Orphans>, DbError> {
        let counts = main_people::strays(&self.main, self.ambient.now() - GRACE).await?;
        let found = counts.into_iter().filter(|count| count.rows > 0);
        Ok(found
            .map(|count| Orphans {
                database: "main",
                what: count.what,
                rows: count.rows,
            })
            .collect())
    }

    /// Whom the tables of sales name and `main` does not know; no key can hold that across databases.
    async fn strangers_in_tripwire(&self) -> Result<Vec<Orphans>, DbError> {
        let (mut counts, mut last) = (BTreeMap::<String, i64>::new(), None::<Named>);
        loop {
            let page = tripwire_people::list(&self.tripwire, last.as_ref(), PAGE).await?;
            let ids: Vec<_> = page.iter().map(|named| named.id.0).collect();
            let unknown = main_people::unknown(&self.main, &ids).await?;
            let unknown: HashSet<_> = unknown.into_iter().collect();
            for named in page.iter().filter(|named| unknown.contains(&named.id.0)) {
                *counts.entry(named.what.clone()).or_default() += 1;
            }
            last = page.last().cloned();
            if ids.len() < usize::try_from(PAGE).unwrap_or(usize::MAX) {
                break;
            }
        }
        let orphan = |(what, rows): (String, i64)| Orphans {
            database: "tripwire",
            what: format!("{what} whom main does not know"),
            rows,
        };
        Ok(counts.into_iter().map(orphan).collect())
    }
}
