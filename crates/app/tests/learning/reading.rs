use super::school::{ELSEWHERE, School, states};
use stoa_app::demo::{EXPRESS_COURSE, MAIN_COURSE};
use stoa_app::learning::{LessonState, Locale, ProfileChange};
use stoa_core::{Failure as _, Kind, LessonId, PageLimit};
use stoa_domain::lesson::Unmet;
use stoa_domain::{LessonEvent, LessonStatus, Role};
use stoa_identity::ClientInfo;

#[tokio::test]
async fn a_student_sees_the_lessons_of_taken_courses_in_order_with_their_state() {
    let school = School::open().await;
    let student = school.student().await;
    let page = school
        .learning
        .list_lessons(&student, PageLimit::default(), None)
        .await
        .unwrap();
    assert_eq!((page.total, page.next, page.lessons.len()), (9, None, 9));
    let slugs: Vec<_> = page
        .lessons
        .iter()
        .map(|lesson| lesson.course.slug.as_str())
        .collect();
    assert_eq!(
        slugs,
        [[EXPRESS_COURSE; 3].as_slice(), &[MAIN_COURSE; 6]].concat()
    );
    assert_eq!(
        states(&page.lessons)[..4],
        ["open", "locked", "locked", "open"]
    );
    let first = &page.lessons[0];
    assert_eq!(
        (first.title.as_str(), first.locale),
        ("Первый разговор с моделью", Locale::Ru)
    );
    assert_eq!(
        (first.course.title.as_str(), first.course.percent),
        ("Экспресс-курс", 0)
    );
    assert_eq!(
        (first.chapter.title.as_str(), first.duration_s),
        ("Модуль 1. Начать", Some(480))
    );
    for locked in &page.lessons[1..3] {
        assert_eq!(locked.locked_reason.as_ref().unwrap().lesson_id, first.id);
    }
}

#[tokio::test]
async fn pages_join_to_the_whole_list_and_a_foreign_cursor_is_refused() {
    let school = School::open().await;
    let student = school.student().await;
    let all = school.lessons(&student).await;
    let (mut joined, mut after) = (Vec::new(), None::<String>);
    loop {
        let limit = PageLimit::new(4).unwrap();
        let page = school
            .learning
            .list_lessons(&student, limit, after.as_deref())
            .await
            .unwrap();
        assert_eq!(page.total, 9);
        joined.extend(page.lessons);
        let Some(next) = page.next else { break };
        after = Some(next.as_str().to_owned());
    }
    assert_eq!(joined, all);
    let bad = school
        .learning
        .list_lessons(&student, PageLimit::default(), Some("5b5d"))
        .await
        .unwrap_err();
    assert_eq!(
        (bad.kind(), bad.code(), bad.fields().len()),
        (Kind::Invalid, "page.cursor_invalid", 1)
    );
}

#[tokio::test]
async fn texts_come_in_the_persons_language_else_in_russian_else_in_any() {
    let school = School::open().await;
    let student = school.student().await;
    let first = school.lessons(&student).await[0].id;
    let kazakh = ProfileChange {
        locale: Some(Locale::Kk),
        ..ProfileChange::default()
    };
    school
        .learning
        .update_profile(&student, &ClientInfo::default(), kazakh)
        .await
        .unwrap();
    let lesson = school.lesson(&student, first).await.unwrap();
    assert_eq!(
        (lesson.title.as_str(), lesson.locale),
        ("Модельмен алғашқы әңгіме", Locale::Kk)
    );
    assert!(
        lesson.body_html.starts_with("<p>Тілдік модель"),
        "{}",
        lesson.body_html
    );
    assert_eq!(lesson.chapter.title, "1-модуль. Бастау");
    for (lost, next) in [("kk", Locale::Ru), ("ru", Locale::En)] {
        school
            .sql(&format!("delete from lesson_texts where locale = '{lost}'"))
            .await;
        assert_eq!(school.lesson(&student, first).await.unwrap().locale, next);
        assert!(
            school
                .lessons(&student)
                .await
                .iter()
                .all(|lesson| lesson.locale == next)
        );
    }
}

#[tokio::test]
async fn what_is_not_ones_own_does_not_exist() {
    let school = School::open().await;
    let student = school.student().await;
    let id = school.lessons(&student).await[0].id;
    let stranger = school.person(None, &[Role::Student]).await;
    let seller = school
        .person(None, &[Role::SalesLead, Role::Traffic, Role::Reviewer])
        .await;
    let mut abroad = school.person(None, &[Role::Admin]).await;
    abroad.community_id = ELSEWHERE;
    for actor in [stranger, seller, abroad] {
        let page = school
            .learning
            .list_lessons(&actor, PageLimit::default(), None)
            .await
            .unwrap();
        assert_eq!((page.total, page.lessons.len()), (0, 0));
        let hidden = school.lesson(&actor, id).await.unwrap_err();
        assert_eq!(
            (hidden.kind(), hidden.code()),
            (Kind::NotFound, "lesson.not_found")
        );
        let refused = school
            .report(&actor, id, LessonEvent::Completed)
            .await
            .unwrap_err();
        assert_eq!(
            (refused.kind(), refused.code()),
            (Kind::NotFound, "lesson.not_found")
        );
    }
    let unknown = school
        .lesson(&student, LessonId::new(&school.ambient))
        .await
        .unwrap_err();
    assert_eq!(unknown.code(), "lesson.not_found");
    assert_eq!(school.sql("select from learning_events").await, 0);
    assert_eq!(school.sql("select from lesson_progress").await, 0);
}

#[tokio::test]
async fn a_lesson_comes_with_its_text_its_neighbours_and_the_contents_of_the_course() {
    let school = School::open().await;
    let student = school.student().await;
    let lessons = school.lessons(&student).await;
    let work: Vec<_> = lessons
        .iter()
        .filter(|lesson| lesson.course.slug == MAIN_COURSE)
        .map(|l| l.id)
        .collect();
    let second = school.lesson(&student, work[1]).await.unwrap();
    assert_eq!(
        (second.previous, second.next),
        (Some(work[0]), Some(work[2]))
    );
    assert_eq!(
        second
            .contents
            .iter()
            .map(|entry| entry.id)
            .collect::<Vec<_>>(),
        work
    );
    assert!(second.body_html.contains("<blockquote>") && !second.body_html.contains("# "));
    assert_eq!(
        (second.state, second.why_not_complete),
        (LessonState::Open, Some(Unmet::Open))
    );
    assert_eq!(
        school.lesson(&student, work[0]).await.unwrap().previous,
        None
    );
    assert_eq!(school.lesson(&student, work[5]).await.unwrap().next, None);
}

#[tokio::test]
async fn a_locked_lesson_names_what_opens_it_and_opens_when_that_is_done() {
    let school = School::open().await;
    let student = school.student().await;
    let ids: Vec<_> = school
        .lessons(&student)
        .await
        .iter()
        .map(|lesson| lesson.id)
        .collect();
    let locked = school.lesson(&student, ids[1]).await.unwrap_err();
    assert_eq!(
        (locked.kind(), locked.code()),
        (Kind::Forbidden, "lesson.locked")
    );
    assert!(
        locked.public().contains("Первый разговор с моделью"),
        "{}",
        locked.public()
    );
    let refused = school
        .report(&student, ids[1], LessonEvent::Completed)
        .await
        .unwrap_err();
    assert_eq!(
        (refused.kind(), refused.code()),
        (Kind::Forbidden, "lesson.locked")
    );

    for (at, want) in [
        (0, ["completed", "open", "locked"]),
        (1, ["completed", "completed", "open"]),
    ] {
        assert_eq!(
            school
                .report(&student, ids[at], LessonEvent::Completed)
                .await
                .unwrap(),
            LessonStatus::Completed
        );
        let lessons = school.lessons(&student).await;
        assert_eq!(states(&lessons)[..3], want);
        let detail = school.lesson(&student, ids[at]).await.unwrap();
        let contents: Vec<_> = detail
            .contents
            .iter()
            .map(|entry| entry.state.as_str())
            .collect();
        assert_eq!(contents, want, "the list and the contents agree");
        assert_eq!(detail.course.percent, lessons[0].course.percent);
    }
    assert_eq!(school.lessons(&student).await[0].course.percent, 66);
    // What is done stays open, whatever happens to the lessons before it.
    school
        .report(&student, ids[0], LessonEvent::Undone)
        .await
        .unwrap();
    let lessons = school.lessons(&student).await;
    assert_eq!(
        states(&lessons)[..3],
        ["in_progress", "completed", "locked"]
    );
    assert_eq!(lessons[2].locked_reason.as_ref().unwrap().lesson_id, ids[0]);
    assert!(school.lesson(&student, ids[1]).await.is_ok());
}

#[tokio::test]
async fn staff_read_every_lesson_without_being_enrolled_and_none_is_locked() {
    let school = School::open().await;
    for role in [Role::Author, Role::Admin] {
        let staff = school.person(None, &[role]).await;
        let lessons = school.lessons(&staff).await;
        assert_eq!(states(&lessons), ["open"; 9]);
        let last = school.lesson(&staff, lessons[2].id).await.unwrap();
        assert!(
            last.contents
                .iter()
                .all(|entry| entry.locked_reason.is_none())
        );
    }
}

#[tokio::test]
async fn a_preview_of_a_public_course_is_open_to_the_community_and_not_locked() {
    let school = School::open().await;
    let student = school.student().await;
    let preview = school.lessons(&student).await[2].id;
    school
        .sql(&format!(
            "update lessons set preview = true where id = '{preview}'"
        ))
        .await;
    assert!(
        school.lesson(&student, preview).await.is_ok(),
        "though the lessons before it are not done"
    );
    let visitor = school.person(None, &[Role::Student]).await;
    assert_eq!(
        school.lesson(&visitor, preview).await.unwrap_err().code(),
        "lesson.not_found"
    );
    school.sql("update courses set visibility = 'public'").await;
    let lesson = school.lesson(&visitor, preview).await.unwrap();
    let contents: Vec<_> = lesson.contents.iter().map(|entry| entry.id).collect();
    assert_eq!(
        (contents, lesson.previous, lesson.next),
        (vec![preview], None, None)
    );
    assert!(
        school.lessons(&visitor).await.is_empty(),
        "the list holds taken courses only"
    );
}
