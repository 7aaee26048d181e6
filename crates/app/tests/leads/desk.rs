//! What people do about leads and deliveries.

use stoa_app::leads::{DeliveryFilter, DeskError, LeadFilter};
use stoa_core::{
    CommunityId, DeliveryId, Failure as _, Kind, LeadId, PageLimit, SessionId, UserId,
};
use stoa_domain::{DeliveryState as State, Role, RoleSet, Sink};
use stoa_identity::{Aal, Actor};
use stoa_jobs::Ran;
use stoa_testkit::fakes::Fault;
use uuid::Uuid;

use crate::arrange::{Fresh, House, World, with};

pub(crate) const FOUNDERS: CommunityId = CommunityId(Uuid::from_u128(0x7000_8000_0000_0000_0001));

pub(crate) fn actor(house: &House, role: Role, community_id: CommunityId) -> Actor {
    Actor {
        user_id: UserId::new(&house.ambient),
        session_id: SessionId::new(&house.ambient),
        email: None,
        roles: RoleSet::from([role]),
        community_id,
        aal: Aal::Aal1,
        has_factor: false,
        locale: None,
    }
}

/// A lead whose message may have arrived or not.
async fn unknown(house: &House, world: &World) -> Fresh {
    let lead = house.lead().await;
    world.telegram.faults().push(Fault::CutBefore);
    house
        .run(&house.deliver(world.sinks()), lead.telegram)
        .await;
    assert_eq!(house.state(&lead, lead.telegram).await, State::Unknown);
    lead
}

#[tokio::test]
async fn an_unknown_delivery_sent_again_by_hand_warns_of_a_repeat() {
    let (house, world) = (House::new().await, World::start().await);
    let lead = unknown(&house, &world).await;
    let reopened = house.desk.resend(lead.telegram).await.unwrap();
    assert_eq!(reopened.state, State::Pending);
    assert_eq!(
        house
            .run(&house.deliver(world.sinks()), lead.telegram)
            .await,
        Ran::Done
    );
    let messages = world.telegram.messages();
    assert_eq!(messages.len(), 1);
    assert!(
        messages[0].text.contains("Возможен повтор"),
        "{}",
        messages[0].text
    );
    assert_eq!(
        house.classes(&lead, lead.telegram).await,
        ["unknown", "done"]
    );
    let again = house.desk.resend(lead.telegram).await.unwrap_err();
    assert!(matches!(again, DeskError::Wrong(State::Done)), "{again}");
}

#[tokio::test]
async fn what_is_done_by_hand_stays_done() {
    let (house, world) = (House::new().await, World::start().await);
    let lead = unknown(&house, &world).await;
    let done = house
        .desk
        .mark_done(lead.telegram, Some("by phone"))
        .await
        .unwrap();
    assert_eq!(
        (done.state, done.external_id.as_deref()),
        (State::Done, Some("by phone"))
    );
    assert_eq!(house.delivery(&lead, lead.telegram).await, done);
    // A delivery that has not been sent yet can be done by hand, too: its job finds nothing to do.
    house.desk.mark_done(lead.crm, None).await.unwrap();
    assert_eq!(
        house.run(&house.deliver(world.sinks()), lead.crm).await,
        Ran::Done
    );
    assert!(world.crm.requests().is_empty());
    let twice = house.desk.mark_done(lead.crm, None).await.unwrap_err();
    assert_eq!(
        (twice.kind(), twice.code()),
        (Kind::Conflict, "delivery.wrong_state")
    );
}

#[tokio::test]
async fn only_what_rests_can_be_sent_again() {
    let (house, world) = (House::new().await, World::start().await);
    let lead = house.lead().await;
    let pending = house.desk.resend(lead.crm).await.unwrap_err();
    assert!(matches!(pending, DeskError::Wrong(State::Pending)));
    house
        .execute("update deliveries set state = 'sending'")
        .await;
    assert!(matches!(
        house.desk.resend(lead.crm).await,
        Err(DeskError::Wrong(State::Sending))
    ));
    assert!(matches!(
        house.desk.mark_done(lead.crm, None).await,
        Err(DeskError::Wrong(State::Sending))
    ));
    let nobody = DeliveryId::new(&house.ambient);
    assert_eq!(
        house.desk.resend(nobody).await.unwrap_err().code(),
        "delivery.not_found"
    );
    assert_eq!(
        house.desk.mark_done(nobody, None).await.unwrap_err().code(),
        "delivery.not_found"
    );
    let no_lead = LeadId::new(&house.ambient);
    assert_eq!(
        house
            .desk
            .release_quarantine(None, no_lead)
            .await
            .unwrap_err()
            .code(),
        "lead.not_found"
    );
    assert_eq!(
        house
            .desk
            .release_quarantine(None, lead.id)
            .await
            .unwrap_err()
            .code(),
        "lead.not_quarantined"
    );
    drop(world);
}

#[tokio::test]
async fn the_counts_say_what_waits_and_for_how_long() {
    let (house, world) = (House::new().await, World::start().await);
    assert_eq!(
        house.desk.counts().await.unwrap(),
        stoa_app::leads::DeliveryCounts::default()
    );
    let first = unknown(&house, &world).await;
    house.pass_seconds(100);
    house.lead_from(with("phone", "+77001234568")).await;
    house
        .lead_from({
            let mut spam = with("hp", "x");
            spam["phone"] = "+77001234569".into();
            spam
        })
        .await;
    house.pass_seconds(20);
    let counts = house.desk.counts().await.unwrap();
    assert_eq!(
        (
            counts.unknown(),
            counts.of(State::Pending),
            counts.of(State::Blocked)
        ),
        (1, 3, 2)
    );
    assert_eq!(counts.of(State::Done), 0);
    assert_eq!(counts.oldest_pending_seconds, Some(120));
    house.desk.mark_done(first.crm, None).await.unwrap();
    assert_eq!(
        house.desk.counts().await.unwrap().oldest_pending_seconds,
        Some(20)
    );
}

#[tokio::test]
async fn deliveries_are_listed_by_state_and_sink() {
    let (house, world) = (House::new().await, World::start().await);
    let lead = unknown(&house, &world).await;
    house.pass_seconds(60);
    house.lead_from(with("phone", "+77001234568")).await;
    let filter = |state, sink| DeliveryFilter {
        state,
        sink,
        ..DeliveryFilter::default()
    };
    assert_eq!(house.desk.list(&filter(None, None)).await.unwrap().len(), 4);
    let unknown = house
        .desk
        .list(&filter(Some(State::Unknown), None))
        .await
        .unwrap();
    assert_eq!((unknown.len(), unknown[0].delivery.id), (1, lead.telegram));
    assert_eq!(unknown[0].code.as_str(), lead.code);
    let deals = house
        .desk
        .list(&filter(None, Some(Sink::Crm)))
        .await
        .unwrap();
    assert_eq!(deals.len(), 2);
    let (at, id) = (deals[0].delivery.created_at, deals[0].delivery.id);
    let rest = DeliveryFilter {
        after: Some((at, id)),
        ..filter(None, Some(Sink::Crm))
    };
    assert_eq!(house.desk.list(&rest).await.unwrap(), deals[1..]);
}

#[tokio::test]
async fn people_of_sales_page_through_the_leads_of_their_community() {
    let house = House::new().await;
    let mut codes = Vec::new();
    for last in 0..5 {
        codes.push(
            house
                .lead_from(with("phone", &format!("+7700123456{last}")))
                .await
                .code,
        );
        house.pass_seconds(1);
    }
    codes.reverse();
    let manager = actor(&house, Role::SalesManager, FOUNDERS);
    let mut filter = LeadFilter {
        limit: PageLimit::new(2).unwrap(),
        ..LeadFilter::default()
    };
    let mut seen = Vec::new();
    loop {
        let page = house.desk.lead_page(&manager, &filter).await.unwrap();
        assert!(page.leads.iter().all(|row| row.deliveries.len() == 2));
        seen.extend(page.leads.into_iter().map(|row| row.lead.code.to_string()));
        let Some(next) = page.next_cursor else { break };
        filter.cursor = Some(next.as_str().to_owned());
    }
    assert_eq!(seen, codes);
    filter.cursor = Some("zz".to_owned());
    assert_eq!(
        house
            .desk
            .lead_page(&manager, &filter)
            .await
            .unwrap_err()
            .code(),
        "page.cursor_invalid"
    );
}

#[tokio::test]
async fn nobody_else_sees_a_lead_and_only_an_admin_sees_the_sinks_answers() {
    let (house, world) = (House::new().await, World::start().await);
    let lead = unknown(&house, &world).await;
    let all = LeadFilter::default();
    let abroad = CommunityId::new(&house.ambient);
    for (role, community) in [
        (Role::Student, FOUNDERS),
        (Role::Traffic, FOUNDERS),
        (Role::Admin, abroad),
    ] {
        let reader = actor(&house, role, community);
        assert!(
            house
                .desk
                .lead_page(&reader, &all)
                .await
                .unwrap()
                .leads
                .is_empty(),
            "{role:?}"
        );
        let receipt = house
            .desk
            .receipt(Some(&reader), lead.id)
            .await
            .unwrap_err();
        assert_eq!(
            (receipt.kind(), receipt.code()),
            (Kind::NotFound, "lead.not_found")
        );
    }
    for (role, answers) in [
        (Role::SalesManager, 0),
        (Role::SalesLead, 0),
        (Role::Admin, 1),
    ] {
        let reader = actor(&house, role, FOUNDERS);
        let receipt = house.desk.receipt(Some(&reader), lead.id).await.unwrap();
        assert_eq!(
            (receipt.deliveries.len(), receipt.attempts.len()),
            (2, answers),
            "{role:?}"
        );
    }
}
