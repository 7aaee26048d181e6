//! What settings and table say differently, and how the table is changed.

use stoa_core::{Failure, Kind};
use stoa_db_tripwire::leads::{intake::FOUNDERS, mapping};
use stoa_domain::{
    MappingRow,
    mapping::{self as rules, MappingChange, MappingFault},
};
use stoa_pg::{DbError, Scope, TripwireTx};
use thiserror::Error;

use super::CrmMapping;

/// Why the mapping was not changed.
#[derive(Debug, Error)]
pub enum SetMappingError {
    /// The rows would not fit together.
    #[error("the mapping would not be right")]
    Rows(Vec<MappingFault>),
    /// There is no row for this source and payment method.
    #[error("there is no such row")]
    NoRow,
    /// The database.
    #[error("the mapping could not be read or written")]
    Storage(#[from] DbError),
}

impl CrmMapping {
    /// What the settings' rows say differently from the table, which rules. Settings without rows say nothing.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn difference(&self, settings: &[MappingRow]) -> Result<Vec<MappingChange>, DbError> {
        if settings.is_empty() {
            return Ok(Vec::new());
        }
        Ok(rules::compare(settings, &self.rows().await?))
    }

    /// Makes the table say what `wanted` says, and tells what changed.
    ///
    /// # Errors
    /// [`SetMappingError`]; nothing is written then.
    pub async fn replace(
        &self,
        wanted: &[MappingRow],
    ) -> Result<Vec<MappingChange>, SetMappingError> {
        self.change(true, |_| Ok(wanted.to_vec())).await
    }

    /// Writes one row over the one for the same leads, and tells what changed; nothing when it was there.
    ///
    /// # Errors
    /// [`SetMappingError`]; nothing is written then.
    pub async fn set_row(&self, row: MappingRow) -> Result<Vec<MappingChange>, SetMappingError> {
        self.change(true, |mut rows| {
            rows.retain(|other| !other.is_for_the_leads_of(&row));
            rows.push(row);
            Ok(rows)
        })
        .await
    }

    /// Removes the row of a source and a payment method, and tells so. Where a CRM takes deals (`has_crm`) the default row
    /// cannot go; elsewhere it can, as the last one.
    ///
    /// # Errors
    /// [`SetMappingError`]; nothing is written then.
    pub async fn remove_row(
        &self,
        (source, payment_method): (&str, &str),
        has_crm: bool,
    ) -> Result<Vec<MappingChange>, SetMappingError> {
        let named = MappingRow {
            source: source.to_owned(),
            payment_method: payment_method.to_owned(),
            pipeline_id: 0,
            status_id: 0,
            price_minor: None,
            responsible_user_id: None,
            tags: Vec::new(),
        };
        self.change(has_crm, |mut rows| {
            let before = rows.len();
            rows.retain(|row| !row.is_for_the_leads_of(&named));
            if rows.len() == before {
                return Err(SetMappingError::NoRow);
            }
            Ok(rows)
        })
        .await
    }

    /// Two who change the mapping come one after the other, so that neither works on rows of yesterday.
    async fn change(
        &self,
        has_crm: bool,
        edit: impl FnOnce(Vec<MappingRow>) -> Result<Vec<MappingRow>, SetMappingError> + Send,
    ) -> Result<Vec<MappingChange>, SetMappingError> {
        let tx = self.tripwire.begin(&Scope::service("mapping")).await?;
        match self.change_within(&tx, has_crm, edit).await {
            Ok(changes) => {
                tx.commit().await?;
                for change in &changes {
                    tracing::info!(%change, "the CRM mapping is changed");
                }
                Ok(changes)
            }
            Err(error) => {
                tx.rollback().await?;
                Err(error)
            }
        }
    }

    async fn change_within(
        &self,
        tx: &TripwireTx,
        has_crm: bool,
        edit: impl FnOnce(Vec<MappingRow>) -> Result<Vec<MappingRow>, SetMappingError> + Send,
    ) -> Result<Vec<MappingChange>, SetMappingError> {
        mapping::lock(tx, FOUNDERS).await?;
        let stored = mapping::list(tx, FOUNDERS).await?;
        let present: Vec<_> = stored.into_iter().map(|stored| stored.row).collect();
        let wanted = edit(present.clone())?;
        let faults = rules::validate(&wanted);
        if !faults.is_empty() && (has_crm || !wanted.is_empty()) {
            return Err(SetMappingError::Rows(faults));
        }
        let wanted: Vec<_> = wanted.into_iter().map(MappingRow::canonical).collect();
        let changes = rules::compare(&wanted, &present);
        for change in &changes {
            self.apply(tx, change).await?;
        }
        Ok(changes)
    }

    async fn apply(&self, tx: &TripwireTx, change: &MappingChange) -> Result<(), DbError> {
        let now = self.ambient.now();
        match change {
            MappingChange::Added(row) => mapping::save(tx, FOUNDERS, row, now).await,
            MappingChange::Removed(row) => mapping::delete(tx, FOUNDERS, row).await,
            MappingChange::Changed { before, after } => {
                if (&before.source, &before.payment_method)
                    != (&after.source, &after.payment_method)
                {
                    mapping::delete(tx, FOUNDERS, before).await?;
                }
                mapping::save(tx, FOUNDERS, after, now).await
            }
        }
    }
}

impl Failure for SetMappingError {
    fn kind(&self) -> Kind {
        match self {
            Self::Rows(_) => Kind::Invalid,
            Self::NoRow => Kind::NotFound,
            Self::Storage(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Rows(_) => "mapping.invalid",
            Self::NoRow => "mapping.no_row",
            Self::Storage(error) => error.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Rows(faults) => {
                let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
                format!("The mapping would not be right: {}.", faults.join("; "))
            }
            Self::NoRow => "There is no such row.".to_owned(),
            Self::Storage(error) => error.public(),
        }
    }
}
