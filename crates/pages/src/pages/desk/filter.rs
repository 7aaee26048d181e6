use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::BuyerStatus;

/// The longest search text, in characters.
const MAX_SEARCH: usize = 100;

/// What the lists of the desk are narrowed to. It lives in the address and nowhere else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeskFilter {
    /// `status`: only buyers in this state.
    pub status: Option<BuyerStatus>,
    /// `manager`: only buyers of this manager.
    pub manager: Option<Uuid>,
    /// `from`: from this day in Almaty on.
    pub from: Option<NaiveDate>,
    /// `to`: up to and with this day in Almaty.
    pub to: Option<NaiveDate>,
    /// `search`: part of a name, an address or a phone number; at most 100 characters.
    pub search: String,
    /// `sort`: the order of the list.
    pub sort: BuyerSort,
}

/// The order of the list of buyers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BuyerSort {
    /// `created`: the newest first.
    #[default]
    Created,
    /// `name`: by name.
    Name,
    /// `activity`: who was seen last comes first.
    Activity,
}

/// A period that one press chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// The key of its name.
    pub key: &'static str,
    /// The address.
    pub url: String,
    /// Whether it is the chosen one.
    pub is_current: bool,
}

impl BuyerSort {
    /// Every order.
    pub const ALL: [Self; 3] = [Self::Created, Self::Name, Self::Activity];

    /// The order as it stands in the address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Name => "name",
            Self::Activity => "activity",
        }
    }

    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Created => "desk-sort-created",
            Self::Name => "desk-sort-name",
            Self::Activity => "desk-sort-activity",
        }
    }
}

impl DeskFilter {
    /// Reads a query. What cannot be read counts as not said; of two equal keys the last one counts.
    pub fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut filter = Self::default();
        for (key, value) in pairs {
            match key {
                "status" => filter.status = BuyerStatus::parse(value),
                "manager" => filter.manager = value.parse().ok(),
                "from" => filter.from = value.parse().ok(),
                "to" => filter.to = value.parse().ok(),
                "search" => filter.search = value.trim().chars().take(MAX_SEARCH).collect(),
                "sort" => {
                    let found = BuyerSort::ALL
                        .into_iter()
                        .find(|sort| sort.as_str() == value);
                    filter.sort = found.unwrap_or_default();
                }
                _ => {}
            }
        }
        filter
    }

    /// The desk with this filter; `cursor` begins the page after the last row shown.
    #[must_use]
    pub fn url(&self, cursor: Option<&str>) -> String {
        let sort = (self.sort != BuyerSort::default()).then(|| self.sort.as_str().to_owned());
        let pairs = [
            (
                "status",
                self.status.map(|status| status.as_str().to_owned()),
            ),
            ("manager", self.manager.map(|id| id.to_string())),
            ("from", self.from.map(|day| day.to_string())),
            ("to", self.to.map(|day| day.to_string())),
            (
                "search",
                Some(self.search.clone()).filter(|text| !text.is_empty()),
            ),
            ("sort", sort),
            ("cursor", cursor.map(str::to_owned)),
        ];
        let said: Vec<_> = pairs
            .into_iter()
            .filter_map(|(key, value)| value.map(|value| (key, value)))
            .collect();
        let query = serde_urlencoded::to_string(said).unwrap_or_default();
        if query.is_empty() {
            "/tripwire".to_owned()
        } else {
            format!("/tripwire?{query}")
        }
    }

    /// Whether the list is narrowed at all.
    #[must_use]
    pub fn is_narrow(&self) -> bool {
        *self
            != Self {
                sort: self.sort,
                ..Self::default()
            }
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "templates pass references"
    )]
    pub(crate) fn is_status(&self, status: &BuyerStatus) -> bool {
        self.status.as_ref() == Some(status)
    }

    pub(crate) fn is_manager(&self, manager: &Uuid) -> bool {
        self.manager.as_ref() == Some(manager)
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "templates pass references"
    )]
    pub(crate) fn sorted(&self, sort: &BuyerSort) -> String {
        Self {
            sort: *sort,
            ..self.clone()
        }
        .url(None)
    }

    /// The usual periods, with the rest of the filter kept.
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "templates pass references"
    )]
    pub(crate) fn periods(&self, today: &NaiveDate) -> Vec<Period> {
        let since = |days| today.checked_sub_days(Days::new(days));
        let periods = [
            ("desk-period-today", Some(*today), Some(*today)),
            ("desk-period-week", since(6), Some(*today)),
            ("desk-period-month", since(29), Some(*today)),
            ("desk-period-all", None, None),
        ];
        let period = |(key, from, to)| {
            let is_current = (self.from, self.to) == (from, to);
            Period {
                key,
                url: Self {
                    from,
                    to,
                    ..self.clone()
                }
                .url(None),
                is_current,
            }
        };
        periods.map(period).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_into_the_address_is_read_back() {
        let filter = DeskFilter {
            status: Some(BuyerStatus::Completed),
            manager: Some(Uuid::from_u128(7)),
            from: NaiveDate::from_ymd_opt(2026, 11, 1),
            to: NaiveDate::from_ymd_opt(2026, 11, 30),
            search: "Әсел & co".to_owned(),
            sort: BuyerSort::Name,
        };
        let url = filter.url(Some("5b5d"));
        assert!(url.ends_with("&sort=name&cursor=5b5d"), "{url}");
        let query: Vec<(String, String)> =
            serde_urlencoded::from_str(url.split_once('?').unwrap().1).unwrap();
        let pairs = query
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()));
        assert_eq!(DeskFilter::read(pairs), filter);
        assert_eq!(DeskFilter::default().url(None), "/tripwire");
    }

    #[test]
    fn nonsense_in_the_address_counts_as_not_said() {
        let pairs = [
            ("status", "x"),
            ("manager", "1"),
            ("from", "1.1"),
            ("sort", "; drop"),
            ("other", "1"),
        ];
        assert_eq!(DeskFilter::read(pairs), DeskFilter::default());
    }
}
