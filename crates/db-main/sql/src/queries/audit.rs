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
#[derive(Debug)]
pub struct ListEventsParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::StringSql,
> {
    pub before: Option<i64>,
    pub action: Option<T1>,
    pub actor_id: Option<uuid::Uuid>,
    pub subject_user_id: Option<uuid::Uuid>,
    pub session_id: Option<uuid::Uuid>,
    pub ip_prefix: Option<T2>,
    pub request_id: Option<T3>,
    pub address: Option<T4>,
    pub since: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub until: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub rows: i64,
    pub skipped: i64,
}
#[derive(Debug)]
pub struct CountEventsParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::StringSql,
> {
    pub action: Option<T1>,
    pub actor_id: Option<uuid::Uuid>,
    pub subject_user_id: Option<uuid::Uuid>,
    pub session_id: Option<uuid::Uuid>,
    pub ip_prefix: Option<T2>,
    pub request_id: Option<T3>,
    pub address: Option<T4>,
    pub since: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub until: Option<chrono::DateTime<chrono::FixedOffset>>,
}
#[derive(Debug, Clone, PartialEq)]
pub struct EventRow {
    pub id: uuid::Uuid,
    pub seq: i64,
    pub community_id: uuid::Uuid,
    pub at: chrono::DateTime<chrono::FixedOffset>,
    pub action: String,
    pub actor_kind: String,
    pub actor_id: Option<uuid::Uuid>,
    pub subject_user_id: Option<uuid::Uuid>,
    pub session_id: Option<uuid::Uuid>,
    pub ip_prefix: Option<String>,
    pub user_agent: Option<String>,
    pub request_id: Option<String>,
    pub details: serde_json::Value,
}
pub struct EventRowBorrowed<'a> {
    pub id: uuid::Uuid,
    pub seq: i64,
    pub community_id: uuid::Uuid,
    pub at: chrono::DateTime<chrono::FixedOffset>,
    pub action: &'a str,
    pub actor_kind: &'a str,
    pub actor_id: Option<uuid::Uuid>,
    pub subject_user_id: Option<uuid::Uuid>,
    pub session_id: Option<uuid::Uuid>,
    pub ip_prefix: Option<&'a str>,
    pub user_agent: Option<&'a str>,
    pub request_id: Option<&'a str>,
    pub details: postgres_types::Json<&'a serde_json::value::RawValue>,
}
impl<'a> From<EventRowBorrowed<'a>> for EventRow {
    fn from(
        EventRowBorrowed {
            id,
            seq,
            community_id,
            at,
            action,
            actor_kind,
            actor_id,
            subject_user_id,
            session_id,
            ip_prefix,
            user_agent,
            request_id,
            details,
        }: EventRowBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            seq,
            community_id,
            at,
            action: action.into(),
            actor_kind: actor_kind.into(),
            actor_id,
            subject_user_id,
            session_id,
            ip_prefix: ip_prefix.map(|v| v.into()),
            user_agent: user_agent.map(|v| v.into()),
            request_id: request_id.map(|v| v.into()),
            details: serde_json::from_str(details.0.get()).unwrap(),
        }
    }
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct EventRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<EventRowBorrowed, tokio_postgres::Error>,
    mapper: fn(EventRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> EventRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(EventRowBorrowed) -> R) -> EventRowQuery<'c, 'a, 's, C, R, N> {
        EventRowQuery {
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
pub struct ListEventsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_events() -> ListEventsStmt {
    ListEventsStmt(
        "select e.id, e.seq, e.community_id, e.at, e.action, e.actor_kind, e.actor_id, e.subject_user_id, e.session_id, e.ip_prefix, e.user_agent, e.request_id, e.details from auth.audit_events e where ($1::bigint is null or e.seq < $1) and ($2::text is null or e.action = $2) and ($3::uuid is null or e.actor_id = $3) and ($4::uuid is null or e.subject_user_id = $4) and ($5::uuid is null or e.session_id = $5) and ($6::text is null or e.ip_prefix = $6) and ($7::text is null or e.request_id = $7) and ($8::text is null or e.details ->> 'address' = $8) and ($9::timestamptz is null or e.at >= $9) and ($10::timestamptz is null or e.at < $10) order by e.seq desc limit $11 offset $12",
        None,
    )
}
impl ListEventsStmt {
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
        T3: crate::StringSql,
        T4: crate::StringSql,
    >(
        &'s self,
        client: &'c C,
        before: &'a Option<i64>,
        action: &'a Option<T1>,
        actor_id: &'a Option<uuid::Uuid>,
        subject_user_id: &'a Option<uuid::Uuid>,
        session_id: &'a Option<uuid::Uuid>,
        ip_prefix: &'a Option<T2>,
        request_id: &'a Option<T3>,
        address: &'a Option<T4>,
        since: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        until: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        rows: &'a i64,
        skipped: &'a i64,
    ) -> EventRowQuery<'c, 'a, 's, C, EventRow, 12> {
        EventRowQuery {
            client,
            params: [
                before,
                action,
                actor_id,
                subject_user_id,
                session_id,
                ip_prefix,
                request_id,
                address,
                since,
                until,
                rows,
                skipped,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<EventRowBorrowed, tokio_postgres::Error> {
                    Ok(EventRowBorrowed {
                        id: row.try_get(0)?,
                        seq: row.try_get(1)?,
                        community_id: row.try_get(2)?,
                        at: row.try_get(3)?,
                        action: row.try_get(4)?,
                        actor_kind: row.try_get(5)?,
                        actor_id: row.try_get(6)?,
                        subject_user_id: row.try_get(7)?,
                        session_id: row.try_get(8)?,
                        ip_prefix: row.try_get(9)?,
                        user_agent: row.try_get(10)?,
                        request_id: row.try_get(11)?,
                        details: row.try_get(12)?,
                    })
                },
            mapper: |it| EventRow::from(it),
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
    T3: crate::StringSql,
    T4: crate::StringSql,
>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ListEventsParams<T1, T2, T3, T4>,
        EventRowQuery<'c, 'a, 's, C, EventRow, 12>,
        C,
    > for ListEventsStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListEventsParams<T1, T2, T3, T4>,
    ) -> EventRowQuery<'c, 'a, 's, C, EventRow, 12> {
        self.bind(
            client,
            &params.before,
            &params.action,
            &params.actor_id,
            &params.subject_user_id,
            &params.session_id,
            &params.ip_prefix,
            &params.request_id,
            &params.address,
            &params.since,
            &params.until,
            &params.rows,
            &params.skipped,
        )
    }
}
pub struct CountEventsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn count_events() -> CountEventsStmt {
    CountEventsStmt(
        "select count(*) as events from auth.audit_events e where ($1::text is null or e.action = $1) and ($2::uuid is null or e.actor_id = $2) and ($3::uuid is null or e.subject_user_id = $3) and ($4::uuid is null or e.session_id = $4) and ($5::text is null or e.ip_prefix = $5) and ($6::text is null or e.request_id = $6) and ($7::text is null or e.details ->> 'address' = $7) and ($8::timestamptz is null or e.at >= $8) and ($9::timestamptz is null or e.at < $9)",
        None,
    )
}
impl CountEventsStmt {
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
        T3: crate::StringSql,
        T4: crate::StringSql,
    >(
        &'s self,
        client: &'c C,
        action: &'a Option<T1>,
        actor_id: &'a Option<uuid::Uuid>,
        subject_user_id: &'a Option<uuid::Uuid>,
        session_id: &'a Option<uuid::Uuid>,
        ip_prefix: &'a Option<T2>,
        request_id: &'a Option<T3>,
        address: &'a Option<T4>,
        since: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        until: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
    ) -> I64Query<'c, 'a, 's, C, i64, 9> {
        I64Query {
            client,
            params: [
                action,
                actor_id,
                subject_user_id,
                session_id,
                ip_prefix,
                request_id,
                address,
                since,
                until,
            ],
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
    T3: crate::StringSql,
    T4: crate::StringSql,
>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        CountEventsParams<T1, T2, T3, T4>,
        I64Query<'c, 'a, 's, C, i64, 9>,
        C,
    > for CountEventsStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a CountEventsParams<T1, T2, T3, T4>,
    ) -> I64Query<'c, 'a, 's, C, i64, 9> {
        self.bind(
            client,
            &params.action,
            &params.actor_id,
            &params.subject_user_id,
            &params.session_id,
            &params.ip_prefix,
            &params.request_id,
            &params.address,
            &params.since,
            &params.until,
        )
    }
}
