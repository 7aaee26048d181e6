//! Ending what began outside a transaction and was cut off.

use super::{Direction, Done, Job, MigrateError, Runner, check};
use crate::{
    fingerprint::{Change, Difference, Part, Snapshot},
    journal::{self, Entry, State},
    set::MigrationSet,
};

/// How far a statement came, by what it left behind.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    /// Nothing: it can be run.
    Nothing,
    /// Indexes that are not valid, which must go before it can be run again.
    Remains(Vec<String>),
    /// All of it.
    Whole,
    /// Something that cannot be told from what others did.
    Unclear,
}

impl Runner {
    /// Ends the migration of `set` that began outside a transaction and did not end: what it left behind is removed and
    /// it is run again, or it is found to be complete. Returns None when there is none.
    ///
    /// # Errors
    /// [`MigrateError::Unfinished`] when what is there cannot be told from what others did.
    pub async fn resume(&mut self, set: &MigrationSet) -> Result<Option<Done>, MigrateError> {
        self.lock().await?;
        let outcome = self.resume_locked(set).await;
        self.unlock(outcome).await
    }

    async fn resume_locked(&mut self, set: &MigrationSet) -> Result<Option<Done>, MigrateError> {
        let standing = journal::standing(&self.client, &set.name).await?;
        let Some(entry) = standing.iter().find(|entry| entry.state == State::Running) else {
            return Ok(None);
        };
        let migration = check::unchanged(set, entry)?;
        let direction = if entry.going_down {
            Direction::Down
        } else {
            Direction::Up
        };
        let job = Job {
            set: &set.name,
            migration,
            direction,
            entry: Some(entry).filter(|e| e.going_down),
        };
        let text = job.source().text.clone();
        let statement = job.single(&text)?;
        let before = journal::load_newest(&self.client).await?;
        let live = self.snapshot().await?;
        let Some(before) =
            before.filter(|before| before.fingerprint().is_comparable(live.fingerprint()))
        else {
            return Err(job.unfinished("nobody knows what the database was before it", None));
        };
        let differences: Vec<_> = before
            .differences(&live)
            .into_iter()
            .filter(Difference::is_serious)
            .collect();
        match judge(&statement.words(3), &differences) {
            Found::Nothing => {}
            Found::Whole => return self.complete(job, entry, &live).await.map(Some),
            Found::Remains(indexes) => self.remove(&indexes).await?,
            Found::Unclear => {
                let lines: Vec<_> = differences.iter().map(Difference::line).collect();
                let reason = format!(
                    "{}; finish it by hand or take it away and `stoa migrate resume` again, or let `stoa migrate repair` prove what it is",
                    lines.join(", ")
                );
                return Err(job.unfinished(&reason, None));
            }
        }
        let (done, _) = self
            .execute_alone(job, entry.id, &statement, &before)
            .await?;
        Ok(Some(done))
    }

    async fn complete(
        &mut self,
        job: Job<'_>,
        entry: &Entry,
        live: &Snapshot,
    ) -> Result<Done, MigrateError> {
        self.finished(job, entry.id, live, 0).await?;
        Ok(job.done(0, 1, live))
    }

    /// The names come quoted from the catalog.
    async fn remove(&self, indexes: &[String]) -> Result<(), MigrateError> {
        for index in indexes {
            tracing::info!(index, "removing an index that is not valid");
            self.client
                .batch_execute(&format!("drop index concurrently {index}"))
                .await?;
        }
        Ok(())
    }
}

fn judge(words: &[String], differences: &[Difference]) -> Found {
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let only_indexes = differences
        .iter()
        .all(|d| d.part == Part::Structure && d.kind == "index");
    if differences.is_empty() {
        return Found::Nothing;
    }
    let is_invalid = |d: &Difference| {
        d.found
            .as_ref()
            .is_some_and(|body| body.contains("valid=false"))
    };
    match words.as_slice() {
        ["create", "index" | "unique", ..] | ["reindex", ..] if only_indexes => {
            if differences
                .iter()
                .all(|d| d.change == Change::Added && is_invalid(d))
            {
                Found::Remains(differences.iter().map(|d| d.identity.clone()).collect())
            } else if words[0] == "create"
                && differences.len() == 1
                && differences[0].change == Change::Added
            {
                Found::Whole
            } else {
                Found::Unclear
            }
        }
        ["drop", "index", ..] if only_indexes && differences.len() == 1 => {
            match differences[0].change {
                Change::Missing => Found::Whole,
                Change::Changed if is_invalid(&differences[0]) => Found::Nothing,
                _ => Found::Unclear,
            }
        }
        _ => Found::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(change: Change, valid: bool) -> Difference {
        Difference {
            change,
            part: Part::Structure,
            kind: "index".to_owned(),
            identity: "public.i".to_owned(),
            expected: None,
            found: Some(format!("create index i valid={valid}")),
        }
    }

    fn found(statement: &str, differences: &[Difference]) -> Found {
        let words: Vec<_> = statement.split(' ').map(str::to_owned).collect();
        judge(&words, differences)
    }

    #[test]
    fn what_is_left_behind_says_how_far_it_came() {
        assert_eq!(found("create index concurrently", &[]), Found::Nothing);
        let half = [index(Change::Added, false)];
        assert_eq!(
            found("create index concurrently", &half),
            Found::Remains(vec!["public.i".to_owned()])
        );
        assert_eq!(
            found("create unique index", &[index(Change::Added, true)]),
            Found::Whole
        );
        assert_eq!(
            found("drop index concurrently", &[index(Change::Changed, false)]),
            Found::Nothing
        );
        assert_eq!(
            found("drop index concurrently", &[index(Change::Missing, true)]),
            Found::Whole
        );
        assert_eq!(
            found("vacuum full t", &[index(Change::Added, true)]),
            Found::Unclear
        );
        let table = Difference {
            kind: "table".to_owned(),
            ..index(Change::Added, true)
        };
        assert_eq!(found("create index concurrently", &[table]), Found::Unclear);
    }
}
