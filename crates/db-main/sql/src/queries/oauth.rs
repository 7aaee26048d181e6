// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct InsertOauthFlowParams<
    T1: crate::BytesSql,
    T2: crate::BytesSql,
    T3: crate::BytesSql,
    T4: crate::StringSql,
    T5: crate::BytesSql,
    T6: crate::StringSql,
    T7: crate::StringSql,
    T8: crate::StringSql,
> {
    pub id: uuid::Uuid,
    pub state_sha256: T1,
    pub browser_sha256: Option<T2>,
    pub nonce_sha256: T3,
    pub provider: T4,
    pub verifier: T5,
    pub redirect_to: T6,
    pub code_challenge: Option<T7>,
    pub code_challenge_method: Option<T8>,
    pub link_user_id: Option<uuid::Uuid>,
    pub link_session_id: Option<uuid::Uuid>,
    pub now: chrono::DateTime<chrono::FixedOffset>,
}
#[derive(Debug)]
pub struct InsertProviderTokensParams<T1: crate::BytesSql> {
    pub flow_id: uuid::Uuid,
    pub sealed: T1,
}
#[derive(Debug)]
pub struct InsertPendingLinkParams<T1: crate::JsonSql> {
    pub flow_id: uuid::Uuid,
    pub session_id: Option<uuid::Uuid>,
    pub word: T1,
}
#[derive(Debug, Clone, PartialEq)]
pub struct TakeOauthFlow {
    pub id: uuid::Uuid,
    pub browser_sha256: Option<Vec<u8>>,
    pub nonce_sha256: Vec<u8>,
    pub provider: String,
    pub verifier: Vec<u8>,
    pub redirect_to: String,
    pub code_challenge: Option<String>,
    pub code_challenge_method: Option<String>,
    pub link_user_id: Option<uuid::Uuid>,
    pub link_session_id: Option<uuid::Uuid>,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
}
pub struct TakeOauthFlowBorrowed<'a> {
    pub id: uuid::Uuid,
    pub browser_sha256: Option<&'a [u8]>,
    pub nonce_sha256: &'a [u8],
    pub provider: &'a str,
    pub verifier: &'a [u8],
    pub redirect_to: &'a str,
    pub code_challenge: Option<&'a str>,
    pub code_challenge_method: Option<&'a str>,
    pub link_user_id: Option<uuid::Uuid>,
    pub link_session_id: Option<uuid::Uuid>,
    pub created_at: chrono::DateTime<chrono::FixedOffset>,
}
impl<'a> From<TakeOauthFlowBorrowed<'a>> for TakeOauthFlow {
    fn from(
        TakeOauthFlowBorrowed {
            id,
            browser_sha256,
            nonce_sha256,
            provider,
            verifier,
            redirect_to,
            code_challenge,
            code_challenge_method,
            link_user_id,
            link_session_id,
            created_at,
        }: TakeOauthFlowBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            browser_sha256: browser_sha256.map(|v| v.into()),
            nonce_sha256: nonce_sha256.into(),
            provider: provider.into(),
            verifier: verifier.into(),
            redirect_to: redirect_to.into(),
            code_challenge: code_challenge.map(|v| v.into()),
            code_challenge_method: code_challenge_method.map(|v| v.into()),
            link_user_id,
            link_session_id,
            created_at,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct FindPendingLink {
    pub session_id: Option<uuid::Uuid>,
    pub word: serde_json::Value,
}
pub struct FindPendingLinkBorrowed<'a> {
    pub session_id: Option<uuid::Uuid>,
    pub word: postgres_types::Json<&'a serde_json::value::RawValue>,
}
impl<'a> From<FindPendingLinkBorrowed<'a>> for FindPendingLink {
    fn from(FindPendingLinkBorrowed { session_id, word }: FindPendingLinkBorrowed<'a>) -> Self {
        Self {
            session_id,
            word: serde_json::from_str(word.0.get()).unwrap(),
        }
    }
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct TakeOauthFlowQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<TakeOauthFlowBorrowed, tokio_postgres::Error>,
    mapper: fn(TakeOauthFlowBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> TakeOauthFlowQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(TakeOauthFlowBorrowed) -> R,
    ) -> TakeOauthFlowQuery<'c, 'a, 's, C, R, N> {
        TakeOauthFlowQuery {
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
pub struct Vecu8Query<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<&[u8], tokio_postgres::Error>,
    mapper: fn(&[u8]) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> Vecu8Query<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(&[u8]) -> R) -> Vecu8Query<'c, 'a, 's, C, R, N> {
        Vecu8Query {
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
pub struct FindPendingLinkQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<FindPendingLinkBorrowed, tokio_postgres::Error>,
    mapper: fn(FindPendingLinkBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindPendingLinkQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FindPendingLinkBorrowed) -> R,
    ) -> FindPendingLinkQuery<'c, 'a, 's, C, R, N> {
        FindPendingLinkQuery {
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
pub struct InsertOauthFlowStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_oauth_flow() -> InsertOauthFlowStmt {
    InsertOauthFlowStmt(
        "insert into auth.oauth_flows (id, state_sha256, browser_sha256, nonce_sha256, provider, verifier, redirect_to, code_challenge, code_challenge_method, link_user_id, link_session_id, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        None,
    )
}
impl InsertOauthFlowStmt {
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
        T1: crate::BytesSql,
        T2: crate::BytesSql,
        T3: crate::BytesSql,
        T4: crate::StringSql,
        T5: crate::BytesSql,
        T6: crate::StringSql,
        T7: crate::StringSql,
        T8: crate::StringSql,
    >(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        state_sha256: &'a T1,
        browser_sha256: &'a Option<T2>,
        nonce_sha256: &'a T3,
        provider: &'a T4,
        verifier: &'a T5,
        redirect_to: &'a T6,
        code_challenge: &'a Option<T7>,
        code_challenge_method: &'a Option<T8>,
        link_user_id: &'a Option<uuid::Uuid>,
        link_session_id: &'a Option<uuid::Uuid>,
        now: &'a chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[
                    id,
                    state_sha256,
                    browser_sha256,
                    nonce_sha256,
                    provider,
                    verifier,
                    redirect_to,
                    code_challenge,
                    code_challenge_method,
                    link_user_id,
                    link_session_id,
                    now,
                ],
            )
            .await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::BytesSql,
    T2: crate::BytesSql,
    T3: crate::BytesSql,
    T4: crate::StringSql,
    T5: crate::BytesSql,
    T6: crate::StringSql,
    T7: crate::StringSql,
    T8: crate::StringSql,
>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertOauthFlowParams<T1, T2, T3, T4, T5, T6, T7, T8>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertOauthFlowStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertOauthFlowParams<T1, T2, T3, T4, T5, T6, T7, T8>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(
            client,
            &params.id,
            &params.state_sha256,
            &params.browser_sha256,
            &params.nonce_sha256,
            &params.provider,
            &params.verifier,
            &params.redirect_to,
            &params.code_challenge,
            &params.code_challenge_method,
            &params.link_user_id,
            &params.link_session_id,
            &params.now,
        ))
    }
}
pub struct TakeOauthFlowStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn take_oauth_flow() -> TakeOauthFlowStmt {
    TakeOauthFlowStmt(
        "delete from auth.oauth_flows f where f.state_sha256 = $1 returning f.id, f.browser_sha256, f.nonce_sha256, f.provider, f.verifier, f.redirect_to, f.code_challenge, f.code_challenge_method, f.link_user_id, f.link_session_id, f.created_at",
        None,
    )
}
impl TakeOauthFlowStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::BytesSql>(
        &'s self,
        client: &'c C,
        state_sha256: &'a T1,
    ) -> TakeOauthFlowQuery<'c, 'a, 's, C, TakeOauthFlow, 1> {
        TakeOauthFlowQuery {
            client,
            params: [state_sha256],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<TakeOauthFlowBorrowed, tokio_postgres::Error> {
                    Ok(TakeOauthFlowBorrowed {
                        id: row.try_get(0)?,
                        browser_sha256: row.try_get(1)?,
                        nonce_sha256: row.try_get(2)?,
                        provider: row.try_get(3)?,
                        verifier: row.try_get(4)?,
                        redirect_to: row.try_get(5)?,
                        code_challenge: row.try_get(6)?,
                        code_challenge_method: row.try_get(7)?,
                        link_user_id: row.try_get(8)?,
                        link_session_id: row.try_get(9)?,
                        created_at: row.try_get(10)?,
                    })
                },
            mapper: |it| TakeOauthFlow::from(it),
        }
    }
}
pub struct DeleteOldOauthFlowsStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn delete_old_oauth_flows() -> DeleteOldOauthFlowsStmt {
    DeleteOldOauthFlowsStmt("delete from auth.oauth_flows where created_at < $1", None)
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
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[before]).await
    }
}
pub struct InsertProviderTokensStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_provider_tokens() -> InsertProviderTokensStmt {
    InsertProviderTokensStmt(
        "insert into auth.provider_tokens (flow_id, sealed) values ($1, $2)",
        None,
    )
}
impl InsertProviderTokensStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient, T1: crate::BytesSql>(
        &'s self,
        client: &'c C,
        flow_id: &'a uuid::Uuid,
        sealed: &'a T1,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[flow_id, sealed]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::BytesSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertProviderTokensParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertProviderTokensStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertProviderTokensParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.flow_id, &params.sealed))
    }
}
pub struct FindProviderTokensStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_provider_tokens() -> FindProviderTokensStmt {
    FindProviderTokensStmt(
        "select t.sealed from auth.provider_tokens t where t.flow_id = $1",
        None,
    )
}
impl FindProviderTokensStmt {
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
        flow_id: &'a uuid::Uuid,
    ) -> Vecu8Query<'c, 'a, 's, C, Vec<u8>, 1> {
        Vecu8Query {
            client,
            params: [flow_id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it.into(),
        }
    }
}
pub struct InsertPendingLinkStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn insert_pending_link() -> InsertPendingLinkStmt {
    InsertPendingLinkStmt(
        "insert into auth.pending_links (flow_id, session_id, word) values ($1, $2, $3)",
        None,
    )
}
impl InsertPendingLinkStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient, T1: crate::JsonSql>(
        &'s self,
        client: &'c C,
        flow_id: &'a uuid::Uuid,
        session_id: &'a Option<uuid::Uuid>,
        word: &'a T1,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[flow_id, session_id, word]).await
    }
}
impl<'a, C: GenericClient + Send + Sync, T1: crate::JsonSql>
    crate::client::async_::Params<
        'a,
        'a,
        'a,
        InsertPendingLinkParams<T1>,
        std::pin::Pin<
            Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
        >,
        C,
    > for InsertPendingLinkStmt
{
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertPendingLinkParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.flow_id, &params.session_id, &params.word))
    }
}
pub struct FindPendingLinkStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn find_pending_link() -> FindPendingLinkStmt {
    FindPendingLinkStmt(
        "select p.session_id, p.word from auth.pending_links p where p.flow_id = $1",
        None,
    )
}
impl FindPendingLinkStmt {
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
        flow_id: &'a uuid::Uuid,
    ) -> FindPendingLinkQuery<'c, 'a, 's, C, FindPendingLink, 1> {
        FindPendingLinkQuery {
            client,
            params: [flow_id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<FindPendingLinkBorrowed, tokio_postgres::Error> {
                Ok(FindPendingLinkBorrowed {
                    session_id: row.try_get(0)?,
                    word: row.try_get(1)?,
                })
            },
            mapper: |it| FindPendingLink::from(it),
        }
    }
}
