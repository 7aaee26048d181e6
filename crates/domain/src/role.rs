use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// What a person may do in the academy. A person can hold several.
///
/// # Source
/// DESIGN 7, "Roles of people". On the wire and in storage: `snake_case` text in an array.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Learns: sees own profile, lessons and progress.
    Student,
    /// Creates buyers of the express course and sees own ones.
    SalesManager,
    /// Sees the buyers of the whole team.
    SalesLead,
    /// Sees advertising statistics of own team.
    Traffic,
    /// Writes lessons and other content.
    Author,
    /// Reviews and publishes content.
    Reviewer,
    /// Sees and changes everything of the community.
    Admin,
}

/// A word that names no role.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("no role is called {0:?}")]
pub struct UnknownRole(pub String);

impl Role {
    /// Every role, in the order of their declaration.
    pub const ALL: [Self; 7] = [
        Self::Student,
        Self::SalesManager,
        Self::SalesLead,
        Self::Traffic,
        Self::Author,
        Self::Reviewer,
        Self::Admin,
    ];

    /// The role as it stands in storage and in claims: `sales_manager`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Student => "student",
            Self::SalesManager => "sales_manager",
            Self::SalesLead => "sales_lead",
            Self::Traffic => "traffic",
            Self::Author => "author",
            Self::Reviewer => "reviewer",
            Self::Admin => "admin",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|role| role.as_str() == text);
        known.ok_or_else(|| UnknownRole(text.to_owned()))
    }
}

/// The roles of one person: each at most once, listed in the order of [`Role::ALL`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct RoleSet(u8);

impl RoleSet {
    /// No role at all.
    pub const EMPTY: Self = Self(0);

    /// The roles among `names`; words that name no role are dropped, so that an old server can read a
    /// newer one's rows.
    #[must_use]
    pub fn from_stored<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> Self {
        names
            .into_iter()
            .filter_map(|name| name.as_ref().parse::<Role>().ok())
            .collect()
    }

    /// Whether `role` is held.
    #[must_use]
    pub const fn contains(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    /// Whether at least one of `roles` is held; never so for an empty list.
    #[must_use]
    pub fn any_of(self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.contains(*role))
    }

    /// Whether no role is held.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many roles are held.
    #[must_use]
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Adds `role`; `true` when it was not held before.
    pub const fn insert(&mut self, role: Role) -> bool {
        let new = !self.contains(role);
        self.0 |= role.bit();
        new
    }

    /// Takes `role` away; `true` when it was held before.
    pub const fn remove(&mut self, role: Role) -> bool {
        let held = self.contains(role);
        self.0 &= !role.bit();
        held
    }

    /// The held roles.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL
            .into_iter()
            .filter(move |role| self.contains(*role))
    }

    /// The held roles as storage and claims take them.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        self.iter().map(Role::as_str).collect()
    }
}

impl FromIterator<Role> for RoleSet {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        roles
            .into_iter()
            .fold(Self::EMPTY, |set, role| Self(set.0 | role.bit()))
    }
}

impl<const N: usize> From<[Role; N]> for RoleSet {
    fn from(roles: [Role; N]) -> Self {
        roles.into_iter().collect()
    }
}

impl fmt::Debug for RoleSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

impl Serialize for RoleSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.names())
    }
}

impl<'de> Deserialize<'de> for RoleSet {
    /// Reads an array of names; unknown ones are dropped as in [`RoleSet::from_stored`].
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<String>::deserialize(deserializer).map(Self::from_stored)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_is_read_back_from_its_name_in_text_and_in_json() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
            assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
            assert_eq!(
                serde_json::from_value::<Role>(role.as_str().into()).unwrap(),
                role
            );
        }
        assert_eq!(
            "Admin".parse::<Role>(),
            Err(UnknownRole("Admin".to_owned()))
        );
    }

    #[test]
    fn a_set_keeps_each_role_once_and_drops_unknown_names() {
        let stored = ["admin", "wizard", "student", "admin", ""];
        let set = RoleSet::from_stored(stored);
        assert_eq!(set, RoleSet::from([Role::Student, Role::Admin]));
        assert_eq!((set.len(), set.names()), (2, vec!["student", "admin"]));
        assert_eq!(RoleSet::from_stored(set.names()), set);
        assert_eq!(format!("{set:?}"), r#"{"student", "admin"}"#);
        let json = serde_json::to_string(&set).unwrap();
        assert_eq!(json, r#"["student","admin"]"#);
        assert_eq!(serde_json::from_str::<RoleSet>(&json).unwrap(), set);
    }

    #[test]
    fn membership_follows_insert_and_remove() {
        let mut set = RoleSet::EMPTY;
        assert!(set.is_empty() && !set.any_of(&Role::ALL));
        assert!(set.insert(Role::SalesLead) && !set.insert(Role::SalesLead));
        assert!(set.any_of(&[Role::Admin, Role::SalesLead]) && !set.any_of(&[]));
        assert!(set.remove(Role::SalesLead) && !set.remove(Role::SalesLead));
        assert_eq!(set, RoleSet::default());
    }
}
