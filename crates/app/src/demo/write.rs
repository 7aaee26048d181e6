use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use stoa_core::{Ambient, ChapterId, CourseId, LessonId, UserId};
use stoa_db_main::learning::{
    LessonKind, Locale,
    courses::{self, NewChapter, NewCourse, NewLesson, NewLessonText},
};
use stoa_pg::{DbError, MainDb, MainTx, Scope};
use thiserror::Error;

use super::{
    FOUNDING_COMMUNITY,
    content::{COURSES, Chapter, Course, Lesson, Texts},
};
use crate::learning::{EnrolError, Learning, markdown};

const LOCALES: [Locale; 3] = [Locale::Ru, Locale::Kk, Locale::En];

/// Why the demo cannot be prepared.
#[derive(Debug, Error)]
pub enum SeedError {
    /// The courses cannot be written.
    #[error("the demo courses cannot be written")]
    Courses(#[from] DbError),
    /// The people cannot be enrolled.
    #[error("the demo people cannot be enrolled")]
    Enrolments(#[from] EnrolError),
}

/// Adds the demo courses to the founding community; those that are there stay as they are.
///
/// # Errors
/// [`SeedError::Courses`]; a course is written whole or not at all.
pub async fn seed_demo_courses(main: &MainDb, ambient: &Ambient) -> Result<(), SeedError> {
    for (position, course) in (1..).zip(&COURSES) {
        let tx = main.begin(&Scope::service("demo")).await?;
        Seed {
            tx: &tx,
            ambient,
            now: ambient.now(),
        }
        .course(course, position)
        .await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Opens all demo courses to the given users, who need only be in identity; repeating it does nothing.
///
/// # Errors
/// [`SeedError::Enrolments`].
pub async fn seed_demo_enrolments(learning: &Learning, users: &[UserId]) -> Result<(), SeedError> {
    for user in users {
        for course in &COURSES {
            learning
                .ensure_enrolment(*user, FOUNDING_COMMUNITY, course.slug, "demo", user.0)
                .await?;
        }
    }
    Ok(())
}

struct Seed<'a> {
    tx: &'a MainTx,
    ambient: &'a Ambient,
    now: DateTime<Utc>,
}

impl Seed<'_> {
    async fn course(&self, course: &Course, position: i32) -> Result<(), DbError> {
        let new = NewCourse {
            id: CourseId::new(self.ambient),
            community_id: FOUNDING_COMMUNITY,
            slug: course.slug,
            title: by_language(course.title),
            summary: by_language(course.summary),
            kind: course.kind,
            sequential: course.sequential,
            position,
            price_kzt_minor: course.price_minor,
        };
        let bare = if courses::insert(self.tx, &new, self.now).await? {
            Some(new.id)
        } else {
            // Made by an earlier start without `--demo`, and still empty.
            courses::find_bare_id(self.tx, FOUNDING_COMMUNITY, course.slug).await?
        };
        if let Some(id) = bare {
            for (position, chapter) in (1..).zip(course.chapters) {
                self.chapter(id, chapter, position).await?;
            }
        }
        Ok(())
    }

    async fn chapter(
        &self,
        course_id: CourseId,
        chapter: &Chapter,
        position: i32,
    ) -> Result<(), DbError> {
        let new = NewChapter {
            id: ChapterId::new(self.ambient),
            community_id: FOUNDING_COMMUNITY,
            course_id,
            title: by_language(chapter.title),
            position,
        };
        courses::insert_chapter(self.tx, &new, self.now).await?;
        for (position, lesson) in (1..).zip(chapter.lessons) {
            self.lesson(&new, lesson, position).await?;
        }
        Ok(())
    }

    async fn lesson(
        &self,
        chapter: &NewChapter,
        lesson: &Lesson,
        position: i32,
    ) -> Result<(), DbError> {
        let new = NewLesson {
            id: LessonId::new(self.ambient),
            community_id: FOUNDING_COMMUNITY,
            course_id: chapter.course_id,
            chapter_id: chapter.id,
            kind: LessonKind::Text,
            rule: lesson.rule,
            duration_s: Some(lesson.minutes * 60),
            preview: false,
            position,
        };
        courses::insert_lesson(self.tx, &new, self.now).await?;
        for (locale, text) in LOCALES.into_iter().zip(lesson.texts) {
            self.text(new.id, locale, text).await?;
        }
        Ok(())
    }

    async fn text(&self, lesson_id: LessonId, locale: Locale, text: &str) -> Result<(), DbError> {
        let (title, body) = split_title(text);
        let new = NewLessonText {
            lesson_id,
            community_id: FOUNDING_COMMUNITY,
            locale,
            title,
            body_md: body,
            body_html: &markdown::to_html(body),
        };
        courses::insert_text(self.tx, &new, self.now).await
    }
}

fn by_language(texts: Texts) -> Value {
    let [ru, kk, en] = texts;
    json!({ "ru": ru, "kk": kk, "en": en })
}

/// The heading of the first line, and the rest.
fn split_title(text: &str) -> (&str, &str) {
    let (title, body) = text.split_once('\n').unwrap_or((text, ""));
    (title.trim_start_matches('#').trim(), body.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lesson_has_a_title_and_some_paragraphs_in_each_language() {
        let lessons = COURSES
            .iter()
            .flat_map(|course| course.chapters)
            .flat_map(|chapter| chapter.lessons);
        let mut seen = 0;
        for text in lessons.flat_map(|lesson| lesson.texts) {
            let (title, body) = split_title(text);
            assert!(
                text.starts_with("# ") && !title.is_empty() && title.chars().count() <= 80,
                "{title}"
            );
            assert!(
                body.split("\n\n").count() >= 5 && body.chars().count() > 800,
                "{title}"
            );
            assert!(markdown::to_html(body).contains("<h2>"), "{title}");
            seen += 1;
        }
        assert_eq!(seen, 27);
    }
}
