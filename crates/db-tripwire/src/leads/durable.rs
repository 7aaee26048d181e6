use stoa_pg::{DbError, TripwireTx};
use stoa_tripwire_sql::queries::intake as sql;

/// The commit of this transaction will be on disk before it is answered, whatever the server's default is.
///
/// # Errors
/// [`DbError`].
pub async fn be_durable(tx: &TripwireTx) -> Result<(), DbError> {
    sql::be_durable().bind(tx.client()).one().await?;
    Ok(())
}
