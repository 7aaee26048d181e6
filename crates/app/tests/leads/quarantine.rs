//! Leads that are held back until a person has looked at them.

use stoa_app::leads::LeadFilter;
use stoa_core::{CommunityId, Failure as _, Kind};
use stoa_domain::{DeliveryState as State, Role};
use stoa_jobs::Ran;

use crate::{
    arrange::{Fresh, House, World, with},
    desk::{FOUNDERS, actor},
};

async fn held(house: &House, phone: &str) -> Fresh {
    let mut body = with("hp", "x");
    body["phone"] = phone.into();
    house.lead_from(body).await
}

#[tokio::test]
async fn whoever_sells_for_the_academy_lets_a_held_lead_through_and_nobody_else() {
    let (house, world) = (House::new().await, World::start().await);
    let lead = held(&house, "+77001234568").await;
    let abroad = CommunityId::new(&house.ambient);
    for (role, community) in [
        (Role::Student, FOUNDERS),
        (Role::Traffic, FOUNDERS),
        (Role::Admin, abroad),
        (Role::SalesLead, abroad),
    ] {
        let stranger = actor(&house, role, community);
        for refused in [
            house
                .desk
                .release_quarantine(Some(&stranger), lead.id)
                .await,
            house.desk.keep_quarantine(Some(&stranger), lead.id).await,
        ] {
            let refused = refused.unwrap_err();
            assert_eq!(
                (refused.kind(), refused.code()),
                (Kind::NotFound, "lead.not_found"),
                "{role:?}"
            );
        }
        assert_eq!(house.desk.held(Some(&stranger)).await.unwrap().number, 0);
    }
    assert_eq!(house.state(&lead, lead.telegram).await, State::Blocked);
    let manager = actor(&house, Role::SalesManager, FOUNDERS);
    house
        .desk
        .release_quarantine(Some(&manager), lead.id)
        .await
        .unwrap();
    let by = format!(
        "leads where state = 'new' and quarantine_reason is null and reviewed_by = '{}' and reviewed_at is not null",
        manager.user_id
    );
    assert_eq!(house.count(&by).await, 1, "it is known who let it through");
    let sent = house
        .run(&house.deliver(world.sinks()), lead.telegram)
        .await;
    assert_eq!((sent, world.telegram.messages().len()), (Ran::Done, 1));
    let late = house.desk.keep_quarantine(Some(&manager), lead.id).await;
    assert_eq!(late.unwrap_err().code(), "lead.not_quarantined");
}

#[tokio::test]
async fn a_lead_that_was_looked_at_and_kept_back_is_counted_no_more_and_can_still_go() {
    let house = House::new().await;
    let (first, second) = (
        held(&house, "+77001234568").await,
        held(&house, "+77001234569").await,
    );
    let lead = actor(&house, Role::SalesLead, FOUNDERS);
    let count = async || house.desk.held(Some(&lead)).await.unwrap().number;
    assert_eq!(count().await, 2);
    house
        .desk
        .keep_quarantine(Some(&lead), first.id)
        .await
        .unwrap();
    assert_eq!(count().await, 1);
    let listed = async |reviewed| {
        let filter = LeadFilter {
            quarantined: Some(true),
            reviewed: Some(reviewed),
            ..LeadFilter::default()
        };
        let page = house.desk.lead_page(&lead, &filter).await.unwrap();
        let codes = page.leads.into_iter().map(|row| row.lead.code.to_string());
        codes.collect::<Vec<_>>()
    };
    assert_eq!(listed(false).await, [second.code.as_str()]);
    assert_eq!(listed(true).await, [first.code.as_str()]);
    assert_eq!(house.state(&first, first.crm).await, State::Blocked);
    house.desk.release_quarantine(None, first.id).await.unwrap();
    assert_eq!(house.state(&first, first.crm).await, State::Pending);
    assert_eq!(listed(true).await, [""; 0]);
}

#[tokio::test]
async fn an_operator_names_a_lead_by_its_code_or_its_id() {
    let house = House::new().await;
    let lead = held(&house, "+77001234568").await;
    let code = format!(" {} ", lead.code.to_lowercase());
    for text in [code, lead.id.to_string()] {
        assert_eq!(house.desk.named(&text).await.unwrap(), lead.id);
    }
    let nobody = house.desk.named("000000").await.unwrap_err();
    assert_eq!(nobody.code(), "lead.not_found");
}

#[tokio::test]
async fn what_was_done_by_hand_leaves_no_dead_job_behind() {
    let (house, world) = (House::new().await, World::start().await);
    let lead = house.lead().await;
    house
        .execute("update ops.job set state = 'dead', last_error = 'x'; update deliveries set state = 'dead'")
        .await;
    let depth = async || {
        let now = house.ambient.now();
        stoa_jobs::depth(&house.test.db, now).await.unwrap().dead
    };
    assert_eq!(depth().await, 2);
    house.desk.mark_done(lead.telegram, None).await.unwrap();
    assert_eq!(depth().await, 1);
    house.desk.resend(lead.crm).await.unwrap();
    assert_eq!(depth().await, 0);
    drop(world);
}
