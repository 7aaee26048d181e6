//! Whether the mapping leads where the CRM has stages.

mod change;

use std::{fmt, sync::Arc};

use stoa_connect::{AmoCrm, CallError, Pipeline};
use stoa_core::Ambient;
use stoa_db_tripwire::leads::{StoredMapping, intake::FOUNDERS, mapping};
use stoa_domain::{
    MappingRow,
    mapping::{self as rules, MappingFault},
};
use stoa_pg::{DbError, Scope, TripwireDb};
use thiserror::Error;

pub use change::SetMappingError;

/// Stages of every pipeline: 142 won, 143 lost. A fresh deal does not belong there.
///
/// # Source
/// the leads contract, fact 9 and 4.6.
const CLOSED: [i64; 2] = [142, 143];

/// The mapping from source and payment method to pipeline and stage.
#[derive(Debug, Clone)]
pub struct CrmMapping {
    tripwire: TripwireDb,
    ambient: Ambient,
}

/// A row that would make deals in a wrong place, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingProblem {
    /// The row; `None` when a row is missing.
    pub row: Option<MappingRow>,
    /// What is wrong with it.
    pub kind: MappingProblemKind,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MappingProblemKind {
    /// The rows themselves do not fit together.
    #[error("{0}")]
    Rows(MappingFault),
    /// The CRM has no such pipeline.
    #[error("the CRM has no such pipeline")]
    NoPipeline,
    /// Nothing can be put into an archived pipeline.
    #[error("the pipeline is archived")]
    Archived,
    /// The stage is not of this pipeline.
    #[error("the pipeline has no such stage")]
    NoStage,
    /// The CRM does not let us put deals into the incoming stage.
    #[error("the stage of incoming requests takes no deals")]
    Incoming,
    /// The stage says that the deal is over.
    #[error("the stage is that of won or lost deals")]
    Closed,
}

/// Why the mapping could not be checked.
#[derive(Debug, Error)]
pub enum MappingCheckError {
    /// The database.
    #[error("the mapping could not be read")]
    Storage(#[from] DbError),
    /// The CRM.
    #[error("the CRM did not tell its pipelines")]
    Crm(#[from] CallError),
}

impl CrmMapping {
    /// The mapping in the tripwire database.
    #[must_use]
    pub fn new(tripwire: TripwireDb, ambient: Ambient) -> Self {
        Self { tripwire, ambient }
    }

    /// Writes the rows of the settings into an empty table. Afterwards the table rules, and this does nothing. The number
    /// of rows written.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn seed(&self, rows: &[MappingRow]) -> Result<u64, DbError> {
        let tx = self.tripwire.begin(&Scope::service("mapping")).await?;
        let seeded = mapping::seed(&tx, FOUNDERS, rows, self.ambient.now()).await?;
        tx.commit().await?;
        Ok(seeded)
    }

    /// The rows that rule.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn rows(&self) -> Result<Vec<MappingRow>, DbError> {
        let stored = self.stored().await?;
        Ok(stored.into_iter().map(|stored| stored.row).collect())
    }

    /// The same with their versions.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn stored(&self) -> Result<Vec<StoredMapping>, DbError> {
        let tx = self.tripwire.begin(&Scope::service("mapping")).await?;
        let stored = mapping::list(&tx, FOUNDERS).await?;
        tx.commit().await?;
        Ok(stored)
    }

    /// Compares the rows with the CRM's pipelines; each problem is also logged as a warning.
    ///
    /// # Errors
    /// [`MappingCheckError`] when there is nothing to compare.
    pub async fn check(
        &self,
        crm: &Arc<dyn AmoCrm>,
    ) -> Result<Vec<MappingProblem>, MappingCheckError> {
        let rows = self.rows().await?;
        let problems = compare(&rows, &crm.pipelines().await?);
        for problem in &problems {
            tracing::warn!(%problem, "the CRM mapping has a problem");
        }
        Ok(problems)
    }
}

fn compare(rows: &[MappingRow], pipelines: &[Pipeline]) -> Vec<MappingProblem> {
    let faults = rules::validate(rows).into_iter();
    let faults = faults.map(|fault| MappingProblem {
        row: None,
        kind: MappingProblemKind::Rows(fault),
    });
    let places = rows.iter().filter_map(|row| {
        let kind = place_problem(row, pipelines)?;
        Some(MappingProblem {
            row: Some(row.clone()),
            kind,
        })
    });
    faults.chain(places).collect()
}

fn place_problem(row: &MappingRow, pipelines: &[Pipeline]) -> Option<MappingProblemKind> {
    use MappingProblemKind as Kind;
    let Some(pipeline) = pipelines
        .iter()
        .find(|pipeline| pipeline.id == row.pipeline_id)
    else {
        return Some(Kind::NoPipeline);
    };
    if pipeline.is_archive {
        return Some(Kind::Archived);
    }
    match pipeline
        .stages
        .iter()
        .find(|stage| stage.id == row.status_id)
    {
        None => Some(Kind::NoStage),
        Some(stage) if stage.is_incoming() => Some(Kind::Incoming),
        Some(stage) if CLOSED.contains(&stage.id) => Some(Kind::Closed),
        Some(_) => None,
    }
}

impl fmt::Display for MappingProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(row) = &self.row else {
            return self.kind.fmt(f);
        };
        write!(f, "{row}: {}", self.kind)
    }
}

#[cfg(test)]
mod tests {
    use stoa_connect::Stage;

    use super::*;

    fn row(pipeline_id: i64, status_id: i64) -> MappingRow {
        let any = || rules::ANY.to_owned();
        MappingRow {
            source: any(),
            payment_method: any(),
            pipeline_id,
            status_id,
            price_minor: None,
            responsible_user_id: None,
            tags: Vec::new(),
        }
    }

    fn pipeline(id: i64, is_archive: bool) -> Pipeline {
        let stage = |id, kind| Stage {
            id,
            name: String::new(),
            kind,
        };
        let stages = vec![stage(70, 1), stage(71, 0), stage(142, 0)];
        Pipeline {
            id,
            name: String::new(),
            is_main: false,
            is_archive,
            stages,
        }
    }

    #[test]
    fn a_stage_must_be_a_living_one_of_its_own_pipeline() {
        use MappingProblemKind as Kind;
        let pipelines = [pipeline(7, false), pipeline(8, true)];
        for (pipeline_id, status_id, want) in [
            (7, 71, None),
            (9, 71, Some(Kind::NoPipeline)),
            (8, 71, Some(Kind::Archived)),
            (7, 72, Some(Kind::NoStage)),
            (7, 70, Some(Kind::Incoming)),
            (7, 142, Some(Kind::Closed)),
        ] {
            let found = compare(&[row(pipeline_id, status_id)], &pipelines);
            let kinds: Vec<_> = found.into_iter().map(|problem| problem.kind).collect();
            assert_eq!(
                kinds,
                want.into_iter().collect::<Vec<_>>(),
                "{pipeline_id} {status_id}"
            );
        }
        let none = compare(&[], &pipelines);
        assert_eq!(none[0].to_string(), MappingFault::NoDefault.to_string());
    }
}
