// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct InsertBuyerParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::StringSql,
    T5: crate::StringSql,
> {
    pub id: uuid::Uuid,
    pub community_id: uuid::Uuid,
    pub email: T1,
    pub name: T2,
    pub phone: Option<T3>,
    pub price_minor: i64,
    pub currency: T4,
    pub manager_id: uuid::Uuid,
    pub request_key: Option<T5>,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct FindBuyerByEmailParams<T1: crate::StringSql> {
    pub community_id: uuid::Uuid,
    pub email: T1,
}
#[derive(Debug)]
pub struct FindBuyerByRequestKeyParams<T1: crate::StringSql> {
    pub community_id: uuid::Uuid,
    pub manager_id: uuid::Uuid,
    pub request_key: T1,
}
#[derive(Debug)]
pub struct ListPurchasesParams<T1: crate::StringSql> {
    pub user_id: uuid::Uuid,
    pub email: Option<T1>,
}
#[derive(Clone, Copy, Debug)]
pub struct SavePersonParams {
    pub user_id: uuid::Uuid,
    pub account_existed: bool,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct SaveProvisioningParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub state: T1,
    pub reason: Option<T2>,
    pub invited_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct CountBuyersParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub status: Option<T1>,
    pub manager_id: Option<uuid::Uuid>,
    pub from_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub to_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub pattern: Option<T2>,
}
#[derive(Debug)]
pub struct ListBuyersByCreatedParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub after_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub after_id: Option<uuid::Uuid>,
    pub status: Option<T1>,
    pub manager_id: Option<uuid::Uuid>,
    pub from_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub to_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub pattern: Option<T2>,
    pub rows: i64,
}
#[derive(Debug)]
pub struct ListBuyersByNameParams<T1: crate::StringSql, T2: crate::StringSql, T3: crate::StringSql>
{
    pub after_name: Option<T1>,
    pub after_id: Option<uuid::Uuid>,
    pub status: Option<T2>,
    pub manager_id: Option<uuid::Uuid>,
    pub from_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub to_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub pattern: Option<T3>,
    pub rows: i64,
}
#[derive(Debug)]
pub struct ListBuyersByActivityParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub after_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub after_id: Option<uuid::Uuid>,
    pub status: Option<T1>,
    pub manager_id: Option<uuid::Uuid>,
    pub from_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub to_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub pattern: Option<T2>,
    pub rows: i64,
}
#[derive(Debug, Clone, PartialEq)]
pub struct BuyerRow {
    pub id: uuid::Uuid,
    pub community_id: uuid::Uuid,
    pub user_id: Option<uuid::Uuid>,
    pub lead_id: Option<uuid::Uuid>,
    pub email: String,
    pub name: String,
    pub phone: Option<String>,
    pub status: String,
    pub price_minor: i64,
    pub currency: String,
    pub manager_id: uuid::Uuid,
    pub provisioning: String,
    pub provisioning_error: Option<String>,
    pub account_existed: Option<bool>,
    pub invited_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub first_login_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub last_active_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub modules_completed: i16,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
    pub updated_at: chrono::DateTime<chrono::FixedOffset>,
    pub version: i32,
}
pub struct BuyerRowBorrowed<'a> {
    pub id: uuid::Uuid,
    pub community_id: uuid::Uuid,
    pub user_id: Option<uuid::Uuid>,
    pub lead_id: Option<uuid::Uuid>,
    pub email: &'a str,
    pub name: &'a str,
    pub phone: Option<&'a str>,
    pub status: &'a str,
    pub price_minor: i64,
    pub currency: &'a str,
    pub manager_id: uuid::Uuid,
    pub provisioning: &'a str,
    pub provisioning_error: Option<&'a str>,
    pub account_existed: Option<bool>,
    pub invited_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub first_login_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub last_active_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub modules_completed: i16,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
    pub updated_at: chrono::DateTime<chrono::FixedOffset>,
    pub version: i32,
}
impl<'a> From<BuyerRowBorrowed<'a>> for BuyerRow {
    fn from(
        BuyerRowBorrowed {
            id,
            community_id,
            user_id,
            lead_id,
            email,
            name,
            phone,
            status,
            price_minor,
            currency,
            manager_id,
            provisioning,
            provisioning_error,
            account_existed,
            invited_at,
            first_login_at,
            last_active_at,
            modules_completed,
            created_at,
            updated_at,
            version,
        }: BuyerRowBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            community_id,
            user_id,
            lead_id,
            email: email.into(),
            name: name.into(),
            phone: phone.map(|v| v.into()),
            status: status.into(),
            price_minor,
            currency: currency.into(),
            manager_id,
            provisioning: provisioning.into(),
            provisioning_error: provisioning_error.map(|v| v.into()),
            account_existed,
            invited_at,
            first_login_at,
            last_active_at,
            modules_completed,
            created_at,
            updated_at,
            version,
        }
    }
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct CountFailed {
    pub number: i64,
    pub oldest_at: Option<chrono::DateTime<chrono::FixedOffset>>,
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct BuyerRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<BuyerRowBorrowed, tokio_postgres::Error>,
    mapper: fn(BuyerRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> BuyerRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(BuyerRowBorrowed) -> R) -> BuyerRowQuery<'c, 'a, 's, C, R, N> {
        BuyerRowQuery {
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
pub struct CountFailedQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<CountFailed, tokio_postgres::Error>,
    mapper: fn(CountFailed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> CountFailedQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(CountFailed) -> R) -> CountFailedQuery<'c, 'a, 's, C, R, N> {
        CountFailedQuery {
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
pub struct InsertBuyerStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_buyer() -> InsertBuyerStmt {
    InsertBuyerStmt(
        "insert into tripwire_users ( id, community_id, email, name, phone, price_minor, currency, manager_id, request_key, created_at, updated_at ) values ( $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10 )",
        None,
    )
}
impl InsertBuyerStmt {
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
        T5: crate::StringSql,
    >(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        community_id: &'a uuid::Uuid,
        email: &'a T1,
        name: &'a T2,
        phone: &'a Option<T3>,
        price_minor: &'a i64,
        currency: &'a T4,
        manager_id: &'a uuid::Uuid,
        request_key: &'a Option<T5>,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[
                    id,
                    community_id,
                    email,
                    name,
                    phone,
                    price_minor,
                    currency,
                    manager_id,
                    request_key,
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
    T4: crate::StringSql,
    T5: crate::StringSql,
>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertBuyerParams<T1, T2, T3, T4, T5>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertBuyerStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertBuyerParams<T1, T2, T3, T4, T5>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.id,
            &params.community_id,
            &params.email,
            &params.name,
            &params.phone,
            &params.price_minor,
            &params.currency,
            &params.manager_id,
            &params.request_key,
            &params.now,
        ))
    }
}
pub struct FindBuyerStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_buyer() -> FindBuyerStmt {
    FindBuyerStmt(
        "select id, community_id, user_id, lead_id, email, name, phone, status, price_minor, currency, manager_id, provisioning, provisioning_error, account_existed, invited_at, first_login_at, last_active_at, modules_completed, created_at, updated_at, version from tripwire_users where id = $1",
        None,
    )
}
impl FindBuyerStmt {
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
    ) -> BuyerRowQuery<'c, 'a, 's, C, BuyerRow, 1> {
        BuyerRowQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<BuyerRowBorrowed, tokio_postgres::Error> {
                    Ok(BuyerRowBorrowed {
                        id: row.try_get(0)?,
                        community_id: row.try_get(1)?,
                        user_id: row.try_get(2)?,
                        lead_id: row.try_get(3)?,
                        email: row.try_get(4)?,
                        name: row.try_get(5)?,
                        phone: row.try_get(6)?,
                        status: row.try_get(7)?,
                        price_minor: row.try_get(8)?,
                        currency: row.try_get(9)?,
                        manager_id: row.try_get(10)?,
                        provisioning: row.try_get(11)?,
                        provisioning_error: row.try_get(12)?,
                        account_existed: row.try_get(13)?,
                        invited_at: row.try_get(14)?,
                        first_login_at: row.try_get(15)?,
                        last_active_at: row.try_get(16)?,
                        modules_completed: row.try_get(17)?,
                        created_at: row.try_get(18)?,
                        updated_at: row.try_get(19)?,
                        version: row.try_get(20)?,
                    })
                },
            mapper: |it| BuyerRow::from(it),
        }
    }
}
pub struct FindBuyerByEmailStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_buyer_by_email() -> FindBuyerByEmailStmt {
    FindBuyerByEmailStmt(
        "select id, community_id, user_id, lead_id, email, name, phone, status, price_minor, currency, manager_id, provisioning, provisioning_error, account_existed, invited_at, first_login_at, last_active_at, modules_completed, created_at, updated_at, version from tripwire_users where community_id = $1 and email_norm = lower($2)",
        None,
    )
}
impl FindBuyerByEmailStmt {
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
        community_id: &'a uuid::Uuid,
        email: &'a T1,
    ) -> BuyerRowQuery<'c, 'a, 's, C, BuyerRow, 2> {
        BuyerRowQuery {
            client,
            params: [community_id, email],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<BuyerRowBorrowed, tokio_postgres::Error> {
                    Ok(BuyerRowBorrowed {
                        id: row.try_get(0)?,
                        community_id: row.try_get(1)?,
                        user_id: row.try_get(2)?,
                        lead_id: row.try_get(3)?,
                        email: row.try_get(4)?,
                        name: row.try_get(5)?,
                        phone: row.try_get(6)?,
                        status: row.try_get(7)?,
                        price_minor: row.try_get(8)?,
                        currency: row.try_get(9)?,
                        manager_id: row.try_get(10)?,
                        provisioning: row.try_get(11)?,
                        provisioning_error: row.try_get(12)?,
                        account_existed: row.try_get(13)?,
                        invited_at: row.try_get(14)?,
                        first_login_at: row.try_get(15)?,
                        last_active_at: row.try_get(16)?,
                        modules_completed: row.try_get(17)?,
                        created_at: row.try_get(18)?,
                        updated_at: row.try_get(19)?,
                        version: row.try_get(20)?,
                    })
                },
            mapper: |it| BuyerRow::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        FindBuyerByEmailParams<T1>,
        BuyerRowQuery<'c, 'a, 's, C, BuyerRow, 2>,
        C,
    > for FindBuyerByEmailStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindBuyerByEmailParams<T1>,
    ) -> BuyerRowQuery<'c, 'a, 's, C, BuyerRow, 2> {
        self.bind(client, &params.community_id, &params.email)
    }
}
pub struct FindBuyerByRequestKeyStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_buyer_by_request_key() -> FindBuyerByRequestKeyStmt {
    FindBuyerByRequestKeyStmt(
        "select id, community_id, user_id, lead_id, email, name, phone, status, price_minor, currency, manager_id, provisioning, provisioning_error, account_existed, invited_at, first_login_at, last_active_at, modules_completed, created_at, updated_at, version from tripwire_users where community_id = $1 and manager_id = $2 and request_key = $3",
        None,
    )
}
impl FindBuyerByRequestKeyStmt {
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
        community_id: &'a uuid::Uuid,
        manager_id: &'a uuid::Uuid,
        request_key: &'a T1,
    ) -> BuyerRowQuery<'c, 'a, 's, C, BuyerRow, 3> {
        BuyerRowQuery {
            client,
            params: [community_id, manager_id, request_key],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<BuyerRowBorrowed, tokio_postgres::Error> {
                    Ok(BuyerRowBorrowed {
                        id: row.try_get(0)?,
                        community_id: row.try_get(1)?,
                        user_id: row.try_get(2)?,
                        lead_id: row.try_get(3)?,
                        email: row.try_get(4)?,
                        name: row.try_get(5)?,
                        phone: row.try_get(6)?,
                        status: row.try_get(7)?,
                        price_minor: row.try_get(8)?,
                        currency: row.try_get(9)?,
                        manager_id: row.try_get(10)?,
                        provisioning: row.try_get(11)?,
                        provisioning_error: row.try_get(12)?,
                        account_existed: row.try_get(13)?,
                        invited_at: row.try_get(14)?,
                        first_login_at: row.try_get(15)?,
                        last_active_at: row.try_get(16)?,
                        modules_completed: row.try_get(17)?,
                        created_at: row.try_get(18)?,
                        updated_at: row.try_get(19)?,
                        version: row.try_get(20)?,
                    })
                },
            mapper: |it| BuyerRow::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        FindBuyerByRequestKeyParams<T1>,
        BuyerRowQuery<'c, 'a, 's, C, BuyerRow, 3>,
        C,
    > for FindBuyerByRequestKeyStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindBuyerByRequestKeyParams<T1>,
    ) -> BuyerRowQuery<'c, 'a, 's, C, BuyerRow, 3> {
        self.bind(
            client,
            &params.community_id,
            &params.manager_id,
            &params.request_key,
        )
    }
}
pub struct ListPurchasesStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_purchases() -> ListPurchasesStmt {
    ListPurchasesStmt(
        "select id, community_id, user_id, lead_id, email, name, phone, status, price_minor, currency, manager_id, provisioning, provisioning_error, account_existed, invited_at, first_login_at, last_active_at, modules_completed, created_at, updated_at, version from tripwire_users where user_id = $1 or email_norm = lower($2::text) order by created_at, id limit 100",
        None,
    )
}
impl ListPurchasesStmt {
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
        user_id: &'a uuid::Uuid,
        email: &'a Option<T1>,
    ) -> BuyerRowQuery<'c, 'a, 's, C, BuyerRow, 2> {
        BuyerRowQuery {
            client,
            params: [user_id, email],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<BuyerRowBorrowed, tokio_postgres::Error> {
                    Ok(BuyerRowBorrowed {
                        id: row.try_get(0)?,
                        community_id: row.try_get(1)?,
                        user_id: row.try_get(2)?,
                        lead_id: row.try_get(3)?,
                        email: row.try_get(4)?,
                        name: row.try_get(5)?,
                        phone: row.try_get(6)?,
                        status: row.try_get(7)?,
                        price_minor: row.try_get(8)?,
                        currency: row.try_get(9)?,
                        manager_id: row.try_get(10)?,
                        provisioning: row.try_get(11)?,
                        provisioning_error: row.try_get(12)?,
                        account_existed: row.try_get(13)?,
                        invited_at: row.try_get(14)?,
                        first_login_at: row.try_get(15)?,
                        last_active_at: row.try_get(16)?,
                        modules_completed: row.try_get(17)?,
                        created_at: row.try_get(18)?,
                        updated_at: row.try_get(19)?,
                        version: row.try_get(20)?,
                    })
                },
            mapper: |it| BuyerRow::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ListPurchasesParams<T1>,
        BuyerRowQuery<'c, 'a, 's, C, BuyerRow, 2>,
        C,
    > for ListPurchasesStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListPurchasesParams<T1>,
    ) -> BuyerRowQuery<'c, 'a, 's, C, BuyerRow, 2> {
        self.bind(client, &params.user_id, &params.email)
    }
}
pub struct LockBuyerStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn lock_buyer() -> LockBuyerStmt {
    LockBuyerStmt(
        "select id, community_id, user_id, lead_id, email, name, phone, status, price_minor, currency, manager_id, provisioning, provisioning_error, account_existed, invited_at, first_login_at, last_active_at, modules_completed, created_at, updated_at, version from tripwire_users where id = $1 for update",
        None,
    )
}
impl LockBuyerStmt {
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
    ) -> BuyerRowQuery<'c, 'a, 's, C, BuyerRow, 1> {
        BuyerRowQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<BuyerRowBorrowed, tokio_postgres::Error> {
                    Ok(BuyerRowBorrowed {
                        id: row.try_get(0)?,
                        community_id: row.try_get(1)?,
                        user_id: row.try_get(2)?,
                        lead_id: row.try_get(3)?,
                        email: row.try_get(4)?,
                        name: row.try_get(5)?,
                        phone: row.try_get(6)?,
                        status: row.try_get(7)?,
                        price_minor: row.try_get(8)?,
                        currency: row.try_get(9)?,
                        manager_id: row.try_get(10)?,
                        provisioning: row.try_get(11)?,
                        provisioning_error: row.try_get(12)?,
                        account_existed: row.try_get(13)?,
                        invited_at: row.try_get(14)?,
                        first_login_at: row.try_get(15)?,
                        last_active_at: row.try_get(16)?,
                        modules_completed: row.try_get(17)?,
                        created_at: row.try_get(18)?,
                        updated_at: row.try_get(19)?,
                        version: row.try_get(20)?,
                    })
                },
            mapper: |it| BuyerRow::from(it),
        }
    }
}
pub struct SavePersonStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_person() -> SavePersonStmt {
    SavePersonStmt(
        "update tripwire_users set user_id = $1, account_existed = $2 where id = $3",
        None,
    )
}
impl SavePersonStmt {
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
        account_existed: &'a bool,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[user_id, account_existed, id])
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SavePersonParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SavePersonStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SavePersonParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.user_id, &params.account_existed, &params.id))
    }
}
pub struct SaveProvisioningStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_provisioning() -> SaveProvisioningStmt {
    SaveProvisioningStmt(
        "update tripwire_users set provisioning = $1, provisioning_error = $2, invited_at = coalesce($3, invited_at), updated_at = $4, version = version + 1 where id = $5",
        None,
    )
}
impl SaveProvisioningStmt {
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
        state: &'a T1,
        reason: &'a Option<T2>,
        invited_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[state, reason, invited_at, now, id])
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveProvisioningParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveProvisioningStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveProvisioningParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.state,
            &params.reason,
            &params.invited_at,
            &params.now,
            &params.id,
        ))
    }
}
pub struct CountFailedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn count_failed() -> CountFailedStmt {
    CountFailedStmt(
        "select count(*) as number, min(updated_at) as oldest_at from tripwire_users where provisioning = 'failed'",
        None,
    )
}
impl CountFailedStmt {
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
    ) -> CountFailedQuery<'c, 'a, 's, C, CountFailed, 0> {
        CountFailedQuery {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row: &tokio_postgres::Row| -> Result<CountFailed, tokio_postgres::Error> {
                Ok(CountFailed {
                    number: row.try_get(0)?,
                    oldest_at: row.try_get(1)?,
                })
            },
            mapper: |it| CountFailed::from(it),
        }
    }
}
pub struct CountBuyersStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn count_buyers() -> CountBuyersStmt {
    CountBuyersStmt(
        "select count(*) as total from tripwire_users where ($1::text is null or status = $1) and ($2::uuid is null or manager_id = $2) and ($3::timestamptz is null or created_at >= $3) and ($4::timestamptz is null or created_at < $4) and ($5::text is null or name ilike $5 or email ilike $5 or phone like $5)",
        None,
    )
}
impl CountBuyersStmt {
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
        status: &'a Option<T1>,
        manager_id: &'a Option<uuid::Uuid>,
        from_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        to_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        pattern: &'a Option<T2>,
    ) -> I64Query<'c, 'a, 's, C, i64, 5> {
        I64Query {
            client,
            params: [status, manager_id, from_at, to_at, pattern],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        CountBuyersParams<T1, T2>,
        I64Query<'c, 'a, 's, C, i64, 5>,
        C,
    > for CountBuyersStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a CountBuyersParams<T1, T2>,
    ) -> I64Query<'c, 'a, 's, C, i64, 5> {
        self.bind(
            client,
            &params.status,
            &params.manager_id,
            &params.from_at,
            &params.to_at,
            &params.pattern,
        )
    }
}
pub struct ListBuyersByCreatedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_buyers_by_created() -> ListBuyersByCreatedStmt {
    ListBuyersByCreatedStmt(
        "select id, community_id, user_id, lead_id, email, name, phone, status, price_minor, currency, manager_id, provisioning, provisioning_error, account_existed, invited_at, first_login_at, last_active_at, modules_completed, created_at, updated_at, version from tripwire_users where (created_at, id) < ( coalesce($1::timestamptz, 'infinity'), coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') ) and ($3::text is null or status = $3) and ($4::uuid is null or manager_id = $4) and ($5::timestamptz is null or created_at >= $5) and ($6::timestamptz is null or created_at < $6) and ($7::text is null or name ilike $7 or email ilike $7 or phone like $7) order by created_at desc, id desc limit $8",
        None,
    )
}
impl ListBuyersByCreatedStmt {
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
        status: &'a Option<T1>,
        manager_id: &'a Option<uuid::Uuid>,
        from_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        to_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        pattern: &'a Option<T2>,
        rows: &'a i64,
    ) -> BuyerRowQuery<'c, 'a, 's, C, BuyerRow, 8> {
        BuyerRowQuery {
            client,
            params: [
                after_at, after_id, status, manager_id, from_at, to_at, pattern, rows,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<BuyerRowBorrowed, tokio_postgres::Error> {
                    Ok(BuyerRowBorrowed {
                        id: row.try_get(0)?,
                        community_id: row.try_get(1)?,
                        user_id: row.try_get(2)?,
                        lead_id: row.try_get(3)?,
                        email: row.try_get(4)?,
                        name: row.try_get(5)?,
                        phone: row.try_get(6)?,
                        status: row.try_get(7)?,
                        price_minor: row.try_get(8)?,
                        currency: row.try_get(9)?,
                        manager_id: row.try_get(10)?,
                        provisioning: row.try_get(11)?,
                        provisioning_error: row.try_get(12)?,
                        account_existed: row.try_get(13)?,
                        invited_at: row.try_get(14)?,
                        first_login_at: row.try_get(15)?,
                        last_active_at: row.try_get(16)?,
                        modules_completed: row.try_get(17)?,
                        created_at: row.try_get(18)?,
                        updated_at: row.try_get(19)?,
                        version: row.try_get(20)?,
                    })
                },
            mapper: |it| BuyerRow::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ListBuyersByCreatedParams<T1, T2>,
        BuyerRowQuery<'c, 'a, 's, C, BuyerRow, 8>,
        C,
    > for ListBuyersByCreatedStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListBuyersByCreatedParams<T1, T2>,
    ) -> BuyerRowQuery<'c, 'a, 's, C, BuyerRow, 8> {
        self.bind(
            client,
            &params.after_at,
            &params.after_id,
            &params.status,
            &params.manager_id,
            &params.from_at,
            &params.to_at,
            &params.pattern,
            &params.rows,
        )
    }
}
pub struct ListBuyersByNameStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_buyers_by_name() -> ListBuyersByNameStmt {
    ListBuyersByNameStmt(
        "select id, community_id, user_id, lead_id, email, name, phone, status, price_minor, currency, manager_id, provisioning, provisioning_error, account_existed, invited_at, first_login_at, last_active_at, modules_completed, created_at, updated_at, version from tripwire_users where (name, id) > ( coalesce($1::text, ''), coalesce($2::uuid, '00000000-0000-0000-0000-000000000000') ) and ($3::text is null or status = $3) and ($4::uuid is null or manager_id = $4) and ($5::timestamptz is null or created_at >= $5) and ($6::timestamptz is null or created_at < $6) and ($7::text is null or name ilike $7 or email ilike $7 or phone like $7) order by name, id limit $8",
        None,
    )
}
impl ListBuyersByNameStmt {
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
        after_name: &'a Option<T1>,
        after_id: &'a Option<uuid::Uuid>,
        status: &'a Option<T2>,
        manager_id: &'a Option<uuid::Uuid>,
        from_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        to_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        pattern: &'a Option<T3>,
        rows: &'a i64,
    ) -> BuyerRowQuery<'c, 'a, 's, C, BuyerRow, 8> {
        BuyerRowQuery {
            client,
            params: [
                after_name, after_id, status, manager_id, from_at, to_at, pattern, rows,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<BuyerRowBorrowed, tokio_postgres::Error> {
                    Ok(BuyerRowBorrowed {
                        id: row.try_get(0)?,
                        community_id: row.try_get(1)?,
                        user_id: row.try_get(2)?,
                        lead_id: row.try_get(3)?,
                        email: row.try_get(4)?,
                        name: row.try_get(5)?,
                        phone: row.try_get(6)?,
                        status: row.try_get(7)?,
                        price_minor: row.try_get(8)?,
                        currency: row.try_get(9)?,
                        manager_id: row.try_get(10)?,
                        provisioning: row.try_get(11)?,
                        provisioning_error: row.try_get(12)?,
                        account_existed: row.try_get(13)?,
                        invited_at: row.try_get(14)?,
                        first_login_at: row.try_get(15)?,
                        last_active_at: row.try_get(16)?,
                        modules_completed: row.try_get(17)?,
                        created_at: row.try_get(18)?,
                        updated_at: row.try_get(19)?,
                        version: row.try_get(20)?,
                    })
                },
            mapper: |it| BuyerRow::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::StringSql, T3: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ListBuyersByNameParams<T1, T2, T3>,
        BuyerRowQuery<'c, 'a, 's, C, BuyerRow, 8>,
        C,
    > for ListBuyersByNameStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListBuyersByNameParams<T1, T2, T3>,
    ) -> BuyerRowQuery<'c, 'a, 's, C, BuyerRow, 8> {
        self.bind(
            client,
            &params.after_name,
            &params.after_id,
            &params.status,
            &params.manager_id,
            &params.from_at,
            &params.to_at,
            &params.pattern,
            &params.rows,
        )
    }
}
pub struct ListBuyersByActivityStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_buyers_by_activity() -> ListBuyersByActivityStmt {
    ListBuyersByActivityStmt(
        "select id, community_id, user_id, lead_id, email, name, phone, status, price_minor, currency, manager_id, provisioning, provisioning_error, account_existed, invited_at, first_login_at, last_active_at, modules_completed, created_at, updated_at, version from tripwire_users where (coalesce(last_active_at, 'epoch'), id) < ( coalesce($1::timestamptz, 'infinity'), coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') ) and ($3::text is null or status = $3) and ($4::uuid is null or manager_id = $4) and ($5::timestamptz is null or created_at >= $5) and ($6::timestamptz is null or created_at < $6) and ($7::text is null or name ilike $7 or email ilike $7 or phone like $7) order by coalesce(last_active_at, 'epoch') desc, id desc limit $8",
        None,
    )
}
impl ListBuyersByActivityStmt {
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
        status: &'a Option<T1>,
        manager_id: &'a Option<uuid::Uuid>,
        from_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        to_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        pattern: &'a Option<T2>,
        rows: &'a i64,
    ) -> BuyerRowQuery<'c, 'a, 's, C, BuyerRow, 8> {
        BuyerRowQuery {
            client,
            params: [
                after_at, after_id, status, manager_id, from_at, to_at, pattern, rows,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<BuyerRowBorrowed, tokio_postgres::Error> {
                    Ok(BuyerRowBorrowed {
                        id: row.try_get(0)?,
                        community_id: row.try_get(1)?,
                        user_id: row.try_get(2)?,
                        lead_id: row.try_get(3)?,
                        email: row.try_get(4)?,
                        name: row.try_get(5)?,
                        phone: row.try_get(6)?,
                        status: row.try_get(7)?,
                        price_minor: row.try_get(8)?,
                        currency: row.try_get(9)?,
                        manager_id: row.try_get(10)?,
                        provisioning: row.try_get(11)?,
                        provisioning_error: row.try_get(12)?,
                        account_existed: row.try_get(13)?,
                        invited_at: row.try_get(14)?,
                        first_login_at: row.try_get(15)?,
                        last_active_at: row.try_get(16)?,
                        modules_completed: row.try_get(17)?,
                        created_at: row.try_get(18)?,
                        updated_at: row.try_get(19)?,
                        version: row.try_get(20)?,
                    })
                },
            mapper: |it| BuyerRow::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ListBuyersByActivityParams<T1, T2>,
        BuyerRowQuery<'c, 'a, 's, C, BuyerRow, 8>,
        C,
    > for ListBuyersByActivityStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListBuyersByActivityParams<T1, T2>,
    ) -> BuyerRowQuery<'c, 'a, 's, C, BuyerRow, 8> {
        self.bind(
            client,
            &params.after_at,
            &params.after_id,
            &params.status,
            &params.manager_id,
            &params.from_at,
            &params.to_at,
            &params.pattern,
            &params.rows,
        )
    }
}
