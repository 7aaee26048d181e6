// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct FindFederatedParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub issuer: T1,
    pub subject: T2,
}
#[derive(Debug)]
pub struct InsertIdentityParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::StringSql,
    T5: crate::JsonSql,
> {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub provider: T1,
    pub issuer: T2,
    pub subject: T3,
    pub email: Option<T4>,
    pub data: T5,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveIdentitiesSignedOutParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub user_id: uuid::Uuid,
}
#[derive(Debug)]
pub struct FindIdentityOwnerParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub issuer: T1,
    pub subject: T2,
}
#[derive(Debug)]
pub struct RefreshUserMetadataParams<T1: crate::JsonSql> {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub said: T1,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct SaveIdentitySignInParams<T1: crate::StringSql, T2: crate::JsonSql> {
    pub email: Option<T1>,
    pub data: T2,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct SaveAppMetadataParams<T1: crate::JsonSql> {
    pub app_metadata: T1,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveDepartedParams {
    pub id: uuid::Uuid,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug, Clone, PartialEq)]
pub struct FindFederated {
    pub user_id: uuid::Uuid,
    pub signed_out_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub token_seen_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub community_id: uuid::Uuid,
    pub email: Option<String>,
    pub banned_until: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub deleted_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub locale: Option<String>,
    pub has_factor: bool,
    pub roles: Vec<String>,
}
pub struct FindFederatedBorrowed<'a> {
    pub user_id: uuid::Uuid,
    pub signed_out_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub token_seen_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub community_id: uuid::Uuid,
    pub email: Option<&'a str>,
    pub banned_until: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub deleted_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub locale: Option<&'a str>,
    pub has_factor: bool,
    pub roles: crate::ArrayIterator<'a, &'a str>,
}
impl<'a> From<FindFederatedBorrowed<'a>> for FindFederated {
    fn from(
        FindFederatedBorrowed {
            user_id,
            signed_out_at,
            token_seen_at,
            community_id,
            email,
            banned_until,
            deleted_at,
            locale,
            has_factor,
            roles,
        }: FindFederatedBorrowed<'a>,
    ) -> Self {
        Self {
            user_id,
            signed_out_at,
            token_seen_at,
            community_id,
            email: email.map(|v| v.into()),
            banned_until,
            deleted_at,
            locale: locale.map(|v| v.into()),
            has_factor,
            roles: roles.map(|v| v.into()).collect(),
        }
    }
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct FindIdentityOwner {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub deleted_at: Option<chrono::DateTime<chrono::FixedOffset>>,
}
#[derive(Debug, Clone, PartialEq)]
pub struct ListIdentitiesOf {
    pub id: uuid::Uuid,
    pub provider: String,
    pub subject: String,
    pub email: Option<String>,
    pub data: serde_json::Value,
    pub last_sign_in_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
    pub updated_at: chrono::DateTime<chrono::FixedOffset>,
}
pub struct ListIdentitiesOfBorrowed<'a> {
    pub id: uuid::Uuid,
    pub provider: &'a str,
    pub subject: &'a str,
    pub email: Option<&'a str>,
    pub data: postgres_types::Json<&'a serde_json::value::RawValue>,
    pub last_sign_in_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
    pub updated_at: chrono::DateTime<chrono::FixedOffset>,
}
impl<'a> From<ListIdentitiesOfBorrowed<'a>> for ListIdentitiesOf {
    fn from(
        ListIdentitiesOfBorrowed {
            id,
            provider,
            subject,
            email,
            data,
            last_sign_in_at,
            created_at,
            updated_at,
        }: ListIdentitiesOfBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            provider: provider.into(),
            subject: subject.into(),
            email: email.map(|v| v.into()),
            data: serde_json::from_str(data.0.get()).unwrap(),
            last_sign_in_at,
            created_at,
            updated_at,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct ListIdentityNames {
    pub issuer: String,
    pub subject: String,
}
pub struct ListIdentityNamesBorrowed<'a> {
    pub issuer: &'a str,
    pub subject: &'a str,
}
impl<'a> From<ListIdentityNamesBorrowed<'a>> for ListIdentityNames {
    fn from(ListIdentityNamesBorrowed { issuer, subject }: ListIdentityNamesBorrowed<'a>) -> Self {
        Self {
            issuer: issuer.into(),
            subject: subject.into(),
        }
    }
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct FindFederatedQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<FindFederatedBorrowed, tokio_postgres::Error>,
    mapper: fn(FindFederatedBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindFederatedQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FindFederatedBorrowed) -> R,
    ) -> FindFederatedQuery<'c, 'a, 's, C, R, N> {
        FindFederatedQuery {
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
pub struct FindIdentityOwnerQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<FindIdentityOwner, tokio_postgres::Error>,
    mapper: fn(FindIdentityOwner) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindIdentityOwnerQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FindIdentityOwner) -> R,
    ) -> FindIdentityOwnerQuery<'c, 'a, 's, C, R, N> {
        FindIdentityOwnerQuery {
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
pub struct ListIdentitiesOfQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<ListIdentitiesOfBorrowed, tokio_postgres::Error>,
    mapper: fn(ListIdentitiesOfBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListIdentitiesOfQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ListIdentitiesOfBorrowed) -> R,
    ) -> ListIdentitiesOfQuery<'c, 'a, 's, C, R, N> {
        ListIdentitiesOfQuery {
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
pub struct ListIdentityNamesQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<ListIdentityNamesBorrowed, tokio_postgres::Error>,
    mapper: fn(ListIdentityNamesBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListIdentityNamesQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ListIdentityNamesBorrowed) -> R,
    ) -> ListIdentityNamesQuery<'c, 'a, 's, C, R, N> {
        ListIdentityNamesQuery {
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
pub struct ChronoDateTimechronoFixedOffsetQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<chrono::DateTime<chrono::FixedOffset>, tokio_postgres::Error>,
    mapper: fn(chrono::DateTime<chrono::FixedOffset>) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ChronoDateTimechronoFixedOffsetQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(chrono::DateTime<chrono::FixedOffset>) -> R,
    ) -> ChronoDateTimechronoFixedOffsetQuery<'c, 'a, 's, C, R, N> {
        ChronoDateTimechronoFixedOffsetQuery {
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
pub struct FindFederatedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_federated() -> FindFederatedStmt {
    FindFederatedStmt(
        "select i.user_id, i.signed_out_at, i.token_seen_at, u.community_id, u.email, u.banned_until, u.deleted_at, p.locale, exists (select from auth.factors f where f.user_id = u.id and f.status = 'verified') as has_factor, array( select r.role from auth.user_roles r where r.user_id = u.id and r.community_id = u.community_id order by r.role ) as roles from auth.identities i join auth.users u on u.id = i.user_id left join public.profiles p on p.user_id = i.user_id where i.issuer = $1 and i.subject = $2",
        None,
    )
}
impl FindFederatedStmt {
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
        issuer: &'a T1,
        subject: &'a T2,
    ) -> FindFederatedQuery<'c, 'a, 's, C, FindFederated, 2> {
        FindFederatedQuery {
            client,
            params: [issuer, subject],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<FindFederatedBorrowed, tokio_postgres::Error> {
                    Ok(FindFederatedBorrowed {
                        user_id: row.try_get(0)?,
                        signed_out_at: row.try_get(1)?,
                        token_seen_at: row.try_get(2)?,
                        community_id: row.try_get(3)?,
                        email: row.try_get(4)?,
                        banned_until: row.try_get(5)?,
                        deleted_at: row.try_get(6)?,
                        locale: row.try_get(7)?,
                        has_factor: row.try_get(8)?,
                        roles: row.try_get(9)?,
                    })
                },
            mapper: |it| FindFederated::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        FindFederatedParams<T1, T2>,
        FindFederatedQuery<'c, 'a, 's, C, FindFederated, 2>,
        C,
    > for FindFederatedStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindFederatedParams<T1, T2>,
    ) -> FindFederatedQuery<'c, 'a, 's, C, FindFederated, 2> {
        self.bind(client, &params.issuer, &params.subject)
    }
}
pub struct InsertIdentityStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_identity() -> InsertIdentityStmt {
    InsertIdentityStmt(
        "insert into auth.identities (id, user_id, provider, issuer, subject, email, data, last_sign_in_at, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8) on conflict (issuer, subject) do nothing",
        None,
    )
}
impl InsertIdentityStmt {
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
        T5: crate::JsonSql,
    >(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        user_id: &'a uuid::Uuid,
        provider: &'a T1,
        issuer: &'a T2,
        subject: &'a T3,
        email: &'a Option<T4>,
        data: &'a T5,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[id, user_id, provider, issuer, subject, email, data, now],
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
    T5: crate::JsonSql,
>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertIdentityParams<T1, T2, T3, T4, T5>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertIdentityStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertIdentityParams<T1, T2, T3, T4, T5>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.id,
            &params.user_id,
            &params.provider,
            &params.issuer,
            &params.subject,
            &params.email,
            &params.data,
            &params.now,
        ))
    }
}
pub struct SaveIdentitiesSignedOutStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_identities_signed_out() -> SaveIdentitiesSignedOutStmt {
    SaveIdentitiesSignedOutStmt(
        "update auth.identities set signed_out_at = $1 where user_id = $2",
        None,
    )
}
impl SaveIdentitiesSignedOutStmt {
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
        SaveIdentitiesSignedOutParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveIdentitiesSignedOutStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveIdentitiesSignedOutParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.user_id))
    }
}
pub struct FindIdentityOwnerStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_identity_owner() -> FindIdentityOwnerStmt {
    FindIdentityOwnerStmt(
        "select i.id, i.user_id, u.deleted_at from auth.identities i join auth.users u on u.id = i.user_id where i.issuer = $1 and i.subject = $2",
        None,
    )
}
impl FindIdentityOwnerStmt {
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
        issuer: &'a T1,
        subject: &'a T2,
    ) -> FindIdentityOwnerQuery<'c, 'a, 's, C, FindIdentityOwner, 2> {
        FindIdentityOwnerQuery {
            client,
            params: [issuer, subject],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<FindIdentityOwner, tokio_postgres::Error> {
                    Ok(FindIdentityOwner {
                        id: row.try_get(0)?,
                        user_id: row.try_get(1)?,
                        deleted_at: row.try_get(2)?,
                    })
                },
            mapper: |it| FindIdentityOwner::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        FindIdentityOwnerParams<T1, T2>,
        FindIdentityOwnerQuery<'c, 'a, 's, C, FindIdentityOwner, 2>,
        C,
    > for FindIdentityOwnerStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindIdentityOwnerParams<T1, T2>,
    ) -> FindIdentityOwnerQuery<'c, 'a, 's, C, FindIdentityOwner, 2> {
        self.bind(client, &params.issuer, &params.subject)
    }
}
pub struct RefreshUserMetadataStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn refresh_user_metadata() -> RefreshUserMetadataStmt {
    RefreshUserMetadataStmt(
        "update auth.users u set updated_at = $1, user_metadata = u.user_metadata || ( select coalesce(jsonb_object_agg(s.key, s.value), '{}') from jsonb_each($2::jsonb) s (key, value) where coalesce(u.user_metadata -> s.key = i.data -> s.key, not jsonb_exists(u.user_metadata, s.key)) ) from auth.identities i where i.id = $3 and u.id = i.user_id and u.deleted_at is null",
        None,
    )
}
impl RefreshUserMetadataStmt {
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
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        said: &'a T1,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, said, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::JsonSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        RefreshUserMetadataParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for RefreshUserMetadataStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a RefreshUserMetadataParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.said, &params.id))
    }
}
pub struct SaveIdentitySignInStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_identity_sign_in() -> SaveIdentitySignInStmt {
    SaveIdentitySignInStmt(
        "update auth.identities set email = $1, data = $2, last_sign_in_at = $3, updated_at = $3 where id = $4",
        None,
    )
}
impl SaveIdentitySignInStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::JsonSql>(
        &'s self,
        client: &'c C,
        email: &'a Option<T1>,
        data: &'a T2,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[email, data, now, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql, T2: crate::JsonSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveIdentitySignInParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveIdentitySignInStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveIdentitySignInParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.email, &params.data, &params.now, &params.id))
    }
}
pub struct ListIdentitiesOfStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_identities_of() -> ListIdentitiesOfStmt {
    ListIdentitiesOfStmt(
        "select i.id, i.provider, i.subject, i.email, i.data, i.last_sign_in_at, i.created_at, i.updated_at from auth.identities i where i.user_id = $1 order by i.created_at, i.id",
        None,
    )
}
impl ListIdentitiesOfStmt {
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
    ) -> ListIdentitiesOfQuery<'c, 'a, 's, C, ListIdentitiesOf, 1> {
        ListIdentitiesOfQuery {
            client,
            params: [user_id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ListIdentitiesOfBorrowed, tokio_postgres::Error> {
                Ok(ListIdentitiesOfBorrowed {
                    id: row.try_get(0)?,
                    provider: row.try_get(1)?,
                    subject: row.try_get(2)?,
                    email: row.try_get(3)?,
                    data: row.try_get(4)?,
                    last_sign_in_at: row.try_get(5)?,
                    created_at: row.try_get(6)?,
                    updated_at: row.try_get(7)?,
                })
            },
            mapper: |it| ListIdentitiesOf::from(it),
        }
    }
}
pub struct DeleteIdentityStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_identity() -> DeleteIdentityStmt {
    DeleteIdentityStmt("delete from auth.identities where id = $1", None)
}
impl DeleteIdentityStmt {
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
pub struct SaveAppMetadataStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_app_metadata() -> SaveAppMetadataStmt {
    SaveAppMetadataStmt(
        "update auth.users set app_metadata = $1, updated_at = $2 where id = $3 and deleted_at is null",
        None,
    )
}
impl SaveAppMetadataStmt {
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
        app_metadata: &'a T1,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[app_metadata, now, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::JsonSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveAppMetadataParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveAppMetadataStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveAppMetadataParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.app_metadata, &params.now, &params.id))
    }
}
pub struct DeleteIdentitiesOfStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_identities_of() -> DeleteIdentitiesOfStmt {
    DeleteIdentitiesOfStmt("delete from auth.identities where user_id = $1", None)
}
impl DeleteIdentitiesOfStmt {
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
pub struct ListIdentityNamesStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_identity_names() -> ListIdentityNamesStmt {
    ListIdentityNamesStmt(
        "select i.issuer, i.subject from auth.identities i where i.user_id = $1",
        None,
    )
}
impl ListIdentityNamesStmt {
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
    ) -> ListIdentityNamesQuery<'c, 'a, 's, C, ListIdentityNames, 1> {
        ListIdentityNamesQuery {
            client,
            params: [user_id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ListIdentityNamesBorrowed, tokio_postgres::Error> {
                Ok(ListIdentityNamesBorrowed {
                    issuer: row.try_get(0)?,
                    subject: row.try_get(1)?,
                })
            },
            mapper: |it| ListIdentityNames::from(it),
        }
    }
}
pub struct SaveDepartedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_departed() -> SaveDepartedStmt {
    SaveDepartedStmt(
        "insert into auth.departed (id, departed_at) values ($1, $2) on conflict (id) do update set departed_at = excluded.departed_at",
        None,
    )
}
impl SaveDepartedStmt {
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
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[id, now]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveDepartedParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveDepartedStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveDepartedParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.id, &params.now))
    }
}
pub struct FindDepartedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_departed() -> FindDepartedStmt {
    FindDepartedStmt("select departed_at from auth.departed where id = $1", None)
}
impl FindDepartedStmt {
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
    ) -> ChronoDateTimechronoFixedOffsetQuery<'c, 'a, 's, C, chrono::DateTime<chrono::FixedOffset>, 1>
    {
        ChronoDateTimechronoFixedOffsetQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
