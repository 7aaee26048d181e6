use stoa_core::FieldError;

use super::{at, id};
use crate::Faults;
use crate::pages::desk::{BuyerRow, BuyerStatus, NewBuyer, Provisioning};

/// A buyer whose account is ready and who learns.
pub(crate) fn buyer() -> BuyerRow {
    BuyerRow {
        id: id(1),
        name: "Гүлназ Өмірбекова".to_owned(),
        email: "gulnaz@example.kz".to_owned(),
        phone: Some("+77051234567".to_owned()),
        status: BuyerStatus::Active,
        price_minor: 500_000,
        currency: "KZT".to_owned(),
        manager: "Айгерим Нұрланова".to_owned(),
        provisioning: Provisioning::Invited,
        account_existed: false,
        invited_at: Some(at(-60 * 26)),
        first_login_at: Some(at(-60 * 25)),
        last_active_at: Some(at(-47)),
        modules_completed: 1,
        created_at: at(-60 * 26),
    }
}

/// A buyer whose account is on its way, under another name.
fn fresh(number: u128, name: &str, email: &str, provisioning: Provisioning) -> BuyerRow {
    BuyerRow {
        id: id(number),
        name: name.to_owned(),
        email: email.to_owned(),
        provisioning,
        invited_at: None,
        first_login_at: None,
        last_active_at: None,
        modules_completed: 0,
        ..buyer()
    }
}

/// A buyer who began, under another name.
fn known(number: u128, name: &str, email: &str, status: BuyerStatus) -> BuyerRow {
    let (name, email) = (name.to_owned(), email.to_owned());
    BuyerRow {
        id: id(number),
        name,
        email,
        status,
        ..buyer()
    }
}

/// A buyer whose account could not be made.
pub(super) fn failed() -> BuyerRow {
    let failed = Provisioning::Failed {
        reason: "buyer.provisioning_exhausted".to_owned(),
    };
    let email = "maria.kim.long.address@example.com";
    BuyerRow {
        status: BuyerStatus::Inactive,
        ..fresh(4, "Мария Ким", email, failed)
    }
}

/// One buyer in each state.
pub(super) fn rows() -> Vec<BuyerRow> {
    let done = known(
        3,
        "Нұрсұлтан Әбішұлы",
        "nur@example.kz",
        BuyerStatus::Completed,
    );
    let blocked = known(
        5,
        "Ұлжан Іскендір",
        "ulzhan@example.kz",
        BuyerStatus::Blocked,
    );
    vec![
        buyer(),
        fresh(2, "Иван Петров", "ivan@example.ru", Provisioning::Enrolled),
        BuyerRow {
            modules_completed: 3,
            phone: None,
            ..done
        },
        failed(),
        BuyerRow {
            account_existed: true,
            ..blocked
        },
        fresh(
            6,
            "Пётр Сидоров",
            "petr@example.ru",
            Provisioning::Requested,
        ),
        fresh(
            7,
            "Айдана Қуат",
            "aidana@example.kz",
            Provisioning::UserReady,
        ),
    ]
}

/// A form with everything wrong.
pub(super) fn wrong() -> NewBuyer {
    let faults = vec![
        FieldError::new("name", "buyer.name_required", "a name is required"),
        FieldError::new("email", "buyer.duplicate", "known already"),
        FieldError::new("phone", "buyer.phone_invalid", "no such number"),
        FieldError::new("price", "buyer.price_invalid", "not a price"),
    ];
    NewBuyer {
        email: "gulnaz@example.kz".to_owned(),
        name: String::new(),
        phone: "12".to_owned(),
        price: "five".to_owned(),
        faults: Faults(faults),
        existing: Some("0190a1b2-0000-7000-8000-000000000001".to_owned()),
    }
}
