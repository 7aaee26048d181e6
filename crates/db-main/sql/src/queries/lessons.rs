// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct ListLessonsParams<T1: crate::StringSql> {
    pub spoken: Option<T1>,
    pub user_id: uuid::Uuid,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub after_course_position: Option<i32>,
    pub after_course: Option<uuid::Uuid>,
    pub after_chapter_position: Option<i32>,
    pub after_position: Option<i32>,
    pub rows: i64,
}
#[derive(Debug)]
pub struct ListCoursesToComeParams<T1: crate::StringSql> {
    pub spoken: Option<T1>,
    pub user_id: uuid::Uuid,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct ListCourseOfLessonParams<T1: crate::StringSql> {
    pub spoken: Option<T1>,
    pub user_id: uuid::Uuid,
    pub lesson_id: uuid::Uuid,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug, Clone, PartialEq)]
pub struct ListLessons {
    pub id: uuid::Uuid,
    pub title: String,
    pub locale: String,
    pub kind: String,
    pub position: i32,
    pub duration_s: Option<i32>,
    pub preview: bool,
    pub status: Option<String>,
    pub percent: Option<i32>,
    pub position_s: Option<i32>,
    pub watched_s: Option<i32>,
    pub by_hand: Option<bool>,
    pub completed_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub course_id: uuid::Uuid,
    pub course_slug: String,
    pub course_title: String,
    pub course_kind: String,
    pub course_position: i32,
    pub sequential: bool,
    pub course_percent: i32,
    pub chapter_id: uuid::Uuid,
    pub chapter_title: String,
    pub chapter_position: i32,
    pub first_open_id: uuid::Uuid,
    pub first_open_title: String,
    pub first_open_chapter_position: i32,
    pub first_open_position: i32,
    pub total: i64,
}
pub struct ListLessonsBorrowed<'a> {
    pub id: uuid::Uuid,
    pub title: &'a str,
    pub locale: &'a str,
    pub kind: &'a str,
    pub position: i32,
    pub duration_s: Option<i32>,
    pub preview: bool,
    pub status: Option<&'a str>,
    pub percent: Option<i32>,
    pub position_s: Option<i32>,
    pub watched_s: Option<i32>,
    pub by_hand: Option<bool>,
    pub completed_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub course_id: uuid::Uuid,
    pub course_slug: &'a str,
    pub course_title: &'a str,
    pub course_kind: &'a str,
    pub course_position: i32,
    pub sequential: bool,
    pub course_percent: i32,
    pub chapter_id: uuid::Uuid,
    pub chapter_title: &'a str,
    pub chapter_position: i32,
    pub first_open_id: uuid::Uuid,
    pub first_open_title: &'a str,
    pub first_open_chapter_position: i32,
    pub first_open_position: i32,
    pub total: i64,
}
impl<'a> From<ListLessonsBorrowed<'a>> for ListLessons {
    fn from(
        ListLessonsBorrowed {
            id,
            title,
            locale,
            kind,
            position,
            duration_s,
            preview,
            status,
            percent,
            position_s,
            watched_s,
            by_hand,
            completed_at,
            course_id,
            course_slug,
            course_title,
            course_kind,
            course_position,
            sequential,
            course_percent,
            chapter_id,
            chapter_title,
            chapter_position,
            first_open_id,
            first_open_title,
            first_open_chapter_position,
            first_open_position,
            total,
        }: ListLessonsBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            title: title.into(),
            locale: locale.into(),
            kind: kind.into(),
            position,
            duration_s,
            preview,
            status: status.map(|v| v.into()),
            percent,
            position_s,
            watched_s,
            by_hand,
            completed_at,
            course_id,
            course_slug: course_slug.into(),
            course_title: course_title.into(),
            course_kind: course_kind.into(),
            course_position,
            sequential,
            course_percent,
            chapter_id,
            chapter_title: chapter_title.into(),
            chapter_position,
            first_open_id,
            first_open_title: first_open_title.into(),
            first_open_chapter_position,
            first_open_position,
            total,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct ListCoursesToCome {
    pub id: uuid::Uuid,
    pub title: String,
}
pub struct ListCoursesToComeBorrowed<'a> {
    pub id: uuid::Uuid,
    pub title: &'a str,
}
impl<'a> From<ListCoursesToComeBorrowed<'a>> for ListCoursesToCome {
    fn from(ListCoursesToComeBorrowed { id, title }: ListCoursesToComeBorrowed<'a>) -> Self {
        Self {
            id,
            title: title.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct OutlineRow {
    pub id: uuid::Uuid,
    pub title: String,
    pub locale: String,
    pub kind: String,
    pub position: i32,
    pub duration_s: Option<i32>,
    pub preview: bool,
    pub completion_rule: serde_json::Value,
    pub status: Option<String>,
    pub percent: Option<i32>,
    pub position_s: Option<i32>,
    pub watched_s: Option<i32>,
    pub by_hand: Option<bool>,
    pub completed_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub body_html: Option<String>,
    pub course_id: uuid::Uuid,
    pub course_slug: String,
    pub course_title: String,
    pub course_kind: String,
    pub sequential: bool,
    pub chapter_id: uuid::Uuid,
    pub chapter_title: String,
}
pub struct OutlineRowBorrowed<'a> {
    pub id: uuid::Uuid,
    pub title: &'a str,
    pub locale: &'a str,
    pub kind: &'a str,
    pub position: i32,
    pub duration_s: Option<i32>,
    pub preview: bool,
    pub completion_rule: postgres_types::Json<&'a serde_json::value::RawValue>,
    pub status: Option<&'a str>,
    pub percent: Option<i32>,
    pub position_s: Option<i32>,
    pub watched_s: Option<i32>,
    pub by_hand: Option<bool>,
    pub completed_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub body_html: Option<&'a str>,
    pub course_id: uuid::Uuid,
    pub course_slug: &'a str,
    pub course_title: &'a str,
    pub course_kind: &'a str,
    pub sequential: bool,
    pub chapter_id: uuid::Uuid,
    pub chapter_title: &'a str,
}
impl<'a> From<OutlineRowBorrowed<'a>> for OutlineRow {
    fn from(
        OutlineRowBorrowed {
            id,
            title,
            locale,
            kind,
            position,
            duration_s,
            preview,
            completion_rule,
            status,
            percent,
            position_s,
            watched_s,
            by_hand,
            completed_at,
            body_html,
            course_id,
            course_slug,
            course_title,
            course_kind,
            sequential,
            chapter_id,
            chapter_title,
        }: OutlineRowBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            title: title.into(),
            locale: locale.into(),
            kind: kind.into(),
            position,
            duration_s,
            preview,
            completion_rule: serde_json::from_str(completion_rule.0.get()).unwrap(),
            status: status.map(|v| v.into()),
            percent,
            position_s,
            watched_s,
            by_hand,
            completed_at,
            body_html: body_html.map(|v| v.into()),
            course_id,
            course_slug: course_slug.into(),
            course_title: course_title.into(),
            course_kind: course_kind.into(),
            sequential,
            chapter_id,
            chapter_title: chapter_title.into(),
        }
    }
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct ListLessonsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<ListLessonsBorrowed, tokio_postgres::Error>,
    mapper: fn(ListLessonsBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListLessonsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ListLessonsBorrowed) -> R,
    ) -> ListLessonsQuery<'c, 'a, 's, C, R, N> {
        ListLessonsQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row =
            crate::client::async_::one(self.client, self.query, &self.params, self.cached).await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row =
            crate::client::async_::opt(self.client, self.query, &self.params, self.cached).await?;
        Ok(opt_row
            .map(|row| {
                let extracted = (self.extractor)(&row)?;
                Ok((self.mapper)(extracted))
            })
            .transpose()?)
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
            self.client,
            self.query,
            crate::slice_iter(&self.params),
            self.cached,
        )
        .await?;
        let mapped = stream
            .map(move |res| {
                res.and_then(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct ListCoursesToComeQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<ListCoursesToComeBorrowed, tokio_postgres::Error>,
    mapper: fn(ListCoursesToComeBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListCoursesToComeQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ListCoursesToComeBorrowed) -> R,
    ) -> ListCoursesToComeQuery<'c, 'a, 's, C, R, N> {
        ListCoursesToComeQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row =
            crate::client::async_::one(self.client, self.query, &self.params, self.cached).await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row =
            crate::client::async_::opt(self.client, self.query, &self.params, self.cached).await?;
        Ok(opt_row
            .map(|row| {
                let extracted = (self.extractor)(&row)?;
                Ok((self.mapper)(extracted))
            })
            .transpose()?)
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
            self.client,
            self.query,
            crate::slice_iter(&self.params),
            self.cached,
        )
        .await?;
        let mapped = stream
            .map(move |res| {
                res.and_then(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct OutlineRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<OutlineRowBorrowed, tokio_postgres::Error>,
    mapper: fn(OutlineRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> OutlineRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(OutlineRowBorrowed) -> R,
    ) -> OutlineRowQuery<'c, 'a, 's, C, R, N> {
        OutlineRowQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row =
            crate::client::async_::one(self.client, self.query, &self.params, self.cached).await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row =
            crate::client::async_::opt(self.client, self.query, &self.params, self.cached).await?;
        Ok(opt_row
            .map(|row| {
                let extracted = (self.extractor)(&row)?;
                Ok((self.mapper)(extracted))
            })
            .transpose()?)
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
            self.client,
            self.query,
            crate::slice_iter(&self.params),
            self.cached,
        )
        .await?;
        let mapped = stream
            .map(move |res| {
                res.and_then(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct ListLessonsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_lessons() -> ListLessonsStmt {
    ListLessonsStmt(
        "with me as materialized ( select coalesce($1, (select locale from profiles where user_id = $2), 'ru') as locale ), mine as ( select l.id, t.title, t.locale, l.kind, l.position, l.duration_s, l.preview, p.status, p.percent, p.position_s, p.watched_s, p.by_hand, p.completed_at, c.id as course_id, c.slug as course_slug, in_locale(c.title, me.locale) as course_title, c.kind as course_kind, c.position as course_position, c.sequential, h.id as chapter_id, in_locale(h.title, me.locale) as chapter_title, h.position as chapter_position, first_value(l.id) over open_first as first_open_id, first_value(t.title) over open_first as first_open_title, first_value(h.position) over open_first as first_open_chapter_position, first_value(l.position) over open_first as first_open_position, (100 * count(*) filter (where p.status = 'completed') over whole / count(*) over whole)::int as course_percent, count(*) over () as total from me join courses c on c.status <> 'draft' join chapters h on h.community_id = c.community_id and h.course_id = c.id join lessons l on l.community_id = h.community_id and l.course_id = c.id and l.chapter_id = h.id and l.status = 'published' cross join lateral ( select x.title, x.locale from lesson_texts x where x.community_id = l.community_id and x.lesson_id = l.id order by x.locale = me.locale desc, x.locale = 'ru' desc, x.locale limit 1 ) t left join lesson_progress p on p.user_id = $2 and p.lesson_id = l.id where (select is_learning_staff()) or exists ( select from enrolments e where e.community_id = c.community_id and e.user_id = $2 and e.course_id = c.id and e.starts_at <= $3 and (e.expires_at is null or e.expires_at > $3) ) window whole as (partition by c.id), open_first as (partition by c.id order by coalesce(p.status = 'completed', false), h.position, l.position) ) select id, title, locale, kind, position, duration_s, preview, status, percent, position_s, watched_s, by_hand, completed_at, course_id, course_slug, course_title, course_kind, course_position, sequential, course_percent, chapter_id, chapter_title, chapter_position, first_open_id, first_open_title, first_open_chapter_position, first_open_position, total from mine where (course_position, course_id, chapter_position, position) > ( coalesce($4::int, -1), coalesce($5::uuid, '00000000-0000-0000-0000-000000000000'), coalesce($6::int, -1), coalesce($7::int, -1) ) order by course_position, course_id, chapter_position, position limit $8",
        None,
    )
}
impl ListLessonsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>(
        &'s self,
        client: &'c C,
        spoken: &'a Option<T1>,
        user_id: &'a uuid::Uuid,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        after_course_position: &'a Option<i32>,
        after_course: &'a Option<uuid::Uuid>,
        after_chapter_position: &'a Option<i32>,
        after_position: &'a Option<i32>,
        rows: &'a i64,
    ) -> ListLessonsQuery<'c, 'a, 's, C, ListLessons, 8> {
        ListLessonsQuery {
            client,
            params: [
                spoken,
                user_id,
                now,
                after_course_position,
                after_course,
                after_chapter_position,
                after_position,
                rows,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<ListLessonsBorrowed, tokio_postgres::Error> {
                    Ok(ListLessonsBorrowed {
                        id: row.try_get(0)?,
                        title: row.try_get(1)?,
                        locale: row.try_get(2)?,
                        kind: row.try_get(3)?,
                        position: row.try_get(4)?,
                        duration_s: row.try_get(5)?,
                        preview: row.try_get(6)?,
                        status: row.try_get(7)?,
                        percent: row.try_get(8)?,
                        position_s: row.try_get(9)?,
                        watched_s: row.try_get(10)?,
                        by_hand: row.try_get(11)?,
                        completed_at: row.try_get(12)?,
                        course_id: row.try_get(13)?,
                        course_slug: row.try_get(14)?,
                        course_title: row.try_get(15)?,
                        course_kind: row.try_get(16)?,
                        course_position: row.try_get(17)?,
                        sequential: row.try_get(18)?,
                        course_percent: row.try_get(19)?,
                        chapter_id: row.try_get(20)?,
                        chapter_title: row.try_get(21)?,
                        chapter_position: row.try_get(22)?,
                        first_open_id: row.try_get(23)?,
                        first_open_title: row.try_get(24)?,
                        first_open_chapter_position: row.try_get(25)?,
                        first_open_position: row.try_get(26)?,
                        total: row.try_get(27)?,
                    })
                },
            mapper: |it| ListLessons::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ListLessonsParams<T1>,
        ListLessonsQuery<'c, 'a, 's, C, ListLessons, 8>,
        C,
    > for ListLessonsStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListLessonsParams<T1>,
    ) -> ListLessonsQuery<'c, 'a, 's, C, ListLessons, 8> {
        self.bind(
            client,
            &params.spoken,
            &params.user_id,
            &params.now,
            &params.after_course_position,
            &params.after_course,
            &params.after_chapter_position,
            &params.after_position,
            &params.rows,
        )
    }
}
pub struct ListCoursesToComeStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_courses_to_come() -> ListCoursesToComeStmt {
    ListCoursesToComeStmt(
        "select c.id, in_locale(c.title, me.locale) as title from (select coalesce($1, (select locale from profiles where user_id = $2), 'ru') as locale) me join courses c on c.status <> 'draft' where exists ( select from enrolments e where e.community_id = c.community_id and e.user_id = $2 and e.course_id = c.id and e.starts_at <= $3 and (e.expires_at is null or e.expires_at > $3) ) and not exists ( select from lessons l where l.community_id = c.community_id and l.course_id = c.id and l.status = 'published' ) order by c.position, c.id limit 200",
        None,
    )
}
impl ListCoursesToComeStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>(
        &'s self,
        client: &'c C,
        spoken: &'a Option<T1>,
        user_id: &'a uuid::Uuid,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> ListCoursesToComeQuery<'c, 'a, 's, C, ListCoursesToCome, 3> {
        ListCoursesToComeQuery {
            client,
            params: [spoken, user_id, now],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ListCoursesToComeBorrowed, tokio_postgres::Error> {
                Ok(ListCoursesToComeBorrowed {
                    id: row.try_get(0)?,
                    title: row.try_get(1)?,
                })
            },
            mapper: |it| ListCoursesToCome::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ListCoursesToComeParams<T1>,
        ListCoursesToComeQuery<'c, 'a, 's, C, ListCoursesToCome, 3>,
        C,
    > for ListCoursesToComeStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListCoursesToComeParams<T1>,
    ) -> ListCoursesToComeQuery<'c, 'a, 's, C, ListCoursesToCome, 3> {
        self.bind(client, &params.spoken, &params.user_id, &params.now)
    }
}
pub struct ListCourseOfLessonStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_course_of_lesson() -> ListCourseOfLessonStmt {
    ListCourseOfLessonStmt(
        "select l.id, t.title, t.locale, l.kind, l.position, l.duration_s, l.preview, l.completion_rule, p.status, p.percent, p.position_s, p.watched_s, p.by_hand, p.completed_at, t.body_html, c.id as course_id, c.slug as course_slug, in_locale(c.title, me.locale) as course_title, c.kind as course_kind, c.sequential, h.id as chapter_id, in_locale(h.title, me.locale) as chapter_title from (select coalesce($1, (select locale from profiles where user_id = $2), 'ru') as locale) me join lessons wanted on wanted.id = $3 join courses c on c.community_id = wanted.community_id and c.id = wanted.course_id and c.status <> 'draft' join chapters h on h.community_id = c.community_id and h.course_id = c.id join lessons l on l.community_id = h.community_id and l.course_id = c.id and l.chapter_id = h.id and l.status = 'published' cross join lateral ( select x.title, x.locale, case when l.id = $3 then x.body_html end as body_html from lesson_texts x where x.community_id = l.community_id and x.lesson_id = l.id order by x.locale = me.locale desc, x.locale = 'ru' desc, x.locale limit 1 ) t left join lesson_progress p on p.user_id = $2 and p.lesson_id = l.id where (select is_learning_staff()) or l.preview or exists ( select from enrolments e where e.community_id = c.community_id and e.user_id = $2 and e.course_id = c.id and e.starts_at <= $4 and (e.expires_at is null or e.expires_at > $4) ) order by h.position, l.position",
        None,
    )
}
impl ListCourseOfLessonStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>(
        &'s self,
        client: &'c C,
        spoken: &'a Option<T1>,
        user_id: &'a uuid::Uuid,
        lesson_id: &'a uuid::Uuid,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> OutlineRowQuery<'c, 'a, 's, C, OutlineRow, 4> {
        OutlineRowQuery {
            client,
            params: [spoken, user_id, lesson_id, now],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<OutlineRowBorrowed, tokio_postgres::Error> {
                    Ok(OutlineRowBorrowed {
                        id: row.try_get(0)?,
                        title: row.try_get(1)?,
                        locale: row.try_get(2)?,
                        kind: row.try_get(3)?,
                        position: row.try_get(4)?,
                        duration_s: row.try_get(5)?,
                        preview: row.try_get(6)?,
                        completion_rule: row.try_get(7)?,
                        status: row.try_get(8)?,
                        percent: row.try_get(9)?,
                        position_s: row.try_get(10)?,
                        watched_s: row.try_get(11)?,
                        by_hand: row.try_get(12)?,
                        completed_at: row.try_get(13)?,
                        body_html: row.try_get(14)?,
                        course_id: row.try_get(15)?,
                        course_slug: row.try_get(16)?,
                        course_title: row.try_get(17)?,
                        course_kind: row.try_get(18)?,
                        sequential: row.try_get(19)?,
                        chapter_id: row.try_get(20)?,
                        chapter_title: row.try_get(21)?,
                    })
                },
            mapper: |it| OutlineRow::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ListCourseOfLessonParams<T1>,
        OutlineRowQuery<'c, 'a, 's, C, OutlineRow, 4>,
        C,
    > for ListCourseOfLessonStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListCourseOfLessonParams<T1>,
    ) -> OutlineRowQuery<'c, 'a, 's, C, OutlineRow, 4> {
        self.bind(
            client,
            &params.spoken,
            &params.user_id,
            &params.lesson_id,
            &params.now,
        )
    }
}
