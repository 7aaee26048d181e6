// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct AcceptLeadParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::StringSql,
    T5: crate::StringSql,
    T6: crate::StringSql,
    T7: crate::StringSql,
    T8: crate::StringSql,
    T9: crate::StringSql,
    T10: crate::StringSql,
    T11: crate::StringSql,
    T12: crate::StringSql,
    T13: crate::StringSql,
    T14: crate::StringSql,
    T15: crate::StringSql,
    T16: crate::StringSql,
    T17: crate::JsonSql,
    T18: crate::JsonSql,
    T19: crate::StringSql,
    T20: crate::StringSql,
    T21: crate::JsonSql,
    T22: crate::JsonSql,
    T23: crate::StringSql,
    T24: crate::StringSql,
    T25: crate::StringSql,
    T26: crate::ArraySql<Item = uuid::Uuid>,
    T27: crate::StringSql,
    T28: crate::ArraySql<Item = T27>,
> {
    pub default_community: uuid::Uuid,
    pub window_seconds: i32,
    pub source: T1,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub window_key: T2,
    pub quarantine_reason: Option<T3>,
    pub key: Option<T4>,
    pub scope: T5,
    pub fingerprint: T6,
    pub id: uuid::Uuid,
    pub key_expires_at: chrono::DateTime<chrono::FixedOffset>,
    pub code: T7,
    pub name: T8,
    pub name_raw: T9,
    pub phone: T10,
    pub phone_raw: T11,
    pub email: Option<T12>,
    pub email_raw: Option<T13>,
    pub payment_method: Option<T14>,
    pub comment: Option<T15>,
    pub campaign_slug: Option<T16>,
    pub utm: T17,
    pub click_ids: T18,
    pub page: Option<T19>,
    pub referrer: Option<T20>,
    pub consent: Option<T21>,
    pub extra: T22,
    pub ip_prefix: Option<T23>,
    pub user_agent: Option<T24>,
    pub request_id: T25,
    pub delivery_ids: T26,
    pub sinks: T28,
}
#[derive(Debug)]
pub struct FindKeyParams<T1: crate::StringSql, T2: crate::StringSql, T3: crate::StringSql> {
    pub source: T1,
    pub default_community: uuid::Uuid,
    pub scope: T2,
    pub key: T3,
}
#[derive(Debug, Clone, PartialEq)]
pub struct AcceptRow {
    pub is_stored: bool,
    pub is_key_taken: bool,
    pub in_window: bool,
    pub earlier_id: Option<uuid::Uuid>,
    pub earlier_code: Option<String>,
}
pub struct AcceptRowBorrowed<'a> {
    pub is_stored: bool,
    pub is_key_taken: bool,
    pub in_window: bool,
    pub earlier_id: Option<uuid::Uuid>,
    pub earlier_code: Option<&'a str>,
}
impl<'a> From<AcceptRowBorrowed<'a>> for AcceptRow {
    fn from(
        AcceptRowBorrowed {
            is_stored,
            is_key_taken,
            in_window,
            earlier_id,
            earlier_code,
        }: AcceptRowBorrowed<'a>,
    ) -> Self {
        Self {
            is_stored,
            is_key_taken,
            in_window,
            earlier_id,
            earlier_code: earlier_code.map(|v| v.into()),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct FindKey {
    pub body_sha256: String,
    pub lead_id: uuid::Uuid,
    pub code: String,
}
pub struct FindKeyBorrowed<'a> {
    pub body_sha256: &'a str,
    pub lead_id: uuid::Uuid,
    pub code: &'a str,
}
impl<'a> From<FindKeyBorrowed<'a>> for FindKey {
    fn from(
        FindKeyBorrowed {
            body_sha256,
            lead_id,
            code,
        }: FindKeyBorrowed<'a>,
    ) -> Self {
        Self {
            body_sha256: body_sha256.into(),
            lead_id,
            code: code.into(),
        }
    }
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct StringQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<&str, tokio_postgres::Error>,
    mapper: fn(&str) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> StringQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(&str) -> R) -> StringQuery<'c, 'a, 's, C, R, N> {
        StringQuery {
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
pub struct BoolQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<bool, tokio_postgres::Error>,
    mapper: fn(bool) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> BoolQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(bool) -> R) -> BoolQuery<'c, 'a, 's, C, R, N> {
        BoolQuery {
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
pub struct AcceptRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<AcceptRowBorrowed, tokio_postgres::Error>,
    mapper: fn(AcceptRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> AcceptRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(AcceptRowBorrowed) -> R) -> AcceptRowQuery<'c, 'a, 's, C, R, N> {
        AcceptRowQuery {
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
pub struct FindKeyQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<FindKeyBorrowed, tokio_postgres::Error>,
    mapper: fn(FindKeyBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindKeyQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(FindKeyBorrowed) -> R) -> FindKeyQuery<'c, 'a, 's, C, R, N> {
        FindKeyQuery {
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
pub struct BeDurableStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn be_durable() -> BeDurableStmt {
    BeDurableStmt(
        "select set_config('synchronous_commit', 'on', true) as setting",
        None,
    )
}
impl BeDurableStmt {
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
    ) -> StringQuery<'c, 'a, 's, C, String, 0> {
        StringQuery {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it.into(),
        }
    }
}
pub struct LockWindowStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn lock_window() -> LockWindowStmt {
    LockWindowStmt(
        "select pg_advisory_xact_lock(hashtextextended('lead window ' || $1::text, 0)) is not null as locked",
        None,
    )
}
impl LockWindowStmt {
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
        window_key: &'a T1,
    ) -> BoolQuery<'c, 'a, 's, C, bool, 1> {
        BoolQuery {
            client,
            params: [window_key],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
pub struct AcceptLeadStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn accept_lead() -> AcceptLeadStmt {
    AcceptLeadStmt(
        "with place as ( select coalesce(s.community_id, $1::uuid) as community_id, coalesce(s.window_seconds, $2::integer) as window_seconds from (values (1)) as one (n) left join lead_sources s on s.source = $3 ), earlier as ( select l.id, l.code, l.created_at > $4::timestamptz - make_interval(secs => p.window_seconds) as is_recent from place p join leads l on l.community_id = p.community_id and l.window_key = $5 where l.state = 'new' or $6::text is not null order by l.created_at desc, l.id desc limit 1 ), verdict as ( select $7::text is null and coalesce((select e.is_recent from earlier e), false) as in_window ), claimed as ( insert into intake_keys (community_id, scope, key, body_sha256, lead_id, created_at, expires_at) select p.community_id, $8, $7::text, $9, $10, $4, $11 from place p where $7::text is not null on conflict (community_id, scope, key) do update set body_sha256 = excluded.body_sha256, lead_id = excluded.lead_id, created_at = excluded.created_at, expires_at = excluded.expires_at where intake_keys.expires_at <= excluded.created_at returning key ), stored as ( insert into leads ( id, community_id, code, source, name, name_raw, phone, phone_raw, email, email_raw, payment_method, comment, campaign_slug, utm, click_ids, page, referrer, consent, extra, ip_prefix, user_agent, request_id, fingerprint, window_key, state, quarantine_reason, repeat_of, created_at ) select $10, p.community_id, $12, $3, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $9, $5, case when $6::text is null then 'new' else 'quarantined' end, $6, (select e.id from earlier e), $4 from place p, verdict v where not v.in_window and ($7::text is null or exists (select from claimed)) on conflict (code) do nothing returning id, community_id ), delivered as ( insert into deliveries ( id, community_id, lead_id, sink, state, last_error_class, last_error, created_at, updated_at ) select d.id, s.community_id, s.id, d.sink, case when $6::text is null then 'pending' else 'blocked' end, case when $6::text is null then null else 'quarantine' end, $6, $4, $4 from stored s, unnest($31::uuid[], $32::text[]) as d (id, sink) returning id ) select (select count(*) from stored) = 1 as is_stored, $7::text is not null and not exists (select from claimed) as is_key_taken, v.in_window, (select e.id from earlier e) as earlier_id, (select e.code from earlier e) as earlier_code from verdict v",
        None,
    )
}
impl AcceptLeadStmt {
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
        T5: crate::StringSql,
        T6: crate::StringSql,
        T7: crate::StringSql,
        T8: crate::StringSql,
        T9: crate::StringSql,
        T10: crate::StringSql,
        T11: crate::StringSql,
        T12: crate::StringSql,
        T13: crate::StringSql,
        T14: crate::StringSql,
        T15: crate::StringSql,
        T16: crate::StringSql,
        T17: crate::JsonSql,
        T18: crate::JsonSql,
        T19: crate::StringSql,
        T20: crate::StringSql,
        T21: crate::JsonSql,
        T22: crate::JsonSql,
        T23: crate::StringSql,
        T24: crate::StringSql,
        T25: crate::StringSql,
        T26: crate::ArraySql<Item = uuid::Uuid>,
        T27: crate::StringSql,
        T28: crate::ArraySql<Item = T27>,
    >(
        &'s self,
        client: &'c C,
        default_community: &'a uuid::Uuid,
        window_seconds: &'a i32,
        source: &'a T1,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        window_key: &'a T2,
        quarantine_reason: &'a Option<T3>,
        key: &'a Option<T4>,
        scope: &'a T5,
        fingerprint: &'a T6,
        id: &'a uuid::Uuid,
        key_expires_at: &'a chrono::DateTime<chrono::FixedOffset>,
        code: &'a T7,
        name: &'a T8,
        name_raw: &'a T9,
        phone: &'a T10,
        phone_raw: &'a T11,
        email: &'a Option<T12>,
        email_raw: &'a Option<T13>,
        payment_method: &'a Option<T14>,
        comment: &'a Option<T15>,
        campaign_slug: &'a Option<T16>,
        utm: &'a T17,
        click_ids: &'a T18,
        page: &'a Option<T19>,
        referrer: &'a Option<T20>,
        consent: &'a Option<T21>,
        extra: &'a T22,
        ip_prefix: &'a Option<T23>,
        user_agent: &'a Option<T24>,
        request_id: &'a T25,
        delivery_ids: &'a T26,
        sinks: &'a T28,
    ) -> AcceptRowQuery<'c, 'a, 's, C, AcceptRow, 32> {
        AcceptRowQuery {
            client,
            params: [
                default_community,
                window_seconds,
                source,
                now,
                window_key,
                quarantine_reason,
                key,
                scope,
                fingerprint,
                id,
                key_expires_at,
                code,
                name,
                name_raw,
                phone,
                phone_raw,
                email,
                email_raw,
                payment_method,
                comment,
                campaign_slug,
                utm,
                click_ids,
                page,
                referrer,
                consent,
                extra,
                ip_prefix,
                user_agent,
                request_id,
                delivery_ids,
                sinks,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<AcceptRowBorrowed, tokio_postgres::Error> {
                    Ok(AcceptRowBorrowed {
                        is_stored: row.try_get(0)?,
                        is_key_taken: row.try_get(1)?,
                        in_window: row.try_get(2)?,
                        earlier_id: row.try_get(3)?,
                        earlier_code: row.try_get(4)?,
                    })
                },
            mapper: |it| AcceptRow::from(it),
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
    T5: crate::StringSql,
    T6: crate::StringSql,
    T7: crate::StringSql,
    T8: crate::StringSql,
    T9: crate::StringSql,
    T10: crate::StringSql,
    T11: crate::StringSql,
    T12: crate::StringSql,
    T13: crate::StringSql,
    T14: crate::StringSql,
    T15: crate::StringSql,
    T16: crate::StringSql,
    T17: crate::JsonSql,
    T18: crate::JsonSql,
    T19: crate::StringSql,
    T20: crate::StringSql,
    T21: crate::JsonSql,
    T22: crate::JsonSql,
    T23: crate::StringSql,
    T24: crate::StringSql,
    T25: crate::StringSql,
    T26: crate::ArraySql<Item = uuid::Uuid>,
    T27: crate::StringSql,
    T28: crate::ArraySql<Item = T27>,
>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        AcceptLeadParams<
            T1,
            T2,
            T3,
            T4,
            T5,
            T6,
            T7,
            T8,
            T9,
            T10,
            T11,
            T12,
            T13,
            T14,
            T15,
            T16,
            T17,
            T18,
            T19,
            T20,
            T21,
            T22,
            T23,
            T24,
            T25,
            T26,
            T27,
            T28,
        >,
        AcceptRowQuery<'c, 'a, 's, C, AcceptRow, 32>,
        C,
    > for AcceptLeadStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a AcceptLeadParams<
            T1,
            T2,
            T3,
            T4,
            T5,
            T6,
            T7,
            T8,
            T9,
            T10,
            T11,
            T12,
            T13,
            T14,
            T15,
            T16,
            T17,
            T18,
            T19,
            T20,
            T21,
            T22,
            T23,
            T24,
            T25,
            T26,
            T27,
            T28,
        >,
    ) -> AcceptRowQuery<'c, 'a, 's, C, AcceptRow, 32> {
        self.bind(
            client,
            &params.default_community,
            &params.window_seconds,
            &params.source,
            &params.now,
            &params.window_key,
            &params.quarantine_reason,
            &params.key,
            &params.scope,
            &params.fingerprint,
            &params.id,
            &params.key_expires_at,
            &params.code,
            &params.name,
            &params.name_raw,
            &params.phone,
            &params.phone_raw,
            &params.email,
            &params.email_raw,
            &params.payment_method,
            &params.comment,
            &params.campaign_slug,
            &params.utm,
            &params.click_ids,
            &params.page,
            &params.referrer,
            &params.consent,
            &params.extra,
            &params.ip_prefix,
            &params.user_agent,
            &params.request_id,
            &params.delivery_ids,
            &params.sinks,
        )
    }
}
pub struct FindKeyStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_key() -> FindKeyStmt {
    FindKeyStmt(
        "select k.body_sha256, k.lead_id, l.code from intake_keys k join leads l on l.community_id = k.community_id and l.id = k.lead_id where k.community_id = coalesce( (select s.community_id from lead_sources s where s.source = $1), $2::uuid ) and k.scope = $3 and k.key = $4",
        None,
    )
}
impl FindKeyStmt {
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
    >(
        &'s self,
        client: &'c C,
        source: &'a T1,
        default_community: &'a uuid::Uuid,
        scope: &'a T2,
        key: &'a T3,
    ) -> FindKeyQuery<'c, 'a, 's, C, FindKey, 4> {
        FindKeyQuery {
            client,
            params: [source, default_community, scope, key],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<FindKeyBorrowed, tokio_postgres::Error> {
                    Ok(FindKeyBorrowed {
                        body_sha256: row.try_get(0)?,
                        lead_id: row.try_get(1)?,
                        code: row.try_get(2)?,
                    })
                },
            mapper: |it| FindKey::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql, T2: crate::StringSql, T3: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        FindKeyParams<T1, T2, T3>,
        FindKeyQuery<'c, 'a, 's, C, FindKey, 4>,
        C,
    > for FindKeyStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindKeyParams<T1, T2, T3>,
    ) -> FindKeyQuery<'c, 'a, 's, C, FindKey, 4> {
        self.bind(
            client,
            &params.source,
            &params.default_community,
            &params.scope,
            &params.key,
        )
    }
}
pub struct PruneKeysStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn prune_keys() -> PruneKeysStmt {
    PruneKeysStmt("delete from intake_keys where expires_at <= $1", None)
}
impl PruneKeysStmt {
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
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now]).await
    }
}
