//! Buyers of the express course: the rows, the desk's lists and figures, and the teams of sales.
//!
//! A manager's reads and writes run as that manager, so the policies decide what a page or a figure is made of.

pub mod activity;
pub mod buyers;
pub mod list;
pub mod people;
pub mod stats;
pub mod team;

mod buyer;

pub use activity::Activity;
pub use buyer::Buyer;
pub use list::{Filter, Order};
pub use stats::{DayFigures, Figures, ManagerFigures, Period};
