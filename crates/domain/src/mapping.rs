//! From a lead's source and payment method to the CRM's pipeline and stage.
//!
//! The most specific row wins, in this order:
//! 1. source and method named;
//! 2. source named, any method;
//! 3. any source, method named;
//! 4. any source, any method: the default row, which must exist.
//!
//! # Source
//! the leads contract, 4.6. Whether pipeline and stage exist in the CRM is checked against the CRM, not here.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{PaymentMethod, Source};

/// Matches any source, or any payment method and none.
pub const ANY: &str = "*";

/// One rule: which leads go to which stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappingRow {
    /// A source in any case, or [`ANY`].
    pub source: String,
    /// A payment method by name or alias, or [`ANY`].
    pub payment_method: String,
    /// The pipeline's id in the CRM.
    pub pipeline_id: i64,
    /// The stage's id in that pipeline.
    pub status_id: i64,
    /// The deal's price in hundredths of the currency (5,000 KZT = 500000), when the source has one.
    #[serde(default)]
    pub price_minor: Option<i64>,
    /// Who gets the deal, by the CRM's user id.
    #[serde(default)]
    pub responsible_user_id: Option<i64>,
    /// Tags of the deal.
    #[serde(default)]
    pub tags: Vec<String>,
}

/// What is wrong with a mapping. Rows are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MappingFault {
    /// No row for any source and any method.
    #[error("a default row is required: source \"*\", payment_method \"*\"")]
    NoDefault,
    /// Two rows match the same leads.
    #[error("rows {first} and {second} have the same source and payment method")]
    Duplicate {
        /// The earlier row.
        first: usize,
        /// The later row.
        second: usize,
    },
    /// The source is neither `*` nor a source.
    #[error("row {row}: {text:?} is no source")]
    Source {
        /// The row.
        row: usize,
        /// What it says.
        text: String,
    },
    /// The payment method is neither `*` nor a word.
    #[error("row {row}: the payment method is empty")]
    Method {
        /// The row.
        row: usize,
    },
    /// An id or a price that cannot be.
    #[error("row {row}: {field} must be {wanted}")]
    Number {
        /// The row.
        row: usize,
        /// Which number.
        field: &'static str,
        /// What would be right.
        wanted: &'static str,
    },
}

/// Everything that keeps the rows from being used; nothing when every row is well-formed, one is the default
/// row, and no two are for the same pair.
#[must_use]
pub fn validate(rows: &[MappingRow]) -> Vec<MappingFault> {
    let mut faults: Vec<_> = rows
        .iter()
        .enumerate()
        .flat_map(|(at, row)| row.faults(at + 1))
        .collect();
    for (at, row) in rows.iter().enumerate() {
        let pair = row.pair();
        if let Some(first) = rows[..at].iter().position(|earlier| earlier.pair() == pair) {
            faults.push(MappingFault::Duplicate {
                first: first + 1,
                second: at + 1,
            });
        }
    }
    if !rows.iter().any(|row| row.pair() == (None, None)) {
        faults.push(MappingFault::NoDefault);
    }
    faults
}

/// The row for a lead of `source` with `method`; `None` only when a default row is missing.
#[must_use]
pub fn resolve<'a>(
    rows: &'a [MappingRow],
    source: &str,
    method: Option<&PaymentMethod>,
) -> Option<&'a MappingRow> {
    let source = source.trim().to_ascii_lowercase();
    let rank = |row: &MappingRow| row.rank(&source, method);
    rows.iter()
        .filter_map(|row| Some((rank(row)?, row)))
        .max_by_key(|(rank, _)| *rank)
        .map(|(_, row)| row)
}

/// One difference between two mappings: what the second would have to do to become the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MappingChange {
    /// A row that is not there yet.
    Added(MappingRow),
    /// A row that is there and says something else.
    Changed {
        /// As it is.
        before: MappingRow,
        /// As it would be.
        after: MappingRow,
    },
    /// A row that would have to go.
    Removed(MappingRow),
}

/// Everything that keeps `present` from being `wanted`; spelling and order of the rows do not count.
#[must_use]
pub fn compare(wanted: &[MappingRow], present: &[MappingRow]) -> Vec<MappingChange> {
    let of = |rows: &[MappingRow], row: &MappingRow| {
        let pair = row.pair();
        rows.iter().find(|other| other.pair() == pair).cloned()
    };
    let coming = wanted.iter().filter_map(|after| match of(present, after) {
        None => Some(MappingChange::Added(after.clone())),
        Some(before) if before.leads_elsewhere_than(after) => Some(MappingChange::Changed {
            before,
            after: after.clone(),
        }),
        Some(_) => None,
    });
    let going = present
        .iter()
        .filter(|row| of(wanted, row).is_none())
        .map(|row| MappingChange::Removed(row.clone()));
    coming.chain(going).collect()
}

impl fmt::Display for MappingChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Added(row) => write!(f, "+ {row}"),
            Self::Removed(row) => write!(f, "- {row}"),
            Self::Changed { before, after } => write!(f, "~ {after} (was {})", before.place()),
        }
    }
}

/// `expresscourse + kaspi -> pipeline 7, stage 71`.
impl fmt::Display for MappingRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (source, method) = (&self.source, &self.payment_method);
        write!(f, "{source} + {method} -> {}", self.place())
    }
}

impl MappingRow {
    /// The row with its source and payment method as they are compared.
    #[must_use]
    pub fn canonical(self) -> Self {
        let any = || ANY.to_owned();
        let (source, method) = self.pair();
        Self {
            source: source.unwrap_or_else(any),
            payment_method: method.map_or_else(any, |method| method.as_str().to_owned()),
            ..self
        }
    }

    /// Whether both rows are for the same leads.
    #[must_use]
    pub fn is_for_the_leads_of(&self, other: &Self) -> bool {
        self.pair() == other.pair()
    }

    fn leads_elsewhere_than(&self, other: &Self) -> bool {
        let place = |row: &Self| {
            (
                row.pipeline_id,
                row.status_id,
                row.price_minor,
                row.responsible_user_id,
                row.tags.clone(),
            )
        };
        place(self) != place(other)
    }

    fn place(&self) -> String {
        let price = self
            .price_minor
            .map(|price| format!(", price_minor {price}"));
        let user = self.responsible_user_id;
        let user = user.map(|user| format!(", responsible_user_id {user}"));
        let tags = Some(&self.tags).filter(|tags| !tags.is_empty());
        let tags = tags.map(|tags| format!(", tags {}", tags.join(" ")));
        let [price, user, tags] = [price, user, tags].map(Option::unwrap_or_default);
        format!(
            "pipeline {}, stage {}{price}{user}{tags}",
            self.pipeline_id, self.status_id
        )
    }

    /// What the row asks for; `None` stands for any.
    fn pair(&self) -> (Option<String>, Option<PaymentMethod>) {
        let source = self.source.trim().to_ascii_lowercase();
        let method = self.payment_method.trim();
        let method = if method == ANY {
            None
        } else {
            PaymentMethod::parse(method)
        };
        ((source != ANY).then_some(source), method)
    }

    /// How well the row fits, the module's list read from below; `None` when it does not.
    fn rank(&self, source: &str, method: Option<&PaymentMethod>) -> Option<u8> {
        let (own_source, own_method) = self.pair();
        let source_fits = own_source.as_deref().is_none_or(|own| own == source);
        let method_fits = own_method.as_ref().is_none_or(|own| Some(own) == method);
        let rank = 2 * u8::from(own_source.is_some()) + u8::from(own_method.is_some());
        (source_fits && method_fits).then_some(rank)
    }

    fn faults(&self, row: usize) -> Vec<MappingFault> {
        let source = self.source.trim();
        let bad_source = source.is_empty() || (source != ANY && Source::parse(source).is_err());
        let method = self.payment_method.trim();
        let bad_method = method != ANY && PaymentMethod::parse(method).is_none();
        let positive = "a positive number";
        let number =
            |bad: bool, field, wanted| bad.then_some(MappingFault::Number { row, field, wanted });
        [
            bad_source.then(|| MappingFault::Source {
                row,
                text: self.source.clone(),
            }),
            bad_method.then_some(MappingFault::Method { row }),
            number(self.pipeline_id <= 0, "pipeline_id", positive),
            number(self.status_id <= 0, "status_id", positive),
            number(
                self.price_minor.is_some_and(|price| price < 0),
                "price_minor",
                "zero or more",
            ),
            number(
                self.responsible_user_id.is_some_and(|id| id <= 0),
                "responsible_user_id",
                positive,
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(source: &str, payment_method: &str, status_id: i64) -> MappingRow {
        MappingRow {
            source: source.to_owned(),
            payment_method: payment_method.to_owned(),
            pipeline_id: 7,
            status_id,
            price_minor: None,
            responsible_user_id: None,
            tags: Vec::new(),
        }
    }

    fn rows() -> Vec<MappingRow> {
        vec![
            row("*", "*", 1),
            row("*", "kaspi", 2),
            row("ExpressCourse", "*", 3),
            row("expresscourse", "Kaspi Red", 4),
            row("proftest", "halyk", 5),
        ]
    }

    #[test]
    fn the_most_specific_row_wins_and_source_beats_method() {
        let stage = |source, method: &str| {
            resolve(&rows(), source, PaymentMethod::parse(method).as_ref()).map(|row| row.status_id)
        };
        for (source, method, want) in [
            ("expresscourse", "kaspi_red", 4),
            ("expresscourse", "kaspi", 3),
            ("expresscourse", "", 3),
            ("EXPRESSCOURSE ", "card", 3),
            ("proftest", "kaspi", 2),
            ("proftest", "Halyk", 5),
            ("proftest", "cash", 1),
            ("elsewhere", "каспи", 2),
            ("elsewhere", "", 1),
        ] {
            assert_eq!(stage(source, method), Some(want), "{source} + {method}");
        }
        let mut reversed = rows();
        reversed.reverse();
        let kaspi = Some(&PaymentMethod::Kaspi);
        assert_eq!(
            resolve(&reversed, "expresscourse", kaspi).map(|row| row.status_id),
            Some(3)
        );
        assert_eq!(resolve(&[], "expresscourse", kaspi), None);
    }

    #[test]
    fn a_mapping_has_one_default_and_no_pair_twice() {
        assert_eq!(validate(&rows()), []);
        assert_eq!(validate(&[]), [MappingFault::NoDefault]);
        let twice = [
            row("*", "*", 1),
            row("a", "kaspi", 1),
            row(" A", "Kaspi-Pay", 2),
        ];
        assert_eq!(
            validate(&twice),
            [MappingFault::Duplicate {
                first: 2,
                second: 3
            }]
        );
    }

    #[test]
    fn all_faults_are_named_at_once() {
        let bad = MappingRow {
            pipeline_id: 0,
            price_minor: Some(-1),
            responsible_user_id: Some(0),
            ..row("a b", " ", -1)
        };
        let texts: Vec<_> = validate(&[bad])
            .iter()
            .map(MappingFault::to_string)
            .collect();
        assert_eq!(texts.len(), 7, "{texts:#?}");
        assert_eq!(texts[0], "row 1: \"a b\" is no source");
        assert_eq!(texts[2], "row 1: pipeline_id must be a positive number");
    }
}
