use super::school::School;
use stoa_app::demo::MAIN_COURSE;
use stoa_app::learning::{LessonStanding, ReportedEvent};
use stoa_core::{EventId, Failure as _, Kind, LessonId};
use stoa_domain::lesson::Unmet;
use stoa_domain::{LessonEvent, LessonStatus};
use stoa_identity::Actor;

#[tokio::test]
async fn an_event_counts_once_however_often_it_is_reported() {
    let school = School::open().await;
    let student = school.student().await;
    let lesson = school.lessons(&student).await[0].id;
    let beat = LessonEvent::Heartbeat {
        position_s: 40,
        watched_s: 20,
    };
    let reported = |event| ReportedEvent {
        id: EventId::new(&school.ambient),
        event,
    };
    let (opened, first, second) = (
        reported(LessonEvent::Opened),
        reported(beat),
        reported(beat),
    );
    let record = |events| school.learning.record_events(&student, lesson, events);

    let standing = record(vec![opened, first, first]).await.unwrap();
    assert_eq!(
        (standing.recorded, standing.progress.watched_s),
        (2, 20),
        "a repeat within the report"
    );
    let standing = record(vec![opened, first, second]).await.unwrap();
    assert_eq!(
        (standing.recorded, standing.progress.watched_s),
        (1, 40),
        "a report that overlaps"
    );
    let at_once = at_once_by_two(&school, &student, lesson, reported(beat)).await;
    assert_eq!(
        at_once
            .iter()
            .map(|standing| standing.recorded)
            .sum::<usize>(),
        1,
        "two at the same time"
    );
    let standing = record(vec![first]).await.unwrap();
    assert_eq!(
        (
            standing.recorded,
            standing.progress.watched_s,
            standing.progress.position_s
        ),
        (0, 60, 40)
    );
    assert_eq!(standing.progress.status, LessonStatus::InProgress);
    assert_eq!(standing.why_not_complete, Some(Unmet::MarkDone));
    assert_eq!(school.sql("select from learning_events").await, 4);
}

/// The same event, reported by two connections at once.
async fn at_once_by_two(
    school: &School,
    student: &Actor,
    lesson: LessonId,
    event: ReportedEvent,
) -> [LessonStanding; 2] {
    let (one, two) = tokio::join!(
        school.learning.record_events(student, lesson, vec![event]),
        school.learning.record_events(student, lesson, vec![event]),
    );
    [one.unwrap(), two.unwrap()]
}

#[tokio::test]
async fn a_report_is_taken_whole_or_not_at_all() {
    let school = School::open().await;
    let student = school.student().await;
    let lesson = school.lessons(&student).await[0].id;
    let events = |count| {
        let event = |_| ReportedEvent {
            id: EventId::new(&school.ambient),
            event: LessonEvent::Opened,
        };
        (0..count).map(event).collect::<Vec<_>>()
    };
    for (count, code) in [(0, "lesson.events_empty"), (51, "lesson.events_too_many")] {
        let refused = school
            .learning
            .record_events(&student, lesson, events(count))
            .await
            .unwrap_err();
        assert_eq!(
            (refused.kind(), refused.code(), refused.fields().len()),
            (Kind::Invalid, code, 1)
        );
    }
    assert_eq!(school.sql("select from learning_events").await, 0);
    let standing = school
        .learning
        .record_events(&student, lesson, events(50))
        .await
        .unwrap();
    assert_eq!(standing.recorded, 50);
    // The largest numbers that a client can send are kept as well as they can be.
    let most = LessonEvent::Heartbeat {
        position_s: u32::MAX,
        watched_s: u32::MAX,
    };
    school.report(&student, lesson, most).await.unwrap();
    assert_eq!(
        school
            .lesson(&student, lesson)
            .await
            .unwrap()
            .progress
            .watched_s,
        120
    );
}

#[tokio::test]
async fn a_lesson_that_asks_only_to_be_opened_is_done_when_opened() {
    let school = School::open().await;
    let student = school.student().await;
    let viewed = school
        .lessons(&student)
        .await
        .iter()
        .find(|l| l.course.slug == MAIN_COURSE)
        .unwrap()
        .id;
    assert_eq!(
        school
            .report(&student, viewed, LessonEvent::Opened)
            .await
            .unwrap(),
        LessonStatus::Completed
    );
    let done = school.lesson(&student, viewed).await.unwrap();
    assert_eq!((done.why_not_complete, done.progress.percent), (None, 100));
    assert_eq!(done.progress.completed_at, Some(school.ambient.now()));
    // Nothing takes back what was earned so.
    assert_eq!(
        school
            .report(&student, viewed, LessonEvent::Undone)
            .await
            .unwrap(),
        LessonStatus::Completed
    );
}
