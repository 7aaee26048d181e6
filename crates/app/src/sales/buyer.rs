use std::collections::HashMap;

use chrono::{DateTime, Utc};
use stoa_core::{BuyerId, UserId};
use stoa_db_tripwire::sales;
use stoa_domain::{BuyerStatus, ProvisioningState};

/// A buyer as the desk shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Buyer {
    /// Which buyer.
    pub id: BuyerId,
    /// The person with the account, once there is one.
    pub user_id: Option<UserId>,
    /// Where the invitation goes.
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
    /// What that manager is called, when there is a profile and `main` answers.
    pub manager_name: Option<String>,
    /// How far the making of the account has come.
    pub state: ProvisioningState,
    /// Why it was given up: safe to show.
    pub state_reason: Option<String>,
    /// Whether the address had an account before the sale; known once the account is.
    pub account_existed: Option<bool>,
    /// When the latest invitation was made.
    pub invited_at: Option<DateTime<Utc>>,
    /// The first sign of life since the sale.
    pub first_login_at: Option<DateTime<Utc>>,
    /// The latest one.
    pub last_active_at: Option<DateTime<Utc>>,
    /// How many modules of the course are done.
    pub modules_completed: i16,
    /// When the sale was entered.
    pub created_at: DateTime<Utc>,
}

impl Buyer {
    pub(super) fn of(row: sales::Buyer, names: &HashMap<UserId, String>) -> Self {
        Self {
            id: row.id,
            user_id: row.user_id,
            email: row.email,
            name: row.name,
            phone: row.phone,
            status: row.status,
            price_minor: row.price_minor,
            currency: row.currency,
            manager_id: row.manager_id,
            manager_name: names.get(&row.manager_id).cloned(),
            state: row.provisioning.state,
            state_reason: row.provisioning_error,
            account_existed: row.provisioning.account_existed,
            invited_at: row.invited_at,
            first_login_at: row.first_login_at,
            last_active_at: row.last_active_at,
            modules_completed: row.modules_completed,
            created_at: row.created_at,
        }
    }
}

/// Shows no personal data.
impl std::fmt::Debug for Buyer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Buyer")
            .field("id", &self.id)
            .field("status", &self.status)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}
