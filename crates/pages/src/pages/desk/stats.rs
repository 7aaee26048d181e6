use chrono::{DateTime, NaiveDate, Utc};

use super::BarChart;

/// The numbers of the desk, for the chosen period and manager.
#[derive(Debug, Clone, Default)]
pub struct DeskStats {
    /// All buyers.
    pub total_users: i64,
    /// Buyers who are learning.
    pub active_users: i64,
    /// Buyers who have not begun or have stopped.
    pub inactive: i64,
    /// Buyers who finished the course.
    pub completed: i64,
    /// Buyers whose access was taken away.
    pub blocked: i64,
    /// Buyers for whom an invite was made.
    pub invited: i64,
    /// Buyers who signed in at least once.
    pub opened: i64,
    /// What they paid, in hundredths.
    pub revenue_minor: i64,
    /// `KZT`.
    pub currency: String,
    /// Days with a sale, in any order.
    pub days: Vec<DeskDay>,
    /// Managers by sales, the best first; empty for one who sees only own buyers.
    pub managers: Vec<ManagerTally>,
    /// When the numbers were read.
    pub as_of: DateTime<Utc>,
}

/// The sales of one day in Almaty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskDay {
    /// The day.
    pub day: NaiveDate,
    /// New buyers.
    pub users: i64,
    /// What they paid, in hundredths.
    pub revenue_minor: i64,
}

/// The sales of one manager.
#[derive(Debug, Clone)]
pub struct ManagerTally {
    /// The manager's name.
    pub name: String,
    /// New buyers.
    pub users: i64,
    /// What they paid, in hundredths.
    pub revenue_minor: i64,
    /// Whether it is the person who looks.
    pub is_me: bool,
}

impl DeskStats {
    /// New buyers by day.
    pub(crate) fn chart(&self) -> Option<BarChart> {
        BarChart::by_day(&self.days)
    }

    /// The days with a sale, the latest first.
    pub(crate) fn latest_days(&self) -> Vec<&DeskDay> {
        let mut days: Vec<_> = self.days.iter().collect();
        days.sort_unstable_by_key(|day| std::cmp::Reverse(day.day));
        days
    }

    /// The best manager's buyers, which the bars of the others are measured by.
    pub(crate) fn best(&self) -> i64 {
        self.managers
            .iter()
            .map(|manager| manager.users)
            .max()
            .unwrap_or(0)
            .max(1)
    }
}
