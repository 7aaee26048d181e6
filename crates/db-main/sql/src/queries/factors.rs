// This file was generated with `cornucopia`. Do not modify.

#[derive(Clone, Copy, Debug)]
pub struct LockFactorParams {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
}
#[derive(Debug)]
pub struct InsertFactorParams<T1: crate::StringSql, T2: crate::BytesSql> {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub friendly_name: Option<T1>,
    pub secret: T2,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveFactorProvedParams {
    pub last_step: i64,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveFactorWrongParams {
    pub wrong_tries: i32,
    pub locked_until: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveFactorChallengedParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct SaveFactorNameParams<T1: crate::StringSql> {
    pub friendly_name: Option<T1>,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct DeleteFactorParams {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct DeleteOtherUnverifiedFactorsParams {
    pub user_id: uuid::Uuid,
    pub kept: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct DeleteAbandonedFactorsParams {
    pub user_id: uuid::Uuid,
    pub before: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Clone, Copy, Debug)]
pub struct InsertChallengeParams {
    pub id: uuid::Uuid,
    pub factor_id: uuid::Uuid,
    pub session_id: uuid::Uuid,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub expires_at: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Clone, Copy, Debug)]
pub struct LockChallengeParams {
    pub id: uuid::Uuid,
    pub factor_id: uuid::Uuid,
    pub session_id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveChallengeWrongParams {
    pub wrong_tries: i32,
    pub closed_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveChallengeClosedParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct DeleteOldChallengesParams {
    pub factor_id: uuid::Uuid,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Clone, Copy, Debug)]
pub struct FindChallengeSessionParams {
    pub id: uuid::Uuid,
    pub factor_id: uuid::Uuid,
    pub user_id: uuid::Uuid,
}
#[derive(Debug, Clone, PartialEq)]
pub struct FactorRow {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub friendly_name: Option<String>,
    pub status: String,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
    pub updated_at: chrono::DateTime<chrono::FixedOffset>,
    pub last_challenged_at: Option<chrono::DateTime<chrono::FixedOffset>>,
}
pub struct FactorRowBorrowed<'a> {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub friendly_name: Option<&'a str>,
    pub status: &'a str,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
    pub updated_at: chrono::DateTime<chrono::FixedOffset>,
    pub last_challenged_at: Option<chrono::DateTime<chrono::FixedOffset>>,
}
impl<'a> From<FactorRowBorrowed<'a>> for FactorRow {
    fn from(
        FactorRowBorrowed {
            id,
            user_id,
            friendly_name,
            status,
            created_at,
            updated_at,
            last_challenged_at,
        }: FactorRowBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            user_id,
            friendly_name: friendly_name.map(|v| v.into()),
            status: status.into(),
            created_at,
            updated_at,
            last_challenged_at,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct LockFactor {
    pub status: String,
    pub secret: Vec<u8>,
    pub last_step: Option<i64>,
    pub wrong_tries: i32,
    pub locked_until: Option<chrono::DateTime<chrono::FixedOffset>>,
}
pub struct LockFactorBorrowed<'a> {
    pub status: &'a str,
    pub secret: &'a [u8],
    pub last_step: Option<i64>,
    pub wrong_tries: i32,
    pub locked_until: Option<chrono::DateTime<chrono::FixedOffset>>,
}
impl<'a> From<LockFactorBorrowed<'a>> for LockFactor {
    fn from(
        LockFactorBorrowed {
            status,
            secret,
            last_step,
            wrong_tries,
            locked_until,
        }: LockFactorBorrowed<'a>,
    ) -> Self {
        Self {
            status: status.into(),
            secret: secret.into(),
            last_step,
            wrong_tries,
            locked_until,
        }
    }
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct LockChallenge {
    pub wrong_tries: i32,
    pub expires_at: chrono::DateTime<chrono::FixedOffset>,
    pub closed_at: Option<chrono::DateTime<chrono::FixedOffset>>,
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct FactorRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<FactorRowBorrowed, tokio_postgres::Error>,
    mapper: fn(FactorRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FactorRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(FactorRowBorrowed) -> R) -> FactorRowQuery<'c, 'a, 's, C, R, N> {
        FactorRowQuery {
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
pub struct LockFactorQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<LockFactorBorrowed, tokio_postgres::Error>,
    mapper: fn(LockFactorBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> LockFactorQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(LockFactorBorrowed) -> R,
    ) -> LockFactorQuery<'c, 'a, 's, C, R, N> {
        LockFactorQuery {
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
pub struct LockChallengeQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<LockChallenge, tokio_postgres::Error>,
    mapper: fn(LockChallenge) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> LockChallengeQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(LockChallenge) -> R) -> LockChallengeQuery<'c, 'a, 's, C, R, N> {
        LockChallengeQuery {
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
pub struct ListFactorsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_factors() -> ListFactorsStmt {
    ListFactorsStmt(
        "select f.id, f.user_id, f.friendly_name, f.status, f.created_at, f.updated_at, f.last_challenged_at from auth.factors f where f.user_id = $1 order by f.created_at, f.id",
        None,
    )
}
impl ListFactorsStmt {
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
    ) -> FactorRowQuery<'c, 'a, 's, C, FactorRow, 1> {
        FactorRowQuery {
            client,
            params: [user_id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<FactorRowBorrowed, tokio_postgres::Error> {
                    Ok(FactorRowBorrowed {
                        id: row.try_get(0)?,
                        user_id: row.try_get(1)?,
                        friendly_name: row.try_get(2)?,
                        status: row.try_get(3)?,
                        created_at: row.try_get(4)?,
                        updated_at: row.try_get(5)?,
                        last_challenged_at: row.try_get(6)?,
                    })
                },
            mapper: |it| FactorRow::from(it),
        }
    }
}
pub struct LockFactorStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn lock_factor() -> LockFactorStmt {
    LockFactorStmt(
        "select f.status, f.secret, f.last_step, f.wrong_tries, f.locked_until from auth.factors f where f.id = $1 and f.user_id = $2 for update",
        None,
    )
}
impl LockFactorStmt {
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
        user_id: &'a uuid::Uuid,
    ) -> LockFactorQuery<'c, 'a, 's, C, LockFactor, 2> {
        LockFactorQuery {
            client,
            params: [id, user_id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<LockFactorBorrowed, tokio_postgres::Error> {
                    Ok(LockFactorBorrowed {
                        status: row.try_get(0)?,
                        secret: row.try_get(1)?,
                        last_step: row.try_get(2)?,
                        wrong_tries: row.try_get(3)?,
                        locked_until: row.try_get(4)?,
                    })
                },
            mapper: |it| LockFactor::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        LockFactorParams,
        LockFactorQuery<'c, 'a, 's, C, LockFactor, 2>,
        C,
    > for LockFactorStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a LockFactorParams,
    ) -> LockFactorQuery<'c, 'a, 's, C, LockFactor, 2> {
        self.bind(client, &params.id, &params.user_id)
    }
}
pub struct InsertFactorStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_factor() -> InsertFactorStmt {
    InsertFactorStmt(
        "insert into auth.factors (id, user_id, friendly_name, kind, status, secret, wrong_tries, created_at, updated_at) values ($1, $2, $3, 'totp', 'unverified', $4, 0, $5, $5) on conflict (user_id, friendly_name) where friendly_name is not null do nothing",
        None,
    )
}
impl InsertFactorStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::BytesSql>(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        user_id: &'a uuid::Uuid,
        friendly_name: &'a Option<T1>,
        secret: &'a T2,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[id, user_id, friendly_name, secret, now])
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql, T2: crate::BytesSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertFactorParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertFactorStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertFactorParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.id,
            &params.user_id,
            &params.friendly_name,
            &params.secret,
            &params.now,
        ))
    }
}
pub struct SaveFactorProvedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_factor_proved() -> SaveFactorProvedStmt {
    SaveFactorProvedStmt(
        "update auth.factors set status = 'verified', last_step = $1, wrong_tries = 0, locked_until = null, updated_at = $2 where id = $3",
        None,
    )
}
impl SaveFactorProvedStmt {
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
        last_step: &'a i64,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[last_step, now, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveFactorProvedParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveFactorProvedStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveFactorProvedParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.last_step, &params.now, &params.id))
    }
}
pub struct SaveFactorWrongStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_factor_wrong() -> SaveFactorWrongStmt {
    SaveFactorWrongStmt(
        "update auth.factors set wrong_tries = $1, locked_until = $2 where id = $3",
        None,
    )
}
impl SaveFactorWrongStmt {
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
        wrong_tries: &'a i32,
        locked_until: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[wrong_tries, locked_until, id])
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveFactorWrongParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveFactorWrongStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveFactorWrongParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.wrong_tries,
            &params.locked_until,
            &params.id,
        ))
    }
}
pub struct SaveFactorChallengedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_factor_challenged() -> SaveFactorChallengedStmt {
    SaveFactorChallengedStmt(
        "update auth.factors set last_challenged_at = $1 where id = $2",
        None,
    )
}
impl SaveFactorChallengedStmt {
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
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveFactorChallengedParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveFactorChallengedStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveFactorChallengedParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.id))
    }
}
pub struct SaveFactorNameStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_factor_name() -> SaveFactorNameStmt {
    SaveFactorNameStmt(
        "update auth.factors set friendly_name = $1, updated_at = $2 where id = $3 and user_id = $4",
        None,
    )
}
impl SaveFactorNameStmt {
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
        friendly_name: &'a Option<T1>,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a uuid::Uuid,
        user_id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[friendly_name, now, id, user_id])
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveFactorNameParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveFactorNameStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveFactorNameParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.friendly_name,
            &params.now,
            &params.id,
            &params.user_id,
        ))
    }
}
pub struct DeleteFactorStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_factor() -> DeleteFactorStmt {
    DeleteFactorStmt(
        "delete from auth.factors where id = $1 and user_id = $2",
        None,
    )
}
impl DeleteFactorStmt {
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
        user_id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[id, user_id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        DeleteFactorParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for DeleteFactorStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteFactorParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.id, &params.user_id))
    }
}
pub struct DeleteOtherUnverifiedFactorsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_other_unverified_factors() -> DeleteOtherUnverifiedFactorsStmt {
    DeleteOtherUnverifiedFactorsStmt(
        "delete from auth.factors where user_id = $1 and id <> $2 and status = 'unverified'",
        None,
    )
}
impl DeleteOtherUnverifiedFactorsStmt {
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
        user_id: &'a uuid::Uuid,
        kept: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[user_id, kept]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        DeleteOtherUnverifiedFactorsParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for DeleteOtherUnverifiedFactorsStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteOtherUnverifiedFactorsParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.user_id, &params.kept))
    }
}
pub struct DeleteAbandonedFactorsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_abandoned_factors() -> DeleteAbandonedFactorsStmt {
    DeleteAbandonedFactorsStmt(
        "delete from auth.factors where user_id = $1 and status = 'unverified' and created_at < $2",
        None,
    )
}
impl DeleteAbandonedFactorsStmt {
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
        user_id: &'a uuid::Uuid,
        before: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[user_id, before]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        DeleteAbandonedFactorsParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for DeleteAbandonedFactorsStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteAbandonedFactorsParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.user_id, &params.before))
    }
}
pub struct InsertChallengeStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_challenge() -> InsertChallengeStmt {
    InsertChallengeStmt(
        "insert into auth.factor_challenges (id, factor_id, session_id, wrong_tries, created_at, expires_at) values ($1, $2, $3, 0, $4, $5)",
        None,
    )
}
impl InsertChallengeStmt {
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
        factor_id: &'a uuid::Uuid,
        session_id: &'a uuid::Uuid,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        expires_at: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[id, factor_id, session_id, now, expires_at])
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertChallengeParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertChallengeStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertChallengeParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.id,
            &params.factor_id,
            &params.session_id,
            &params.now,
            &params.expires_at,
        ))
    }
}
pub struct LockChallengeStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn lock_challenge() -> LockChallengeStmt {
    LockChallengeStmt(
        "select c.wrong_tries, c.expires_at, c.closed_at from auth.factor_challenges c where c.id = $1 and c.factor_id = $2 and c.session_id = $3 for update",
        None,
    )
}
impl LockChallengeStmt {
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
        factor_id: &'a uuid::Uuid,
        session_id: &'a uuid::Uuid,
    ) -> LockChallengeQuery<'c, 'a, 's, C, LockChallenge, 3> {
        LockChallengeQuery {
            client,
            params: [id, factor_id, session_id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row: &tokio_postgres::Row| -> Result<LockChallenge, tokio_postgres::Error> {
                Ok(LockChallenge {
                    wrong_tries: row.try_get(0)?,
                    expires_at: row.try_get(1)?,
                    closed_at: row.try_get(2)?,
                })
            },
            mapper: |it| LockChallenge::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        LockChallengeParams,
        LockChallengeQuery<'c, 'a, 's, C, LockChallenge, 3>,
        C,
    > for LockChallengeStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a LockChallengeParams,
    ) -> LockChallengeQuery<'c, 'a, 's, C, LockChallenge, 3> {
        self.bind(client, &params.id, &params.factor_id, &params.session_id)
    }
}
pub struct SaveChallengeWrongStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_challenge_wrong() -> SaveChallengeWrongStmt {
    SaveChallengeWrongStmt(
        "update auth.factor_challenges set wrong_tries = $1, closed_at = $2 where id = $3",
        None,
    )
}
impl SaveChallengeWrongStmt {
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
        wrong_tries: &'a i32,
        closed_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[wrong_tries, closed_at, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveChallengeWrongParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveChallengeWrongStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveChallengeWrongParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.wrong_tries, &params.closed_at, &params.id))
    }
}
pub struct SaveChallengeClosedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_challenge_closed() -> SaveChallengeClosedStmt {
    SaveChallengeClosedStmt(
        "update auth.factor_challenges set closed_at = $1 where id = $2",
        None,
    )
}
impl SaveChallengeClosedStmt {
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
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveChallengeClosedParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveChallengeClosedStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveChallengeClosedParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.id))
    }
}
pub struct DeleteOldChallengesStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_old_challenges() -> DeleteOldChallengesStmt {
    DeleteOldChallengesStmt(
        "delete from auth.factor_challenges where factor_id = $1 and expires_at <= $2",
        None,
    )
}
impl DeleteOldChallengesStmt {
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
        factor_id: &'a uuid::Uuid,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[factor_id, now]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        DeleteOldChallengesParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for DeleteOldChallengesStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteOldChallengesParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.factor_id, &params.now))
    }
}
pub struct DeleteFactorsOfStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_factors_of() -> DeleteFactorsOfStmt {
    DeleteFactorsOfStmt("delete from auth.factors where user_id = $1", None)
}
impl DeleteFactorsOfStmt {
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
        user_id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[user_id]).await
    }
}
pub struct FindChallengeSessionStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_challenge_session() -> FindChallengeSessionStmt {
    FindChallengeSessionStmt(
        "select c.session_id from auth.factor_challenges c join auth.sessions s on s.id = c.session_id where c.id = $1 and c.factor_id = $2 and s.user_id = $3 and s.aal = 'aal1' and s.amr -> -1 ->> 'method' = 'federated'",
        None,
    )
}
impl FindChallengeSessionStmt {
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
        factor_id: &'a uuid::Uuid,
        user_id: &'a uuid::Uuid,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 3> {
        UuidUuidQuery {
            client,
            params: [id, factor_id, user_id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
impl<'c, 'a, 's, C: GenericClient>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        FindChallengeSessionParams,
        UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 3>,
        C,
    > for FindChallengeSessionStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindChallengeSessionParams,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 3> {
        self.bind(client, &params.id, &params.factor_id, &params.user_id)
    }
}
