// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct CountByStatusParams<T1: crate::StringSql> {
    pub currency: T1,
    pub manager_id: Option<uuid::Uuid>,
    pub from_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub to_at: Option<chrono::DateTime<chrono::FixedOffset>>,
}
#[derive(Debug)]
pub struct ListDaysParams<T1: crate::StringSql> {
    pub currency: T1,
    pub manager_id: Option<uuid::Uuid>,
    pub from_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub to_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub days: i64,
}
#[derive(Debug)]
pub struct ListManagersParams<T1: crate::StringSql> {
    pub currency: T1,
    pub manager_id: Option<uuid::Uuid>,
    pub from_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub to_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub managers: i64,
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct CountByStatus {
    pub total_users: i64,
    pub active_users: i64,
    pub inactive: i64,
    pub completed: i64,
    pub blocked: i64,
    pub invited: i64,
    pub opened: i64,
    pub revenue_minor: i64,
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct ListDays {
    pub day: chrono::NaiveDate,
    pub users: i64,
    pub revenue_minor: i64,
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct ListManagers {
    pub manager_id: uuid::Uuid,
    pub users: i64,
    pub revenue_minor: i64,
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct CountByStatusQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<CountByStatus, tokio_postgres::Error>,
    mapper: fn(CountByStatus) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> CountByStatusQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(CountByStatus) -> R) -> CountByStatusQuery<'c, 'a, 's, C, R, N> {
        CountByStatusQuery {
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
pub struct ListDaysQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<ListDays, tokio_postgres::Error>,
    mapper: fn(ListDays) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListDaysQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(ListDays) -> R) -> ListDaysQuery<'c, 'a, 's, C, R, N> {
        ListDaysQuery {
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
pub struct ListManagersQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<ListManagers, tokio_postgres::Error>,
    mapper: fn(ListManagers) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListManagersQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(ListManagers) -> R) -> ListManagersQuery<'c, 'a, 's, C, R, N> {
        ListManagersQuery {
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
pub struct CountByStatusStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn count_by_status() -> CountByStatusStmt {
    CountByStatusStmt(
        "select count(*) as total_users, count(*) filter (where status = 'active') as active_users, count(*) filter (where status = 'inactive') as inactive, count(*) filter (where status = 'completed') as completed, count(*) filter (where status = 'blocked') as blocked, count(*) filter (where invited_at is not null) as invited, count(*) filter (where first_login_at is not null) as opened, coalesce(sum(price_minor) filter (where currency = $1), 0)::bigint as revenue_minor from tripwire_users where ($2::uuid is null or manager_id = $2) and ($3::timestamptz is null or created_at >= $3) and ($4::timestamptz is null or created_at < $4)",
        None,
    )
}
impl CountByStatusStmt {
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
        currency: &'a T1,
        manager_id: &'a Option<uuid::Uuid>,
        from_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        to_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
    ) -> CountByStatusQuery<'c, 'a, 's, C, CountByStatus, 4> {
        CountByStatusQuery {
            client,
            params: [currency, manager_id, from_at, to_at],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row: &tokio_postgres::Row| -> Result<CountByStatus, tokio_postgres::Error> {
                Ok(CountByStatus {
                    total_users: row.try_get(0)?,
                    active_users: row.try_get(1)?,
                    inactive: row.try_get(2)?,
                    completed: row.try_get(3)?,
                    blocked: row.try_get(4)?,
                    invited: row.try_get(5)?,
                    opened: row.try_get(6)?,
                    revenue_minor: row.try_get(7)?,
                })
            },
            mapper: |it| CountByStatus::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        CountByStatusParams<T1>,
        CountByStatusQuery<'c, 'a, 's, C, CountByStatus, 4>,
        C,
    > for CountByStatusStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a CountByStatusParams<T1>,
    ) -> CountByStatusQuery<'c, 'a, 's, C, CountByStatus, 4> {
        self.bind(
            client,
            &params.currency,
            &params.manager_id,
            &params.from_at,
            &params.to_at,
        )
    }
}
pub struct ListDaysStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_days() -> ListDaysStmt {
    ListDaysStmt(
        "select ( created_at at time zone 'UTC' + case when created_at < '2024-02-29 18:00:00+00' then interval '6 hours' else interval '5 hours' end )::date as day, count(*) as users, coalesce(sum(price_minor) filter (where currency = $1), 0)::bigint as revenue_minor from tripwire_users where ($2::uuid is null or manager_id = $2) and ($3::timestamptz is null or created_at >= $3) and ($4::timestamptz is null or created_at < $4) group by 1 order by 1 desc limit $5",
        None,
    )
}
impl ListDaysStmt {
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
        currency: &'a T1,
        manager_id: &'a Option<uuid::Uuid>,
        from_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        to_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        days: &'a i64,
    ) -> ListDaysQuery<'c, 'a, 's, C, ListDays, 5> {
        ListDaysQuery {
            client,
            params: [currency, manager_id, from_at, to_at, days],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row: &tokio_postgres::Row| -> Result<ListDays, tokio_postgres::Error> {
                Ok(ListDays {
                    day: row.try_get(0)?,
                    users: row.try_get(1)?,
                    revenue_minor: row.try_get(2)?,
                })
            },
            mapper: |it| ListDays::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ListDaysParams<T1>,
        ListDaysQuery<'c, 'a, 's, C, ListDays, 5>,
        C,
    > for ListDaysStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListDaysParams<T1>,
    ) -> ListDaysQuery<'c, 'a, 's, C, ListDays, 5> {
        self.bind(
            client,
            &params.currency,
            &params.manager_id,
            &params.from_at,
            &params.to_at,
            &params.days,
        )
    }
}
pub struct ListManagersStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_managers() -> ListManagersStmt {
    ListManagersStmt(
        "select manager_id, count(*) as users, coalesce(sum(price_minor) filter (where currency = $1), 0)::bigint as revenue_minor from tripwire_users where ($2::uuid is null or manager_id = $2) and ($3::timestamptz is null or created_at >= $3) and ($4::timestamptz is null or created_at < $4) group by manager_id order by 2 desc, 3 desc, manager_id limit $5",
        None,
    )
}
impl ListManagersStmt {
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
        currency: &'a T1,
        manager_id: &'a Option<uuid::Uuid>,
        from_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        to_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        managers: &'a i64,
    ) -> ListManagersQuery<'c, 'a, 's, C, ListManagers, 5> {
        ListManagersQuery {
            client,
            params: [currency, manager_id, from_at, to_at, managers],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row: &tokio_postgres::Row| -> Result<ListManagers, tokio_postgres::Error> {
                Ok(ListManagers {
                    manager_id: row.try_get(0)?,
                    users: row.try_get(1)?,
                    revenue_minor: row.try_get(2)?,
                })
            },
            mapper: |it| ListManagers::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ListManagersParams<T1>,
        ListManagersQuery<'c, 'a, 's, C, ListManagers, 5>,
        C,
    > for ListManagersStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListManagersParams<T1>,
    ) -> ListManagersQuery<'c, 'a, 's, C, ListManagers, 5> {
        self.bind(
            client,
            &params.currency,
            &params.manager_id,
            &params.from_at,
            &params.to_at,
            &params.managers,
        )
    }
}
