// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct InsertActiveKeyParams<T1: crate::StringSql, T2: crate::JsonSql, T3: crate::BytesSql> {
    pub id: uuid::Uuid,
    pub purpose: T1,
    pub public_jwk: T2,
    pub private_key: T3,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct InsertNextKeyParams<T1: crate::JsonSql, T2: crate::BytesSql> {
    pub id: uuid::Uuid,
    pub public_jwk: T1,
    pub private_key: T2,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub signs_from: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveKeyRetiredParams {
    pub retired_at: chrono::DateTime<chrono::FixedOffset>,
    pub verifies_until: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveKeyVerifiesUntilParams {
    pub verifies_until: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct InsertApiKeyParams<T1: crate::StringSql, T2: crate::BytesSql> {
    pub role: T1,
    pub key_id: uuid::Uuid,
    pub token: T2,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug, Clone, PartialEq)]
pub struct ListKeys {
    pub id: uuid::Uuid,
    pub purpose: String,
    pub state: String,
    pub public_jwk: serde_json::Value,
    pub private_key: Vec<u8>,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
    pub signs_from: chrono::DateTime<chrono::FixedOffset>,
    pub retired_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub verifies_until: Option<chrono::DateTime<chrono::FixedOffset>>,
}
pub struct ListKeysBorrowed<'a> {
    pub id: uuid::Uuid,
    pub purpose: &'a str,
    pub state: &'a str,
    pub public_jwk: postgres_types::Json<&'a serde_json::value::RawValue>,
    pub private_key: &'a [u8],
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
    pub signs_from: chrono::DateTime<chrono::FixedOffset>,
    pub retired_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub verifies_until: Option<chrono::DateTime<chrono::FixedOffset>>,
}
impl<'a> From<ListKeysBorrowed<'a>> for ListKeys {
    fn from(
        ListKeysBorrowed {
            id,
            purpose,
            state,
            public_jwk,
            private_key,
            created_at,
            signs_from,
            retired_at,
            verifies_until,
        }: ListKeysBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            purpose: purpose.into(),
            state: state.into(),
            public_jwk: serde_json::from_str(public_jwk.0.get()).unwrap(),
            private_key: private_key.into(),
            created_at,
            signs_from,
            retired_at,
            verifies_until,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct ListApiKeys {
    pub role: String,
    pub key_id: uuid::Uuid,
    pub token: Vec<u8>,
}
pub struct ListApiKeysBorrowed<'a> {
    pub role: &'a str,
    pub key_id: uuid::Uuid,
    pub token: &'a [u8],
}
impl<'a> From<ListApiKeysBorrowed<'a>> for ListApiKeys {
    fn from(
        ListApiKeysBorrowed {
            role,
            key_id,
            token,
        }: ListApiKeysBorrowed<'a>,
    ) -> Self {
        Self {
            role: role.into(),
            key_id,
            token: token.into(),
        }
    }
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct ListKeysQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<ListKeysBorrowed, tokio_postgres::Error>,
    mapper: fn(ListKeysBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListKeysQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(ListKeysBorrowed) -> R) -> ListKeysQuery<'c, 'a, 's, C, R, N> {
        ListKeysQuery {
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
pub struct ListApiKeysQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<ListApiKeysBorrowed, tokio_postgres::Error>,
    mapper: fn(ListApiKeysBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListApiKeysQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ListApiKeysBorrowed) -> R,
    ) -> ListApiKeysQuery<'c, 'a, 's, C, R, N> {
        ListApiKeysQuery {
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
pub struct ListKeysStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_keys() -> ListKeysStmt {
    ListKeysStmt(
        "select k.id, k.purpose, k.state, k.public_jwk, k.private_key, k.created_at, k.signs_from, k.retired_at, k.verifies_until from auth.signing_keys k order by k.created_at, k.id",
        None,
    )
}
impl ListKeysStmt {
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
    ) -> ListKeysQuery<'c, 'a, 's, C, ListKeys, 0> {
        ListKeysQuery {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<ListKeysBorrowed, tokio_postgres::Error> {
                    Ok(ListKeysBorrowed {
                        id: row.try_get(0)?,
                        purpose: row.try_get(1)?,
                        state: row.try_get(2)?,
                        public_jwk: row.try_get(3)?,
                        private_key: row.try_get(4)?,
                        created_at: row.try_get(5)?,
                        signs_from: row.try_get(6)?,
                        retired_at: row.try_get(7)?,
                        verifies_until: row.try_get(8)?,
                    })
                },
            mapper: |it| ListKeys::from(it),
        }
    }
}
pub struct InsertActiveKeyStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_active_key() -> InsertActiveKeyStmt {
    InsertActiveKeyStmt(
        "insert into auth.signing_keys (id, purpose, state, algorithm, public_jwk, private_key, created_at, signs_from) values ($1, $2, 'active', 'ES256', $3, $4, $5, $5) on conflict (purpose) where state = 'active' do nothing",
        None,
    )
}
impl InsertActiveKeyStmt {
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
        T2: crate::JsonSql,
        T3: crate::BytesSql,
    >(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        purpose: &'a T1,
        public_jwk: &'a T2,
        private_key: &'a T3,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[id, purpose, public_jwk, private_key, now])
            .await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::StringSql,
    T2: crate::JsonSql,
    T3: crate::BytesSql,
>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertActiveKeyParams<T1, T2, T3>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertActiveKeyStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertActiveKeyParams<T1, T2, T3>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.id,
            &params.purpose,
            &params.public_jwk,
            &params.private_key,
            &params.now,
        ))
    }
}
pub struct InsertNextKeyStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_next_key() -> InsertNextKeyStmt {
    InsertNextKeyStmt(
        "insert into auth.signing_keys (id, purpose, state, algorithm, public_jwk, private_key, created_at, signs_from) values ($1, 'token', 'next', 'ES256', $2, $3, $4, $5) on conflict (purpose) where state = 'next' do nothing",
        None,
    )
}
impl InsertNextKeyStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient, T1: crate::JsonSql, T2: crate::BytesSql>(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        public_jwk: &'a T1,
        private_key: &'a T2,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        signs_from: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[id, public_jwk, private_key, now, signs_from])
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::JsonSql, T2: crate::BytesSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertNextKeyParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertNextKeyStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertNextKeyParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.id,
            &params.public_jwk,
            &params.private_key,
            &params.now,
            &params.signs_from,
        ))
    }
}
pub struct SaveKeyRetiredStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_key_retired() -> SaveKeyRetiredStmt {
    SaveKeyRetiredStmt(
        "update auth.signing_keys set state = 'retired', retired_at = $1, verifies_until = $2 where id = $3 and state <> 'retired'",
        None,
    )
}
impl SaveKeyRetiredStmt {
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
        retired_at: &'a chrono::DateTime<chrono::FixedOffset>,
        verifies_until: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[retired_at, verifies_until, id])
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveKeyRetiredParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveKeyRetiredStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveKeyRetiredParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.retired_at,
            &params.verifies_until,
            &params.id,
        ))
    }
}
pub struct SaveKeyActiveStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_key_active() -> SaveKeyActiveStmt {
    SaveKeyActiveStmt(
        "update auth.signing_keys set state = 'active' where id = $1 and state = 'next'",
        None,
    )
}
impl SaveKeyActiveStmt {
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
pub struct SaveKeyVerifiesUntilStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_key_verifies_until() -> SaveKeyVerifiesUntilStmt {
    SaveKeyVerifiesUntilStmt(
        "update auth.signing_keys set verifies_until = $1 where id = $2 and state = 'retired'",
        None,
    )
}
impl SaveKeyVerifiesUntilStmt {
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
        verifies_until: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[verifies_until, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveKeyVerifiesUntilParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveKeyVerifiesUntilStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveKeyVerifiesUntilParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.verifies_until, &params.id))
    }
}
pub struct ListApiKeysStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_api_keys() -> ListApiKeysStmt {
    ListApiKeysStmt(
        "select a.role, a.key_id, a.token from auth.api_keys a order by a.role",
        None,
    )
}
impl ListApiKeysStmt {
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
    ) -> ListApiKeysQuery<'c, 'a, 's, C, ListApiKeys, 0> {
        ListApiKeysQuery {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<ListApiKeysBorrowed, tokio_postgres::Error> {
                    Ok(ListApiKeysBorrowed {
                        role: row.try_get(0)?,
                        key_id: row.try_get(1)?,
                        token: row.try_get(2)?,
                    })
                },
            mapper: |it| ListApiKeys::from(it),
        }
    }
}
pub struct InsertApiKeyStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_api_key() -> InsertApiKeyStmt {
    InsertApiKeyStmt(
        "insert into auth.api_keys (role, key_id, token, created_at) values ($1, $2, $3, $4) on conflict (role) do nothing",
        None,
    )
}
impl InsertApiKeyStmt {
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
        role: &'a T1,
        key_id: &'a uuid::Uuid,
        token: &'a T2,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[role, key_id, token, now]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql, T2: crate::BytesSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertApiKeyParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertApiKeyStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertApiKeyParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.role,
            &params.key_id,
            &params.token,
            &params.now,
        ))
    }
}
