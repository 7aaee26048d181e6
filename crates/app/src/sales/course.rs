use serde_json::json;
use stoa_core::CourseId;
use stoa_db_main::learning::{
    CourseKind,
    courses::{self, NewCourse},
};
use stoa_pg::{DbError, Scope};

use super::{COURSE_SLUG, Sales, USUAL_PRICE_MINOR};
use crate::demo::FOUNDING_COMMUNITY;

impl Sales {
    /// Makes the course that is sold, published and without lessons, where there is none: a buyer's account begins with
    /// it, so that without it no sale could be carried out. True when it was made now.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn ensure_course(&self) -> Result<bool, DbError> {
        let ambient = &self.accounts.ambient;
        let course = NewCourse {
            id: CourseId::new(ambient),
            community_id: FOUNDING_COMMUNITY,
            slug: COURSE_SLUG,
            title: json!({ "ru": "Экспресс-курс", "kk": "Экспресс-курс", "en": "Express course" }),
            summary: json!({
                "ru": "Короткий курс для начала.",
                "kk": "Бастауға арналған қысқа курс.",
                "en": "A short course to begin with.",
            }),
            kind: CourseKind::Tripwire,
            sequential: true,
            position: 1,
            price_kzt_minor: Some(USUAL_PRICE_MINOR),
        };
        let tx = self.main.begin(&Scope::service("entry course")).await?;
        let made = courses::insert(&tx, &course, ambient.now()).await?;
        tx.commit().await?;
        Ok(made)
    }
}
