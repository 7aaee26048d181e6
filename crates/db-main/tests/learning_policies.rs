//! Who may do what to the tables of learning: table x role x verb, on a real server.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write as _;

use serde_json::json;
use stoa_pg::{Main, Scope};
use stoa_testdb::{TestDb, main_db};
use uuid::Uuid;

const OURS: Uuid = Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0001);
const THEIRS: Uuid = Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0002);
const STUDENT: Uuid = Uuid::from_u128(0xA0);
const CLASSMATE: Uuid = Uuid::from_u128(0xA1);
const AUTHOR: Uuid = Uuid::from_u128(0xA2);
const ADMIN: Uuid = Uuid::from_u128(0xA3);
const ABROAD: Uuid = Uuid::from_u128(0xB0);

const TABLES: [&str; 10] = [
    "communities",
    "memberships",
    "profiles",
    "courses",
    "chapters",
    "lessons",
    "lesson_texts",
    "enrolments",
    "learning_events",
    "lesson_progress",
];

/// Courses: taken by the student; taken by the classmate; public; a draft that the student is enrolled in; abroad.
const TAKEN: u128 = 1;
const OTHERS: u128 = 2;
const PUBLIC: u128 = 3;
const DRAFT: u128 = 4;
const FOREIGN: u128 = 5;
const COURSES: [(u128, Uuid, &str, &str); 5] = [
    (TAKEN, OURS, "published", "enrolled"),
    (OTHERS, OURS, "published", "enrolled"),
    (PUBLIC, OURS, "published", "public"),
    (DRAFT, OURS, "draft", "public"),
    (FOREIGN, THEIRS, "published", "public"),
];

fn chapter(course: u128) -> Uuid {
    Uuid::from_u128(course * 0x100)
}

/// Each course has three lessons: a plain one, a preview, and an unpublished one.
fn lesson(course: u128, nth: u128) -> Uuid {
    Uuid::from_u128(course * 0x100 + nth)
}

fn course_sql(n: u128, community: Uuid, status: &str, visibility: &str) -> String {
    let (id, chapter) = (Uuid::from_u128(n), chapter(n));
    let mut sql = format!(
        "insert into courses (id, community_id, slug, title, summary, kind, status, visibility, sequential, position,
            created_at, updated_at)
         values ('{id}', '{community}', 'c{n}', '{{\"ru\": \"К\"}}', '{{\"ru\": \"О\"}}', 'full', '{status}',
            '{visibility}', false, {n}, now(), now());
         insert into chapters (id, community_id, course_id, title, position, created_at, updated_at)
         values ('{chapter}', '{community}', '{id}', '{{\"ru\": \"Г\"}}', 1, now(), now());"
    );
    for (nth, status, preview) in [
        (1, "published", false),
        (2, "published", true),
        (3, "draft", true),
    ] {
        let lesson = lesson(n, nth);
        write!(
            sql,
            "insert into lessons (id, community_id, course_id, chapter_id, kind, status, completion_rule, preview,
                position, created_at, updated_at)
             values ('{lesson}', '{community}', '{id}', '{chapter}', 'text', '{status}', '{{\"kind\": \"view\"}}',
                {preview}, {nth}, now(), now());
             insert into lesson_texts values ('{community}', '{lesson}', 'ru', 'У', '', '', now(), now());"
        )
        .unwrap();
    }
    sql
}

fn person_sql(id: Uuid, community: Uuid) -> String {
    format!(
        "insert into auth.users (id, community_id, email, user_metadata, app_metadata, created_at, updated_at)
         values ('{id}', '{community}', '{id}@x.kz', '{{}}', '{{}}', now(), now());
         insert into memberships values ('{community}', '{id}', now());
         insert into profiles (user_id, community_id, name, locale, zone, created_at, updated_at)
         values ('{id}', '{community}', 'N', 'ru', 'Asia/Almaty', now(), now());"
    )
}

fn learning_sql(user: Uuid, community: Uuid, course: u128) -> String {
    let (course_id, lesson) = (Uuid::from_u128(course), lesson(course, 1));
    let enrolment = Uuid::from_u128(user.as_u128() * 0x1000 + course);
    format!(
        "insert into enrolments (id, community_id, user_id, course_id, source, starts_at, created_at, updated_at)
         values ('{enrolment}', '{community}', '{user}', '{course_id}', 'admin', now(), now(), now());
         insert into learning_events (user_id, client_event_id, community_id, lesson_id, kind, at)
         values ('{user}', '{enrolment}', '{community}', '{lesson}', 'opened', now());
         {}",
        progress(user, community, lesson)
    )
}

fn progress(user: Uuid, community: Uuid, lesson: Uuid) -> String {
    format!(
        "insert into lesson_progress (user_id, lesson_id, community_id, status, percent, position_s, watched_s, by_hand,
            started_at, updated_at)
         values ('{user}', '{lesson}', '{community}', 'in_progress', 0, 0, 0, false, now(), now());"
    )
}

async fn academy() -> TestDb<Main> {
    let test = main_db().await;
    let mut sql = format!(
        "insert into communities (id, slug, name, locale, zone, created_at, updated_at)
         values ('{THEIRS}', 'theirs', 'Theirs', 'kk', 'Asia/Almaty', now(), now());"
    );
    for (n, community, status, visibility) in COURSES {
        sql += &course_sql(n, community, status, visibility);
    }
    for (id, community) in [
        (STUDENT, OURS),
        (CLASSMATE, OURS),
        (AUTHOR, OURS),
        (ADMIN, OURS),
        (ABROAD, THEIRS),
    ] {
        sql += &person_sql(id, community);
    }
    for (user, community, course) in [
        (STUDENT, OURS, TAKEN),
        (STUDENT, OURS, DRAFT),
        (CLASSMATE, OURS, OTHERS),
        (ABROAD, THEIRS, FOREIGN),
    ] {
        sql += &learning_sql(user, community, course);
    }
    test.admin().await.batch_execute(&sql).await.unwrap();
    test
}

fn person(id: Uuid, community: Uuid, roles: &[&str]) -> Scope {
    Scope::authenticated(&json!({
        "sub": id, "role": "authenticated", "community_id": community, "app_metadata": { "roles": roles },
    }))
}

fn student() -> Scope {
    person(STUDENT, OURS, &["student"])
}

/// Runs one statement in a transaction that never happens; the number of rows, or the SQLSTATE.
async fn attempt(test: &TestDb<Main>, scope: &Scope, statement: &str) -> Result<u64, String> {
    let tx = test.db.begin(scope).await.unwrap();
    let rows = tx.client().execute(statement, &[]).await;
    tx.rollback().await.unwrap();
    rows.map_err(|error| error.code().unwrap().code().to_owned())
}

fn denied() -> Result<u64, String> {
    Err("42501".to_owned())
}

async fn ids(test: &TestDb<Main>, scope: &Scope, select: &str) -> Vec<Uuid> {
    let tx = test.db.begin(scope).await.unwrap();
    let rows = tx.client().query(select, &[]).await.unwrap();
    tx.rollback().await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn each_role_reads_exactly_what_is_meant_for_it() {
    let test = academy().await;
    let nothing = [0; 10];
    // In the order of TABLES.
    let people = [
        ("student", student(), [1, 1, 1, 2, 2, 3, 3, 2, 2, 2]),
        (
            "classmate",
            person(CLASSMATE, OURS, &["student"]),
            [1, 1, 1, 2, 2, 3, 3, 1, 1, 1],
        ),
        (
            "student of nothing",
            person(ADMIN, OURS, &["student"]),
            [1, 1, 1, 1, 1, 1, 1, 0, 0, 0],
        ),
        (
            "seller",
            person(ADMIN, OURS, &["sales_lead", "traffic"]),
            [1, 1, 1, 1, 1, 1, 1, 0, 0, 0],
        ),
        (
            "author",
            person(AUTHOR, OURS, &["author"]),
            [1, 1, 1, 4, 4, 12, 12, 3, 3, 3],
        ),
        (
            "admin",
            person(ADMIN, OURS, &["admin"]),
            [1, 4, 4, 4, 4, 12, 12, 3, 3, 3],
        ),
        (
            "student abroad",
            person(ABROAD, THEIRS, &["student"]),
            [1, 1, 1, 1, 1, 2, 2, 1, 1, 1],
        ),
        // Acts abroad, so sees nothing of ours but the own membership and profile.
        (
            "our admin abroad",
            person(ADMIN, THEIRS, &["admin"]),
            [2, 2, 2, 1, 1, 3, 3, 1, 1, 1],
        ),
        ("nobody", Scope::authenticated(&json!({})), nothing),
        (
            "no community",
            Scope::authenticated(&json!({"sub": STUDENT})),
            [1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
        ),
        (
            "service",
            Scope::service("test"),
            [2, 5, 5, 5, 5, 15, 15, 4, 4, 4],
        ),
    ];
    for (who, scope, sees) in people {
        for (table, rows) in TABLES.into_iter().zip(sees) {
            let read = attempt(&test, &scope, &format!("select from {table}")).await;
            assert_eq!(read, Ok(rows), "{who} reads {table}");
        }
    }
}

#[tokio::test]
async fn a_visitor_and_a_statement_without_a_right_are_refused() {
    let test = academy().await;
    for table in TABLES {
        for statement in [
            format!("select from {table}"),
            format!("delete from {table}"),
        ] {
            assert_eq!(
                attempt(&test, &Scope::anon(), &statement).await,
                denied(),
                "{statement}"
            );
        }
        for who in [
            student(),
            person(ADMIN, OURS, &["admin"]),
            Scope::anon(),
            Scope::service("test"),
        ] {
            assert_eq!(
                attempt(&test, &who, &format!("truncate {table} cascade")).await,
                denied(),
                "{table}"
            );
        }
        for who in [student(), person(ADMIN, OURS, &["admin"])] {
            assert_eq!(
                attempt(&test, &who, &format!("delete from {table}")).await,
                denied(),
                "{table}"
            );
        }
    }
}

#[tokio::test]
async fn a_student_sees_taken_courses_and_public_previews_only() {
    let test = academy().await;
    let courses = ids(
        &test,
        &student(),
        "select id from courses order by position",
    )
    .await;
    assert_eq!(
        courses,
        [TAKEN, PUBLIC].map(Uuid::from_u128),
        "not the draft, though enrolled in it"
    );
    let want = [lesson(TAKEN, 1), lesson(TAKEN, 2), lesson(PUBLIC, 2)];
    let lessons = ids(&test, &student(), "select id from lessons order by id").await;
    assert_eq!(lessons, want);
    let texts = ids(
        &test,
        &student(),
        "select lesson_id from lesson_texts order by lesson_id",
    )
    .await;
    assert_eq!(texts, want);
}

/// Who sees which course, chapter, lesson and text, as the first release had it: one table asks the next, row by row.
const RULE: &str = "
    with me as (select '{me}'::uuid as id, '{here}'::uuid as community, {staff} as staff),
    known as (
        select c.* from courses c, me
        where c.community_id = me.community and (
            me.staff or (c.status = 'published' and c.visibility = 'public')
            or (c.status <> 'draft' and exists (
                select from enrolments e
                where e.community_id = me.community and e.user_id = me.id and e.course_id = c.id
            ))
        )
    ),
    known_lessons as (
        select l.* from lessons l, me
        where l.community_id = me.community and (
            me.staff or (
                l.status = 'published'
                and (l.preview or exists (
                    select from enrolments e
                    where e.community_id = me.community and e.user_id = me.id and e.course_id = l.course_id
                ))
                and exists (select from known k where k.id = l.course_id)
            )
        )
    )
    select id from known
    union all
    select h.id from chapters h, me
    where h.community_id = me.community and (me.staff or exists (select from known k where k.id = h.course_id))
    union all select id from known_lessons
    union all
    select t.lesson_id from lesson_texts t, me
    where t.community_id = me.community and (me.staff or exists (select from known_lessons l where l.id = t.lesson_id))
    order by 1";

#[tokio::test]
async fn what_each_person_sees_is_the_rule_row_by_row() {
    let test = academy().await;
    let admin = test.admin().await;
    // Every state with every visibility, taken by the student or not.
    let mut sql = String::new();
    let states = ["draft", "published", "archived"];
    for (n, (status, visibility)) in (20..).zip(
        states
            .into_iter()
            .flat_map(|s| [(s, "public"), (s, "enrolled"), (s, "enrolled")]),
    ) {
        sql += &course_sql(n, OURS, status, visibility);
        if n % 3 != 1 {
            sql += &learning_sql(STUDENT, OURS, n);
        }
    }
    admin.batch_execute(&sql).await.unwrap();
    let seen =
        "select id from courses union all select id from chapters union all select id from lessons
        union all select lesson_id from lesson_texts order by 1";
    for (who, home, roles) in [
        (STUDENT, OURS, &["student"][..]),
        (STUDENT, THEIRS, &["student"]),
        (CLASSMATE, OURS, &["student"]),
        (AUTHOR, OURS, &["author"]),
        (AUTHOR, THEIRS, &["author"]),
        (ADMIN, OURS, &["sales_manager"]),
        (ABROAD, THEIRS, &["student"]),
        (ABROAD, OURS, &["student"]),
    ] {
        let staff = roles.contains(&"author");
        let rule = RULE
            .replace("{me}", &who.to_string())
            .replace("{here}", &home.to_string())
            .replace("{staff}", &staff.to_string());
        let rows = admin.query(&rule, &[]).await.unwrap();
        let want: Vec<Uuid> = rows.iter().map(|row| row.get(0)).collect();
        assert_eq!(
            ids(&test, &person(who, home, roles), seen).await,
            want,
            "{who} {roles:?}"
        );
    }
}

#[tokio::test]
async fn nobody_borrows_the_eyes_of_the_policies() {
    let test = academy().await;
    let functions = ["known_courses()", "taken_courses()"];
    for function in functions {
        let ask = format!("select unnest({function})");
        for who in [Scope::anon(), Scope::service("test")] {
            assert_eq!(attempt(&test, &who, &ask).await, denied(), "{function}");
        }
        let nobody = Scope::authenticated(&json!({ "sub": STUDENT }));
        assert_eq!(attempt(&test, &nobody, &ask).await, Ok(0), "{function}");
    }
    let taken = ids(&test, &student(), "select unnest(taken_courses())").await;
    assert_eq!(taken, [Uuid::from_u128(TAKEN)], "not the draft");
}

#[tokio::test]
async fn people_without_the_role_write_no_course_and_staff_write_only_their_own() {
    let test = academy().await;
    for (table, set) in [
        ("courses", "position = 9"),
        ("chapters", "position = 9"),
        ("lessons", "preview = true"),
        ("lesson_texts", "title = 'T'"),
        ("enrolments", "expires_at = 'infinity'"),
    ] {
        let change = format!("update {table} set {set} where community_id = '{OURS}'");
        assert_eq!(attempt(&test, &student(), &change).await, Ok(0), "{table}");
        assert_ne!(
            attempt(&test, &person(AUTHOR, OURS, &["author"]), &change).await,
            Ok(0),
            "{table}"
        );
        assert_eq!(
            attempt(&test, &person(ABROAD, THEIRS, &["author"]), &change).await,
            Ok(0),
            "{table}"
        );
        let away = format!("update {table} set community_id = '{THEIRS}'");
        assert_eq!(
            attempt(&test, &person(ADMIN, OURS, &["admin"]), &away).await,
            denied(),
            "{table}"
        );
    }
    let new = course_sql(7, OURS, "published", "public")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(attempt(&test, &student(), &new).await, denied());
    assert_eq!(
        attempt(&test, &person(ABROAD, THEIRS, &["admin"]), &new).await,
        denied()
    );
    assert_eq!(
        attempt(&test, &person(AUTHOR, OURS, &["author"]), &new).await,
        Ok(1)
    );
    let into = learning_sql(STUDENT, OURS, OTHERS)
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(
        attempt(&test, &student(), &into).await,
        denied(),
        "nobody enrols themselves"
    );
    assert_eq!(
        attempt(&test, &person(ADMIN, OURS, &["admin"]), &into).await,
        Ok(1)
    );
}

#[tokio::test]
async fn a_profile_is_changed_by_its_person_alone_and_only_in_name_language_and_zone() {
    let test = academy().await;
    let rename = format!("update profiles set name = 'X' where user_id = '{STUDENT}'");
    assert_eq!(attempt(&test, &student(), &rename).await, Ok(1));
    for other in [
        person(CLASSMATE, OURS, &["student"]),
        person(ADMIN, OURS, &["admin"]),
    ] {
        assert_eq!(attempt(&test, &other, &rename).await, Ok(0));
    }
    for set in [
        format!("user_id = '{CLASSMATE}'"),
        format!("community_id = '{THEIRS}'"),
        "phone = '+77001234567'".into(),
    ] {
        assert_eq!(
            attempt(&test, &student(), &format!("update profiles set {set}")).await,
            denied(),
            "{set}"
        );
    }
    let join = format!("insert into memberships values ('{THEIRS}', '{STUDENT}', now())");
    assert_eq!(
        attempt(&test, &student(), &join).await,
        denied(),
        "nobody joins by themselves"
    );
}

fn event(user: Uuid, community: Uuid, lesson: Uuid) -> String {
    format!(
        "insert into learning_events (user_id, client_event_id, community_id, lesson_id, kind, at)
         values ('{user}', '{}', '{community}', '{lesson}', 'opened', now())",
        Uuid::from_u128(0xE)
    )
}

#[tokio::test]
async fn progress_is_written_by_its_person_alone_in_lessons_within_reach() {
    let test = academy().await;
    for (what, user, community, lesson, may) in [
        ("own, taken", STUDENT, OURS, lesson(TAKEN, 2), true),
        ("own, preview", STUDENT, OURS, lesson(PUBLIC, 2), true),
        ("another's", CLASSMATE, OURS, lesson(TAKEN, 2), false),
        ("not taken", STUDENT, OURS, lesson(OTHERS, 2), false),
        ("draft", STUDENT, OURS, lesson(TAKEN, 3), false),
        ("abroad", STUDENT, THEIRS, lesson(FOREIGN, 2), false),
        (
            "a lesson abroad as ours",
            STUDENT,
            OURS,
            lesson(FOREIGN, 2),
            false,
        ),
    ] {
        let want = if may { Ok(1) } else { denied() };
        assert_eq!(
            attempt(&test, &student(), &event(user, community, lesson)).await,
            want,
            "event: {what}"
        );
        assert_eq!(
            attempt(&test, &student(), &progress(user, community, lesson)).await,
            want,
            "progress: {what}"
        );
    }
    let done = "update lesson_progress set status = 'completed', completed_at = now()";
    assert_eq!(
        attempt(&test, &student(), done).await,
        Ok(2),
        "only the own rows"
    );
    assert_eq!(
        attempt(&test, &person(ADMIN, OURS, &["admin"]), done).await,
        Ok(0),
        "an admin reads, and no more"
    );
    let give = format!("update lesson_progress set user_id = '{CLASSMATE}'");
    assert_eq!(attempt(&test, &student(), &give).await, denied());
}

#[tokio::test]
async fn the_ledger_of_events_only_grows() {
    let test = academy().await;
    for who in [
        student(),
        person(ADMIN, OURS, &["admin"]),
        Scope::service("test"),
    ] {
        assert_eq!(
            attempt(&test, &who, "update learning_events set kind = 'completed'").await,
            denied()
        );
        assert_eq!(
            attempt(&test, &who, "delete from learning_events").await,
            denied()
        );
    }
    let twice = format!("{0} ; {0}", event(STUDENT, OURS, lesson(TAKEN, 2)));
    let tx = test.db.begin(&student()).await.unwrap();
    let repeated = tx.client().batch_execute(&twice).await.unwrap_err();
    tx.rollback().await.unwrap();
    assert_eq!(repeated.code().unwrap().code(), "23505");
}

#[tokio::test]
async fn keys_keep_rows_within_their_community() {
    let test = academy().await;
    let admin = test.admin().await;
    let foreign_chapter = format!(
        "update lessons set chapter_id = '{}', course_id = '{}' where id = '{}'",
        chapter(FOREIGN),
        Uuid::from_u128(FOREIGN),
        lesson(TAKEN, 1)
    );
    let other_course = format!(
        "update lessons set chapter_id = '{}' where id = '{}'",
        chapter(OTHERS),
        lesson(TAKEN, 1)
    );
    let foreign_course = learning_sql(ABROAD, THEIRS, TAKEN);
    let stranger = learning_sql(ABROAD, OURS, TAKEN);
    for statement in [foreign_chapter, other_course, foreign_course, stranger] {
        let refused = admin.batch_execute(&statement).await.unwrap_err();
        assert_eq!(refused.code().unwrap().code(), "23503", "{statement}");
    }
    let erase = format!("delete from auth.users where id = '{STUDENT}'");
    admin.batch_execute(&erase).await.unwrap();
    for table in [
        "memberships",
        "profiles",
        "enrolments",
        "learning_events",
        "lesson_progress",
    ] {
        let left = format!("select from {table} where user_id = '{STUDENT}'");
        assert_eq!(admin.execute(&left, &[]).await.unwrap(), 0, "{table}");
    }
}
