// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct InsertRecoverySetParams<T1: crate::StringSql> {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub friendly_name: T1,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct InsertRecoveryCodesParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::BytesSql,
    T3: crate::ArraySql<Item = T2>,
> {
    pub ids: T1,
    pub set_id: uuid::Uuid,
    pub hashes: T3,
}
#[derive(Debug)]
pub struct SaveRecoveryCodeUsedParams<T1: crate::BytesSql> {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub set_id: uuid::Uuid,
    pub code_sha256: T1,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveRecoveryTriesParams {
    pub wrong_tries: i32,
    pub locked_until: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Debug, Clone, PartialEq)]
pub struct FindRecoverySet {
    pub id: uuid::Uuid,
    pub friendly_name: String,
    pub total: i64,
    pub remaining: i64,
}
pub struct FindRecoverySetBorrowed<'a> {
    pub id: uuid::Uuid,
    pub friendly_name: &'a str,
    pub total: i64,
    pub remaining: i64,
}
impl<'a> From<FindRecoverySetBorrowed<'a>> for FindRecoverySet {
    fn from(
        FindRecoverySetBorrowed {
            id,
            friendly_name,
            total,
            remaining,
        }: FindRecoverySetBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            friendly_name: friendly_name.into(),
            total,
            remaining,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct LockRecoverySet {
    pub id: uuid::Uuid,
    pub friendly_name: String,
    pub wrong_tries: i32,
    pub locked_until: Option<chrono::DateTime<chrono::FixedOffset>>,
}
pub struct LockRecoverySetBorrowed<'a> {
    pub id: uuid::Uuid,
    pub friendly_name: &'a str,
    pub wrong_tries: i32,
    pub locked_until: Option<chrono::DateTime<chrono::FixedOffset>>,
}
impl<'a> From<LockRecoverySetBorrowed<'a>> for LockRecoverySet {
    fn from(
        LockRecoverySetBorrowed {
            id,
            friendly_name,
            wrong_tries,
            locked_until,
        }: LockRecoverySetBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            friendly_name: friendly_name.into(),
            wrong_tries,
            locked_until,
        }
    }
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct FindRecoverySetQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<FindRecoverySetBorrowed, tokio_postgres::Error>,
    mapper: fn(FindRecoverySetBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindRecoverySetQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FindRecoverySetBorrowed) -> R,
    ) -> FindRecoverySetQuery<'c, 'a, 's, C, R, N> {
        FindRecoverySetQuery {
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
pub struct LockRecoverySetQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<LockRecoverySetBorrowed, tokio_postgres::Error>,
    mapper: fn(LockRecoverySetBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> LockRecoverySetQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(LockRecoverySetBorrowed) -> R,
    ) -> LockRecoverySetQuery<'c, 'a, 's, C, R, N> {
        LockRecoverySetQuery {
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
pub struct FindRecoverySetStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_recovery_set() -> FindRecoverySetStmt {
    FindRecoverySetStmt(
        "select s.id, s.friendly_name, (select count(*) from auth.recovery_codes c where c.set_id = s.id) as total, (select count(*) from auth.recovery_codes c where c.set_id = s.id and c.used_at is null) as remaining from auth.recovery_sets s where s.user_id = $1",
        None,
    )
}
impl FindRecoverySetStmt {
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
    ) -> FindRecoverySetQuery<'c, 'a, 's, C, FindRecoverySet, 1> {
        FindRecoverySetQuery {
            client,
            params: [user_id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<FindRecoverySetBorrowed, tokio_postgres::Error> {
                Ok(FindRecoverySetBorrowed {
                    id: row.try_get(0)?,
                    friendly_name: row.try_get(1)?,
                    total: row.try_get(2)?,
                    remaining: row.try_get(3)?,
                })
            },
            mapper: |it| FindRecoverySet::from(it),
        }
    }
}
pub struct LockRecoverySetStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn lock_recovery_set() -> LockRecoverySetStmt {
    LockRecoverySetStmt(
        "select s.id, s.friendly_name, s.wrong_tries, s.locked_until from auth.recovery_sets s where s.user_id = $1 for update",
        None,
    )
}
impl LockRecoverySetStmt {
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
    ) -> LockRecoverySetQuery<'c, 'a, 's, C, LockRecoverySet, 1> {
        LockRecoverySetQuery {
            client,
            params: [user_id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<LockRecoverySetBorrowed, tokio_postgres::Error> {
                Ok(LockRecoverySetBorrowed {
                    id: row.try_get(0)?,
                    friendly_name: row.try_get(1)?,
                    wrong_tries: row.try_get(2)?,
                    locked_until: row.try_get(3)?,
                })
            },
            mapper: |it| LockRecoverySet::from(it),
        }
    }
}
pub struct InsertRecoverySetStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_recovery_set() -> InsertRecoverySetStmt {
    InsertRecoverySetStmt(
        "insert into auth.recovery_sets (id, user_id, friendly_name, wrong_tries, created_at, updated_at) values ($1, $2, $3, 0, $4, $4)",
        None,
    )
}
impl InsertRecoverySetStmt {
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
        user_id: &'a uuid::Uuid,
        friendly_name: &'a T1,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[id, user_id, friendly_name, now])
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertRecoverySetParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertRecoverySetStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertRecoverySetParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.id,
            &params.user_id,
            &params.friendly_name,
            &params.now,
        ))
    }
}
pub struct InsertRecoveryCodesStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_recovery_codes() -> InsertRecoveryCodesStmt {
    InsertRecoveryCodesStmt(
        "insert into auth.recovery_codes (id, set_id, code_sha256) select unnest($1::uuid[]), $2, unnest($3::bytea[])",
        None,
    )
}
impl InsertRecoveryCodesStmt {
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
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::BytesSql,
        T3: crate::ArraySql<Item = T2>,
    >(
        &'s self,
        client: &'c C,
        ids: &'a T1,
        set_id: &'a uuid::Uuid,
        hashes: &'a T3,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[ids, set_id, hashes]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::BytesSql,
    T3: crate::ArraySql<Item = T2>,
>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertRecoveryCodesParams<T1, T2, T3>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertRecoveryCodesStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertRecoveryCodesParams<T1, T2, T3>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.ids, &params.set_id, &params.hashes))
    }
}
pub struct DeleteRecoveryCodesStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_recovery_codes() -> DeleteRecoveryCodesStmt {
    DeleteRecoveryCodesStmt("delete from auth.recovery_codes where set_id = $1", None)
}
impl DeleteRecoveryCodesStmt {
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
        set_id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[set_id]).await
    }
}
pub struct DeleteRecoverySetStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_recovery_set() -> DeleteRecoverySetStmt {
    DeleteRecoverySetStmt(
        "delete from auth.recovery_sets where user_id = $1 returning id",
        None,
    )
}
impl DeleteRecoverySetStmt {
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
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 1> {
        UuidUuidQuery {
            client,
            params: [user_id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
pub struct SaveRecoveryCodeUsedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_recovery_code_used() -> SaveRecoveryCodeUsedStmt {
    SaveRecoveryCodeUsedStmt(
        "update auth.recovery_codes set used_at = $1 where set_id = $2 and code_sha256 = $3 and used_at is null",
        None,
    )
}
impl SaveRecoveryCodeUsedStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient, T1: crate::BytesSql>(
        &'s self,
        client: &'c C,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        set_id: &'a uuid::Uuid,
        code_sha256: &'a T1,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, set_id, code_sha256]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::BytesSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveRecoveryCodeUsedParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveRecoveryCodeUsedStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveRecoveryCodeUsedParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.set_id, &params.code_sha256))
    }
}
pub struct SaveRecoveryTriesStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_recovery_tries() -> SaveRecoveryTriesStmt {
    SaveRecoveryTriesStmt(
        "update auth.recovery_sets set wrong_tries = $1, locked_until = $2, updated_at = $3 where id = $4",
        None,
    )
}
impl SaveRecoveryTriesStmt {
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
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[wrong_tries, locked_until, now, id])
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveRecoveryTriesParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveRecoveryTriesStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveRecoveryTriesParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.wrong_tries,
            &params.locked_until,
            &params.now,
            &params.id,
        ))
    }
}
