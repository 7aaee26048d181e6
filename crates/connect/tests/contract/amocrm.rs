//! What only amoCRM over HTTP promises, against the stateful fake.

use serde_json::json;
use stoa_connect::{AmoCrm as _, CallError, HttpAmoCrm, NewDeal, http_client};
use stoa_testkit::fakes::{FakeAmoCrm, Fault};

use crate::worlds::{HttpCrm, PIPELINE, STAGE, deal, options};

fn calls(world: &HttpCrm, end: &str) -> usize {
    world
        .fake
        .requests()
        .iter()
        .filter(|request| request.path.ends_with(end))
        .count()
}

#[tokio::test]
async fn the_request_is_what_the_crm_takes() {
    let world = HttpCrm::start().await;
    let deal = deal(1);
    let created = world.api.create_lead(&deal).await.unwrap();
    let (key, field) = (
        deal.key.to_string(),
        world.api.find_or_create_key_field().await.unwrap(),
    );
    let phone = json!({ "field_code": "PHONE", "values": [{ "value": "+77001234501", "enum_code": "WORK" }] });
    let email = json!({ "field_code": "EMAIL", "values": [{ "value": "aigerim_a@example.kz", "enum_code": "WORK" }] });
    let want = json!([{
        "name": "Экспресс-курс · Айгерим «Ая» <Ы> · L7F3K1", "price": 5000,
        "pipeline_id": PIPELINE, "status_id": STAGE, "responsible_user_id": FakeAmoCrm::USER,
        "request_id": key,
        "custom_fields_values": [
            { "field_id": field, "values": [{ "value": key }] },
            { "field_code": "UTM_SOURCE", "values": [{ "value": "ig" }] },
            { "field_code": "GCLID", "values": [{ "value": "Cj0" }] },
        ],
        "_embedded": {
            "tags": [{ "name": "expresscourse" }],
            "contacts": [{ "first_name": "Айгерим «Ая» <Ы>", "custom_fields_values": [phone, email] }],
        },
    }]);
    assert_eq!(world.fake.requests().last().unwrap().json, want);
    let kept = &world.fake.deals()[0];
    assert_eq!(kept.contact_id, created.contact_id);
    assert_eq!(
        world.fake.field_value(kept, "UTM_SOURCE").as_deref(),
        Some("ig")
    );
    assert_eq!(kept.tags, ["expresscourse"]);
}

#[tokio::test]
async fn a_bare_deal_sends_no_empty_fields() {
    let world = HttpCrm::start().await;
    let mut bare = NewDeal {
        price_minor: None,
        responsible_user_id: None,
        tags: Vec::new(),
        tracking: [("utm_source".to_owned(), " ".to_owned())].into(),
        ..deal(1)
    };
    bare.contact.email = None;
    world.api.create_lead(&bare).await.unwrap();
    let sent = world.fake.requests().last().unwrap().json[0].clone();
    for absent in ["price", "responsible_user_id"] {
        assert!(sent.get(absent).is_none(), "{absent}");
    }
    assert!(sent["_embedded"].get("tags").is_none());
    assert_eq!(sent["custom_fields_values"].as_array().unwrap().len(), 1);
    let contact = &sent["_embedded"]["contacts"][0];
    assert_eq!(contact["custom_fields_values"].as_array().unwrap().len(), 1);
}

#[test]
fn a_price_is_sent_in_whole_units() {
    let price = |minor| {
        NewDeal {
            price_minor: minor,
            ..deal(1)
        }
        .price()
    };
    for (minor, want) in [
        (None, None),
        (Some(0), Some(0)),
        (Some(49), Some(0)),
        (Some(50), Some(1)),
        (Some(500_000), Some(5000)),
        (Some(990_049), Some(9900)),
        (Some(-5), Some(0)),
        (Some(i64::MAX), Some(i64::MAX / 100)),
    ] {
        assert_eq!(price(minor), want, "{minor:?}");
    }
}

#[tokio::test]
async fn what_a_deal_can_do_without_is_dropped_when_refused() {
    let world = HttpCrm::start().await;
    world.fake.remove_field("UTM_SOURCE");
    let stranger = NewDeal {
        responsible_user_id: Some(999),
        ..deal(1)
    };
    let created = world.api.create_lead(&stranger).await.unwrap();
    assert_eq!(created.dropped, ["responsible_user_id", "UTM_SOURCE"]);
    let kept = world.fake.deals();
    assert_eq!(kept.len(), 1);
    assert_eq!(
        world.fake.field_value(&kept[0], "GCLID").as_deref(),
        Some("Cj0")
    );
    assert_eq!(kept[0].price, 5000);
    assert_eq!(calls(&world, "/complex"), 2);
}

#[tokio::test]
async fn a_lost_answer_to_the_second_sending_is_unknown() {
    let world = HttpCrm::start().await;
    let stranger = NewDeal {
        responsible_user_id: Some(999),
        ..deal(1)
    };
    world.api.find_or_create_key_field().await.unwrap();
    world
        .fake
        .faults()
        .push(Fault::Hang(std::time::Duration::ZERO));
    world.fake.faults().push(Fault::AppliedAnswerLost);
    let error = world.api.create_lead(&stranger).await.unwrap_err();
    assert_eq!(error.class(), "unknown");
    assert_eq!(world.fake.deals().len(), 1);
}

#[tokio::test]
async fn a_known_phone_goes_into_the_older_deal_when_duplicates_are_controlled() {
    let world = HttpCrm::start().await;
    world.fake.set_duplicate_control(true);
    let first = world.api.create_lead(&deal(1)).await.unwrap();
    let again = NewDeal {
        contact: deal(1).contact,
        ..deal(2)
    };
    let second = world.api.create_lead(&again).await.unwrap();
    assert_eq!((first.merged, second.merged), (false, true));
    assert_eq!((second.id, second.contact_id), (first.id, first.contact_id));
}

#[tokio::test]
async fn the_key_field_is_made_once_and_found_by_the_next_process() {
    let world = HttpCrm::start().await;
    for at in 0..60 {
        world.fake.add_field(&format!("Поле {at}"), "", "text");
    }
    world.fake.add_field("Stoa lead id", "", "numeric");
    let made = world.api.find_or_create_key_field().await.unwrap();
    let post = world.fake.requests().pop().unwrap();
    assert_eq!(
        post.json,
        json!([{ "name": "Stoa lead id", "type": "text", "is_api_only": true }])
    );
    let client = http_client(options()).unwrap();
    let next = HttpAmoCrm::new(world.fake.base_url(), world.fake.token(), client, None);
    assert_eq!(
        next.find_or_create_key_field().await,
        Ok(made),
        "on the second page"
    );
    let asked = world.fake.requests().len();
    next.find_or_create_key_field().await.unwrap();
    assert_eq!(world.fake.requests().len(), asked, "remembered");
}

#[tokio::test]
async fn a_removed_key_field_blocks_one_deal_and_is_made_anew() {
    let world = HttpCrm::start().await;
    world.api.create_lead(&deal(1)).await.unwrap();
    world.fake.remove_field("Stoa lead id");
    let error = world.api.create_lead(&deal(2)).await.unwrap_err();
    assert_eq!(error.class(), "config");
    let want = "custom_fields_values.0.field_id: NotSupportedChoice";
    assert!(error.to_string().contains(want), "{error}");
    world.api.create_lead(&deal(2)).await.unwrap();
    assert_eq!(world.fake.deals().len(), 2);
}

#[tokio::test]
async fn while_the_key_field_is_looked_for_nothing_is_sent() {
    let world = HttpCrm::start().await;
    for fault in [
        Fault::CutBefore,
        Fault::server_error(502),
        Fault::AppliedUnreadable,
    ] {
        world.fake.faults().push_any(fault.clone());
        let error = world.api.create_lead(&deal(1)).await.unwrap_err();
        assert_eq!(error.class(), "not_sent", "{fault:?}: {error}");
    }
    assert_eq!(calls(&world, "/complex"), 0);
    world.api.create_lead(&deal(1)).await.unwrap();
}

#[tokio::test]
async fn a_key_field_of_the_wrong_type_is_a_matter_of_settings() {
    let world = HttpCrm::start().await;
    let client = http_client(options()).unwrap();
    let numeric = world.fake.add_field("Число", "", "numeric");
    let api = HttpAmoCrm::new(
        world.fake.base_url(),
        world.fake.token(),
        client,
        Some(numeric),
    );
    let error = api.create_lead(&deal(1)).await.unwrap_err();
    assert_eq!(
        error.class(),
        "config",
        "the key field has the wrong type: {error}"
    );
    let request_id = error.evidence().request_id.clone().unwrap();
    assert!(request_id.starts_with("fake-"), "{request_id}");
}

#[tokio::test]
async fn token_and_payment_are_named() {
    let world = HttpCrm::start().await;
    world.fake.set_unpaid(true);
    assert!(matches!(
        world.api.create_lead(&deal(1)).await,
        Err(CallError::Unpaid(_))
    ));
    world.fake.set_unpaid(false);
    world.fake.revoke_token();
    assert!(matches!(
        world.api.create_lead(&deal(1)).await,
        Err(CallError::Auth(_))
    ));
    assert!(matches!(
        world.api.pipelines().await,
        Err(CallError::Auth(_))
    ));
}

#[tokio::test]
async fn a_list_of_several_pages_is_read_back_to_the_time_asked_for() {
    let world = HttpCrm::start().await;
    for _ in 0..260 {
        world.api.create_lead(&deal(1)).await.unwrap();
    }
    let listed = world
        .api
        .deals_since(chrono::DateTime::UNIX_EPOCH)
        .await
        .unwrap();
    assert_eq!(listed.len(), 260);
    let asked = world.fake.requests();
    let pages = asked
        .iter()
        .filter(|request| request.method == "GET" && request.path.ends_with("/leads"));
    assert_eq!(pages.count(), 2);
}

#[tokio::test]
async fn a_crm_that_cannot_be_asked_says_nothing_of_any_deal() {
    let world = HttpCrm::start().await;
    world.api.create_lead(&deal(1)).await.unwrap();
    for fault in [
        Fault::server_error(502),
        Fault::CutBefore,
        Fault::Throttle { retry_after: None },
    ] {
        world.fake.faults().push_any(fault.clone());
        let listed = world.api.deals_since(chrono::DateTime::UNIX_EPOCH).await;
        assert!(listed.is_err(), "{fault:?}");
    }
}
