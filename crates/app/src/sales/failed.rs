use stoa_db_tripwire::sales::buyers;
use stoa_pg::DbError;

use super::{Sales, account::server};

impl Sales {
    /// How many buyers' accounts were given up and wait for a person, for `/health` and `/metrics`.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn failed_accounts(&self) -> Result<i64, DbError> {
        let (number, _) = buyers::count_failed(&self.accounts.tripwire, &server()).await?;
        Ok(number)
    }
}
