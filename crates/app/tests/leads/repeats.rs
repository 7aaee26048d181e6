//! One lead, however often and however parallel its request comes.

use serde_json::json;
use stoa_app::leads::{Accepted, DuplicateReason, SubmitError};
use stoa_core::{Failure as _, Kind};

use crate::arrange::{House, body, submission, with};

#[tokio::test]
async fn one_key_is_one_lead_and_one_answer() {
    let house = House::new().await;
    let first = house.submit_with_key(body(), "k-1").await.unwrap();
    let again = house.submit_with_key(body(), "\"k-1\"").await.unwrap();
    assert_eq!(
        again,
        Accepted {
            replayed: true,
            ..first.clone()
        }
    );
    // Another spelling of the same request is the same request.
    let spelled = house
        .submit_with_key(with("phone", "8 (700) 123-45-67"), "k-1")
        .await
        .unwrap();
    assert_eq!(spelled.lead_id, first.lead_id);
    let other = house
        .submit_with_key(with("name", "Болат"), "k-1")
        .await
        .unwrap_err();
    assert!(matches!(other, SubmitError::BodyDiffers), "{other}");
    assert_eq!(
        (other.kind(), other.code()),
        (Kind::Invalid, "idempotency.body_differs")
    );
    // Another key is another request, even within the window.
    let second = house.submit_with_key(body(), "k-2").await.unwrap();
    assert_ne!(second.lead_id, first.lead_id);
    assert_eq!(house.count("leads").await, 2);
    assert_eq!(house.count("ops.job").await, 4);
}

#[tokio::test]
async fn the_header_comes_before_the_forms_own_id() {
    let house = House::new().await;
    let id = "018f0000-0000-7000-8000-000000000001";
    let drawn = with("submissionId", id);
    let first = house.submit(drawn.clone()).await.unwrap();
    assert_eq!(
        house.submit(drawn.clone()).await.unwrap(),
        Accepted {
            replayed: true,
            ..first.clone()
        }
    );
    let differs = house.submit(json!({
        "name": "Болат", "phone": "+77001234567", "submissionId": id,
    }));
    assert!(matches!(differs.await, Err(SubmitError::BodyDiffers)));
    // A header with the same letters is another key.
    let header = house.submit_with_key(drawn.clone(), id).await.unwrap();
    assert_ne!(header.lead_id, first.lead_id);
    let again = house.submit_with_key(drawn, id).await.unwrap();
    assert_eq!((again.lead_id, again.replayed), (header.lead_id, true));
}

#[tokio::test]
async fn one_key_in_two_communities_names_two_requests() {
    let house = House::new().await;
    let sources = "insert into lead_sources (source, community_id, title, currency)
         values ('theirs', '018f0000-0000-7000-8000-0000000000c2', 'Theirs', 'KZT')";
    house
        .test
        .admin()
        .await
        .batch_execute(sources)
        .await
        .unwrap();
    let ours = house.submit_with_key(body(), "k-1").await.unwrap();
    let theirs = with("source", "theirs");
    let first = house.submit_with_key(theirs.clone(), "k-1").await.unwrap();
    assert_ne!(first.lead_id, ours.lead_id);
    let again = house.submit_with_key(theirs, "k-1").await.unwrap();
    assert_eq!((again.lead_id, again.replayed), (first.lead_id, true));
    let again = house.submit_with_key(body(), "k-1").await.unwrap();
    assert_eq!((again.lead_id, again.replayed), (ours.lead_id, true));
}

#[tokio::test]
async fn a_key_that_is_none_is_refused_and_nothing_is_stored() {
    let house = House::new().await;
    for key in ["", "\"\"", "ключ", "a\nb"] {
        let refused = house.submit_with_key(body(), key).await.unwrap_err();
        assert_eq!(
            (refused.kind(), refused.code()),
            (Kind::Malformed, "idempotency.key_invalid"),
            "{key:?}"
        );
    }
    assert_eq!(house.count("leads").await, 0);
}

#[tokio::test]
async fn a_key_is_forgotten_after_three_days() {
    let house = House::new().await;
    let first = house.submit_with_key(body(), "k").await.unwrap();
    house.pass_seconds(72 * 3600 - 1);
    assert_eq!(
        house.submit_with_key(body(), "k").await.unwrap().lead_id,
        first.lead_id
    );
    assert_eq!(house.intake.prune_keys().await.unwrap(), 0);
    house.pass_seconds(2);
    let second = house
        .submit_with_key(with("name", "Болат"), "k")
        .await
        .unwrap();
    assert_ne!(second.lead_id, first.lead_id);
    assert!(matches!(
        house.submit_with_key(body(), "k").await,
        Err(SubmitError::BodyDiffers)
    ));
    house.pass_seconds(73 * 3600);
    assert_eq!(house.intake.prune_keys().await.unwrap(), 1);
}

/// The same request so many times at once.
async fn at_once(house: &House, times: usize, key: Option<&str>) -> Vec<Accepted> {
    let tasks: Vec<_> = (0..times)
        .map(|_| {
            let (intake, context) = (house.intake.clone(), house.context(key));
            tokio::spawn(async move { intake.submit(&submission(body()), &context).await.unwrap() })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_parallel_posts_with_one_key_are_one_lead_and_a_hundred_equal_answers() {
    let house = House::new().await;
    let answers = at_once(&house, 100, Some("one-key")).await;
    let told = |answer: &Accepted| {
        (
            answer.lead_id,
            answer.code.clone(),
            answer.duplicate,
            answer.duplicate_reason,
        )
    };
    assert!(
        answers
            .iter()
            .all(|answer| told(answer) == told(&answers[0]))
    );
    assert_eq!(answers.iter().filter(|answer| !answer.replayed).count(), 1);
    assert_eq!(house.count("leads").await, 1);
    assert_eq!(house.count("deliveries").await, 2);
    assert_eq!(house.count("ops.job").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parallel_double_click_is_one_lead() {
    let house = House::new().await;
    let answers = at_once(&house, 40, None).await;
    assert!(
        answers
            .iter()
            .all(|answer| answer.lead_id == answers[0].lead_id)
    );
    let repeats: Vec<_> = answers.iter().filter(|answer| answer.duplicate).collect();
    assert_eq!(repeats.len(), 39);
    assert!(
        repeats
            .iter()
            .all(|answer| answer.duplicate_reason == Some(DuplicateReason::Window))
    );
    assert_eq!(
        (house.count("leads").await, house.count("ops.job").await),
        (1, 2)
    );
}

#[tokio::test]
async fn beyond_the_window_a_repeat_is_a_lead_of_its_own_that_names_the_first() {
    let house = House::new().await;
    let first = house.submit(body()).await.unwrap();
    house.pass_seconds(9);
    assert_eq!(house.submit(body()).await.unwrap().lead_id, first.lead_id);
    // What differs in person, product, method or page is no double click.
    for other in [
        with("phone", "+77001234568"),
        with("paymentMethod", "card"),
        with("source", "proftest"),
        with("page", "https://example.kz/other"),
    ] {
        assert!(!house.submit(other).await.unwrap().duplicate);
    }
    house.pass_seconds(2);
    let second = house.submit(body()).await.unwrap();
    assert!(!second.duplicate && second.lead_id != first.lead_id);
    let stored = house.desk.receipt(None, second.lead_id).await.unwrap().lead;
    assert_eq!(stored.repeat_of, Some(first.lead_id));
}

#[tokio::test]
async fn a_source_may_have_a_window_of_its_own_or_none() {
    let house = House::new().await;
    house
        .execute("update lead_sources set window_seconds = 60 where source = 'expresscourse'")
        .await;
    let first = house.submit(body()).await.unwrap();
    house.pass_seconds(59);
    assert_eq!(house.submit(body()).await.unwrap().lead_id, first.lead_id);
    house
        .execute("update lead_sources set window_seconds = 0 where source = 'expresscourse'")
        .await;
    let second = house.submit(body()).await.unwrap();
    let third = house.submit(body()).await.unwrap();
    assert!(second.lead_id != first.lead_id && third.lead_id != second.lead_id);
}

#[tokio::test]
async fn a_repeat_of_a_request_that_hangs_is_told_to_come_back() {
    let house = House::new().await;
    let hanging = house.test.db.begin(&House::service()).await.unwrap();
    hanging
        .client()
        .batch_execute(
            "insert into intake_keys (community_id, scope, key, body_sha256, lead_id, created_at, expires_at)
             values ('00000000-0000-7000-8000-000000000001', 'landing', 'slow', repeat('0', 64), gen_random_uuid(), now(), now())",
        )
        .await
        .unwrap();
    let waiting = house.submit_with_key(body(), "slow").await.unwrap_err();
    assert!(matches!(waiting, SubmitError::InProgress), "{waiting}");
    assert_eq!(
        (waiting.kind(), waiting.retry_after_seconds()),
        (Kind::Conflict, Some(1))
    );
    assert_eq!(house.count("leads").await, 0);
    hanging.rollback().await.unwrap();
    assert!(house.submit_with_key(body(), "slow").await.is_ok());
}
