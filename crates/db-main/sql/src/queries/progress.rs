// This file was generated with `cornucopia`. Do not modify.

#[derive(Clone, Copy, Debug)]
pub struct LockProgressParams {
    pub user_id: uuid::Uuid,
    pub lesson_id: uuid::Uuid,
    pub community_id: uuid::Uuid,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct InsertEventsParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::ArraySql<Item = Option<i32>>,
    T5: crate::ArraySql<Item = Option<i32>>,
> {
    pub user_id: uuid::Uuid,
    pub community_id: uuid::Uuid,
    pub lesson_id: uuid::Uuid,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub client_event_ids: T1,
    pub kinds: T3,
    pub positions: T4,
    pub watched: T5,
}
#[derive(Debug)]
pub struct SaveProgressParams<T1: crate::StringSql> {
    pub status: T1,
    pub percent: i32,
    pub position_s: i32,
    pub watched_s: i32,
    pub by_hand: bool,
    pub completed_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub user_id: uuid::Uuid,
    pub lesson_id: uuid::Uuid,
}
#[derive(Debug, Clone, PartialEq)]
pub struct LockProgress {
    pub status: String,
    pub percent: i32,
    pub position_s: i32,
    pub watched_s: i32,
    pub by_hand: bool,
    pub completed_at: Option<chrono::DateTime<chrono::FixedOffset>>,
}
pub struct LockProgressBorrowed<'a> {
    pub status: &'a str,
    pub percent: i32,
    pub position_s: i32,
    pub watched_s: i32,
    pub by_hand: bool,
    pub completed_at: Option<chrono::DateTime<chrono::FixedOffset>>,
}
impl<'a> From<LockProgressBorrowed<'a>> for LockProgress {
    fn from(
        LockProgressBorrowed {
            status,
            percent,
            position_s,
            watched_s,
            by_hand,
            completed_at,
        }: LockProgressBorrowed<'a>,
    ) -> Self {
        Self {
            status: status.into(),
            percent,
            position_s,
            watched_s,
            by_hand,
            completed_at,
        }
    }
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct LockProgressQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<LockProgressBorrowed, tokio_postgres::Error>,
    mapper: fn(LockProgressBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> LockProgressQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(LockProgressBorrowed) -> R,
    ) -> LockProgressQuery<'c, 'a, 's, C, R, N> {
        LockProgressQuery {
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
pub struct LockProgressStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn lock_progress() -> LockProgressStmt {
    LockProgressStmt(
        "insert into lesson_progress ( user_id, lesson_id, community_id, status, percent, position_s, watched_s, by_hand, started_at, updated_at ) values ($1, $2, $3, 'not_started', 0, 0, 0, false, $4, $4) on conflict (user_id, lesson_id) do update set updated_at = lesson_progress.updated_at returning status, percent, position_s, watched_s, by_hand, completed_at",
        None,
    )
}
impl LockProgressStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        user_id: &'a uuid::Uuid,
        lesson_id: &'a uuid::Uuid,
        community_id: &'a uuid::Uuid,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> LockProgressQuery<'c, 'a, 's, C, LockProgress, 4> {
        LockProgressQuery {
            client,
            params: [user_id, lesson_id, community_id, now],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<LockProgressBorrowed, tokio_postgres::Error> {
                    Ok(LockProgressBorrowed {
                        status: row.try_get(0)?,
                        percent: row.try_get(1)?,
                        position_s: row.try_get(2)?,
                        watched_s: row.try_get(3)?,
                        by_hand: row.try_get(4)?,
                        completed_at: row.try_get(5)?,
                    })
                },
            mapper: |it| LockProgress::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        LockProgressParams,
        LockProgressQuery<'c, 'a, 's, C, LockProgress, 4>,
        C,
    > for LockProgressStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a LockProgressParams,
    ) -> LockProgressQuery<'c, 'a, 's, C, LockProgress, 4> {
        self.bind(
            client,
            &params.user_id,
            &params.lesson_id,
            &params.community_id,
            &params.now,
        )
    }
}
pub struct InsertEventsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_events() -> InsertEventsStmt {
    InsertEventsStmt(
        "insert into learning_events ( user_id, client_event_id, community_id, lesson_id, kind, position_s, watched_s, at ) select $1, e.client_event_id, $2, $3, e.kind, e.position_s, e.watched_s, $4 from unnest($5::uuid[], $6::text[], $7::int[], $8::int[]) as e (client_event_id, kind, position_s, watched_s) on conflict (user_id, client_event_id) do nothing returning client_event_id",
        None,
    )
}
impl InsertEventsStmt {
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
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::StringSql,
        T3: crate::ArraySql<Item = T2>,
        T4: crate::ArraySql<Item = Option<i32>>,
        T5: crate::ArraySql<Item = Option<i32>>,
    >(
        &'s self,
        client: &'c C,
        user_id: &'a uuid::Uuid,
        community_id: &'a uuid::Uuid,
        lesson_id: &'a uuid::Uuid,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        client_event_ids: &'a T1,
        kinds: &'a T3,
        positions: &'a T4,
        watched: &'a T5,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 8> {
        UuidUuidQuery {
            client,
            params: [
                user_id,
                community_id,
                lesson_id,
                now,
                client_event_ids,
                kinds,
                positions,
                watched,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::ArraySql<Item = Option<i32>>,
    T5: crate::ArraySql<Item = Option<i32>>,
>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        InsertEventsParams<T1, T2, T3, T4, T5>,
        UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 8>,
        C,
    > for InsertEventsStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a InsertEventsParams<T1, T2, T3, T4, T5>,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 8> {
        self.bind(
            client,
            &params.user_id,
            &params.community_id,
            &params.lesson_id,
            &params.now,
            &params.client_event_ids,
            &params.kinds,
            &params.positions,
            &params.watched,
        )
    }
}
pub struct SaveProgressStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_progress() -> SaveProgressStmt {
    SaveProgressStmt(
        "update lesson_progress set status = $1, percent = $2, position_s = $3, watched_s = $4, by_hand = $5, completed_at = $6, updated_at = $7 where user_id = $8 and lesson_id = $9",
        None,
    )
}
impl SaveProgressStmt {
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
        status: &'a T1,
        percent: &'a i32,
        position_s: &'a i32,
        watched_s: &'a i32,
        by_hand: &'a bool,
        completed_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        user_id: &'a uuid::Uuid,
        lesson_id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[
                    status,
                    percent,
                    position_s,
                    watched_s,
                    by_hand,
                    completed_at,
                    now,
                    user_id,
                    lesson_id,
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
        SaveProgressParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveProgressStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveProgressParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.status,
            &params.percent,
            &params.position_s,
            &params.watched_s,
            &params.by_hand,
            &params.completed_at,
            &params.now,
            &params.user_id,
            &params.lesson_id,
        ))
    }
}
