// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct InsertRoleParams<T1: crate::StringSql> {
    pub role: T1,
    pub granted_by: Option<uuid::Uuid>,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub user_id: uuid::Uuid,
}
#[derive(Debug)]
pub struct DeleteRoleParams<T1: crate::StringSql> {
    pub user_id: uuid::Uuid,
    pub role: T1,
}
#[derive(Debug)]
pub struct DeleteRolesExceptParams<T1: crate::StringSql, T2: crate::ArraySql<Item = T1>> {
    pub user_id: uuid::Uuid,
    pub kept: T2,
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct InsertRoleStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_role() -> InsertRoleStmt {
    InsertRoleStmt(
        "insert into auth.user_roles (community_id, user_id, role, granted_by, granted_at) select u.community_id, u.id, $1, $2, $3 from auth.users u where u.id = $4 and u.deleted_at is null on conflict do nothing",
        None,
    )
}
impl InsertRoleStmt {
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
        role: &'a T1,
        granted_by: &'a Option<uuid::Uuid>,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        user_id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[role, granted_by, now, user_id])
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertRoleParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertRoleStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertRoleParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.role,
            &params.granted_by,
            &params.now,
            &params.user_id,
        ))
    }
}
pub struct DeleteRoleStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_role() -> DeleteRoleStmt {
    DeleteRoleStmt(
        "delete from auth.user_roles r using auth.users u where u.id = $1 and r.user_id = u.id and r.community_id = u.community_id and r.role = $2",
        None,
    )
}
impl DeleteRoleStmt {
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
        role: &'a T1,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[user_id, role]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        DeleteRoleParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for DeleteRoleStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteRoleParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.user_id, &params.role))
    }
}
pub struct DeleteRolesExceptStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_roles_except() -> DeleteRolesExceptStmt {
    DeleteRolesExceptStmt(
        "delete from auth.user_roles r using auth.users u where u.id = $1 and r.user_id = u.id and r.community_id = u.community_id and r.role <> all ($2)",
        None,
    )
}
impl DeleteRolesExceptStmt {
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
        user_id: &'a uuid::Uuid,
        kept: &'a T2,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[user_id, kept]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql, T2: crate::ArraySql<Item = T1>>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        DeleteRolesExceptParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for DeleteRolesExceptStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteRolesExceptParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.user_id, &params.kept))
    }
}
