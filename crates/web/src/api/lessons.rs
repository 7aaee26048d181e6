use axum::{
    Json,
    extract::{Path, RawQuery, State},
    response::Response,
};
use serde::Serialize;
use stoa_app::learning::{
    ChapterRef, ContentsEntry, CourseRef, LessonDetail, LessonStanding, LessonSummary,
    LockedReason, RecordEventsError, ReportedEvent,
};
use stoa_core::{ChapterId, CourseId, EventId, LessonId};
use stoa_domain::{LessonEvent, lesson::MAX_POSITION_S};
use utoipa::ToSchema;

use super::{listing, query::Parameters};
use crate::{
    App, Fault,
    extract::{Actor, Checked, Fields, Form, SignedIn},
};

const LIST_PATH: &str = "/api/lessons";

/// A lesson in the list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LessonView {
    #[schema(value_type = uuid::Uuid)]
    id: LessonId,
    title: String,
    /// The language of the title: ru, kk or en.
    locale: &'static str,
    position: i32,
    /// text, video, quiz or file.
    kind: &'static str,
    /// `open`, `locked`, `in_progress` or `completed`.
    state: &'static str,
    locked_reason: Option<LockedView>,
    percent: u8,
    position_s: u32,
    duration_s: Option<u32>,
    course: CourseView,
    chapter: ChapterView,
}

/// What has to be done first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct LockedView {
    #[schema(value_type = uuid::Uuid)]
    lesson_id: LessonId,
    title: String,
}

/// The course of a lesson.
#[derive(Debug, Serialize, ToSchema)]
struct CourseView {
    #[schema(value_type = uuid::Uuid)]
    id: CourseId,
    slug: String,
    title: String,
    /// full or tripwire.
    kind: &'static str,
    percent: u8,
}

/// The chapter of a lesson.
#[derive(Debug, Serialize, ToSchema)]
struct ChapterView {
    #[schema(value_type = uuid::Uuid)]
    id: ChapterId,
    title: String,
}

impl From<LockedReason> for LockedView {
    fn from(reason: LockedReason) -> Self {
        Self {
            lesson_id: reason.lesson_id,
            title: reason.title,
        }
    }
}

impl From<CourseRef> for CourseView {
    fn from(course: CourseRef) -> Self {
        let kind = course.kind.as_str();
        Self {
            id: course.id,
            slug: course.slug,
            title: course.title,
            kind,
            percent: course.percent,
        }
    }
}

impl From<ChapterRef> for ChapterView {
    fn from(chapter: ChapterRef) -> Self {
        Self {
            id: chapter.id,
            title: chapter.title,
        }
    }
}

impl From<LessonSummary> for LessonView {
    fn from(lesson: LessonSummary) -> Self {
        Self {
            id: lesson.id,
            title: lesson.title,
            locale: lesson.locale.as_str(),
            position: lesson.position,
            kind: lesson.kind.as_str(),
            state: lesson.state.as_str(),
            locked_reason: lesson.locked_reason.map(LockedView::from),
            percent: lesson.progress.percent,
            position_s: lesson.progress.position_s,
            duration_s: lesson.duration_s,
            course: lesson.course.into(),
            chapter: lesson.chapter.into(),
        }
    }
}

/// The lessons of every course you take, in order.
///
/// # Errors
/// `page.cursor_invalid` (422).
#[utoipa::path(get, operation_id = "list_lessons", path = "/api/lessons", tag = "learning", security(("bearer" = [])),
    params(("limit" = Option<u16>, Query, description = "1 to 200, default 50"), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<LessonView>, description = "A page; `Link` leads to the next, `X-Total-Count` has the number of all"),
        (status = 401), (status = 422)))]
pub(crate) async fn list(
    State(app): State<App>,
    actor: Actor<SignedIn>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let text = query.unwrap_or_default();
    let mut parameters = Parameters::read(&text, &["limit", "cursor"]);
    let (limit, cursor) = (parameters.limit(), parameters.text("cursor"));
    parameters.finish()?;
    let page = app
        .learning
        .list_lessons(&actor, limit, cursor.as_deref())
        .await?;
    let items: Vec<_> = page.lessons.into_iter().map(LessonView::from).collect();
    Ok(listing::array(
        &items,
        page.total,
        page.next.as_ref(),
        LIST_PATH,
        &text,
    ))
}

/// A lesson with its text.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LessonDetailView {
    #[schema(value_type = uuid::Uuid)]
    id: LessonId,
    title: String,
    locale: &'static str,
    kind: &'static str,
    /// Safe HTML.
    body_html: String,
    duration_s: Option<u32>,
    state: &'static str,
    percent: u8,
    position_s: u32,
    /// Why it is not done yet: `lesson.not_opened`, `lesson.watch_more` or `lesson.mark_done`.
    why_not_complete: Option<&'static str>,
    course: CourseView,
    chapter: ChapterView,
    #[schema(value_type = Option<uuid::Uuid>)]
    previous: Option<LessonId>,
    #[schema(value_type = Option<uuid::Uuid>)]
    next: Option<LessonId>,
    contents: Vec<ContentsView>,
}

/// A line of the contents.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ContentsView {
    #[schema(value_type = uuid::Uuid)]
    id: LessonId,
    title: String,
    state: &'static str,
    locked_reason: Option<LockedView>,
}

impl From<ContentsEntry> for ContentsView {
    fn from(entry: ContentsEntry) -> Self {
        let state = entry.state.as_str();
        Self {
            id: entry.id,
            title: entry.title,
            state,
            locked_reason: entry.locked_reason.map(LockedView::from),
        }
    }
}

impl From<LessonDetail> for LessonDetailView {
    fn from(lesson: LessonDetail) -> Self {
        Self {
            id: lesson.id,
            title: lesson.title,
            locale: lesson.locale.as_str(),
            kind: lesson.kind.as_str(),
            body_html: lesson.body_html,
            duration_s: lesson.duration_s,
            state: lesson.state.as_str(),
            percent: lesson.progress.percent,
            position_s: lesson.progress.position_s,
            why_not_complete: lesson
                .why_not_complete
                .map(stoa_domain::lesson::Unmet::code),
            course: lesson.course.into(),
            chapter: lesson.chapter.into(),
            previous: lesson.previous,
            next: lesson.next,
            contents: lesson
                .contents
                .into_iter()
                .map(ContentsView::from)
                .collect(),
        }
    }
}

/// One lesson.
///
/// # Errors
/// `lesson.locked` (403) names what opens it; `lesson.not_found` (404).
#[utoipa::path(get, operation_id = "show_lesson", path = "/api/lessons/{id}", tag = "learning", security(("bearer" = [])), params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = LessonDetailView), (status = 401), (status = 403), (status = 404)))]
pub(crate) async fn show(
    State(app): State<App>,
    actor: Actor<SignedIn>,
    Path(id): Path<LessonId>,
) -> Result<Json<LessonDetailView>, Fault> {
    Ok(Json(app.learning.lesson(&actor, id).await?.into()))
}

/// What happened in a lesson: 1 to 50 events.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the document's picture of what is read here")]
pub(crate) struct EventsForm {
    events: Vec<EventForm>,
}

/// One event.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the document's picture of what is read here")]
struct EventForm {
    /// Made by the client; an event with a known id is counted once.
    client_event_id: uuid::Uuid,
    /// `opened`, `heartbeat`, `completed` or `undone`.
    r#type: String,
    /// Of a heartbeat: where in the video, seconds from its beginning.
    position_s: Option<u32>,
    /// Of a heartbeat: seconds watched since the last one.
    watched_s: Option<u32>,
}

impl Form for EventsForm {
    type Checked = Vec<ReportedEvent>;

    fn read(fields: &mut Fields) -> Option<Vec<ReportedEvent>> {
        let is_there = fields.has("events");
        let events = fields.each("events", event);
        if !is_there {
            fields.refuse_error("events", &RecordEventsError::Empty);
        }
        events
    }
}

fn event(fields: &mut Fields) -> Option<ReportedEvent> {
    let id: Option<EventId> = fields.typed("client_event_id", "a UUID");
    if id.is_none() {
        let said = "Give each event an id of its own.";
        fields.refuse("client_event_id", "lesson.event_id_required", said);
    }
    let event = match fields.text("type").as_deref() {
        Some("opened") => Some(LessonEvent::Opened),
        Some("heartbeat") => heartbeat(fields),
        Some("completed") => Some(LessonEvent::Completed),
        Some("undone") => Some(LessonEvent::Undone),
        _ => {
            let said = "Must be opened, heartbeat, completed or undone.";
            fields.refuse("type", "lesson.event_type_invalid", said);
            // Whose they are is not known.
            fields.pass(&["position_s", "watched_s"]);
            None
        }
    };
    Some(ReportedEvent {
        id: id?,
        event: event?,
    })
}

fn heartbeat(fields: &mut Fields) -> Option<LessonEvent> {
    let mut seconds = |name| {
        let wanted = format!("a whole number of seconds from 0 to {MAX_POSITION_S}");
        let number = fields.number(name);
        let value = number.and_then(|number| u32::try_from(number.as_u64()?).ok());
        let value = value.filter(|seconds| *seconds <= MAX_POSITION_S);
        if value.is_none() {
            fields.refuse(name, "lesson.seconds_invalid", format!("Must be {wanted}."));
        }
        value
    };
    let (position_s, watched_s) = (seconds("position_s"), seconds("watched_s"));
    Some(LessonEvent::Heartbeat {
        position_s: position_s?,
        watched_s: watched_s?,
    })
}

/// How you stand in a lesson.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StandingView {
    /// `not_started`, `in_progress` or `completed`.
    status: &'static str,
    percent: u8,
    position_s: u32,
    /// Why it is not done yet: `lesson.not_opened`, `lesson.watch_more` or `lesson.mark_done`.
    why_not_complete: Option<&'static str>,
    /// How many of the events were new.
    recorded: usize,
}

impl From<LessonStanding> for StandingView {
    fn from(standing: LessonStanding) -> Self {
        Self {
            status: standing.progress.status.as_str(),
            percent: standing.progress.percent,
            position_s: standing.progress.position_s,
            why_not_complete: standing
                .why_not_complete
                .map(stoa_domain::lesson::Unmet::code),
            recorded: standing.recorded,
        }
    }
}

/// Records what happened in a lesson; the events and the progress are stored together, and a repeat changes nothing.
///
/// # Errors
/// `lesson.events_empty`, `lesson.events_too_many`, `lesson.event_id_required`, `lesson.event_type_invalid`,
/// `lesson.seconds_invalid` (422), `lesson.locked` (403), `lesson.not_found` (404).
#[utoipa::path(post, operation_id = "record_lesson_events", path = "/api/lessons/{id}/events", tag = "learning", security(("bearer" = [])), params(("id" = uuid::Uuid, Path)),
    request_body = EventsForm,
    responses((status = 200, body = StandingView), (status = 400), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn record(
    State(app): State<App>,
    actor: Actor<SignedIn>,
    Path(id): Path<LessonId>,
    Checked(events): Checked<EventsForm>,
) -> Result<Json<StandingView>, Fault> {
    Ok(Json(
        app.learning.record_events(&actor, id, events).await?.into(),
    ))
}
