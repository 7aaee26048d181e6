//! Rights and policies that a statement gives and takes away.

use std::collections::BTreeSet;

use serde::Serialize;
use tokio_postgres::{Error, GenericClient};

/// What a statement did to rights: `select on public.orders for anon`, `policy own on public.orders …`,
/// `row-level security on public.orders`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RightsChange {
    /// What was not so before it.
    pub given: Vec<String>,
    /// What is not so any more.
    pub taken: Vec<String>,
}

impl RightsChange {
    /// True when everybody may do what they could do before.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.given.is_empty() && self.taken.is_empty()
    }
}

/// Everybody's rights at one moment.
#[derive(Debug)]
pub(super) struct Rights(BTreeSet<String>);

impl Rights {
    pub(super) async fn read(client: &impl GenericClient) -> Result<Self, Error> {
        let query = include_str!("../../statements/probe/rights.sql");
        let rows = client.query(query, &[]).await?;
        Ok(Self(rows.iter().map(|row| row.get(0)).collect()))
    }

    /// Reads anew and says what has changed.
    pub(super) async fn changed(
        &mut self,
        client: &impl GenericClient,
    ) -> Result<RightsChange, Error> {
        let now = Self::read(client).await?;
        let change = RightsChange {
            given: now.0.difference(&self.0).cloned().collect(),
            taken: self.0.difference(&now.0).cloned().collect(),
        };
        *self = now;
        Ok(change)
    }
}
