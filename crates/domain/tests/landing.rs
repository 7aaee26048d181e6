//! The landing form, from the bytes of the request to the submission.
#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};
use stoa_domain::{LandingForm, PaymentMethod, Submission};

fn from_json(body: &Value) -> LandingForm {
    serde_json::from_str(&body.to_string()).unwrap()
}

fn checked(body: &Value) -> Submission {
    from_json(body).check().unwrap()
}

/// The codes of all errors with their fields, in order.
fn codes(body: &Value) -> Vec<(String, String)> {
    let faults = from_json(body).check().unwrap_err();
    faults
        .into_iter()
        .map(|fault| (fault.field, fault.code))
        .collect()
}

fn golden() -> Value {
    json!({"name": "Test Lead", "email": "test@lead.com", "phone": "+77001234567",
        "source": "expresscourse", "paymentMethod": "kaspi"})
}

fn golden_with(key: &str, value: impl Into<Value>) -> Value {
    let mut body = golden();
    body[key] = value.into();
    body
}

#[test]
fn the_golden_flow_s_body_is_a_submission() {
    let submission = checked(&golden());
    assert_eq!(submission.name.as_str(), "Test Lead");
    assert_eq!(submission.phone.as_str(), "+77001234567");
    assert_eq!(submission.email.as_ref().unwrap().as_str(), "test@lead.com");
    assert_eq!(submission.source.as_str(), "expresscourse");
    assert_eq!(submission.payment_method, Some(PaymentMethod::Kaspi));
    assert!(submission.extra.is_empty() && !submission.trap_filled && submission.consent.is_none());
}

#[test]
fn name_and_phone_are_enough() {
    for email in [Value::Null, "".into(), "  ".into(), "\u{200B}".into()] {
        let body = json!({"name": "A", "phone": "8 700 123 45 67", "email": email, "paymentMethod": "", "source": null});
        let submission = checked(&body);
        assert_eq!((submission.email, submission.payment_method), (None, None));
        assert_eq!(submission.source.as_str(), "landing");
    }
}

#[test]
fn all_wrong_fields_are_named_at_once() {
    let want = [
        ("name", "lead.name_required"),
        ("phone", "lead.phone_required"),
    ];
    for empty in [
        json!({}),
        json!({"name": " ", "phone": ""}),
        json!({"name": null, "phone": null}),
    ] {
        assert_eq!(
            codes(&empty),
            want.map(|(field, code)| (field.to_owned(), code.to_owned()))
        );
    }
    let body = json!({"name": "a\u{0}b", "phone": "12345", "email": "nope", "source": "a b",
        "paymentMethod": "x".repeat(65), "submissionId": "7", "comment": "я".repeat(12_001),
        "consent": {"version": "1", "at": "yesterday"}});
    let want = [
        ("name", "lead.name_invalid"),
        ("phone", "lead.phone_invalid"),
        ("email", "lead.email_invalid"),
        ("source", "lead.source_invalid"),
        ("paymentMethod", "lead.field_too_long"),
        ("submissionId", "lead.submission_id_invalid"),
        ("comment", "lead.field_too_long"),
        ("consent.at", "lead.consent_invalid"),
    ];
    assert_eq!(
        codes(&body),
        want.map(|(field, code)| (field.to_owned(), code.to_owned()))
    );
}

#[test]
fn texts_have_a_limit() {
    for (field, text) in [
        ("name", "я".repeat(121)),
        ("phone", "7".repeat(101)),
        ("email", format!("{}@b.kz", "a".repeat(400))),
    ] {
        assert_eq!(
            codes(&golden_with(field, text)),
            [(field.to_owned(), "lead.field_too_long".to_owned())]
        );
    }
    let code = |field, text| codes(&golden_with(field, text))[0].1.clone();
    assert_eq!(
        code("paymentMethod", "ka\u{7}spi"),
        "lead.payment_method_invalid"
    );
    assert_eq!(code("email", "a\u{0}@b.kz"), "lead.email_invalid");
}

#[test]
fn what_the_visitor_cannot_mend_is_cut_and_never_refused() {
    let body = json!({"name": "A", "phone": "+77001234567", "utm_source": "  IG\u{0}\n", "utm_content": "x".repeat(9000),
        "fbclid": "IwAR0", "gclid": "", "_fbp": "fb.1.2", "referrer": "r".repeat(5000), "page": "https://a.kz/l?x=1#top",
        "utm_id": 120_210, "campaignSlug": " spring ", "ts": "not a time", "hp": "I am a robot"});
    let submission = checked(&body);
    let tracking = &submission.tracking;
    assert_eq!(
        (tracking.utm("utm_source"), tracking.utm_group("utm_source")),
        (Some("IG"), Some("ig".into()))
    );
    assert_eq!(
        (
            tracking.utm("utm_id"),
            tracking.utm("utm_content").map(str::len)
        ),
        (Some("120210"), Some(512))
    );
    assert_eq!(
        (tracking.click_id("fbclid"), tracking.click_id("gclid")),
        (Some("IwAR0"), None)
    );
    assert_eq!(
        (tracking.click_id("_fbp"), tracking.page_path()),
        (Some("fb.1.2"), Some("https://a.kz/l"))
    );
    assert_eq!(tracking.referrer.as_ref().map(String::len), Some(2048));
    assert_eq!(submission.campaign_slug.as_deref(), Some("spring"));
    assert_eq!(
        (submission.rendered_at_ms, submission.trap_filled),
        (None, true)
    );
}

#[test]
fn a_long_comment_comes_through_whole() {
    let comment = "Перезвоните, _*[]()~<>&\"' \u{1F44D}\n".repeat(300);
    let submission = checked(&golden_with("comment", comment.clone()));
    assert_eq!(submission.comment.as_deref(), Some(comment.trim()));
}

#[test]
fn unknown_fields_are_kept_up_to_four_kilobytes() {
    let mut body = golden_with(
        "quiz",
        json!({"q1": ["a\u{0}\u{1b}[2J\tb\n", 2], "z\u{7}": null}),
    );
    body["utm_BAD"] = "kept".into();
    body["utm_source"] = json!({"odd": true});
    let extra = checked(&body).extra;
    assert_eq!(
        (extra.fields["quiz"]["q1"][0].as_str(), extra.dropped),
        (Some("a[2J\tb\n"), 0),
        "control characters are left out"
    );
    assert!(extra.fields["quiz"].get("z").is_some());
    assert!(extra.fields.contains_key("utm_BAD") && extra.fields.contains_key("utm_source"));

    body["big"] = "x".repeat(4096).into();
    let extra = checked(&body).extra;
    assert_eq!(
        (
            extra.dropped,
            extra.fields.contains_key("big"),
            extra.fields.len()
        ),
        (1, false, 3)
    );
}

#[test]
fn a_wrong_type_or_a_key_that_comes_twice_cannot_be_read() {
    for (body, said) in [
        (r#"{"name": 7}"#, "field `name` must be text"),
        (
            r#"{"phone": ["+77001234567"]}"#,
            "field `phone` must be text",
        ),
        (
            r#"{"paymentMethod": {}}"#,
            "field `paymentMethod` must be text",
        ),
        (r#"{"ts": []}"#, "field `ts` must be a number"),
        (r#"{"consent": [1]}"#, "field `consent` must be an object"),
        (r#"{"name": "a", "name": "b"}"#, "field `name` comes twice"),
        (r#"{"x": 1, "x": 1}"#, "field `x` comes twice"),
        (r#"["name"]"#, "landing form"),
        ("null", "landing form"),
        ("7", "landing form"),
    ] {
        let error = serde_json::from_str::<LandingForm>(body)
            .unwrap_err()
            .to_string();
        assert!(error.contains(said), "{body}: {error}");
    }
}

#[test]
fn an_html_form_says_the_same_as_json() {
    let form = "name=%D0%90%D0%B9%D0%B3%D0%B5%D1%80%D0%B8%D0%BC+B&email=a%40b.kz&phone=8+%28700%29+123-45-67&source=expresscourse\
        &paymentMethod=kaspi_red&ts=1795000000&consent=on&consent%5Bversion%5D=2026-01&consent%5Bat%5D=1795000000123&hp=&utm_source=ig&page=%2Fl%2Fexpresscourse";
    let from_form = serde_urlencoded::from_str::<LandingForm>(form)
        .unwrap()
        .check()
        .unwrap();
    let from_json = checked(
        &json!({"name": "Айгерим B", "email": "a@b.kz", "phone": "8 (700) 123-45-67", "source": "expresscourse",
        "paymentMethod": "kaspi_red", "ts": 1_795_000_000_000_i64, "consent": {"version": "2026-01", "at": 1_795_000_000_123_i64},
        "utm_source": "ig", "page": "/l/expresscourse"}),
    );
    assert!(from_form == from_json);
    assert_eq!(from_form.rendered_at_ms, Some(1_795_000_000_000));
    assert_eq!(
        from_form.consent.unwrap().at.unwrap().timestamp_millis(),
        1_795_000_000_123
    );
    assert!(serde_urlencoded::from_str::<LandingForm>("name=a&name=b").is_err());
}

#[test]
fn a_consent_is_an_object_a_box_or_a_version() {
    let version = |consent: Value| {
        checked(&golden_with("consent", consent))
            .consent
            .map(|c| c.version)
    };
    assert_eq!(
        version(json!({"version": "v1", "at": "2026-11-21T08:00:00+05:00"})),
        Some(Some("v1".into()))
    );
    assert_eq!(version(json!(true)), Some(None));
    assert_eq!(version(json!("on")), Some(None));
    assert_eq!(version(json!("2026-01")), Some(Some("2026-01".into())));
    let empty = [
        json!({}),
        json!({"version": null}),
        json!({"version": " ", "at": ""}),
    ];
    for none in [json!(false), json!("off"), json!(""), Value::Null]
        .into_iter()
        .chain(empty)
    {
        assert_eq!(version(none), None);
    }
}

#[test]
fn a_fingerprint_is_that_of_the_request_and_not_of_its_spelling() {
    let first = checked(&golden());
    let mut respelt = json!({"paymentMethod": "Kaspi", "source": " ExpressCourse", "phone": "8 (700) 123-45-67",
        "email": "TEST@lead.com ", "name": " Test  Lead", "ts": 1, "hp": ""});
    respelt["submissionId"] = "5e2f3c1c-7d9d-4c9e-9b44-3f1f6c0c6f11".into();
    assert_eq!(first.fingerprint(), checked(&respelt).fingerprint());
    assert_eq!(first.fingerprint().len(), 64);
    let changes = [
        ("name", "Other"),
        ("phone", "+77001234568"),
        ("email", ""),
        ("paymentMethod", "card"),
        ("comment", "x"),
        ("extra", "x"),
    ];
    for (field, value) in changes {
        assert_ne!(
            first.fingerprint(),
            checked(&golden_with(field, value)).fingerprint(),
            "{field}"
        );
    }
    let nested = |text: &str| {
        serde_json::from_str::<LandingForm>(text)
            .unwrap()
            .check()
            .unwrap()
            .fingerprint()
    };
    let same = [
        r#""q": {"a": 1, "b": 2}, "r": 3"#,
        r#""r": 3, "q": {"b": 2, "a": 1}"#,
    ];
    let [one, two] = same.map(|extra| {
        nested(&format!(
            r#"{{"name": "A", "phone": "+77001234567", {extra}}}"#
        ))
    });
    assert_eq!(one, two);
}

#[test]
fn a_double_click_has_one_window_key() {
    let key = |body: &Value| checked(body).window_key();
    let first = key(&golden_with("page", "https://a.kz/l/express?utm=1#form"));
    for (field, value) in [("name", "Another"), ("comment", "x"), ("utm_source", "y")] {
        let mut again = golden_with("page", "https://a.kz/l/express");
        again[field] = value.into();
        assert_eq!(first, key(&again), "{field}");
    }
    for (field, value) in [
        ("phone", "+77001234568"),
        ("email", ""),
        ("source", "proftest"),
        ("paymentMethod", "card"),
        ("page", "/other"),
    ] {
        let mut other = golden_with("page", "https://a.kz/l/express");
        other[field] = value.into();
        assert_ne!(first, key(&other), "{field}");
    }
}

#[test]
fn nothing_personal_is_in_the_debug_text_and_everything_in_the_payload() {
    let mut body = golden();
    body["comment"] = "call me".into();
    let form = from_json(&body);
    let shown = format!("{form:?} {:?}", form.clone().check());
    for secret in ["Test Lead", "test@lead", "7001234567", "call me"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    let payload = form.check().unwrap().payload();
    assert_eq!(payload["paymentMethod"], "kaspi");
    assert_eq!(payload["raw"]["phone"], "+77001234567");
    assert_eq!(payload["phone"], "+77001234567");
    assert_eq!(payload["submissionId"], Value::Null);
}
