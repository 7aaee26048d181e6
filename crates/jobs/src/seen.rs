use std::time::Duration;

use stoa_ops_sql::queries::job as sql;
use stoa_pg::{Database, Db, DbError};
use uuid::Uuid;

use crate::store::scope;

/// A worker is noted as seen at most this often.
pub(crate) const BEAT: Duration = Duration::from_secs(3);

/// For how long no worker of a kind has looked at the queue; `None` when there is none at all.
///
/// # Errors
/// [`DbError`].
pub async fn silence<D: Database>(db: &Db<D>, kind: &str) -> Result<Option<Duration>, DbError> {
    let reader = db.reader(&scope()).await?;
    let query = sql::silence_of_kind().prepare(reader.client()).await?;
    let seconds = reader
        .read(query.bind(reader.client(), &kind).one())
        .await?;
    Ok(Duration::try_from_secs_f64(seconds).ok())
}

/// A worker says that it stops looking.
pub(crate) async fn forget<D: Database>(db: &Db<D>, worker: Uuid) -> Result<(), DbError> {
    let tx = db.begin(&scope()).await?;
    sql::forget_worker().bind(tx.client(), &worker).await?;
    tx.commit().await
}
