use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use stoa_core::{FieldError, PageLimit};
use stoa_domain::Day;

use crate::Fault;

/// Years in which anything of ours can have happened.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2999;

/// The parameters of a query, read one by one; all wrong ones are told at once.
pub(crate) struct Parameters {
    values: BTreeMap<String, String>,
    faults: Vec<FieldError>,
}

impl Parameters {
    /// Reads a query and refuses parameters that are not `known`.
    pub(crate) fn read(query: &str, known: &[&str]) -> Self {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        let mut faults = Vec::new();
        let mut values = BTreeMap::new();
        for (name, value) in pairs {
            let fault = if !known.contains(&name.as_str()) {
                Some(("field.unknown", "There is no such parameter."))
            } else if values.contains_key(&name) {
                Some(("field.twice", "This parameter stands twice."))
            } else {
                value
                    .contains('\0')
                    .then_some(("field.invalid", "No NUL may stand in it."))
            };
            match fault {
                Some((code, message)) => faults.push(FieldError::new(name, code, message)),
                None if value.trim().is_empty() => {}
                None => drop(values.insert(name, value.trim().to_owned())),
            }
        }
        Self { values, faults }
    }

    /// A parameter as text.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.values.get(name).cloned()
    }

    /// A parameter as what `parse` makes of it.
    pub(crate) fn parse<T>(
        &mut self,
        name: &str,
        wanted: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let value = parse(self.values.get(name)?);
        if value.is_none() {
            self.faults.push(FieldError::new(
                name,
                "field.invalid",
                format!("Must be {wanted}."),
            ));
        }
        value
    }

    /// A day: `2026-11-21`.
    pub(crate) fn day(&mut self, name: &str) -> Option<Day> {
        self.parse(name, "a day such as 2026-11-21", |text| {
            text.parse::<NaiveDate>()
                .ok()
                .filter(|day| YEARS.contains(&day.year()))
                .map(Day::new)
        })
    }

    /// The size of a page.
    pub(crate) fn limit(&mut self) -> PageLimit {
        let wanted = format!("a whole number from 1 to {}", PageLimit::MAX);
        self.parse("limit", &wanted, |text| {
            text.parse().ok().and_then(PageLimit::new)
        })
        .unwrap_or_default()
    }

    /// Fails with every wrong parameter.
    pub(crate) fn finish(self) -> Result<(), Fault> {
        if self.faults.is_empty() {
            Ok(())
        } else {
            Err(Fault::invalid(self.faults))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_wrong_parameters_are_told_at_once() {
        let mut parameters = Parameters::read(
            "limit=0&from=x&form=1&to=2026-11-21&to=2026-11-22",
            &["limit", "from", "to"],
        );
        assert!(parameters.day("to").is_some());
        parameters.day("from");
        parameters.limit();
        let fields: Vec<_> = parameters
            .finish()
            .unwrap_err()
            .fields
            .into_iter()
            .map(|f| f.field)
            .collect();
        assert_eq!(fields, ["form", "to", "from", "limit"]);
    }
}
