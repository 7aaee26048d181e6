//! Every JSON body of `/api` is judged as a whole: each wrong field by the name that the client used.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use support::{MANAGER, STUDENT, Stoa, json_of};

const EVENT: &str = "018f0000-0000-7000-8000-0000000000e1";

async fn lesson(stoa: &Stoa, token: &str) -> String {
    let lessons = stoa.get("/api/lessons").bearer_auth(token);
    let lessons = json_of(lessons.send().await.unwrap(), StatusCode::OK).await;
    lessons[0]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a row for each body")]
async fn every_wrong_field_of_every_body_is_named_at_once() {
    let stoa = Stoa::demo();
    let (student, manager) = (stoa.token(STUDENT).await, stoa.token(MANAGER).await);
    let events = format!("/api/lessons/{}/events", lesson(&stoa, &student).await);
    let event = |more: Value| {
        let mut event = json!({ "client_event_id": EVENT, "type": "heartbeat", "position_s": 1, "watched_s": 1 });
        let object = event.as_object_mut().unwrap();
        object.extend(more.as_object().unwrap().clone());
        json!({ "events": [event] })
    };
    let (login, refresh, buyers) = (
        "/api/auth/login",
        "/api/auth/refresh",
        "/api/admin/tripwire/users",
    );
    let (profile, landing) = ("/api/profile", "/api/landing/submit");
    let buyer = |more: Value| {
        let mut buyer = json!({ "email": "a@b.kz", "name": "A" });
        let object = buyer.as_object_mut().unwrap();
        object.extend(more.as_object().unwrap().clone());
        buyer
    };
    let rows: Vec<(&str, Value, u16, &[&str])> = vec![
        (login, json!({}), 422, &["email", "password"]),
        (
            login,
            json!({ "email": 1, "password": [] }),
            400,
            &["email", "password"],
        ),
        (login, json!({ "email": 1 }), 400, &["email", "password"]),
        (
            login,
            json!({ "email": null, "x": 1 }),
            422,
            &["email", "password", "x"],
        ),
        (refresh, json!({}), 422, &["refresh_token"]),
        (
            refresh,
            json!({ "refresh_token": 1 }),
            400,
            &["refresh_token"],
        ),
        (
            profile,
            json!({ "name": 1, "version": "x" }),
            400,
            &["name", "version"],
        ),
        (
            profile,
            json!({ "name": "", "locale": "de" }),
            422,
            &["name", "locale"],
        ),
        (buyers, json!({}), 422, &["email", "name"]),
        (
            buyers,
            json!({ "email": 1, "phone": "12" }),
            400,
            &["email", "phone", "name"],
        ),
        (
            buyers,
            buyer(json!({ "priceMinor": "5" })),
            400,
            &["priceMinor"],
        ),
        (
            buyers,
            buyer(json!({ "price_minor": -5 })),
            422,
            &["price_minor"],
        ),
        (
            buyers,
            buyer(json!({ "priceMinor": -5 })),
            422,
            &["priceMinor"],
        ),
        (
            buyers,
            buyer(json!({ "priceMinor": 5, "price_minor": 5 })),
            422,
            &["price_minor"],
        ),
        (&events, json!({}), 422, &["events"]),
        (&events, json!({ "events": {} }), 400, &["events"]),
        (&events, json!({ "events": [1] }), 400, &["events[0]"]),
        (
            &events,
            json!({ "events": [{}] }),
            422,
            &["events[0].client_event_id", "events[0].type"],
        ),
        (
            &events,
            event(json!({ "surprise": 1 })),
            422,
            &["events[0].surprise"],
        ),
        (
            &events,
            event(json!({ "position_s": 4_294_967_295_u32 })),
            422,
            &["events[0].position_s"],
        ),
        (
            &events,
            event(json!({ "watched_s": "1" })),
            400,
            &["events[0].watched_s"],
        ),
        (
            landing,
            json!({ "name": 1, "phone": "12" }),
            400,
            &["name", "phone"],
        ),
        (landing, json!({ "name": "A" }), 422, &["phone"]),
    ];
    for (path, body, status, wanted) in rows {
        let method = if path == profile {
            Method::PATCH
        } else {
            Method::POST
        };
        let token = if path == buyers { &manager } else { &student };
        let request = stoa.http.request(method, format!("{}{path}", stoa.url));
        let request = if path == login || path == refresh || path == landing {
            request
        } else {
            request.bearer_auth(token)
        };
        let answer = request.json(&body).send().await.unwrap();
        let status = StatusCode::from_u16(status).unwrap();
        let problem = json_of(answer, status).await;
        let fields = problem["fields"].as_array().unwrap().iter();
        let mut named: Vec<_> = fields
            .map(|field| field["field"].as_str().unwrap())
            .collect();
        let mut wanted = wanted.to_vec();
        named.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(named, wanted, "{path} {body}: {problem}");
        let code = if status == StatusCode::BAD_REQUEST {
            "request.malformed"
        } else {
            "request.invalid"
        };
        assert_eq!(problem["code"], code, "{path} {body}");
    }
    // What is right is taken.
    let good = stoa
        .post(&events)
        .bearer_auth(&student)
        .json(&event(json!({})));
    let standing = json_of(good.send().await.unwrap(), StatusCode::OK).await;
    assert_eq!(standing["positionS"], 1);
    let good = buyer(json!({ "priceMinor": 500_000, "email": "price@example.kz" }));
    let good = stoa.post(buyers).bearer_auth(&manager).json(&good);
    json_of(good.send().await.unwrap(), StatusCode::CREATED).await;
}

#[tokio::test]
async fn a_query_that_is_no_text_is_refused_and_a_visitor_is_not() {
    let stoa = Stoa::demo();
    let token = stoa.token(MANAGER).await;
    for path in [
        "/api/admin/tripwire/users?search=%ff",
        "/api/lessons?limit=1&%d0=1",
    ] {
        let answer = stoa.get(path).bearer_auth(&token).send().await.unwrap();
        let problem = json_of(answer, StatusCode::BAD_REQUEST).await;
        assert_eq!(problem["code"], "request.malformed", "{path}");
    }
    // Advertisements still come in old alphabets.
    let page = stoa.get("/l/expresscourse?utm_campaign=%CF%F0%E8");
    assert_eq!(page.send().await.unwrap().status(), StatusCode::OK);
    let search = stoa
        .get("/api/admin/tripwire/users?search=%D0%90")
        .bearer_auth(&token);
    assert_eq!(search.send().await.unwrap().status(), StatusCode::OK);
}
