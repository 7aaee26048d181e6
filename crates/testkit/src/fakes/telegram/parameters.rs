use axum::http::{HeaderMap, header};
use serde_json::{Map, Value};

/// A method's parameters, from a JSON or form body or the query.
pub(super) struct Parameters(Map<String, Value>);

impl Parameters {
    pub(super) fn read(headers: &HeaderMap, query: Option<&str>, body: &[u8]) -> Option<Self> {
        let media = headers
            .get(header::CONTENT_TYPE)
            .and_then(|media| media.to_str().ok());
        let mut all = pairs(query.unwrap_or_default().as_bytes());
        if media.is_some_and(|media| media.starts_with("application/json")) {
            all.extend(serde_json::from_slice::<Map<String, Value>>(body).ok()?);
        } else {
            all.extend(pairs(body));
        }
        Some(Self(all))
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    /// A number, also as text: forms have nothing else.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        let value = self.0.get(name)?;
        value.as_i64().or_else(|| value.as_str()?.parse().ok())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0
            .get(name)
            .is_some_and(|value| !value.is_null() && value != "")
    }

    /// A structure, also as JSON within text.
    pub(super) fn object(&self, name: &str) -> Value {
        match self.0.get(name) {
            Some(Value::String(json)) => serde_json::from_str(json).unwrap_or_default(),
            Some(value) => value.clone(),
            None => Value::Null,
        }
    }
}

fn pairs(text: &[u8]) -> Map<String, Value> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(text).unwrap_or_default();
    pairs
        .into_iter()
        .map(|(name, value)| (name, Value::String(value)))
        .collect()
}
