// This file was generated with `cornucopia`. Do not modify.

#[derive(Clone, Copy, Debug)]
pub struct DeleteEndedSessionsParams {
    pub idle_since: chrono::DateTime<chrono::FixedOffset>,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub most: i64,
}
#[derive(Clone, Copy, Debug)]
pub struct DeleteOldTokensParams {
    pub before: chrono::DateTime<chrono::FixedOffset>,
    pub most: i64,
}
#[derive(Clone, Copy, Debug)]
pub struct DeleteOldChallengesParams {
    pub before: chrono::DateTime<chrono::FixedOffset>,
    pub most: i64,
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct DeleteEndedSessionsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_ended_sessions() -> DeleteEndedSessionsStmt {
    DeleteEndedSessionsStmt(
        "delete from auth.sessions s where s.id in ( select o.id from auth.sessions o where o.seen_at <= $1 or o.not_after <= $2 limit $3 for update skip locked )",
        None,
    )
}
impl DeleteEndedSessionsStmt {
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
        idle_since: &'a chrono::DateTime<chrono::FixedOffset>,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        most: &'a i64,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[idle_since, now, most]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        DeleteEndedSessionsParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for DeleteEndedSessionsStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteEndedSessionsParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.idle_since, &params.now, &params.most))
    }
}
pub struct DeleteOldTokensStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_old_tokens() -> DeleteOldTokensStmt {
    DeleteOldTokensStmt(
        "delete from auth.one_time_tokens t where t.id in ( select o.id from auth.one_time_tokens o where o.expires_at <= $1 or o.used_at <= $1 limit $2 for update skip locked )",
        None,
    )
}
impl DeleteOldTokensStmt {
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
        most: &'a i64,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[before, most]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        DeleteOldTokensParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for DeleteOldTokensStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteOldTokensParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.before, &params.most))
    }
}
pub struct DeleteOldChallengesStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_old_challenges() -> DeleteOldChallengesStmt {
    DeleteOldChallengesStmt(
        "delete from auth.factor_challenges c where c.id in ( select o.id from auth.factor_challenges o where o.expires_at <= $1 limit $2 for update skip locked )",
        None,
    )
}
impl DeleteOldChallengesStmt {
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
        most: &'a i64,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[before, most]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        DeleteOldChallengesParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for DeleteOldChallengesStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteOldChallengesParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.before, &params.most))
    }
}
