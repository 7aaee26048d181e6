use stoa_domain::{Role, RoleSet};

/// What roles allow, as words that menus and clients ask for; policies and handlers decide by themselves.
#[must_use]
pub fn permissions(roles: RoleSet) -> Vec<&'static str> {
    let mut all: Vec<_> = roles
        .iter()
        .flat_map(|role| granted(role).iter().copied())
        .collect();
    all.extend(["lessons.read", "profile.read", "profile.write"]);
    all.sort_unstable();
    all.dedup();
    all
}

/// The page where somebody with these roles begins.
///
/// # Source
/// the product contract, 3.1.
#[must_use]
pub fn home(roles: RoleSet) -> &'static str {
    if roles.contains(Role::Admin) {
        "/dashboard"
    } else if roles.any_of(&[Role::SalesManager, Role::SalesLead]) {
        "/tripwire"
    } else if roles.contains(Role::Traffic) {
        "/traffic"
    } else {
        "/lessons"
    }
}

const fn granted(role: Role) -> &'static [&'static str] {
    match role {
        Role::Student => &[],
        Role::SalesManager => &["tripwire.create", "tripwire.read"],
        Role::SalesLead => &["tripwire.create", "tripwire.read", "tripwire.team"],
        Role::Traffic => &["traffic.read"],
        Role::Author => &["content.write"],
        Role::Reviewer => &["content.review"],
        Role::Admin => &[
            "admin",
            "content.review",
            "content.write",
            "traffic.read",
            "tripwire.create",
            "tripwire.read",
            "tripwire.team",
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_has_a_home_and_the_greater_role_decides() {
        assert_eq!(home(RoleSet::EMPTY), "/lessons");
        assert_eq!(home(RoleSet::from([Role::Student])), "/lessons");
        assert_eq!(
            home(RoleSet::from([Role::Student, Role::SalesManager])),
            "/tripwire"
        );
        assert_eq!(home(RoleSet::from([Role::Traffic])), "/traffic");
        assert_eq!(
            home(RoleSet::from([Role::SalesLead, Role::Admin])),
            "/dashboard"
        );
    }

    #[test]
    fn permissions_are_sorted_and_named_once() {
        let seller = permissions(RoleSet::from([Role::SalesManager, Role::SalesLead]));
        let want = [
            "lessons.read",
            "profile.read",
            "profile.write",
            "tripwire.create",
            "tripwire.read",
            "tripwire.team",
        ];
        assert_eq!(seller, want);
        assert_eq!(
            permissions(RoleSet::EMPTY),
            ["lessons.read", "profile.read", "profile.write"]
        );
    }
}
