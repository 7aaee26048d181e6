use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::DeskDay;

/// The most days of one chart; earlier ones are left out.
const MAX_DAYS: usize = 62;
/// The fewest days of one chart: a single bar over the whole width would say nothing.
const MIN_DAYS: u64 = 14;
/// The chart's own height, in its own units.
const HEIGHT: i64 = 100;
/// The width of a day with the gap after it, in the same units.
const STEP: usize = 10;

/// Bars over days, ready to be drawn: positions in a field of `width` by 100.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarChart {
    /// The field's width.
    pub width: usize,
    /// The highest value: the top of the field.
    pub top: i64,
    /// One bar for each day without a gap, the earliest first; days without a sale have no height.
    pub bars: Vec<Bar>,
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// The day.
    pub day: NaiveDate,
    /// The value.
    pub value: i64,
    /// The left edge.
    pub x: usize,
    /// The upper edge.
    pub y: i64,
    /// The height.
    pub height: i64,
}

impl BarChart {
    /// A chart of new buyers by day; `None` without any day.
    #[must_use]
    pub fn by_day(days: &[DeskDay]) -> Option<Self> {
        let values: BTreeMap<_, _> = days.iter().map(|day| (day.day, day.users)).collect();
        let (first, last) = (*values.keys().next()?, *values.keys().next_back()?);
        let start = first.min(
            last.checked_sub_days(Days::new(MIN_DAYS - 1))
                .unwrap_or(first),
        );
        let span: Vec<_> = start.iter_days().take_while(|day| *day <= last).collect();
        let shown = &span[span.len().saturating_sub(MAX_DAYS)..];
        let value = |day: &NaiveDate| values.get(day).copied().unwrap_or(0).max(0);
        let top = shown.iter().map(value).max().unwrap_or(0).max(1);
        let bar = |(at, day): (usize, &NaiveDate)| {
            let height = (value(day) * HEIGHT + top - 1) / top;
            Bar {
                day: *day,
                value: value(day),
                x: at * STEP + 1,
                y: HEIGHT - height,
                height,
            }
        };
        Some(Self {
            width: shown.len() * STEP,
            top,
            bars: shown.iter().enumerate().map(bar).collect(),
        })
    }

    pub(crate) fn first(&self) -> Option<&NaiveDate> {
        self.bars.first().map(|bar| &bar.day)
    }

    pub(crate) fn last(&self) -> Option<&NaiveDate> {
        self.bars.last().map(|bar| &bar.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32, users: i64) -> DeskDay {
        DeskDay {
            day: NaiveDate::from_ymd_opt(2026, 11, day).unwrap(),
            users,
            revenue_minor: 0,
        }
    }

    #[test]
    fn gaps_are_filled_and_the_highest_bar_reaches_the_top() {
        let chart = BarChart::by_day(&[day(20, 4), day(18, 1)]).unwrap();
        assert_eq!((chart.bars.len(), chart.width, chart.top), (14, 140, 4));
        let tail: Vec<_> = chart.bars[11..]
            .iter()
            .map(|bar| (bar.value, bar.y, bar.height))
            .collect();
        assert_eq!(tail, [(1, 75, 25), (0, 100, 0), (4, 0, 100)]);
        assert!(BarChart::by_day(&[]).is_none());
    }

    #[test]
    fn a_long_span_is_cut_to_its_latest_days() {
        let old = DeskDay {
            day: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
            users: 9,
            revenue_minor: 0,
        };
        let chart = BarChart::by_day(&[old, day(20, 3)]).unwrap();
        assert_eq!((chart.bars.len(), chart.top), (MAX_DAYS, 3));
    }
}
