// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct SaveActivityParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = chrono::DateTime<chrono::FixedOffset>>,
    T3: crate::ArraySql<Item = i16>,
    T4: crate::ArraySql<Item = bool>,
> {
    pub user_ids: T1,
    pub seen_at: T2,
    pub modules_completed: T3,
    pub finished: T4,
    pub community_id: uuid::Uuid,
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct OptionchronoDateTimechronoFixedOffsetQuery<
    'c,
    'a,
    's,
    C: GenericClient,
    T,
    const N: usize,
> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    )
        -> Result<Option<chrono::DateTime<chrono::FixedOffset>>, tokio_postgres::Error>,
    mapper: fn(Option<chrono::DateTime<chrono::FixedOffset>>) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize>
    OptionchronoDateTimechronoFixedOffsetQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(Option<chrono::DateTime<chrono::FixedOffset>>) -> R,
    ) -> OptionchronoDateTimechronoFixedOffsetQuery<'c, 'a, 's, C, R, N> {
        OptionchronoDateTimechronoFixedOffsetQuery {
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
pub struct FindLatestActivityStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_latest_activity() -> FindLatestActivityStmt {
    FindLatestActivityStmt(
        "select last_active_at from tripwire_users where community_id = $1 order by coalesce(last_active_at, 'epoch') desc limit 1",
        None,
    )
}
impl FindLatestActivityStmt {
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
    ) -> OptionchronoDateTimechronoFixedOffsetQuery<
        'c,
        'a,
        's,
        C,
        Option<chrono::DateTime<chrono::FixedOffset>>,
        1,
    > {
        OptionchronoDateTimechronoFixedOffsetQuery {
            client,
            params: [community_id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
pub struct SaveActivityStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_activity() -> SaveActivityStmt {
    SaveActivityStmt(
        "with newer as ( select t.id, a.seen_at, a.modules_completed, a.finished from tripwire_users t join unnest( $1::uuid[], $2::timestamptz[], $3::smallint[], $4::boolean[] ) as a (user_id, seen_at, modules_completed, finished) on a.user_id = t.user_id where t.community_id = $5 and a.seen_at >= t.created_at and (t.last_active_at is null or t.last_active_at < a.seen_at or t.modules_completed <> a.modules_completed) for update of t skip locked ) update tripwire_users t set first_login_at = coalesce(t.first_login_at, newer.seen_at), last_active_at = greatest(t.last_active_at, newer.seen_at), modules_completed = newer.modules_completed, status = case when newer.finished and t.status in ('active', 'inactive') then 'completed' else t.status end from newer where t.id = newer.id",
        None,
    )
}
impl SaveActivityStmt {
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
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::ArraySql<Item = chrono::DateTime<chrono::FixedOffset>>,
        T3: crate::ArraySql<Item = i16>,
        T4: crate::ArraySql<Item = bool>,
    >(
        &'s self,
        client: &'c C,
        user_ids: &'a T1,
        seen_at: &'a T2,
        modules_completed: &'a T3,
        finished: &'a T4,
        community_id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[user_ids, seen_at, modules_completed, finished, community_id],
            )
            .await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = chrono::DateTime<chrono::FixedOffset>>,
    T3: crate::ArraySql<Item = i16>,
    T4: crate::ArraySql<Item = bool>,
>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveActivityParams<T1, T2, T3, T4>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveActivityStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveActivityParams<T1, T2, T3, T4>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.user_ids,
            &params.seen_at,
            &params.modules_completed,
            &params.finished,
            &params.community_id,
        ))
    }
}
