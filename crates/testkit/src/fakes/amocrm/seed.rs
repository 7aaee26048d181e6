use url::Url;

use super::{
    FakeAmoCrm,
    account::{Account, FakePipeline},
};

/// The tracking fields that every account has.
const TRACKING: [&str; 10] = [
    "UTM_CONTENT",
    "UTM_MEDIUM",
    "UTM_CAMPAIGN",
    "UTM_SOURCE",
    "UTM_TERM",
    "REFERRER",
    "ROISTAT",
    "GCLID",
    "YCLID",
    "FBCLID",
];

#[expect(clippy::expect_used, reason = "a constant address")]
pub(super) fn account() -> Account {
    let mut archived = pipeline(
        FakeAmoCrm::ARCHIVED_PIPELINE,
        "Старая",
        &[(FakeAmoCrm::ARCHIVED_STAGE, "Новая")],
    );
    archived.is_archive = true;
    let mut main = pipeline(
        FakeAmoCrm::PIPELINE,
        "Экспресс-курс",
        &[
            (FakeAmoCrm::STAGE_NEW, "Новая заявка"),
            (FakeAmoCrm::STAGE_KASPI, "Kaspi: ждёт оплаты"),
        ],
    );
    main.stages.insert(
        0,
        (FakeAmoCrm::STAGE_INCOMING, "Неразобранное".to_owned(), 1),
    );
    let other = pipeline(
        FakeAmoCrm::OTHER_PIPELINE,
        "Профтест",
        &[(FakeAmoCrm::OTHER_STAGE, "Новая")],
    );
    let mut account = Account {
        base_url: Url::parse("http://127.0.0.1/").expect("an address"),
        is_revoked: false,
        is_unpaid: false,
        has_duplicate_control: false,
        pipelines: vec![main, other, archived],
        fields: Vec::new(),
        deals: Vec::new(),
        contacts: Vec::new(),
        last_id: 100_000,
    };
    for code in TRACKING {
        account.add_field(&code.to_ascii_lowercase(), code, "tracking_data", false);
    }
    account
}

/// A pipeline with these stages, and won and lost.
pub(super) fn pipeline(id: i64, name: &str, stages: &[(i64, &str)]) -> FakePipeline {
    let ends = [
        (FakeAmoCrm::STAGE_WON, "Успешно реализовано"),
        (FakeAmoCrm::STAGE_LOST, "Закрыто и не реализовано"),
    ];
    let stages = stages
        .iter()
        .chain(&ends)
        .map(|(id, name)| (*id, (*name).to_owned(), 0));
    FakePipeline {
        id,
        name: name.to_owned(),
        is_archive: false,
        stages: stages.collect(),
    }
}
