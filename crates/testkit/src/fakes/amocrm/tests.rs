use reqwest::Client;
use serde_json::{Value, json};
use stoa_connect::{HttpOptions, http_client};

use super::FakeAmoCrm;

fn client() -> Client {
    http_client(HttpOptions::crm()).unwrap()
}

/// Status and body; null when there is none.
async fn get(fake: &FakeAmoCrm, path: &str) -> (u16, Value) {
    let url = format!("{}api/v4/{path}", fake.base_url());
    let response = client()
        .get(url)
        .bearer_auth(FakeAmoCrm::TOKEN)
        .send()
        .await
        .unwrap();
    let status = response.status().as_u16();
    let body = response.bytes().await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

async fn post(fake: &FakeAmoCrm, path: &str, body: Value) -> (u16, Value) {
    let url = format!("{}api/v4/{path}", fake.base_url());
    let request = client()
        .post(url)
        .bearer_auth(FakeAmoCrm::TOKEN)
        .json(&body);
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

fn item(name: &str) -> Value {
    json!({ "name": name, "pipeline_id": FakeAmoCrm::PIPELINE, "status_id": FakeAmoCrm::STAGE_NEW })
}

#[tokio::test]
async fn deals_are_listed_newest_first_and_an_empty_list_has_no_body() {
    let fake = FakeAmoCrm::start().await;
    assert_eq!(get(&fake, "leads").await, (204, Value::Null));
    let (_, made) = post(
        &fake,
        "leads/complex",
        json!([item("a"), item("b"), item("c")]),
    )
    .await;
    assert_eq!(made[2]["request_id"], json!(["0"]));
    let names = |page: &Value| -> Vec<String> {
        let rows = page["_embedded"]["leads"].as_array().unwrap().iter();
        rows.map(|deal| deal["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let (_, page) = get(&fake, "leads?limit=2&order[created_at]=desc&with=contacts").await;
    assert_eq!(names(&page), ["c", "b"]);
    assert!(
        page["_links"]["next"]["href"]
            .as_str()
            .unwrap()
            .contains("page=2")
    );
    assert_eq!(
        page["_embedded"]["leads"][0]["custom_fields_values"],
        Value::Null
    );
    let (_, page) = get(&fake, "leads?limit=2&page=2&order[created_at]=desc").await;
    assert_eq!(
        (names(&page), &page["_links"]["next"]),
        (vec!["a".to_owned()], &Value::Null)
    );
    assert_eq!(get(&fake, "leads?page=3").await.0, 204);
    assert_eq!(names(&get(&fake, "leads?query=B").await.1), ["b"]);
    let ignored = get(&fake, "leads?filter[custom_fields_values][1][]=x").await;
    assert_eq!(
        names(&ignored.1).len(),
        3,
        "a filter that the account lacks"
    );
    assert_eq!(fake.deals_json().len(), 3);
}

fn changed(field: &str, value: Value) -> Value {
    let mut item = item("x");
    item[field] = value;
    item
}

/// Items that are refused, with the place and the code of the refusal.
fn wrong_items() -> Vec<(Value, &'static str, &'static str)> {
    let choice = "NotSupportedChoice";
    let field = |name: &str, id: Value, value: Value| {
        changed(
            "custom_fields_values",
            json!([{ name: id, "values": [{ "value": value }] }]),
        )
    };
    let phone =
        json!({ "field_code": "PHONE", "values": [{ "value": "+7", "enum_code": "work" }] });
    let contact = json!({ "contacts": [{ "custom_fields_values": [phone] }] });
    vec![
        (
            changed("status_id", json!(FakeAmoCrm::OTHER_STAGE)),
            "status_id",
            choice,
        ),
        (
            changed("status_id", json!(FakeAmoCrm::STAGE_INCOMING)),
            "status_id",
            choice,
        ),
        (changed("pipeline_id", json!(1)), "status_id", choice),
        (changed("price", json!("9900")), "price", "InvalidType"),
        (
            field("field_code", json!("UTM_TERM"), json!(5)),
            "custom_fields_values.0.values.0.value",
            "InvalidType",
        ),
        (
            field("field_id", json!(1), json!("x")),
            "custom_fields_values.0.field_id",
            choice,
        ),
        (
            changed("_embedded", contact),
            "_embedded.contacts.0.custom_fields_values.0.values.0.enum_code",
            choice,
        ),
        (
            changed("_embedded", json!({ "tags": [{}] })),
            "_embedded.tags.0.name",
            "FieldMissing",
        ),
    ]
}

#[tokio::test]
async fn a_request_with_one_wrong_item_makes_none() {
    let fake = FakeAmoCrm::start().await;
    for (wrong, path, code) in wrong_items() {
        let (status, problem) = post(&fake, "leads/complex", json!([item("ok"), wrong])).await;
        let refused = &problem["validation-errors"][0];
        assert_eq!(
            (status, &refused["request_id"]),
            (400, &json!("1")),
            "{problem}"
        );
        let error = refused["errors"].as_array().unwrap().last().unwrap();
        assert_eq!(
            (&error["path"], &error["code"]),
            (&json!(path), &json!(code))
        );
    }
    for body in [json!({}), json!([]), json!(vec![item("x"); 51])] {
        assert_eq!(post(&fake, "leads/complex", body).await.0, 400);
    }
    assert_eq!(fake.deals(), []);
}

#[tokio::test]
async fn metadata_moves_a_deal_to_the_incoming_stage() {
    let fake = FakeAmoCrm::start().await;
    let metadata = changed("_embedded", json!({ "metadata": { "category": "forms" } }));
    assert_eq!(post(&fake, "leads/complex", json!([metadata])).await.0, 200);
    assert_eq!(fake.deals()[0].status_id, FakeAmoCrm::STAGE_INCOMING);
}

#[tokio::test]
async fn only_the_integration_gets_in() {
    let fake = FakeAmoCrm::start().await;
    let (_, account) = get(&fake, "account").await;
    assert_eq!(account["currency"], "KZT");
    let url = format!("{}api/v4/account", fake.base_url());
    let stranger = client().get(url.as_str()).send().await.unwrap();
    assert_eq!(stranger.status(), 401);
    assert!(stranger.headers().contains_key("x-request-id"));
    assert_eq!(get(&fake, "nothing").await.0, 404);
    let refused = post(&fake, "leads/custom_fields", json!([{ "type": "text" }])).await;
    assert_eq!(
        refused.1["validation-errors"][0]["errors"][0]["path"],
        "name"
    );
    fake.revoke_token();
    assert_eq!(get(&fake, "account").await.0, 401);
}
