// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct InsertEventParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::StringSql,
    T5: crate::StringSql,
    T6: crate::JsonSql,
> {
    pub id: uuid::Uuid,
    pub community_id: uuid::Uuid,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub action: T1,
    pub actor_kind: T2,
    pub actor_id: Option<uuid::Uuid>,
    pub subject_user_id: Option<uuid::Uuid>,
    pub session_id: Option<uuid::Uuid>,
    pub ip_prefix: Option<T3>,
    pub user_agent: Option<T4>,
    pub request_id: Option<T5>,
    pub details: T6,
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct InsertEventStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_event() -> InsertEventStmt {
    InsertEventStmt(
        "insert into auth.audit_events (id, community_id, at, action, actor_kind, actor_id, subject_user_id, session_id, ip_prefix, user_agent, request_id, details) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        None,
    )
}
impl InsertEventStmt {
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
        T4: crate::StringSql,
        T5: crate::StringSql,
        T6: crate::JsonSql,
    >(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        community_id: &'a uuid::Uuid,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        action: &'a T1,
        actor_kind: &'a T2,
        actor_id: &'a Option<uuid::Uuid>,
        subject_user_id: &'a Option<uuid::Uuid>,
        session_id: &'a Option<uuid::Uuid>,
        ip_prefix: &'a Option<T3>,
        user_agent: &'a Option<T4>,
        request_id: &'a Option<T5>,
        details: &'a T6,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[
                    id,
                    community_id,
                    now,
                    action,
                    actor_kind,
                    actor_id,
                    subject_user_id,
                    session_id,
                    ip_prefix,
                    user_agent,
                    request_id,
                    details,
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
    T4: crate::StringSql,
    T5: crate::StringSql,
    T6: crate::JsonSql,
>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertEventParams<T1, T2, T3, T4, T5, T6>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertEventStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertEventParams<T1, T2, T3, T4, T5, T6>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.id,
            &params.community_id,
            &params.now,
            &params.action,
            &params.actor_kind,
            &params.actor_id,
            &params.subject_user_id,
            &params.session_id,
            &params.ip_prefix,
            &params.user_agent,
            &params.request_id,
            &params.details,
        ))
    }
}
