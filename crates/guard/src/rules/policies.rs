//! The policies that a folder makes or changes.

use super::{Found, InFolder};
use crate::{
    catalog::{Policy, Table},
    finding::Level,
    sql::Name,
};

impl InFolder<'_> {
    /// Policies at the end that were not there, or not so, before.
    pub(super) fn new_policies(&self) -> impl Iterator<Item = (&Name, &Table, &Policy)> {
        self.after.tables.iter().flat_map(move |(name, table)| {
            let before = self.before.tables.get(name);
            table
                .policies
                .iter()
                .filter(move |policy| {
                    before.is_none_or(|old| !old.policies.iter().any(|known| known.is == policy.is))
                })
                .map(move |policy| (name, table.as_ref(), policy))
        })
    }

    pub(super) fn report_policy(
        &self,
        found: &mut Found,
        level: Level,
        name: &Name,
        policy: &Policy,
        message: String,
    ) {
        self.report(
            found,
            level,
            policy.origin,
            name.column(&policy.is.name),
            message,
        );
    }
}
