// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct ListLeadsParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
> {
    pub after_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub after_id: Option<uuid::Uuid>,
    pub state: Option<T1>,
    pub is_reviewed: Option<bool>,
    pub delivery_states: Option<T3>,
    pub unconfigured: bool,
    pub rows: i64,
}
#[derive(Clone, Copy, Debug)]
pub struct ReleaseLeadParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub by: Option<uuid::Uuid>,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct KeepLeadParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub by: Option<uuid::Uuid>,
    pub id: uuid::Uuid,
}
#[derive(Debug, Clone, PartialEq)]
pub struct LeadRow {
    pub id: uuid::Uuid,
    pub community_id: uuid::Uuid,
    pub code: String,
    pub source: String,
    pub name: String,
    pub phone: String,
    pub email: Option<String>,
    pub payment_method: Option<String>,
    pub comment: Option<String>,
    pub campaign_slug: Option<String>,
    pub utm: serde_json::Value,
    pub click_ids: serde_json::Value,
    pub page: Option<String>,
    pub referrer: Option<String>,
    pub extra: serde_json::Value,
    pub request_id: String,
    pub quarantine_reason: Option<String>,
    pub repeat_of: Option<uuid::Uuid>,
    pub reviewed_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
}
pub struct LeadRowBorrowed<'a> {
    pub id: uuid::Uuid,
    pub community_id: uuid::Uuid,
    pub code: &'a str,
    pub source: &'a str,
    pub name: &'a str,
    pub phone: &'a str,
    pub email: Option<&'a str>,
    pub payment_method: Option<&'a str>,
    pub comment: Option<&'a str>,
    pub campaign_slug: Option<&'a str>,
    pub utm: postgres_types::Json<&'a serde_json::value::RawValue>,
    pub click_ids: postgres_types::Json<&'a serde_json::value::RawValue>,
    pub page: Option<&'a str>,
    pub referrer: Option<&'a str>,
    pub extra: postgres_types::Json<&'a serde_json::value::RawValue>,
    pub request_id: &'a str,
    pub quarantine_reason: Option<&'a str>,
    pub repeat_of: Option<uuid::Uuid>,
    pub reviewed_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
}
impl<'a> From<LeadRowBorrowed<'a>> for LeadRow {
    fn from(
        LeadRowBorrowed {
            id,
            community_id,
            code,
            source,
            name,
            phone,
            email,
            payment_method,
            comment,
            campaign_slug,
            utm,
            click_ids,
            page,
            referrer,
            extra,
            request_id,
            quarantine_reason,
            repeat_of,
            reviewed_at,
            created_at,
        }: LeadRowBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            community_id,
            code: code.into(),
            source: source.into(),
            name: name.into(),
            phone: phone.into(),
            email: email.map(|v| v.into()),
            payment_method: payment_method.map(|v| v.into()),
            comment: comment.map(|v| v.into()),
            campaign_slug: campaign_slug.map(|v| v.into()),
            utm: serde_json::from_str(utm.0.get()).unwrap(),
            click_ids: serde_json::from_str(click_ids.0.get()).unwrap(),
            page: page.map(|v| v.into()),
            referrer: referrer.map(|v| v.into()),
            extra: serde_json::from_str(extra.0.get()).unwrap(),
            request_id: request_id.into(),
            quarantine_reason: quarantine_reason.map(|v| v.into()),
            repeat_of,
            reviewed_at,
            created_at,
        }
    }
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct CountHeld {
    pub number: i64,
    pub oldest_at: Option<chrono::DateTime<chrono::FixedOffset>>,
}
#[derive(Debug, Clone, PartialEq)]
pub struct FindSource {
    pub source: String,
    pub community_id: uuid::Uuid,
    pub title: String,
    pub price_minor: Option<i64>,
    pub currency: String,
    pub course_slug: Option<String>,
    pub window_seconds: Option<i32>,
}
pub struct FindSourceBorrowed<'a> {
    pub source: &'a str,
    pub community_id: uuid::Uuid,
    pub title: &'a str,
    pub price_minor: Option<i64>,
    pub currency: &'a str,
    pub course_slug: Option<&'a str>,
    pub window_seconds: Option<i32>,
}
impl<'a> From<FindSourceBorrowed<'a>> for FindSource {
    fn from(
        FindSourceBorrowed {
            source,
            community_id,
            title,
            price_minor,
            currency,
            course_slug,
            window_seconds,
        }: FindSourceBorrowed<'a>,
    ) -> Self {
        Self {
            source: source.into(),
            community_id,
            title: title.into(),
            price_minor,
            currency: currency.into(),
            course_slug: course_slug.map(|v| v.into()),
            window_seconds,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct FindTerms {
    pub title: String,
    pub price_minor: Option<i64>,
    pub currency: String,
    pub repeat_of_code: Option<String>,
}
pub struct FindTermsBorrowed<'a> {
    pub title: &'a str,
    pub price_minor: Option<i64>,
    pub currency: &'a str,
    pub repeat_of_code: Option<&'a str>,
}
impl<'a> From<FindTermsBorrowed<'a>> for FindTerms {
    fn from(
        FindTermsBorrowed {
            title,
            price_minor,
            currency,
            repeat_of_code,
        }: FindTermsBorrowed<'a>,
    ) -> Self {
        Self {
            title: title.into(),
            price_minor,
            currency: currency.into(),
            repeat_of_code: repeat_of_code.map(|v| v.into()),
        }
    }
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct LeadRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<LeadRowBorrowed, tokio_postgres::Error>,
    mapper: fn(LeadRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> LeadRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(LeadRowBorrowed) -> R) -> LeadRowQuery<'c, 'a, 's, C, R, N> {
        LeadRowQuery {
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
pub struct CountHeldQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<CountHeld, tokio_postgres::Error>,
    mapper: fn(CountHeld) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> CountHeldQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(CountHeld) -> R) -> CountHeldQuery<'c, 'a, 's, C, R, N> {
        CountHeldQuery {
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
pub struct FindSourceQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<FindSourceBorrowed, tokio_postgres::Error>,
    mapper: fn(FindSourceBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindSourceQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FindSourceBorrowed) -> R,
    ) -> FindSourceQuery<'c, 'a, 's, C, R, N> {
        FindSourceQuery {
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
pub struct FindTermsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<FindTermsBorrowed, tokio_postgres::Error>,
    mapper: fn(FindTermsBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindTermsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(FindTermsBorrowed) -> R) -> FindTermsQuery<'c, 'a, 's, C, R, N> {
        FindTermsQuery {
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
pub struct FindLeadStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_lead() -> FindLeadStmt {
    FindLeadStmt(
        "select id, community_id, code, source, name, phone, email, payment_method, comment, campaign_slug, utm, click_ids, page, referrer, extra, request_id, quarantine_reason, repeat_of, reviewed_at, created_at from leads where id = $1",
        None,
    )
}
impl FindLeadStmt {
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
        id: &'a uuid::Uuid,
    ) -> LeadRowQuery<'c, 'a, 's, C, LeadRow, 1> {
        LeadRowQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<LeadRowBorrowed, tokio_postgres::Error> {
                    Ok(LeadRowBorrowed {
                        id: row.try_get(0)?,
                        community_id: row.try_get(1)?,
                        code: row.try_get(2)?,
                        source: row.try_get(3)?,
                        name: row.try_get(4)?,
                        phone: row.try_get(5)?,
                        email: row.try_get(6)?,
                        payment_method: row.try_get(7)?,
                        comment: row.try_get(8)?,
                        campaign_slug: row.try_get(9)?,
                        utm: row.try_get(10)?,
                        click_ids: row.try_get(11)?,
                        page: row.try_get(12)?,
                        referrer: row.try_get(13)?,
                        extra: row.try_get(14)?,
                        request_id: row.try_get(15)?,
                        quarantine_reason: row.try_get(16)?,
                        repeat_of: row.try_get(17)?,
                        reviewed_at: row.try_get(18)?,
                        created_at: row.try_get(19)?,
                    })
                },
            mapper: |it| LeadRow::from(it),
        }
    }
}
pub struct ListLeadsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_leads() -> ListLeadsStmt {
    ListLeadsStmt(
        "select id, community_id, code, source, name, phone, email, payment_method, comment, campaign_slug, utm, click_ids, page, referrer, extra, request_id, quarantine_reason, repeat_of, reviewed_at, created_at from leads where (created_at, id) < ( coalesce($1::timestamptz, 'infinity'), coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') ) and ($3::text is null or state = $3) and ($4::boolean is null or (reviewed_at is not null) = $4) and ( $5::text[] is null or id in ( select d.lead_id from deliveries d where d.state <> 'done' and d.state = any($5) and d.last_error_class is distinct from 'quarantine' and ($6::boolean or d.last_error_class is distinct from 'not_configured') ) ) order by created_at desc, id desc limit $7",
        None,
    )
}
impl ListLeadsStmt {
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
        after_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        after_id: &'a Option<uuid::Uuid>,
        state: &'a Option<T1>,
        is_reviewed: &'a Option<bool>,
        delivery_states: &'a Option<T3>,
        unconfigured: &'a bool,
        rows: &'a i64,
    ) -> LeadRowQuery<'c, 'a, 's, C, LeadRow, 7> {
        LeadRowQuery {
            client,
            params: [
                after_at,
                after_id,
                state,
                is_reviewed,
                delivery_states,
                unconfigured,
                rows,
            ],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<LeadRowBorrowed, tokio_postgres::Error> {
                    Ok(LeadRowBorrowed {
                        id: row.try_get(0)?,
                        community_id: row.try_get(1)?,
                        code: row.try_get(2)?,
                        source: row.try_get(3)?,
                        name: row.try_get(4)?,
                        phone: row.try_get(5)?,
                        email: row.try_get(6)?,
                        payment_method: row.try_get(7)?,
                        comment: row.try_get(8)?,
                        campaign_slug: row.try_get(9)?,
                        utm: row.try_get(10)?,
                        click_ids: row.try_get(11)?,
                        page: row.try_get(12)?,
                        referrer: row.try_get(13)?,
                        extra: row.try_get(14)?,
                        request_id: row.try_get(15)?,
                        quarantine_reason: row.try_get(16)?,
                        repeat_of: row.try_get(17)?,
                        reviewed_at: row.try_get(18)?,
                        created_at: row.try_get(19)?,
                    })
                },
            mapper: |it| LeadRow::from(it),
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
        ListLeadsParams<T1, T2, T3>,
        LeadRowQuery<'c, 'a, 's, C, LeadRow, 7>,
        C,
    > for ListLeadsStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListLeadsParams<T1, T2, T3>,
    ) -> LeadRowQuery<'c, 'a, 's, C, LeadRow, 7> {
        self.bind(
            client,
            &params.after_at,
            &params.after_id,
            &params.state,
            &params.is_reviewed,
            &params.delivery_states,
            &params.unconfigured,
            &params.rows,
        )
    }
}
pub struct ListLeadsOfAddressStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_leads_of_address() -> ListLeadsOfAddressStmt {
    ListLeadsOfAddressStmt(
        "select id, community_id, code, source, name, phone, email, payment_method, comment, campaign_slug, utm, click_ids, page, referrer, extra, request_id, quarantine_reason, repeat_of, reviewed_at, created_at from leads where lower(email) = lower($1::text) order by created_at, id limit 100",
        None,
    )
}
impl ListLeadsOfAddressStmt {
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
        email: &'a T1,
    ) -> LeadRowQuery<'c, 'a, 's, C, LeadRow, 1> {
        LeadRowQuery {
            client,
            params: [email],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<LeadRowBorrowed, tokio_postgres::Error> {
                    Ok(LeadRowBorrowed {
                        id: row.try_get(0)?,
                        community_id: row.try_get(1)?,
                        code: row.try_get(2)?,
                        source: row.try_get(3)?,
                        name: row.try_get(4)?,
                        phone: row.try_get(5)?,
                        email: row.try_get(6)?,
                        payment_method: row.try_get(7)?,
                        comment: row.try_get(8)?,
                        campaign_slug: row.try_get(9)?,
                        utm: row.try_get(10)?,
                        click_ids: row.try_get(11)?,
                        page: row.try_get(12)?,
                        referrer: row.try_get(13)?,
                        extra: row.try_get(14)?,
                        request_id: row.try_get(15)?,
                        quarantine_reason: row.try_get(16)?,
                        repeat_of: row.try_get(17)?,
                        reviewed_at: row.try_get(18)?,
                        created_at: row.try_get(19)?,
                    })
                },
            mapper: |it| LeadRow::from(it),
        }
    }
}
pub struct FindLeadIdByCodeStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_lead_id_by_code() -> FindLeadIdByCodeStmt {
    FindLeadIdByCodeStmt("select id from leads where code = $1", None)
}
impl FindLeadIdByCodeStmt {
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
        code: &'a T1,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 1> {
        UuidUuidQuery {
            client,
            params: [code],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
pub struct CountHeldStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn count_held() -> CountHeldStmt {
    CountHeldStmt(
        "select count(*) as number, min(created_at) as oldest_at from leads where state = 'quarantined' and reviewed_at is null",
        None,
    )
}
impl CountHeldStmt {
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
    ) -> CountHeldQuery<'c, 'a, 's, C, CountHeld, 0> {
        CountHeldQuery {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row: &tokio_postgres::Row| -> Result<CountHeld, tokio_postgres::Error> {
                Ok(CountHeld {
                    number: row.try_get(0)?,
                    oldest_at: row.try_get(1)?,
                })
            },
            mapper: |it| CountHeld::from(it),
        }
    }
}
pub struct ReleaseLeadStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn release_lead() -> ReleaseLeadStmt {
    ReleaseLeadStmt(
        "update leads set state = 'new', quarantine_reason = null, reviewed_at = $1, reviewed_by = $2 where id = $3 and state = 'quarantined'",
        None,
    )
}
impl ReleaseLeadStmt {
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
        by: &'a Option<uuid::Uuid>,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, by, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        ReleaseLeadParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for ReleaseLeadStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a ReleaseLeadParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.by, &params.id))
    }
}
pub struct KeepLeadStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn keep_lead() -> KeepLeadStmt {
    KeepLeadStmt(
        "update leads set reviewed_at = $1, reviewed_by = $2 where id = $3 and state = 'quarantined'",
        None,
    )
}
impl KeepLeadStmt {
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
        by: &'a Option<uuid::Uuid>,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, by, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        KeepLeadParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for KeepLeadStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a KeepLeadParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.by, &params.id))
    }
}
pub struct FindSourceStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_source() -> FindSourceStmt {
    FindSourceStmt(
        "select source, community_id, title, price_minor, currency::text as currency, course_slug, window_seconds from lead_sources where source = $1",
        None,
    )
}
impl FindSourceStmt {
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
        source: &'a T1,
    ) -> FindSourceQuery<'c, 'a, 's, C, FindSource, 1> {
        FindSourceQuery {
            client,
            params: [source],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<FindSourceBorrowed, tokio_postgres::Error> {
                    Ok(FindSourceBorrowed {
                        source: row.try_get(0)?,
                        community_id: row.try_get(1)?,
                        title: row.try_get(2)?,
                        price_minor: row.try_get(3)?,
                        currency: row.try_get(4)?,
                        course_slug: row.try_get(5)?,
                        window_seconds: row.try_get(6)?,
                    })
                },
            mapper: |it| FindSource::from(it),
        }
    }
}
pub struct FindTermsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_terms() -> FindTermsStmt {
    FindTermsStmt(
        "select coalesce(s.title, l.source) as title, s.price_minor, coalesce(s.currency::text, 'KZT') as currency, (select r.code from leads r where r.id = l.repeat_of) as repeat_of_code from leads l left join lead_sources s on s.source = l.source where l.id = $1",
        None,
    )
}
impl FindTermsStmt {
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
        id: &'a uuid::Uuid,
    ) -> FindTermsQuery<'c, 'a, 's, C, FindTerms, 1> {
        FindTermsQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<FindTermsBorrowed, tokio_postgres::Error> {
                    Ok(FindTermsBorrowed {
                        title: row.try_get(0)?,
                        price_minor: row.try_get(1)?,
                        currency: row.try_get(2)?,
                        repeat_of_code: row.try_get(3)?,
                    })
                },
            mapper: |it| FindTerms::from(it),
        }
    }
}
