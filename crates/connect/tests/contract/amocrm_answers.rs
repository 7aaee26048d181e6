//! Answers of amoCRM that the fake never gives.

use serde_json::{Value, json};
use stoa_connect::{AmoCrm as _, CallError, CreatedDeal, HttpAmoCrm, http_client};
use stoa_core::SecretString;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{any, method, path, query_param},
};

use crate::worlds::{deal, options};

const TOKEN: &str = "a-token-to-be-kept";

fn crm(server: &MockServer, key_field: Option<i64>) -> HttpAmoCrm {
    let (url, token) = (server.uri().parse().unwrap(), SecretString::from(TOKEN));
    HttpAmoCrm::new(url, token, http_client(options()).unwrap(), key_field)
}

async fn answered(answer: ResponseTemplate) -> Result<CreatedDeal, CallError> {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(answer)
        .mount(&server)
        .await;
    crm(&server, Some(1)).create_lead(&deal(1)).await
}

#[tokio::test]
async fn both_shapes_of_a_creation_are_read() {
    let key = deal(1).key.to_string();
    let ours = |request_id: Value| json!({ "id": 9, "contact_id": 8, "request_id": request_id, "merged": null });
    let other = json!({ "id": 1, "contact_id": 2, "request_id": ["other"], "merged": false });
    for body in [
        json!([ours(json!([key]))]),
        json!([other, ours(json!(["x", key]))]),
        json!([ours(Value::Null)]),
        json!({ "_embedded": { "leads": [ours(json!("0"))] } }),
        json!({ "_embedded": { "leads": [ours(json!(key))] } }),
    ] {
        let created = answered(ResponseTemplate::new(200).set_body_json(&body))
            .await
            .unwrap();
        assert_eq!((created.id, created.contact_id), (9, Some(8)), "{body}");
    }
}

#[tokio::test]
async fn a_success_that_does_not_name_our_deal_is_unknown() {
    let one = json!({ "id": 1, "request_id": ["other"] });
    for body in [
        json!([]),
        json!({}),
        json!([one]),
        json!([one, one]),
        json!("ok"),
    ] {
        let answer = ResponseTemplate::new(200).set_body_json(&body);
        assert_eq!(
            answered(answer).await.unwrap_err().class(),
            "unknown",
            "{body}"
        );
    }
    for status in [200, 202, 204] {
        let error = answered(ResponseTemplate::new(status)).await.unwrap_err();
        assert_eq!(error.class(), "unknown", "{status}");
    }
}

#[tokio::test]
async fn a_refusal_has_its_class_by_status_and_field() {
    let problem = |path: &str| {
        let error = json!({ "code": "Wrong", "path": path, "detail": "no" });
        json!({ "validation-errors": [{ "request_id": "0", "errors": [error] }],
                "title": "Bad Request", "status": 400, "detail": "Request validation failed" })
    };
    let phone = "_embedded.contacts.0.custom_fields_values.0.values.0.value";
    for (status, body, class) in [
        (400, problem("status_id"), "config"),
        (422, problem("pipeline_id"), "config"),
        (400, problem("custom_fields_values.0.field_id"), "config"),
        (400, problem(phone), "refused"),
        (422, problem("name"), "refused"),
        (400, json!({ "title": "Bad Request" }), "refused"),
        (400, problem("price"), "refused"),
        (
            400,
            json!({ "detail": [1], "validation-errors": [null, { "errors": null }] }),
            "refused",
        ),
        (400, json!([]), "refused"),
        (413, json!({}), "refused"),
        (409, json!({}), "refused"),
        (
            403,
            json!({ "title": "Forbidden", "detail": "no rights" }),
            "config",
        ),
        (404, json!({}), "config"),
    ] {
        let error = answered(ResponseTemplate::new(status).set_body_json(&body))
            .await
            .unwrap_err();
        assert_eq!(error.class(), class, "{status} {body}: {error}");
        if let CallError::Refused { permanent, .. } = error {
            assert_eq!(permanent, status != 409);
        }
    }
    let refused = answered(ResponseTemplate::new(400).set_body_json(problem(phone))).await;
    let Err(CallError::Refused {
        fields, evidence, ..
    }) = refused
    else {
        panic!("{refused:?}");
    };
    assert_eq!(
        (fields[0].code.as_str(), fields[0].path.as_str()),
        ("Wrong", phone)
    );
    assert_eq!(
        evidence.detail,
        format!("Request validation failed ({phone}: Wrong)")
    );
}

#[tokio::test]
async fn what_an_answer_repeats_of_the_token_is_struck_out() {
    let echo = format!("{} {TOKEN} {}", "x".repeat(480), "y".repeat(5000));
    let field = json!({ "code": TOKEN, "path": TOKEN, "detail": TOKEN });
    let body = json!({ "validation-errors": [{ "errors": [field] }], "detail": echo });
    for status in [400, 401, 403, 404, 429, 500, 200] {
        let answer = ResponseTemplate::new(status)
            .insert_header("x-request-id", TOKEN)
            .set_body_json(&body);
        let error = answered(answer).await.unwrap_err();
        assert!(
            !format!("{error:?} {error}").contains(TOKEN),
            "{status}: {error:?}"
        );
        assert!(error.evidence().detail.chars().count() <= 500);
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let server = MockServer::start().await;
    let elsewhere = ResponseTemplate::new(302).insert_header("location", "/elsewhere");
    Mock::given(path("/api/v4/leads/complex"))
        .respond_with(elsewhere)
        .mount(&server)
        .await;
    let error = crm(&server, Some(1))
        .create_lead(&deal(1))
        .await
        .unwrap_err();
    assert_eq!(error.class(), "config");
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

#[tokio::test]
async fn lists_may_be_empty_and_pages_stay_with_our_address() {
    let (server, stranger) = (MockServer::start().await, MockServer::start().await);
    let field = |id: i64| json!({ "id": id, "name": "Stoa lead id", "type": "text" });
    let page = |fields: Value, next: &str| json!({ "_embedded": { "custom_fields": fields }, "_links": { "next": { "href": next } } });
    let next = format!("{}/api/v4/leads/custom_fields?page=2", stranger.uri());
    let second = page(json!([field(7), field(6)]), "not a link");
    Mock::given(query_param("page", "2"))
        .respond_with(ResponseTemplate::new(200).set_body_json(second))
        .mount(&server)
        .await;
    Mock::given(query_param("limit", "250"))
        .respond_with(ResponseTemplate::new(200).set_body_json(page(json!([]), &next)))
        .mount(&server)
        .await;
    Mock::given(path("/api/v4/leads/pipelines"))
        .respond_with(ResponseTemplate::new(204))
        .mount(&server)
        .await;
    let crm = crm(&server, None);
    assert_eq!(
        crm.find_or_create_key_field().await,
        Ok(6),
        "the oldest of two"
    );
    assert_eq!(crm.pipelines().await, Ok(Vec::new()));
    assert_eq!(stranger.received_requests().await.unwrap().len(), 0);
}

#[tokio::test]
async fn a_list_without_end_is_given_up() {
    let server = MockServer::start().await;
    let endless = |request: &wiremock::Request| {
        let page = request.url.query_pairs().find(|(name, _)| name == "page");
        let page = page.map_or(1, |(_, page)| page.parse::<u32>().unwrap());
        let next = format!("http://x/api?page={}", page + 1);
        ResponseTemplate::new(200).set_body_json(
            json!({ "_embedded": { "custom_fields": [] }, "_links": { "next": { "href": next } } }),
        )
    };
    Mock::given(any())
        .respond_with(endless)
        .mount(&server)
        .await;
    let error = crm(&server, None)
        .find_or_create_key_field()
        .await
        .unwrap_err();
    assert_eq!(error.class(), "config", "{error}");
    assert_eq!(server.received_requests().await.unwrap().len(), 50);
}

#[tokio::test]
async fn a_refused_key_field_is_a_matter_of_settings_and_of_no_lead() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(204))
        .mount(&server)
        .await;
    let problem =
        json!({ "title": "Bad Request", "status": 400, "detail": "Fields limit reached" });
    Mock::given(method("POST"))
        .and(path("/api/v4/leads/custom_fields"))
        .respond_with(ResponseTemplate::new(400).set_body_json(problem))
        .mount(&server)
        .await;
    let error = crm(&server, None).create_lead(&deal(1)).await.unwrap_err();
    assert_eq!(error.class(), "config", "{error}");
    assert!(
        error.to_string().contains("Fields limit reached"),
        "{error}"
    );
}
