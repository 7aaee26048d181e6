use axum::{
    extract::{Path, State},
    response::Response,
};
use stoa_app::learning::{
    ContentsEntry, CourseToCome, LessonDetail, LessonKind, LessonState as State_, LessonSummary,
    LockedReason, ReportedEvent,
};
use stoa_core::{EventId, Failure as _, Kind, LessonId, PageLimit};
use stoa_domain::{CompletionRule, LessonEvent, Progress, lesson::Unmet};
use stoa_pages::{
    Flash, Html, Locale, Panel,
    pages::{
        lesson::{LessonPage, Missing, Neighbour, Video},
        lessons::{Chapter, CourseCard, LessonRow, LessonState, LessonsPage, Locked, NextStep},
    },
};

use super::context::{Page, after, render, render_parts};
use crate::{App, Fault, extract::SignedIn};

/// `/lessons`.
pub(crate) async fn list(State(app): State<App>, page: Page<SignedIn>) -> Result<Response, Fault> {
    let limit = PageLimit::new(PageLimit::MAX).unwrap_or_default();
    let locale = page.shell.locale;
    let learning = app.learning.speaking(locale);
    let (found, to_come) = futures::join!(
        learning.list_lessons(&page.actor, limit, None),
        learning.courses_to_come(&page.actor),
    );
    let courses = match found {
        Ok(found) => {
            let mut cards = cards(found.lessons, locale);
            cards.extend(to_come.unwrap_or_default().into_iter().map(card_to_come));
            Panel::Ready(cards)
        }
        Err(error) if error.kind() == Kind::Unavailable => {
            tracing::warn!(%error, "the lessons are shown as a failed panel");
            Panel::failed()
        }
        Err(error) => return Err(error.into()),
    };
    let next_step = courses.ready().and_then(|cards| next_step(cards));
    let has_any = courses.ready().is_some();
    let page = LessonsPage {
        shell: page.shell,
        next_step,
        courses,
    };
    render_parts(has_any, &page)
}

/// Lessons come in order: courses, chapters and lessons follow from where one differs from the one before.
fn cards(lessons: Vec<LessonSummary>, locale: Locale) -> Vec<CourseCard> {
    let mut cards: Vec<CourseCard> = Vec::new();
    let mut chapter = None;
    for lesson in lessons {
        if cards
            .last()
            .is_none_or(|card| card.id != lesson.course.id.0)
        {
            cards.push(card(&lesson, locale));
            chapter = None;
        }
        let Some(card) = cards.last_mut() else {
            continue;
        };
        if chapter != Some(lesson.chapter.id) {
            chapter = Some(lesson.chapter.id);
            card.chapters.push(Chapter {
                title: lesson.chapter.title.clone(),
                lessons: Vec::new(),
            });
        }
        card.total += 1;
        card.done += u32::from(lesson.state == State_::Completed);
        if let Some(chapter) = card.chapters.last_mut() {
            chapter.lessons.push(row(lesson));
        }
    }
    cards
}

/// A course whose lessons are still being written.
fn card_to_come(course: CourseToCome) -> CourseCard {
    CourseCard {
        id: course.id.0,
        title: course.title,
        summary: String::new(),
        lang: None,
        expires_at: None,
        percent: 0,
        done: 0,
        total: 0,
        chapters: Vec::new(),
    }
}

fn card(lesson: &LessonSummary, locale: Locale) -> CourseCard {
    CourseCard {
        id: lesson.course.id.0,
        title: lesson.course.title.clone(),
        summary: String::new(),
        lang: Locale::parse(lesson.locale.as_str()).filter(|own| *own != locale),
        expires_at: None,
        percent: lesson.course.percent,
        done: 0,
        total: 0,
        chapters: Vec::new(),
    }
}

fn row(lesson: LessonSummary) -> LessonRow {
    LessonRow {
        id: lesson.id.0,
        title: lesson.title,
        state: state(lesson.state, lesson.locked_reason, &lesson.progress),
        minutes: minutes(lesson.duration_s),
    }
}

fn state(state: State_, locked: Option<LockedReason>, progress: &Progress) -> LessonState {
    match state {
        State_::Completed => LessonState::Done,
        State_::InProgress => LessonState::Begun {
            percent: progress.percent,
        },
        State_::Open => LessonState::Open,
        State_::Locked => LessonState::Locked(Locked::After {
            lesson: locked.map(|l| l.title).unwrap_or_default(),
        }),
    }
}

fn minutes(seconds: Option<u32>) -> Option<u32> {
    seconds.map(|seconds| seconds.div_ceil(60))
}

/// The first lesson that can be worked on, begun ones first.
fn next_step(cards: &[CourseCard]) -> Option<NextStep> {
    let all = || {
        cards.iter().flat_map(|card| {
            card.chapters
                .iter()
                .flat_map(move |c| c.lessons.iter().map(move |l| (card, l)))
        })
    };
    let begun = all().find(|(_, lesson)| matches!(lesson.state, LessonState::Begun { .. }));
    let (card, lesson) =
        begun.or_else(|| all().find(|(_, lesson)| lesson.state == LessonState::Open))?;
    let is_begun = card.done > 0 || matches!(lesson.state, LessonState::Begun { .. });
    Some(NextStep {
        lesson: lesson.clone(),
        course: card.title.clone(),
        percent: card.percent,
        is_begun,
    })
}

/// `/lessons/{id}`; opening it is an event of its own.
pub(crate) async fn show(
    State(app): State<App>,
    page: Page<SignedIn>,
    Path(id): Path<LessonId>,
) -> Result<Response, Fault> {
    let opened = ReportedEvent {
        id: EventId::new(&app.ambient),
        event: LessonEvent::Opened,
    };
    let learning = app.learning.speaking(page.shell.locale);
    let lesson = learning.lesson(&page.actor, id).await?;
    // Staff read lessons without being learners; the record is theirs or nobody's, the page is shown all the same.
    let standing = app
        .learning
        .record_events(&page.actor, id, vec![opened])
        .await;
    let progress = standing
        .as_ref()
        .map_or(lesson.progress, |standing| standing.progress);
    render(&filled(page.shell, &lesson, progress))
}

fn filled(shell: stoa_pages::Shell, lesson: &LessonDetail, progress: Progress) -> LessonPage {
    let done = progress.is_complete();
    let neighbour = |id: Option<LessonId>| {
        let entry = lesson.contents.iter().find(|entry| Some(entry.id) == id)?;
        Some(Neighbour {
            id: entry.id.0,
            title: entry.title.clone(),
            is_locked: entry.state == State_::Locked,
        })
    };
    let missing = if done {
        None
    } else {
        stoa_domain::lesson::why_not_complete(&progress, lesson.rule)
    };
    let language = shell.locale;
    LessonPage {
        id: lesson.id.0,
        title: lesson.title.clone(),
        course: lesson.course.title.clone(),
        percent: lesson.course.percent,
        chapters: contents(&lesson.contents, lesson.id, &progress),
        lang: Locale::parse(lesson.locale.as_str()).filter(|own| *own != language),
        minutes: minutes(lesson.duration_s),
        state: if done {
            LessonState::Done
        } else {
            LessonState::Begun {
                percent: progress.percent,
            }
        },
        video: (lesson.kind == LessonKind::Video).then(|| Video {
            url: None,
            minutes: minutes(lesson.duration_s),
            position_seconds: progress.position_s,
        }),
        body: Html::from_clean(lesson.body_html.clone()),
        missing: missing.into_iter().filter_map(missing_words).collect(),
        may_mark: lesson.rule == CompletionRule::Manual,
        previous: neighbour(lesson.previous),
        next: neighbour(lesson.next),
        shell,
    }
}

fn missing_words(unmet: Unmet) -> Option<Missing> {
    match unmet {
        Unmet::Open => None,
        Unmet::Watch { seconds_left } => Some(Missing::Time {
            minutes: seconds_left.div_ceil(60),
        }),
        Unmet::MarkDone => Some(Missing::Mark),
    }
}

fn contents(entries: &[ContentsEntry], current: LessonId, progress: &Progress) -> Vec<Chapter> {
    let mut chapters: Vec<Chapter> = Vec::new();
    let mut last = None;
    for entry in entries {
        if last != Some(entry.chapter.id) {
            last = Some(entry.chapter.id);
            chapters.push(Chapter {
                title: entry.chapter.title.clone(),
                lessons: Vec::new(),
            });
        }
        let shown = if entry.id == current && progress.is_complete() {
            State_::Completed
        } else {
            entry.state
        };
        let row = LessonRow {
            id: entry.id.0,
            title: entry.title.clone(),
            state: state(shown, entry.locked_reason.clone(), &Progress::default()),
            minutes: minutes(entry.duration_s),
        };
        if let Some(chapter) = chapters.last_mut() {
            chapter.lessons.push(row);
        }
    }
    chapters
}

/// `POST /lessons/{id}/done`.
pub(crate) async fn done(
    State(app): State<App>,
    page: Page<SignedIn>,
    Path(id): Path<LessonId>,
) -> Result<Response, Fault> {
    record(&app, &page, id, LessonEvent::Completed).await?;
    let learning = app.learning.speaking(page.shell.locale);
    let lesson = learning.lesson(&page.actor, id).await?;
    let flash = if lesson.course.percent == 100 {
        Flash::CourseDone
    } else {
        Flash::LessonDone
    };
    Ok(after(&format!("/lessons/{id}"), flash))
}

/// `POST /lessons/{id}/undone`.
pub(crate) async fn undone(
    State(app): State<App>,
    page: Page<SignedIn>,
    Path(id): Path<LessonId>,
) -> Result<Response, Fault> {
    record(&app, &page, id, LessonEvent::Undone).await?;
    Ok(after(&format!("/lessons/{id}"), Flash::LessonUndone))
}

async fn record(
    app: &App,
    page: &Page<SignedIn>,
    id: LessonId,
    event: LessonEvent,
) -> Result<(), Fault> {
    let event = ReportedEvent {
        id: EventId::new(&app.ambient),
        event,
    };
    app.learning
        .record_events(&page.actor, id, vec![event])
        .await?;
    Ok(())
}
