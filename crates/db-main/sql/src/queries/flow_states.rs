// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct InsertFlowParams<T1: crate::StringSql, T2: crate::StringSql, T3: crate::StringSql> {
    pub id: uuid::Uuid,
    pub user_id: Option<uuid::Uuid>,
    pub method: T1,
    pub code_challenge: T2,
    pub code_challenge_method: T3,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct SaveFlowCodeParams<T1: crate::BytesSql> {
    pub code_sha256: T1,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct DeleteFlowsOfParams {
    pub user_id: uuid::Uuid,
    pub kept: Option<uuid::Uuid>,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveFlowBegunParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct FindCodeHolderParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
> {
    pub email: T1,
    pub purposes: T3,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug, Clone, PartialEq)]
pub struct FindFlowByCode {
    pub id: uuid::Uuid,
    pub user_id: Option<uuid::Uuid>,
    pub method: String,
    pub code_challenge: String,
    pub code_challenge_method: String,
    pub code_issued_at: Option<chrono::DateTime<chrono::FixedOffset>>,
}
pub struct FindFlowByCodeBorrowed<'a> {
    pub id: uuid::Uuid,
    pub user_id: Option<uuid::Uuid>,
    pub method: &'a str,
    pub code_challenge: &'a str,
    pub code_challenge_method: &'a str,
    pub code_issued_at: Option<chrono::DateTime<chrono::FixedOffset>>,
}
impl<'a> From<FindFlowByCodeBorrowed<'a>> for FindFlowByCode {
    fn from(
        FindFlowByCodeBorrowed {
            id,
            user_id,
            method,
            code_challenge,
            code_challenge_method,
            code_issued_at,
        }: FindFlowByCodeBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            user_id,
            method: method.into(),
            code_challenge: code_challenge.into(),
            code_challenge_method: code_challenge_method.into(),
            code_issued_at,
        }
    }
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct FindFlowByCodeQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<FindFlowByCodeBorrowed, tokio_postgres::Error>,
    mapper: fn(FindFlowByCodeBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindFlowByCodeQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FindFlowByCodeBorrowed) -> R,
    ) -> FindFlowByCodeQuery<'c, 'a, 's, C, R, N> {
        FindFlowByCodeQuery {
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
pub struct InsertFlowStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_flow() -> InsertFlowStmt {
    InsertFlowStmt(
        "insert into auth.flow_states (id, user_id, method, code_challenge, code_challenge_method, created_at) values ($1, $2, $3, $4, $5, $6)",
        None,
    )
}
impl InsertFlowStmt {
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
    >(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        user_id: &'a Option<uuid::Uuid>,
        method: &'a T1,
        code_challenge: &'a T2,
        code_challenge_method: &'a T3,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[
                    id,
                    user_id,
                    method,
                    code_challenge,
                    code_challenge_method,
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
>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertFlowParams<T1, T2, T3>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertFlowStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertFlowParams<T1, T2, T3>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.id,
            &params.user_id,
            &params.method,
            &params.code_challenge,
            &params.code_challenge_method,
            &params.now,
        ))
    }
}
pub struct SaveFlowCodeStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_flow_code() -> SaveFlowCodeStmt {
    SaveFlowCodeStmt(
        "update auth.flow_states set code_sha256 = $1, code_issued_at = $2 where id = $3 and user_id = $4 and code_sha256 is null",
        None,
    )
}
impl SaveFlowCodeStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient, T1: crate::BytesSql>(
        &'s self,
        client: &'c C,
        code_sha256: &'a T1,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a uuid::Uuid,
        user_id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[code_sha256, now, id, user_id])
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::BytesSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveFlowCodeParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveFlowCodeStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveFlowCodeParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.code_sha256,
            &params.now,
            &params.id,
            &params.user_id,
        ))
    }
}
pub struct FindFlowByCodeStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_flow_by_code() -> FindFlowByCodeStmt {
    FindFlowByCodeStmt(
        "select f.id, f.user_id, f.method, f.code_challenge, f.code_challenge_method, f.code_issued_at from auth.flow_states f where f.code_sha256 = $1",
        None,
    )
}
impl FindFlowByCodeStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::BytesSql>(
        &'s self,
        client: &'c C,
        code_sha256: &'a T1,
    ) -> FindFlowByCodeQuery<'c, 'a, 's, C, FindFlowByCode, 1> {
        FindFlowByCodeQuery {
            client,
            params: [code_sha256],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<FindFlowByCodeBorrowed, tokio_postgres::Error> {
                Ok(FindFlowByCodeBorrowed {
                    id: row.try_get(0)?,
                    user_id: row.try_get(1)?,
                    method: row.try_get(2)?,
                    code_challenge: row.try_get(3)?,
                    code_challenge_method: row.try_get(4)?,
                    code_issued_at: row.try_get(5)?,
                })
            },
            mapper: |it| FindFlowByCode::from(it),
        }
    }
}
pub struct DeleteFlowStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_flow() -> DeleteFlowStmt {
    DeleteFlowStmt("delete from auth.flow_states where id = $1", None)
}
impl DeleteFlowStmt {
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
pub struct DeleteFlowsOfStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_flows_of() -> DeleteFlowsOfStmt {
    DeleteFlowsOfStmt(
        "with wishes as (delete from auth.oauth_flows where link_user_id = $1) delete from auth.flow_states where user_id = $1 and id is distinct from $2",
        None,
    )
}
impl DeleteFlowsOfStmt {
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
        kept: &'a Option<uuid::Uuid>,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[user_id, kept]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        DeleteFlowsOfParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for DeleteFlowsOfStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteFlowsOfParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.user_id, &params.kept))
    }
}
pub struct SaveFlowBegunStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_flow_begun() -> SaveFlowBegunStmt {
    SaveFlowBegunStmt(
        "update auth.flow_states set created_at = $1 where id = $2",
        None,
    )
}
impl SaveFlowBegunStmt {
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
        SaveFlowBegunParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveFlowBegunStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveFlowBegunParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.id))
    }
}
pub struct DeleteOldFlowsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_old_flows() -> DeleteOldFlowsStmt {
    DeleteOldFlowsStmt(
        "delete from auth.flow_states f where f.created_at < $1 and not exists ( select from auth.letters l where l.flow_id = f.id and l.state not in ('sent', 'dropped') and l.state <> 'failed' )",
        None,
    )
}
impl DeleteOldFlowsStmt {
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
        before: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[before]).await
    }
}
pub struct FindCodeHolderStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_code_holder() -> FindCodeHolderStmt {
    FindCodeHolderStmt(
        "select t.user_id from auth.one_time_tokens t join auth.users u on u.id = t.user_id where t.email = $1 and t.purpose = any ($2) and t.used_at is null and t.code_mac is not null and t.code_expires_at > $3 and u.deleted_at is null order by t.created_at desc limit 1",
        None,
    )
}
impl FindCodeHolderStmt {
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
        T3: crate::ArraySql<Item = T2>,
    >(
        &'s self,
        client: &'c C,
        email: &'a T1,
        purposes: &'a T3,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 3> {
        UuidUuidQuery {
            client,
            params: [email, purposes, now],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        FindCodeHolderParams<T1, T2, T3>,
        UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 3>,
        C,
    > for FindCodeHolderStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindCodeHolderParams<T1, T2, T3>,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 3> {
        self.bind(client, &params.email, &params.purposes, &params.now)
    }
}
