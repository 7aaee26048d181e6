//! The rows of `[[amocrm.mapping]]`, read so that one wrong key hides nothing else that is wrong.

use serde_json::{Map, Value};
use stoa_domain::{MappingRow, mapping::MappingFault};

use super::{Problems, settings::Reader};

const KEY: &str = "amocrm.mapping";

impl Reader<'_> {
    /// The rows; what is wrong with them is a problem each. A default row is asked for when there is a CRM.
    pub(super) fn mapping(&mut self) -> Vec<MappingRow> {
        let text = self.raw.text(KEY).unwrap_or("[]");
        let Ok(Value::Array(rows)) = serde_json::from_str(text) else {
            self.refuse(
                KEY,
                "rows of source, payment_method, pipeline_id, status_id",
            );
            return Vec::new();
        };
        let before = self.problems.0.len();
        let mut is_whole = true;
        let rows: Vec<_> = rows
            .into_iter()
            .enumerate()
            .map(|(at, row)| {
                let mut row = Row::new(at + 1, row, self.problems);
                let read = row.read();
                is_whole &= row.says_whose;
                read
            })
            .collect();
        if self.said("amocrm.base_url") {
            for fault in stoa_domain::validate_mapping(&rows) {
                // A row that does not say for which leads it is may be the default row.
                if is_whole || fault != MappingFault::NoDefault {
                    self.problems.add(format!("{KEY}: {fault}"));
                }
            }
        }
        if self.problems.0.len() == before {
            rows
        } else {
            Vec::new()
        }
    }
}

/// One row, as it is read key by key.
struct Row<'p> {
    number: usize,
    keys: Map<String, Value>,
    problems: &'p mut Problems,
    says_whose: bool,
}

impl<'p> Row<'p> {
    fn new(number: usize, row: Value, problems: &'p mut Problems) -> Self {
        let keys = match row {
            Value::Object(keys) => keys,
            _ => Map::new(),
        };
        Self {
            number,
            keys,
            problems,
            says_whose: true,
        }
    }

    /// The row; where a key is wrong, something harmless stands in its place, so that the others are judged all the same.
    fn read(&mut self) -> MappingRow {
        let source = self.whose("source");
        let payment_method = self.whose("payment_method");
        let row = MappingRow {
            // A name that no other row has.
            source: source.unwrap_or_else(|| format!("row-{}", self.number)),
            payment_method: payment_method.unwrap_or_else(|| "*".to_owned()),
            pipeline_id: self.required("pipeline_id").unwrap_or(1),
            status_id: self.required("status_id").unwrap_or(1),
            price_minor: self.number("price_minor"),
            responsible_user_id: self.number("responsible_user_id"),
            tags: self.tags(),
        };
        let unknown: Vec<_> = std::mem::take(&mut self.keys).into_iter().collect();
        for (key, _) in unknown {
            self.tell(format!("there is no key `{key}`"));
        }
        row
    }

    fn tell(&mut self, what: impl std::fmt::Display) {
        self.problems
            .add(format!("{KEY}: row {}: {what}", self.number));
    }

    fn whose(&mut self, key: &str) -> Option<String> {
        let text = match self.keys.remove(key) {
            Some(Value::String(text)) => Some(text),
            Some(_) => {
                self.tell(format!("{key} must be a text"));
                None
            }
            None => {
                self.tell(format!("{key} is missing"));
                None
            }
        };
        self.says_whose &= text.is_some();
        text
    }

    fn required(&mut self, key: &str) -> Option<i64> {
        if !self.keys.contains_key(key) {
            self.tell(format!("{key} is missing"));
        }
        self.number(key)
    }

    fn number(&mut self, key: &str) -> Option<i64> {
        let value = self.keys.remove(key).filter(|value| !value.is_null())?;
        let number = value.as_i64();
        if number.is_none() {
            self.tell(format!("{key} must be a whole number"));
        }
        number
    }

    fn tags(&mut self) -> Vec<String> {
        let Some(value) = self.keys.remove("tags") else {
            return Vec::new();
        };
        serde_json::from_value(value).unwrap_or_else(|_| {
            self.tell("tags must be a list of texts");
            Vec::new()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Problems, Raw, Settings};

    #[test]
    fn one_wrong_key_hides_no_other_fault_of_the_mapping() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("stoa.toml");
        let file = "[amocrm]\nbase_url = 'https://a.kz'\ntoken = 'hush'\n\
            [[amocrm.mapping]]\nsource = '*'\npayment_method = '*'\npipeline_id = 1\nstatus_id = 10\npipline = 1\n\
            [[amocrm.mapping]]\nsource = 'x'\npayment_method = 7\npipeline_id = '1'\nstatus_id = -3\n\
            [[amocrm.mapping]]\nsource = '*'\npayment_method = '*'\nstatus_id = 10\ntags = 'a'\n";
        std::fs::write(&path, file).unwrap();
        let mut problems = Problems::default();
        let raw = Raw::gather(
            Some(&path),
            &std::collections::BTreeMap::new(),
            &mut problems,
        );
        assert!(Settings::read(&raw, &mut problems).is_none());
        for want in [
            "row 1: there is no key `pipline`",
            "row 2: payment_method must be a text",
            "row 2: pipeline_id must be a whole number",
            "row 2: status_id",
            "row 3: pipeline_id is missing",
            "row 3: tags must be a list of texts",
            "rows 1 and 3",
        ] {
            let told = problems.0.iter().filter(|problem| problem.contains(want));
            assert_eq!(told.count(), 1, "{want}: {problems}");
        }
        assert_eq!(problems.0.len(), 7, "{problems}");
        let text = problems.to_string();
        assert!(!text.contains("line 1") && !text.contains("hush"), "{text}");
    }
}
