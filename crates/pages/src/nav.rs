use stoa_domain::{Role, RoleSet};

/// One entry of the main menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavLink {
    /// Where it leads.
    pub url: &'static str,
    /// The key of its text.
    pub key: &'static str,
    /// Whether the page is this one or lies below it.
    pub is_current: bool,
}

/// Who sees the sales desk.
pub const DESK_ROLES: &[Role] = &[Role::SalesManager, Role::SalesLead, Role::Admin];

/// Who sees the dashboard and the outbox.
pub const ADMIN_ROLES: &[Role] = &[Role::Admin];

/// Where the work of a person with these roles begins.
///
/// # Source
/// the product contract, 3.1. Roles whose pages are not built yet begin at the lessons.
#[must_use]
pub fn home(roles: RoleSet) -> &'static str {
    if roles.any_of(ADMIN_ROLES) {
        "/dashboard"
    } else if roles.any_of(DESK_ROLES) {
        "/tripwire"
    } else {
        "/lessons"
    }
}

pub(crate) fn menu(roles: RoleSet, place: &str, is_demo: bool) -> Vec<NavLink> {
    let is_admin = roles.any_of(ADMIN_ROLES);
    let entries = [
        ("/dashboard", "nav-dashboard", is_admin),
        ("/tripwire", "nav-desk", roles.any_of(DESK_ROLES)),
        ("/lessons", "nav-lessons", true),
        ("/admin/users", "people-title", is_admin),
        ("/admin/outbox", "nav-outbox", is_admin && is_demo),
    ];
    let visible = entries.into_iter().filter(|(_, _, is_visible)| *is_visible);
    visible
        .map(|(url, key, _)| NavLink {
            url,
            key,
            is_current: is_within(place, url),
        })
        .collect()
}

fn is_within(place: &str, url: &str) -> bool {
    place
        .strip_prefix(url)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

pub(crate) const fn role_key(role: Role) -> &'static str {
    match role {
        Role::Student => "role-student",
        Role::SalesManager => "role-sales-manager",
        Role::SalesLead => "role-sales-lead",
        Role::Traffic => "role-traffic",
        Role::Author => "role-author",
        Role::Reviewer => "role-reviewer",
        Role::Admin => "role-admin",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_begins_at_its_own_work_and_sees_no_door_it_may_not_open() {
        for (roles, start, urls) in [
            (RoleSet::EMPTY, "/lessons", vec!["/lessons"]),
            (RoleSet::from([Role::Student]), "/lessons", vec!["/lessons"]),
            (
                RoleSet::from([Role::Student, Role::SalesManager]),
                "/tripwire",
                vec!["/tripwire", "/lessons"],
            ),
            (
                RoleSet::from([Role::Admin]),
                "/dashboard",
                vec![
                    "/dashboard",
                    "/tripwire",
                    "/lessons",
                    "/admin/users",
                    "/admin/outbox",
                ],
            ),
        ] {
            assert_eq!(home(roles), start);
            assert_eq!(
                menu(roles, "/", true)
                    .iter()
                    .map(|link| link.url)
                    .collect::<Vec<_>>(),
                urls
            );
        }
    }

    #[test]
    fn a_page_below_an_entry_marks_it_and_a_longer_word_does_not() {
        let marked = |place| {
            menu(RoleSet::from([Role::Admin]), place, false)
                .into_iter()
                .find(|link| link.is_current)
        };
        assert_eq!(marked("/tripwire/users/7").unwrap().url, "/tripwire");
        assert_eq!(marked("/lessons").unwrap().url, "/lessons");
        assert!(marked("/lessonsplan").is_none());
    }
}
