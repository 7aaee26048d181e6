use std::str::FromStr;

use chrono::{DateTime, FixedOffset, Utc};
use stoa_core::{BuyerId, CommunityId, LeadId, UserId};
use stoa_domain::{BuyerStatus, Provisioning};
use stoa_pg::DbError;
use stoa_tripwire_sql::queries::buyers::BuyerRow;

/// A buyer of the express course, as stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Buyer {
    /// Which buyer.
    pub id: BuyerId,
    /// Of which academy.
    pub community_id: CommunityId,
    /// The person in the main database, once there is one.
    pub user_id: Option<UserId>,
    /// The lead that was won with this sale.
    pub lead_id: Option<LeadId>,
    /// The address, in the form that addresses are compared in.
    pub email: String,
    /// As the manager entered it.
    pub name: String,
    /// In E.164.
    pub phone: Option<String>,
    /// What managers see.
    pub status: BuyerStatus,
    /// What was paid, in hundredths of the currency.
    pub price_minor: i64,
    /// Three letters: `KZT`.
    pub currency: String,
    /// Who granted the access.
    pub manager_id: UserId,
    /// How far the making of the account has come.
    pub provisioning: Provisioning,
    /// Why it was given up: safe to show.
    pub provisioning_error: Option<String>,
    /// When the latest invitation was made.
    pub invited_at: Option<DateTime<Utc>>,
    /// The first sign of life since the sale, as copied from the main database.
    pub first_login_at: Option<DateTime<Utc>>,
    /// The latest one.
    pub last_active_at: Option<DateTime<Utc>>,
    /// How many modules of the course are done.
    pub modules_completed: i16,
    /// When the sale was entered.
    pub created_at: DateTime<Utc>,
    /// When a person or the making of the account last changed the row.
    pub updated_at: DateTime<Utc>,
    /// Grows with each such change.
    pub version: i32,
}

impl TryFrom<BuyerRow> for Buyer {
    type Error = DbError;

    fn try_from(row: BuyerRow) -> Result<Self, DbError> {
        Ok(Self {
            id: BuyerId(row.id),
            community_id: CommunityId(row.community_id),
            user_id: row.user_id.map(UserId),
            lead_id: row.lead_id.map(LeadId),
            status: word(&row, "status", &row.status)?,
            provisioning: Provisioning {
                state: word(&row, "provisioning", &row.provisioning)?,
                account_existed: row.account_existed,
            },
            email: row.email,
            name: row.name,
            phone: row.phone,
            price_minor: row.price_minor,
            currency: row.currency,
            manager_id: UserId(row.manager_id),
            provisioning_error: row.provisioning_error,
            invited_at: row.invited_at.map(utc),
            first_login_at: row.first_login_at.map(utc),
            last_active_at: row.last_active_at.map(utc),
            modules_completed: row.modules_completed,
            created_at: utc(row.created_at),
            updated_at: utc(row.updated_at),
            version: row.version,
        })
    }
}

fn utc(instant: DateTime<FixedOffset>) -> DateTime<Utc> {
    instant.with_timezone(&Utc)
}

fn word<W: FromStr>(row: &BuyerRow, column: &'static str, stored: &str) -> Result<W, DbError> {
    stored.parse().map_err(|_| DbError::Corrupt {
        table: "tripwire_users",
        column,
        row: row.id.to_string(),
    })
}

/// Shows no personal data: rows end up in logs.
impl std::fmt::Debug for Buyer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Buyer")
            .field("id", &self.id)
            .field("user_id", &self.user_id)
            .field("status", &self.status)
            .field("provisioning", &self.provisioning)
            .finish_non_exhaustive()
    }
}
