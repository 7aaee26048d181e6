//! What the CRM refuses in an item of `leads/complex`.

use serde_json::{Value, json};

use super::{FakeAmoCrm, account::Account};

/// The most values of fields for one deal or contact.
const MAX_VALUES: usize = 40;

/// One refused field.
pub(super) fn fault(code: &str, path: &str) -> Value {
    let detail = match code {
        "NotSupportedChoice" => "The value you selected is not a valid choice.",
        "FieldMissing" => "This field is missing.",
        "TooMany" => "This collection contains too many elements.",
        _ => "This value has a wrong type.",
    };
    json!({ "code": code, "path": path, "detail": detail })
}

/// Everything that is wrong with one item.
pub(super) fn deal(account: &Account, item: &Value) -> Vec<Value> {
    let mut wrong = Vec::new();
    plain_types(item, &mut wrong);
    stage(account, item, &mut wrong);
    let user = &item["responsible_user_id"];
    if !user.is_null() && user.as_i64() != Some(FakeAmoCrm::USER) {
        wrong.push(fault("NotSupportedChoice", "responsible_user_id"));
    }
    values(item, "", &mut wrong, |value| {
        account.field(value).map(|field| field.kind.clone())
    });
    let contacts = item["_embedded"]["contacts"].as_array();
    let contacts = contacts.map(Vec::as_slice).unwrap_or_default();
    if contacts.len() > 1 {
        wrong.push(fault("TooMany", "_embedded.contacts"));
    }
    for (at, contact) in contacts.iter().enumerate() {
        self::contact(
            account,
            contact,
            &format!("_embedded.contacts.{at}."),
            &mut wrong,
        );
    }
    tags(item, &mut wrong);
    wrong
}

fn plain_types(item: &Value, wrong: &mut Vec<Value>) {
    let is = |name: &str, fits: fn(&Value) -> bool| item[name].is_null() || fits(&item[name]);
    let texts_or_numbers = |value: &Value| value.is_string() || value.is_i64();
    for (name, fits) in [
        ("name", is("name", Value::is_string)),
        (
            "price",
            is("price", |value| {
                value.as_i64().is_some_and(|price| price >= 0)
            }),
        ),
        ("request_id", is("request_id", texts_or_numbers)),
    ] {
        if !fits {
            wrong.push(fault("InvalidType", name));
        }
    }
}

/// A stage counts only in its own living pipeline; without a pipeline the main one is meant.
fn stage(account: &Account, item: &Value, wrong: &mut Vec<Value>) {
    let known = |id: i64| account.pipelines.iter().any(|pipeline| pipeline.id == id);
    let pipeline = match &item["pipeline_id"] {
        Value::Null => FakeAmoCrm::PIPELINE,
        id => id.as_i64().unwrap_or_default(),
    };
    if !known(pipeline) {
        wrong.push(fault("NotSupportedChoice", "pipeline_id"));
    }
    let stage = &item["status_id"];
    let fits = stage
        .as_i64()
        .is_some_and(|stage| account.takes(pipeline, stage));
    if !stage.is_null() && !fits {
        wrong.push(fault("NotSupportedChoice", "status_id"));
    }
}

fn contact(account: &Account, contact: &Value, path: &str, wrong: &mut Vec<Value>) {
    if let Some(id) = contact["id"].as_i64() {
        if account.contacts.iter().all(|known| known.id != id) {
            wrong.push(fault("NotSupportedChoice", &format!("{path}id")));
        }
        return;
    }
    for name in ["name", "first_name", "last_name"] {
        if !contact[name].is_null() && !contact[name].is_string() {
            wrong.push(fault("InvalidType", &format!("{path}{name}")));
        }
    }
    values(contact, path, wrong, |value| {
        let code = value["field_code"].as_str();
        code.filter(|code| ["PHONE", "EMAIL"].contains(code))
            .map(|_| "multitext".to_owned())
    });
}

/// `custom_fields_values`: each names a field, and has values of the field's type.
fn values(
    entity: &Value,
    path: &str,
    wrong: &mut Vec<Value>,
    kind_of: impl Fn(&Value) -> Option<String>,
) {
    let items = match &entity["custom_fields_values"] {
        Value::Null => return,
        Value::Array(items) if items.len() <= MAX_VALUES => items,
        Value::Array(_) => {
            return wrong.push(fault("TooMany", &format!("{path}custom_fields_values")));
        }
        _ => return wrong.push(fault("InvalidType", &format!("{path}custom_fields_values"))),
    };
    for (at, item) in items.iter().enumerate() {
        let path = format!("{path}custom_fields_values.{at}");
        let named_by = if item["field_id"].is_null() {
            "field_code"
        } else {
            "field_id"
        };
        match kind_of(item) {
            None => wrong.push(fault("NotSupportedChoice", &format!("{path}.{named_by}"))),
            Some(kind) => wrong.extend(value_fault(item, &kind, &path)),
        }
    }
}

fn value_fault(item: &Value, kind: &str, path: &str) -> Option<Value> {
    let Some(first) = item["values"].as_array().and_then(|values| values.first()) else {
        return Some(fault("FieldMissing", &format!("{path}.values")));
    };
    let value = &first["value"];
    let fits = match kind {
        "numeric" => value.is_number(),
        "checkbox" => value.is_boolean(),
        _ => value.is_string(),
    };
    let work = first["enum_code"].as_str();
    let named = ["WORK", "WORKDD", "MOB", "FAX", "HOME", "PRIV", "OTHER"];
    if !fits {
        return Some(fault("InvalidType", &format!("{path}.values.0.value")));
    }
    let foreign = kind == "multitext" && work.is_some_and(|work| !named.contains(&work));
    foreign.then(|| fault("NotSupportedChoice", &format!("{path}.values.0.enum_code")))
}

fn tags(item: &Value, wrong: &mut Vec<Value>) {
    let tags = item["_embedded"]["tags"].as_array();
    for (at, tag) in tags.into_iter().flatten().enumerate() {
        let named = tag["name"].as_str().is_some_and(|name| !name.is_empty());
        if !named && !tag["id"].is_i64() {
            wrong.push(fault("FieldMissing", &format!("_embedded.tags.{at}.name")));
        }
    }
}
