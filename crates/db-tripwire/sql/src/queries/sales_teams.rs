// This file was generated with `cornucopia`. Do not modify.

#[derive(Clone, Copy, Debug)]
pub struct InsertMemberParams {
    pub community_id: uuid::Uuid,
    pub lead_user_id: uuid::Uuid,
    pub member_user_id: uuid::Uuid,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Clone, Copy, Debug)]
pub struct DeleteMemberParams {
    pub community_id: uuid::Uuid,
    pub lead_user_id: uuid::Uuid,
    pub member_user_id: uuid::Uuid,
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct ListMembers {
    pub lead_user_id: uuid::Uuid,
    pub member_user_id: uuid::Uuid,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct ListMembersQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<ListMembers, tokio_postgres::Error>,
    mapper: fn(ListMembers) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListMembersQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(ListMembers) -> R) -> ListMembersQuery<'c, 'a, 's, C, R, N> {
        ListMembersQuery {
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
pub struct DeleteMemberStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_member() -> DeleteMemberStmt {
    DeleteMemberStmt(
        "delete from sales_team_members where community_id = $1 and lead_user_id = $2 and member_user_id = $3",
        None,
    )
}
impl DeleteMemberStmt {
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
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[community_id, lead_user_id, member_user_id])
            .await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        DeleteMemberParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for DeleteMemberStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteMemberParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.community_id,
            &params.lead_user_id,
            &params.member_user_id,
        ))
    }
}
pub struct ListMembersStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_members() -> ListMembersStmt {
    ListMembersStmt(
        "select lead_user_id, member_user_id, created_at from sales_team_members where community_id = $1 order by lead_user_id, created_at, member_user_id",
        None,
    )
}
impl ListMembersStmt {
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
        community_id: &'a uuid::Uuid,
    ) -> ListMembersQuery<'c, 'a, 's, C, ListMembers, 1> {
        ListMembersQuery {
            client,
            params: [community_id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row: &tokio_postgres::Row| -> Result<ListMembers, tokio_postgres::Error> {
                Ok(ListMembers {
                    lead_user_id: row.try_get(0)?,
                    member_user_id: row.try_get(1)?,
                    created_at: row.try_get(2)?,
                })
            },
            mapper: |it| ListMembers::from(it),
        }
    }
}
