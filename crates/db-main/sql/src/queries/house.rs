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
#[derive(Clone, Copy, Debug)]
pub struct DeleteOldFlowsParams {
    pub before: chrono::DateTime<chrono::FixedOffset>,
    pub most: i64,
}
#[derive(Clone, Copy, Debug)]
pub struct DeleteOldOauthFlowsParams {
    pub before: chrono::DateTime<chrono::FixedOffset>,
    pub most: i64,
}
#[derive(Clone, Copy, Debug)]
pub struct DeleteOldLettersParams {
    pub done_before: chrono::DateTime<chrono::FixedOffset>,
    pub failed_before: chrono::DateTime<chrono::FixedOffset>,
    pub most: i64,
}
#[derive(Clone, Copy, Debug)]
pub struct DeleteOldDepartedParams {
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
        "delete from auth.one_time_tokens t where t.id in ( select o.id from auth.one_time_tokens o where (o.expires_at <= $1 or o.used_at <= $1) and not (o.purpose = 'invite' and o.used_at is not null) limit $2 for update skip locked )",
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
pub struct DeleteOldFlowsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_old_flows() -> DeleteOldFlowsStmt {
    DeleteOldFlowsStmt(
        "delete from auth.flow_states f where f.id in ( select o.id from auth.flow_states o where o.created_at <= $1 and not exists ( select from auth.letters l where l.flow_id = o.id and l.state not in ('sent', 'dropped') and l.state <> 'failed' ) limit $2 for update skip locked )",
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
        DeleteOldFlowsParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for DeleteOldFlowsStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteOldFlowsParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.before, &params.most))
    }
}
pub struct DeleteOldOauthFlowsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_old_oauth_flows() -> DeleteOldOauthFlowsStmt {
    DeleteOldOauthFlowsStmt(
        "delete from auth.oauth_flows f where f.id in ( select o.id from auth.oauth_flows o where o.created_at <= $1 order by o.created_at, o.id limit $2 )",
        None,
    )
}
impl DeleteOldOauthFlowsStmt {
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
        DeleteOldOauthFlowsParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for DeleteOldOauthFlowsStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteOldOauthFlowsParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.before, &params.most))
    }
}
pub struct DeleteOldLettersStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_old_letters() -> DeleteOldLettersStmt {
    DeleteOldLettersStmt(
        "delete from auth.letters l where l.id in ( select o.id from auth.letters o where (o.state in ('sent', 'dropped') and o.changed_at <= $1) or (o.state = 'failed' and o.changed_at <= $2) limit $3 for update skip locked )",
        None,
    )
}
impl DeleteOldLettersStmt {
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
        done_before: &'a chrono::DateTime<chrono::FixedOffset>,
        failed_before: &'a chrono::DateTime<chrono::FixedOffset>,
        most: &'a i64,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[done_before, failed_before, most])
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        DeleteOldLettersParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for DeleteOldLettersStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteOldLettersParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.done_before,
            &params.failed_before,
            &params.most,
        ))
    }
}
pub struct DeleteOldDepartedStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_old_departed() -> DeleteOldDepartedStmt {
    DeleteOldDepartedStmt(
        "delete from auth.departed d where d.id in (select o.id from auth.departed o where o.departed_at <= $1 limit $2 for update skip locked)",
        None,
    )
}
impl DeleteOldDepartedStmt {
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
        DeleteOldDepartedParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for DeleteOldDepartedStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteOldDepartedParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.before, &params.most))
    }
}
