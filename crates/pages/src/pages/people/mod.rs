//! `/admin/users` and `/admin/audit`: who is here, and who did what.

mod audit;
mod filter;
mod list;
mod person;

pub use audit::{AuditFilter, AuditList, AuditPage, AuditRow, AuditSubject};
pub use filter::PeopleFilter;
pub use list::{PeopleList, PeoplePage, PersonRow, PersonState};
pub use person::{HandedLink, LinkOnOffer, PersonPage};
