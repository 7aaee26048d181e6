//! How people write telephone numbers, and what we make of it.

use stoa_domain::{Phone, PhoneError};

const KAZAKH: &str = "+77001234567";

/// Ways to write one Kazakh mobile number.
const ONE_NUMBER: [&str; 40] = [
    "+77001234567",
    "+7 700 123 45 67",
    "8 700 123 45 67",
    "8 (700) 123-45-67",
    "87001234567",
    "77001234567",
    "7001234567",
    "700 123 45 67",
    "+7 (700) 123-45-67",
    "+7(700)1234567",
    "+7-700-123-45-67",
    "+7.700.123.45.67",
    "8‒700‒123‒45‒67",
    "007 700 123 45 67",
    "8 10 7 700 123 45 67",
    "\u{202A}+7 700 123 45 67\u{202C}",
    "\u{200E}8\u{200B}700\u{FEFF}1234567\u{2069}",
    "＋７７００１２３４５６７",
    "８ ７００ １２３ ４５ ６７",
    "+٧٧٠٠١٢٣٤٥٦٧",
    "+۷۷۰۰۱۲۳۴۵۶۷",
    "८ ७०० १२३ ४५ ६७",
    "𝟖𝟕𝟎𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕",
    "7️⃣7️⃣0️⃣0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣",
    "8 700 123 45 67 доб 5",
    "8 700 123 45 67 доб. 123",
    "+77001234567 ext 9",
    "+77001234567x12",
    "+77001234567#12",
    "8 700 123 45 67 (Айгерим, после 18)",
    "тел. 8 700 123 45 67",
    "WhatsApp: +7 700 123 45 67",
    "tel:+77001234567",
    "8 700 123 45 67, 8 701 765 43 21",
    "8 700 123 45 67 / 8 701 765 43 21",
    "+7 700 123 45 67 +7 701 765 43 21",
    "+7 +7 700 123 45 67",
    "+7 8 700 123 45 67",
    "+8 700 123 45 67",
    " \t 8 700 123 45 67 \r\n",
];

/// Other numbers that exist: as written, in E.164, country; `-` where countries share a plan that leaves
/// it open.
const OTHERS: [(&str, &str, &str); 16] = [
    ("8 727 250 00 00", "+77272500000", "KZ"),
    ("7172 70 00 00", "+77172700000", "KZ"),
    ("+7 775 000 11 22", "+77750001122", "KZ"),
    ("8 747 111 22 33", "+77471112233", "KZ"),
    ("8 800 080 00 80", "+78000800080", "RU"), // one plan for both countries
    ("8 916 123-45-67", "+79161234567", "RU"),
    ("9161234567", "+79161234567", "RU"),
    ("+7 8 916 123 45 67", "+79161234567", "RU"),
    ("8 812 555 12 34", "+78125551234", "RU"),
    ("+996 555 123 456", "+996555123456", "KG"),
    ("998 90 123 45 67", "+998901234567", "UZ"),
    ("+49 89 12345678", "+498912345678", "DE"),
    ("0049 (0) 89 123456", "+4989123456", "DE"),
    ("+1 (415) 555-2671", "+14155552671", "US"),
    ("+39 06 698 12345", "+390669812345", "-"),
    ("+86 139 1234 5678", "+8613912345678", "CN"),
];

const INVALID: [&str; 22] = [
    "12345",
    "7",
    "+",
    "phone",
    "нет телефона",
    "+7001234567",
    "+7 700 123 45 6",
    "+7 700 123 45 678",
    "8 700 123 45 6",
    "8 700 123 45 678",
    "87002345678 90",
    "00000000000",
    "+70000000000",
    "80000000000",
    "+7 000 123 45 67",
    "1234567890",
    "+999 123 456 789",
    "+77001abc234567",
    "112",
    "1e10",
    "-77001234567777777777777777",
    "77001234567770012345677700123456777001234567",
];

#[test]
fn one_number_has_one_form_however_it_is_written() {
    Phone::warm_up();
    for written in ONE_NUMBER {
        let phone = Phone::parse(written);
        assert_eq!(phone.as_ref().map(Phone::as_str), Ok(KAZAKH), "{written:?}");
        assert_eq!(
            phone.ok().as_ref().and_then(Phone::region),
            Some("KZ"),
            "{written:?}"
        );
    }
}

#[test]
fn other_countries_keep_their_own_form_and_their_region() {
    for (written, want, region) in OTHERS {
        let phone = Phone::parse(written).unwrap_or_else(|error| panic!("{written:?}: {error}"));
        assert_eq!(
            (phone.as_str(), phone.region().unwrap_or("-")),
            (want, region),
            "{written:?}"
        );
        assert_eq!(Phone::parse(phone.as_str()), Ok(phone));
    }
}

#[test]
fn what_cannot_be_dialled_is_refused() {
    for written in INVALID {
        assert_eq!(
            Phone::parse(written),
            Err(PhoneError::Invalid),
            "{written:?}"
        );
    }
    for empty in ["", "   ", "\u{200B}\u{202A}", "\n\t"] {
        assert_eq!(Phone::parse(empty), Err(PhoneError::Empty), "{empty:?}");
    }
}

#[test]
fn the_last_ten_digits_find_a_person_in_a_crm() {
    for written in ["+7 700 123 45 67", "8 (700) 123-45-67", "7001234567"] {
        assert_eq!(
            Phone::parse(written).map(|phone| phone.last_ten().to_owned()),
            Ok("7001234567".into())
        );
    }
    let short = Phone::parse("+372 512 3456").map(|phone| phone.last_ten().to_owned());
    assert_eq!(short, Ok("3725123456".into()));
}

#[test]
fn only_two_digits_reach_a_log() {
    assert_eq!(format!("{:?}", Phone::parse(KAZAKH)), "Ok(Phone(…67))");
}
