//! `/tripwire`: the sales desk.

use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};
use stoa_domain::Role;
use uuid::Uuid;

use crate::{Faults, Panel, Shell};

/// Who sees the buyers of others as well.
const TEAM_ROLES: &[Role] = &[Role::SalesLead, Role::Admin];

mod buyers;
mod chart;
mod filter;
mod leads;
mod quarantine;
mod stats;
mod story;
mod team;

pub use buyers::{BuyerList, BuyerRow, BuyerStatus, Provisioning, Step, StepState};
pub use chart::{Bar, BarChart};
pub use filter::{BuyerSort, DeskFilter, Period};
pub(crate) use leads::payment;
pub use leads::{DeliveryRow, DeliveryState, Held, HeldReason, LeadRow, Sink};
pub use quarantine::{HeldList, QuarantinePage};
pub use stats::{DeskDay, DeskStats, ManagerTally};
pub use story::{Chapter, LeadEvent, LeadPage};
pub use team::{Team, TeamForm, TeamPage, TeamPerson};

/// `/tripwire`. The filter is a GET form on the same page; new buyers are posted to `/tripwire/users` as `email`,
/// `name`, `phone` and `price` (whole tenge).
#[derive(Debug, Clone, Template)]
#[template(path = "desk/page.html")]
pub struct DeskPage {
    /// The page around it.
    pub shell: Shell,
    /// What the lists are narrowed to, as the address says.
    pub filter: DeskFilter,
    /// The current day in Almaty.
    pub today: NaiveDate,
    /// The managers whose buyers the person may see; empty for one who sees only own buyers.
    pub managers: Vec<ManagerChoice>,
    /// The numbers.
    pub stats: Panel<DeskStats>,
    /// The buyers.
    pub buyers: Panel<BuyerList>,
    /// Leads with a delivery that does not move by itself, the newest first.
    pub stuck: Panel<StuckList>,
    /// The latest leads, the newest first.
    pub leads: Panel<Vec<LeadRow>>,
    /// How many leads are held back and wait for somebody to look at them.
    pub held: i64,
    /// The form for a new buyer.
    pub new_buyer: NewBuyer,
    /// An invite that was just made. It is shown once, on this page only.
    pub invite: Option<InviteLink>,
}

/// One page of the leads that need a person.
#[derive(Debug, Clone, Default)]
pub struct StuckList {
    /// The leads.
    pub rows: Vec<LeadRow>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

impl StuckList {
    /// The parameter of the address that says where the list begins.
    pub const CURSOR: &'static str = "stuck";
}

/// A manager to choose in the filter.
#[derive(Debug, Clone)]
pub struct ManagerChoice {
    /// The manager.
    pub id: Uuid,
    /// The manager's name.
    pub name: String,
}

/// The form for a new buyer, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct NewBuyer {
    /// The e-mail address.
    pub email: String,
    /// The name.
    pub name: String,
    /// The phone number.
    pub phone: String,
    /// The price in whole tenge.
    pub price: String,
    /// Wrong fields: `email`, `name`, `phone`, `price`.
    pub faults: Faults,
    /// The buyer who has this address already, where the reader may see them.
    pub existing: Option<String>,
}

/// An invite that can be passed on.
#[derive(Debug, Clone)]
pub struct InviteLink {
    /// Whose it is.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// The whole address with its secret.
    pub url: String,
    /// Until when it can be used.
    pub expires_at: DateTime<Utc>,
}

impl DeskPage {
    /// Whether the person sees the buyers of others as well.
    #[must_use]
    pub fn is_team(&self) -> bool {
        let roles = self.shell.person.as_ref().map(|person| person.roles);
        !self.managers.is_empty() || roles.is_some_and(|roles| roles.any_of(TEAM_ROLES))
    }
}
