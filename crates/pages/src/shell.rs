use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use stoa_core::FieldError;
use stoa_domain::{Role, RoleSet};

use crate::nav::{self, NavLink};
use crate::{Contact, Flash, Locale, Texts, ToArg, asset_url, faults, format};

/// What every page shows around its content, and how it speaks: language, place, person.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The language of the page.
    pub locale: Locale,
    /// Path and query of this page: `/tripwire?status=active`.
    pub path: String,
    /// Who is signed in.
    pub person: Option<Person>,
    /// The request's id, shown on error pages and panels.
    pub request_id: String,
    /// What just happened, told once.
    pub flash: Option<Flash>,
    /// The zone in which moments are shown. Days of business are always Asia/Almaty's.
    pub zone: Tz,
    /// Whether this is a demonstration: a banner says so, and the outbox of the demo sinks is in the menu.
    pub is_demo: bool,
    /// In a demonstration: whether some messages really leave.
    pub is_sending: bool,
    /// Where people get help, the likeliest way first.
    pub contacts: Vec<Contact>,
}

/// The signed-in person, as far as pages show them.
#[derive(Debug, Clone)]
pub struct Person {
    /// The name, or the e-mail address where none is known.
    pub name: String,
    /// The e-mail address.
    pub email: Option<String>,
    /// The roles of the live session.
    pub roles: RoleSet,
    /// The language set in the profile, once one was; it rules over every wish but a link's own.
    pub locale: Option<Locale>,
}

impl Shell {
    /// A page for nobody in particular, in Almaty's time.
    #[must_use]
    pub fn new(locale: Locale, path: impl Into<String>, request_id: impl Into<String>) -> Self {
        Self {
            locale,
            path: path.into(),
            person: None,
            request_id: request_id.into(),
            flash: None,
            zone: chrono_tz::Asia::Almaty,
            is_demo: false,
            is_sending: false,
            contacts: Vec::new(),
        }
    }

    /// The text of `key`.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        Texts::get().text(self.locale, key, &[])
    }

    /// The text of `key` with the one value it names.
    #[must_use]
    pub fn t1(&self, key: &str, name: &str, value: impl ToArg) -> String {
        Texts::get().text(self.locale, key, &[(name, value.to_arg())])
    }

    /// The text of `key` with the two values it names.
    #[must_use]
    pub fn t2(
        &self,
        key: &str,
        first: &str,
        value: impl ToArg,
        second: &str,
        other: impl ToArg,
    ) -> String {
        Texts::get().text(
            self.locale,
            key,
            &[(first, value.to_arg()), (second, other.to_arg())],
        )
    }

    /// The text of `key` in the plural form for `n`, which it names `$n`.
    #[must_use]
    pub fn n(&self, key: &str, n: impl ToArg) -> String {
        self.t1(key, "n", n)
    }

    /// A whole number as the language writes it.
    #[must_use]
    pub fn number(&self, value: &i64) -> String {
        format::number(self.locale, *value)
    }

    /// An amount of money given in hundredths.
    #[must_use]
    pub fn amount(&self, minor: &i64, currency: &str) -> String {
        format::amount(self.locale, *minor, currency)
    }

    /// A moment in the person's zone.
    #[must_use]
    pub fn moment(&self, at: &DateTime<Utc>) -> String {
        format::moment(self.locale, *at, self.zone)
    }

    /// The day of a moment in the person's zone.
    #[must_use]
    pub fn day_of(&self, at: &DateTime<Utc>) -> String {
        format::day(self.locale, at.with_timezone(&self.zone).date_naive())
    }

    /// A day, written out.
    #[must_use]
    pub fn day(&self, date: &NaiveDate) -> String {
        format::day(self.locale, *date)
    }

    /// A day without its year.
    #[must_use]
    pub fn short_day(&self, date: &NaiveDate) -> String {
        format::short_day(self.locale, *date)
    }

    /// A moment for machines.
    #[must_use]
    pub fn iso(&self, at: &DateTime<Utc>) -> String {
        format::iso(*at)
    }

    /// What is wrong with a field, in words of the person's language.
    #[must_use]
    pub fn fault(&self, error: &FieldError) -> String {
        faults::key(error).map_or_else(|| error.message.clone(), |key| self.t(key))
    }

    /// The name of a role.
    #[must_use]
    pub fn role(&self, role: &Role) -> String {
        self.t(nav::role_key(*role))
    }

    /// The names of several roles, one after another.
    #[must_use]
    pub fn roles(&self, roles: &RoleSet) -> String {
        roles
            .iter()
            .map(|role| self.role(&role))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// The address of an asset.
    #[must_use]
    pub fn asset(&self, plain: &str) -> String {
        asset_url(plain).into_owned()
    }

    /// The path without its query.
    #[must_use]
    pub fn place(&self) -> &str {
        self.path.split('?').next().unwrap_or_default()
    }

    /// Where the person's work begins; the login page for nobody.
    #[must_use]
    pub fn home(&self) -> &'static str {
        self.person
            .as_ref()
            .map_or("/login", |person| nav::home(person.roles))
    }

    /// Whether the person looks after the platform.
    #[must_use]
    pub fn is_admin(&self) -> bool {
        let roles = self.person.as_ref().map(|person| person.roles);
        roles.is_some_and(|roles| roles.any_of(nav::ADMIN_ROLES))
    }

    /// The main menu of the person's roles.
    #[must_use]
    pub fn menu(&self) -> Vec<NavLink> {
        let roles = self.person.as_ref().map(|person| person.roles);
        roles.map_or_else(Vec::new, |roles| {
            nav::menu(roles, self.place(), self.is_demo)
        })
    }

    /// Whether the language may be chosen here: not when the profile rules over it.
    #[must_use]
    pub fn may_choose_language(&self) -> bool {
        self.person
            .as_ref()
            .is_none_or(|person| person.locale.is_none())
    }

    /// This page in another language.
    #[must_use]
    pub fn in_language(&self, locale: &Locale) -> String {
        let (place, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        let prefix = format!("{}=", Locale::PARAMETER);
        let kept = query
            .split('&')
            .filter(|pair| !pair.is_empty() && !pair.starts_with(&prefix));
        let pairs: Vec<_> = kept
            .map(str::to_owned)
            .chain([format!("{prefix}{locale}")])
            .collect();
        format!("{place}?{}", pairs.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_language_keeps_the_rest_of_the_query() {
        let to = |path: &str| Shell::new(Locale::Ru, path, "r").in_language(&Locale::Kk);
        assert_eq!(to("/login"), "/login?lang=kk");
        assert_eq!(
            to("/login?lang=en&next=%2Flessons"),
            "/login?next=%2Flessons&lang=kk"
        );
        assert_eq!(
            to("/l/expresscourse?utm_source=ig&lang=ru"),
            "/l/expresscourse?utm_source=ig&lang=kk"
        );
    }

    #[test]
    fn numbers_choose_the_plural_form_of_each_language() {
        let attempts = |locale, n: i64| {
            Shell::new(locale, "/", "r")
                .n("attempts", n)
                .replace('\u{A0}', " ")
        };
        for (n, ru) in [
            (1, "1 попытка"),
            (2, "2 попытки"),
            (5, "5 попыток"),
            (11, "11 попыток"),
            (21, "21 попытка"),
            (1000, "1 000 попыток"),
        ] {
            assert_eq!(attempts(Locale::Ru, n), ru);
        }
        for (n, en) in [(1, "1 attempt"), (2, "2 attempts"), (0, "0 attempts")] {
            assert_eq!(attempts(Locale::En, n), en);
        }
        assert_eq!(
            (attempts(Locale::Kk, 1), attempts(Locale::Kk, 5)),
            ("1 әрекет".to_owned(), "5 әрекет".to_owned())
        );
    }
}
