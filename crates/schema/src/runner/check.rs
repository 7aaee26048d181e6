//! Files against the journal.

use super::MigrateError;
use crate::{
    journal::Entry,
    set::{Migration, MigrationSet},
};

/// What is not applied, once what is applied has been found unchanged.
pub(super) fn pending<'s>(
    set: &'s MigrationSet,
    standing: &[Entry],
    out_of_order: bool,
) -> Result<Vec<&'s Migration>, MigrateError> {
    for entry in standing {
        unchanged(set, entry)?;
    }
    let is_pending = |m: &&Migration| standing.iter().all(|entry| entry.version != m.version);
    let pending: Vec<_> = set.migrations.iter().filter(is_pending).collect();
    let newest = standing.last().map_or(0, |entry| entry.version);
    match pending.first() {
        Some(first) if first.version < newest && !out_of_order => Err(MigrateError::OutOfOrder {
            title: first.title(),
            newest,
        }),
        _ => Ok(pending),
    }
}

/// The migration of a row of the journal, when its files are still those that were run.
pub(super) fn unchanged<'s>(
    set: &'s MigrationSet,
    entry: &Entry,
) -> Result<&'s Migration, MigrateError> {
    let Some(migration) = set.find(entry.version) else {
        let (set_name, version) = (set.name.clone(), entry.version);
        return Err(match set.migrations.last() {
            Some(last) if last.version > version => MigrateError::Gone {
                set: set_name,
                version,
                name: entry.name.clone(),
            },
            _ => MigrateError::Newer {
                set: set_name,
                version,
            },
        });
    };
    if !entry.is(migration) {
        return Err(MigrateError::Changed {
            set: set.name.clone(),
            title: migration.title(),
        });
    }
    Ok(migration)
}
