// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct ListUsersParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub after: Option<uuid::Uuid>,
    pub role: Option<T1>,
    pub search: Option<T2>,
    pub rows: i64,
}
#[derive(Debug)]
pub struct InsertUserParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::JsonSql,
    T5: crate::JsonSql,
> {
    pub id: uuid::Uuid,
    pub community_id: uuid::Uuid,
    pub email: Option<T1>,
    pub email_confirmed_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub email_unproved: bool,
    pub phone: Option<T2>,
    pub phone_confirmed_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub display_name: Option<T3>,
    pub user_metadata: T4,
    pub app_metadata: T5,
    pub is_anonymous: bool,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveSignInParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveInvitedParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveEmailConfirmedParams {
    pub id: uuid::Uuid,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct SaveUserMetadataParams<T1: crate::JsonSql> {
    pub user_metadata: T1,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct SaveNameParams<T1: crate::StringSql> {
    pub name: T1,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct SaveNewEmailParams<T1: crate::StringSql> {
    pub new_email: T1,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct DeleteNewEmailParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveEmailChangeSentParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct SaveEmailChangeAgreedParams<T1: crate::StringSql> {
    pub mailbox: T1,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct SaveEmailParams<T1: crate::StringSql> {
    pub email: T1,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveConfirmationSentParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveRecoverySentParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveReauthenticationSentParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct CountUsersParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub email: Option<T1>,
    pub filter: Option<T2>,
}
#[derive(Debug)]
pub struct PageUsersParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub email: Option<T1>,
    pub filter: Option<T2>,
    pub rows: i64,
    pub skipped: i64,
}
#[derive(Debug)]
pub struct CountPeopleParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub role: Option<T1>,
    pub search: Option<T2>,
}
#[derive(Debug)]
pub struct SearchPeopleParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub before: Option<uuid::Uuid>,
    pub role: Option<T1>,
    pub search: Option<T2>,
    pub rows: i64,
}
#[derive(Debug)]
pub struct SaveUserParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::JsonSql,
    T5: crate::JsonSql,
> {
    pub email: Option<T1>,
    pub email_confirmed_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub email_unproved: bool,
    pub phone: Option<T2>,
    pub phone_confirmed_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub display_name: Option<T3>,
    pub user_metadata: T4,
    pub app_metadata: T5,
    pub banned_until: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveDatesParams {
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
    pub banned_until: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub invited_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub last_sign_in_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct BuryUserParams<T1: crate::StringSql> {
    pub email: Option<T1>,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Debug, Clone, PartialEq)]
pub struct UserRow {
    pub id: uuid::Uuid,
    pub community_id: uuid::Uuid,
    pub email: Option<String>,
    pub email_confirmed_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub email_unproved: bool,
    pub phone: Option<String>,
    pub phone_confirmed_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub display_name: Option<String>,
    pub user_metadata: serde_json::Value,
    pub app_metadata: serde_json::Value,
    pub is_anonymous: bool,
    pub new_email: Option<String>,
    pub email_change_sent_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub confirmation_sent_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub recovery_sent_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub reauthentication_sent_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub invited_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub last_sign_in_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub banned_until: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub deleted_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
    pub updated_at: chrono::DateTime<chrono::FixedOffset>,
    pub roles: Vec<String>,
    pub factors: serde_json::Value,
    pub identities: serde_json::Value,
}
pub struct UserRowBorrowed<'a> {
    pub id: uuid::Uuid,
    pub community_id: uuid::Uuid,
    pub email: Option<&'a str>,
    pub email_confirmed_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub email_unproved: bool,
    pub phone: Option<&'a str>,
    pub phone_confirmed_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub display_name: Option<&'a str>,
    pub user_metadata: postgres_types::Json<&'a serde_json::value::RawValue>,
    pub app_metadata: postgres_types::Json<&'a serde_json::value::RawValue>,
    pub is_anonymous: bool,
    pub new_email: Option<&'a str>,
    pub email_change_sent_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub confirmation_sent_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub recovery_sent_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub reauthentication_sent_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub invited_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub last_sign_in_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub banned_until: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub deleted_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
    pub updated_at: chrono::DateTime<chrono::FixedOffset>,
    pub roles: crate::ArrayIterator<'a, &'a str>,
    pub factors: postgres_types::Json<&'a serde_json::value::RawValue>,
    pub identities: postgres_types::Json<&'a serde_json::value::RawValue>,
}
impl<'a> From<UserRowBorrowed<'a>> for UserRow {
    fn from(
        UserRowBorrowed {
            id,
            community_id,
            email,
            email_confirmed_at,
            email_unproved,
            phone,
            phone_confirmed_at,
            display_name,
            user_metadata,
            app_metadata,
            is_anonymous,
            new_email,
            email_change_sent_at,
            confirmation_sent_at,
            recovery_sent_at,
            reauthentication_sent_at,
            invited_at,
            last_sign_in_at,
            banned_until,
            deleted_at,
            created_at,
            updated_at,
            roles,
            factors,
            identities,
        }: UserRowBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            community_id,
            email: email.map(|v| v.into()),
            email_confirmed_at,
            email_unproved,
            phone: phone.map(|v| v.into()),
            phone_confirmed_at,
            display_name: display_name.map(|v| v.into()),
            user_metadata: serde_json::from_str(user_metadata.0.get()).unwrap(),
            app_metadata: serde_json::from_str(app_metadata.0.get()).unwrap(),
            is_anonymous,
            new_email: new_email.map(|v| v.into()),
            email_change_sent_at,
            confirmation_sent_at,
            recovery_sent_at,
            reauthentication_sent_at,
            invited_at,
            last_sign_in_at,
            banned_until,
            deleted_at,
            created_at,
            updated_at,
            roles: roles.map(|v| v.into()).collect(),
            factors: serde_json::from_str(factors.0.get()).unwrap(),
            identities: serde_json::from_str(identities.0.get()).unwrap(),
        }
    }
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct LockUser {
    pub id: uuid::Uuid,
    pub banned_until: Option<chrono::DateTime<chrono::FixedOffset>>,
}
#[derive(Debug, Clone, PartialEq)]
pub struct LockEmailChange {
    pub id: uuid::Uuid,
    pub new_email: Option<String>,
    pub email_change_agreed: Option<String>,
}
pub struct LockEmailChangeBorrowed<'a> {
    pub id: uuid::Uuid,
    pub new_email: Option<&'a str>,
    pub email_change_agreed: Option<&'a str>,
}
impl<'a> From<LockEmailChangeBorrowed<'a>> for LockEmailChange {
    fn from(
        LockEmailChangeBorrowed {
            id,
            new_email,
            email_change_agreed,
        }: LockEmailChangeBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            new_email: new_email.map(|v| v.into()),
            email_change_agreed: email_change_agreed.map(|v| v.into()),
        }
    }
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct UserRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<UserRowBorrowed, tokio_postgres::Error>,
    mapper: fn(UserRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> UserRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(UserRowBorrowed) -> R) -> UserRowQuery<'c, 'a, 's, C, R, N> {
        UserRowQuery {
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
pub struct LockUserQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<LockUser, tokio_postgres::Error>,
    mapper: fn(LockUser) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> LockUserQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(LockUser) -> R) -> LockUserQuery<'c, 'a, 's, C, R, N> {
        LockUserQuery {
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
pub struct LockEmailChangeQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<LockEmailChangeBorrowed, tokio_postgres::Error>,
    mapper: fn(LockEmailChangeBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> LockEmailChangeQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(LockEmailChangeBorrowed) -> R,
    ) -> LockEmailChangeQuery<'c, 'a, 's, C, R, N> {
        LockEmailChangeQuery {
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
pub struct FindUserStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_user() -> FindUserStmt {
    FindUserStmt(
        "select u.id, u.community_id, u.email, u.email_confirmed_at, u.email_unproved, u.phone, u.phone_confirmed_at, u.display_name, u.user_metadata, u.app_metadata, u.is_anonymous, u.new_email, u.email_change_sent_at, u.confirmation_sent_at, u.recovery_sent_at, u.reauthentication_sent_at, u.invited_at, u.last_sign_in_at, u.banned_until, u.deleted_at, u.created_at, u.updated_at, array( select r.role from auth.user_roles r where r.user_id = u.id and r.community_id = u.community_id order by r.role ) as roles, coalesce(( select jsonb_agg(jsonb_build_object( 'id', f.id, 'friendly_name', f.friendly_name, 'is_verified', f.status = 'verified', 'created_at', f.created_at, 'updated_at', f.updated_at, 'last_challenged_at', f.last_challenged_at ) order by f.created_at, f.id) from auth.factors f where f.user_id = u.id ), '[]') as factors, coalesce(( select jsonb_agg(jsonb_build_object( 'id', i.id, 'provider', i.provider, 'subject', i.subject, 'email', i.email, 'data', i.data, 'last_sign_in_at', i.last_sign_in_at, 'created_at', i.created_at, 'updated_at', i.updated_at ) order by i.created_at, i.id) from auth.identities i where i.user_id = u.id ), '[]') as identities from auth.users u where u.id = $1",
        None,
    )
}
impl FindUserStmt {
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
    ) -> UserRowQuery<'c, 'a, 's, C, UserRow, 1> {
        UserRowQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<UserRowBorrowed, tokio_postgres::Error> {
                    Ok(UserRowBorrowed {
                        id: row.try_get(0)?,
                        community_id: row.try_get(1)?,
                        email: row.try_get(2)?,
                        email_confirmed_at: row.try_get(3)?,
                        email_unproved: row.try_get(4)?,
                        phone: row.try_get(5)?,
                        phone_confirmed_at: row.try_get(6)?,
                        display_name: row.try_get(7)?,
                        user_metadata: row.try_get(8)?,
                        app_metadata: row.try_get(9)?,
                        is_anonymous: row.try_get(10)?,
                        new_email: row.try_get(11)?,
                        email_change_sent_at: row.try_get(12)?,
                        confirmation_sent_at: row.try_get(13)?,
                        recovery_sent_at: row.try_get(14)?,
                        reauthentication_sent_at: row.try_get(15)?,
                        invited_at: row.try_get(16)?,
                        last_sign_in_at: row.try_get(17)?,
                        banned_until: row.try_get(18)?,
                        deleted_at: row.try_get(19)?,
                        created_at: row.try_get(20)?,
                        updated_at: row.try_get(21)?,
                        roles: row.try_get(22)?,
                        factors: row.try_get(23)?,
                        identities: row.try_get(24)?,
                    })
                },
            mapper: |it| UserRow::from(it),
        }
    }
}
pub struct FindUserByEmailStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_user_by_email() -> FindUserByEmailStmt {
    FindUserByEmailStmt(
        "select u.id, u.community_id, u.email, u.email_confirmed_at, u.email_unproved, u.phone, u.phone_confirmed_at, u.display_name, u.user_metadata, u.app_metadata, u.is_anonymous, u.new_email, u.email_change_sent_at, u.confirmation_sent_at, u.recovery_sent_at, u.reauthentication_sent_at, u.invited_at, u.last_sign_in_at, u.banned_until, u.deleted_at, u.created_at, u.updated_at, array( select r.role from auth.user_roles r where r.user_id = u.id and r.community_id = u.community_id order by r.role ) as roles, coalesce(( select jsonb_agg(jsonb_build_object( 'id', f.id, 'friendly_name', f.friendly_name, 'is_verified', f.status = 'verified', 'created_at', f.created_at, 'updated_at', f.updated_at, 'last_challenged_at', f.last_challenged_at ) order by f.created_at, f.id) from auth.factors f where f.user_id = u.id ), '[]') as factors, coalesce(( select jsonb_agg(jsonb_build_object( 'id', i.id, 'provider', i.provider, 'subject', i.subject, 'email', i.email, 'data', i.data, 'last_sign_in_at', i.last_sign_in_at, 'created_at', i.created_at, 'updated_at', i.updated_at ) order by i.created_at, i.id) from auth.identities i where i.user_id = u.id ), '[]') as identities from auth.users u where u.email = $1 and u.deleted_at is null",
        None,
    )
}
impl FindUserByEmailStmt {
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
    ) -> UserRowQuery<'c, 'a, 's, C, UserRow, 1> {
        UserRowQuery {
            client,
            params: [email],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<UserRowBorrowed, tokio_postgres::Error> {
                    Ok(UserRowBorrowed {
                        id: row.try_get(0)?,
                        community_id: row.try_get(1)?,
                        email: row.try_get(2)?,
                        email_confirmed_at: row.try_get(3)?,
                        email_unproved: row.try_get(4)?,
                        phone: row.try_get(5)?,
                        phone_confirmed_at: row.try_get(6)?,
                        display_name: row.try_get(7)?,
                        user_metadata: row.try_get(8)?,
                        app_metadata: row.try_get(9)?,
                        is_anonymous: row.try_get(10)?,
                        new_email: row.try_get(11)?,
                        email_change_sent_at: row.try_get(12)?,
                        confirmation_sent_at: row.try_get(13)?,
                        recovery_sent_at: row.try_get(14)?,
                        reauthentication_sent_at: row.try_get(15)?,
                        invited_at: row.try_get(16)?,
                        last_sign_in_at: row.try_get(17)?,
                        banned_until: row.try_get(18)?,
                        deleted_at: row.try_get(19)?,
                        created_at: row.try_get(20)?,
                        updated_at: row.try_get(21)?,
                        roles: row.try_get(22)?,
                        factors: row.try_get(23)?,
                        identities: row.try_get(24)?,
                    })
                },
            mapper: |it| UserRow::from(it),
        }
    }
}
pub struct ListUsersStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_users() -> ListUsersStmt {
    ListUsersStmt(
        "select u.id, u.community_id, u.email, u.email_confirmed_at, u.email_unproved, u.phone, u.phone_confirmed_at, u.display_name, u.user_metadata, u.app_metadata, u.is_anonymous, u.new_email, u.email_change_sent_at, u.confirmation_sent_at, u.recovery_sent_at, u.reauthentication_sent_at, u.invited_at, u.last_sign_in_at, u.banned_until, u.deleted_at, u.created_at, u.updated_at, array( select r.role from auth.user_roles r where r.user_id = u.id and r.community_id = u.community_id order by r.role ) as roles, coalesce(( select jsonb_agg(jsonb_build_object( 'id', f.id, 'friendly_name', f.friendly_name, 'is_verified', f.status = 'verified', 'created_at', f.created_at, 'updated_at', f.updated_at, 'last_challenged_at', f.last_challenged_at ) order by f.created_at, f.id) from auth.factors f where f.user_id = u.id ), '[]') as factors, coalesce(( select jsonb_agg(jsonb_build_object( 'id', i.id, 'provider', i.provider, 'subject', i.subject, 'email', i.email, 'data', i.data, 'last_sign_in_at', i.last_sign_in_at, 'created_at', i.created_at, 'updated_at', i.updated_at ) order by i.created_at, i.id) from auth.identities i where i.user_id = u.id ), '[]') as identities from auth.users u where u.deleted_at is null and ($1::uuid is null or u.id > $1) and ($2::text is null or exists ( select from auth.user_roles r where r.user_id = u.id and r.community_id = u.community_id and r.role = $2 )) and ($3::text is null or strpos(lower(u.email), lower($3)) > 0 or strpos(lower(u.display_name), lower($3)) > 0) order by u.id limit $4",
        None,
    )
}
impl ListUsersStmt {
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
        after: &'a Option<uuid::Uuid>,
        role: &'a Option<T1>,
        search: &'a Option<T2>,
        rows: &'a i64,
    ) -> UserRowQuery<'c, 'a, 's, C, UserRow, 4> {
        UserRowQuery {
            client,
            params: [after, role, search, rows],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<UserRowBorrowed, tokio_postgres::Error> {
                    Ok(UserRowBorrowed {
                        id: row.try_get(0)?,
                        community_id: row.try_get(1)?,
                        email: row.try_get(2)?,
                        email_confirmed_at: row.try_get(3)?,
                        email_unproved: row.try_get(4)?,
                        phone: row.try_get(5)?,
                        phone_confirmed_at: row.try_get(6)?,
                        display_name: row.try_get(7)?,
                        user_metadata: row.try_get(8)?,
                        app_metadata: row.try_get(9)?,
                        is_anonymous: row.try_get(10)?,
                        new_email: row.try_get(11)?,
                        email_change_sent_at: row.try_get(12)?,
                        confirmation_sent_at: row.try_get(13)?,
                        recovery_sent_at: row.try_get(14)?,
                        reauthentication_sent_at: row.try_get(15)?,
                        invited_at: row.try_get(16)?,
                        last_sign_in_at: row.try_get(17)?,
                        banned_until: row.try_get(18)?,
                        deleted_at: row.try_get(19)?,
                        created_at: row.try_get(20)?,
                        updated_at: row.try_get(21)?,
                        roles: row.try_get(22)?,
                        factors: row.try_get(23)?,
                        identities: row.try_get(24)?,
                    })
                },
            mapper: |it| UserRow::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ListUsersParams<T1, T2>,
        UserRowQuery<'c, 'a, 's, C, UserRow, 4>,
        C,
    > for ListUsersStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListUsersParams<T1, T2>,
    ) -> UserRowQuery<'c, 'a, 's, C, UserRow, 4> {
        self.bind(
            client,
            &params.after,
            &params.role,
            &params.search,
            &params.rows,
        )
    }
}
pub struct InsertUserStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_user() -> InsertUserStmt {
    InsertUserStmt(
        "insert into auth.users (id, community_id, email, email_confirmed_at, email_unproved, phone, phone_confirmed_at, display_name, user_metadata, app_metadata, is_anonymous, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12) on conflict (email) where deleted_at is null do nothing",
        None,
    )
}
impl InsertUserStmt {
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
        T4: crate::JsonSql,
        T5: crate::JsonSql,
    >(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        community_id: &'a uuid::Uuid,
        email: &'a Option<T1>,
        email_confirmed_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        email_unproved: &'a bool,
        phone: &'a Option<T2>,
        phone_confirmed_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        display_name: &'a Option<T3>,
        user_metadata: &'a T4,
        app_metadata: &'a T5,
        is_anonymous: &'a bool,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[
                    id,
                    community_id,
                    email,
                    email_confirmed_at,
                    email_unproved,
                    phone,
                    phone_confirmed_at,
                    display_name,
                    user_metadata,
                    app_metadata,
                    is_anonymous,
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
    T4: crate::JsonSql,
    T5: crate::JsonSql,
>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertUserParams<T1, T2, T3, T4, T5>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertUserStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertUserParams<T1, T2, T3, T4, T5>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.id,
            &params.community_id,
            &params.email,
            &params.email_confirmed_at,
            &params.email_unproved,
            &params.phone,
            &params.phone_confirmed_at,
            &params.display_name,
            &params.user_metadata,
            &params.app_metadata,
            &params.is_anonymous,
            &params.now,
        ))
    }
}
pub struct LockUserStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn lock_user() -> LockUserStmt {
    LockUserStmt(
        "select u.id, u.banned_until from auth.users u where u.id = $1 and u.deleted_at is null for no key update",
        None,
    )
}
impl LockUserStmt {
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
    ) -> LockUserQuery<'c, 'a, 's, C, LockUser, 1> {
        LockUserQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row: &tokio_postgres::Row| -> Result<LockUser, tokio_postgres::Error> {
                Ok(LockUser {
                    id: row.try_get(0)?,
                    banned_until: row.try_get(1)?,
                })
            },
            mapper: |it| LockUser::from(it),
        }
    }
}
pub struct SaveSignInStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_sign_in() -> SaveSignInStmt {
    SaveSignInStmt(
        "update auth.users set last_sign_in_at = $1, updated_at = $1 where id = $2 and deleted_at is null",
        None,
    )
}
impl SaveSignInStmt {
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
        SaveSignInParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveSignInStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveSignInParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.id))
    }
}
pub struct SaveInvitedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_invited() -> SaveInvitedStmt {
    SaveInvitedStmt(
        "update auth.users set invited_at = $1, updated_at = $1 where id = $2 and deleted_at is null",
        None,
    )
}
impl SaveInvitedStmt {
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
        SaveInvitedParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveInvitedStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveInvitedParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.id))
    }
}
pub struct SaveEmailConfirmedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_email_confirmed() -> SaveEmailConfirmedStmt {
    SaveEmailConfirmedStmt(
        "with settled as ( delete from auth.refused_sign_ups r where r.user_id = $1 and exists (select from auth.users w where w.id = $1 and w.email_confirmed_at is null) ) update auth.users set email_confirmed_at = coalesce(email_confirmed_at, $2), email_unproved = false, updated_at = $2 where id = $1 and deleted_at is null",
        None,
    )
}
impl SaveEmailConfirmedStmt {
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
        SaveEmailConfirmedParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveEmailConfirmedStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveEmailConfirmedParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.id, &params.now))
    }
}
pub struct LockEmailChangeStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn lock_email_change() -> LockEmailChangeStmt {
    LockEmailChangeStmt(
        "select u.id, u.new_email, u.email_change_agreed from auth.users u where u.id = $1 and u.deleted_at is null for no key update",
        None,
    )
}
impl LockEmailChangeStmt {
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
    ) -> LockEmailChangeQuery<'c, 'a, 's, C, LockEmailChange, 1> {
        LockEmailChangeQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<LockEmailChangeBorrowed, tokio_postgres::Error> {
                Ok(LockEmailChangeBorrowed {
                    id: row.try_get(0)?,
                    new_email: row.try_get(1)?,
                    email_change_agreed: row.try_get(2)?,
                })
            },
            mapper: |it| LockEmailChange::from(it),
        }
    }
}
pub struct SaveUserMetadataStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_user_metadata() -> SaveUserMetadataStmt {
    SaveUserMetadataStmt(
        "update auth.users set user_metadata = $1, updated_at = $2 where id = $3 and deleted_at is null",
        None,
    )
}
impl SaveUserMetadataStmt {
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
        user_metadata: &'a T1,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[user_metadata, now, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::JsonSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveUserMetadataParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveUserMetadataStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveUserMetadataParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.user_metadata, &params.now, &params.id))
    }
}
pub struct SaveNameStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_name() -> SaveNameStmt {
    SaveNameStmt(
        "update auth.users u set display_name = $1::text, updated_at = $2, user_metadata = u.user_metadata || ( select coalesce(jsonb_object_agg(k.key, $1::text), '{}') from jsonb_object_keys(u.user_metadata) k (key) where k.key in ('full_name', 'name', 'display_name') and u.user_metadata ->> k.key = u.display_name ) where u.id = $3 and u.deleted_at is null",
        None,
    )
}
impl SaveNameStmt {
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
        name: &'a T1,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[name, now, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveNameParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveNameStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveNameParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.name, &params.now, &params.id))
    }
}
pub struct SaveNewEmailStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_new_email() -> SaveNewEmailStmt {
    SaveNewEmailStmt(
        "update auth.users set new_email = $1, email_change_agreed = null, email_change_sent_at = null, updated_at = $2 where id = $3 and deleted_at is null",
        None,
    )
}
impl SaveNewEmailStmt {
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
        new_email: &'a T1,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[new_email, now, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveNewEmailParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveNewEmailStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveNewEmailParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.new_email, &params.now, &params.id))
    }
}
pub struct DeleteNewEmailStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_new_email() -> DeleteNewEmailStmt {
    DeleteNewEmailStmt(
        "update auth.users set new_email = null, email_change_agreed = null, email_change_sent_at = null, updated_at = $1 where id = $2 and new_email is not null",
        None,
    )
}
impl DeleteNewEmailStmt {
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
        DeleteNewEmailParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for DeleteNewEmailStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteNewEmailParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.id))
    }
}
pub struct SaveEmailChangeSentStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_email_change_sent() -> SaveEmailChangeSentStmt {
    SaveEmailChangeSentStmt(
        "update auth.users set email_change_sent_at = $1 where id = $2 and deleted_at is null",
        None,
    )
}
impl SaveEmailChangeSentStmt {
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
        SaveEmailChangeSentParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveEmailChangeSentStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveEmailChangeSentParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.id))
    }
}
pub struct SaveEmailChangeAgreedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_email_change_agreed() -> SaveEmailChangeAgreedStmt {
    SaveEmailChangeAgreedStmt(
        "update auth.users set email_change_agreed = $1, updated_at = $2 where id = $3 and new_email is not null and deleted_at is null",
        None,
    )
}
impl SaveEmailChangeAgreedStmt {
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
        mailbox: &'a T1,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[mailbox, now, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveEmailChangeAgreedParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveEmailChangeAgreedStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveEmailChangeAgreedParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.mailbox, &params.now, &params.id))
    }
}
pub struct SaveEmailStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_email() -> SaveEmailStmt {
    SaveEmailStmt(
        "update auth.users set email = $1, email_confirmed_at = $2, email_unproved = false, new_email = null, email_change_agreed = null, is_anonymous = false, app_metadata = app_metadata || jsonb_build_object( 'provider', coalesce(app_metadata -> 'provider', '\"email\"'), 'providers', case when app_metadata -> 'providers' @> '[\"email\"]' then app_metadata -> 'providers' else coalesce(app_metadata -> 'providers', '[]') || '[\"email\"]' end ), updated_at = $2 where id = $3 and deleted_at is null",
        None,
    )
}
impl SaveEmailStmt {
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
        email: &'a T1,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[email, now, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveEmailParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveEmailStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveEmailParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.email, &params.now, &params.id))
    }
}
pub struct SaveEmailUnprovedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_email_unproved() -> SaveEmailUnprovedStmt {
    SaveEmailUnprovedStmt(
        "update auth.users set email_unproved = true where id = $1 and deleted_at is null",
        None,
    )
}
impl SaveEmailUnprovedStmt {
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
pub struct SaveConfirmationSentStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_confirmation_sent() -> SaveConfirmationSentStmt {
    SaveConfirmationSentStmt(
        "update auth.users set confirmation_sent_at = $1 where id = $2 and deleted_at is null",
        None,
    )
}
impl SaveConfirmationSentStmt {
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
        SaveConfirmationSentParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveConfirmationSentStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveConfirmationSentParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.id))
    }
}
pub struct SaveRecoverySentStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_recovery_sent() -> SaveRecoverySentStmt {
    SaveRecoverySentStmt(
        "update auth.users set recovery_sent_at = $1 where id = $2 and deleted_at is null",
        None,
    )
}
impl SaveRecoverySentStmt {
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
        SaveRecoverySentParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveRecoverySentStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveRecoverySentParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.id))
    }
}
pub struct SaveReauthenticationSentStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_reauthentication_sent() -> SaveReauthenticationSentStmt {
    SaveReauthenticationSentStmt(
        "update auth.users set reauthentication_sent_at = $1 where id = $2 and deleted_at is null",
        None,
    )
}
impl SaveReauthenticationSentStmt {
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
        SaveReauthenticationSentParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveReauthenticationSentStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveReauthenticationSentParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.id))
    }
}
pub struct CountUsersStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn count_users() -> CountUsersStmt {
    CountUsersStmt(
        "select count(*) as users from auth.users u where u.deleted_at is null and ($1::text is null or u.email = $1) and ($2::text is null or u.id::text = lower($2) or strpos(lower(u.email), lower($2)) > 0 or strpos(lower(u.display_name), lower($2)) > 0 or strpos(lower(u.user_metadata ->> 'full_name'), lower($2)) > 0 or strpos(u.phone, $2) > 0)",
        None,
    )
}
impl CountUsersStmt {
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
        email: &'a Option<T1>,
        filter: &'a Option<T2>,
    ) -> I64Query<'c, 'a, 's, C, i64, 2> {
        I64Query {
            client,
            params: [email, filter],
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
        CountUsersParams<T1, T2>,
        I64Query<'c, 'a, 's, C, i64, 2>,
        C,
    > for CountUsersStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a CountUsersParams<T1, T2>,
    ) -> I64Query<'c, 'a, 's, C, i64, 2> {
        self.bind(client, &params.email, &params.filter)
    }
}
pub struct PageUsersStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn page_users() -> PageUsersStmt {
    PageUsersStmt(
        "select u.id, u.community_id, u.email, u.email_confirmed_at, u.email_unproved, u.phone, u.phone_confirmed_at, u.display_name, u.user_metadata, u.app_metadata, u.is_anonymous, u.new_email, u.email_change_sent_at, u.confirmation_sent_at, u.recovery_sent_at, u.reauthentication_sent_at, u.invited_at, u.last_sign_in_at, u.banned_until, u.deleted_at, u.created_at, u.updated_at, array( select r.role from auth.user_roles r where r.user_id = u.id and r.community_id = u.community_id order by r.role ) as roles, coalesce(( select jsonb_agg(jsonb_build_object( 'id', f.id, 'friendly_name', f.friendly_name, 'is_verified', f.status = 'verified', 'created_at', f.created_at, 'updated_at', f.updated_at, 'last_challenged_at', f.last_challenged_at ) order by f.created_at, f.id) from auth.factors f where f.user_id = u.id ), '[]') as factors, coalesce(( select jsonb_agg(jsonb_build_object( 'id', i.id, 'provider', i.provider, 'subject', i.subject, 'email', i.email, 'data', i.data, 'last_sign_in_at', i.last_sign_in_at, 'created_at', i.created_at, 'updated_at', i.updated_at ) order by i.created_at, i.id) from auth.identities i where i.user_id = u.id ), '[]') as identities from auth.users u where u.deleted_at is null and ($1::text is null or u.email = $1) and ($2::text is null or u.id::text = lower($2) or strpos(lower(u.email), lower($2)) > 0 or strpos(lower(u.display_name), lower($2)) > 0 or strpos(lower(u.user_metadata ->> 'full_name'), lower($2)) > 0 or strpos(u.phone, $2) > 0) order by u.created_at desc, u.id desc limit $3 offset $4",
        None,
    )
}
impl PageUsersStmt {
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
        email: &'a Option<T1>,
        filter: &'a Option<T2>,
        rows: &'a i64,
        skipped: &'a i64,
    ) -> UserRowQuery<'c, 'a, 's, C, UserRow, 4> {
        UserRowQuery {
            client,
            params: [email, filter, rows, skipped],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<UserRowBorrowed, tokio_postgres::Error> {
                    Ok(UserRowBorrowed {
                        id: row.try_get(0)?,
                        community_id: row.try_get(1)?,
                        email: row.try_get(2)?,
                        email_confirmed_at: row.try_get(3)?,
                        email_unproved: row.try_get(4)?,
                        phone: row.try_get(5)?,
                        phone_confirmed_at: row.try_get(6)?,
                        display_name: row.try_get(7)?,
                        user_metadata: row.try_get(8)?,
                        app_metadata: row.try_get(9)?,
                        is_anonymous: row.try_get(10)?,
                        new_email: row.try_get(11)?,
                        email_change_sent_at: row.try_get(12)?,
                        confirmation_sent_at: row.try_get(13)?,
                        recovery_sent_at: row.try_get(14)?,
                        reauthentication_sent_at: row.try_get(15)?,
                        invited_at: row.try_get(16)?,
                        last_sign_in_at: row.try_get(17)?,
                        banned_until: row.try_get(18)?,
                        deleted_at: row.try_get(19)?,
                        created_at: row.try_get(20)?,
                        updated_at: row.try_get(21)?,
                        roles: row.try_get(22)?,
                        factors: row.try_get(23)?,
                        identities: row.try_get(24)?,
                    })
                },
            mapper: |it| UserRow::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        PageUsersParams<T1, T2>,
        UserRowQuery<'c, 'a, 's, C, UserRow, 4>,
        C,
    > for PageUsersStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a PageUsersParams<T1, T2>,
    ) -> UserRowQuery<'c, 'a, 's, C, UserRow, 4> {
        self.bind(
            client,
            &params.email,
            &params.filter,
            &params.rows,
            &params.skipped,
        )
    }
}
pub struct CountPeopleStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn count_people() -> CountPeopleStmt {
    CountPeopleStmt(
        "select count(*) as users from auth.users u where u.deleted_at is null and ($1::text is null or exists ( select from auth.user_roles r where r.user_id = u.id and r.community_id = u.community_id and r.role = $1 )) and ($2::text is null or u.id::text = lower($2) or strpos(lower(u.email), lower($2)) > 0 or strpos(lower(u.display_name), lower($2)) > 0 or strpos(u.phone, $2) > 0)",
        None,
    )
}
impl CountPeopleStmt {
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
        role: &'a Option<T1>,
        search: &'a Option<T2>,
    ) -> I64Query<'c, 'a, 's, C, i64, 2> {
        I64Query {
            client,
            params: [role, search],
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
        CountPeopleParams<T1, T2>,
        I64Query<'c, 'a, 's, C, i64, 2>,
        C,
    > for CountPeopleStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a CountPeopleParams<T1, T2>,
    ) -> I64Query<'c, 'a, 's, C, i64, 2> {
        self.bind(client, &params.role, &params.search)
    }
}
pub struct SearchPeopleStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn search_people() -> SearchPeopleStmt {
    SearchPeopleStmt(
        "select u.id, u.community_id, u.email, u.email_confirmed_at, u.email_unproved, u.phone, u.phone_confirmed_at, u.display_name, u.user_metadata, u.app_metadata, u.is_anonymous, u.new_email, u.email_change_sent_at, u.confirmation_sent_at, u.recovery_sent_at, u.reauthentication_sent_at, u.invited_at, u.last_sign_in_at, u.banned_until, u.deleted_at, u.created_at, u.updated_at, array( select r.role from auth.user_roles r where r.user_id = u.id and r.community_id = u.community_id order by r.role ) as roles, coalesce(( select jsonb_agg(jsonb_build_object( 'id', f.id, 'friendly_name', f.friendly_name, 'is_verified', f.status = 'verified', 'created_at', f.created_at, 'updated_at', f.updated_at, 'last_challenged_at', f.last_challenged_at ) order by f.created_at, f.id) from auth.factors f where f.user_id = u.id ), '[]') as factors, coalesce(( select jsonb_agg(jsonb_build_object( 'id', i.id, 'provider', i.provider, 'subject', i.subject, 'email', i.email, 'data', i.data, 'last_sign_in_at', i.last_sign_in_at, 'created_at', i.created_at, 'updated_at', i.updated_at ) order by i.created_at, i.id) from auth.identities i where i.user_id = u.id ), '[]') as identities from auth.users u where u.deleted_at is null and ($1::uuid is null or (u.created_at, u.id) < (select b.created_at, b.id from auth.users b where b.id = $1)) and ($2::text is null or exists ( select from auth.user_roles r where r.user_id = u.id and r.community_id = u.community_id and r.role = $2 )) and ($3::text is null or u.id::text = lower($3) or strpos(lower(u.email), lower($3)) > 0 or strpos(lower(u.display_name), lower($3)) > 0 or strpos(u.phone, $3) > 0) order by u.created_at desc, u.id desc limit $4",
        None,
    )
}
impl SearchPeopleStmt {
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
        before: &'a Option<uuid::Uuid>,
        role: &'a Option<T1>,
        search: &'a Option<T2>,
        rows: &'a i64,
    ) -> UserRowQuery<'c, 'a, 's, C, UserRow, 4> {
        UserRowQuery {
            client,
            params: [before, role, search, rows],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<UserRowBorrowed, tokio_postgres::Error> {
                    Ok(UserRowBorrowed {
                        id: row.try_get(0)?,
                        community_id: row.try_get(1)?,
                        email: row.try_get(2)?,
                        email_confirmed_at: row.try_get(3)?,
                        email_unproved: row.try_get(4)?,
                        phone: row.try_get(5)?,
                        phone_confirmed_at: row.try_get(6)?,
                        display_name: row.try_get(7)?,
                        user_metadata: row.try_get(8)?,
                        app_metadata: row.try_get(9)?,
                        is_anonymous: row.try_get(10)?,
                        new_email: row.try_get(11)?,
                        email_change_sent_at: row.try_get(12)?,
                        confirmation_sent_at: row.try_get(13)?,
                        recovery_sent_at: row.try_get(14)?,
                        reauthentication_sent_at: row.try_get(15)?,
                        invited_at: row.try_get(16)?,
                        last_sign_in_at: row.try_get(17)?,
                        banned_until: row.try_get(18)?,
                        deleted_at: row.try_get(19)?,
                        created_at: row.try_get(20)?,
                        updated_at: row.try_get(21)?,
                        roles: row.try_get(22)?,
                        factors: row.try_get(23)?,
                        identities: row.try_get(24)?,
                    })
                },
            mapper: |it| UserRow::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        SearchPeopleParams<T1, T2>,
        UserRowQuery<'c, 'a, 's, C, UserRow, 4>,
        C,
    > for SearchPeopleStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a SearchPeopleParams<T1, T2>,
    ) -> UserRowQuery<'c, 'a, 's, C, UserRow, 4> {
        self.bind(
            client,
            &params.before,
            &params.role,
            &params.search,
            &params.rows,
        )
    }
}
pub struct SaveUserStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_user() -> SaveUserStmt {
    SaveUserStmt(
        "update auth.users set email = $1, email_confirmed_at = $2, email_unproved = $3, phone = $4, phone_confirmed_at = $5, display_name = $6, user_metadata = $7, app_metadata = $8, banned_until = $9, updated_at = $10 where id = $11 and deleted_at is null",
        None,
    )
}
impl SaveUserStmt {
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
        T4: crate::JsonSql,
        T5: crate::JsonSql,
    >(
        &'s self,
        client: &'c C,
        email: &'a Option<T1>,
        email_confirmed_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        email_unproved: &'a bool,
        phone: &'a Option<T2>,
        phone_confirmed_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        display_name: &'a Option<T3>,
        user_metadata: &'a T4,
        app_metadata: &'a T5,
        banned_until: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[
                    email,
                    email_confirmed_at,
                    email_unproved,
                    phone,
                    phone_confirmed_at,
                    display_name,
                    user_metadata,
                    app_metadata,
                    banned_until,
                    now,
                    id,
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
    T4: crate::JsonSql,
    T5: crate::JsonSql,
>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveUserParams<T1, T2, T3, T4, T5>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveUserStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveUserParams<T1, T2, T3, T4, T5>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.email,
            &params.email_confirmed_at,
            &params.email_unproved,
            &params.phone,
            &params.phone_confirmed_at,
            &params.display_name,
            &params.user_metadata,
            &params.app_metadata,
            &params.banned_until,
            &params.now,
            &params.id,
        ))
    }
}
pub struct SaveDatesStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_dates() -> SaveDatesStmt {
    SaveDatesStmt(
        "update auth.users set created_at = $1, banned_until = $2, invited_at = $3, last_sign_in_at = $4 where id = $5 and deleted_at is null",
        None,
    )
}
impl SaveDatesStmt {
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
        created_at: &'a chrono::DateTime<chrono::FixedOffset>,
        banned_until: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        invited_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        last_sign_in_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[created_at, banned_until, invited_at, last_sign_in_at, id],
            )
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveDatesParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveDatesStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveDatesParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.created_at,
            &params.banned_until,
            &params.invited_at,
            &params.last_sign_in_at,
            &params.id,
        ))
    }
}
pub struct BuryUserStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn bury_user() -> BuryUserStmt {
    BuryUserStmt(
        "update auth.users set email = $1, email_confirmed_at = null, new_email = null, email_change_agreed = null, phone = null, phone_confirmed_at = null, display_name = null, user_metadata = '{}', app_metadata = '{}', deleted_at = $2, updated_at = $2 where id = $3 and deleted_at is null",
        None,
    )
}
impl BuryUserStmt {
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
        email: &'a Option<T1>,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[email, now, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        BuryUserParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for BuryUserStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a BuryUserParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.email, &params.now, &params.id))
    }
}
