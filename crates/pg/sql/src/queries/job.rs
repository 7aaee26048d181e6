// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct InsertJobParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::JsonSql,
    T4: crate::StringSql,
    T5: crate::StringSql,
> {
    pub kind: T1,
    pub key: T2,
    pub payload: T3,
    pub priority: i16,
    pub run_at: chrono::DateTime<chrono::FixedOffset>,
    pub max_attempts: i16,
    pub limit_key: Option<T4>,
    pub request_id: Option<T5>,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct FindJobIdParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub kind: T1,
    pub key: T2,
}
#[derive(Debug)]
pub struct ReviveJobParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub kind: T1,
    pub key: T2,
}
#[derive(Debug)]
pub struct CancelJobParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub kind: T1,
    pub key: T2,
}
#[derive(Clone, Copy, Debug)]
pub struct ListDeadParams {
    pub before: i64,
    pub rows: i64,
}
#[derive(Debug)]
pub struct ClaimJobsParams<T1: crate::StringSql, T2: crate::ArraySql<Item = T1>> {
    pub kinds: T2,
    pub slots: i64,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub owner: uuid::Uuid,
    pub lease_seconds: f64,
}
#[derive(Debug)]
pub struct ClaimJobParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub owner: uuid::Uuid,
    pub lease_seconds: f64,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub kind: T1,
    pub key: T2,
}
#[derive(Debug)]
pub struct RenewLeasesParams<
    T1: crate::ArraySql<Item = i64>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
> {
    pub lease_seconds: f64,
    pub ids: T1,
    pub owners: T2,
}
#[derive(Debug)]
pub struct SettleJobParams<T1: crate::StringSql, T2: crate::StringSql, T3: crate::StringSql> {
    pub state: T1,
    pub given_back: i16,
    pub run_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub error: Option<T2>,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: i64,
    pub owner: uuid::Uuid,
    pub attempt: i16,
    pub outcome: T3,
}
#[derive(Debug)]
pub struct ReleaseJobsParams<
    T1: crate::ArraySql<Item = i64>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
> {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub ids: T1,
    pub owners: T2,
}
#[derive(Debug)]
pub struct OldestOfKindParams<T1: crate::StringSql> {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub kind: T1,
}
#[derive(Debug, Clone, PartialEq)]
pub struct ListDead {
    pub id: i64,
    pub kind: String,
    pub key: String,
    pub attempt: i16,
    pub last_error: Option<String>,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
    pub finished_at: Option<chrono::DateTime<chrono::FixedOffset>>,
}
pub struct ListDeadBorrowed<'a> {
    pub id: i64,
    pub kind: &'a str,
    pub key: &'a str,
    pub attempt: i16,
    pub last_error: Option<&'a str>,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
    pub finished_at: Option<chrono::DateTime<chrono::FixedOffset>>,
}
impl<'a> From<ListDeadBorrowed<'a>> for ListDead {
    fn from(
        ListDeadBorrowed {
            id,
            kind,
            key,
            attempt,
            last_error,
            created_at,
            finished_at,
        }: ListDeadBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            kind: kind.into(),
            key: key.into(),
            attempt,
            last_error: last_error.map(|v| v.into()),
            created_at,
            finished_at,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimedRow {
    pub id: i64,
    pub kind: String,
    pub key: String,
    pub payload: serde_json::Value,
    pub attempt: i16,
    pub max_attempts: i16,
    pub request_id: Option<String>,
    pub expired: bool,
}
pub struct ClaimedRowBorrowed<'a> {
    pub id: i64,
    pub kind: &'a str,
    pub key: &'a str,
    pub payload: postgres_types::Json<&'a serde_json::value::RawValue>,
    pub attempt: i16,
    pub max_attempts: i16,
    pub request_id: Option<&'a str>,
    pub expired: bool,
}
impl<'a> From<ClaimedRowBorrowed<'a>> for ClaimedRow {
    fn from(
        ClaimedRowBorrowed {
            id,
            kind,
            key,
            payload,
            attempt,
            max_attempts,
            request_id,
            expired,
        }: ClaimedRowBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            kind: kind.into(),
            key: key.into(),
            payload: serde_json::from_str(payload.0.get()).unwrap(),
            attempt,
            max_attempts,
            request_id: request_id.map(|v| v.into()),
            expired,
        }
    }
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct RenewLeases {
    pub id: i64,
    pub owner: uuid::Uuid,
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct QueueDepth {
    pub ready: i64,
    pub waiting: i64,
    pub running: i64,
    pub dead: i64,
    pub oldest_ready_seconds: i64,
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
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
pub struct ListDeadQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<ListDeadBorrowed, tokio_postgres::Error>,
    mapper: fn(ListDeadBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListDeadQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(ListDeadBorrowed) -> R) -> ListDeadQuery<'c, 'a, 's, C, R, N> {
        ListDeadQuery {
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
pub struct ClaimedRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<ClaimedRowBorrowed, tokio_postgres::Error>,
    mapper: fn(ClaimedRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ClaimedRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ClaimedRowBorrowed) -> R,
    ) -> ClaimedRowQuery<'c, 'a, 's, C, R, N> {
        ClaimedRowQuery {
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
pub struct RenewLeasesQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<RenewLeases, tokio_postgres::Error>,
    mapper: fn(RenewLeases) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> RenewLeasesQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(RenewLeases) -> R) -> RenewLeasesQuery<'c, 'a, 's, C, R, N> {
        RenewLeasesQuery {
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
pub struct QueueDepthQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<QueueDepth, tokio_postgres::Error>,
    mapper: fn(QueueDepth) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> QueueDepthQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(QueueDepth) -> R) -> QueueDepthQuery<'c, 'a, 's, C, R, N> {
        QueueDepthQuery {
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
pub struct InsertJobStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_job() -> InsertJobStmt {
    InsertJobStmt(
        "insert into ops.job (kind, key, payload, priority, run_at, max_attempts, limit_key, request_id, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (kind, key) do nothing returning id",
        None,
    )
}
impl InsertJobStmt {
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
        T2: crate::StringSql,
        T3: crate::JsonSql,
        T4: crate::StringSql,
        T5: crate::StringSql,
    >(
        &'s self,
        client: &'c C,
        kind: &'a T1,
        key: &'a T2,
        payload: &'a T3,
        priority: &'a i16,
        run_at: &'a chrono::DateTime<chrono::FixedOffset>,
        max_attempts: &'a i16,
        limit_key: &'a Option<T4>,
        request_id: &'a Option<T5>,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> I64Query<'c, 'a, 's, C, i64, 9> {
        I64Query {
            client,
            params: [
                kind,
                key,
                payload,
                priority,
                run_at,
                max_attempts,
                limit_key,
                request_id,
                now,
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
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::JsonSql,
    T4: crate::StringSql,
    T5: crate::StringSql,
>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        InsertJobParams<T1, T2, T3, T4, T5>,
        I64Query<'c, 'a, 's, C, i64, 9>,
        C,
    > for InsertJobStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a InsertJobParams<T1, T2, T3, T4, T5>,
    ) -> I64Query<'c, 'a, 's, C, i64, 9> {
        self.bind(
            client,
            &params.kind,
            &params.key,
            &params.payload,
            &params.priority,
            &params.run_at,
            &params.max_attempts,
            &params.limit_key,
            &params.request_id,
            &params.now,
        )
    }
}
pub struct FindJobIdStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_job_id() -> FindJobIdStmt {
    FindJobIdStmt("select id from ops.job where kind = $1 and key = $2", None)
}
impl FindJobIdStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::StringSql>(
        &'s self,
        client: &'c C,
        kind: &'a T1,
        key: &'a T2,
    ) -> I64Query<'c, 'a, 's, C, i64, 2> {
        I64Query {
            client,
            params: [kind, key],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        FindJobIdParams<T1, T2>,
        I64Query<'c, 'a, 's, C, i64, 2>,
        C,
    > for FindJobIdStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindJobIdParams<T1, T2>,
    ) -> I64Query<'c, 'a, 's, C, i64, 2> {
        self.bind(client, &params.kind, &params.key)
    }
}
pub struct ReviveJobStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn revive_job() -> ReviveJobStmt {
    ReviveJobStmt(
        "update ops.job set state = 'ready', attempt = 0, run_at = $1, last_error = null, finished_at = null where kind = $2 and key = $3 and state in ('done', 'dead')",
        None,
    )
}
impl ReviveJobStmt {
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
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        kind: &'a T1,
        key: &'a T2,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, kind, key]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        ReviveJobParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for ReviveJobStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a ReviveJobParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.kind, &params.key))
    }
}
pub struct CancelJobStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn cancel_job() -> CancelJobStmt {
    CancelJobStmt(
        "update ops.job set state = 'cancelled', finished_at = $1 where kind = $2 and key = $3 and state = 'dead'",
        None,
    )
}
impl CancelJobStmt {
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
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        kind: &'a T1,
        key: &'a T2,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, kind, key]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        CancelJobParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for CancelJobStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a CancelJobParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.kind, &params.key))
    }
}
pub struct ListDeadStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_dead() -> ListDeadStmt {
    ListDeadStmt(
        "select id, kind, key, attempt, last_error, created_at, finished_at from ops.job where state = 'dead' and id < $1 order by id desc limit $2",
        None,
    )
}
impl ListDeadStmt {
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
        before: &'a i64,
        rows: &'a i64,
    ) -> ListDeadQuery<'c, 'a, 's, C, ListDead, 2> {
        ListDeadQuery {
            client,
            params: [before, rows],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<ListDeadBorrowed, tokio_postgres::Error> {
                    Ok(ListDeadBorrowed {
                        id: row.try_get(0)?,
                        kind: row.try_get(1)?,
                        key: row.try_get(2)?,
                        attempt: row.try_get(3)?,
                        last_error: row.try_get(4)?,
                        created_at: row.try_get(5)?,
                        finished_at: row.try_get(6)?,
                    })
                },
            mapper: |it| ListDead::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ListDeadParams,
        ListDeadQuery<'c, 'a, 's, C, ListDead, 2>,
        C,
    > for ListDeadStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListDeadParams,
    ) -> ListDeadQuery<'c, 'a, 's, C, ListDead, 2> {
        self.bind(client, &params.before, &params.rows)
    }
}
pub struct ClaimJobsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn claim_jobs() -> ClaimJobsStmt {
    ClaimJobsStmt(
        "with expired as ( select id from ops.job where state = 'running' and lease_until < now() and kind = any ($1) order by lease_until limit $2 for update skip locked ), due as materialized ( select j.id, j.limit_key, j.priority, j.run_at from ops.job j where j.state = 'ready' and j.run_at <= $3 and j.kind = any ($1) and ( j.limit_key is null or not exists (select 1 from ops.job r where r.state = 'running' and r.limit_key = j.limit_key) ) order by j.priority, j.run_at, j.id limit $2 for update skip locked ), first_of_key as ( select id, limit_key is null or row_number() over (partition by limit_key order by priority, run_at, id) = 1 as goes from due ), picked as ( select id, true as expired from expired union all select id, false from first_of_key where goes ) update ops.job j set state = 'running', attempt = j.attempt + case when p.expired then 0 else 1 end, owner = $4, lease_until = clock_timestamp() + make_interval(secs => $5), started_at = case when p.expired then j.started_at else $3 end from picked p where j.id = p.id returning j.id, j.kind, j.key, j.payload, j.attempt, j.max_attempts, j.request_id, p.expired",
        None,
    )
}
impl ClaimJobsStmt {
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
        T2: crate::ArraySql<Item = T1>,
    >(
        &'s self,
        client: &'c C,
        kinds: &'a T2,
        slots: &'a i64,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        owner: &'a uuid::Uuid,
        lease_seconds: &'a f64,
    ) -> ClaimedRowQuery<'c, 'a, 's, C, ClaimedRow, 5> {
        ClaimedRowQuery {
            client,
            params: [kinds, slots, now, owner, lease_seconds],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<ClaimedRowBorrowed, tokio_postgres::Error> {
                    Ok(ClaimedRowBorrowed {
                        id: row.try_get(0)?,
                        kind: row.try_get(1)?,
                        key: row.try_get(2)?,
                        payload: row.try_get(3)?,
                        attempt: row.try_get(4)?,
                        max_attempts: row.try_get(5)?,
                        request_id: row.try_get(6)?,
                        expired: row.try_get(7)?,
                    })
                },
            mapper: |it| ClaimedRow::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::ArraySql<Item = T1>>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ClaimJobsParams<T1, T2>,
        ClaimedRowQuery<'c, 'a, 's, C, ClaimedRow, 5>,
        C,
    > for ClaimJobsStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ClaimJobsParams<T1, T2>,
    ) -> ClaimedRowQuery<'c, 'a, 's, C, ClaimedRow, 5> {
        self.bind(
            client,
            &params.kinds,
            &params.slots,
            &params.now,
            &params.owner,
            &params.lease_seconds,
        )
    }
}
pub struct ClaimJobStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn claim_job() -> ClaimJobStmt {
    ClaimJobStmt(
        "update ops.job j set state = 'running', attempt = j.attempt + 1, owner = $1, lease_until = clock_timestamp() + make_interval(secs => $2), started_at = $3 where j.id = ( select id from ops.job where kind = $4 and key = $5 and state = 'ready' for update skip locked ) returning j.id, j.kind, j.key, j.payload, j.attempt, j.max_attempts, j.request_id, false as expired",
        None,
    )
}
impl ClaimJobStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::StringSql>(
        &'s self,
        client: &'c C,
        owner: &'a uuid::Uuid,
        lease_seconds: &'a f64,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        kind: &'a T1,
        key: &'a T2,
    ) -> ClaimedRowQuery<'c, 'a, 's, C, ClaimedRow, 5> {
        ClaimedRowQuery {
            client,
            params: [owner, lease_seconds, now, kind, key],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<ClaimedRowBorrowed, tokio_postgres::Error> {
                    Ok(ClaimedRowBorrowed {
                        id: row.try_get(0)?,
                        kind: row.try_get(1)?,
                        key: row.try_get(2)?,
                        payload: row.try_get(3)?,
                        attempt: row.try_get(4)?,
                        max_attempts: row.try_get(5)?,
                        request_id: row.try_get(6)?,
                        expired: row.try_get(7)?,
                    })
                },
            mapper: |it| ClaimedRow::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ClaimJobParams<T1, T2>,
        ClaimedRowQuery<'c, 'a, 's, C, ClaimedRow, 5>,
        C,
    > for ClaimJobStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ClaimJobParams<T1, T2>,
    ) -> ClaimedRowQuery<'c, 'a, 's, C, ClaimedRow, 5> {
        self.bind(
            client,
            &params.owner,
            &params.lease_seconds,
            &params.now,
            &params.kind,
            &params.key,
        )
    }
}
pub struct RenewLeasesStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn renew_leases() -> RenewLeasesStmt {
    RenewLeasesStmt(
        "update ops.job j set lease_until = clock_timestamp() + make_interval(secs => $1) from unnest($2::bigint[], $3::uuid[]) as held (id, owner) where j.id = held.id and j.owner = held.owner and j.state = 'running' returning held.id, held.owner",
        None,
    )
}
impl RenewLeasesStmt {
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
        T1: crate::ArraySql<Item = i64>,
        T2: crate::ArraySql<Item = uuid::Uuid>,
    >(
        &'s self,
        client: &'c C,
        lease_seconds: &'a f64,
        ids: &'a T1,
        owners: &'a T2,
    ) -> RenewLeasesQuery<'c, 'a, 's, C, RenewLeases, 3> {
        RenewLeasesQuery {
            client,
            params: [lease_seconds, ids, owners],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row: &tokio_postgres::Row| -> Result<RenewLeases, tokio_postgres::Error> {
                Ok(RenewLeases {
                    id: row.try_get(0)?,
                    owner: row.try_get(1)?,
                })
            },
            mapper: |it| RenewLeases::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = i64>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        RenewLeasesParams<T1, T2>,
        RenewLeasesQuery<'c, 'a, 's, C, RenewLeases, 3>,
        C,
    > for RenewLeasesStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a RenewLeasesParams<T1, T2>,
    ) -> RenewLeasesQuery<'c, 'a, 's, C, RenewLeases, 3> {
        self.bind(client, &params.lease_seconds, &params.ids, &params.owners)
    }
}
pub struct SettleJobStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn settle_job() -> SettleJobStmt {
    SettleJobStmt(
        "with settled as ( update ops.job set state = $1, attempt = attempt - $2, run_at = coalesce($3, run_at), owner = null, lease_until = null, last_error = $4, finished_at = case when $1 in ('done', 'dead') then $5::timestamptz end where id = $6 and state = 'running' and owner = $7 and attempt = $8 returning id, started_at ) insert into ops.job_attempt (job_id, attempt, owner, started_at, ended_at, outcome, error) select id, $8, $7, coalesce(started_at, $5), $5, $9, $4 from settled",
        None,
    )
}
impl SettleJobStmt {
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
    >(
        &'s self,
        client: &'c C,
        state: &'a T1,
        given_back: &'a i16,
        run_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        error: &'a Option<T2>,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a i64,
        owner: &'a uuid::Uuid,
        attempt: &'a i16,
        outcome: &'a T3,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[
                    state, given_back, run_at, error, now, id, owner, attempt, outcome,
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
>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SettleJobParams<T1, T2, T3>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SettleJobStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SettleJobParams<T1, T2, T3>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.state,
            &params.given_back,
            &params.run_at,
            &params.error,
            &params.now,
            &params.id,
            &params.owner,
            &params.attempt,
            &params.outcome,
        ))
    }
}
pub struct ReleaseJobsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn release_jobs() -> ReleaseJobsStmt {
    ReleaseJobsStmt(
        "with released as ( update ops.job j set state = 'ready', attempt = j.attempt - 1, run_at = $1, owner = null, lease_until = null from unnest($2::bigint[], $3::uuid[]) as held (id, owner) where j.id = held.id and j.owner = held.owner and j.state = 'running' returning j.id, j.attempt, held.owner, j.started_at ) insert into ops.job_attempt (job_id, attempt, owner, started_at, ended_at, outcome) select id, attempt + 1, owner, coalesce(started_at, $1), $1, 'released' from released",
        None,
    )
}
impl ReleaseJobsStmt {
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
        T1: crate::ArraySql<Item = i64>,
        T2: crate::ArraySql<Item = uuid::Uuid>,
    >(
        &'s self,
        client: &'c C,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        ids: &'a T1,
        owners: &'a T2,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, ids, owners]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::ArraySql<Item = i64>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        ReleaseJobsParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for ReleaseJobsStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a ReleaseJobsParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.ids, &params.owners))
    }
}
pub struct QueueDepthStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn queue_depth() -> QueueDepthStmt {
    QueueDepthStmt(
        "select (select count(*) from ops.job where state = 'ready' and run_at <= $1) as ready, (select count(*) from ops.job where state = 'ready' and run_at > $1) as waiting, (select count(*) from ops.job where state = 'running') as running, (select count(*) from ops.job where state = 'dead') as dead, ( select coalesce(greatest(extract(epoch from $1::timestamptz - min(run_at)), 0), 0)::bigint from ops.job where state = 'ready' and run_at <= $1 ) as oldest_ready_seconds",
        None,
    )
}
impl QueueDepthStmt {
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
    ) -> QueueDepthQuery<'c, 'a, 's, C, QueueDepth, 1> {
        QueueDepthQuery {
            client,
            params: [now],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row: &tokio_postgres::Row| -> Result<QueueDepth, tokio_postgres::Error> {
                Ok(QueueDepth {
                    ready: row.try_get(0)?,
                    waiting: row.try_get(1)?,
                    running: row.try_get(2)?,
                    dead: row.try_get(3)?,
                    oldest_ready_seconds: row.try_get(4)?,
                })
            },
            mapper: |it| QueueDepth::from(it),
        }
    }
}
pub struct OldestOfKindStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn oldest_of_kind() -> OldestOfKindStmt {
    OldestOfKindStmt(
        "select coalesce(extract(epoch from $1::timestamptz - min(created_at)), 0)::bigint as oldest_seconds from ops.job where kind = $2 and state in ('ready', 'running')",
        None,
    )
}
impl OldestOfKindStmt {
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
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        kind: &'a T1,
    ) -> I64Query<'c, 'a, 's, C, i64, 2> {
        I64Query {
            client,
            params: [now, kind],
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
        OldestOfKindParams<T1>,
        I64Query<'c, 'a, 's, C, i64, 2>,
        C,
    > for OldestOfKindStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a OldestOfKindParams<T1>,
    ) -> I64Query<'c, 'a, 's, C, i64, 2> {
        self.bind(client, &params.now, &params.kind)
    }
}
