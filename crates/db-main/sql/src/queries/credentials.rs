// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct SaveCredentialParams<T1: crate::StringSql> {
    pub user_id: uuid::Uuid,
    pub phc: T1,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct SaveRehashedParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub phc: T1,
    pub user_id: uuid::Uuid,
    pub seen: T2,
}
#[derive(Debug)]
pub struct SaveRefusedSignUpParams<T1: crate::StringSql> {
    pub user_id: uuid::Uuid,
    pub phc: T1,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug, Clone, PartialEq)]
pub struct FindLogin {
    pub user_id: uuid::Uuid,
    pub phc: Option<String>,
    pub refused_phc: Option<String>,
}
pub struct FindLoginBorrowed<'a> {
    pub user_id: uuid::Uuid,
    pub phc: Option<&'a str>,
    pub refused_phc: Option<&'a str>,
}
impl<'a> From<FindLoginBorrowed<'a>> for FindLogin {
    fn from(
        FindLoginBorrowed {
            user_id,
            phc,
            refused_phc,
        }: FindLoginBorrowed<'a>,
    ) -> Self {
        Self {
            user_id,
            phc: phc.map(|v| v.into()),
            refused_phc: refused_phc.map(|v| v.into()),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct LockCredential {
    pub user_id: uuid::Uuid,
    pub phc: Option<String>,
}
pub struct LockCredentialBorrowed<'a> {
    pub user_id: uuid::Uuid,
    pub phc: Option<&'a str>,
}
impl<'a> From<LockCredentialBorrowed<'a>> for LockCredential {
    fn from(LockCredentialBorrowed { user_id, phc }: LockCredentialBorrowed<'a>) -> Self {
        Self {
            user_id,
            phc: phc.map(|v| v.into()),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct FindCredential {
    pub user_id: uuid::Uuid,
    pub phc: Option<String>,
}
pub struct FindCredentialBorrowed<'a> {
    pub user_id: uuid::Uuid,
    pub phc: Option<&'a str>,
}
impl<'a> From<FindCredentialBorrowed<'a>> for FindCredential {
    fn from(FindCredentialBorrowed { user_id, phc }: FindCredentialBorrowed<'a>) -> Self {
        Self {
            user_id,
            phc: phc.map(|v| v.into()),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct FindWaiting {
    pub user_id: uuid::Uuid,
    pub phc: Option<String>,
}
pub struct FindWaitingBorrowed<'a> {
    pub user_id: uuid::Uuid,
    pub phc: Option<&'a str>,
}
impl<'a> From<FindWaitingBorrowed<'a>> for FindWaiting {
    fn from(FindWaitingBorrowed { user_id, phc }: FindWaitingBorrowed<'a>) -> Self {
        Self {
            user_id,
            phc: phc.map(|v| v.into()),
        }
    }
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct FindLoginQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<FindLoginBorrowed, tokio_postgres::Error>,
    mapper: fn(FindLoginBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindLoginQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(FindLoginBorrowed) -> R) -> FindLoginQuery<'c, 'a, 's, C, R, N> {
        FindLoginQuery {
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
pub struct LockCredentialQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<LockCredentialBorrowed, tokio_postgres::Error>,
    mapper: fn(LockCredentialBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> LockCredentialQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(LockCredentialBorrowed) -> R,
    ) -> LockCredentialQuery<'c, 'a, 's, C, R, N> {
        LockCredentialQuery {
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
pub struct FindCredentialQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<FindCredentialBorrowed, tokio_postgres::Error>,
    mapper: fn(FindCredentialBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindCredentialQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FindCredentialBorrowed) -> R,
    ) -> FindCredentialQuery<'c, 'a, 's, C, R, N> {
        FindCredentialQuery {
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
pub struct FindWaitingQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<FindWaitingBorrowed, tokio_postgres::Error>,
    mapper: fn(FindWaitingBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindWaitingQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FindWaitingBorrowed) -> R,
    ) -> FindWaitingQuery<'c, 'a, 's, C, R, N> {
        FindWaitingQuery {
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
pub struct FindLoginStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_login() -> FindLoginStmt {
    FindLoginStmt(
        "select u.id as user_id, c.phc, r.phc as refused_phc from auth.users u left join auth.credentials c on c.user_id = u.id left join auth.refused_sign_ups r on r.user_id = u.id where u.email = $1 and u.deleted_at is null",
        None,
    )
}
impl FindLoginStmt {
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
        email: &'a T1,
    ) -> FindLoginQuery<'c, 'a, 's, C, FindLogin, 1> {
        FindLoginQuery {
            client,
            params: [email],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<FindLoginBorrowed, tokio_postgres::Error> {
                    Ok(FindLoginBorrowed {
                        user_id: row.try_get(0)?,
                        phc: row.try_get(1)?,
                        refused_phc: row.try_get(2)?,
                    })
                },
            mapper: |it| FindLogin::from(it),
        }
    }
}
pub struct LockCredentialStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn lock_credential() -> LockCredentialStmt {
    LockCredentialStmt(
        "select c.user_id, c.phc from auth.credentials c where c.user_id = $1 for update",
        None,
    )
}
impl LockCredentialStmt {
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
    ) -> LockCredentialQuery<'c, 'a, 's, C, LockCredential, 1> {
        LockCredentialQuery {
            client,
            params: [user_id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<LockCredentialBorrowed, tokio_postgres::Error> {
                Ok(LockCredentialBorrowed {
                    user_id: row.try_get(0)?,
                    phc: row.try_get(1)?,
                })
            },
            mapper: |it| LockCredential::from(it),
        }
    }
}
pub struct SaveCredentialStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_credential() -> SaveCredentialStmt {
    SaveCredentialStmt(
        "insert into auth.credentials (user_id, phc, changed_at) values ($1, $2, $3) on conflict (user_id) do update set phc = excluded.phc, changed_at = excluded.changed_at, contested = false",
        None,
    )
}
impl SaveCredentialStmt {
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
        user_id: &'a uuid::Uuid,
        phc: &'a T1,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[user_id, phc, now]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveCredentialParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveCredentialStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveCredentialParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.user_id, &params.phc, &params.now))
    }
}
pub struct SaveRehashedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_rehashed() -> SaveRehashedStmt {
    SaveRehashedStmt(
        "update auth.credentials set phc = $1 where user_id = $2 and phc = $3",
        None,
    )
}
impl SaveRehashedStmt {
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
        phc: &'a T1,
        user_id: &'a uuid::Uuid,
        seen: &'a T2,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[phc, user_id, seen]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveRehashedParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveRehashedStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveRehashedParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.phc, &params.user_id, &params.seen))
    }
}
pub struct FindCredentialStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_credential() -> FindCredentialStmt {
    FindCredentialStmt(
        "select c.user_id, c.phc from auth.credentials c where c.user_id = $1",
        None,
    )
}
impl FindCredentialStmt {
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
    ) -> FindCredentialQuery<'c, 'a, 's, C, FindCredential, 1> {
        FindCredentialQuery {
            client,
            params: [user_id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<FindCredentialBorrowed, tokio_postgres::Error> {
                Ok(FindCredentialBorrowed {
                    user_id: row.try_get(0)?,
                    phc: row.try_get(1)?,
                })
            },
            mapper: |it| FindCredential::from(it),
        }
    }
}
pub struct DeleteCredentialStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_credential() -> DeleteCredentialStmt {
    DeleteCredentialStmt("delete from auth.credentials where user_id = $1", None)
}
impl DeleteCredentialStmt {
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
pub struct HasSecondFactorStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn has_second_factor() -> HasSecondFactorStmt {
    HasSecondFactorStmt(
        "select exists (select from auth.factors f where f.user_id = $1 and f.status = 'verified') as answer",
        None,
    )
}
impl HasSecondFactorStmt {
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
pub struct FindWaitingStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_waiting() -> FindWaitingStmt {
    FindWaitingStmt(
        "select c.user_id, c.phc from auth.users u join auth.credentials c on c.user_id = u.id and c.phc is not null where u.email = $1 and u.deleted_at is null and u.email_confirmed_at is null",
        None,
    )
}
impl FindWaitingStmt {
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
        email: &'a T1,
    ) -> FindWaitingQuery<'c, 'a, 's, C, FindWaiting, 1> {
        FindWaitingQuery {
            client,
            params: [email],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<FindWaitingBorrowed, tokio_postgres::Error> {
                    Ok(FindWaitingBorrowed {
                        user_id: row.try_get(0)?,
                        phc: row.try_get(1)?,
                    })
                },
            mapper: |it| FindWaiting::from(it),
        }
    }
}
pub struct SaveContestedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_contested() -> SaveContestedStmt {
    SaveContestedStmt(
        "update auth.credentials set contested = true where user_id = $1",
        None,
    )
}
impl SaveContestedStmt {
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
pub struct IsContestedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn is_contested() -> IsContestedStmt {
    IsContestedStmt(
        "select exists (select from auth.credentials c where c.user_id = $1 and c.contested) as answer",
        None,
    )
}
impl IsContestedStmt {
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
pub struct SaveRefusedSignUpStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_refused_sign_up() -> SaveRefusedSignUpStmt {
    SaveRefusedSignUpStmt(
        "insert into auth.refused_sign_ups (user_id, phc, refused_at) values ($1, $2, $3) on conflict (user_id) do update set phc = excluded.phc, refused_at = excluded.refused_at",
        None,
    )
}
impl SaveRefusedSignUpStmt {
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
        user_id: &'a uuid::Uuid,
        phc: &'a T1,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[user_id, phc, now]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveRefusedSignUpParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveRefusedSignUpStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveRefusedSignUpParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.user_id, &params.phc, &params.now))
    }
}
