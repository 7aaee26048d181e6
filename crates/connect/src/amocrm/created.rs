use serde::Deserialize;
use serde_json::Value;

use super::CreatedDeal;
use crate::call::Answer;

/// Both shapes in which the CRM answers a creation.
#[derive(Deserialize)]
#[serde(untagged)]
enum Created {
    Bare(Vec<Item>),
    Embedded {
        #[serde(rename = "_embedded")]
        embedded: Leads,
    },
}

#[derive(Deserialize)]
struct Leads {
    leads: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    id: i64,
    contact_id: Option<i64>,
    #[serde(default)]
    request_id: Value,
    merged: Option<bool>,
}

/// Our deal in a successful answer; `None` when the answer does not name it beyond doubt.
pub(super) fn our_deal(answer: &Answer, key: &str) -> Option<CreatedDeal> {
    let items = match answer.json()? {
        Created::Bare(items)
        | Created::Embedded {
            embedded: Leads { leads: items },
        } => items,
    };
    let item = match <[Item; 1]>::try_from(items) {
        Ok([only]) => Some(only).filter(|only| only.is_silent() || only.answers(key)),
        Err(several) => several.into_iter().find(|item| item.answers(key)),
    }?;
    Some(CreatedDeal {
        id: item.id,
        contact_id: item.contact_id,
        merged: item.merged.unwrap_or_default(),
        dropped: Vec::new(),
    })
}

impl Item {
    /// `complex` echoes an array (of several, when it merged them), the plain call a string.
    fn answers(&self, key: &str) -> bool {
        match &self.request_id {
            Value::Array(ids) => ids.iter().any(|id| id.as_str() == Some(key)),
            id => id.as_str() == Some(key),
        }
    }

    /// Whether it echoes no id of the sender's, only the place in the request or nothing.
    fn is_silent(&self) -> bool {
        match &self.request_id {
            Value::Null => true,
            Value::Array(ids) => ids.is_empty(),
            id => id.as_str() == Some("0") || id.as_i64() == Some(0),
        }
    }
}
