//! From source and payment method to the CRM's stage.

use stoa_app::leads::{CrmMapping, MappingProblemKind};
use stoa_domain::MappingRow;
use stoa_testkit::fakes::FakeAmoCrm;

use crate::arrange::{House, World, body, mapping_row, with};

fn mapping(house: &House) -> CrmMapping {
    CrmMapping::new(house.test.db.clone(), house.ambient.clone())
}

#[tokio::test]
async fn the_most_specific_row_chooses_stage_and_price() {
    let (house, world) = (House::new().await, World::start().await);
    let elsewhere = MappingRow {
        pipeline_id: FakeAmoCrm::OTHER_PIPELINE,
        price_minor: Some(990_000),
        tags: vec!["тест".to_owned()],
        responsible_user_id: Some(FakeAmoCrm::USER),
        ..mapping_row("proftest", "*", FakeAmoCrm::OTHER_STAGE)
    };
    let rows = [
        mapping_row("*", "*", FakeAmoCrm::STAGE_NEW),
        mapping_row("*", "kaspi", FakeAmoCrm::STAGE_KASPI),
        elsewhere,
    ];
    assert_eq!(mapping(&house).seed(&rows).await.unwrap(), 3);
    let deliver = house.deliver(world.sinks());
    let leads = [
        house.lead_from(body()).await,
        house.lead_from(with("paymentMethod", "Halyk QR")).await,
        house.lead_from(with("source", "proftest")).await,
        house.lead_from(with("source", "unlisted")).await,
    ];
    for lead in &leads {
        house.run(&deliver, lead.crm).await;
    }
    let places: Vec<_> = world
        .crm
        .deals()
        .iter()
        .map(|d| (d.pipeline_id, d.status_id, d.price))
        .collect();
    assert_eq!(
        places,
        [
            (FakeAmoCrm::PIPELINE, FakeAmoCrm::STAGE_KASPI, 5000),
            (FakeAmoCrm::PIPELINE, FakeAmoCrm::STAGE_NEW, 5000),
            (FakeAmoCrm::OTHER_PIPELINE, FakeAmoCrm::OTHER_STAGE, 9900),
            (FakeAmoCrm::PIPELINE, FakeAmoCrm::STAGE_KASPI, 0),
        ]
    );
    let deals = world.crm.deals();
    assert_eq!(
        (deals[2].tags.as_slice(), deals[2].responsible_user_id),
        (["тест".to_owned()].as_slice(), FakeAmoCrm::USER)
    );
    assert_eq!(deals[0].tags, ["expresscourse"]);
}

#[tokio::test]
async fn the_settings_seed_an_empty_table_once() {
    let house = House::new().await;
    let mapping = mapping(&house);
    assert_eq!(mapping.seed(&[mapping_row("*", "*", 1)]).await.unwrap(), 1);
    let others = [mapping_row("*", "*", 2), mapping_row("a", "*", 3)];
    assert_eq!(mapping.seed(&others).await.unwrap(), 0);
    assert_eq!(mapping.rows().await.unwrap(), [mapping_row("*", "*", 1)]);
}

#[tokio::test]
async fn the_check_names_what_the_crm_does_not_have() {
    let (house, world) = (House::new().await, World::start().await);
    let mapping = mapping(&house);
    let archived = MappingRow {
        pipeline_id: FakeAmoCrm::ARCHIVED_PIPELINE,
        ..mapping_row("old", "*", FakeAmoCrm::ARCHIVED_STAGE)
    };
    let rows = [
        mapping_row("*", "*", FakeAmoCrm::STAGE_NEW),
        mapping_row("a", "*", FakeAmoCrm::OTHER_STAGE),
        mapping_row("b", "*", FakeAmoCrm::STAGE_INCOMING),
        mapping_row("c", "*", FakeAmoCrm::STAGE_WON),
        archived,
    ];
    mapping.seed(&rows).await.unwrap();
    let found = mapping.check(&world.crm_api()).await.unwrap();
    let mut kinds: Vec<_> = found
        .into_iter()
        .map(|p| (p.row.unwrap().source, p.kind))
        .collect();
    kinds.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(
        kinds,
        [
            ("a".to_owned(), MappingProblemKind::NoStage),
            ("b".to_owned(), MappingProblemKind::Incoming),
            ("c".to_owned(), MappingProblemKind::Closed),
            ("old".to_owned(), MappingProblemKind::Archived),
        ]
    );
    world.crm.go_down();
    assert!(mapping.check(&world.crm_api()).await.is_err());
}
