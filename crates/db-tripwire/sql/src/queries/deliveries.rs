// This file was generated with `cornucopia`. Do not modify.

#[derive(Clone, Copy, Debug)]
pub struct BeginAttemptParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub mapping_version: Option<i32>,
    pub id: uuid::Uuid,
    pub version: i32,
}
#[derive(Debug)]
pub struct CloseAttemptParams<T1: crate::StringSql, T2: crate::StringSql, T3: crate::StringSql> {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub class: T1,
    pub status: Option<i16>,
    pub request_id: Option<T2>,
    pub excerpt: Option<T3>,
    pub id: uuid::Uuid,
    pub n: i16,
}
#[derive(Debug)]
pub struct CloseOpenAttemptsParams<T1: crate::StringSql> {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub class: T1,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct SaveDeliveryParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::StringSql,
> {
    pub state: T1,
    pub refund: i16,
    pub external_id: Option<T2>,
    pub next_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub class: Option<T3>,
    pub error: Option<T4>,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
    pub version: i32,
}
#[derive(Clone, Copy, Debug)]
pub struct FreeQuarantinedParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub lead_id: uuid::Uuid,
}
#[derive(Debug)]
pub struct ListUnaskedParams<T1: crate::StringSql> {
    pub sink: T1,
    pub after_id: Option<uuid::Uuid>,
    pub rows: i64,
}
#[derive(Debug)]
pub struct ListProbesParams<T1: crate::StringSql> {
    pub sink: T1,
    pub is_start: bool,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct ListBlockedByParams<T1: crate::StringSql, T2: crate::StringSql, T3: crate::StringSql> {
    pub sink: T1,
    pub class: T2,
    pub error: Option<T3>,
    pub after_id: Option<uuid::Uuid>,
    pub rows: i64,
}
#[derive(Debug)]
pub struct ListDeliveriesParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub after_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub after_id: Option<uuid::Uuid>,
    pub state: Option<T1>,
    pub sink: Option<T2>,
    pub rows: i64,
}
#[derive(Debug, Clone, PartialEq)]
pub struct DeliveryRow {
    pub id: uuid::Uuid,
    pub community_id: uuid::Uuid,
    pub lead_id: uuid::Uuid,
    pub sink: String,
    pub state: String,
    pub attempts: i16,
    pub next_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub first_sent_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub settled_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub external_id: Option<String>,
    pub mapping_version: Option<i32>,
    pub last_error_class: Option<String>,
    pub last_error: Option<String>,
    pub version: i32,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
    pub updated_at: chrono::DateTime<chrono::FixedOffset>,
}
pub struct DeliveryRowBorrowed<'a> {
    pub id: uuid::Uuid,
    pub community_id: uuid::Uuid,
    pub lead_id: uuid::Uuid,
    pub sink: &'a str,
    pub state: &'a str,
    pub attempts: i16,
    pub next_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub first_sent_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub settled_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub external_id: Option<&'a str>,
    pub mapping_version: Option<i32>,
    pub last_error_class: Option<&'a str>,
    pub last_error: Option<&'a str>,
    pub version: i32,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
    pub updated_at: chrono::DateTime<chrono::FixedOffset>,
}
impl<'a> From<DeliveryRowBorrowed<'a>> for DeliveryRow {
    fn from(
        DeliveryRowBorrowed {
            id,
            community_id,
            lead_id,
            sink,
            state,
            attempts,
            next_at,
            first_sent_at,
            settled_at,
            external_id,
            mapping_version,
            last_error_class,
            last_error,
            version,
            created_at,
            updated_at,
        }: DeliveryRowBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            community_id,
            lead_id,
            sink: sink.into(),
            state: state.into(),
            attempts,
            next_at,
            first_sent_at,
            settled_at,
            external_id: external_id.map(|v| v.into()),
            mapping_version,
            last_error_class: last_error_class.map(|v| v.into()),
            last_error: last_error.map(|v| v.into()),
            version,
            created_at,
            updated_at,
        }
    }
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct BeginAttempt {
    pub version: i32,
    pub n: i16,
}
#[derive(Debug, Clone, PartialEq)]
pub struct FreeQuarantined {
    pub id: uuid::Uuid,
    pub sink: String,
}
pub struct FreeQuarantinedBorrowed<'a> {
    pub id: uuid::Uuid,
    pub sink: &'a str,
}
impl<'a> From<FreeQuarantinedBorrowed<'a>> for FreeQuarantined {
    fn from(FreeQuarantinedBorrowed { id, sink }: FreeQuarantinedBorrowed<'a>) -> Self {
        Self {
            id,
            sink: sink.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct CountOpen {
    pub sink: String,
    pub state: String,
    pub is_refused: bool,
    pub is_unasked: bool,
    pub number: i64,
    pub oldest_at: chrono::DateTime<chrono::FixedOffset>,
}
pub struct CountOpenBorrowed<'a> {
    pub sink: &'a str,
    pub state: &'a str,
    pub is_refused: bool,
    pub is_unasked: bool,
    pub number: i64,
    pub oldest_at: chrono::DateTime<chrono::FixedOffset>,
}
impl<'a> From<CountOpenBorrowed<'a>> for CountOpen {
    fn from(
        CountOpenBorrowed {
            sink,
            state,
            is_refused,
            is_unasked,
            number,
            oldest_at,
        }: CountOpenBorrowed<'a>,
    ) -> Self {
        Self {
            sink: sink.into(),
            state: state.into(),
            is_refused,
            is_unasked,
            number,
            oldest_at,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct ListedRow {
    pub id: uuid::Uuid,
    pub community_id: uuid::Uuid,
    pub lead_id: uuid::Uuid,
    pub sink: String,
    pub state: String,
    pub attempts: i16,
    pub next_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub first_sent_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub settled_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub external_id: Option<String>,
    pub mapping_version: Option<i32>,
    pub last_error_class: Option<String>,
    pub last_error: Option<String>,
    pub version: i32,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
    pub updated_at: chrono::DateTime<chrono::FixedOffset>,
    pub code: String,
}
pub struct ListedRowBorrowed<'a> {
    pub id: uuid::Uuid,
    pub community_id: uuid::Uuid,
    pub lead_id: uuid::Uuid,
    pub sink: &'a str,
    pub state: &'a str,
    pub attempts: i16,
    pub next_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub first_sent_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub settled_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub external_id: Option<&'a str>,
    pub mapping_version: Option<i32>,
    pub last_error_class: Option<&'a str>,
    pub last_error: Option<&'a str>,
    pub version: i32,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
    pub updated_at: chrono::DateTime<chrono::FixedOffset>,
    pub code: &'a str,
}
impl<'a> From<ListedRowBorrowed<'a>> for ListedRow {
    fn from(
        ListedRowBorrowed {
            id,
            community_id,
            lead_id,
            sink,
            state,
            attempts,
            next_at,
            first_sent_at,
            settled_at,
            external_id,
            mapping_version,
            last_error_class,
            last_error,
            version,
            created_at,
            updated_at,
            code,
        }: ListedRowBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            community_id,
            lead_id,
            sink: sink.into(),
            state: state.into(),
            attempts,
            next_at,
            first_sent_at,
            settled_at,
            external_id: external_id.map(|v| v.into()),
            mapping_version,
            last_error_class: last_error_class.map(|v| v.into()),
            last_error: last_error.map(|v| v.into()),
            version,
            created_at,
            updated_at,
            code: code.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct AttemptRow {
    pub delivery_id: uuid::Uuid,
    pub n: i16,
    pub started_at: chrono::DateTime<chrono::FixedOffset>,
    pub ended_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub class: Option<String>,
    pub status: Option<i16>,
    pub request_id: Option<String>,
    pub excerpt: Option<String>,
}
pub struct AttemptRowBorrowed<'a> {
    pub delivery_id: uuid::Uuid,
    pub n: i16,
    pub started_at: chrono::DateTime<chrono::FixedOffset>,
    pub ended_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub class: Option<&'a str>,
    pub status: Option<i16>,
    pub request_id: Option<&'a str>,
    pub excerpt: Option<&'a str>,
}
impl<'a> From<AttemptRowBorrowed<'a>> for AttemptRow {
    fn from(
        AttemptRowBorrowed {
            delivery_id,
            n,
            started_at,
            ended_at,
            class,
            status,
            request_id,
            excerpt,
        }: AttemptRowBorrowed<'a>,
    ) -> Self {
        Self {
            delivery_id,
            n,
            started_at,
            ended_at,
            class: class.map(|v| v.into()),
            status,
            request_id: request_id.map(|v| v.into()),
            excerpt: excerpt.map(|v| v.into()),
        }
    }
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct DeliveryRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<DeliveryRowBorrowed, tokio_postgres::Error>,
    mapper: fn(DeliveryRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> DeliveryRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(DeliveryRowBorrowed) -> R,
    ) -> DeliveryRowQuery<'c, 'a, 's, C, R, N> {
        DeliveryRowQuery {
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
pub struct BeginAttemptQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<BeginAttempt, tokio_postgres::Error>,
    mapper: fn(BeginAttempt) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> BeginAttemptQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(BeginAttempt) -> R) -> BeginAttemptQuery<'c, 'a, 's, C, R, N> {
        BeginAttemptQuery {
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
pub struct FreeQuarantinedQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<FreeQuarantinedBorrowed, tokio_postgres::Error>,
    mapper: fn(FreeQuarantinedBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FreeQuarantinedQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FreeQuarantinedBorrowed) -> R,
    ) -> FreeQuarantinedQuery<'c, 'a, 's, C, R, N> {
        FreeQuarantinedQuery {
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
pub struct CountOpenQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<CountOpenBorrowed, tokio_postgres::Error>,
    mapper: fn(CountOpenBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> CountOpenQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(CountOpenBorrowed) -> R) -> CountOpenQuery<'c, 'a, 's, C, R, N> {
        CountOpenQuery {
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
pub struct ListedRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<ListedRowBorrowed, tokio_postgres::Error>,
    mapper: fn(ListedRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListedRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(ListedRowBorrowed) -> R) -> ListedRowQuery<'c, 'a, 's, C, R, N> {
        ListedRowQuery {
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
pub struct AttemptRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<AttemptRowBorrowed, tokio_postgres::Error>,
    mapper: fn(AttemptRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> AttemptRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(AttemptRowBorrowed) -> R,
    ) -> AttemptRowQuery<'c, 'a, 's, C, R, N> {
        AttemptRowQuery {
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
pub struct LockDeliveryStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn lock_delivery() -> LockDeliveryStmt {
    LockDeliveryStmt(
        "select id, community_id, lead_id, sink, state, attempts, next_at, first_sent_at, settled_at, external_id, mapping_version, last_error_class, last_error, version, created_at, updated_at from deliveries where id = $1 for update",
        None,
    )
}
impl LockDeliveryStmt {
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
        id: &'a uuid::Uuid,
    ) -> DeliveryRowQuery<'c, 'a, 's, C, DeliveryRow, 1> {
        DeliveryRowQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<DeliveryRowBorrowed, tokio_postgres::Error> {
                    Ok(DeliveryRowBorrowed {
                        id: row.try_get(0)?,
                        community_id: row.try_get(1)?,
                        lead_id: row.try_get(2)?,
                        sink: row.try_get(3)?,
                        state: row.try_get(4)?,
                        attempts: row.try_get(5)?,
                        next_at: row.try_get(6)?,
                        first_sent_at: row.try_get(7)?,
                        settled_at: row.try_get(8)?,
                        external_id: row.try_get(9)?,
                        mapping_version: row.try_get(10)?,
                        last_error_class: row.try_get(11)?,
                        last_error: row.try_get(12)?,
                        version: row.try_get(13)?,
                        created_at: row.try_get(14)?,
                        updated_at: row.try_get(15)?,
                    })
                },
            mapper: |it| DeliveryRow::from(it),
        }
    }
}
pub struct MayHaveArrivedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn may_have_arrived() -> MayHaveArrivedStmt {
    MayHaveArrivedStmt(
        "select exists ( select from delivery_attempts where delivery_id = $1 and class in ('unknown', 'interrupted') ) as maybe",
        None,
    )
}
impl MayHaveArrivedStmt {
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
        id: &'a uuid::Uuid,
    ) -> BoolQuery<'c, 'a, 's, C, bool, 1> {
        BoolQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
pub struct BeginAttemptStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn begin_attempt() -> BeginAttemptStmt {
    BeginAttemptStmt(
        "with sent as ( update deliveries set state = 'sending', attempts = attempts + 1, next_at = null, updated_at = $1, version = version + 1, first_sent_at = coalesce(first_sent_at, $1), mapping_version = $2 where id = $3 and version = $4 and state in ('pending', 'retry') returning id, community_id, version ), opened as ( insert into delivery_attempts (community_id, delivery_id, n, started_at) select s.community_id, s.id, (select coalesce(max(a.n), 0) + 1 from delivery_attempts a where a.delivery_id = $3), $1 from sent s returning n ) select s.version, o.n from sent s, opened o",
        None,
    )
}
impl BeginAttemptStmt {
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
        mapping_version: &'a Option<i32>,
        id: &'a uuid::Uuid,
        version: &'a i32,
    ) -> BeginAttemptQuery<'c, 'a, 's, C, BeginAttempt, 4> {
        BeginAttemptQuery {
            client,
            params: [now, mapping_version, id, version],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row: &tokio_postgres::Row| -> Result<BeginAttempt, tokio_postgres::Error> {
                Ok(BeginAttempt {
                    version: row.try_get(0)?,
                    n: row.try_get(1)?,
                })
            },
            mapper: |it| BeginAttempt::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        BeginAttemptParams,
        BeginAttemptQuery<'c, 'a, 's, C, BeginAttempt, 4>,
        C,
    > for BeginAttemptStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a BeginAttemptParams,
    ) -> BeginAttemptQuery<'c, 'a, 's, C, BeginAttempt, 4> {
        self.bind(
            client,
            &params.now,
            &params.mapping_version,
            &params.id,
            &params.version,
        )
    }
}
pub struct CloseAttemptStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn close_attempt() -> CloseAttemptStmt {
    CloseAttemptStmt(
        "update delivery_attempts set ended_at = $1, class = $2, status = $3, request_id = $4, excerpt = $5 where delivery_id = $6 and n = $7 and ended_at is null",
        None,
    )
}
impl CloseAttemptStmt {
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
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        class: &'a T1,
        status: &'a Option<i16>,
        request_id: &'a Option<T2>,
        excerpt: &'a Option<T3>,
        id: &'a uuid::Uuid,
        n: &'a i16,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[now, class, status, request_id, excerpt, id, n])
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
        CloseAttemptParams<T1, T2, T3>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for CloseAttemptStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a CloseAttemptParams<T1, T2, T3>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.now,
            &params.class,
            &params.status,
            &params.request_id,
            &params.excerpt,
            &params.id,
            &params.n,
        ))
    }
}
pub struct CloseOpenAttemptsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn close_open_attempts() -> CloseOpenAttemptsStmt {
    CloseOpenAttemptsStmt(
        "update delivery_attempts set ended_at = $1, class = $2 where delivery_id = $3 and ended_at is null",
        None,
    )
}
impl CloseOpenAttemptsStmt {
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
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        class: &'a T1,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, class, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        CloseOpenAttemptsParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for CloseOpenAttemptsStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a CloseOpenAttemptsParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.class, &params.id))
    }
}
pub struct SaveDeliveryStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_delivery() -> SaveDeliveryStmt {
    SaveDeliveryStmt(
        "update deliveries set state = $1, attempts = attempts - $2, external_id = coalesce($3, external_id), next_at = $4, last_error_class = $5, last_error = $6, updated_at = $7, version = version + 1, settled_at = case when $1 in ('done', 'dead') then $7::timestamptz end where id = $8 and version = $9",
        None,
    )
}
impl SaveDeliveryStmt {
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
        state: &'a T1,
        refund: &'a i16,
        external_id: &'a Option<T2>,
        next_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        class: &'a Option<T3>,
        error: &'a Option<T4>,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a uuid::Uuid,
        version: &'a i32,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[
                    state,
                    refund,
                    external_id,
                    next_at,
                    class,
                    error,
                    now,
                    id,
                    version,
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
        SaveDeliveryParams<T1, T2, T3, T4>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveDeliveryStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveDeliveryParams<T1, T2, T3, T4>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.state,
            &params.refund,
            &params.external_id,
            &params.next_at,
            &params.class,
            &params.error,
            &params.now,
            &params.id,
            &params.version,
        ))
    }
}
pub struct FreeQuarantinedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn free_quarantined() -> FreeQuarantinedStmt {
    FreeQuarantinedStmt(
        "update deliveries set state = 'pending', last_error_class = null, last_error = null, updated_at = $1, version = version + 1 where lead_id = $2 and state = 'blocked' and last_error_class = 'quarantine' returning id, sink",
        None,
    )
}
impl FreeQuarantinedStmt {
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
        lead_id: &'a uuid::Uuid,
    ) -> FreeQuarantinedQuery<'c, 'a, 's, C, FreeQuarantined, 2> {
        FreeQuarantinedQuery {
            client,
            params: [now, lead_id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<FreeQuarantinedBorrowed, tokio_postgres::Error> {
                Ok(FreeQuarantinedBorrowed {
                    id: row.try_get(0)?,
                    sink: row.try_get(1)?,
                })
            },
            mapper: |it| FreeQuarantined::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        FreeQuarantinedParams,
        FreeQuarantinedQuery<'c, 'a, 's, C, FreeQuarantined, 2>,
        C,
    > for FreeQuarantinedStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FreeQuarantinedParams,
    ) -> FreeQuarantinedQuery<'c, 'a, 's, C, FreeQuarantined, 2> {
        self.bind(client, &params.now, &params.lead_id)
    }
}
pub struct ListUnaskedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_unasked() -> ListUnaskedStmt {
    ListUnaskedStmt(
        "select id from deliveries where state = 'blocked' and sink = $1 and coalesce(last_error_class, '') not in ('quarantine', 'auth', 'chat_gone', 'config', 'mapping') and id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000') order by id limit $3",
        None,
    )
}
impl ListUnaskedStmt {
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
        sink: &'a T1,
        after_id: &'a Option<uuid::Uuid>,
        rows: &'a i64,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 3> {
        UuidUuidQuery {
            client,
            params: [sink, after_id, rows],
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
        ListUnaskedParams<T1>,
        UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 3>,
        C,
    > for ListUnaskedStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListUnaskedParams<T1>,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 3> {
        self.bind(client, &params.sink, &params.after_id, &params.rows)
    }
}
pub struct ListProbesStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_probes() -> ListProbesStmt {
    ListProbesStmt(
        "select (array_agg(id order by updated_at, id))[1] as id from deliveries where state = 'blocked' and sink = $1 and last_error_class in ('auth', 'chat_gone', 'config', 'mapping') group by last_error_class, case when last_error_class in ('config', 'mapping') then last_error end having $2::boolean or max(updated_at) + least( greatest(($3::timestamptz - min(created_at)) / 20, interval '50 seconds'), interval '30 minutes' ) <= $3 order by 1",
        None,
    )
}
impl ListProbesStmt {
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
        sink: &'a T1,
        is_start: &'a bool,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 3> {
        UuidUuidQuery {
            client,
            params: [sink, is_start, now],
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
        ListProbesParams<T1>,
        UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 3>,
        C,
    > for ListProbesStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListProbesParams<T1>,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 3> {
        self.bind(client, &params.sink, &params.is_start, &params.now)
    }
}
pub struct ListBlockedByStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_blocked_by() -> ListBlockedByStmt {
    ListBlockedByStmt(
        "select id from deliveries where state = 'blocked' and sink = $1 and last_error_class = $2 and ($3::text is null or last_error = $3) and id > coalesce($4::uuid, '00000000-0000-0000-0000-000000000000') order by id limit $5",
        None,
    )
}
impl ListBlockedByStmt {
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
        sink: &'a T1,
        class: &'a T2,
        error: &'a Option<T3>,
        after_id: &'a Option<uuid::Uuid>,
        rows: &'a i64,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 5> {
        UuidUuidQuery {
            client,
            params: [sink, class, error, after_id, rows],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::StringSql, T3: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ListBlockedByParams<T1, T2, T3>,
        UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 5>,
        C,
    > for ListBlockedByStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListBlockedByParams<T1, T2, T3>,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 5> {
        self.bind(
            client,
            &params.sink,
            &params.class,
            &params.error,
            &params.after_id,
            &params.rows,
        )
    }
}
pub struct CountOpenStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn count_open() -> CountOpenStmt {
    CountOpenStmt(
        "select sink, state, state = 'blocked' and coalesce(last_error_class, '') not in ('quarantine', 'not_configured') as is_refused, state = 'blocked' and coalesce(last_error_class, '') = 'not_configured' as is_unasked, count(*) as number, min(created_at) as oldest_at from deliveries where state <> 'done' group by 1, 2, 3, 4 order by 1, 2, 3, 4",
        None,
    )
}
impl CountOpenStmt {
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
    ) -> CountOpenQuery<'c, 'a, 's, C, CountOpen, 0> {
        CountOpenQuery {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<CountOpenBorrowed, tokio_postgres::Error> {
                    Ok(CountOpenBorrowed {
                        sink: row.try_get(0)?,
                        state: row.try_get(1)?,
                        is_refused: row.try_get(2)?,
                        is_unasked: row.try_get(3)?,
                        number: row.try_get(4)?,
                        oldest_at: row.try_get(5)?,
                    })
                },
            mapper: |it| CountOpen::from(it),
        }
    }
}
pub struct ListDeliveriesStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_deliveries() -> ListDeliveriesStmt {
    ListDeliveriesStmt(
        "select d.id, d.community_id, d.lead_id, d.sink, d.state, d.attempts, d.next_at, d.first_sent_at, d.settled_at, d.external_id, d.mapping_version, d.last_error_class, d.last_error, d.version, d.created_at, d.updated_at, l.code from deliveries d join leads l on l.id = d.lead_id where (d.created_at, d.id) < ( coalesce($1::timestamptz, 'infinity'), coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') ) and ($3::text is null or d.state = $3) and ($4::text is null or d.sink = $4) order by d.created_at desc, d.id desc limit $5",
        None,
    )
}
impl ListDeliveriesStmt {
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
        after_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        after_id: &'a Option<uuid::Uuid>,
        state: &'a Option<T1>,
        sink: &'a Option<T2>,
        rows: &'a i64,
    ) -> ListedRowQuery<'c, 'a, 's, C, ListedRow, 5> {
        ListedRowQuery {
            client,
            params: [after_at, after_id, state, sink, rows],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<ListedRowBorrowed, tokio_postgres::Error> {
                    Ok(ListedRowBorrowed {
                        id: row.try_get(0)?,
                        community_id: row.try_get(1)?,
                        lead_id: row.try_get(2)?,
                        sink: row.try_get(3)?,
                        state: row.try_get(4)?,
                        attempts: row.try_get(5)?,
                        next_at: row.try_get(6)?,
                        first_sent_at: row.try_get(7)?,
                        settled_at: row.try_get(8)?,
                        external_id: row.try_get(9)?,
                        mapping_version: row.try_get(10)?,
                        last_error_class: row.try_get(11)?,
                        last_error: row.try_get(12)?,
                        version: row.try_get(13)?,
                        created_at: row.try_get(14)?,
                        updated_at: row.try_get(15)?,
                        code: row.try_get(16)?,
                    })
                },
            mapper: |it| ListedRow::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ListDeliveriesParams<T1, T2>,
        ListedRowQuery<'c, 'a, 's, C, ListedRow, 5>,
        C,
    > for ListDeliveriesStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListDeliveriesParams<T1, T2>,
    ) -> ListedRowQuery<'c, 'a, 's, C, ListedRow, 5> {
        self.bind(
            client,
            &params.after_at,
            &params.after_id,
            &params.state,
            &params.sink,
            &params.rows,
        )
    }
}
pub struct ListDeliveriesOfLeadsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_deliveries_of_leads() -> ListDeliveriesOfLeadsStmt {
    ListDeliveriesOfLeadsStmt(
        "select id, community_id, lead_id, sink, state, attempts, next_at, first_sent_at, settled_at, external_id, mapping_version, last_error_class, last_error, version, created_at, updated_at from deliveries where lead_id = any($1) order by lead_id, sink",
        None,
    )
}
impl ListDeliveriesOfLeadsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::ArraySql<Item = uuid::Uuid>>(
        &'s self,
        client: &'c C,
        lead_ids: &'a T1,
    ) -> DeliveryRowQuery<'c, 'a, 's, C, DeliveryRow, 1> {
        DeliveryRowQuery {
            client,
            params: [lead_ids],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<DeliveryRowBorrowed, tokio_postgres::Error> {
                    Ok(DeliveryRowBorrowed {
                        id: row.try_get(0)?,
                        community_id: row.try_get(1)?,
                        lead_id: row.try_get(2)?,
                        sink: row.try_get(3)?,
                        state: row.try_get(4)?,
                        attempts: row.try_get(5)?,
                        next_at: row.try_get(6)?,
                        first_sent_at: row.try_get(7)?,
                        settled_at: row.try_get(8)?,
                        external_id: row.try_get(9)?,
                        mapping_version: row.try_get(10)?,
                        last_error_class: row.try_get(11)?,
                        last_error: row.try_get(12)?,
                        version: row.try_get(13)?,
                        created_at: row.try_get(14)?,
                        updated_at: row.try_get(15)?,
                    })
                },
            mapper: |it| DeliveryRow::from(it),
        }
    }
}
pub struct ListAttemptsOfLeadStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_attempts_of_lead() -> ListAttemptsOfLeadStmt {
    ListAttemptsOfLeadStmt(
        "select a.delivery_id, a.n, a.started_at, a.ended_at, a.class, a.status, a.request_id, a.excerpt from delivery_attempts a join deliveries d on d.id = a.delivery_id where d.lead_id = $1 order by a.delivery_id, a.n",
        None,
    )
}
impl ListAttemptsOfLeadStmt {
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
        lead_id: &'a uuid::Uuid,
    ) -> AttemptRowQuery<'c, 'a, 's, C, AttemptRow, 1> {
        AttemptRowQuery {
            client,
            params: [lead_id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<AttemptRowBorrowed, tokio_postgres::Error> {
                    Ok(AttemptRowBorrowed {
                        delivery_id: row.try_get(0)?,
                        n: row.try_get(1)?,
                        started_at: row.try_get(2)?,
                        ended_at: row.try_get(3)?,
                        class: row.try_get(4)?,
                        status: row.try_get(5)?,
                        request_id: row.try_get(6)?,
                        excerpt: row.try_get(7)?,
                    })
                },
            mapper: |it| AttemptRow::from(it),
        }
    }
}
