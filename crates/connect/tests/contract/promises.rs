//! What every adapter promises.

use chrono::{DateTime, TimeDelta};
use stoa_connect::{CallError, NewDeal, OutgoingMessage};

use crate::worlds::{CHAT, Chats, Crm, Letters, OTHER_PIPELINE, PIPELINE, STAGE, deal, letter};

pub(crate) async fn a_message_arrives_once_as_text(world: &impl Chats) {
    let html = "<b>Имя</b>: A &amp; &lt;B&gt;\n<code>L7F3K9</code> 👩‍🚀";
    let first = world
        .api()
        .send_message(&OutgoingMessage::new(CHAT, html))
        .await
        .unwrap();
    let second = world
        .api()
        .send_message(&OutgoingMessage::new(CHAT, "ещё"))
        .await
        .unwrap();
    assert_eq!((first.chat_id, first.plain), (CHAT, false));
    assert!(first.message_id > 0 && second.message_id > first.message_id);
    let want = [
        (CHAT, "Имя: A & <B>\nL7F3K9 👩‍🚀".to_owned()),
        (CHAT, "ещё".to_owned()),
    ];
    assert_eq!(world.delivered(), want);
}

pub(crate) async fn what_no_reader_would_see_is_refused(world: &impl Chats) {
    for html in ["", " \n", "<b> </b>", &"ж".repeat(4097)] {
        let error = world
            .api()
            .send_message(&OutgoingMessage::new(CHAT, html))
            .await
            .unwrap_err();
        assert!(
            matches!(
                error,
                CallError::Refused {
                    permanent: true,
                    ..
                }
            ),
            "{error}"
        );
    }
    let longest = format!("<b>{}</b>", "ж".repeat(4096));
    world
        .api()
        .send_message(&OutgoingMessage::new(CHAT, longest))
        .await
        .unwrap();
    assert_eq!(world.delivered().len(), 1);
}

pub(crate) async fn a_deal_arrives_with_all_it_says(world: &impl Crm) {
    let deal = deal(1);
    let created = world.api().create_lead(&deal).await.unwrap();
    assert!(created.id > 0 && created.contact_id.is_some() && !created.merged);
    assert_eq!(created.dropped, [""; 0]);
    let kept = world.kept();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].id, created.id);
    assert_eq!(kept[0].key, deal.key.to_string());
    assert_eq!(kept[0].name, "Экспресс-курс · Айгерим «Ая» <Ы> · L7F3K1");
    assert_eq!(kept[0].price, Some(5000));
    assert_eq!((kept[0].pipeline_id, kept[0].status_id), (PIPELINE, STAGE));
    assert_eq!(kept[0].phone, "+77001234501");
}

pub(crate) async fn the_same_deal_twice_is_two_deals(world: &impl Crm) {
    let deal = deal(2);
    let first = world.api().create_lead(&deal).await.unwrap();
    let second = world.api().create_lead(&deal).await.unwrap();
    assert_ne!(first.id, second.id);
    assert_eq!(world.kept().len(), 2);
}

pub(crate) async fn deals_are_listed_with_their_keys_newest_first(world: &impl Crm) {
    let long_ago = DateTime::UNIX_EPOCH;
    assert_eq!(world.api().deals_since(long_ago).await, Ok(Vec::new()));
    let mut made = Vec::new();
    for number in 1..=3 {
        let deal = deal(number);
        let created = world.api().create_lead(&deal).await.unwrap();
        made.insert(0, (created.id, Some(deal.key)));
    }
    let listed = world.api().deals_since(long_ago).await.unwrap();
    let named: Vec<_> = listed.iter().map(|deal| (deal.id, deal.key)).collect();
    assert_eq!(named, made);
    let later = listed[0].made_at + TimeDelta::seconds(1);
    assert_eq!(world.api().deals_since(later).await, Ok(Vec::new()));
}

pub(crate) async fn a_stage_counts_only_in_its_pipeline(world: &impl Crm) {
    let pipelines = world.api().pipelines().await.unwrap();
    let stages: Vec<_> = pipelines
        .iter()
        .flat_map(|pipeline| pipeline.stages.iter().map(|stage| (pipeline.id, stage.id)))
        .collect();
    assert!(stages.len() > 6, "{stages:?}");
    for (pipeline_id, status_id) in stages
        .into_iter()
        .chain([(PIPELINE, 1), (OTHER_PIPELINE, STAGE)])
    {
        let fits = pipelines
            .iter()
            .any(|pipeline| pipeline.takes(pipeline_id, status_id));
        let before = world.kept().len();
        let deal = NewDeal {
            pipeline_id,
            status_id,
            ..deal(3)
        };
        let outcome = world.api().create_lead(&deal).await;
        let refused = matches!(outcome, Err(CallError::Config(_)));
        assert_eq!(refused, !fits, "{pipeline_id} {status_id}: {outcome:?}");
        assert_eq!(world.kept().len() - before, usize::from(fits));
    }
}

pub(crate) async fn the_key_field_stays_the_same(world: &impl Crm) {
    let api = world.api();
    let asked = futures::future::join_all((0..8).map(|_| api.find_or_create_key_field())).await;
    let first = asked[0].clone().unwrap();
    assert!(first > 0);
    assert!(asked.into_iter().all(|id| id == Ok(first)));
}

pub(crate) async fn a_letter_arrives_once_with_all_it_says(world: &impl Letters) {
    let sent = world.mailer().send(&letter(1)).await.unwrap();
    assert!(!sent.receipt.is_empty());
    let arrived = world.arrived();
    assert_eq!(arrived, [letter(1)]);
}

pub(crate) async fn a_letter_arrives_twice_when_sent_twice(world: &impl Letters) {
    for number in [1, 2, 1] {
        world.mailer().send(&letter(number)).await.unwrap();
    }
    assert_eq!(world.arrived(), [letter(1), letter(2), letter(1)]);
}
