// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct InsertTokenParams<T1: crate::StringSql, T2: crate::BytesSql> {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub purpose: T1,
    pub token_sha256: T2,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub expires_at: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct FindTokenHolderParams<T1: crate::BytesSql, T2: crate::StringSql> {
    pub token_sha256: T1,
    pub purpose: T2,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct LockTokenParams<T1: crate::BytesSql, T2: crate::StringSql> {
    pub token_sha256: T1,
    pub purpose: T2,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct SaveTokensUsedParams<T1: crate::StringSql> {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub user_id: uuid::Uuid,
    pub purpose: T1,
}
#[derive(Debug, Clone, PartialEq)]
pub struct FindTokenHolder {
    pub id: uuid::Uuid,
    pub email: Option<String>,
}
pub struct FindTokenHolderBorrowed<'a> {
    pub id: uuid::Uuid,
    pub email: Option<&'a str>,
}
impl<'a> From<FindTokenHolderBorrowed<'a>> for FindTokenHolder {
    fn from(FindTokenHolderBorrowed { id, email }: FindTokenHolderBorrowed<'a>) -> Self {
        Self {
            id,
            email: email.map(|v| v.into()),
        }
    }
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct FindTokenHolderQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<FindTokenHolderBorrowed, tokio_postgres::Error>,
    mapper: fn(FindTokenHolderBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindTokenHolderQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FindTokenHolderBorrowed) -> R,
    ) -> FindTokenHolderQuery<'c, 'a, 's, C, R, N> {
        FindTokenHolderQuery {
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
pub struct InsertTokenStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_token() -> InsertTokenStmt {
    InsertTokenStmt(
        "insert into auth.one_time_tokens (id, user_id, purpose, token_sha256, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)",
        None,
    )
}
impl InsertTokenStmt {
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
        purpose: &'a T1,
        token_sha256: &'a T2,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        expires_at: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[id, user_id, purpose, token_sha256, now, expires_at],
            )
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql, T2: crate::BytesSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertTokenParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertTokenStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertTokenParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.id,
            &params.user_id,
            &params.purpose,
            &params.token_sha256,
            &params.now,
            &params.expires_at,
        ))
    }
}
pub struct FindTokenHolderStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_token_holder() -> FindTokenHolderStmt {
    FindTokenHolderStmt(
        "select u.id, u.email from auth.one_time_tokens t join auth.users u on u.id = t.user_id where t.token_sha256 = $1 and t.purpose = $2 and t.used_at is null and t.expires_at > $3 and u.deleted_at is null",
        None,
    )
}
impl FindTokenHolderStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::BytesSql, T2: crate::StringSql>(
        &'s self,
        client: &'c C,
        token_sha256: &'a T1,
        purpose: &'a T2,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> FindTokenHolderQuery<'c, 'a, 's, C, FindTokenHolder, 3> {
        FindTokenHolderQuery {
            client,
            params: [token_sha256, purpose, now],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<FindTokenHolderBorrowed, tokio_postgres::Error> {
                Ok(FindTokenHolderBorrowed {
                    id: row.try_get(0)?,
                    email: row.try_get(1)?,
                })
            },
            mapper: |it| FindTokenHolder::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::BytesSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        FindTokenHolderParams<T1, T2>,
        FindTokenHolderQuery<'c, 'a, 's, C, FindTokenHolder, 3>,
        C,
    > for FindTokenHolderStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindTokenHolderParams<T1, T2>,
    ) -> FindTokenHolderQuery<'c, 'a, 's, C, FindTokenHolder, 3> {
        self.bind(client, &params.token_sha256, &params.purpose, &params.now)
    }
}
pub struct LockTokenStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn lock_token() -> LockTokenStmt {
    LockTokenStmt(
        "select t.user_id from auth.one_time_tokens t where t.token_sha256 = $1 and t.purpose = $2 and t.used_at is null and t.expires_at > $3 for update",
        None,
    )
}
impl LockTokenStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::BytesSql, T2: crate::StringSql>(
        &'s self,
        client: &'c C,
        token_sha256: &'a T1,
        purpose: &'a T2,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 3> {
        UuidUuidQuery {
            client,
            params: [token_sha256, purpose, now],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::BytesSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        LockTokenParams<T1, T2>,
        UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 3>,
        C,
    > for LockTokenStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a LockTokenParams<T1, T2>,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 3> {
        self.bind(client, &params.token_sha256, &params.purpose, &params.now)
    }
}
pub struct SaveTokensUsedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_tokens_used() -> SaveTokensUsedStmt {
    SaveTokensUsedStmt(
        "update auth.one_time_tokens set used_at = $1 where user_id = $2 and purpose = $3 and used_at is null",
        None,
    )
}
impl SaveTokensUsedStmt {
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
        user_id: &'a uuid::Uuid,
        purpose: &'a T1,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, user_id, purpose]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveTokensUsedParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveTokensUsedStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveTokensUsedParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.user_id, &params.purpose))
    }
}
