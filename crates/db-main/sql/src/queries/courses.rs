// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct FindCourseIdParams<T1: crate::StringSql> {
    pub community_id: uuid::Uuid,
    pub slug: T1,
}
#[derive(Debug)]
pub struct FindBareCourseIdParams<T1: crate::StringSql> {
    pub community_id: uuid::Uuid,
    pub slug: T1,
}
#[derive(Debug)]
pub struct InsertCourseParams<
    T1: crate::StringSql,
    T2: crate::JsonSql,
    T3: crate::JsonSql,
    T4: crate::StringSql,
    T5: crate::StringSql,
    T6: crate::StringSql,
    T7: crate::StringSql,
> {
    pub id: uuid::Uuid,
    pub community_id: uuid::Uuid,
    pub slug: T1,
    pub title: T2,
    pub summary: T3,
    pub kind: T4,
    pub status: T5,
    pub visibility: T6,
    pub sequential: bool,
    pub position: i32,
    pub price_minor: Option<i64>,
    pub currency: Option<T7>,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct InsertChapterParams<T1: crate::JsonSql> {
    pub id: uuid::Uuid,
    pub community_id: uuid::Uuid,
    pub course_id: uuid::Uuid,
    pub title: T1,
    pub position: i32,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct InsertLessonParams<T1: crate::StringSql, T2: crate::StringSql, T3: crate::JsonSql> {
    pub id: uuid::Uuid,
    pub community_id: uuid::Uuid,
    pub course_id: uuid::Uuid,
    pub chapter_id: uuid::Uuid,
    pub kind: T1,
    pub status: T2,
    pub completion_rule: T3,
    pub duration_s: Option<i32>,
    pub preview: bool,
    pub position: i32,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct InsertLessonTextParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::StringSql,
> {
    pub community_id: uuid::Uuid,
    pub lesson_id: uuid::Uuid,
    pub locale: T1,
    pub title: T2,
    pub body_md: T3,
    pub body_html: T4,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct UuidUuidQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<uuid::Uuid, tokio_postgres::Error>,
    mapper: fn(uuid::Uuid) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> UuidUuidQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(uuid::Uuid) -> R) -> UuidUuidQuery<'c, 'a, 's, C, R, N> {
        UuidUuidQuery {
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
pub struct FindCourseIdStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_course_id() -> FindCourseIdStmt {
    FindCourseIdStmt(
        "select id from courses where community_id = $1 and slug = $2",
        None,
    )
}
impl FindCourseIdStmt {
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
        community_id: &'a uuid::Uuid,
        slug: &'a T1,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 2> {
        UuidUuidQuery {
            client,
            params: [community_id, slug],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        FindCourseIdParams<T1>,
        UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 2>,
        C,
    > for FindCourseIdStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindCourseIdParams<T1>,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 2> {
        self.bind(client, &params.community_id, &params.slug)
    }
}
pub struct FindBareCourseIdStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_bare_course_id() -> FindBareCourseIdStmt {
    FindBareCourseIdStmt(
        "select c.id from courses c where c.community_id = $1 and c.slug = $2 and not exists (select from chapters h where h.community_id = c.community_id and h.course_id = c.id)",
        None,
    )
}
impl FindBareCourseIdStmt {
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
        community_id: &'a uuid::Uuid,
        slug: &'a T1,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 2> {
        UuidUuidQuery {
            client,
            params: [community_id, slug],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        FindBareCourseIdParams<T1>,
        UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 2>,
        C,
    > for FindBareCourseIdStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindBareCourseIdParams<T1>,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 2> {
        self.bind(client, &params.community_id, &params.slug)
    }
}
pub struct InsertCourseStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_course() -> InsertCourseStmt {
    InsertCourseStmt(
        "insert into courses ( id, community_id, slug, title, summary, kind, status, visibility, sequential, position, price_minor, currency, created_at, updated_at ) values ( $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13 ) on conflict (community_id, slug) do nothing",
        None,
    )
}
impl InsertCourseStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::StringSql,
        T2: crate::JsonSql,
        T3: crate::JsonSql,
        T4: crate::StringSql,
        T5: crate::StringSql,
        T6: crate::StringSql,
        T7: crate::StringSql,
    >(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        community_id: &'a uuid::Uuid,
        slug: &'a T1,
        title: &'a T2,
        summary: &'a T3,
        kind: &'a T4,
        status: &'a T5,
        visibility: &'a T6,
        sequential: &'a bool,
        position: &'a i32,
        price_minor: &'a Option<i64>,
        currency: &'a Option<T7>,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[
                    id,
                    community_id,
                    slug,
                    title,
                    summary,
                    kind,
                    status,
                    visibility,
                    sequential,
                    position,
                    price_minor,
                    currency,
                    now,
                ],
            )
            .await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::StringSql,
    T2: crate::JsonSql,
    T3: crate::JsonSql,
    T4: crate::StringSql,
    T5: crate::StringSql,
    T6: crate::StringSql,
    T7: crate::StringSql,
>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertCourseParams<T1, T2, T3, T4, T5, T6, T7>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertCourseStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertCourseParams<T1, T2, T3, T4, T5, T6, T7>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.id,
            &params.community_id,
            &params.slug,
            &params.title,
            &params.summary,
            &params.kind,
            &params.status,
            &params.visibility,
            &params.sequential,
            &params.position,
            &params.price_minor,
            &params.currency,
            &params.now,
        ))
    }
}
pub struct InsertChapterStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_chapter() -> InsertChapterStmt {
    InsertChapterStmt(
        "insert into chapters (id, community_id, course_id, title, position, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $6)",
        None,
    )
}
impl InsertChapterStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient, T1: crate::JsonSql>(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        community_id: &'a uuid::Uuid,
        course_id: &'a uuid::Uuid,
        title: &'a T1,
        position: &'a i32,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[id, community_id, course_id, title, position, now])
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::JsonSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertChapterParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertChapterStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertChapterParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.id,
            &params.community_id,
            &params.course_id,
            &params.title,
            &params.position,
            &params.now,
        ))
    }
}
pub struct InsertLessonStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_lesson() -> InsertLessonStmt {
    InsertLessonStmt(
        "insert into lessons ( id, community_id, course_id, chapter_id, kind, status, completion_rule, duration_s, preview, position, created_at, updated_at ) values ( $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11 )",
        None,
    )
}
impl InsertLessonStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::StringSql,
        T2: crate::StringSql,
        T3: crate::JsonSql,
    >(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        community_id: &'a uuid::Uuid,
        course_id: &'a uuid::Uuid,
        chapter_id: &'a uuid::Uuid,
        kind: &'a T1,
        status: &'a T2,
        completion_rule: &'a T3,
        duration_s: &'a Option<i32>,
        preview: &'a bool,
        position: &'a i32,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[
                    id,
                    community_id,
                    course_id,
                    chapter_id,
                    kind,
                    status,
                    completion_rule,
                    duration_s,
                    preview,
                    position,
                    now,
                ],
            )
            .await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::JsonSql,
>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertLessonParams<T1, T2, T3>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertLessonStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertLessonParams<T1, T2, T3>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.id,
            &params.community_id,
            &params.course_id,
            &params.chapter_id,
            &params.kind,
            &params.status,
            &params.completion_rule,
            &params.duration_s,
            &params.preview,
            &params.position,
            &params.now,
        ))
    }
}
pub struct InsertLessonTextStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_lesson_text() -> InsertLessonTextStmt {
    InsertLessonTextStmt(
        "insert into lesson_texts (community_id, lesson_id, locale, title, body_md, body_html, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $7)",
        None,
    )
}
impl InsertLessonTextStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::StringSql,
        T2: crate::StringSql,
        T3: crate::StringSql,
        T4: crate::StringSql,
    >(
        &'s self,
        client: &'c C,
        community_id: &'a uuid::Uuid,
        lesson_id: &'a uuid::Uuid,
        locale: &'a T1,
        title: &'a T2,
        body_md: &'a T3,
        body_html: &'a T4,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[
                    community_id,
                    lesson_id,
                    locale,
                    title,
                    body_md,
                    body_html,
                    now,
                ],
            )
            .await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::StringSql,
>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertLessonTextParams<T1, T2, T3, T4>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertLessonTextStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertLessonTextParams<T1, T2, T3, T4>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.community_id,
            &params.lesson_id,
            &params.locale,
            &params.title,
            &params.body_md,
            &params.body_html,
            &params.now,
        ))
    }
}
