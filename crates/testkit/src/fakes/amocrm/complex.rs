use std::collections::BTreeMap;

use axum::response::Response;
use serde_json::{Value, json};
use stoa_core::{Clock as _, SystemClock};

use super::{FakeAmoCrm, FakeContact, FakeDeal, account::Account, check, problem};

/// The most deals of one request.
const MAX_DEALS: usize = 50;

/// `POST /api/v4/leads/complex`: all items, or none.
pub(super) fn create(account: &mut Account, body: &Value) -> Response {
    let Some(items) = body
        .as_array()
        .filter(|items| (1..=MAX_DEALS).contains(&items.len()))
    else {
        let detail = format!("Request body must be an array of 1 to {MAX_DEALS} leads");
        return problem::problem(400, "Bad Request", &detail);
    };
    let refused = items.iter().enumerate().filter_map(|(at, item)| {
        let errors = check::deal(account, item);
        (!errors.is_empty()).then(|| json!({ "request_id": at.to_string(), "errors": errors }))
    });
    let refused: Vec<_> = refused.collect();
    if !refused.is_empty() {
        return problem::invalid(&refused);
    }
    // Items of one request are not compared with each other.
    let known = account.deals.len();
    let made: Vec<_> = items
        .iter()
        .map(|item| make(account, item, known))
        .collect();
    problem::hal(&json!(made))
}

fn make(account: &mut Account, item: &Value, known: usize) -> Value {
    let contact = contact(item);
    let phone = contact.as_ref().and_then(|contact| contact.phone.clone());
    let request_id = text_or_number(&item["request_id"]);
    if let Some(older) = duplicate(account, phone.as_deref(), known) {
        let echo = json!([request_id]);
        let (id, contact_id) = (older.id, older.contact_id);
        return json!({ "id": id, "contact_id": contact_id, "company_id": null, "request_id": echo, "merged": true });
    }
    let contact_id = item["_embedded"]["contacts"][0]["id"].as_i64();
    let contact_id = contact_id.or_else(|| contact.map(|contact| add(account, contact)));
    let deal = deal(account, item, contact_id, request_id);
    let answer = json!({
        "id": deal.id, "contact_id": contact_id, "company_id": null,
        "request_id": [deal.request_id], "merged": false,
    });
    account.deals.push(deal);
    answer
}

/// With duplicate control on: the older deal of the same phone, by its last ten digits.
fn duplicate<'a>(account: &'a Account, phone: Option<&str>, known: usize) -> Option<&'a FakeDeal> {
    let phone = digits(phone?);
    let same = |deal: &&FakeDeal| {
        let contact = account
            .contacts
            .iter()
            .find(|contact| Some(contact.id) == deal.contact_id);
        contact
            .and_then(|contact| contact.phone.as_deref())
            .is_some_and(|other| digits(other) == phone)
    };
    let older = account.deals.iter().take(known);
    older.filter(|_| account.has_duplicate_control).find(same)
}

fn digits(phone: &str) -> String {
    let digits: Vec<_> = phone.chars().filter(char::is_ascii_digit).collect();
    digits[digits.len().saturating_sub(10)..].iter().collect()
}

fn deal(
    account: &mut Account,
    item: &Value,
    contact_id: Option<i64>,
    request_id: String,
) -> FakeDeal {
    let id = account.next_id();
    let pipeline_id = item["pipeline_id"].as_i64().unwrap_or(FakeAmoCrm::PIPELINE);
    // With metadata the deal goes to the incoming stage, whatever stage it names.
    let status_id = if item["_embedded"]["metadata"].is_null() {
        item["status_id"].as_i64().unwrap_or(FakeAmoCrm::STAGE_NEW)
    } else {
        FakeAmoCrm::STAGE_INCOMING
    };
    let default_name = || format!("Сделка #{id}");
    FakeDeal {
        id,
        name: item["name"]
            .as_str()
            .map_or_else(default_name, str::to_owned),
        price: item["price"].as_i64().unwrap_or_default(),
        pipeline_id,
        status_id,
        responsible_user_id: item["responsible_user_id"]
            .as_i64()
            .unwrap_or(FakeAmoCrm::USER),
        request_id,
        fields: fields(account, item),
        tags: tags(item),
        contact_id,
        created_at: SystemClock.now().timestamp(),
    }
}

fn fields(account: &Account, item: &Value) -> BTreeMap<i64, String> {
    let items = item["custom_fields_values"]
        .as_array()
        .into_iter()
        .flatten();
    let stored = |item: &Value| {
        Some((
            account.field(item)?.id,
            text_or_number(&item["values"][0]["value"]),
        ))
    };
    items.filter_map(stored).collect()
}

fn tags(item: &Value) -> Vec<String> {
    let tags = item["_embedded"]["tags"].as_array().into_iter().flatten();
    tags.filter_map(|tag| tag["name"].as_str())
        .map(str::to_owned)
        .collect()
}

/// The contact that an item brings along, when it is a new one.
fn contact(item: &Value) -> Option<FakeContact> {
    let contact = &item["_embedded"]["contacts"][0];
    let value = |code: &str| {
        let fields = contact["custom_fields_values"]
            .as_array()
            .into_iter()
            .flatten();
        let field = fields
            .into_iter()
            .find(|field| field["field_code"] == code)?;
        field["values"][0]["value"].as_str().map(str::to_owned)
    };
    let names = ["name", "first_name", "last_name"].iter();
    let names: Vec<_> = names.filter_map(|name| contact[*name].as_str()).collect();
    (contact.is_object() && contact["id"].is_null()).then(|| FakeContact {
        id: 0,
        name: names.join(" "),
        phone: value("PHONE"),
        email: value("EMAIL"),
    })
}

fn add(account: &mut Account, contact: FakeContact) -> i64 {
    let id = account.next_id();
    account.contacts.push(FakeContact { id, ..contact });
    id
}

fn text_or_number(value: &Value) -> String {
    match value {
        Value::Null => "0".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
