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
    pub limit_most: i16,
    pub request_id: Option<T5>,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct InsertJobsParams<
    T1: crate::StringSql,
    T2: crate::ArraySql<Item = T1>,
    T3: crate::StringSql,
    T4: crate::ArraySql<Item = T3>,
    T5: crate::JsonSql,
    T6: crate::ArraySql<Item = T5>,
    T7: crate::ArraySql<Item = i16>,
    T8: crate::ArraySql<Item = chrono::DateTime<chrono::FixedOffset>>,
    T9: crate::ArraySql<Item = i16>,
    T10: crate::StringSql,
    T11: crate::ArraySql<Item = Option<T10>>,
    T12: crate::ArraySql<Item = i16>,
    T13: crate::StringSql,
    T14: crate::ArraySql<Item = Option<T13>>,
    T15: crate::ArraySql<Item = chrono::DateTime<chrono::FixedOffset>>,
> {
    pub kinds: T2,
    pub keys: T4,
    pub payloads: T6,
    pub priorities: T7,
    pub run_ats: T8,
    pub max_attempts: T9,
    pub limit_keys: T11,
    pub limit_mosts: T12,
    pub request_ids: T14,
    pub created_ats: T15,
}
#[derive(Debug)]
pub struct FindAskedParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub kind: T1,
    pub key: T2,
}
#[derive(Debug)]
pub struct FindProgressParams<T1: crate::StringSql, T2: crate::StringSql> {
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
pub struct RestartJobParams<T1: crate::JsonSql, T2: crate::StringSql, T3: crate::StringSql> {
    pub run_at: chrono::DateTime<chrono::FixedOffset>,
    pub payload: T1,
    pub max_attempts: i16,
    pub kind: T2,
    pub key: T3,
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
pub struct ClaimJobsParams<
    T1: crate::StringSql,
    T2: crate::ArraySql<Item = T1>,
    T3: crate::ArraySql<Item = i64>,
> {
    pub kinds: T2,
    pub slots: i64,
    pub quotas: T3,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub owner: uuid::Uuid,
    pub lease_seconds: f64,
}
#[derive(Debug)]
pub struct NextTurnParams<T1: crate::StringSql, T2: crate::ArraySql<Item = T1>> {
    pub kinds: T2,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct ClaimJobParams<T1: crate::StringSql, T2: crate::StringSql, T3: crate::StringSql> {
    pub kind: T1,
    pub key: T2,
    pub owner: uuid::Uuid,
    pub lease_seconds: f64,
    pub mode: T3,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct RenewLeasesParams<
    T1: crate::ArraySql<Item = i64>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
> {
    pub ids: T1,
    pub owners: T2,
    pub lease_seconds: f64,
}
#[derive(Debug)]
pub struct SettleJobsParams<
    T1: crate::ArraySql<Item = i64>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
    T3: crate::ArraySql<Item = i16>,
    T4: crate::StringSql,
    T5: crate::ArraySql<Item = T4>,
    T6: crate::ArraySql<Item = i16>,
    T7: crate::ArraySql<Item = Option<chrono::DateTime<chrono::FixedOffset>>>,
    T8: crate::StringSql,
    T9: crate::ArraySql<Item = T8>,
    T10: crate::StringSql,
    T11: crate::ArraySql<Item = Option<T10>>,
    T12: crate::StringSql,
    T13: crate::ArraySql<Item = Option<T12>>,
> {
    pub ids: T1,
    pub owners: T2,
    pub attempts: T3,
    pub states: T5,
    pub given_backs: T6,
    pub run_ats: T7,
    pub outcomes: T9,
    pub errors: T11,
    pub classes: T13,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Clone, Copy, Debug)]
pub struct CompleteJobParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: i64,
    pub owner: uuid::Uuid,
    pub attempt: i16,
}
#[derive(Debug)]
pub struct ReleaseJobsParams<
    T1: crate::ArraySql<Item = i64>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
> {
    pub ids: T1,
    pub owners: T2,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct OldestOfKindParams<T1: crate::StringSql> {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub kind: T1,
}
#[derive(Debug)]
pub struct BeatParams<T1: crate::StringSql, T2: crate::ArraySql<Item = T1>> {
    pub id: uuid::Uuid,
    pub kinds: T2,
}
#[derive(Debug)]
pub struct InsertTickParams<T1: crate::StringSql> {
    pub name: T1,
    pub due_at: chrono::DateTime<chrono::FixedOffset>,
    pub job_id: i64,
}
#[derive(Debug)]
pub struct ListJobsParams<T1: crate::StringSql, T2: crate::StringSql, T3: crate::StringSql> {
    pub state: Option<T1>,
    pub kind: Option<T2>,
    pub reason: Option<T3>,
    pub before: i64,
    pub rows: i64,
}
#[derive(Clone, Copy, Debug)]
pub struct ListAttemptsParams {
    pub id: i64,
    pub rows: i64,
}
#[derive(Debug)]
pub struct RedriveParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub kind: Option<T1>,
    pub reason: Option<T2>,
    pub rows: i64,
}
#[derive(Clone, Copy, Debug)]
pub struct RetryJobParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: i64,
}
#[derive(Clone, Copy, Debug)]
pub struct StopJobParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: i64,
}
#[derive(Debug)]
pub struct PauseKindParams<T1: crate::StringSql, T2: crate::StringSql, T3: crate::StringSql> {
    pub kind: T1,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub by: T2,
    pub reason: T3,
}
#[derive(Debug)]
pub struct StripDoneParams<T1: crate::StringSql, T2: crate::ArraySql<Item = T1>> {
    pub before: chrono::DateTime<chrono::FixedOffset>,
    pub forgotten: T2,
    pub rows: i64,
}
#[derive(Debug)]
pub struct StripDeadParams<T1: crate::StringSql, T2: crate::ArraySql<Item = T1>> {
    pub before: chrono::DateTime<chrono::FixedOffset>,
    pub forgotten: T2,
    pub rows: i64,
}
#[derive(Debug)]
pub struct DeleteOldParams<T1: crate::StringSql, T2: crate::ArraySql<Item = T1>> {
    pub before: chrono::DateTime<chrono::FixedOffset>,
    pub forgotten: T2,
    pub rows: i64,
}
#[derive(Debug, Clone, PartialEq)]
pub struct AskedRow {
    pub id: i64,
    pub is_new: bool,
    pub state: String,
}
pub struct AskedRowBorrowed<'a> {
    pub id: i64,
    pub is_new: bool,
    pub state: &'a str,
}
impl<'a> From<AskedRowBorrowed<'a>> for AskedRow {
    fn from(AskedRowBorrowed { id, is_new, state }: AskedRowBorrowed<'a>) -> Self {
        Self {
            id,
            is_new,
            state: state.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct InsertJobs {
    pub id: i64,
    pub kind: String,
    pub key: String,
    pub is_new: bool,
    pub state: String,
}
pub struct InsertJobsBorrowed<'a> {
    pub id: i64,
    pub kind: &'a str,
    pub key: &'a str,
    pub is_new: bool,
    pub state: &'a str,
}
impl<'a> From<InsertJobsBorrowed<'a>> for InsertJobs {
    fn from(
        InsertJobsBorrowed {
            id,
            kind,
            key,
            is_new,
            state,
        }: InsertJobsBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            kind: kind.into(),
            key: key.into(),
            is_new,
            state: state.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct FindProgress {
    pub state: String,
    pub attempt: i16,
}
pub struct FindProgressBorrowed<'a> {
    pub state: &'a str,
    pub attempt: i16,
}
impl<'a> From<FindProgressBorrowed<'a>> for FindProgress {
    fn from(FindProgressBorrowed { state, attempt }: FindProgressBorrowed<'a>) -> Self {
        Self {
            state: state.into(),
            attempt,
        }
    }
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
    pub priority: i16,
    pub run_at: chrono::DateTime<chrono::FixedOffset>,
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
    pub priority: i16,
    pub run_at: chrono::DateTime<chrono::FixedOffset>,
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
            priority,
            run_at,
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
            priority,
            run_at,
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
pub struct SettleJobs {
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
#[derive(Debug, Clone, PartialEq)]
pub struct JobRow {
    pub id: i64,
    pub kind: String,
    pub key: String,
    pub payload: serde_json::Value,
    pub state: String,
    pub priority: i16,
    pub run_at: chrono::DateTime<chrono::FixedOffset>,
    pub attempt: i16,
    pub max_attempts: i16,
    pub limit_key: Option<String>,
    pub request_id: Option<String>,
    pub last_error: Option<String>,
    pub error_class: Option<String>,
    pub mode: String,
    pub stripped: bool,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
    pub started_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub finished_at: Option<chrono::DateTime<chrono::FixedOffset>>,
}
pub struct JobRowBorrowed<'a> {
    pub id: i64,
    pub kind: &'a str,
    pub key: &'a str,
    pub payload: postgres_types::Json<&'a serde_json::value::RawValue>,
    pub state: &'a str,
    pub priority: i16,
    pub run_at: chrono::DateTime<chrono::FixedOffset>,
    pub attempt: i16,
    pub max_attempts: i16,
    pub limit_key: Option<&'a str>,
    pub request_id: Option<&'a str>,
    pub last_error: Option<&'a str>,
    pub error_class: Option<&'a str>,
    pub mode: &'a str,
    pub stripped: bool,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
    pub started_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub finished_at: Option<chrono::DateTime<chrono::FixedOffset>>,
}
impl<'a> From<JobRowBorrowed<'a>> for JobRow {
    fn from(
        JobRowBorrowed {
            id,
            kind,
            key,
            payload,
            state,
            priority,
            run_at,
            attempt,
            max_attempts,
            limit_key,
            request_id,
            last_error,
            error_class,
            mode,
            stripped,
            created_at,
            started_at,
            finished_at,
        }: JobRowBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            kind: kind.into(),
            key: key.into(),
            payload: serde_json::from_str(payload.0.get()).unwrap(),
            state: state.into(),
            priority,
            run_at,
            attempt,
            max_attempts,
            limit_key: limit_key.map(|v| v.into()),
            request_id: request_id.map(|v| v.into()),
            last_error: last_error.map(|v| v.into()),
            error_class: error_class.map(|v| v.into()),
            mode: mode.into(),
            stripped,
            created_at,
            started_at,
            finished_at,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct ListAttempts {
    pub attempt: i16,
    pub started_at: chrono::DateTime<chrono::FixedOffset>,
    pub ended_at: chrono::DateTime<chrono::FixedOffset>,
    pub outcome: String,
    pub error: Option<String>,
}
pub struct ListAttemptsBorrowed<'a> {
    pub attempt: i16,
    pub started_at: chrono::DateTime<chrono::FixedOffset>,
    pub ended_at: chrono::DateTime<chrono::FixedOffset>,
    pub outcome: &'a str,
    pub error: Option<&'a str>,
}
impl<'a> From<ListAttemptsBorrowed<'a>> for ListAttempts {
    fn from(
        ListAttemptsBorrowed {
            attempt,
            started_at,
            ended_at,
            outcome,
            error,
        }: ListAttemptsBorrowed<'a>,
    ) -> Self {
        Self {
            attempt,
            started_at,
            ended_at,
            outcome: outcome.into(),
            error: error.map(|v| v.into()),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct ListPaused {
    pub kind: String,
    pub paused_at: chrono::DateTime<chrono::FixedOffset>,
    pub paused_by: String,
    pub reason: String,
}
pub struct ListPausedBorrowed<'a> {
    pub kind: &'a str,
    pub paused_at: chrono::DateTime<chrono::FixedOffset>,
    pub paused_by: &'a str,
    pub reason: &'a str,
}
impl<'a> From<ListPausedBorrowed<'a>> for ListPaused {
    fn from(
        ListPausedBorrowed {
            kind,
            paused_at,
            paused_by,
            reason,
        }: ListPausedBorrowed<'a>,
    ) -> Self {
        Self {
            kind: kind.into(),
            paused_at,
            paused_by: paused_by.into(),
            reason: reason.into(),
        }
    }
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct AskedRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<AskedRowBorrowed, tokio_postgres::Error>,
    mapper: fn(AskedRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> AskedRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(AskedRowBorrowed) -> R) -> AskedRowQuery<'c, 'a, 's, C, R, N> {
        AskedRowQuery {
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
pub struct InsertJobsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<InsertJobsBorrowed, tokio_postgres::Error>,
    mapper: fn(InsertJobsBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> InsertJobsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(InsertJobsBorrowed) -> R,
    ) -> InsertJobsQuery<'c, 'a, 's, C, R, N> {
        InsertJobsQuery {
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
pub struct FindProgressQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<FindProgressBorrowed, tokio_postgres::Error>,
    mapper: fn(FindProgressBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindProgressQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FindProgressBorrowed) -> R,
    ) -> FindProgressQuery<'c, 'a, 's, C, R, N> {
        FindProgressQuery {
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
pub struct OptionchronoDateTimechronoFixedOffsetQuery<
    'c,
    'a,
    's,
    C: GenericClient,
    T,
    const N: usize,
> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    )
        -> Result<Option<chrono::DateTime<chrono::FixedOffset>>, tokio_postgres::Error>,
    mapper: fn(Option<chrono::DateTime<chrono::FixedOffset>>) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize>
    OptionchronoDateTimechronoFixedOffsetQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(Option<chrono::DateTime<chrono::FixedOffset>>) -> R,
    ) -> OptionchronoDateTimechronoFixedOffsetQuery<'c, 'a, 's, C, R, N> {
        OptionchronoDateTimechronoFixedOffsetQuery {
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
pub struct SettleJobsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<SettleJobs, tokio_postgres::Error>,
    mapper: fn(SettleJobs) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> SettleJobsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(SettleJobs) -> R) -> SettleJobsQuery<'c, 'a, 's, C, R, N> {
        SettleJobsQuery {
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
pub struct F64Query<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<f64, tokio_postgres::Error>,
    mapper: fn(f64) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> F64Query<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(f64) -> R) -> F64Query<'c, 'a, 's, C, R, N> {
        F64Query {
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
pub struct BoolQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<bool, tokio_postgres::Error>,
    mapper: fn(bool) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> BoolQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(bool) -> R) -> BoolQuery<'c, 'a, 's, C, R, N> {
        BoolQuery {
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
pub struct JobRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<JobRowBorrowed, tokio_postgres::Error>,
    mapper: fn(JobRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> JobRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(JobRowBorrowed) -> R) -> JobRowQuery<'c, 'a, 's, C, R, N> {
        JobRowQuery {
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
pub struct ListAttemptsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<ListAttemptsBorrowed, tokio_postgres::Error>,
    mapper: fn(ListAttemptsBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListAttemptsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ListAttemptsBorrowed) -> R,
    ) -> ListAttemptsQuery<'c, 'a, 's, C, R, N> {
        ListAttemptsQuery {
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
pub struct ListPausedQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<ListPausedBorrowed, tokio_postgres::Error>,
    mapper: fn(ListPausedBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListPausedQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ListPausedBorrowed) -> R,
    ) -> ListPausedQuery<'c, 'a, 's, C, R, N> {
        ListPausedQuery {
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
        "with added as ( insert into ops.job ( kind, key, payload, priority, run_at, max_attempts, limit_key, limit_most, request_id, created_at ) values ( $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 ) on conflict (kind, key) do nothing returning id ) select id, true as is_new, 'ready' as state from added union all select id, false as is_new, state from ops.job where kind = $1 and key = $2",
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
        limit_most: &'a i16,
        request_id: &'a Option<T5>,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> AskedRowQuery<'c, 'a, 's, C, AskedRow, 10> {
        AskedRowQuery {
            client,
            params: [
                kind,
                key,
                payload,
                priority,
                run_at,
                max_attempts,
                limit_key,
                limit_most,
                request_id,
                now,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<AskedRowBorrowed, tokio_postgres::Error> {
                    Ok(AskedRowBorrowed {
                        id: row.try_get(0)?,
                        is_new: row.try_get(1)?,
                        state: row.try_get(2)?,
                    })
                },
            mapper: |it| AskedRow::from(it),
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
        AskedRowQuery<'c, 'a, 's, C, AskedRow, 10>,
        C,
    > for InsertJobStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a InsertJobParams<T1, T2, T3, T4, T5>,
    ) -> AskedRowQuery<'c, 'a, 's, C, AskedRow, 10> {
        self.bind(
            client,
            &params.kind,
            &params.key,
            &params.payload,
            &params.priority,
            &params.run_at,
            &params.max_attempts,
            &params.limit_key,
            &params.limit_most,
            &params.request_id,
            &params.now,
        )
    }
}
pub struct InsertJobsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_jobs() -> InsertJobsStmt {
    InsertJobsStmt(
        "with asked as ( select * from unnest( $1::text [], $2::text [], $3::jsonb [], $4::smallint [], $5::timestamptz [], $6::smallint [], $7::text [], $8::smallint [], $9::text [], $10::timestamptz [] ) as a (kind, key, payload, priority, run_at, max_attempts, limit_key, limit_most, request_id, created_at) ), added as ( insert into ops.job ( kind, key, payload, priority, run_at, max_attempts, limit_key, limit_most, request_id, created_at ) select kind, key, payload, priority, run_at, max_attempts, limit_key, limit_most, request_id, created_at from asked order by kind, key on conflict (kind, key) do nothing returning id, kind, key ) select id, kind, key, true as is_new, 'ready' as state from added union all select j.id, j.kind, j.key, false as is_new, j.state from ops.job j where (j.kind, j.key) in (select kind, key from asked)",
        None,
    )
}
impl InsertJobsStmt {
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
        T3: crate::StringSql,
        T4: crate::ArraySql<Item = T3>,
        T5: crate::JsonSql,
        T6: crate::ArraySql<Item = T5>,
        T7: crate::ArraySql<Item = i16>,
        T8: crate::ArraySql<Item = chrono::DateTime<chrono::FixedOffset>>,
        T9: crate::ArraySql<Item = i16>,
        T10: crate::StringSql,
        T11: crate::ArraySql<Item = Option<T10>>,
        T12: crate::ArraySql<Item = i16>,
        T13: crate::StringSql,
        T14: crate::ArraySql<Item = Option<T13>>,
        T15: crate::ArraySql<Item = chrono::DateTime<chrono::FixedOffset>>,
    >(
        &'s self,
        client: &'c C,
        kinds: &'a T2,
        keys: &'a T4,
        payloads: &'a T6,
        priorities: &'a T7,
        run_ats: &'a T8,
        max_attempts: &'a T9,
        limit_keys: &'a T11,
        limit_mosts: &'a T12,
        request_ids: &'a T14,
        created_ats: &'a T15,
    ) -> InsertJobsQuery<'c, 'a, 's, C, InsertJobs, 10> {
        InsertJobsQuery {
            client,
            params: [
                kinds,
                keys,
                payloads,
                priorities,
                run_ats,
                max_attempts,
                limit_keys,
                limit_mosts,
                request_ids,
                created_ats,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<InsertJobsBorrowed, tokio_postgres::Error> {
                    Ok(InsertJobsBorrowed {
                        id: row.try_get(0)?,
                        kind: row.try_get(1)?,
                        key: row.try_get(2)?,
                        is_new: row.try_get(3)?,
                        state: row.try_get(4)?,
                    })
                },
            mapper: |it| InsertJobs::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::StringSql,
    T2: crate::ArraySql<Item = T1>,
    T3: crate::StringSql,
    T4: crate::ArraySql<Item = T3>,
    T5: crate::JsonSql,
    T6: crate::ArraySql<Item = T5>,
    T7: crate::ArraySql<Item = i16>,
    T8: crate::ArraySql<Item = chrono::DateTime<chrono::FixedOffset>>,
    T9: crate::ArraySql<Item = i16>,
    T10: crate::StringSql,
    T11: crate::ArraySql<Item = Option<T10>>,
    T12: crate::ArraySql<Item = i16>,
    T13: crate::StringSql,
    T14: crate::ArraySql<Item = Option<T13>>,
    T15: crate::ArraySql<Item = chrono::DateTime<chrono::FixedOffset>>,
>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        InsertJobsParams<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15>,
        InsertJobsQuery<'c, 'a, 's, C, InsertJobs, 10>,
        C,
    > for InsertJobsStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a InsertJobsParams<
            T1,
            T2,
            T3,
            T4,
            T5,
            T6,
            T7,
            T8,
            T9,
            T10,
            T11,
            T12,
            T13,
            T14,
            T15,
        >,
    ) -> InsertJobsQuery<'c, 'a, 's, C, InsertJobs, 10> {
        self.bind(
            client,
            &params.kinds,
            &params.keys,
            &params.payloads,
            &params.priorities,
            &params.run_ats,
            &params.max_attempts,
            &params.limit_keys,
            &params.limit_mosts,
            &params.request_ids,
            &params.created_ats,
        )
    }
}
pub struct FindAskedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_asked() -> FindAskedStmt {
    FindAskedStmt(
        "select id, false as is_new, state from ops.job where kind = $1 and key = $2",
        None,
    )
}
impl FindAskedStmt {
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
    ) -> AskedRowQuery<'c, 'a, 's, C, AskedRow, 2> {
        AskedRowQuery {
            client,
            params: [kind, key],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<AskedRowBorrowed, tokio_postgres::Error> {
                    Ok(AskedRowBorrowed {
                        id: row.try_get(0)?,
                        is_new: row.try_get(1)?,
                        state: row.try_get(2)?,
                    })
                },
            mapper: |it| AskedRow::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        FindAskedParams<T1, T2>,
        AskedRowQuery<'c, 'a, 's, C, AskedRow, 2>,
        C,
    > for FindAskedStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindAskedParams<T1, T2>,
    ) -> AskedRowQuery<'c, 'a, 's, C, AskedRow, 2> {
        self.bind(client, &params.kind, &params.key)
    }
}
pub struct FindProgressStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_progress() -> FindProgressStmt {
    FindProgressStmt(
        "select state, attempt from ops.job where kind = $1 and key = $2",
        None,
    )
}
impl FindProgressStmt {
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
    ) -> FindProgressQuery<'c, 'a, 's, C, FindProgress, 2> {
        FindProgressQuery {
            client,
            params: [kind, key],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<FindProgressBorrowed, tokio_postgres::Error> {
                    Ok(FindProgressBorrowed {
                        state: row.try_get(0)?,
                        attempt: row.try_get(1)?,
                    })
                },
            mapper: |it| FindProgress::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        FindProgressParams<T1, T2>,
        FindProgressQuery<'c, 'a, 's, C, FindProgress, 2>,
        C,
    > for FindProgressStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindProgressParams<T1, T2>,
    ) -> FindProgressQuery<'c, 'a, 's, C, FindProgress, 2> {
        self.bind(client, &params.kind, &params.key)
    }
}
pub struct ReviveJobStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn revive_job() -> ReviveJobStmt {
    ReviveJobStmt(
        "update ops.job set state = 'ready', attempt = 0, run_at = $1, last_error = null, error_class = null, finished_at = null where kind = $2 and key = $3 and state in ('done', 'dead') and not stripped",
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
pub struct RestartJobStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn restart_job() -> RestartJobStmt {
    RestartJobStmt(
        "update ops.job set state = 'ready', attempt = 0, run_at = $1, payload = $2, max_attempts = $3, stripped = false, last_error = null, error_class = null, finished_at = null where kind = $4 and key = $5 and (state in ('done', 'dead') or (state = 'cancelled' and stripped))",
        None,
    )
}
impl RestartJobStmt {
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
        T1: crate::JsonSql,
        T2: crate::StringSql,
        T3: crate::StringSql,
    >(
        &'s self,
        client: &'c C,
        run_at: &'a chrono::DateTime<chrono::FixedOffset>,
        payload: &'a T1,
        max_attempts: &'a i16,
        kind: &'a T2,
        key: &'a T3,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[run_at, payload, max_attempts, kind, key])
            .await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::JsonSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        RestartJobParams<T1, T2, T3>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for RestartJobStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a RestartJobParams<T1, T2, T3>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.run_at,
            &params.payload,
            &params.max_attempts,
            &params.kind,
            &params.key,
        ))
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
        "with recursive expired as ( select id, limit_slot from ops.job where state = 'running' and lease_until < now() and kind = any ($1) order by lease_until limit $2 for update skip locked ), asked as ( select a.kind, a.quota from unnest($1::text [], $3::bigint []) as a (kind, quota) where a.quota > 0 and not exists (select from ops.job_kind k where k.kind = a.kind) ), level (kind, quota, priority) as ( select a.kind, a.quota, ( select j.priority from ops.job j where j.kind = a.kind and j.state = 'ready' order by j.priority limit 1 ) from asked a union all select l.kind, l.quota, ( select j.priority from ops.job j where j.kind = l.kind and j.state = 'ready' and j.priority > l.priority order by j.priority limit 1 ) from level l where l.priority is not null ), due as materialized ( select d.id, d.kind, l.quota, d.limit_key, d.limit_most, d.priority, d.run_at from level l cross join lateral ( select j.id, j.kind, j.limit_key, j.limit_most, j.priority, j.run_at from ops.job j where j.kind = l.kind and j.priority = l.priority and j.state = 'ready' and j.run_at <= $4 and ( j.limit_key is null or (select count(*) from ops.job r where r.state = 'running' and r.limit_key = j.limit_key) < j.limit_most ) order by j.run_at, j.id limit l.quota for update of j skip locked ) d where l.priority is not null ), ranked as ( select *, row_number() over (partition by kind order by priority, run_at, id) as nth_of_kind, row_number() over (partition by limit_key order by priority, run_at, id) as nth_of_key from due ), placed as ( select r.id, r.priority, r.run_at, case when r.limit_key is null then 0 else ( select s.slot from generate_series(1, r.limit_most) as s (slot) where not exists ( select from ops.job held where held.state = 'running' and held.limit_key = r.limit_key and held.limit_slot = s.slot ) order by s.slot offset r.nth_of_key - 1 limit 1 ) end as slot from ranked r where r.nth_of_kind <= r.quota ), picked as ( select id, true as expired, limit_slot::int as slot from expired union all select id, false as expired, slot from (select id, slot from placed where slot is not null order by priority, run_at, id limit $2) as first ) update ops.job j set state = 'running', attempt = j.attempt + case when p.expired then 0 else 1 end, owner = $5, lease_until = clock_timestamp() + make_interval(secs => $6), limit_slot = p.slot, mode = case when p.expired then j.mode else 'queue' end, started_at = case when p.expired then j.started_at else $4 end from picked p where j.id = p.id returning j.id, j.kind, j.key, j.payload, j.attempt, j.max_attempts, j.request_id, j.priority, j.run_at, p.expired",
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
        T3: crate::ArraySql<Item = i64>,
    >(
        &'s self,
        client: &'c C,
        kinds: &'a T2,
        slots: &'a i64,
        quotas: &'a T3,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        owner: &'a uuid::Uuid,
        lease_seconds: &'a f64,
    ) -> ClaimedRowQuery<'c, 'a, 's, C, ClaimedRow, 6> {
        ClaimedRowQuery {
            client,
            params: [kinds, slots, quotas, now, owner, lease_seconds],
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
                        priority: row.try_get(7)?,
                        run_at: row.try_get(8)?,
                        expired: row.try_get(9)?,
                    })
                },
            mapper: |it| ClaimedRow::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::StringSql,
    T2: crate::ArraySql<Item = T1>,
    T3: crate::ArraySql<Item = i64>,
>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ClaimJobsParams<T1, T2, T3>,
        ClaimedRowQuery<'c, 'a, 's, C, ClaimedRow, 6>,
        C,
    > for ClaimJobsStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ClaimJobsParams<T1, T2, T3>,
    ) -> ClaimedRowQuery<'c, 'a, 's, C, ClaimedRow, 6> {
        self.bind(
            client,
            &params.kinds,
            &params.slots,
            &params.quotas,
            &params.now,
            &params.owner,
            &params.lease_seconds,
        )
    }
}
pub struct NextTurnStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn next_turn() -> NextTurnStmt {
    NextTurnStmt(
        "with recursive level (kind, priority) as ( select a.kind, ( select j.priority from ops.job j where j.kind = a.kind and j.state = 'ready' order by j.priority limit 1 ) from unnest($1::text []) as a (kind) union all select l.kind, ( select j.priority from ops.job j where j.kind = l.kind and j.state = 'ready' and j.priority > l.priority order by j.priority limit 1 ) from level l where l.priority is not null ) select min(d.run_at) as next_at from level l cross join lateral ( select j.run_at from ops.job j where j.kind = l.kind and j.priority = l.priority and j.state = 'ready' and j.run_at > $2 order by j.run_at, j.id limit 1 ) d where l.priority is not null",
        None,
    )
}
impl NextTurnStmt {
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
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> OptionchronoDateTimechronoFixedOffsetQuery<
        'c,
        'a,
        's,
        C,
        Option<chrono::DateTime<chrono::FixedOffset>>,
        2,
    > {
        OptionchronoDateTimechronoFixedOffsetQuery {
            client,
            params: [kinds, now],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::ArraySql<Item = T1>>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        NextTurnParams<T1, T2>,
        OptionchronoDateTimechronoFixedOffsetQuery<
            'c,
            'a,
            's,
            C,
            Option<chrono::DateTime<chrono::FixedOffset>>,
            2,
        >,
        C,
    > for NextTurnStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a NextTurnParams<T1, T2>,
    ) -> OptionchronoDateTimechronoFixedOffsetQuery<
        'c,
        'a,
        's,
        C,
        Option<chrono::DateTime<chrono::FixedOffset>>,
        2,
    > {
        self.bind(client, &params.kinds, &params.now)
    }
}
pub struct ClaimJobStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn claim_job() -> ClaimJobStmt {
    ClaimJobStmt(
        "with mine as ( select id, limit_key, limit_most from ops.job where kind = $1 and key = $2 and state = 'ready' for update skip locked ), placed as ( select m.id, case when m.limit_key is null then 0 else ( select s.slot from generate_series(1, m.limit_most) as s (slot) where not exists ( select from ops.job held where held.state = 'running' and held.limit_key = m.limit_key and held.limit_slot = s.slot ) order by s.slot limit 1 ) end as slot from mine m ) update ops.job j set state = 'running', attempt = j.attempt + 1, owner = $3, lease_until = clock_timestamp() + make_interval(secs => $4), limit_slot = p.slot, mode = $5, started_at = $6 from placed p where j.id = p.id and p.slot is not null returning j.id, j.kind, j.key, j.payload, j.attempt, j.max_attempts, j.request_id, j.priority, j.run_at, false as expired",
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
    pub fn bind<
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
        kind: &'a T1,
        key: &'a T2,
        owner: &'a uuid::Uuid,
        lease_seconds: &'a f64,
        mode: &'a T3,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> ClaimedRowQuery<'c, 'a, 's, C, ClaimedRow, 6> {
        ClaimedRowQuery {
            client,
            params: [kind, key, owner, lease_seconds, mode, now],
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
                        priority: row.try_get(7)?,
                        run_at: row.try_get(8)?,
                        expired: row.try_get(9)?,
                    })
                },
            mapper: |it| ClaimedRow::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::StringSql, T3: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ClaimJobParams<T1, T2, T3>,
        ClaimedRowQuery<'c, 'a, 's, C, ClaimedRow, 6>,
        C,
    > for ClaimJobStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ClaimJobParams<T1, T2, T3>,
    ) -> ClaimedRowQuery<'c, 'a, 's, C, ClaimedRow, 6> {
        self.bind(
            client,
            &params.kind,
            &params.key,
            &params.owner,
            &params.lease_seconds,
            &params.mode,
            &params.now,
        )
    }
}
pub struct RenewLeasesStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn renew_leases() -> RenewLeasesStmt {
    RenewLeasesStmt(
        "with mine as materialized ( select j.id, held.owner from ops.job j inner join unnest($1::bigint [], $2::uuid []) as held (id, owner) on held.id = j.id and held.owner = j.owner where j.state = 'running' order by j.id for update of j ) update ops.job j set lease_until = clock_timestamp() + make_interval(secs => $3) from mine where j.id = mine.id returning mine.id, mine.owner",
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
        ids: &'a T1,
        owners: &'a T2,
        lease_seconds: &'a f64,
    ) -> RenewLeasesQuery<'c, 'a, 's, C, RenewLeases, 3> {
        RenewLeasesQuery {
            client,
            params: [ids, owners, lease_seconds],
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
        self.bind(client, &params.ids, &params.owners, &params.lease_seconds)
    }
}
pub struct SettleJobsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn settle_jobs() -> SettleJobsStmt {
    SettleJobsStmt(
        "with ended as ( select * from unnest( $1::bigint [], $2::uuid [], $3::smallint [], $4::text [], $5::smallint [], $6::timestamptz [], $7::text [], $8::text [], $9::text [] ) as e (id, owner, attempt, state, given_back, run_at, outcome, error, class) ), mine as materialized ( select j.id from ops.job j inner join ended e on e.id = j.id and e.owner = j.owner and e.attempt = j.attempt where j.state = 'running' order by j.id for update of j ), settled as ( update ops.job j set state = e.state, attempt = j.attempt - e.given_back, run_at = coalesce(e.run_at, j.run_at), owner = null, lease_until = null, last_error = e.error, error_class = e.class, finished_at = case when e.state in ('done', 'dead') then $10::timestamptz end from ended e inner join mine on mine.id = e.id where j.id = e.id returning j.id, j.started_at, e.owner, e.attempt, e.outcome, e.error ), noted as ( insert into ops.job_attempt (job_id, attempt, owner, started_at, ended_at, outcome, error) select id, attempt, owner, coalesce(started_at, $10), $10, outcome, error from settled ) select id, owner from settled",
        None,
    )
}
impl SettleJobsStmt {
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
        T3: crate::ArraySql<Item = i16>,
        T4: crate::StringSql,
        T5: crate::ArraySql<Item = T4>,
        T6: crate::ArraySql<Item = i16>,
        T7: crate::ArraySql<Item = Option<chrono::DateTime<chrono::FixedOffset>>>,
        T8: crate::StringSql,
        T9: crate::ArraySql<Item = T8>,
        T10: crate::StringSql,
        T11: crate::ArraySql<Item = Option<T10>>,
        T12: crate::StringSql,
        T13: crate::ArraySql<Item = Option<T12>>,
    >(
        &'s self,
        client: &'c C,
        ids: &'a T1,
        owners: &'a T2,
        attempts: &'a T3,
        states: &'a T5,
        given_backs: &'a T6,
        run_ats: &'a T7,
        outcomes: &'a T9,
        errors: &'a T11,
        classes: &'a T13,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> SettleJobsQuery<'c, 'a, 's, C, SettleJobs, 10> {
        SettleJobsQuery {
            client,
            params: [
                ids,
                owners,
                attempts,
                states,
                given_backs,
                run_ats,
                outcomes,
                errors,
                classes,
                now,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row: &tokio_postgres::Row| -> Result<SettleJobs, tokio_postgres::Error> {
                Ok(SettleJobs {
                    id: row.try_get(0)?,
                    owner: row.try_get(1)?,
                })
            },
            mapper: |it| SettleJobs::from(it),
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
    T3: crate::ArraySql<Item = i16>,
    T4: crate::StringSql,
    T5: crate::ArraySql<Item = T4>,
    T6: crate::ArraySql<Item = i16>,
    T7: crate::ArraySql<Item = Option<chrono::DateTime<chrono::FixedOffset>>>,
    T8: crate::StringSql,
    T9: crate::ArraySql<Item = T8>,
    T10: crate::StringSql,
    T11: crate::ArraySql<Item = Option<T10>>,
    T12: crate::StringSql,
    T13: crate::ArraySql<Item = Option<T12>>,
>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        SettleJobsParams<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>,
        SettleJobsQuery<'c, 'a, 's, C, SettleJobs, 10>,
        C,
    > for SettleJobsStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a SettleJobsParams<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>,
    ) -> SettleJobsQuery<'c, 'a, 's, C, SettleJobs, 10> {
        self.bind(
            client,
            &params.ids,
            &params.owners,
            &params.attempts,
            &params.states,
            &params.given_backs,
            &params.run_ats,
            &params.outcomes,
            &params.errors,
            &params.classes,
            &params.now,
        )
    }
}
pub struct CompleteJobStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn complete_job() -> CompleteJobStmt {
    CompleteJobStmt(
        "with settled as ( update ops.job set state = 'done', owner = null, lease_until = null, last_error = null, error_class = null, finished_at = $1 where id = $2 and state = 'running' and owner = $3 and attempt = $4 returning id, attempt, started_at ) insert into ops.job_attempt (job_id, attempt, owner, started_at, ended_at, outcome) select id, attempt, $3, coalesce(started_at, $1), $1, 'done' from settled",
        None,
    )
}
impl CompleteJobStmt {
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
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a i64,
        owner: &'a uuid::Uuid,
        attempt: &'a i16,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, id, owner, attempt]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        CompleteJobParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for CompleteJobStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a CompleteJobParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.now,
            &params.id,
            &params.owner,
            &params.attempt,
        ))
    }
}
pub struct ReleaseJobsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn release_jobs() -> ReleaseJobsStmt {
    ReleaseJobsStmt(
        "with mine as materialized ( select j.id, held.owner from ops.job j inner join unnest($1::bigint [], $2::uuid []) as held (id, owner) on held.id = j.id and held.owner = j.owner where j.state = 'running' order by j.id for update of j ), released as ( update ops.job j set state = 'ready', attempt = j.attempt - 1, run_at = $3, owner = null, lease_until = null from mine where j.id = mine.id returning j.id, j.attempt, mine.owner, j.started_at ) insert into ops.job_attempt (job_id, attempt, owner, started_at, ended_at, outcome) select id, attempt + 1, owner, coalesce(started_at, $3), $3, 'released' from released",
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
        ids: &'a T1,
        owners: &'a T2,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[ids, owners, now]).await
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
        Box::pin(self.bind(client, &params.ids, &params.owners, &params.now))
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
pub struct BeatStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn beat() -> BeatStmt {
    BeatStmt(
        "insert into ops.worker (id, kinds, started_at, seen_at) values ($1, $2, clock_timestamp(), clock_timestamp()) on conflict (id) do update set kinds = excluded.kinds, seen_at = excluded.seen_at",
        None,
    )
}
impl BeatStmt {
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
        T2: crate::ArraySql<Item = T1>,
    >(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        kinds: &'a T2,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[id, kinds]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql, T2: crate::ArraySql<Item = T1>>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        BeatParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for BeatStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a BeatParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.id, &params.kinds))
    }
}
pub struct ForgetWorkerStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn forget_worker() -> ForgetWorkerStmt {
    ForgetWorkerStmt("delete from ops.worker where id = $1", None)
}
impl ForgetWorkerStmt {
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
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[id]).await
    }
}
pub struct SilenceOfKindStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn silence_of_kind() -> SilenceOfKindStmt {
    SilenceOfKindStmt(
        "select coalesce(extract(epoch from clock_timestamp() - max(seen_at)), -1)::float8 as seconds from ops.worker where $1 = any (kinds)",
        None,
    )
}
impl SilenceOfKindStmt {
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
        kind: &'a T1,
    ) -> F64Query<'c, 'a, 's, C, f64, 1> {
        F64Query {
            client,
            params: [kind],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
pub struct RingStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn ring() -> RingStmt {
    RingStmt("select pg_notify('stoa_jobs', '') is null as rung", None)
}
impl RingStmt {
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
    ) -> BoolQuery<'c, 'a, 's, C, bool, 0> {
        BoolQuery {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
pub struct InsertTickStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_tick() -> InsertTickStmt {
    InsertTickStmt(
        "insert into ops.schedule_tick (name, due_at, job_id) values ($1, $2, $3) on conflict (name, due_at) do nothing",
        None,
    )
}
impl InsertTickStmt {
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
        name: &'a T1,
        due_at: &'a chrono::DateTime<chrono::FixedOffset>,
        job_id: &'a i64,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[name, due_at, job_id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertTickParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertTickStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertTickParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.name, &params.due_at, &params.job_id))
    }
}
pub struct LatestTickStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn latest_tick() -> LatestTickStmt {
    LatestTickStmt(
        "select max(due_at) as due_at from ops.schedule_tick where name = $1",
        None,
    )
}
impl LatestTickStmt {
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
        name: &'a T1,
    ) -> OptionchronoDateTimechronoFixedOffsetQuery<
        'c,
        'a,
        's,
        C,
        Option<chrono::DateTime<chrono::FixedOffset>>,
        1,
    > {
        OptionchronoDateTimechronoFixedOffsetQuery {
            client,
            params: [name],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
pub struct ListJobsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_jobs() -> ListJobsStmt {
    ListJobsStmt(
        "select id, kind, key, payload, state, priority, run_at, attempt, max_attempts, limit_key, request_id, last_error, error_class, mode, stripped, created_at, started_at, finished_at from ops.job where ($1::text is null or state = $1) and ($2::text is null or kind = $2) and ($3::text is null or strpos(lower(last_error), lower($3)) > 0) and id < $4 order by id desc limit $5",
        None,
    )
}
impl ListJobsStmt {
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
        T3: crate::StringSql,
    >(
        &'s self,
        client: &'c C,
        state: &'a Option<T1>,
        kind: &'a Option<T2>,
        reason: &'a Option<T3>,
        before: &'a i64,
        rows: &'a i64,
    ) -> JobRowQuery<'c, 'a, 's, C, JobRow, 5> {
        JobRowQuery {
            client,
            params: [state, kind, reason, before, rows],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<JobRowBorrowed, tokio_postgres::Error> {
                    Ok(JobRowBorrowed {
                        id: row.try_get(0)?,
                        kind: row.try_get(1)?,
                        key: row.try_get(2)?,
                        payload: row.try_get(3)?,
                        state: row.try_get(4)?,
                        priority: row.try_get(5)?,
                        run_at: row.try_get(6)?,
                        attempt: row.try_get(7)?,
                        max_attempts: row.try_get(8)?,
                        limit_key: row.try_get(9)?,
                        request_id: row.try_get(10)?,
                        last_error: row.try_get(11)?,
                        error_class: row.try_get(12)?,
                        mode: row.try_get(13)?,
                        stripped: row.try_get(14)?,
                        created_at: row.try_get(15)?,
                        started_at: row.try_get(16)?,
                        finished_at: row.try_get(17)?,
                    })
                },
            mapper: |it| JobRow::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::StringSql, T3: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ListJobsParams<T1, T2, T3>,
        JobRowQuery<'c, 'a, 's, C, JobRow, 5>,
        C,
    > for ListJobsStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListJobsParams<T1, T2, T3>,
    ) -> JobRowQuery<'c, 'a, 's, C, JobRow, 5> {
        self.bind(
            client,
            &params.state,
            &params.kind,
            &params.reason,
            &params.before,
            &params.rows,
        )
    }
}
pub struct FindJobStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_job() -> FindJobStmt {
    FindJobStmt(
        "select id, kind, key, payload, state, priority, run_at, attempt, max_attempts, limit_key, request_id, last_error, error_class, mode, stripped, created_at, started_at, finished_at from ops.job where id = $1",
        None,
    )
}
impl FindJobStmt {
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
        id: &'a i64,
    ) -> JobRowQuery<'c, 'a, 's, C, JobRow, 1> {
        JobRowQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<JobRowBorrowed, tokio_postgres::Error> {
                    Ok(JobRowBorrowed {
                        id: row.try_get(0)?,
                        kind: row.try_get(1)?,
                        key: row.try_get(2)?,
                        payload: row.try_get(3)?,
                        state: row.try_get(4)?,
                        priority: row.try_get(5)?,
                        run_at: row.try_get(6)?,
                        attempt: row.try_get(7)?,
                        max_attempts: row.try_get(8)?,
                        limit_key: row.try_get(9)?,
                        request_id: row.try_get(10)?,
                        last_error: row.try_get(11)?,
                        error_class: row.try_get(12)?,
                        mode: row.try_get(13)?,
                        stripped: row.try_get(14)?,
                        created_at: row.try_get(15)?,
                        started_at: row.try_get(16)?,
                        finished_at: row.try_get(17)?,
                    })
                },
            mapper: |it| JobRow::from(it),
        }
    }
}
pub struct ListAttemptsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_attempts() -> ListAttemptsStmt {
    ListAttemptsStmt(
        "select attempt, started_at, ended_at, outcome, error from ops.job_attempt where job_id = $1 order by id desc limit $2",
        None,
    )
}
impl ListAttemptsStmt {
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
        id: &'a i64,
        rows: &'a i64,
    ) -> ListAttemptsQuery<'c, 'a, 's, C, ListAttempts, 2> {
        ListAttemptsQuery {
            client,
            params: [id, rows],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<ListAttemptsBorrowed, tokio_postgres::Error> {
                    Ok(ListAttemptsBorrowed {
                        attempt: row.try_get(0)?,
                        started_at: row.try_get(1)?,
                        ended_at: row.try_get(2)?,
                        outcome: row.try_get(3)?,
                        error: row.try_get(4)?,
                    })
                },
            mapper: |it| ListAttempts::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ListAttemptsParams,
        ListAttemptsQuery<'c, 'a, 's, C, ListAttempts, 2>,
        C,
    > for ListAttemptsStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListAttemptsParams,
    ) -> ListAttemptsQuery<'c, 'a, 's, C, ListAttempts, 2> {
        self.bind(client, &params.id, &params.rows)
    }
}
pub struct RedriveStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn redrive() -> RedriveStmt {
    RedriveStmt(
        "update ops.job set state = 'ready', attempt = 0, run_at = $1, last_error = null, error_class = null, finished_at = null where id in ( select id from ops.job where state = 'dead' and not stripped and ($2::text is null or kind = $2) and ($3::text is null or strpos(lower(last_error), lower($3)) > 0) order by id limit $4 for update skip locked )",
        None,
    )
}
impl RedriveStmt {
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
        kind: &'a Option<T1>,
        reason: &'a Option<T2>,
        rows: &'a i64,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, kind, reason, rows]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        RedriveParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for RedriveStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a RedriveParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.now,
            &params.kind,
            &params.reason,
            &params.rows,
        ))
    }
}
pub struct RetryJobStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn retry_job() -> RetryJobStmt {
    RetryJobStmt(
        "update ops.job set state = 'ready', attempt = case when state = 'ready' then attempt else 0 end, run_at = $1, finished_at = null where id = $2 and state in ('ready', 'dead', 'cancelled') and not stripped",
        None,
    )
}
impl RetryJobStmt {
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
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a i64,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        RetryJobParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for RetryJobStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a RetryJobParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.id))
    }
}
pub struct StopJobStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn stop_job() -> StopJobStmt {
    StopJobStmt(
        "update ops.job set state = 'cancelled', finished_at = $1 where id = $2 and state in ('ready', 'dead')",
        None,
    )
}
impl StopJobStmt {
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
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a i64,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        StopJobParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for StopJobStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a StopJobParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.id))
    }
}
pub struct PauseKindStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn pause_kind() -> PauseKindStmt {
    PauseKindStmt(
        "insert into ops.job_kind (kind, paused_at, paused_by, reason) values ($1, $2, $3, $4) on conflict (kind) do update set paused_by = excluded.paused_by, reason = excluded.reason",
        None,
    )
}
impl PauseKindStmt {
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
        kind: &'a T1,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        by: &'a T2,
        reason: &'a T3,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[kind, now, by, reason]).await
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
        PauseKindParams<T1, T2, T3>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for PauseKindStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a PauseKindParams<T1, T2, T3>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.kind,
            &params.now,
            &params.by,
            &params.reason,
        ))
    }
}
pub struct ResumeKindStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn resume_kind() -> ResumeKindStmt {
    ResumeKindStmt("delete from ops.job_kind where kind = $1", None)
}
impl ResumeKindStmt {
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
        kind: &'a T1,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[kind]).await
    }
}
pub struct ListPausedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_paused() -> ListPausedStmt {
    ListPausedStmt(
        "select kind, paused_at, paused_by, reason from ops.job_kind order by kind",
        None,
    )
}
impl ListPausedStmt {
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
    ) -> ListPausedQuery<'c, 'a, 's, C, ListPaused, 0> {
        ListPausedQuery {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<ListPausedBorrowed, tokio_postgres::Error> {
                    Ok(ListPausedBorrowed {
                        kind: row.try_get(0)?,
                        paused_at: row.try_get(1)?,
                        paused_by: row.try_get(2)?,
                        reason: row.try_get(3)?,
                    })
                },
            mapper: |it| ListPaused::from(it),
        }
    }
}
pub struct StripDoneStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn strip_done() -> StripDoneStmt {
    StripDoneStmt(
        "with old as ( select id from ops.job where state in ('done', 'cancelled') and not stripped and finished_at < $1 and kind <> all ($2) order by finished_at limit $3 for update skip locked ), attempts as ( delete from ops.job_attempt a using old where a.job_id = old.id ) update ops.job j set stripped = true, payload = 'null', last_error = null, request_id = null from old where j.id = old.id",
        None,
    )
}
impl StripDoneStmt {
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
        T2: crate::ArraySql<Item = T1>,
    >(
        &'s self,
        client: &'c C,
        before: &'a chrono::DateTime<chrono::FixedOffset>,
        forgotten: &'a T2,
        rows: &'a i64,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[before, forgotten, rows]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql, T2: crate::ArraySql<Item = T1>>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        StripDoneParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for StripDoneStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a StripDoneParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.before, &params.forgotten, &params.rows))
    }
}
pub struct StripDeadStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn strip_dead() -> StripDeadStmt {
    StripDeadStmt(
        "with old as ( select id from ops.job where state = 'dead' and not stripped and finished_at < $1 and kind <> all ($2) order by finished_at limit $3 for update skip locked ), attempts as ( delete from ops.job_attempt a using old where a.job_id = old.id ) update ops.job j set stripped = true, state = 'cancelled', payload = 'null', request_id = null from old where j.id = old.id",
        None,
    )
}
impl StripDeadStmt {
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
        T2: crate::ArraySql<Item = T1>,
    >(
        &'s self,
        client: &'c C,
        before: &'a chrono::DateTime<chrono::FixedOffset>,
        forgotten: &'a T2,
        rows: &'a i64,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[before, forgotten, rows]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql, T2: crate::ArraySql<Item = T1>>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        StripDeadParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for StripDeadStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a StripDeadParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.before, &params.forgotten, &params.rows))
    }
}
pub struct DeleteOldStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_old() -> DeleteOldStmt {
    DeleteOldStmt(
        "delete from ops.job where id in ( select id from ops.job where state in ('done', 'dead', 'cancelled') and not stripped and finished_at < $1 and kind = any ($2) order by finished_at limit $3 for update skip locked )",
        None,
    )
}
impl DeleteOldStmt {
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
        T2: crate::ArraySql<Item = T1>,
    >(
        &'s self,
        client: &'c C,
        before: &'a chrono::DateTime<chrono::FixedOffset>,
        forgotten: &'a T2,
        rows: &'a i64,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[before, forgotten, rows]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql, T2: crate::ArraySql<Item = T1>>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        DeleteOldParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for DeleteOldStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteOldParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.before, &params.forgotten, &params.rows))
    }
}
pub struct DeleteTicksStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_ticks() -> DeleteTicksStmt {
    DeleteTicksStmt(
        "delete from ops.schedule_tick t where t.due_at < $1 and exists (select from ops.schedule_tick later where later.name = t.name and later.due_at > t.due_at)",
        None,
    )
}
impl DeleteTicksStmt {
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
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[before]).await
    }
}
pub struct DeleteWorkersStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_workers() -> DeleteWorkersStmt {
    DeleteWorkersStmt(
        "delete from ops.worker where seen_at < clock_timestamp() - interval '1 hour'",
        None,
    )
}
impl DeleteWorkersStmt {
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
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[]).await
    }
}
