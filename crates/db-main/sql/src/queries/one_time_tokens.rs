// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct InsertTokenParams<
    T1: crate::StringSql,
    T2: crate::BytesSql,
    T3: crate::StringSql,
    T4: crate::BytesSql,
    T5: crate::StringSql,
> {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub purpose: T1,
    pub token_sha256: T2,
    pub email: Option<T3>,
    pub code_mac: Option<T4>,
    pub code_expires_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub redirect_to: Option<T5>,
    pub flow_id: Option<uuid::Uuid>,
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
pub struct FindLinkTokenParams<
    T1: crate::BytesSql,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
> {
    pub token_sha256: T1,
    pub purposes: T3,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct LockLinkTokenParams<
    T1: crate::BytesSql,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
> {
    pub token_sha256: T1,
    pub purposes: T3,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct LockCodeTokensParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
> {
    pub email: T1,
    pub purposes: T3,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveTokenUsedParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct SaveTokensUsedParams<T1: crate::StringSql> {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub user_id: uuid::Uuid,
    pub purpose: T1,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveAllTokensUsedParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub user_id: uuid::Uuid,
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
#[derive(Debug, Clone, PartialEq)]
pub struct TokenRow {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub purpose: String,
    pub email: Option<String>,
    pub redirect_to: Option<String>,
    pub flow_id: Option<uuid::Uuid>,
}
pub struct TokenRowBorrowed<'a> {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub purpose: &'a str,
    pub email: Option<&'a str>,
    pub redirect_to: Option<&'a str>,
    pub flow_id: Option<uuid::Uuid>,
}
impl<'a> From<TokenRowBorrowed<'a>> for TokenRow {
    fn from(
        TokenRowBorrowed {
            id,
            user_id,
            purpose,
            email,
            redirect_to,
            flow_id,
        }: TokenRowBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            user_id,
            purpose: purpose.into(),
            email: email.map(|v| v.into()),
            redirect_to: redirect_to.map(|v| v.into()),
            flow_id,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct CodeRow {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub purpose: String,
    pub redirect_to: Option<String>,
    pub flow_id: Option<uuid::Uuid>,
    pub code_mac: Option<Vec<u8>>,
}
pub struct CodeRowBorrowed<'a> {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub purpose: &'a str,
    pub redirect_to: Option<&'a str>,
    pub flow_id: Option<uuid::Uuid>,
    pub code_mac: Option<&'a [u8]>,
}
impl<'a> From<CodeRowBorrowed<'a>> for CodeRow {
    fn from(
        CodeRowBorrowed {
            id,
            user_id,
            purpose,
            redirect_to,
            flow_id,
            code_mac,
        }: CodeRowBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            user_id,
            purpose: purpose.into(),
            redirect_to: redirect_to.map(|v| v.into()),
            flow_id,
            code_mac: code_mac.map(|v| v.into()),
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
pub struct TokenRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<TokenRowBorrowed, tokio_postgres::Error>,
    mapper: fn(TokenRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> TokenRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(TokenRowBorrowed) -> R) -> TokenRowQuery<'c, 'a, 's, C, R, N> {
        TokenRowQuery {
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
pub struct CodeRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<CodeRowBorrowed, tokio_postgres::Error>,
    mapper: fn(CodeRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> CodeRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(CodeRowBorrowed) -> R) -> CodeRowQuery<'c, 'a, 's, C, R, N> {
        CodeRowQuery {
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
pub struct InsertTokenStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_token() -> InsertTokenStmt {
    InsertTokenStmt(
        "insert into auth.one_time_tokens (id, user_id, purpose, token_sha256, email, code_mac, code_expires_at, redirect_to, flow_id, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (user_id, purpose) where used_at is null and purpose <> 'invite' do update set id = excluded.id, token_sha256 = excluded.token_sha256, email = excluded.email, code_mac = excluded.code_mac, code_expires_at = excluded.code_expires_at, code_tries = 0, redirect_to = excluded.redirect_to, flow_id = excluded.flow_id, created_at = excluded.created_at, expires_at = excluded.expires_at",
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
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::StringSql,
        T2: crate::BytesSql,
        T3: crate::StringSql,
        T4: crate::BytesSql,
        T5: crate::StringSql,
    >(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        user_id: &'a uuid::Uuid,
        purpose: &'a T1,
        token_sha256: &'a T2,
        email: &'a Option<T3>,
        code_mac: &'a Option<T4>,
        code_expires_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        redirect_to: &'a Option<T5>,
        flow_id: &'a Option<uuid::Uuid>,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        expires_at: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[
                    id,
                    user_id,
                    purpose,
                    token_sha256,
                    email,
                    code_mac,
                    code_expires_at,
                    redirect_to,
                    flow_id,
                    now,
                    expires_at,
                ],
            )
            .await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::StringSql,
    T2: crate::BytesSql,
    T3: crate::StringSql,
    T4: crate::BytesSql,
    T5: crate::StringSql,
>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertTokenParams<T1, T2, T3, T4, T5>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertTokenStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertTokenParams<T1, T2, T3, T4, T5>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.id,
            &params.user_id,
            &params.purpose,
            &params.token_sha256,
            &params.email,
            &params.code_mac,
            &params.code_expires_at,
            &params.redirect_to,
            &params.flow_id,
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
        "select t.user_id from auth.one_time_tokens t join auth.users u on u.id = t.user_id where t.token_sha256 = $1 and t.purpose = $2 and t.used_at is null and t.expires_at > $3 and u.deleted_at is null for no key update of u for update of t",
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
pub struct FindLinkTokenStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_link_token() -> FindLinkTokenStmt {
    FindLinkTokenStmt(
        "select t.id, t.user_id, t.purpose, t.email, t.redirect_to, t.flow_id from auth.one_time_tokens t join auth.users u on u.id = t.user_id where t.token_sha256 = $1 and t.purpose = any ($2) and t.used_at is null and t.expires_at > $3 and u.deleted_at is null",
        None,
    )
}
impl FindLinkTokenStmt {
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
        T1: crate::BytesSql,
        T2: crate::StringSql,
        T3: crate::ArraySql<Item = T2>,
    >(
        &'s self,
        client: &'c C,
        token_sha256: &'a T1,
        purposes: &'a T3,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> TokenRowQuery<'c, 'a, 's, C, TokenRow, 3> {
        TokenRowQuery {
            client,
            params: [token_sha256, purposes, now],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<TokenRowBorrowed, tokio_postgres::Error> {
                    Ok(TokenRowBorrowed {
                        id: row.try_get(0)?,
                        user_id: row.try_get(1)?,
                        purpose: row.try_get(2)?,
                        email: row.try_get(3)?,
                        redirect_to: row.try_get(4)?,
                        flow_id: row.try_get(5)?,
                    })
                },
            mapper: |it| TokenRow::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::BytesSql,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        FindLinkTokenParams<T1, T2, T3>,
        TokenRowQuery<'c, 'a, 's, C, TokenRow, 3>,
        C,
    > for FindLinkTokenStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindLinkTokenParams<T1, T2, T3>,
    ) -> TokenRowQuery<'c, 'a, 's, C, TokenRow, 3> {
        self.bind(client, &params.token_sha256, &params.purposes, &params.now)
    }
}
pub struct LockLinkTokenStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn lock_link_token() -> LockLinkTokenStmt {
    LockLinkTokenStmt(
        "select t.id, t.user_id, t.purpose, t.email, t.redirect_to, t.flow_id from auth.one_time_tokens t join auth.users u on u.id = t.user_id where t.token_sha256 = $1 and t.purpose = any ($2) and t.used_at is null and t.expires_at > $3 and u.deleted_at is null for no key update of u for update of t",
        None,
    )
}
impl LockLinkTokenStmt {
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
        T1: crate::BytesSql,
        T2: crate::StringSql,
        T3: crate::ArraySql<Item = T2>,
    >(
        &'s self,
        client: &'c C,
        token_sha256: &'a T1,
        purposes: &'a T3,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> TokenRowQuery<'c, 'a, 's, C, TokenRow, 3> {
        TokenRowQuery {
            client,
            params: [token_sha256, purposes, now],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<TokenRowBorrowed, tokio_postgres::Error> {
                    Ok(TokenRowBorrowed {
                        id: row.try_get(0)?,
                        user_id: row.try_get(1)?,
                        purpose: row.try_get(2)?,
                        email: row.try_get(3)?,
                        redirect_to: row.try_get(4)?,
                        flow_id: row.try_get(5)?,
                    })
                },
            mapper: |it| TokenRow::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::BytesSql,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        LockLinkTokenParams<T1, T2, T3>,
        TokenRowQuery<'c, 'a, 's, C, TokenRow, 3>,
        C,
    > for LockLinkTokenStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a LockLinkTokenParams<T1, T2, T3>,
    ) -> TokenRowQuery<'c, 'a, 's, C, TokenRow, 3> {
        self.bind(client, &params.token_sha256, &params.purposes, &params.now)
    }
}
pub struct LockCodeTokensStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn lock_code_tokens() -> LockCodeTokensStmt {
    LockCodeTokensStmt(
        "select t.id, t.user_id, t.purpose, t.redirect_to, t.flow_id, t.code_mac from auth.one_time_tokens t join auth.users u on u.id = t.user_id where t.email = $1 and t.purpose = any ($2) and t.used_at is null and t.code_mac is not null and t.code_expires_at > $3 and t.code_tries < 5 and u.deleted_at is null order by t.id for no key update of u for update of t",
        None,
    )
}
impl LockCodeTokensStmt {
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
        T3: crate::ArraySql<Item = T2>,
    >(
        &'s self,
        client: &'c C,
        email: &'a T1,
        purposes: &'a T3,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> CodeRowQuery<'c, 'a, 's, C, CodeRow, 3> {
        CodeRowQuery {
            client,
            params: [email, purposes, now],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<CodeRowBorrowed, tokio_postgres::Error> {
                    Ok(CodeRowBorrowed {
                        id: row.try_get(0)?,
                        user_id: row.try_get(1)?,
                        purpose: row.try_get(2)?,
                        redirect_to: row.try_get(3)?,
                        flow_id: row.try_get(4)?,
                        code_mac: row.try_get(5)?,
                    })
                },
            mapper: |it| CodeRow::from(it),
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
    T3: crate::ArraySql<Item = T2>,
>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        LockCodeTokensParams<T1, T2, T3>,
        CodeRowQuery<'c, 'a, 's, C, CodeRow, 3>,
        C,
    > for LockCodeTokensStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a LockCodeTokensParams<T1, T2, T3>,
    ) -> CodeRowQuery<'c, 'a, 's, C, CodeRow, 3> {
        self.bind(client, &params.email, &params.purposes, &params.now)
    }
}
pub struct SaveCodeTriesStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_code_tries() -> SaveCodeTriesStmt {
    SaveCodeTriesStmt(
        "update auth.one_time_tokens set code_tries = code_tries + 1 where id = any ($1)",
        None,
    )
}
impl SaveCodeTriesStmt {
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
        ids: &'a T1,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[ids]).await
    }
}
pub struct SaveTokenUsedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_token_used() -> SaveTokenUsedStmt {
    SaveTokenUsedStmt(
        "update auth.one_time_tokens set used_at = $1 where id = $2 and used_at is null",
        None,
    )
}
impl SaveTokenUsedStmt {
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
        SaveTokenUsedParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveTokenUsedStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveTokenUsedParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.id))
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
pub struct SaveAllTokensUsedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_all_tokens_used() -> SaveAllTokensUsedStmt {
    SaveAllTokensUsedStmt(
        "update auth.one_time_tokens set used_at = $1 where user_id = $2 and used_at is null",
        None,
    )
}
impl SaveAllTokensUsedStmt {
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
        user_id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, user_id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveAllTokensUsedParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveAllTokensUsedStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveAllTokensUsedParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.user_id))
    }
}
pub struct HasUsedInviteStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn has_used_invite() -> HasUsedInviteStmt {
    HasUsedInviteStmt(
        "select exists ( select from auth.one_time_tokens t where t.user_id = $1 and t.purpose = 'invite' and t.used_at is not null ) as answer",
        None,
    )
}
impl HasUsedInviteStmt {
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
    ) -> BoolQuery<'c, 'a, 's, C, bool, 1> {
        BoolQuery {
            client,
            params: [user_id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
pub struct DeleteTokensOfStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_tokens_of() -> DeleteTokensOfStmt {
    DeleteTokensOfStmt(
        "with refused as (delete from auth.refused_sign_ups where user_id = $1) delete from auth.one_time_tokens where user_id = $1",
        None,
    )
}
impl DeleteTokensOfStmt {
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
