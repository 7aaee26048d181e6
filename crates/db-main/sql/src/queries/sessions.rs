// This file was generated with `cornucopia`. Do not modify.

#[derive(Clone, Copy, Debug)]
pub struct WasFollowedParams {
    pub id: uuid::Uuid,
    pub since: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct InsertSessionParams<
    T1: crate::StringSql,
    T2: crate::JsonSql,
    T3: crate::StringSql,
    T4: crate::StringSql,
    T5: crate::BytesSql,
> {
    pub id: uuid::Uuid,
    pub aal: T1,
    pub amr: T2,
    pub user_agent: Option<T3>,
    pub ip_prefix: Option<T4>,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub not_after: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub refresh_key: T5,
    pub user_id: uuid::Uuid,
}
#[derive(Debug)]
pub struct SaveRotationParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub refresh_counter: i64,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub user_agent: Option<T1>,
    pub ip_prefix: Option<T2>,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct SaveRaisedParams<T1: crate::JsonSql> {
    pub factor_id: uuid::Uuid,
    pub amr: T1,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct SaveLoweredParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub user_id: uuid::Uuid,
    pub factor_ids: T1,
}
#[derive(Clone, Copy, Debug)]
pub struct DeleteSessionsBelowAal2Params {
    pub user_id: uuid::Uuid,
    pub kept: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveSeenParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct DeleteOtherSessionsParams {
    pub user_id: uuid::Uuid,
    pub kept: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct ListSessionsOfParams {
    pub user_id: uuid::Uuid,
    pub rows: i64,
}
#[derive(Clone, Copy, Debug)]
pub struct DeleteSessionOfParams {
    pub user_id: uuid::Uuid,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct SaveSessionKeptParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub user_agent: Option<T1>,
    pub ip_prefix: Option<T2>,
    pub not_after: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Debug, Clone, PartialEq)]
pub struct FindLiveSession {
    pub user_id: uuid::Uuid,
    pub community_id: uuid::Uuid,
    pub aal: String,
    pub seen_at: chrono::DateTime<chrono::FixedOffset>,
    pub not_after: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub email: Option<String>,
    pub banned_until: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub deleted_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub locale: Option<String>,
    pub has_factor: bool,
    pub roles: Vec<String>,
}
pub struct FindLiveSessionBorrowed<'a> {
    pub user_id: uuid::Uuid,
    pub community_id: uuid::Uuid,
    pub aal: &'a str,
    pub seen_at: chrono::DateTime<chrono::FixedOffset>,
    pub not_after: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub email: Option<&'a str>,
    pub banned_until: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub deleted_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub locale: Option<&'a str>,
    pub has_factor: bool,
    pub roles: crate::ArrayIterator<'a, &'a str>,
}
impl<'a> From<FindLiveSessionBorrowed<'a>> for FindLiveSession {
    fn from(
        FindLiveSessionBorrowed {
            user_id,
            community_id,
            aal,
            seen_at,
            not_after,
            email,
            banned_until,
            deleted_at,
            locale,
            has_factor,
            roles,
        }: FindLiveSessionBorrowed<'a>,
    ) -> Self {
        Self {
            user_id,
            community_id,
            aal: aal.into(),
            seen_at,
            not_after,
            email: email.map(|v| v.into()),
            banned_until,
            deleted_at,
            locale: locale.map(|v| v.into()),
            has_factor,
            roles: roles.map(|v| v.into()).collect(),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct LockedSessionRow {
    pub user_id: uuid::Uuid,
    pub aal: String,
    pub amr: serde_json::Value,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
    pub user_agent: Option<String>,
    pub ip_prefix: Option<String>,
    pub refreshed_at: chrono::DateTime<chrono::FixedOffset>,
    pub seen_at: chrono::DateTime<chrono::FixedOffset>,
    pub not_after: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub refresh_key: Vec<u8>,
    pub refresh_counter: i64,
    pub refresh_floor: i64,
}
pub struct LockedSessionRowBorrowed<'a> {
    pub user_id: uuid::Uuid,
    pub aal: &'a str,
    pub amr: postgres_types::Json<&'a serde_json::value::RawValue>,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
    pub user_agent: Option<&'a str>,
    pub ip_prefix: Option<&'a str>,
    pub refreshed_at: chrono::DateTime<chrono::FixedOffset>,
    pub seen_at: chrono::DateTime<chrono::FixedOffset>,
    pub not_after: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub refresh_key: &'a [u8],
    pub refresh_counter: i64,
    pub refresh_floor: i64,
}
impl<'a> From<LockedSessionRowBorrowed<'a>> for LockedSessionRow {
    fn from(
        LockedSessionRowBorrowed {
            user_id,
            aal,
            amr,
            created_at,
            user_agent,
            ip_prefix,
            refreshed_at,
            seen_at,
            not_after,
            refresh_key,
            refresh_counter,
            refresh_floor,
        }: LockedSessionRowBorrowed<'a>,
    ) -> Self {
        Self {
            user_id,
            aal: aal.into(),
            amr: serde_json::from_str(amr.0.get()).unwrap(),
            created_at,
            user_agent: user_agent.map(|v| v.into()),
            ip_prefix: ip_prefix.map(|v| v.into()),
            refreshed_at,
            seen_at,
            not_after,
            refresh_key: refresh_key.into(),
            refresh_counter,
            refresh_floor,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct ListSessionsOf {
    pub id: uuid::Uuid,
    pub aal: String,
    pub amr: serde_json::Value,
    pub user_agent: Option<String>,
    pub ip_prefix: Option<String>,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
    pub refreshed_at: chrono::DateTime<chrono::FixedOffset>,
    pub seen_at: chrono::DateTime<chrono::FixedOffset>,
    pub not_after: Option<chrono::DateTime<chrono::FixedOffset>>,
}
pub struct ListSessionsOfBorrowed<'a> {
    pub id: uuid::Uuid,
    pub aal: &'a str,
    pub amr: postgres_types::Json<&'a serde_json::value::RawValue>,
    pub user_agent: Option<&'a str>,
    pub ip_prefix: Option<&'a str>,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
    pub refreshed_at: chrono::DateTime<chrono::FixedOffset>,
    pub seen_at: chrono::DateTime<chrono::FixedOffset>,
    pub not_after: Option<chrono::DateTime<chrono::FixedOffset>>,
}
impl<'a> From<ListSessionsOfBorrowed<'a>> for ListSessionsOf {
    fn from(
        ListSessionsOfBorrowed {
            id,
            aal,
            amr,
            user_agent,
            ip_prefix,
            created_at,
            refreshed_at,
            seen_at,
            not_after,
        }: ListSessionsOfBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            aal: aal.into(),
            amr: serde_json::from_str(amr.0.get()).unwrap(),
            user_agent: user_agent.map(|v| v.into()),
            ip_prefix: ip_prefix.map(|v| v.into()),
            created_at,
            refreshed_at,
            seen_at,
            not_after,
        }
    }
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct FindLiveSessionQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<FindLiveSessionBorrowed, tokio_postgres::Error>,
    mapper: fn(FindLiveSessionBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindLiveSessionQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FindLiveSessionBorrowed) -> R,
    ) -> FindLiveSessionQuery<'c, 'a, 's, C, R, N> {
        FindLiveSessionQuery {
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
pub struct LockedSessionRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<LockedSessionRowBorrowed, tokio_postgres::Error>,
    mapper: fn(LockedSessionRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> LockedSessionRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(LockedSessionRowBorrowed) -> R,
    ) -> LockedSessionRowQuery<'c, 'a, 's, C, R, N> {
        LockedSessionRowQuery {
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
pub struct ListSessionsOfQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<ListSessionsOfBorrowed, tokio_postgres::Error>,
    mapper: fn(ListSessionsOfBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListSessionsOfQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ListSessionsOfBorrowed) -> R,
    ) -> ListSessionsOfQuery<'c, 'a, 's, C, R, N> {
        ListSessionsOfQuery {
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
pub struct FindLiveSessionStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_live_session() -> FindLiveSessionStmt {
    FindLiveSessionStmt(
        "select s.user_id, s.community_id, s.aal, s.seen_at, s.not_after, u.email, u.banned_until, u.deleted_at, p.locale, exists (select from auth.factors f where f.user_id = s.user_id and f.status = 'verified') as has_factor, array( select r.role from auth.user_roles r where r.user_id = s.user_id and r.community_id = s.community_id order by r.role ) as roles from auth.sessions s join auth.users u on u.id = s.user_id left join public.profiles p on p.user_id = s.user_id where s.id = $1",
        None,
    )
}
impl FindLiveSessionStmt {
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
    ) -> FindLiveSessionQuery<'c, 'a, 's, C, FindLiveSession, 1> {
        FindLiveSessionQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<FindLiveSessionBorrowed, tokio_postgres::Error> {
                Ok(FindLiveSessionBorrowed {
                    user_id: row.try_get(0)?,
                    community_id: row.try_get(1)?,
                    aal: row.try_get(2)?,
                    seen_at: row.try_get(3)?,
                    not_after: row.try_get(4)?,
                    email: row.try_get(5)?,
                    banned_until: row.try_get(6)?,
                    deleted_at: row.try_get(7)?,
                    locale: row.try_get(8)?,
                    has_factor: row.try_get(9)?,
                    roles: row.try_get(10)?,
                })
            },
            mapper: |it| FindLiveSession::from(it),
        }
    }
}
pub struct LockSessionStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn lock_session() -> LockSessionStmt {
    LockSessionStmt(
        "select s.user_id, s.aal, s.amr, s.created_at, s.user_agent, s.ip_prefix, s.refreshed_at, s.seen_at, s.not_after, s.refresh_key, s.refresh_counter, s.refresh_floor from auth.sessions s where s.id = $1 for update",
        None,
    )
}
impl LockSessionStmt {
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
    ) -> LockedSessionRowQuery<'c, 'a, 's, C, LockedSessionRow, 1> {
        LockedSessionRowQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<LockedSessionRowBorrowed, tokio_postgres::Error> {
                Ok(LockedSessionRowBorrowed {
                    user_id: row.try_get(0)?,
                    aal: row.try_get(1)?,
                    amr: row.try_get(2)?,
                    created_at: row.try_get(3)?,
                    user_agent: row.try_get(4)?,
                    ip_prefix: row.try_get(5)?,
                    refreshed_at: row.try_get(6)?,
                    seen_at: row.try_get(7)?,
                    not_after: row.try_get(8)?,
                    refresh_key: row.try_get(9)?,
                    refresh_counter: row.try_get(10)?,
                    refresh_floor: row.try_get(11)?,
                })
            },
            mapper: |it| LockedSessionRow::from(it),
        }
    }
}
pub struct TryLockSessionStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn try_lock_session() -> TryLockSessionStmt {
    TryLockSessionStmt(
        "select s.user_id, s.aal, s.amr, s.created_at, s.user_agent, s.ip_prefix, s.refreshed_at, s.seen_at, s.not_after, s.refresh_key, s.refresh_counter, s.refresh_floor from auth.sessions s where s.id = $1 for update skip locked",
        None,
    )
}
impl TryLockSessionStmt {
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
    ) -> LockedSessionRowQuery<'c, 'a, 's, C, LockedSessionRow, 1> {
        LockedSessionRowQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<LockedSessionRowBorrowed, tokio_postgres::Error> {
                Ok(LockedSessionRowBorrowed {
                    user_id: row.try_get(0)?,
                    aal: row.try_get(1)?,
                    amr: row.try_get(2)?,
                    created_at: row.try_get(3)?,
                    user_agent: row.try_get(4)?,
                    ip_prefix: row.try_get(5)?,
                    refreshed_at: row.try_get(6)?,
                    seen_at: row.try_get(7)?,
                    not_after: row.try_get(8)?,
                    refresh_key: row.try_get(9)?,
                    refresh_counter: row.try_get(10)?,
                    refresh_floor: row.try_get(11)?,
                })
            },
            mapper: |it| LockedSessionRow::from(it),
        }
    }
}
pub struct SessionExistsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn session_exists() -> SessionExistsStmt {
    SessionExistsStmt(
        "select exists (select from auth.sessions s where s.id = $1) as is_there",
        None,
    )
}
impl SessionExistsStmt {
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
    ) -> BoolQuery<'c, 'a, 's, C, bool, 1> {
        BoolQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
pub struct WasFollowedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn was_followed() -> WasFollowedStmt {
    WasFollowedStmt(
        "select exists ( select from auth.audit_events e where e.session_id = $1 and e.action = 'session.refresh_followed' and e.at > $2 ) as lately",
        None,
    )
}
impl WasFollowedStmt {
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
        since: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> BoolQuery<'c, 'a, 's, C, bool, 2> {
        BoolQuery {
            client,
            params: [id, since],
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
        WasFollowedParams,
        BoolQuery<'c, 'a, 's, C, bool, 2>,
        C,
    > for WasFollowedStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a WasFollowedParams,
    ) -> BoolQuery<'c, 'a, 's, C, bool, 2> {
        self.bind(client, &params.id, &params.since)
    }
}
pub struct InsertSessionStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_session() -> InsertSessionStmt {
    InsertSessionStmt(
        "insert into auth.sessions (id, user_id, community_id, aal, amr, user_agent, ip_prefix, created_at, updated_at, refreshed_at, seen_at, not_after, refresh_key, refresh_counter) select $1, u.id, u.community_id, $2, $3, $4, $5, $6, $6, $6, $6, $7, $8, 0 from auth.users u where u.id = $9 and u.deleted_at is null",
        None,
    )
}
impl InsertSessionStmt {
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
        T3: crate::StringSql,
        T4: crate::StringSql,
        T5: crate::BytesSql,
    >(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        aal: &'a T1,
        amr: &'a T2,
        user_agent: &'a Option<T3>,
        ip_prefix: &'a Option<T4>,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        not_after: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        refresh_key: &'a T5,
        user_id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[
                    id,
                    aal,
                    amr,
                    user_agent,
                    ip_prefix,
                    now,
                    not_after,
                    refresh_key,
                    user_id,
                ],
            )
            .await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::StringSql,
    T2: crate::JsonSql,
    T3: crate::StringSql,
    T4: crate::StringSql,
    T5: crate::BytesSql,
>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertSessionParams<T1, T2, T3, T4, T5>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertSessionStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertSessionParams<T1, T2, T3, T4, T5>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.id,
            &params.aal,
            &params.amr,
            &params.user_agent,
            &params.ip_prefix,
            &params.now,
            &params.not_after,
            &params.refresh_key,
            &params.user_id,
        ))
    }
}
pub struct SaveRotationStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_rotation() -> SaveRotationStmt {
    SaveRotationStmt(
        "update auth.sessions set refresh_counter = $1, refreshed_at = $2, seen_at = $2, updated_at = $2, user_agent = coalesce($3, user_agent), ip_prefix = coalesce($4, ip_prefix) where id = $5",
        None,
    )
}
impl SaveRotationStmt {
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
        refresh_counter: &'a i64,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        user_agent: &'a Option<T1>,
        ip_prefix: &'a Option<T2>,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[refresh_counter, now, user_agent, ip_prefix, id])
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveRotationParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveRotationStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveRotationParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.refresh_counter,
            &params.now,
            &params.user_agent,
            &params.ip_prefix,
            &params.id,
        ))
    }
}
pub struct SaveRaisedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_raised() -> SaveRaisedStmt {
    SaveRaisedStmt(
        "update auth.sessions set aal = 'aal2', factor_id = $1, amr = $2, refresh_counter = refresh_counter + 2, refresh_floor = refresh_counter + 2, refreshed_at = $3, seen_at = $3, updated_at = $3 where id = $4 returning refresh_counter",
        None,
    )
}
impl SaveRaisedStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::JsonSql>(
        &'s self,
        client: &'c C,
        factor_id: &'a uuid::Uuid,
        amr: &'a T1,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a uuid::Uuid,
    ) -> I64Query<'c, 'a, 's, C, i64, 4> {
        I64Query {
            client,
            params: [factor_id, amr, now, id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::JsonSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        SaveRaisedParams<T1>,
        I64Query<'c, 'a, 's, C, i64, 4>,
        C,
    > for SaveRaisedStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a SaveRaisedParams<T1>,
    ) -> I64Query<'c, 'a, 's, C, i64, 4> {
        self.bind(
            client,
            &params.factor_id,
            &params.amr,
            &params.now,
            &params.id,
        )
    }
}
pub struct SaveLoweredStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_lowered() -> SaveLoweredStmt {
    SaveLoweredStmt(
        "update auth.sessions set aal = 'aal1', factor_id = null, updated_at = $1, amr = coalesce(( select jsonb_agg(proof order by place) from jsonb_array_elements(amr) with ordinality as given (proof, place) where proof ->> 'method' not in ('totp', 'mfa/recovery_code') ), '[]') where user_id = $2 and factor_id = any ($3)",
        None,
    )
}
impl SaveLoweredStmt {
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
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        user_id: &'a uuid::Uuid,
        factor_ids: &'a T1,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, user_id, factor_ids]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::ArraySql<Item = uuid::Uuid>>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveLoweredParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveLoweredStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveLoweredParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.user_id, &params.factor_ids))
    }
}
pub struct DeleteSessionsBelowAal2Stmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_sessions_below_aal2() -> DeleteSessionsBelowAal2Stmt {
    DeleteSessionsBelowAal2Stmt(
        "delete from auth.sessions where user_id = $1 and id <> $2 and aal = 'aal1'",
        None,
    )
}
impl DeleteSessionsBelowAal2Stmt {
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
        DeleteSessionsBelowAal2Params,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for DeleteSessionsBelowAal2Stmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteSessionsBelowAal2Params,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.user_id, &params.kept))
    }
}
pub struct SaveSeenStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_seen() -> SaveSeenStmt {
    SaveSeenStmt(
        "update auth.sessions set seen_at = $1 where id = $2 and seen_at < $1",
        None,
    )
}
impl SaveSeenStmt {
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
        SaveSeenParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveSeenStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveSeenParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.id))
    }
}
pub struct DeleteSessionStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_session() -> DeleteSessionStmt {
    DeleteSessionStmt("delete from auth.sessions where id = $1", None)
}
impl DeleteSessionStmt {
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
pub struct DeleteSessionsOfStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_sessions_of() -> DeleteSessionsOfStmt {
    DeleteSessionsOfStmt("delete from auth.sessions where user_id = $1", None)
}
impl DeleteSessionsOfStmt {
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
pub struct DeleteOtherSessionsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_other_sessions() -> DeleteOtherSessionsStmt {
    DeleteOtherSessionsStmt(
        "delete from auth.sessions where user_id = $1 and id <> $2",
        None,
    )
}
impl DeleteOtherSessionsStmt {
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
        DeleteOtherSessionsParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for DeleteOtherSessionsStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteOtherSessionsParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.user_id, &params.kept))
    }
}
pub struct ListSessionsOfStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_sessions_of() -> ListSessionsOfStmt {
    ListSessionsOfStmt(
        "select s.id, s.aal, s.amr, s.user_agent, s.ip_prefix, s.created_at, s.refreshed_at, s.seen_at, s.not_after from auth.sessions s where s.user_id = $1 order by s.seen_at desc, s.id limit $2",
        None,
    )
}
impl ListSessionsOfStmt {
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
        rows: &'a i64,
    ) -> ListSessionsOfQuery<'c, 'a, 's, C, ListSessionsOf, 2> {
        ListSessionsOfQuery {
            client,
            params: [user_id, rows],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ListSessionsOfBorrowed, tokio_postgres::Error> {
                Ok(ListSessionsOfBorrowed {
                    id: row.try_get(0)?,
                    aal: row.try_get(1)?,
                    amr: row.try_get(2)?,
                    user_agent: row.try_get(3)?,
                    ip_prefix: row.try_get(4)?,
                    created_at: row.try_get(5)?,
                    refreshed_at: row.try_get(6)?,
                    seen_at: row.try_get(7)?,
                    not_after: row.try_get(8)?,
                })
            },
            mapper: |it| ListSessionsOf::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ListSessionsOfParams,
        ListSessionsOfQuery<'c, 'a, 's, C, ListSessionsOf, 2>,
        C,
    > for ListSessionsOfStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListSessionsOfParams,
    ) -> ListSessionsOfQuery<'c, 'a, 's, C, ListSessionsOf, 2> {
        self.bind(client, &params.user_id, &params.rows)
    }
}
pub struct DeleteSessionOfStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_session_of() -> DeleteSessionOfStmt {
    DeleteSessionOfStmt(
        "delete from auth.sessions where user_id = $1 and id = $2",
        None,
    )
}
impl DeleteSessionOfStmt {
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
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[user_id, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        DeleteSessionOfParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for DeleteSessionOfStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteSessionOfParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.user_id, &params.id))
    }
}
pub struct SaveSessionKeptStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_session_kept() -> SaveSessionKeptStmt {
    SaveSessionKeptStmt(
        "update auth.sessions set user_agent = $1, ip_prefix = $2, not_after = $3, updated_at = $4 where id = $5",
        None,
    )
}
impl SaveSessionKeptStmt {
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
        user_agent: &'a Option<T1>,
        ip_prefix: &'a Option<T2>,
        not_after: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[user_agent, ip_prefix, not_after, now, id])
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveSessionKeptParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveSessionKeptStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveSessionKeptParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.user_agent,
            &params.ip_prefix,
            &params.not_after,
            &params.now,
            &params.id,
        ))
    }
}
