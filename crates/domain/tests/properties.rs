//! No text makes a normaliser fail badly, and doing it twice changes nothing.

use proptest::prelude::*;
use stoa_domain::{Email, LandingForm, PaymentMethod, PersonName, Phone, Source};

/// Texts that come close to a telephone number.
fn phone_like() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC*",
        "[+0-9 ()\\-.,;/x#*\u{200B}\u{FF10}-\u{FF19}а-я]{0,40}",
        "\\+[1-9][0-9]{6,14}"
    ]
}

/// Texts that come close to an address.
fn email_like() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC*",
        "[a-zA-Z0-9.+_а-яﬁİß\u{200B}]{1,20}@[a-zA-Z0-9а-яİß。．\\-]{1,12}\\.[a-zа-яK]{2,6}"
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn phones(text in phone_like()) {
        if let Ok(phone) = Phone::parse(&text) {
            prop_assert_eq!(Phone::parse(phone.as_str()), Ok(phone.clone()));
            prop_assert!(phone.as_str().starts_with('+') && phone.as_str().len() <= 17);
            prop_assert!(phone.last_ten().len() <= 10);
        }
    }

    #[test]
    fn emails(text in email_like()) {
        if let Ok(email) = Email::parse(&text) {
            prop_assert_eq!(Email::parse(email.as_str()), Ok(email.clone()));
            prop_assert!(email.as_str().is_ascii() && email.as_str().len() <= Email::MAX);
            if let Some(meant) = email.typo_suggestion() {
                prop_assert_eq!(Email::parse(meant.as_str()), Ok(meant.clone()));
            }
        }
    }

    #[test]
    fn names(text in any::<String>()) {
        if let Ok(name) = PersonName::parse(&text) {
            prop_assert_eq!(PersonName::parse(name.as_str()), Ok(name.clone()));
            prop_assert!((1..=PersonName::MAX).contains(&name.as_str().chars().count()));
            prop_assert!(!name.as_str().chars().any(char::is_control));
        }
    }

    #[test]
    fn sources_and_methods(text in any::<String>()) {
        if let Ok(source) = Source::parse(&text) {
            prop_assert_eq!(Source::parse(source.as_str()), Ok(source.clone()));
        }
        if let Some(method) = PaymentMethod::parse(&text) {
            prop_assert_eq!(PaymentMethod::parse(method.as_str()), Some(method.clone()));
            prop_assert!(method.as_str().chars().count() <= PaymentMethod::MAX);
        }
    }

    #[test]
    fn no_form_makes_the_check_fail_badly(
        fields in prop::collection::btree_map("(name|phone|email|source|comment|ts|consent|utm_a|page|x)", any::<String>(), 0..9)
    ) {
        let form: LandingForm = serde_json::from_value(serde_json::json!(fields)).unwrap();
        match form.check() {
            Ok(submission) => {
                prop_assert_eq!(submission.fingerprint().len(), 64);
                prop_assert!(!submission.payload().to_string().contains("\\u0000"));
            }
            Err(faults) => prop_assert!(!faults.is_empty()),
        }
    }
}
