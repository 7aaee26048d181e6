// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct InsertHealthParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::JsonSql,
    T4: crate::StringSql,
    T5: crate::StringSql,
> {
    pub id: uuid::Uuid,
    pub event_type: T1,
    pub message: T2,
    pub metadata: T3,
    pub at: chrono::DateTime<chrono::FixedOffset>,
    pub request_id: Option<T4>,
    pub notify: T5,
    pub taken_at: Option<chrono::DateTime<chrono::FixedOffset>>,
}
#[derive(Debug)]
pub struct RepeatHealthParams<T1: crate::JsonSql> {
    pub repeats: i32,
    pub at: chrono::DateTime<chrono::FixedOffset>,
    pub metadata: T1,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct SaveNotifiedParams<T1: crate::StringSql> {
    pub by: T1,
    pub at: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct HoldUntoldParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub at: chrono::DateTime<chrono::FixedOffset>,
    pub ids: T1,
}
#[derive(Clone, Copy, Debug)]
pub struct TakeUntoldParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub before: chrono::DateTime<chrono::FixedOffset>,
    pub since: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct ListHealthParams<T1: crate::StringSql> {
    pub event_type: Option<T1>,
    pub before_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub before_id: Option<uuid::Uuid>,
    pub rows: i64,
}
#[derive(Clone, Copy, Debug)]
pub struct DeleteHealthParams {
    pub before: chrono::DateTime<chrono::FixedOffset>,
    pub rows: i64,
}
#[derive(Debug)]
pub struct SaveConfigParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub key: T1,
    pub value: T2,
    pub updated_by: Option<uuid::Uuid>,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug, Clone, PartialEq)]
pub struct HealthRow {
    pub id: uuid::Uuid,
    pub event_type: String,
    pub message: String,
    pub metadata: serde_json::Value,
    pub repeats: i32,
    pub last_at: chrono::DateTime<chrono::FixedOffset>,
    pub request_id: Option<String>,
    pub notify: String,
    pub notified_by: Option<String>,
    pub notified_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
}
pub struct HealthRowBorrowed<'a> {
    pub id: uuid::Uuid,
    pub event_type: &'a str,
    pub message: &'a str,
    pub metadata: postgres_types::Json<&'a serde_json::value::RawValue>,
    pub repeats: i32,
    pub last_at: chrono::DateTime<chrono::FixedOffset>,
    pub request_id: Option<&'a str>,
    pub notify: &'a str,
    pub notified_by: Option<&'a str>,
    pub notified_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
}
impl<'a> From<HealthRowBorrowed<'a>> for HealthRow {
    fn from(
        HealthRowBorrowed {
            id,
            event_type,
            message,
            metadata,
            repeats,
            last_at,
            request_id,
            notify,
            notified_by,
            notified_at,
            created_at,
        }: HealthRowBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            event_type: event_type.into(),
            message: message.into(),
            metadata: serde_json::from_str(metadata.0.get()).unwrap(),
            repeats,
            last_at,
            request_id: request_id.map(|v| v.into()),
            notify: notify.into(),
            notified_by: notified_by.map(|v| v.into()),
            notified_at,
            created_at,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct FindConfig {
    pub value: String,
    pub updated_by: Option<uuid::Uuid>,
    pub updated_at: chrono::DateTime<chrono::FixedOffset>,
}
pub struct FindConfigBorrowed<'a> {
    pub value: &'a str,
    pub updated_by: Option<uuid::Uuid>,
    pub updated_at: chrono::DateTime<chrono::FixedOffset>,
}
impl<'a> From<FindConfigBorrowed<'a>> for FindConfig {
    fn from(
        FindConfigBorrowed {
            value,
            updated_by,
            updated_at,
        }: FindConfigBorrowed<'a>,
    ) -> Self {
        Self {
            value: value.into(),
            updated_by,
            updated_at,
        }
    }
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct HealthRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<HealthRowBorrowed, tokio_postgres::Error>,
    mapper: fn(HealthRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> HealthRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(HealthRowBorrowed) -> R) -> HealthRowQuery<'c, 'a, 's, C, R, N> {
        HealthRowQuery {
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
pub struct I64Query<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<i64, tokio_postgres::Error>,
    mapper: fn(i64) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> I64Query<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(i64) -> R) -> I64Query<'c, 'a, 's, C, R, N> {
        I64Query {
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
pub struct FindConfigQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<FindConfigBorrowed, tokio_postgres::Error>,
    mapper: fn(FindConfigBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindConfigQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FindConfigBorrowed) -> R,
    ) -> FindConfigQuery<'c, 'a, 's, C, R, N> {
        FindConfigQuery {
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
pub struct InsertHealthStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_health() -> InsertHealthStmt {
    InsertHealthStmt(
        "insert into public.system_health_logs (id, event_type, message, metadata, last_at, request_id, notify, taken_at, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $5) on conflict (id) do nothing",
        None,
    )
}
impl InsertHealthStmt {
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
        T4: crate::StringSql,
        T5: crate::StringSql,
    >(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        event_type: &'a T1,
        message: &'a T2,
        metadata: &'a T3,
        at: &'a chrono::DateTime<chrono::FixedOffset>,
        request_id: &'a Option<T4>,
        notify: &'a T5,
        taken_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[
                    id, event_type, message, metadata, at, request_id, notify, taken_at,
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
    T4: crate::StringSql,
    T5: crate::StringSql,
>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertHealthParams<T1, T2, T3, T4, T5>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertHealthStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertHealthParams<T1, T2, T3, T4, T5>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.id,
            &params.event_type,
            &params.message,
            &params.metadata,
            &params.at,
            &params.request_id,
            &params.notify,
            &params.taken_at,
        ))
    }
}
pub struct RepeatHealthStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn repeat_health() -> RepeatHealthStmt {
    RepeatHealthStmt(
        "update public.system_health_logs set repeats = greatest(repeats, $1), last_at = greatest(last_at, $2), metadata = $3 where id = $4",
        None,
    )
}
impl RepeatHealthStmt {
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
        repeats: &'a i32,
        at: &'a chrono::DateTime<chrono::FixedOffset>,
        metadata: &'a T1,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[repeats, at, metadata, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::JsonSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        RepeatHealthParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for RepeatHealthStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a RepeatHealthParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.repeats,
            &params.at,
            &params.metadata,
            &params.id,
        ))
    }
}
pub struct SaveNotifiedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_notified() -> SaveNotifiedStmt {
    SaveNotifiedStmt(
        "update public.system_health_logs set notify = 'sent', notified_by = $1, notified_at = $2 where id = $3 and notify = 'pending'",
        None,
    )
}
impl SaveNotifiedStmt {
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
        by: &'a T1,
        at: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[by, at, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveNotifiedParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveNotifiedStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveNotifiedParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.by, &params.at, &params.id))
    }
}
pub struct HoldUntoldStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn hold_untold() -> HoldUntoldStmt {
    HoldUntoldStmt(
        "update public.system_health_logs set taken_at = greatest(taken_at, $1) where id = any($2) and notify = 'pending'",
        None,
    )
}
impl HoldUntoldStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient, T1: crate::ArraySql<Item = uuid::Uuid>>(
        &'s self,
        client: &'c C,
        at: &'a chrono::DateTime<chrono::FixedOffset>,
        ids: &'a T1,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[at, ids]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::ArraySql<Item = uuid::Uuid>>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        HoldUntoldParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for HoldUntoldStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a HoldUntoldParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.at, &params.ids))
    }
}
pub struct TakeUntoldStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn take_untold() -> TakeUntoldStmt {
    TakeUntoldStmt(
        "update public.system_health_logs set taken_at = $1 where id in ( select id from public.system_health_logs where notify = 'pending' and (taken_at is null or taken_at < $2) and created_at > $3 order by created_at limit 100 for update skip locked ) returning id, event_type, message, metadata, repeats, last_at, request_id, notify, notified_by, notified_at, created_at",
        None,
    )
}
impl TakeUntoldStmt {
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
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        before: &'a chrono::DateTime<chrono::FixedOffset>,
        since: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> HealthRowQuery<'c, 'a, 's, C, HealthRow, 3> {
        HealthRowQuery {
            client,
            params: [now, before, since],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<HealthRowBorrowed, tokio_postgres::Error> {
                    Ok(HealthRowBorrowed {
                        id: row.try_get(0)?,
                        event_type: row.try_get(1)?,
                        message: row.try_get(2)?,
                        metadata: row.try_get(3)?,
                        repeats: row.try_get(4)?,
                        last_at: row.try_get(5)?,
                        request_id: row.try_get(6)?,
                        notify: row.try_get(7)?,
                        notified_by: row.try_get(8)?,
                        notified_at: row.try_get(9)?,
                        created_at: row.try_get(10)?,
                    })
                },
            mapper: |it| HealthRow::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        TakeUntoldParams,
        HealthRowQuery<'c, 'a, 's, C, HealthRow, 3>,
        C,
    > for TakeUntoldStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a TakeUntoldParams,
    ) -> HealthRowQuery<'c, 'a, 's, C, HealthRow, 3> {
        self.bind(client, &params.now, &params.before, &params.since)
    }
}
pub struct ListHealthStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_health() -> ListHealthStmt {
    ListHealthStmt(
        "select id, event_type, message, metadata, repeats, last_at, request_id, notify, notified_by, notified_at, created_at from public.system_health_logs where ($1::text is null or event_type = $1) and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid)) order by created_at desc, id desc limit $4",
        None,
    )
}
impl ListHealthStmt {
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
        event_type: &'a Option<T1>,
        before_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        before_id: &'a Option<uuid::Uuid>,
        rows: &'a i64,
    ) -> HealthRowQuery<'c, 'a, 's, C, HealthRow, 4> {
        HealthRowQuery {
            client,
            params: [event_type, before_at, before_id, rows],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<HealthRowBorrowed, tokio_postgres::Error> {
                    Ok(HealthRowBorrowed {
                        id: row.try_get(0)?,
                        event_type: row.try_get(1)?,
                        message: row.try_get(2)?,
                        metadata: row.try_get(3)?,
                        repeats: row.try_get(4)?,
                        last_at: row.try_get(5)?,
                        request_id: row.try_get(6)?,
                        notify: row.try_get(7)?,
                        notified_by: row.try_get(8)?,
                        notified_at: row.try_get(9)?,
                        created_at: row.try_get(10)?,
                    })
                },
            mapper: |it| HealthRow::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ListHealthParams<T1>,
        HealthRowQuery<'c, 'a, 's, C, HealthRow, 4>,
        C,
    > for ListHealthStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListHealthParams<T1>,
    ) -> HealthRowQuery<'c, 'a, 's, C, HealthRow, 4> {
        self.bind(
            client,
            &params.event_type,
            &params.before_at,
            &params.before_id,
            &params.rows,
        )
    }
}
pub struct CountUntoldStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn count_untold() -> CountUntoldStmt {
    CountUntoldStmt(
        "select count(*) as untold from public.system_health_logs where notify = 'pending'",
        None,
    )
}
impl CountUntoldStmt {
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
    ) -> I64Query<'c, 'a, 's, C, i64, 0> {
        I64Query {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
pub struct DeleteHealthStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_health() -> DeleteHealthStmt {
    DeleteHealthStmt(
        "delete from public.system_health_logs where id in ( select id from public.system_health_logs where created_at < $1 order by created_at limit $2 )",
        None,
    )
}
impl DeleteHealthStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        before: &'a chrono::DateTime<chrono::FixedOffset>,
        rows: &'a i64,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[before, rows]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        DeleteHealthParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for DeleteHealthStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteHealthParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.before, &params.rows))
    }
}
pub struct FindConfigStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_config() -> FindConfigStmt {
    FindConfigStmt(
        "select value, updated_by, updated_at from public.system_config where key = $1",
        None,
    )
}
impl FindConfigStmt {
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
        key: &'a T1,
    ) -> FindConfigQuery<'c, 'a, 's, C, FindConfig, 1> {
        FindConfigQuery {
            client,
            params: [key],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<FindConfigBorrowed, tokio_postgres::Error> {
                    Ok(FindConfigBorrowed {
                        value: row.try_get(0)?,
                        updated_by: row.try_get(1)?,
                        updated_at: row.try_get(2)?,
                    })
                },
            mapper: |it| FindConfig::from(it),
        }
    }
}
pub struct SaveConfigStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_config() -> SaveConfigStmt {
    SaveConfigStmt(
        "insert into public.system_config (key, value, updated_by, updated_at) values ($1, $2, $3, $4) on conflict (key) do update set value = excluded.value, updated_by = excluded.updated_by, updated_at = excluded.updated_at where system_config.value <> excluded.value",
        None,
    )
}
impl SaveConfigStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::StringSql>(
        &'s self,
        client: &'c C,
        key: &'a T1,
        value: &'a T2,
        updated_by: &'a Option<uuid::Uuid>,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[key, value, updated_by, now]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveConfigParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveConfigStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveConfigParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.key,
            &params.value,
            &params.updated_by,
            &params.now,
        ))
    }
}
