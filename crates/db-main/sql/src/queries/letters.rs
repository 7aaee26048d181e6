// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct InsertLetterParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::StringSql,
    T4: crate::StringSql,
    T5: crate::JsonSql,
> {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub kind: T1,
    pub email: T2,
    pub locale: Option<T3>,
    pub redirect_to: Option<T4>,
    pub flow_id: Option<uuid::Uuid>,
    pub details: T5,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveLetterSendingParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct SaveLetterStateParams<T1: crate::StringSql, T2: crate::StringSql, T3: crate::StringSql> {
    pub state: T1,
    pub error_class: Option<T2>,
    pub error: Option<T3>,
    pub sent_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
    pub sendings: i16,
}
#[derive(Clone, Copy, Debug)]
pub struct SaveLetterWaitingParams {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct DropLettersOfParams<T1: crate::StringSql, T2: crate::ArraySql<Item = T1>> {
    pub now: chrono::DateTime<chrono::FixedOffset>,
    pub user_id: uuid::Uuid,
    pub kinds: T2,
}
#[derive(Debug, Clone, PartialEq)]
pub struct LetterRow {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub kind: String,
    pub email: String,
    pub locale: Option<String>,
    pub redirect_to: Option<String>,
    pub flow_id: Option<uuid::Uuid>,
    pub details: serde_json::Value,
    pub state: String,
    pub sendings: i16,
    pub requested_at: chrono::DateTime<chrono::FixedOffset>,
    pub display_name: Option<String>,
    pub email_confirmed_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub alive: bool,
    pub has_password: bool,
}
pub struct LetterRowBorrowed<'a> {
    pub id: uuid::Uuid,
    pub user_id: uuid::Uuid,
    pub kind: &'a str,
    pub email: &'a str,
    pub locale: Option<&'a str>,
    pub redirect_to: Option<&'a str>,
    pub flow_id: Option<uuid::Uuid>,
    pub details: postgres_types::Json<&'a serde_json::value::RawValue>,
    pub state: &'a str,
    pub sendings: i16,
    pub requested_at: chrono::DateTime<chrono::FixedOffset>,
    pub display_name: Option<&'a str>,
    pub email_confirmed_at: Option<chrono::DateTime<chrono::FixedOffset>>,
    pub alive: bool,
    pub has_password: bool,
}
impl<'a> From<LetterRowBorrowed<'a>> for LetterRow {
    fn from(
        LetterRowBorrowed {
            id,
            user_id,
            kind,
            email,
            locale,
            redirect_to,
            flow_id,
            details,
            state,
            sendings,
            requested_at,
            display_name,
            email_confirmed_at,
            alive,
            has_password,
        }: LetterRowBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            user_id,
            kind: kind.into(),
            email: email.into(),
            locale: locale.map(|v| v.into()),
            redirect_to: redirect_to.map(|v| v.into()),
            flow_id,
            details: serde_json::from_str(details.0.get()).unwrap(),
            state: state.into(),
            sendings,
            requested_at,
            display_name: display_name.map(|v| v.into()),
            email_confirmed_at,
            alive,
            has_password,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct CountLetters {
    pub state: String,
    pub letters: i64,
    pub oldest_seconds: i64,
}
pub struct CountLettersBorrowed<'a> {
    pub state: &'a str,
    pub letters: i64,
    pub oldest_seconds: i64,
}
impl<'a> From<CountLettersBorrowed<'a>> for CountLetters {
    fn from(
        CountLettersBorrowed {
            state,
            letters,
            oldest_seconds,
        }: CountLettersBorrowed<'a>,
    ) -> Self {
        Self {
            state: state.into(),
            letters,
            oldest_seconds,
        }
    }
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct LetterRowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<LetterRowBorrowed, tokio_postgres::Error>,
    mapper: fn(LetterRowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> LetterRowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(LetterRowBorrowed) -> R) -> LetterRowQuery<'c, 'a, 's, C, R, N> {
        LetterRowQuery {
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
pub struct CountLettersQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<CountLettersBorrowed, tokio_postgres::Error>,
    mapper: fn(CountLettersBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> CountLettersQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(CountLettersBorrowed) -> R,
    ) -> CountLettersQuery<'c, 'a, 's, C, R, N> {
        CountLettersQuery {
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
pub struct InsertLetterStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_letter() -> InsertLetterStmt {
    InsertLetterStmt(
        "insert into auth.letters (id, user_id, kind, email, locale, redirect_to, flow_id, details, state, requested_at, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9, $9)",
        None,
    )
}
impl InsertLetterStmt {
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
        T5: crate::JsonSql,
    >(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        user_id: &'a uuid::Uuid,
        kind: &'a T1,
        email: &'a T2,
        locale: &'a Option<T3>,
        redirect_to: &'a Option<T4>,
        flow_id: &'a Option<uuid::Uuid>,
        details: &'a T5,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[
                    id,
                    user_id,
                    kind,
                    email,
                    locale,
                    redirect_to,
                    flow_id,
                    details,
                    now,
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
    T5: crate::JsonSql,
>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertLetterParams<T1, T2, T3, T4, T5>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertLetterStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertLetterParams<T1, T2, T3, T4, T5>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.id,
            &params.user_id,
            &params.kind,
            &params.email,
            &params.locale,
            &params.redirect_to,
            &params.flow_id,
            &params.details,
            &params.now,
        ))
    }
}
pub struct LockLetterStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn lock_letter() -> LockLetterStmt {
    LockLetterStmt(
        "select l.id, l.user_id, l.kind, l.email, coalesce(l.locale, p.locale, c.locale) as locale, l.redirect_to, l.flow_id, l.details, l.state, l.sendings, l.requested_at, u.display_name, u.email_confirmed_at, u.deleted_at is null as alive, exists (select from auth.credentials k where k.user_id = u.id) as has_password from auth.letters l join auth.users u on u.id = l.user_id left join public.profiles p on p.user_id = u.id left join public.communities c on c.id = u.community_id where l.id = $1 for no key update of u for update of l",
        None,
    )
}
impl LockLetterStmt {
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
    ) -> LetterRowQuery<'c, 'a, 's, C, LetterRow, 1> {
        LetterRowQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<LetterRowBorrowed, tokio_postgres::Error> {
                    Ok(LetterRowBorrowed {
                        id: row.try_get(0)?,
                        user_id: row.try_get(1)?,
                        kind: row.try_get(2)?,
                        email: row.try_get(3)?,
                        locale: row.try_get(4)?,
                        redirect_to: row.try_get(5)?,
                        flow_id: row.try_get(6)?,
                        details: row.try_get(7)?,
                        state: row.try_get(8)?,
                        sendings: row.try_get(9)?,
                        requested_at: row.try_get(10)?,
                        display_name: row.try_get(11)?,
                        email_confirmed_at: row.try_get(12)?,
                        alive: row.try_get(13)?,
                        has_password: row.try_get(14)?,
                    })
                },
            mapper: |it| LetterRow::from(it),
        }
    }
}
pub struct SaveLetterSendingStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_letter_sending() -> SaveLetterSendingStmt {
    SaveLetterSendingStmt(
        "update auth.letters set state = 'sending', sendings = sendings + 1, changed_at = $1 where id = $2 and state in ('waiting', 'held', 'sending')",
        None,
    )
}
impl SaveLetterSendingStmt {
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
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveLetterSendingParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveLetterSendingStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveLetterSendingParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.id))
    }
}
pub struct SaveLetterStateStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_letter_state() -> SaveLetterStateStmt {
    SaveLetterStateStmt(
        "update auth.letters set state = $1, error_class = $2, error = $3, sent_at = $4, changed_at = $5 where id = $6 and sendings = $7 and state not in ('sent', 'dropped', 'failed')",
        None,
    )
}
impl SaveLetterStateStmt {
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
    >(
        &'s self,
        client: &'c C,
        state: &'a T1,
        error_class: &'a Option<T2>,
        error: &'a Option<T3>,
        sent_at: &'a Option<chrono::DateTime<chrono::FixedOffset>>,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        id: &'a uuid::Uuid,
        sendings: &'a i16,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[state, error_class, error, sent_at, now, id, sendings],
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
>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveLetterStateParams<T1, T2, T3>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveLetterStateStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveLetterStateParams<T1, T2, T3>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.state,
            &params.error_class,
            &params.error,
            &params.sent_at,
            &params.now,
            &params.id,
            &params.sendings,
        ))
    }
}
pub struct CountLettersStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn count_letters() -> CountLettersStmt {
    CountLettersStmt(
        "select state, count(*) as letters, coalesce(greatest(extract(epoch from $1::timestamptz - min(requested_at)), 0), 0)::bigint as oldest_seconds from auth.letters where state not in ('sent', 'dropped') group by state",
        None,
    )
}
impl CountLettersStmt {
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
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> CountLettersQuery<'c, 'a, 's, C, CountLetters, 1> {
        CountLettersQuery {
            client,
            params: [now],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<CountLettersBorrowed, tokio_postgres::Error> {
                    Ok(CountLettersBorrowed {
                        state: row.try_get(0)?,
                        letters: row.try_get(1)?,
                        oldest_seconds: row.try_get(2)?,
                    })
                },
            mapper: |it| CountLetters::from(it),
        }
    }
}
pub struct ListHeldLettersStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_held_letters() -> ListHeldLettersStmt {
    ListHeldLettersStmt(
        "select id from auth.letters where state = 'held' order by requested_at limit $1",
        None,
    )
}
impl ListHeldLettersStmt {
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
        rows: &'a i64,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 1> {
        UuidUuidQuery {
            client,
            params: [rows],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
pub struct SaveLetterWaitingStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn save_letter_waiting() -> SaveLetterWaitingStmt {
    SaveLetterWaitingStmt(
        "update auth.letters set state = 'waiting', changed_at = $1 where id = $2 and state = 'held'",
        None,
    )
}
impl SaveLetterWaitingStmt {
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
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, id]).await
    }
}
impl<'a, C: GenericClient + Send + Sync>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        SaveLetterWaitingParams,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for SaveLetterWaitingStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SaveLetterWaitingParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.id))
    }
}
pub struct DropLettersOfStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn drop_letters_of() -> DropLettersOfStmt {
    DropLettersOfStmt(
        "update auth.letters set state = 'dropped', changed_at = $1 where user_id = $2 and kind = any ($3) and state in ('waiting', 'held', 'sending')",
        None,
    )
}
impl DropLettersOfStmt {
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
        now: &'a chrono::DateTime<chrono::FixedOffset>,
        user_id: &'a uuid::Uuid,
        kinds: &'a T2,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, user_id, kinds]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::StringSql, T2: crate::ArraySql<Item = T1>>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        DropLettersOfParams<T1, T2>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for DropLettersOfStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DropLettersOfParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.user_id, &params.kinds))
    }
}
pub struct DeleteLettersOfStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_letters_of() -> DeleteLettersOfStmt {
    DeleteLettersOfStmt("delete from auth.letters where user_id = $1", None)
}
impl DeleteLettersOfStmt {
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
        user_id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[user_id]).await
    }
}
