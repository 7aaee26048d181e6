//! The text about a lead, whatever the visitor typed.

use std::collections::BTreeMap;

use proptest::prelude::*;
use stoa_connect::{LeadNotice, escape_html, telegram::plain_text};
use stoa_core::LeadCode;
use stoa_domain::PaymentMethod;
use stoa_testkit::fakes::telegram::read_html;

fn notice() -> LeadNotice {
    LeadNotice {
        code: LeadCode::from_stored("L7F3K9".to_owned()),
        name: "Айгерим".to_owned(),
        phone: "+77001234567".to_owned(),
        email: Some("a_b*c@example.kz".to_owned()),
        source: "Экспресс-курс".to_owned(),
        payment_method: Some(PaymentMethod::Kaspi),
        comment: Some("Звоните\nпосле 18:00".to_owned()),
        utm: BTreeMap::from([
            ("utm_campaign".to_owned(), "весна <3".to_owned()),
            ("utm_source".to_owned(), "ig".to_owned()),
        ]),
        repeat_of: None,
        maybe_sent_before: false,
    }
}

#[test]
fn a_notice_has_everything_in_russian() {
    let want = "🆕 Новая заявка L7F3K9\nИмя: Айгерим\nТелефон: +77001234567\nЭл. почта: a_b*c@example.kz\n\
                Источник: Экспресс-курс\nОплата: Kaspi\nКомментарий: Звоните\nпосле 18:00\n\
                UTM: campaign = весна <3, source = ig";
    assert_eq!(read_html(&notice().html()).unwrap(), want);
    let repeated = LeadNotice {
        repeat_of: Some(LeadCode::from_stored("AAAAA1".to_owned())),
        maybe_sent_before: true,
        email: None,
        payment_method: Some(PaymentMethod::Other("halyk".to_owned())),
        comment: None,
        utm: BTreeMap::new(),
        ..notice()
    };
    let want = "⚠️ Возможен повтор\n🔁 Повторная заявка L7F3K9, первая AAAAA1\nИмя: Айгерим\n\
                Телефон: +77001234567\nИсточник: Экспресс-курс\nОплата: halyk";
    assert_eq!(read_html(&repeated.html()).unwrap(), want);
}

#[test]
fn no_value_can_pretend_to_be_another_field() {
    let name = "Ая\nТелефон: +7999\r\n<b>Оплата</b>".to_owned();
    let text = read_html(&LeadNotice { name, ..notice() }.html()).unwrap();
    assert!(
        text.contains("\nИмя: Ая Телефон: +7999 <b>Оплата</b>\nТелефон: +77001234567\n"),
        "{text}"
    );
}

proptest! {
    #[test]
    fn what_is_escaped_is_read_back(text in "\\PC*|[<>&\"';#x0-9a-z/]{0,60}") {
        prop_assert_eq!(read_html(&escape_html(&text)), Ok(text.clone()));
        prop_assert_eq!(plain_text(&escape_html(&text)), text);
    }

    #[test]
    fn a_notice_always_fits_and_keeps_the_contact_data(
        name in "[\\PC\n<&>]{0,400}",
        phone in "[+0-9()<>&-]{1,512}",
        email in proptest::option::of("[!-~]{1,512}"),
        comment in proptest::option::of("[\\PC\n<&>👩]{0,3000}"),
        utm in proptest::collection::btree_map("utm_[a-z_]{1,300}", "[\\PC<&>]{0,600}", 0..30),
        repeated: bool,
    ) {
        let repeat_of = repeated.then(|| LeadCode::from_stored("<&>".to_owned()));
        let maybe_sent_before = repeated;
        let source = "&".repeat(300);
        let notice = LeadNotice {
            name, phone, email, source, comment, utm, repeat_of, maybe_sent_before, ..notice()
        };
        let text = read_html(&notice.html()).unwrap();
        prop_assert!(text.encode_utf16().count() <= 4096);
        let has_line = |line: String| text.lines().any(|found| found == line);
        prop_assert!(has_line(format!("Телефон: {}", notice.phone)), "{}", text);
        if let Some(email) = &notice.email {
            prop_assert!(has_line(format!("Эл. почта: {email}")), "{}", text);
        }
        let name = text.lines().find_map(|line| line.strip_prefix("Имя: ")).unwrap();
        prop_assert!(name.encode_utf16().count() <= 80);
    }
}
