// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct TakeLimitParams<
    T1: crate::StringSql,
    T2: crate::ArraySql<Item = T1>,
    T3: crate::ArraySql<Item = i64>,
    T4: crate::ArraySql<Item = i64>,
    T5: crate::StringSql,
    T6: crate::ArraySql<Item = T5>,
    T7: crate::ArraySql<Item = i64>,
> {
    pub now_ms: i64,
    pub keys: T2,
    pub steps: T3,
    pub slacks: T4,
    pub ladder: T6,
    pub climb: T7,
}
#[derive(Debug)]
pub struct SucceedLimitParams<T1: crate::StringSql, T2: crate::ArraySql<Item = T1>> {
    pub ladder: T2,
    pub now_ms: i64,
    pub forget_ms: i64,
}
#[derive(Clone, Copy, Debug)]
pub struct SweepLimitsParams {
    pub now_ms: i64,
    pub most: i64,
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
pub struct TakeLimitStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn take_limit() -> TakeLimitStmt {
    TakeLimitStmt(
        "select ops.take_limit($1, $2, $3, $4, $5, $6) as wait_ms",
        None,
    )
}
impl TakeLimitStmt {
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
        T4: crate::ArraySql<Item = i64>,
        T5: crate::StringSql,
        T6: crate::ArraySql<Item = T5>,
        T7: crate::ArraySql<Item = i64>,
    >(
        &'s self,
        client: &'c C,
        now_ms: &'a i64,
        keys: &'a T2,
        steps: &'a T3,
        slacks: &'a T4,
        ladder: &'a T6,
        climb: &'a T7,
    ) -> I64Query<'c, 'a, 's, C, i64, 6> {
        I64Query {
            client,
            params: [now_ms, keys, steps, slacks, ladder, climb],
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
    T2: crate::ArraySql<Item = T1>,
    T3: crate::ArraySql<Item = i64>,
    T4: crate::ArraySql<Item = i64>,
    T5: crate::StringSql,
    T6: crate::ArraySql<Item = T5>,
    T7: crate::ArraySql<Item = i64>,
>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        TakeLimitParams<T1, T2, T3, T4, T5, T6, T7>,
        I64Query<'c, 'a, 's, C, i64, 6>,
        C,
    > for TakeLimitStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a TakeLimitParams<T1, T2, T3, T4, T5, T6, T7>,
    ) -> I64Query<'c, 'a, 's, C, i64, 6> {
        self.bind(
            client,
            &params.now_ms,
            &params.keys,
            &params.steps,
            &params.slacks,
            &params.ladder,
            &params.climb,
        )
    }
}
pub struct SucceedLimitStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn succeed_limit() -> SucceedLimitStmt {
    SucceedLimitStmt(
        "with was as ( select exists (select from ops.limiter l where l.key = ($1::text[])[1] and l.forget_ms > $2) as known ), cleared as ( delete from ops.limiter l using was where l.key = case when was.known then ($1::text[])[2] else ($1::text[])[3] end returning l.key ), marked as ( insert into ops.limiter (key, due_ms, forget_ms) values (($1::text[])[1], $2, $3) on conflict (key) do update set forget_ms = excluded.forget_ms returning key ) select (select count(*) from cleared) + (select count(*) from marked) as touched",
        None,
    )
}
impl SucceedLimitStmt {
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
        ladder: &'a T2,
        now_ms: &'a i64,
        forget_ms: &'a i64,
    ) -> I64Query<'c, 'a, 's, C, i64, 3> {
        I64Query {
            client,
            params: [ladder, now_ms, forget_ms],
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
        SucceedLimitParams<T1, T2>,
        I64Query<'c, 'a, 's, C, i64, 3>,
        C,
    > for SucceedLimitStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a SucceedLimitParams<T1, T2>,
    ) -> I64Query<'c, 'a, 's, C, i64, 3> {
        self.bind(client, &params.ladder, &params.now_ms, &params.forget_ms)
    }
}
pub struct SweepLimitsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn sweep_limits() -> SweepLimitsStmt {
    SweepLimitsStmt(
        "delete from ops.limiter l where l.key in (select s.key from ops.limiter s where s.forget_ms <= $1 limit $2 for update skip locked)",
        None,
    )
}
impl SweepLimitsStmt {
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
        now_ms: &'a i64,
        most: &'a i64,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now_ms, most]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SweepLimitsParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SweepLimitsStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SweepLimitsParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now_ms, &params.most))
    }
}
