//! Where somebody arrives who came by the link of a letter and goes on in our own pages: with the page's cookie, and
//! without tokens in the address.

use stoa_domain::RoleSet;
use stoa_identity::TokenPurpose;
use stoa_pages::Flash;
use url::Url;

use super::account::{HOME, PASSWORD};
use crate::App;

/// Roots of our own pages. Whatever else this origin serves is a frontend's, which reads tokens from its address.
const PAGES: [&str; 9] = [
    "/lessons",
    "/profile",
    "/account",
    "/login",
    "/forgot",
    "/code",
    "/tripwire",
    "/dashboard",
    "/admin",
];

/// A link's goal that is one of our own pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Arrival {
    /// The page that the link names; none: the front page, which leads on.
    named: Option<String>,
    /// What the page was asked for, as far as it shall be asked for it again.
    query: Option<String>,
    purpose: Option<TokenPurpose>,
}

impl Arrival {
    /// The goal, when it is a page of ours.
    pub(crate) fn of(app: &App, url: Option<&Url>, purpose: Option<TokenPurpose>) -> Option<Self> {
        let url = url?;
        let site = Url::parse(app.identity.site()).ok()?;
        (url.origin() == site.origin()).then_some(())?;
        Self::at(url, purpose)
    }

    /// Where a code leads that was typed on a page of ours.
    pub(crate) const fn home(purpose: Option<TokenPurpose>) -> Self {
        Self {
            named: None,
            query: None,
            purpose,
        }
    }

    fn at(url: &Url, purpose: Option<TokenPurpose>) -> Option<Self> {
        let path = url.path();
        let is_page = PAGES.iter().any(|root| {
            path.strip_prefix(root)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        let is_front = path == "/" && url.query().is_none();
        (is_page || is_front).then(|| Self {
            named: is_page.then(|| path.to_owned()),
            query: url.query().map(str::to_owned),
            purpose,
        })
    }

    /// Whether the person gets in for the first time.
    pub(crate) const fn is_first(&self) -> bool {
        matches!(
            self.purpose,
            Some(TokenPurpose::Invite | TokenPurpose::Signup)
        )
    }

    /// Where the person goes on who is signed in now.
    pub(crate) fn page(&self, roles: RoleSet) -> String {
        use TokenPurpose as P;
        let said = |page: &str, flash: Flash| format!("{page}?said={}", flash.as_str());
        let named = self
            .named
            .as_deref()
            .filter(|page| !page.starts_with("/login"));
        let home = named.unwrap_or_else(|| stoa_pages::home(roles));
        match self.purpose {
            Some(P::Recovery | P::Invite) => PASSWORD.to_owned(),
            Some(P::EmailChangeCurrent | P::EmailChangeNew) => said(HOME, Flash::AddressChanged),
            Some(P::Signup) => said(home, Flash::AddressConfirmed),
            None => match (&self.query, named) {
                (Some(query), Some(named)) => format!("{named}?{query}"),
                _ => home.to_owned(),
            },
            _ => home.to_owned(),
        }
    }

    /// Where somebody is told that the other mailbox is still asked.
    pub(crate) fn half(is_signed_in: bool) -> String {
        if is_signed_in {
            format!("{HOME}?said={}", Flash::AddressHalf.as_str())
        } else {
            "/login?notice=half".to_owned()
        }
    }

    /// Where somebody is told that the link is worth nothing, and can ask for another.
    pub(crate) fn failed(&self) -> &'static str {
        match self.purpose {
            Some(TokenPurpose::Recovery) => "/forgot?notice=link",
            _ => "/login?notice=link",
        }
    }
}

#[cfg(test)]
mod tests {
    use stoa_domain::Role;

    use super::*;

    fn arrival(path: &str, purpose: TokenPurpose) -> Option<Arrival> {
        let url = Url::parse(&format!("https://academy.kz{path}")).unwrap();
        Arrival::at(&url, Some(purpose))
    }

    #[test]
    fn each_letter_leads_to_the_page_that_goes_on_with_it() {
        let student = RoleSet::from([Role::Student]);
        let page = |path, purpose| arrival(path, purpose).unwrap().page(student);
        for path in ["/", "/lessons", "/account/password"] {
            assert_eq!(page(path, TokenPurpose::Recovery), "/account/password");
        }
        assert_eq!(page("/", TokenPurpose::Invite), "/account/password");
        assert_eq!(
            page("/", TokenPurpose::Signup),
            "/lessons?said=address-confirmed"
        );
        assert_eq!(page("/", TokenPurpose::MagicLink), "/lessons");
        assert_eq!(page("/login", TokenPurpose::MagicLink), "/lessons");
        assert_eq!(page("/lessons/7", TokenPurpose::MagicLink), "/lessons/7");
        assert_eq!(
            page("/account", TokenPurpose::EmailChangeNew),
            "/account?said=address-changed"
        );
    }

    #[test]
    fn a_provider_leads_back_to_what_was_asked_for() {
        let student = RoleSet::from([Role::Student]);
        let page = |path: &str| {
            let url = Url::parse(&format!("https://academy.kz{path}")).unwrap();
            Arrival::at(&url, None).unwrap().page(student)
        };
        assert_eq!(page("/"), "/lessons");
        assert_eq!(page("/login?next=%2Fadmin"), "/lessons");
        assert_eq!(page("/tripwire?status=new"), "/tripwire?status=new");
    }

    #[test]
    fn what_is_a_frontends_is_left_to_it() {
        for path in ["/app", "/welcome.html", "/lessonsplan", "/?app=1"] {
            assert_eq!(arrival(path, TokenPurpose::MagicLink), None, "{path}");
        }
    }
}
