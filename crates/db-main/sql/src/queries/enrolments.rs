// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct EnsureEnrolmentParams<T1: crate::StringSql> {
    pub id: uuid::Uuid,
    pub community_id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub course_id: uuid::Uuid,
    pub source: T1,
    pub source_ref: Option<uuid::Uuid>,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct ListCourseProgressParams<T1: crate::StringSql, T2: crate::ArraySql<Item = uuid::Uuid>> {
    pub community_id: uuid::Uuid,
    pub slug: T1,
    pub user_ids: T2,
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct ListCourseProgress {
    pub user_id: uuid::Uuid,
    pub enrolled_at: chrono::DateTime<chrono::FixedOffset>,
    pub modules: i64,
    pub modules_completed: i64,
    pub lessons: i64,
    pub lessons_completed: i64,
    pub first_seen_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub last_seen_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub completed_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub signed_in_at: Option<chrono::DateTime<chrono::FixedOffset>>,
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct ListCourseProgressQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<ListCourseProgress, tokio_postgres::Error>,
    mapper: fn(ListCourseProgress) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListCourseProgressQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ListCourseProgress) -> R,
    ) -> ListCourseProgressQuery<'c, 'a, 's, C, R, N> {
        ListCourseProgressQuery {
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
pub struct EnsureEnrolmentStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn ensure_enrolment() -> EnsureEnrolmentStmt {
    EnsureEnrolmentStmt(
        "insert into enrolments ( id, community_id, user_id, course_id, source, source_ref, starts_at, created_at, updated_at ) values ($1, $2, $3, $4, $5, $6, $7, $7, $7) on conflict on constraint enrolments_once do update set source = excluded.source, source_ref = excluded.source_ref, starts_at = least(enrolments.starts_at, excluded.starts_at), expires_at = null, updated_at = excluded.updated_at where enrolments.expires_at is not null or enrolments.starts_at > excluded.starts_at",
        None,
    )
}
impl EnsureEnrolmentStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        community_id: &'a uuid::Uuid,
        user_id: &'a uuid::Uuid,
        course_id: &'a uuid::Uuid,
        source: &'a T1,
        source_ref: &'a Option<uuid::Uuid>,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[
                    id,
                    community_id,
                    user_id,
                    course_id,
                    source,
                    source_ref,
                    now,
                ],
            )
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        EnsureEnrolmentParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for EnsureEnrolmentStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a EnsureEnrolmentParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.id,
            &params.community_id,
            &params.user_id,
            &params.course_id,
            &params.source,
            &params.source_ref,
            &params.now,
        ))
    }
}
pub struct ListCourseProgressStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_course_progress() -> ListCourseProgressStmt {
    ListCourseProgressStmt(
        "with per_module as ( select e.user_id, e.starts_at, l.chapter_id, count(*) as lessons, count(*) filter (where p.status = 'completed') as lessons_completed, min(p.started_at) as first_seen_at, max(p.updated_at) as last_seen_at, max(p.completed_at) as completed_at from enrolments e join courses c on c.community_id = e.community_id and c.id = e.course_id join lessons l on l.community_id = c.community_id and l.course_id = c.id and l.status = 'published' left join lesson_progress p on p.user_id = e.user_id and p.lesson_id = l.id where e.community_id = $1 and c.slug = $2 and e.user_id = any($3) group by e.user_id, e.starts_at, l.chapter_id ) select m.user_id, m.starts_at as enrolled_at, count(*) as modules, count(*) filter (where m.lessons = m.lessons_completed) as modules_completed, sum(m.lessons)::bigint as lessons, sum(m.lessons_completed)::bigint as lessons_completed, min(m.first_seen_at) as first_seen_at, max(m.last_seen_at) as last_seen_at, case when bool_and(m.lessons = m.lessons_completed) then max(m.completed_at) end as completed_at, u.last_sign_in_at as signed_in_at from per_module m join auth.users u on u.id = m.user_id group by m.user_id, m.starts_at, u.last_sign_in_at order by m.user_id",
        None,
    )
}
impl ListCourseProgressStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::StringSql,
        T2: crate::ArraySql<Item = uuid::Uuid>,
    >(
        &'s self,
        client: &'c C,
        community_id: &'a uuid::Uuid,
        slug: &'a T1,
        user_ids: &'a T2,
    ) -> ListCourseProgressQuery<'c, 'a, 's, C, ListCourseProgress, 3> {
        ListCourseProgressQuery {
            client,
            params: [community_id, slug, user_ids],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<ListCourseProgress, tokio_postgres::Error> {
                    Ok(ListCourseProgress {
                        user_id: row.try_get(0)?,
                        enrolled_at: row.try_get(1)?,
                        modules: row.try_get(2)?,
                        modules_completed: row.try_get(3)?,
                        lessons: row.try_get(4)?,
                        lessons_completed: row.try_get(5)?,
                        first_seen_at: row.try_get(6)?,
                        last_seen_at: row.try_get(7)?,
                        completed_at: row.try_get(8)?,
                        signed_in_at: row.try_get(9)?,
                    })
                },
            mapper: |it| ListCourseProgress::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::ArraySql<Item = uuid::Uuid>>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ListCourseProgressParams<T1, T2>,
        ListCourseProgressQuery<'c, 'a, 's, C, ListCourseProgress, 3>,
        C,
    > for ListCourseProgressStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListCourseProgressParams<T1, T2>,
    ) -> ListCourseProgressQuery<'c, 'a, 's, C, ListCourseProgress, 3> {
        self.bind(client, &params.community_id, &params.slug, &params.user_ids)
    }
}
