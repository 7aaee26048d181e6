//! From source and payment method to the CRM's stage.

use stoa_app::leads::{CrmMapping, MappingProblemKind};
use stoa_core::Failure as _;
use stoa_domain::{DeliveryState, MappingRow};
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

#[tokio::test]
async fn the_settings_rows_are_compared_and_taken_over_as_a_whole() {
    let house = House::new().await;
    let mapping = mapping(&house);
    mapping
        .seed(&[
            mapping_row("*", "*", 1),
            mapping_row("a", "*", 2),
            mapping_row("b", "Kaspi", 3),
        ])
        .await
        .unwrap();
    let settings = [
        mapping_row("*", "*", 1),
        mapping_row("B", "kaspi", 4),
        mapping_row("c", "*", 5),
    ];
    let told = |changes: Vec<_>| changes.iter().map(ToString::to_string).collect::<Vec<_>>();
    let differing = told(mapping.difference(&settings).await.unwrap());
    let pipeline = FakeAmoCrm::PIPELINE;
    let want = [
        format!("~ B + kaspi -> pipeline {pipeline}, stage 4 (was pipeline {pipeline}, stage 3)"),
        format!("+ c + * -> pipeline {pipeline}, stage 5"),
        format!("- a + * -> pipeline {pipeline}, stage 2"),
    ];
    assert_eq!(differing, want);
    assert!(
        mapping.difference(&[]).await.unwrap().is_empty(),
        "no settings, no word"
    );
    assert_eq!(mapping.replace(&settings).await.unwrap().len(), 3);
    assert!(mapping.difference(&settings).await.unwrap().is_empty());
    assert!(
        mapping.replace(&settings).await.unwrap().is_empty(),
        "repeating changes nothing"
    );
    let rows: Vec<_> = mapping
        .rows()
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.status_id)
        .collect();
    assert_eq!(rows, [1, 4, 5]);
}

#[tokio::test]
async fn a_row_is_written_over_the_one_for_the_same_leads_and_its_version_grows() {
    let house = House::new().await;
    let mapping = mapping(&house);
    let alone = mapping.set_row(mapping_row("a", "*", 1)).await.unwrap_err();
    assert_eq!(alone.code(), "mapping.invalid", "a default row is required");
    assert!(mapping.rows().await.unwrap().is_empty());
    for (stage, changes) in [(1, 1), (1, 0), (2, 1)] {
        let changed = mapping.set_row(mapping_row("*", "*", stage)).await.unwrap();
        assert_eq!(changed.len(), changes, "{stage}");
    }
    let stored = mapping.stored().await.unwrap();
    assert_eq!(
        (stored.len(), stored[0].version, stored[0].row.status_id),
        (1, 2, 2)
    );
    let wrong = mapping.set_row(mapping_row("a", " ", 1)).await.unwrap_err();
    assert_eq!(wrong.code(), "mapping.invalid");
    assert_eq!(
        mapping
            .remove_row(("x", "*"), true)
            .await
            .unwrap_err()
            .code(),
        "mapping.no_row"
    );
    assert_eq!(
        mapping
            .remove_row(("*", "*"), true)
            .await
            .unwrap_err()
            .code(),
        "mapping.invalid"
    );
    mapping.set_row(mapping_row("a", "kaspi", 3)).await.unwrap();
    assert_eq!(
        mapping
            .remove_row(("A", "Kaspi"), true)
            .await
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        mapping.remove_row(("*", "*"), false).await.unwrap().len(),
        1,
        "no CRM needs it"
    );
}

#[tokio::test]
async fn a_demos_stage_serves_while_the_table_is_empty_and_is_not_stored() {
    let (house, world) = (House::new().await, World::start().await);
    let deliver =
        stoa_app::leads::Deliver::new(house.test.db.clone(), house.ambient.clone(), world.sinks());
    let deliver =
        std::sync::Arc::new(deliver.while_unmapped(mapping_row("*", "*", FakeAmoCrm::STAGE_NEW)));
    let first = house.lead().await;
    house.run(&deliver, first.crm).await;
    assert_eq!(house.state(&first, first.crm).await, DeliveryState::Done);
    assert!(mapping(&house).rows().await.unwrap().is_empty());
    mapping(&house)
        .seed(&[mapping_row("*", "*", FakeAmoCrm::STAGE_KASPI)])
        .await
        .unwrap();
    house.pass_seconds(20);
    let second = house.lead().await;
    house.run(&deliver, second.crm).await;
    let stages: Vec<_> = world
        .crm
        .deals()
        .iter()
        .map(|deal| deal.status_id)
        .collect();
    assert_eq!(stages, [FakeAmoCrm::STAGE_NEW, FakeAmoCrm::STAGE_KASPI]);
}
