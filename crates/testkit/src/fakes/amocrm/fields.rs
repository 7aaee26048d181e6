use axum::response::Response;
use serde_json::{Value, json};

use super::{account::Account, check::fault, problem};

/// The types of field that can be made.
const KINDS: [&str; 8] = [
    "text",
    "numeric",
    "checkbox",
    "select",
    "url",
    "date",
    "textarea",
    "tracking_data",
];

/// `POST /api/v4/leads/custom_fields`.
pub(super) fn create(account: &mut Account, body: &Value) -> Response {
    let Some(items) = body.as_array().filter(|items| !items.is_empty()) else {
        return problem::problem(400, "Bad Request", "Request body must be an array");
    };
    let wrong: Vec<_> = items
        .iter()
        .enumerate()
        .filter_map(|(at, item)| refusal(at, item))
        .collect();
    if !wrong.is_empty() {
        return problem::invalid(&wrong);
    }
    let made: Vec<_> = items.iter().map(|item| make(account, item)).collect();
    problem::hal(&json!({ "_total_items": made.len(), "_embedded": { "custom_fields": made } }))
}

fn refusal(at: usize, item: &Value) -> Option<Value> {
    let kind = item["type"].as_str();
    let errors: Vec<_> = [
        item["name"]
            .as_str()
            .is_none_or(str::is_empty)
            .then(|| fault("FieldMissing", "name")),
        (!kind.is_some_and(|kind| KINDS.contains(&kind)))
            .then(|| fault("NotSupportedChoice", "type")),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!errors.is_empty()).then(|| json!({ "request_id": at.to_string(), "errors": errors }))
}

fn make(account: &mut Account, item: &Value) -> Value {
    let text = |name: &str| item[name].as_str().unwrap_or_default();
    let is_api_only = item["is_api_only"].as_bool().unwrap_or_default();
    account.add_field(text("name"), text("code"), text("type"), is_api_only);
    let mut view = account
        .fields
        .last()
        .map(super::account::FakeField::view)
        .unwrap_or_default();
    view["request_id"] = item
        .get("request_id")
        .cloned()
        .unwrap_or_else(|| "0".into());
    view
}
