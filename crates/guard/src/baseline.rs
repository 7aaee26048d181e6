//! Findings that are known and accepted for a while.

use serde::Deserialize;
use thiserror::Error;

use crate::finding::Finding;

/// The findings that a team has looked at and lets stand, each with a reason and a last day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// One entry for each finding.
    #[serde(default)]
    known: Vec<Known>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    rule: String,
    object: Option<String>,
    file: Option<String>,
    reason: String,
    /// The last day, `2027-03-31`.
    expires: chrono::NaiveDate,
}

/// Why a baseline was refused.
#[derive(Debug, Error)]
pub enum BaselineError {
    /// It is not TOML, or an entry lacks something.
    #[error("the baseline cannot be read: {0}")]
    Toml(#[from] toml::de::Error),
    /// An entry gives no reason.
    #[error("the baseline's entry for {0} gives no reason")]
    NoReason(String),
}

impl Baseline {
    /// Reads entries `[[known]]` with `rule`, `reason`, `expires` and, to narrow them, `object` and `file`.
    ///
    /// # Errors
    /// [`BaselineError`] when an entry lacks its reason or its last day.
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        let baseline: Self = toml::from_str(text)?;
        match baseline
            .known
            .iter()
            .find(|known| known.reason.trim().is_empty())
        {
            Some(known) => Err(BaselineError::NoReason(known.rule.clone())),
            None => Ok(baseline),
        }
    }

    /// The findings that are not known, and how many were left out. An entry counts until the end of its last day.
    #[must_use]
    pub fn sift(&self, findings: Vec<Finding>, today: chrono::NaiveDate) -> (Vec<Finding>, usize) {
        let before = findings.len();
        let kept: Vec<_> = findings
            .into_iter()
            .filter(|finding| {
                !self
                    .known
                    .iter()
                    .any(|k| k.expires >= today && k.means(finding))
            })
            .collect();
        let left_out = before - kept.len();
        (kept, left_out)
    }

    /// The entries whose last day has passed.
    #[must_use]
    pub fn expired(&self, today: chrono::NaiveDate) -> Vec<String> {
        let expired = self.known.iter().filter(|known| known.expires < today);
        expired
            .map(|known| match &known.object {
                Some(object) => format!("{} of {object}", known.rule),
                None => known.rule.clone(),
            })
            .collect()
    }
}

impl Known {
    fn means(&self, finding: &Finding) -> bool {
        let rule = self.rule.eq_ignore_ascii_case(finding.rule)
            || self.rule.eq_ignore_ascii_case(finding.class);
        let object = self.object.is_none() || self.object == finding.object;
        let file = self.file.as_ref().is_none_or(|name| {
            finding
                .file
                .as_ref()
                .is_some_and(|path| path.ends_with(name))
        });
        rule && object && file
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Level;

    fn finding() -> Finding {
        Finding {
            rule: "SM020",
            class: "drop-table-unconfirmed",
            level: Level::Error,
            file: Some("migrations/0002_b.up.sql".into()),
            line: Some(1),
            column: Some(1),
            object: Some("public.orders".to_owned()),
            message: String::new(),
            help: String::new(),
            bytes: (0, 0),
        }
    }

    #[test]
    fn an_entry_counts_until_its_last_day() {
        let text = "[[known]]\nrule = \"SM020\"\nobject = \"public.orders\"\nfile = \"0002_b.up.sql\"\nreason = \"agreed\"\nexpires = \"2027-03-31\"";
        let baseline = Baseline::parse(text).unwrap();
        let day = |text: &str| text.parse().unwrap();
        assert_eq!(baseline.sift(vec![finding()], day("2027-03-31")).1, 1);
        assert_eq!(baseline.sift(vec![finding()], day("2027-04-01")).1, 0);
        assert_eq!(
            baseline.expired(day("2027-04-01")),
            ["SM020 of public.orders"]
        );
    }

    #[test]
    fn an_entry_without_reason_or_day_is_refused() {
        assert!(Baseline::parse("[[known]]\nrule = \"SM020\"\nreason = \"x\"").is_err());
        let text = "[[known]]\nrule = \"SM020\"\nreason = \" \"\nexpires = \"2027-03-31\"";
        assert!(matches!(
            Baseline::parse(text),
            Err(BaselineError::NoReason(_))
        ));
    }
}
