//! A folder, run from its first file in a scratch database: what each version really makes.

use thiserror::Error;

use crate::{
    fingerprint::Snapshot,
    outside,
    runner::{MigrateError, RunOptions, Runner},
    scratch::{Scratch, ScratchError},
    set::MigrationSet,
};

/// The most roles that are made because a migration names them.
pub(crate) const MOST_ROLES: usize = 50;

/// The states that a folder goes through.
#[derive(Debug, Clone)]
pub struct Replay {
    /// Before the first file.
    pub start: Snapshot,
    /// After each version, in order.
    pub steps: Vec<(u64, Snapshot)>,
}

/// Why a folder could not be replayed.
#[derive(Debug, Error)]
pub enum ReplayError {
    /// There is no server to do it on.
    #[error(transparent)]
    Scratch(#[from] ScratchError),
    /// A migration does not run on a new database.
    #[error("the folder does not build a new database: {0}")]
    Migrate(#[from] MigrateError),
    /// The schema it starts from cannot be loaded.
    #[error("the base schema cannot be loaded: {0}")]
    Base(#[source] tokio_postgres::Error),
}

impl ReplayError {
    /// The exit code of a command that ends so.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Scratch(_) => 3,
            Self::Migrate(error) => error.exit_code(),
            Self::Base(_) => 2,
        }
    }
}

impl Replay {
    /// Runs `set` as `owner` on a fresh database, after `base` when there is one. Roles that the files name are made.
    ///
    /// # Errors
    /// [`ReplayError`] says which file does not run, or would reach out of its database.
    pub async fn run(
        scratch: &mut Scratch,
        set: &MigrationSet,
        base: Option<&str>,
        options: &RunOptions,
    ) -> Result<Self, ReplayError> {
        outside::refuse(set, scratch.is_lent())?;
        for _ in 0..MOST_ROLES {
            match Self::attempt(scratch, set, base, options).await {
                Err(error) => match missing_role(&error) {
                    Some(role) => scratch.missing_role(&role).await?,
                    None => return Err(error),
                },
                done => return done,
            }
        }
        Self::attempt(scratch, set, base, options).await
    }

    /// A runner on a scratch database in which every version of `set` has run.
    ///
    /// # Errors
    /// [`ReplayError`].
    pub async fn end(
        scratch: &mut Scratch,
        set: &MigrationSet,
        base: Option<&str>,
        options: &RunOptions,
    ) -> Result<Runner, ReplayError> {
        // Makes the roles that the files name.
        Self::run(scratch, set, base, options).await?;
        let mut runner = Self::runner(scratch, base, options).await?;
        runner.up(set).await?;
        Ok(runner)
    }

    async fn attempt(
        scratch: &mut Scratch,
        set: &MigrationSet,
        base: Option<&str>,
        options: &RunOptions,
    ) -> Result<Self, ReplayError> {
        let mut runner = Self::runner(scratch, base, options).await?;
        let start = runner.snapshot().await?;
        let steps = runner.up_in_steps(set).await?;
        let steps = steps
            .into_iter()
            .map(|(done, snapshot)| (done.version, snapshot))
            .collect();
        Ok(Self { start, steps })
    }

    /// A runner on a fresh scratch database that holds the base schema.
    pub(crate) async fn runner(
        scratch: &mut Scratch,
        base: Option<&str>,
        options: &RunOptions,
    ) -> Result<Runner, ReplayError> {
        let owner = match (&options.role, base) {
            (Some(role), _) => role.clone(),
            // What a base schema makes belongs to whoever loads it.
            (None, Some(_)) => scratch.login(),
            (None, None) => "stoa_scratch".to_owned(),
        };
        let client = scratch.database(&owner).await?;
        if let Some(base) = base {
            let role = owner.replace('"', "\"\"");
            let base = stoa_guard::without_psql(base);
            let whole = [
                &*format!("set role \"{role}\""),
                &base,
                "reset all; reset role",
            ];
            for part in whole {
                client
                    .batch_execute(part)
                    .await
                    .map_err(ReplayError::Base)?;
            }
        }
        let options = RunOptions {
            role: Some(owner),
            allow_irreversible: true,
            allow_out_of_order: true,
            ..options.clone()
        };
        Ok(Runner::new(client, options).await?)
    }

    /// What the database is at a version; 0 is before the first file.
    #[must_use]
    pub fn at(&self, version: u64) -> Option<&Snapshot> {
        let step = self
            .steps
            .iter()
            .find(|(known, _)| *known == version)
            .map(|(_, snapshot)| snapshot);
        step.or_else(|| Some(&self.start).filter(|_| version == 0))
    }

    /// The newest version whose schema is this one; 0 when it is that from before the first file.
    #[must_use]
    pub fn matching(&self, live: &Snapshot) -> Option<u64> {
        self.all_matching(live).last().copied()
    }

    /// Every version whose schema is this one, in order; 0 stands for the time before the first file.
    #[must_use]
    pub fn all_matching(&self, live: &Snapshot) -> Vec<u64> {
        self.states()
            .filter(|(_, snapshot)| snapshot.fingerprint().is_same(live.fingerprint()))
            .map(|(version, _)| version)
            .collect()
    }

    /// The newest versions up to this one that leave the schema as they find it: nothing in it says that they ran.
    pub(crate) fn invisible_at(&self, version: u64) -> Vec<u64> {
        let states: Vec<_> = self.states().filter(|(v, _)| *v <= version).collect();
        let pairs = states.windows(2).rev();
        pairs
            .take_while(|pair| pair[0].1.fingerprint().is_same(pair[1].1.fingerprint()))
            .map(|pair| pair[1].0)
            .collect()
    }

    fn states(&self) -> impl Iterator<Item = (u64, &Snapshot)> {
        let steps = self.steps.iter();
        std::iter::once((0, &self.start)).chain(steps.map(|(version, state)| (*version, state)))
    }
}

/// The role whose absence a server complains of: `role "anon" does not exist`.
pub(crate) fn missing_role(error: &ReplayError) -> Option<String> {
    match error {
        ReplayError::Migrate(error) => role_missed_by(error),
        ReplayError::Base(error) => role_in(error.as_db_error()?.message()),
        ReplayError::Scratch(_) => None,
    }
}

/// Whether a migration failed for the lack of a role.
pub(crate) fn names_missing_role(error: &MigrateError) -> bool {
    role_missed_by(error).is_some()
}

fn role_missed_by(error: &MigrateError) -> Option<String> {
    match error {
        MigrateError::Failed(failure) if failure.code.as_deref() == Some("42704") => {
            role_in(&failure.reason)
        }
        _ => None,
    }
}

fn role_in(said: &str) -> Option<String> {
    let (name, rest) = said.strip_prefix("role \"")?.rsplit_once('"')?;
    (rest == " does not exist").then(|| name.to_owned())
}
