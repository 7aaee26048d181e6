//! The desk of sales: buyers of the express course, their accounts, and the figures.
//!
//! What a person of sales reads and writes, the database's policies decide: a manager's own buyers, a lead's team's, an
//! admin's whole community. Only the making of an account is the server's own work.

mod account;
mod activity;
mod buyer;
mod course;
mod create;
mod failed;
mod invite;
mod list;
mod page;
mod provision;
mod request_key;
mod retry;
mod role;
mod show;
mod stats;
mod team;
mod team_error;

use account::Accounts;
use activity::Copied;
use role::{desk, only};
use stoa_core::Ambient;
use stoa_domain::Role;
use stoa_identity::Identity;
use stoa_jobs::Tally;
use stoa_pg::{MainDb, TripwireDb};

use crate::{learning::Learning, modes::Dispatch};

pub use buyer::Buyer;
pub use create::{CreateBuyerError, CreatedBuyer};
pub use invite::{InviteError, InviteLink};
pub use list::{BuyerSort, BuyersQuery, ListBuyersError};
pub use page::Page;
pub use provision::ProvisionBuyer;
pub use role::RoleMissing;
pub use show::BuyerError;
pub use stats::{DayFigures, ManagerFigures, StatsError, StatsQuery, TripwireStats};
pub use team::{TeamPerson, TeamRow};
pub use team_error::TeamError;

/// Who may work at the desk.
pub const DESK_ROLES: &[Role] = &[Role::SalesManager, Role::SalesLead, Role::Admin];

/// The course that is sold, by its name in addresses.
pub const COURSE_SLUG: &str = "expresscourse";

/// What it costs when the manager enters no price: 5,000 KZT, in hundredths.
pub const USUAL_PRICE_MINOR: i64 = 500_000;

/// The currency of all sales.
pub const CURRENCY: &str = "KZT";

/// The use cases of the desk. Cheap to clone.
#[derive(Clone)]
pub struct Sales {
    main: MainDb,
    accounts: Accounts,
    copied: Copied,
    tally: Tally,
    dispatch: Option<Dispatch>,
}

impl Sales {
    /// The desk over both databases.
    #[must_use]
    pub fn new(main: MainDb, tripwire: TripwireDb, identity: Identity, ambient: Ambient) -> Self {
        let learning = Learning::new(main.clone(), ambient.clone());
        Self {
            main,
            accounts: Accounts {
                tripwire,
                identity,
                learning,
                ambient,
            },
            copied: Copied::default(),
            tally: Tally::default(),
            dispatch: None,
        }
    }

    /// The same desk; accounts are made as `dispatch` says. Without it this process makes them at once.
    #[must_use]
    pub fn dispatching(self, dispatch: Dispatch) -> Self {
        Self {
            dispatch: Some(dispatch),
            ..self
        }
    }

    /// The same desk; what it runs at once is counted in `tally`.
    #[must_use]
    pub fn counting(self, tally: Tally) -> Self {
        Self { tally, ..self }
    }

    /// The handler of the jobs that make accounts, for a worker of the tripwire database.
    #[must_use]
    pub fn handler(&self) -> ProvisionBuyer {
        ProvisionBuyer {
            accounts: self.accounts.clone(),
        }
    }
}

impl std::fmt::Debug for Sales {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sales").finish_non_exhaustive()
    }
}
