use super::school::School;
use chrono::TimeDelta;
use stoa_app::demo::{
    EXPRESS_COURSE, FOUNDING_COMMUNITY, MAIN_COURSE, seed_demo_courses, seed_demo_enrolments,
};
use stoa_app::learning::{CourseProgress, EnrolError};
use stoa_core::{Failure as _, Kind};
use stoa_domain::{LessonEvent, Role};
use uuid::Uuid;

#[tokio::test]
async fn the_demo_is_written_once() {
    let school = School::open().await;
    let student = school.student().await;
    seed_demo_courses(&school.test.db, &school.ambient)
        .await
        .unwrap();
    seed_demo_enrolments(&school.learning, &[student.user_id])
        .await
        .unwrap();
    for (table, want) in [
        ("courses", 2),
        ("chapters", 5),
        ("lessons", 9),
        ("lesson_texts", 27),
        ("enrolments", 2),
    ] {
        assert_eq!(
            school.sql(&format!("select from {table}")).await,
            want,
            "{table}"
        );
    }
    assert_eq!(
        school
            .sql("select from courses where price_minor = 500000 and currency = 'KZT'")
            .await,
        1
    );
}

#[tokio::test]
async fn a_course_is_open_from_its_beginning_until_its_end() {
    let school = School::open().await;
    let student = school.student().await;
    let id = school.lessons(&student).await[3].id;
    let (now, day) = (school.ambient.now(), TimeDelta::days(1));
    let bounds = format!(
        "starts_at = '{}', expires_at = '{}'",
        (now + day).to_rfc3339(),
        (now + day * 2).to_rfc3339()
    );
    school.sql(&format!("update enrolments set {bounds}")).await;
    for (open, lessons) in [(false, 0), (true, 9), (false, 0)] {
        assert_eq!(school.lessons(&student).await.len(), lessons);
        assert_eq!(school.lesson(&student, id).await.is_ok(), open);
        assert_eq!(
            school
                .report(&student, id, LessonEvent::Opened)
                .await
                .is_ok(),
            open
        );
        school.clock.advance(day);
    }
    let sale = Uuid::from_u128(5);
    let enrol = || {
        school.learning.ensure_enrolment(
            student.user_id,
            FOUNDING_COMMUNITY,
            MAIN_COURSE,
            "tripwire",
            sale,
        )
    };
    assert!(
        enrol().await.unwrap(),
        "access that was to end becomes access without an end"
    );
    assert!(!enrol().await.unwrap());
    assert_eq!(school.lessons(&student).await.len(), 6);
}

#[tokio::test]
async fn a_buyer_is_enrolled_once_and_an_unknown_course_is_named() {
    let school = School::open().await;
    let buyer = school.person(None, &[Role::Student]).await;
    let sale = Uuid::from_u128(5);
    let enrol = |course| {
        school.learning.ensure_enrolment(
            buyer.user_id,
            FOUNDING_COMMUNITY,
            course,
            "tripwire",
            sale,
        )
    };
    let (one, two) = tokio::join!(enrol(EXPRESS_COURSE), enrol(EXPRESS_COURSE));
    assert_ne!(one.unwrap(), two.unwrap(), "two at the same time");
    assert!(!enrol(EXPRESS_COURSE).await.unwrap());
    assert_eq!(school.lessons(&buyer).await.len(), 3);
    assert_eq!(
        school
            .sql("select from enrolments where source_ref is not null")
            .await,
        1
    );
    let unknown = enrol("no-such-course").await.unwrap_err();
    assert!(matches!(&unknown, EnrolError::NoSuchCourse(slug) if slug == "no-such-course"));
    assert_eq!(
        (unknown.kind(), unknown.code()),
        (Kind::NotFound, "course.not_found")
    );
}

#[tokio::test]
async fn the_desk_learns_how_far_its_buyers_are() {
    let school = School::open().await;
    let (eager, idle) = (school.student().await, school.student().await);
    let stranger = school.person(None, &[]).await;
    let enrolled_at = school.ambient.now();
    let ids: Vec<_> = school
        .lessons(&eager)
        .await
        .iter()
        .take(3)
        .map(|lesson| lesson.id)
        .collect();
    let mut finished = Vec::new();
    for id in &ids {
        school.clock.advance(TimeDelta::hours(1));
        finished.push(school.ambient.now());
        school
            .report(&eager, *id, LessonEvent::Completed)
            .await
            .unwrap();
    }
    let people = [eager.user_id, idle.user_id, stranger.user_id];
    let progress = school
        .learning
        .course_progress(FOUNDING_COMMUNITY, EXPRESS_COURSE, &people)
        .await
        .unwrap();
    let of = |user| progress.iter().find(|row| row.user_id == user).unwrap();
    assert_eq!(
        progress.len(),
        2,
        "who does not take the course is left out"
    );
    let done = CourseProgress {
        user_id: eager.user_id,
        enrolled_at,
        modules: 3,
        modules_completed: 3,
        lessons: 3,
        lessons_completed: 3,
        first_seen_at: Some(finished[0]),
        last_seen_at: Some(finished[2]),
        completed_at: Some(finished[2]),
        signed_in_at: None,
    };
    assert_eq!(of(eager.user_id), &done);
    let none = CourseProgress {
        user_id: idle.user_id,
        modules_completed: 0,
        lessons_completed: 0,
        first_seen_at: None,
        last_seen_at: None,
        completed_at: None,
        ..done
    };
    assert_eq!(of(idle.user_id), &none);
}
