// This file was generated with `cornucopia`. Do not modify.

#[derive(Clone, Copy, Debug)]
pub struct EnsureMembershipParams {
    pub community_id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct EnsureProfileParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub name: Option<T1>,
    pub locale: Option<T2>,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub community_id: uuid::Uuid,
    pub user_id: uuid::Uuid,
}
#[derive(Debug)]
pub struct SaveFirstLocaleParams<T1: crate::StringSql> {
    pub locale: T1,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub user_id: uuid::Uuid,
}
#[derive(Debug)]
pub struct UpdateProfileParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub name: Option<T1>,
    pub locale: Option<T2>,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub user_id: uuid::Uuid,
    pub version: Option<i32>,
}
#[derive(Debug, Clone, PartialEq)]
pub struct FindProfile {
    pub user_id: uuid::Uuid,
    pub community_id: uuid::Uuid,
    pub name: String,
    pub chosen: Option<String>,
    pub zone: String,
    pub phone: Option<String>,
    pub version: i32,
    pub locale: String,
    pub communities: serde_json::Value,
}
pub struct FindProfileBorrowed<'a> {
    pub user_id: uuid::Uuid,
    pub community_id: uuid::Uuid,
    pub name: &'a str,
    pub chosen: Option<&'a str>,
    pub zone: &'a str,
    pub phone: Option<&'a str>,
    pub version: i32,
    pub locale: &'a str,
    pub communities: postgres_types::Json<&'a serde_json::value::RawValue>,
}
impl<'a> From<FindProfileBorrowed<'a>> for FindProfile {
    fn from(
        FindProfileBorrowed {
            user_id,
            community_id,
            name,
            chosen,
            zone,
            phone,
            version,
            locale,
            communities,
        }: FindProfileBorrowed<'a>,
    ) -> Self {
        Self {
            user_id,
            community_id,
            name: name.into(),
            chosen: chosen.map(|v| v.into()),
            zone: zone.into(),
            phone: phone.map(|v| v.into()),
            version,
            locale: locale.into(),
            communities: serde_json::from_str(communities.0.get()).unwrap(),
        }
    }
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct FindProfileQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<FindProfileBorrowed, tokio_postgres::Error>,
    mapper: fn(FindProfileBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindProfileQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FindProfileBorrowed) -> R,
    ) -> FindProfileQuery<'c, 'a, 's, C, R, N> {
        FindProfileQuery {
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
pub struct FindProfileStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_profile() -> FindProfileStmt {
    FindProfileStmt(
        "select p.user_id, p.community_id, p.name, p.locale as chosen, p.zone, p.phone, p.version, coalesce(p.locale, own.locale, 'ru') as locale, coalesce(own.communities, '[]') as communities from profiles p cross join lateral ( select jsonb_agg(jsonb_build_object('id', c.id, 'slug', c.slug, 'name', c.name) order by c.slug) as communities, max(c.locale) filter (where c.id = p.community_id) as locale from communities c ) own where p.user_id = $1",
        None,
    )
}
impl FindProfileStmt {
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
    ) -> FindProfileQuery<'c, 'a, 's, C, FindProfile, 1> {
        FindProfileQuery {
            client,
            params: [user_id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<FindProfileBorrowed, tokio_postgres::Error> {
                    Ok(FindProfileBorrowed {
                        user_id: row.try_get(0)?,
                        community_id: row.try_get(1)?,
                        name: row.try_get(2)?,
                        chosen: row.try_get(3)?,
                        zone: row.try_get(4)?,
                        phone: row.try_get(5)?,
                        version: row.try_get(6)?,
                        locale: row.try_get(7)?,
                        communities: row.try_get(8)?,
                    })
                },
            mapper: |it| FindProfile::from(it),
        }
    }
}
pub struct EnsureMembershipStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn ensure_membership() -> EnsureMembershipStmt {
    EnsureMembershipStmt(
        "insert into memberships (community_id, user_id, created_at) values ($1, $2, $3) on conflict do nothing",
        None,
    )
}
impl EnsureMembershipStmt {
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
        community_id: &'a uuid::Uuid,
        user_id: &'a uuid::Uuid,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[community_id, user_id, now]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        EnsureMembershipParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for EnsureMembershipStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a EnsureMembershipParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.community_id, &params.user_id, &params.now))
    }
}
pub struct EnsureProfileStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn ensure_profile() -> EnsureProfileStmt {
    EnsureProfileStmt(
        "insert into profiles (user_id, community_id, name, locale, zone, created_at, updated_at) select u.id, c.id, left(coalesce($1, u.display_name, nullif(split_part(u.email, '@', 1), ''), u.phone, left(u.id::text, 8)), 120), $2, c.zone, $3, $3 from auth.users u join communities c on c.id = $4 where u.id = $5 on conflict (user_id) do nothing",
        None,
    )
}
impl EnsureProfileStmt {
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
        name: &'a Option<T1>,
        locale: &'a Option<T2>,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        community_id: &'a uuid::Uuid,
        user_id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[name, locale, now, community_id, user_id])
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        EnsureProfileParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for EnsureProfileStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a EnsureProfileParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.name,
            &params.locale,
            &params.now,
            &params.community_id,
            &params.user_id,
        ))
    }
}
pub struct SaveFirstLocaleStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_first_locale() -> SaveFirstLocaleStmt {
    SaveFirstLocaleStmt(
        "update profiles set locale = $1, updated_at = $2, version = version + 1 where user_id = $3 and locale is null",
        None,
    )
}
impl SaveFirstLocaleStmt {
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
        locale: &'a T1,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        user_id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[locale, now, user_id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveFirstLocaleParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveFirstLocaleStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveFirstLocaleParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.locale, &params.now, &params.user_id))
    }
}
pub struct UpdateProfileStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn update_profile() -> UpdateProfileStmt {
    UpdateProfileStmt(
        "update profiles set name = coalesce($1, name), locale = coalesce($2, locale), updated_at = $3, version = version + 1 where user_id = $4 and ($5::int is null or version = $5)",
        None,
    )
}
impl UpdateProfileStmt {
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
        name: &'a Option<T1>,
        locale: &'a Option<T2>,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        user_id: &'a uuid::Uuid,
        version: &'a Option<i32>,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[name, locale, now, user_id, version])
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        UpdateProfileParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for UpdateProfileStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a UpdateProfileParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.name,
            &params.locale,
            &params.now,
            &params.user_id,
            &params.version,
        ))
    }
}
