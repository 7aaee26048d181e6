use serde::Serialize;
use serde_json::{Map, Value};

use crate::text;

/// Fields that the form has and we do not know, kept with the lead while they fit into
/// [`Extra::MAX_BYTES`] of JSON. What does not fit is counted and dropped: a talkative page must not cost a
/// lead.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Extra {
    /// The kept fields.
    pub fields: Map<String, Value>,
    /// How many fields did not fit.
    pub dropped: usize,
}

impl Extra {
    /// The most bytes the kept fields take as JSON.
    pub const MAX_BYTES: usize = 4096;

    /// Whether there was nothing unknown.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.dropped == 0
    }

    /// Keeps one field, or counts it.
    pub(super) fn add(&mut self, key: &str, value: Value) {
        let key = clean(key);
        let before = self.fields.insert(key.clone(), storable(value));
        if self.bytes() > Self::MAX_BYTES {
            self.fields.remove(&key);
            self.fields.extend(before.map(|value| (key, value)));
            self.dropped += 1;
        }
    }

    /// The same fields in one order, whatever order the map keeps.
    pub(super) fn ordered(&self) -> Value {
        sorted(&Value::Object(self.fields.clone()))
    }

    fn bytes(&self) -> usize {
        serde_json::to_string(&self.fields).map_or(usize::MAX, |json| json.len())
    }
}

/// Without control characters other than tabs and line ends: nobody types them, the database cannot hold the zero among
/// them, and a terminal that shows the lead would obey the rest.
fn clean(text: &str) -> String {
    text.replace(text::is_control, "")
}

fn storable(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(clean(&text)),
        Value::Array(items) => items.into_iter().map(storable).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(key, value)| (clean(&key), storable(value)))
            .collect(),
        plain => plain,
    }
}

/// Objects as arrays of pairs in the order of their keys.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut pairs: Vec<_> = fields.iter().collect();
            pairs.sort_by_key(|(key, _)| *key);
            pairs
                .into_iter()
                .map(|(key, value)| Value::from(vec![key.as_str().into(), sorted(value)]))
                .collect()
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        plain => plain.clone(),
    }
}
