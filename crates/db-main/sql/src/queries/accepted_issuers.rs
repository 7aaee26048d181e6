// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct SaveAcceptedIssuerParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::BytesSql,
> {
    pub issuer: T1,
    pub name: T2,
    pub audience: T3,
    pub keys_tag: T4,
    pub accept_until: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct CountTokenHoldersParams<T1: crate::StringSql> {
    pub issuer: T1,
    pub since: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct SaveTokenSeenParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub issuer: T1,
    pub subject: T2,
}
#[derive(Debug, Clone, PartialEq)]
pub struct ListAcceptedIssuers {
    pub issuer: String,
    pub name: String,
    pub audience: String,
    pub keys_tag: Vec<u8>,
    pub accept_until: Option<chrono::DateTime<chrono::FixedOffset>>,
}
pub struct ListAcceptedIssuersBorrowed<'a> {
    pub issuer: &'a str,
    pub name: &'a str,
    pub audience: &'a str,
    pub keys_tag: &'a [u8],
    pub accept_until: Option<chrono::DateTime<chrono::FixedOffset>>,
}
impl<'a> From<ListAcceptedIssuersBorrowed<'a>> for ListAcceptedIssuers {
    fn from(
        ListAcceptedIssuersBorrowed {
            issuer,
            name,
            audience,
            keys_tag,
            accept_until,
        }: ListAcceptedIssuersBorrowed<'a>,
    ) -> Self {
        Self {
            issuer: issuer.into(),
            name: name.into(),
            audience: audience.into(),
            keys_tag: keys_tag.into(),
            accept_until,
        }
    }
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct ListAcceptedIssuersQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor:
        fn(&tokio_postgres::Row) -> Result<ListAcceptedIssuersBorrowed, tokio_postgres::Error>,
    mapper: fn(ListAcceptedIssuersBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListAcceptedIssuersQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ListAcceptedIssuersBorrowed) -> R,
    ) -> ListAcceptedIssuersQuery<'c, 'a, 's, C, R, N> {
        ListAcceptedIssuersQuery {
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
pub struct ListAcceptedIssuersStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_accepted_issuers() -> ListAcceptedIssuersStmt {
    ListAcceptedIssuersStmt(
        "select a.issuer, a.name, a.audience, a.keys_tag, a.accept_until from auth.accepted_issuers a order by a.issuer",
        None,
    )
}
impl ListAcceptedIssuersStmt {
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
    ) -> ListAcceptedIssuersQuery<'c, 'a, 's, C, ListAcceptedIssuers, 0> {
        ListAcceptedIssuersQuery {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ListAcceptedIssuersBorrowed, tokio_postgres::Error> {
                Ok(ListAcceptedIssuersBorrowed {
                    issuer: row.try_get(0)?,
                    name: row.try_get(1)?,
                    audience: row.try_get(2)?,
                    keys_tag: row.try_get(3)?,
                    accept_until: row.try_get(4)?,
                })
            },
            mapper: |it| ListAcceptedIssuers::from(it),
        }
    }
}
pub struct SaveAcceptedIssuerStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_accepted_issuer() -> SaveAcceptedIssuerStmt {
    SaveAcceptedIssuerStmt(
        "insert into auth.accepted_issuers (issuer, name, audience, keys_tag, accept_until, first_accepted_at, last_accepted_at) values ($1, $2, $3, $4, $5, $6, $6) on conflict (issuer) do update set name = excluded.name, audience = excluded.audience, keys_tag = excluded.keys_tag, accept_until = excluded.accept_until, last_accepted_at = excluded.last_accepted_at",
        None,
    )
}
impl SaveAcceptedIssuerStmt {
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
        T4: crate::BytesSql,
    >(
        &'s self,
        client: &'c C,
        issuer: &'a T1,
        name: &'a T2,
        audience: &'a T3,
        keys_tag: &'a T4,
        accept_until: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[issuer, name, audience, keys_tag, accept_until, now],
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
    T4: crate::BytesSql,
>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveAcceptedIssuerParams<T1, T2, T3, T4>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveAcceptedIssuerStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveAcceptedIssuerParams<T1, T2, T3, T4>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.issuer,
            &params.name,
            &params.audience,
            &params.keys_tag,
            &params.accept_until,
            &params.now,
        ))
    }
}
pub struct DeleteAcceptedIssuersExceptStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_accepted_issuers_except() -> DeleteAcceptedIssuersExceptStmt {
    DeleteAcceptedIssuersExceptStmt(
        "delete from auth.accepted_issuers a where a.issuer <> all ($1)",
        None,
    )
}
impl DeleteAcceptedIssuersExceptStmt {
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
        T2: crate::ArraySql<Item = T1>,
    >(
        &'s self,
        client: &'c C,
        kept: &'a T2,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[kept]).await
    }
}
pub struct CountTokenHoldersStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn count_token_holders() -> CountTokenHoldersStmt {
    CountTokenHoldersStmt(
        "select count(*) as people from auth.identities i join auth.users u on u.id = i.user_id where i.issuer = $1 and i.token_seen_at > $2 and u.deleted_at is null and (i.signed_out_at is null or i.signed_out_at < i.token_seen_at)",
        None,
    )
}
impl CountTokenHoldersStmt {
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
        issuer: &'a T1,
        since: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> I64Query<'c, 'a, 's, C, i64, 2> {
        I64Query {
            client,
            params: [issuer, since],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        CountTokenHoldersParams<T1>,
        I64Query<'c, 'a, 's, C, i64, 2>,
        C,
    > for CountTokenHoldersStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a CountTokenHoldersParams<T1>,
    ) -> I64Query<'c, 'a, 's, C, i64, 2> {
        self.bind(client, &params.issuer, &params.since)
    }
}
pub struct SaveTokenSeenStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_token_seen() -> SaveTokenSeenStmt {
    SaveTokenSeenStmt(
        "update auth.identities set token_seen_at = $1 where issuer = $2 and subject = $3",
        None,
    )
}
impl SaveTokenSeenStmt {
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
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        issuer: &'a T1,
        subject: &'a T2,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, issuer, subject]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveTokenSeenParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveTokenSeenStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveTokenSeenParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.issuer, &params.subject))
    }
}
