use chrono::{DateTime, Utc};
use std::sync::Arc;
use stoa_app::demo::{FOUNDING_COMMUNITY, seed_demo_courses, seed_demo_enrolments};
use stoa_app::learning::{
    Learning, LessonDetail, LessonError, LessonSummary, RecordEventsError, ReportedEvent,
};
use stoa_core::{
    Ambient, CommunityId, EventId, LessonId, ManualClock, PageLimit, SeededRandom, SessionId,
    UserId,
};
use stoa_domain::{LessonEvent, LessonStatus, Role};
use stoa_identity::{Aal, Actor};
use stoa_pg::{Main, Scope};
use stoa_testkit::{TestDb, main_db};
use uuid::Uuid;

pub(super) const ELSEWHERE: CommunityId = CommunityId(Uuid::from_u128(0xF0));

/// A database with the demo courses, and a clock that stands still.
pub(super) struct School {
    pub(super) test: TestDb<Main>,
    pub(super) learning: Learning,
    pub(super) ambient: Ambient,
    pub(super) clock: Arc<ManualClock>,
}

impl School {
    pub(super) async fn open() -> Self {
        let test = main_db().await;
        let start: DateTime<Utc> = "2026-03-02T08:00:00Z".parse().unwrap();
        let clock = Arc::new(ManualClock::at(start));
        let ambient = Ambient {
            clock: clock.clone(),
            random: Arc::new(SeededRandom::new(7)),
        };
        seed_demo_courses(&test.db, &ambient).await.unwrap();
        Self {
            learning: Learning::new(test.db.clone(), ambient.clone()),
            test,
            ambient,
            clock,
        }
    }

    /// Somebody whom identity knows and learning does not.
    pub(super) async fn person(&self, name: Option<&str>, roles: &[Role]) -> Actor {
        let id = UserId::new(&self.ambient);
        let email = format!("{}@example.kz", id.0.simple());
        let tx = self.test.db.begin(&Scope::service("test")).await.unwrap();
        tx.client()
            .execute(
                "insert into auth.users (id, community_id, email, display_name, user_metadata, app_metadata, created_at,
                    updated_at)
                 values ($1, $2, $3, $4, '{}', '{}', $5, $5)",
                &[&id.0, &FOUNDING_COMMUNITY.0, &email, &name, &self.ambient.now()],
            )
            .await
            .unwrap();
        tx.commit().await.unwrap();
        Actor {
            user_id: id,
            session_id: SessionId::new(&self.ambient),
            email: Some(email),
            roles: roles.iter().copied().collect(),
            community_id: FOUNDING_COMMUNITY,
            aal: Aal::Aal1,
            has_factor: false,
            locale: None,
        }
    }

    pub(super) async fn student(&self) -> Actor {
        let actor = self.person(Some("Айгерим"), &[Role::Student]).await;
        seed_demo_enrolments(&self.learning, &[actor.user_id])
            .await
            .unwrap();
        actor
    }

    pub(super) async fn lessons(&self, actor: &Actor) -> Vec<LessonSummary> {
        self.learning
            .list_lessons(actor, PageLimit::default(), None)
            .await
            .unwrap()
            .lessons
    }

    pub(super) async fn lesson(
        &self,
        actor: &Actor,
        id: LessonId,
    ) -> Result<LessonDetail, LessonError> {
        self.learning.lesson(actor, id).await
    }

    pub(super) async fn report(
        &self,
        actor: &Actor,
        lesson: LessonId,
        event: LessonEvent,
    ) -> Result<LessonStatus, RecordEventsError> {
        let reported = vec![ReportedEvent {
            id: EventId::new(&self.ambient),
            event,
        }];
        Ok(self
            .learning
            .record_events(actor, lesson, reported)
            .await?
            .progress
            .status)
    }

    pub(super) async fn sql(&self, statement: &str) -> u64 {
        self.test
            .admin()
            .await
            .execute(statement, &[])
            .await
            .unwrap()
    }
}

pub(super) fn states(lessons: &[LessonSummary]) -> Vec<&str> {
    lessons.iter().map(|lesson| lesson.state.as_str()).collect()
}
