//! Where a day begins: every report counts days in Almaty.

use std::fmt;
use std::ops::Range;

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Utc};

/// A calendar day in Almaty: the unit of every report.
///
/// # Source
/// Kazakhstan has one time, UTC+5, since 2024-03-01; before that day Almaty had UTC+6. The change made
/// 2024-02-29 an hour longer. Days before 2005 are not counted rightly (summer time).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

/// 2024-02-29 18:00 UTC: midnight by the old clock, which went back to 23:00.
const CHANGE_UNIX_S: i64 = 1_709_229_600;

impl Day {
    /// The day of a calendar date.
    #[must_use]
    pub const fn new(date: NaiveDate) -> Self {
        Self(date)
    }

    /// The day on which `instant` falls.
    #[must_use]
    pub fn of(instant: DateTime<Utc>) -> Self {
        Self(local(instant).date_naive())
    }

    /// The calendar date.
    #[must_use]
    pub const fn date(self) -> NaiveDate {
        self.0
    }

    /// The day's first instant.
    #[must_use]
    pub fn start(self) -> DateTime<Utc> {
        let midnight = self.0.and_time(NaiveTime::MIN).and_utc();
        let new = midnight - TimeDelta::hours(5);
        if new.timestamp() > CHANGE_UNIX_S {
            new
        } else {
            midnight - TimeDelta::hours(6)
        }
    }

    /// From the day's first instant to the next day's first, which no longer belongs to it.
    #[must_use]
    pub fn bounds(self) -> Range<DateTime<Utc>> {
        self.start()..self.plus(1).start()
    }

    /// The day so many days later; negative for earlier. At the ends of the calendar it stays.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        let by = Days::new(days.unsigned_abs());
        let date = if days < 0 {
            self.0.checked_sub_days(by)
        } else {
            self.0.checked_add_days(by)
        };
        Self(date.unwrap_or(self.0))
    }

    /// From the first instant of `self` to the end of `last`; empty when `last` is earlier.
    #[must_use]
    pub fn through(self, last: Self) -> Range<DateTime<Utc>> {
        let start = self.start();
        start..last.bounds().end.max(start)
    }
}

/// The instant as a clock in Almaty shows it.
#[must_use]
pub fn local(instant: DateTime<Utc>) -> DateTime<FixedOffset> {
    let hours = if instant.timestamp() >= CHANGE_UNIX_S {
        5
    } else {
        6
    };
    let offset = FixedOffset::east_opt(hours * 3600);
    offset.map_or_else(
        || instant.fixed_offset(),
        |offset| instant.with_timezone(&offset),
    )
}

/// ISO 8601: `2026-11-21`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::new(text.parse().unwrap())
    }

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_begins_at_seven_in_the_evening_before() {
        let today = day("2026-11-21");
        assert_eq!(
            today.bounds(),
            utc("2026-11-20T19:00:00Z")..utc("2026-11-21T19:00:00Z")
        );
        assert_eq!(Day::of(utc("2026-11-20T18:59:59.999Z")), day("2026-11-20"));
        assert_eq!(Day::of(utc("2026-11-20T19:00:00Z")), today);
        assert_eq!(
            local(utc("2026-11-20T19:00:00Z")).to_rfc3339(),
            "2026-11-21T00:00:00+05:00"
        );
    }

    #[test]
    fn the_day_of_the_change_has_twenty_five_hours() {
        let hours = |text| (day(text).bounds().end - day(text).start()).num_hours();
        let days = ["2024-02-28", "2024-02-29", "2024-03-01"];
        assert_eq!(days.map(hours), [24, 25, 24]);
        assert_eq!(day("2024-02-29").start(), utc("2024-02-28T18:00:00Z"));
        assert_eq!(day("2024-03-01").start(), utc("2024-02-29T19:00:00Z"));
    }

    #[test]
    fn days_are_without_gap_and_without_overlap() {
        let mut at = day("2024-01-01");
        for _ in 0..1200 {
            let bounds = at.bounds();
            assert_eq!(
                (
                    Day::of(bounds.start),
                    Day::of(bounds.end - TimeDelta::nanoseconds(1))
                ),
                (at, at)
            );
            assert_eq!(bounds.end, at.plus(1).start());
            at = at.plus(1);
        }
    }

    #[test]
    fn a_range_of_days_holds_both_ends() {
        let (first, last) = (day("2026-11-01"), day("2026-11-30"));
        assert_eq!(
            first.through(last),
            utc("2026-10-31T19:00:00Z")..utc("2026-11-30T19:00:00Z")
        );
        assert!(last.through(first).is_empty());
        assert_eq!(
            (first.plus(-1).to_string(), last.plus(1).to_string()),
            ("2026-10-31".into(), "2026-12-01".into())
        );
        assert_eq!(Day::new(NaiveDate::MAX).plus(1).date(), NaiveDate::MAX);
    }
}
