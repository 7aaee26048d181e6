// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct SeedMappingParams<T1: crate::JsonSql> {
    pub community_id: uuid::Uuid,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub rows: T1,
}
#[derive(Debug)]
pub struct SaveMappingParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::ArraySql<Item = T3>,
> {
    pub community_id: uuid::Uuid,
    pub source: T1,
    pub payment_method: T2,
    pub pipeline_id: i64,
    pub status_id: i64,
    pub price_minor: Option<i64>,
    pub responsible_user_id: Option<i64>,
    pub tags: T4,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct DeleteMappingParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub community_id: uuid::Uuid,
    pub source: T1,
    pub payment_method: T2,
}
#[derive(Debug, Clone, PartialEq)]
pub struct MappingRow {
    pub source: String,
    pub payment_method: String,
    pub pipeline_id: i64,
    pub status_id: i64,
    pub price_minor: Option<i64>,
    pub responsible_user_id: Option<i64>,
    pub tags: Vec<String>,
    pub version: i32,
    pub updated_at: chrono::DateTime<chrono::FixedOffset>,
}
pub struct MappingRowBorrowed<'a> {
    pub source: &'a str,
    pub payment_method: &'a str,
    pub pipeline_id: i64,
    pub status_id: i64,
    pub price_minor: Option<i64>,
    pub responsible_user_id: Option<i64>,
    pub tags: crate::ArrayIterator<'a, &'a str>,
    pub version: i32,
    pub updated_at: chrono::DateTime<chrono::FixedOffset>,
}
impl<'a> From<MappingRowBorrowed<'a>> for MappingRow {
    fn from(
        MappingRowBorrowed {
            source,
            payment_method,
            pipeline_id,
            status_id,
            price_minor,
            responsible_user_id,
            tags,
            version,
            updated_at,
        }: MappingRowBorrowed<'a>,
    ) -> Self {
        Self {
            source: source.into(),
            payment_method: payment_method.into(),
            pipeline_id,
            status_id,
            price_minor,
            responsible_user_id,
            tags: tags.map(|v| v.into()).collect(),
            version,
            updated_at,
        }
    }
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct MappingRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<MappingRowBorrowed, tokio_postgres::Error>,
    mapper: fn(MappingRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> MappingRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(MappingRowBorrowed) -> R,
    ) -> MappingRowQuery<'c, 'a, 's, C, R, N> {
        MappingRowQuery {
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
pub struct ListMappingStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_mapping() -> ListMappingStmt {
    ListMappingStmt(
        "select source, payment_method, pipeline_id, status_id, price_minor, responsible_user_id, tags, version, updated_at from amocrm_mapping where community_id = $1 order by source, payment_method",
        None,
    )
}
impl ListMappingStmt {
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
        community_id: &'a uuid::Uuid,
    ) -> MappingRowQuery<'c, 'a, 's, C, MappingRow, 1> {
        MappingRowQuery {
            client,
            params: [community_id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<MappingRowBorrowed, tokio_postgres::Error> {
                    Ok(MappingRowBorrowed {
                        source: row.try_get(0)?,
                        payment_method: row.try_get(1)?,
                        pipeline_id: row.try_get(2)?,
                        status_id: row.try_get(3)?,
                        price_minor: row.try_get(4)?,
                        responsible_user_id: row.try_get(5)?,
                        tags: row.try_get(6)?,
                        version: row.try_get(7)?,
                        updated_at: row.try_get(8)?,
                    })
                },
            mapper: |it| MappingRow::from(it),
        }
    }
}
pub struct SeedMappingStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn seed_mapping() -> SeedMappingStmt {
    SeedMappingStmt(
        "insert into amocrm_mapping ( community_id, source, payment_method, pipeline_id, status_id, price_minor, responsible_user_id, tags, updated_at ) select $1, m.source, m.payment_method, m.pipeline_id, m.status_id, m.price_minor, m.responsible_user_id, coalesce(m.tags, '{}'), $2 from jsonb_to_recordset($3::jsonb) as m ( source text, payment_method text, pipeline_id bigint, status_id bigint, price_minor bigint, responsible_user_id bigint, tags text[] ) where not exists (select from amocrm_mapping) on conflict do nothing",
        None,
    )
}
impl SeedMappingStmt {
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
        community_id: &'a uuid::Uuid,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        rows: &'a T1,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[community_id, now, rows]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::JsonSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SeedMappingParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SeedMappingStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SeedMappingParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.community_id, &params.now, &params.rows))
    }
}
pub struct SaveMappingStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_mapping() -> SaveMappingStmt {
    SaveMappingStmt(
        "insert into amocrm_mapping as m ( community_id, source, payment_method, pipeline_id, status_id, price_minor, responsible_user_id, tags, updated_at ) values ( $1, $2, $3, $4, $5, $6, $7, $8, $9 ) on conflict (community_id, source, payment_method) do update set pipeline_id = excluded.pipeline_id, status_id = excluded.status_id, price_minor = excluded.price_minor, responsible_user_id = excluded.responsible_user_id, tags = excluded.tags, updated_at = excluded.updated_at, version = m.version + 1",
        None,
    )
}
impl SaveMappingStmt {
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
        T4: crate::ArraySql<Item = T3>,
    >(
        &'s self,
        client: &'c C,
        community_id: &'a uuid::Uuid,
        source: &'a T1,
        payment_method: &'a T2,
        pipeline_id: &'a i64,
        status_id: &'a i64,
        price_minor: &'a Option<i64>,
        responsible_user_id: &'a Option<i64>,
        tags: &'a T4,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[
                    community_id,
                    source,
                    payment_method,
                    pipeline_id,
                    status_id,
                    price_minor,
                    responsible_user_id,
                    tags,
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
    T4: crate::ArraySql<Item = T3>,
>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveMappingParams<T1, T2, T3, T4>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveMappingStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveMappingParams<T1, T2, T3, T4>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.community_id,
            &params.source,
            &params.payment_method,
            &params.pipeline_id,
            &params.status_id,
            &params.price_minor,
            &params.responsible_user_id,
            &params.tags,
            &params.now,
        ))
    }
}
pub struct DeleteMappingStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_mapping() -> DeleteMappingStmt {
    DeleteMappingStmt(
        "delete from amocrm_mapping where community_id = $1 and source = $2 and payment_method = $3",
        None,
    )
}
impl DeleteMappingStmt {
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
        community_id: &'a uuid::Uuid,
        source: &'a T1,
        payment_method: &'a T2,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[community_id, source, payment_method])
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        DeleteMappingParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for DeleteMappingStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteMappingParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.community_id,
            &params.source,
            &params.payment_method,
        ))
    }
}
pub struct LockMappingStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn lock_mapping() -> LockMappingStmt {
    LockMappingStmt(
        "select pg_advisory_xact_lock(hashtextextended('amocrm mapping ' || $1::uuid::text, 0)) is not null as locked",
        None,
    )
}
impl LockMappingStmt {
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
        community_id: &'a uuid::Uuid,
    ) -> BoolQuery<'c, 'a, 's, C, bool, 1> {
        BoolQuery {
            client,
            params: [community_id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
