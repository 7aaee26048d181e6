// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct ListPeopleParams<T1: crate::StringSql> {
    pub what: T1,
    pub id: uuid::Uuid,
    pub rows: i64,
}
#[derive(Debug, Clone, PartialEq)]
pub struct ListPeople {
    pub what: String,
    pub id: uuid::Uuid,
}
pub struct ListPeopleBorrowed<'a> {
    pub what: &'a str,
    pub id: uuid::Uuid,
}
impl<'a> From<ListPeopleBorrowed<'a>> for ListPeople {
    fn from(ListPeopleBorrowed { what, id }: ListPeopleBorrowed<'a>) -> Self {
        Self {
            what: what.into(),
            id,
        }
    }
}
use crate::client::async_::GenericClient;
use futures::{self, StreamExt, TryStreamExt};
pub struct ListPeopleQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<ListPeopleBorrowed, tokio_postgres::Error>,
    mapper: fn(ListPeopleBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListPeopleQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ListPeopleBorrowed) -> R,
    ) -> ListPeopleQuery<'c, 'a, 's, C, R, N> {
        ListPeopleQuery {
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
pub struct ListPeopleStmt(&'static str, Option<tokio_postgres::Statement>);
pub fn list_people() -> ListPeopleStmt {
    ListPeopleStmt(
        "select p.what, p.id from ( select 'buyers' as what, b.user_id as id from tripwire_users b where b.user_id is not null union select 'managers of buyers', b.manager_id from tripwire_users b union select 'leads of sales teams', m.lead_user_id from sales_team_members m union select 'members of sales teams', m.member_user_id from sales_team_members m ) p where (p.what, p.id) > ($1, $2) order by p.what, p.id limit $3",
        None,
    )
}
impl ListPeopleStmt {
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
        what: &'a T1,
        id: &'a uuid::Uuid,
        rows: &'a i64,
    ) -> ListPeopleQuery<'c, 'a, 's, C, ListPeople, 3> {
        ListPeopleQuery {
            client,
            params: [what, id, rows],
            query: self.0,
            cached: self.1.as_ref(),
            extractor:
                |row: &tokio_postgres::Row| -> Result<ListPeopleBorrowed, tokio_postgres::Error> {
                    Ok(ListPeopleBorrowed {
                        what: row.try_get(0)?,
                        id: row.try_get(1)?,
                    })
                },
            mapper: |it| ListPeople::from(it),
        }
    }
}
impl<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>
    crate::client::async_::Params<
        'c,
        'a,
        's,
        ListPeopleParams<T1>,
        ListPeopleQuery<'c, 'a, 's, C, ListPeople, 3>,
        C,
    > for ListPeopleStmt
{
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListPeopleParams<T1>,
    ) -> ListPeopleQuery<'c, 'a, 's, C, ListPeople, 3> {
        self.bind(client, &params.what, &params.id, &params.rows)
    }
}
