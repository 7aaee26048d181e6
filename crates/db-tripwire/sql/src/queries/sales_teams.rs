// This file was generated with `cornucopia`. Do not modify.

#[derive(Clone, Copy, Debug)]
pub struct InsertMemberParams {
    pub community_id: uuid::Uuid,
    pub lead_user_id: uuid::Uuid,
    pub member_user_id: uuid::Uuid,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct InsertMemberStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_member() -> InsertMemberStmt {
    InsertMemberStmt(
        "insert into sales_team_members (community_id, lead_user_id, member_user_id, created_at) values ($1, $2, $3, $4) on conflict do nothing",
        None,
    )
}
impl InsertMemberStmt {
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
        lead_user_id: &'a uuid::Uuid,
        member_user_id: &'a uuid::Uuid,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[community_id, lead_user_id, member_user_id, now])
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertMemberParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertMemberStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertMemberParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.community_id,
            &params.lead_user_id,
            &params.member_user_id,
            &params.now,
        ))
    }
}
