use stoa_domain::Role;

/// The longest search text, in characters.
const MAX_SEARCH: usize = 100;

/// What the list of people is narrowed to. It lives in the address and nowhere else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeopleFilter {
    /// `search`: part of a name or an address; at most 100 characters.
    pub search: String,
    /// `role`: only people with this role.
    pub role: Option<Role>,
}

impl PeopleFilter {
    /// Reads a query. What cannot be read counts as not said; of two equal keys the last one counts.
    pub fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut filter = Self::default();
        for (key, value) in pairs {
            match key {
                "search" => filter.search = value.trim().chars().take(MAX_SEARCH).collect(),
                "role" => filter.role = value.parse().ok(),
                _ => {}
            }
        }
        filter
    }

    /// The list with this filter; `cursor` begins the page after the last row shown.
    #[must_use]
    pub fn url(&self, cursor: Option<&str>) -> String {
        let search = Some(self.search.as_str()).filter(|text| !text.is_empty());
        let pairs = [
            ("search", search),
            ("role", self.role.map(Role::as_str)),
            ("cursor", cursor),
        ];
        address("/admin/users", &pairs)
    }

    /// Whether the list is narrowed at all.
    #[must_use]
    pub fn is_narrow(&self) -> bool {
        *self != Self::default()
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "templates pass references"
    )]
    pub(crate) fn is_role(&self, role: &Role) -> bool {
        self.role.as_ref() == Some(role)
    }
}

/// A path with the pairs that have a value.
pub(super) fn address(path: &str, pairs: &[(&str, Option<&str>)]) -> String {
    let said: Vec<_> = pairs
        .iter()
        .filter_map(|(key, value)| value.map(|value| (key, value)))
        .collect();
    let query = serde_urlencoded::to_string(said).unwrap_or_default();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_into_the_address_is_read_back() {
        let filter = PeopleFilter {
            search: "Әсел & co".to_owned(),
            role: Some(Role::SalesLead),
        };
        let url = filter.url(Some("5b5d"));
        assert!(url.ends_with("&role=sales_lead&cursor=5b5d"), "{url}");
        let query: Vec<(String, String)> =
            serde_urlencoded::from_str(url.split_once('?').unwrap().1).unwrap();
        let pairs = query
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()));
        assert_eq!(PeopleFilter::read(pairs), filter);
        assert_eq!(
            PeopleFilter::read([("role", "king")]).url(None),
            "/admin/users"
        );
    }
}
