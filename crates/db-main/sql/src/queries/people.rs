// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug, Clone, PartialEq)]
pub struct CountStrays {
    pub what: String,
    pub rows: i64,
}
pub struct CountStraysBorrowed<'a> {
    pub what: &'a str,
    pub rows: i64,
}
impl<'a> From<CountStraysBorrowed<'a>> for CountStrays {
    fn from(CountStraysBorrowed { what, rows }: CountStraysBorrowed<'a>) -> Self {
        Self {
            what: what.into(),
            rows,
        }
    }
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct CountStraysQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<CountStraysBorrowed, tokio_postgres::Error>,
    mapper: fn(CountStraysBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> CountStraysQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(CountStraysBorrowed) -> R,
    ) -> CountStraysQuery<'c, 'a, 's, C, R, N> {
        CountStraysQuery {
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
pub struct CountStraysStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn count_strays() -> CountStraysStmt {
    CountStraysStmt(
        "select 'profiles without a person' as what, count(*) as rows from public.profiles x where not exists (select from auth.users u where u.id = x.user_id) union all select 'memberships without a person', count(*) from public.memberships x where not exists (select from auth.users u where u.id = x.user_id) union all select 'enrolments without a person', count(*) from public.enrolments x where not exists (select from auth.users u where u.id = x.user_id) union all select 'roles without a person', count(*) from auth.user_roles x where not exists (select from auth.users u where u.id = x.user_id) union all select 'passwords without a person', count(*) from auth.credentials x where not exists (select from auth.users u where u.id = x.user_id) union all select 'sessions without a person', count(*) from auth.sessions x where not exists (select from auth.users u where u.id = x.user_id) union all select 'factors without a person', count(*) from auth.factors x where not exists (select from auth.users u where u.id = x.user_id) union all select 'names at providers without a person', count(*) from auth.identities x where not exists (select from auth.users u where u.id = x.user_id) union all select 'people without a profile', count(*) from auth.users u where u.deleted_at is null and not u.is_anonymous and u.created_at < $1 and not exists (select from public.profiles x where x.user_id = u.id) union all select 'people whom nothing can reach', count(*) from auth.users u where u.deleted_at is null and not u.is_anonymous and u.email is null and not exists (select from auth.identities i where i.user_id = u.id) union all select 'deleted people who could come in', count(*) from auth.users u where u.deleted_at is not null and (exists (select from auth.sessions s where s.user_id = u.id) or exists (select from auth.credentials c where c.user_id = u.id) or exists (select from auth.factors f where f.user_id = u.id) or exists (select from auth.identities i where i.user_id = u.id) or exists (select from auth.user_roles r where r.user_id = u.id))",
        None,
    )
}
impl CountStraysStmt {
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
        before: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> CountStraysQuery<'c, 'a, 's, C, CountStrays, 1> {
        CountStraysQuery {
            client,
            params: [before],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<CountStraysBorrowed, tokio_postgres::Error> {
                    Ok(CountStraysBorrowed {
                        what: row.try_get(0)?,
                        rows: row.try_get(1)?,
                    })
                },
            mapper: |it| CountStrays::from(it),
        }
    }
}
pub struct FindUnknownPeopleStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_unknown_people() -> FindUnknownPeopleStmt {
    FindUnknownPeopleStmt(
        "select p.id from unnest($1::uuid[]) as p (id) where not exists (select from auth.users u where u.id = p.id)",
        None,
    )
}
impl FindUnknownPeopleStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::ArraySql<Item = uuid::Uuid>>(
        &'s self,
        client: &'c C,
        ids: &'a T1,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 1> {
        UuidUuidQuery {
            client,
            params: [ids],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
