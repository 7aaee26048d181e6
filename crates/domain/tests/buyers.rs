//! A new buyer, from the manager's form to the invitation.
#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};
use stoa_domain::buyer::{
    IllegalStep, NewBuyer, NewBuyerForm, Provisioning, ProvisioningEvent, ProvisioningState,
};

fn form(body: &Value) -> NewBuyerForm {
    let text = |name: &str| match &body[name] {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    NewBuyerForm {
        email: text("email"),
        name: text("name"),
        phone: text("phone"),
        price_minor: text("price_minor"),
    }
}

fn codes(body: &Value) -> Vec<String> {
    form(body)
        .check()
        .unwrap_err()
        .into_iter()
        .map(|fault| fault.code)
        .collect()
}

#[test]
fn address_and_name_are_enough() {
    let NewBuyer {
        email,
        name,
        phone,
        price_minor,
    } = form(&json!({"email": " Buyer@Mail.RU", "name": "Айгерим", "phone": ""}))
        .check()
        .unwrap();
    assert_eq!(
        (email.as_str(), name.as_str()),
        ("buyer@mail.ru", "Айгерим")
    );
    assert_eq!((phone, price_minor), (None, None));
}

#[test]
fn a_price_is_the_digits_of_a_whole_number() {
    for price in [json!(500_000), json!("500000"), json!(" 500000 ")] {
        let buyer = form(
            &json!({"email": "a@b.kz", "name": "A", "phone": "87001234567", "price_minor": price}),
        );
        let buyer = buyer.check().unwrap();
        assert_eq!(buyer.price_minor, Some(500_000));
        assert_eq!(buyer.phone.unwrap().as_str(), "+77001234567");
    }
    for bad in [
        json!(-1),
        json!(1.5),
        json!("5 000"),
        json!(10_000_000_001_i64),
    ] {
        assert_eq!(
            codes(&json!({"email": "a@b.kz", "name": "A", "price_minor": bad})),
            ["buyer.price_invalid"]
        );
    }
}

#[test]
fn all_wrong_fields_are_named_at_once() {
    assert_eq!(
        codes(&json!({})),
        ["buyer.email_required", "buyer.name_required"]
    );
    let body = json!({"email": "nope", "name": "a\u{7}", "phone": "123", "price_minor": "x"});
    let want = [
        "buyer.email_invalid",
        "buyer.name_invalid",
        "buyer.phone_invalid",
        "buyer.price_invalid",
    ];
    assert_eq!(codes(&body), want);
    let long = json!({"email": format!("{}@b.kz", "a".repeat(300)), "name": "a".repeat(121)});
    assert_eq!(
        codes(&long),
        ["buyer.field_too_long", "buyer.field_too_long"]
    );
}

#[test]
fn a_form_shows_no_personal_data() {
    let shown = format!("{:?}", form(&json!({"email": "a@b.kz", "name": "Anna"})));
    assert!(
        !shown.contains("a@b.kz") && !shown.contains("Anna"),
        "{shown}"
    );
}

#[test]
fn an_account_is_made_step_by_step_and_each_step_may_repeat() {
    use ProvisioningEvent as E;
    use ProvisioningState as S;
    let mut at = Provisioning::REQUESTED;
    for (event, want) in [
        (
            E::UserReady {
                account_existed: false,
            },
            S::UserReady,
        ),
        (
            E::UserReady {
                account_existed: true,
            },
            S::UserReady,
        ),
        (E::Enrolled, S::Enrolled),
        (
            E::UserReady {
                account_existed: true,
            },
            S::Enrolled,
        ),
        (E::Failed, S::Failed),
        (E::Failed, S::Failed),
        (E::Retried, S::Requested),
        (
            E::UserReady {
                account_existed: true,
            },
            S::UserReady,
        ),
        (E::Enrolled, S::Enrolled),
        (E::Invited, S::Invited),
        (E::Invited, S::Invited),
        (E::Retried, S::Invited),
    ] {
        at = at.advance(event).unwrap();
        assert_eq!(
            (at.state, at.account_existed),
            (want, Some(false)),
            "{event:?}"
        );
    }
}

#[test]
fn no_step_is_skipped_and_what_is_finished_cannot_fail() {
    use ProvisioningEvent as E;
    use ProvisioningState as S;
    for (state, event) in [
        (S::Requested, E::Enrolled),
        (S::Requested, E::Invited),
        (S::UserReady, E::Invited),
        (S::Failed, E::Enrolled),
        (
            S::Failed,
            E::UserReady {
                account_existed: true,
            },
        ),
        (S::Invited, E::Failed),
    ] {
        let at = Provisioning {
            state,
            account_existed: None,
        };
        assert_eq!(at.advance(event), Err(IllegalStep { state, event }));
    }
}
