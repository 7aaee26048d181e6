//! Recording a version without running it: only when the schema proves that it is there.

use serde::Serialize;
use stoa_guard::Finding;
use thiserror::Error;

use crate::{
    accepted::AcceptedDrift,
    fingerprint::{Difference, Snapshot},
    journal,
    proposal::Proposal,
    replay::Replay,
    runner::{Failure, MigrateError, Runner},
    set::{Migration, MigrationSet},
    status::of_drift,
};

/// Why a version was not recorded.
#[derive(Debug, Error)]
pub enum StampError {
    /// The database or the journal.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    /// The schema is not that of the version.
    #[error("{0}")]
    Refused(Box<Refusal>),
    /// No file has this version, so nothing says what it makes.
    #[error("there is no version {0} among the files; nothing was recorded")]
    NoSuchVersion(u64),
    /// Several versions make this one schema, and the journal knows none of them.
    #[error(
        "the schema is that of {}, which differ in rows only; nothing was recorded. Look which of them have run, and say \
         so with `stoa migrate stamp VERSION`",
        .0.join(" and of ")
    )]
    Ambiguous(Vec<String>),
    /// The schema is that of the version, and its verify file says that its rows are not.
    #[error("{}: {} has not run here: {}; nothing was recorded", .0.at, .0.title, .0.reason)]
    Untrue(Box<Failure>),
}

/// What speaks against a version.
#[derive(Debug, Clone, Serialize, Error)]
#[error("the schema is not that of {title}; nothing was recorded. {}", .matching.as_ref().map_or_else(|| "It is not that of any version".to_owned(), |m| format!("It is that of {m}")))]
pub struct Refusal {
    /// The version that was to be recorded.
    pub title: String,
    /// The version whose schema it is.
    pub matching: Option<String>,
    /// What is different from the version that was asked for.
    pub differences: Vec<Difference>,
}

/// A version that was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stamped {
    /// Its name.
    pub title: String,
    /// Whether the journal said something else before.
    pub changed: bool,
    /// Versions that change rows only and have no verify file: the schema cannot tell whether they ever ran.
    pub unproved: Vec<String>,
}

/// What a look at a database says.
#[derive(Debug, Clone)]
pub struct Drift {
    /// Everything that is not as the recorded version makes it.
    pub findings: Vec<Finding>,
    /// The version whose schema it is, if it is that of any.
    pub matching: Option<String>,
    /// Whether it differs from what the last migration left; None when no migration was ever run with Stoa.
    pub changed_since: Option<bool>,
    /// What is different, from the recorded version's schema to this one.
    pub differences: Vec<Difference>,
    /// A pair that would make it so everywhere; None when nothing differs, or when the schema is that of another version.
    pub proposal: Option<Proposal>,
}

impl StampError {
    /// The exit code of a command that ends so.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Migrate(error) => error.exit_code(),
            Self::NoSuchVersion(_) => 2,
            Self::Refused(_) | Self::Ambiguous(_) | Self::Untrue(_) => 4,
        }
    }
}

impl Runner {
    /// Records that the database is at `version`, because its schema is the one that replaying the files makes, or
    /// differs from it only by what has been reviewed. A version that changes rows only leaves no trace in a schema: its
    /// verify file is asked, and without one it is named in the answer.
    ///
    /// # Errors
    /// [`StampError::Refused`] with the difference, and the version that does match.
    pub async fn stamp(
        &mut self,
        set: &MigrationSet,
        version: u64,
        replay: &Replay,
        accepted: &AcceptedDrift,
    ) -> Result<Stamped, StampError> {
        self.lock().await?;
        let outcome = self.stamp_locked(set, version, replay, accepted).await;
        let released = self.release().await;
        let stamped = outcome?;
        released?;
        Ok(stamped)
    }

    /// Records the newest version whose schema the database has, with the files as they are now.
    ///
    /// # Errors
    /// [`StampError::Refused`] when it has that of none, [`StampError::Ambiguous`] when it has that of several and the
    /// journal says none of them.
    pub async fn repair(
        &mut self,
        set: &MigrationSet,
        replay: &Replay,
    ) -> Result<Stamped, StampError> {
        let live = self.snapshot().await?;
        comparable(replay, &live)?;
        let standing = journal::standing(self.client(), &set.name)
            .await
            .map_err(MigrateError::from)?;
        let recorded = standing.last().map_or(0, |entry| entry.version);
        let version = match replay.all_matching(&live).as_slice() {
            [only] => *only,
            // Nothing to record: the refusal says what is different from what the journal says.
            [] if replay.at(recorded).is_some() => recorded,
            [] => set.migrations.last().map_or(0, |last| last.version),
            // Two versions may have one schema, as when the second only moves rows: the journal then decides.
            several if several.contains(&recorded) => recorded,
            several => {
                let titles = several.iter().map(|version| title(set, *version));
                return Err(StampError::Ambiguous(titles.collect()));
            }
        };
        self.stamp(set, version, replay, &AcceptedDrift::default())
            .await
    }

    async fn stamp_locked(
        &mut self,
        set: &MigrationSet,
        version: u64,
        replay: &Replay,
        accepted: &AcceptedDrift,
    ) -> Result<Stamped, StampError> {
        let live = self.snapshot().await?;
        comparable(replay, &live)?;
        let expected = replay
            .at(version)
            .ok_or(StampError::NoSuchVersion(version))?;
        let differences = accepted.sift(serious(expected, &live));
        if !differences.is_empty() {
            let matching = replay
                .matching(&live)
                .map(|version| self::title(set, version));
            return Err(StampError::Refused(Box::new(Refusal {
                title: title(set, version),
                matching,
                differences,
            })));
        }
        let unproved = self.ask_rows(set, version, replay).await?;
        let changed = self.record(set, version, &live).await?;
        Ok(Stamped {
            title: title(set, version),
            changed,
            unproved,
        })
    }

    /// Asks the verify files of the versions that the journal does not know and the schema does not show. Returns those
    /// that have none.
    async fn ask_rows(
        &mut self,
        set: &MigrationSet,
        version: u64,
        replay: &Replay,
    ) -> Result<Vec<String>, StampError> {
        let standing = journal::standing(self.client(), &set.name)
            .await
            .map_err(MigrateError::from)?;
        let mut unproved = Vec::new();
        for invisible in replay.invisible_at(version) {
            let Some(migration) = set.find(invisible) else {
                continue;
            };
            if standing.iter().any(|entry| entry.version == invisible) {
                continue;
            }
            if migration.verify.is_none() {
                unproved.push(migration.title());
                continue;
            }
            match self.holds(&set.name, migration).await {
                Err(MigrateError::Failed(failure)) => return Err(StampError::Untrue(failure)),
                other => other?,
            }
        }
        Ok(unproved)
    }

    /// Brings the journal to a version: what stands above it is noted as undone, what is missing below as proved.
    async fn record(
        &mut self,
        set: &MigrationSet,
        version: u64,
        live: &Snapshot,
    ) -> Result<bool, MigrateError> {
        let there = journal::there(self.client()).await?;
        let tx = self.client_mut().transaction().await?;
        journal::create_here(&tx, there).await?;
        let mut changed = false;
        for entry in journal::standing(&tx, &set.name).await? {
            let stays = entry.version <= version
                && entry.state != journal::State::Running
                && set
                    .find(entry.version)
                    .is_some_and(|migration| entry.is(migration));
            if !stays {
                journal::reverted(&tx, entry.id, Some("by proof: the schema is another")).await?;
                changed = true;
            }
        }
        let standing = journal::standing(&tx, &set.name).await?;
        for migration in set
            .migrations
            .iter()
            .filter(|migration| migration.version <= version)
        {
            if standing
                .iter()
                .all(|entry| entry.version != migration.version)
            {
                let id = journal::begin(&tx, &set.name, migration, live.fingerprint()).await?;
                let state = journal::State::VerifiedStamp;
                journal::finish(&tx, id, state, live.fingerprint(), 0, None).await?;
                changed = true;
            }
        }
        journal::save_newest(&tx, live).await?;
        tx.commit().await?;
        Ok(changed)
    }

    /// What a look at the database says of a version: the journal's, or one that another tool keeps.
    ///
    /// # Errors
    /// [`MigrateError::Database`], [`MigrateError::OtherMajor`], [`MigrateError::Newer`] when no file has the version.
    pub async fn drift(
        &mut self,
        set: &MigrationSet,
        recorded: Option<u64>,
        replay: &Replay,
    ) -> Result<Drift, MigrateError> {
        let there = journal::there(self.client()).await?;
        let standing = journal::standing(self.client(), &set.name).await?;
        let newest = match there {
            journal::There::New => journal::load_newest(self.client()).await?,
            journal::There::None | journal::There::Old => None,
        };
        let recorded = recorded.unwrap_or_else(|| standing.last().map_or(0, |entry| entry.version));
        let live = self.snapshot().await?;
        comparable(replay, &live)?;
        let Some(expected) = replay.at(recorded) else {
            return Err(MigrateError::Newer {
                set: set.name.clone(),
                version: recorded,
            });
        };
        let differences = serious(expected, &live);
        let matching = replay.matching(&live);
        Ok(Drift {
            findings: judge(set, recorded, replay, &live, &differences),
            proposal: Proposal::of(expected, &live).filter(|_| matching.is_none()),
            matching: matching.map(|version| title(set, version)),
            changed_since: newest
                .filter(|newest| newest.fingerprint().is_comparable(live.fingerprint()))
                .map(|newest| !newest.fingerprint().is_same(live.fingerprint())),
            differences,
        })
    }
}

/// Servers of two major versions print one schema differently: what differs then proves nothing.
fn comparable(replay: &Replay, live: &Snapshot) -> Result<(), MigrateError> {
    let (scratch, live) = (replay.start.fingerprint().major, live.fingerprint().major);
    if scratch == live {
        Ok(())
    } else {
        Err(MigrateError::OtherMajor { live, scratch })
    }
}

/// `0003_add_orders`, or words for the state before the first file.
fn title(set: &MigrationSet, version: u64) -> String {
    set.find(version).map_or_else(
        || "the database before the first migration".to_owned(),
        Migration::title,
    )
}

fn serious(expected: &Snapshot, live: &Snapshot) -> Vec<Difference> {
    let mut differences = expected.differences(live);
    differences.retain(Difference::is_serious);
    differences
}

fn judge(
    set: &MigrationSet,
    recorded: u64,
    replay: &Replay,
    live: &Snapshot,
    differences: &[Difference],
) -> Vec<Finding> {
    if differences.is_empty() {
        return Vec::new();
    }
    let name = title(set, recorded);
    let each = || differences.iter().filter_map(of_drift);
    let untrue = |message: String| Finding::live("SM012", &recorded.to_string(), message);
    match replay.matching(live) {
        Some(version) if version > recorded => there_already(set, recorded, version),
        Some(version) => {
            let message = format!(
                "the version says {name}, and the schema is that of {}",
                title(set, version)
            );
            untrue(message).into_iter().chain(each()).collect()
        }
        None => {
            let lost = differences.iter().filter(|d| d.is_loss()).count();
            let things = if lost == 1 {
                "one thing that it makes is".to_owned()
            } else {
                format!("{lost} things that it makes are")
            };
            let message = format!("the version says {name}, and {things} missing");
            let untrue = untrue(message).filter(|_| lost > 0);
            untrue.into_iter().chain(each()).collect()
        }
    }
}

/// Each version above the recorded one, up to the one whose schema is there.
fn there_already(set: &MigrationSet, recorded: u64, version: u64) -> Vec<Finding> {
    let above = set
        .migrations
        .iter()
        .filter(|migration| migration.version > recorded && migration.version <= version);
    let finding = |migration: &Migration| {
        let message = format!(
            "{} is not recorded, and the schema is what it makes",
            migration.title()
        );
        Finding::live("SM014", &migration.label, message).map(|f| f.about(&migration.up.path))
    };
    above.filter_map(finding).collect()
}
