use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use serde_json::{Value, json};

use super::{
    FakeDeal,
    account::{Account, FakeField},
    problem,
};

type Pairs = [(String, String)];

/// `GET /api/v4/leads`: newest last, unless `order[created_at]` or `order[id]` says `desc`.
///
/// `filter` is ignored, as in an account that lacks it; `query` looks into names and values of fields.
pub(super) fn deals(account: &Account, pairs: &Pairs) -> Response {
    let with_contacts = value(pairs, "with").is_some_and(|with| with.contains("contacts"));
    let query = value(pairs, "query").map(str::to_lowercase);
    let mut found: Vec<_> = account
        .deals
        .iter()
        .filter(|deal| matches(deal, query.as_deref()))
        .collect();
    found.sort_by_key(|deal| (deal.created_at, deal.id));
    let order = value(pairs, "order[created_at]").or_else(|| value(pairs, "order[id]"));
    if order == Some("desc") {
        found.reverse();
    }
    let rows = found
        .into_iter()
        .map(|deal| deal_view(account, deal, with_contacts))
        .collect();
    page(&account.address("leads"), "leads", rows, pairs)
}

/// `GET /api/v4/leads/custom_fields`.
pub(super) fn fields(account: &Account, pairs: &Pairs) -> Response {
    let rows = account.fields.iter().map(FakeField::view).collect();
    page(
        &account.address("leads/custom_fields"),
        "custom_fields",
        rows,
        pairs,
    )
}

/// At most 250 deals a page; of fields never more than 50, whatever `limit` says. Beyond the end: 204, no body.
fn page(address: &str, name: &str, rows: Vec<Value>, pairs: &Pairs) -> Response {
    let number = |name: &str| value(pairs, name).and_then(|text| text.parse::<usize>().ok());
    let most = if name == "custom_fields" { 50 } else { 250 };
    let limit = number("limit").unwrap_or(50).clamp(1, most);
    let at = number("page").unwrap_or(1).max(1);
    let first = (at - 1) * limit;
    if first >= rows.len() {
        return StatusCode::NO_CONTENT.into_response();
    }
    let has_more = first + limit < rows.len();
    let rows: Vec<_> = rows.into_iter().skip(first).take(limit).collect();
    let link = |page: usize| json!({ "href": format!("{address}?page={page}&limit={limit}") });
    let mut links = json!({ "self": link(at) });
    if has_more {
        links["next"] = link(at + 1);
    }
    problem::hal(&json!({ "_page": at, "_links": links, "_embedded": { name: rows } }))
}

pub(super) fn deal_view(account: &Account, deal: &FakeDeal, with_contacts: bool) -> Value {
    let fields = account.fields.iter().filter_map(|field| {
        let value = deal.fields.get(&field.id)?;
        Some(json!({
            "field_id": field.id, "field_name": field.name,
            "field_code": (!field.code.is_empty()).then_some(&field.code),
            "field_type": field.kind, "values": [{ "value": value }],
        }))
    });
    let fields: Vec<_> = fields.collect();
    let tags: Vec<_> = deal
        .tags
        .iter()
        .map(|name| json!({ "id": null, "name": name }))
        .collect();
    let mut view = json!({
        "id": deal.id, "name": deal.name, "price": deal.price,
        "responsible_user_id": deal.responsible_user_id,
        "status_id": deal.status_id, "pipeline_id": deal.pipeline_id,
        "created_at": deal.created_at, "updated_at": deal.created_at, "is_deleted": false,
        "custom_fields_values": if fields.is_empty() { Value::Null } else { json!(fields) },
        "_embedded": { "tags": tags, "companies": [] },
    });
    if with_contacts {
        let contacts = deal
            .contact_id
            .map(|id| json!({ "id": id, "is_main": true }));
        view["_embedded"]["contacts"] = json!(contacts.into_iter().collect::<Vec<_>>());
    }
    view
}

fn matches(deal: &FakeDeal, query: Option<&str>) -> bool {
    let mut texts = deal.fields.values().chain([&deal.name]);
    query.is_none_or(|query| texts.any(|text| text.to_lowercase().contains(query)))
}

fn value<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    pairs
        .iter()
        .find(|(given, _)| given == name)
        .map(|(_, value)| value.as_str())
}
