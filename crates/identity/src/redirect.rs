//! Where a link may lead in the end: our own site, and what the operator has listed.
//!
//! # Source
//! the identity contract, 6: exact origin and a glob of the path, after parsing; whatever hides where it leads is refused.

use thiserror::Error;
use url::{Host, Url};

/// The longest address that is looked at, in bytes.
const MOST: usize = 2048;

/// The addresses that a link of a letter may lead to. The default lets nothing in but our own site.
#[derive(Debug, Clone, Default)]
pub struct RedirectPolicy {
    site: Option<Url>,
    allowed: Vec<Allowed>,
    loopback: bool,
}

/// An entry of the list that names no address.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{entry:?} is no address such as https://academy.kz/app/** or kz.academy.app://sign-in")]
pub struct BadRedirect {
    /// The entry.
    pub entry: String,
}

#[derive(Debug, Clone)]
struct Allowed {
    scheme: String,
    host: Option<String>,
    port: Option<u16>,
    path: String,
}

impl RedirectPolicy {
    /// The site that people come from, when it is not the one we serve, and a list of addresses whose paths may hold `*` (anything within a segment) and `**` (anything).
    ///
    /// # Errors
    /// [`BadRedirect`] for the first entry that names no address.
    pub fn new(site: Option<&str>, allowed: &[String]) -> Result<Self, BadRedirect> {
        let bad = |entry: &str| BadRedirect {
            entry: entry.to_owned(),
        };
        let web = |text: &str| read(text).filter(|url| url.has_host() && is_web(url));
        let site = site.map(|site| web(site).ok_or_else(|| bad(site)));
        Ok(Self {
            site: site.transpose()?,
            allowed: allowed
                .iter()
                .map(|entry| Allowed::read(entry).ok_or_else(|| bad(entry)))
                .collect::<Result<_, _>>()?,
            loopback: false,
        })
    }

    /// The same, with every address of this machine let in: for a demo.
    #[must_use]
    pub fn with_loopback(self) -> Self {
        Self {
            loopback: true,
            ..self
        }
    }

    /// The wanted address when it is allowed, else the site's, else `own`, which is where we serve. What stands behind a
    /// `#` is dropped.
    #[must_use]
    pub fn settle(&self, wanted: Option<&str>, own: &str) -> String {
        let own = Url::parse(own).ok();
        let wanted = wanted.and_then(read);
        let allowed = wanted.filter(|url| self.allows(url, own.as_ref()));
        let home = || self.site.clone().or_else(|| own.clone());
        allowed.or_else(home).map_or_else(String::new, |mut url| {
            url.set_fragment(None);
            url.into()
        })
    }

    fn allows(&self, url: &Url, own: Option<&Url>) -> bool {
        let ours = [self.site.as_ref(), own].into_iter().flatten();
        let is_ours = |ours: &Url| is_web(url) && url.origin() == ours.origin();
        ours.into_iter().any(is_ours)
            || (self.loopback && is_web(url) && is_loopback(url))
            || self.allowed.iter().any(|allowed| allowed.covers(url))
    }
}

impl Allowed {
    fn read(entry: &str) -> Option<Self> {
        let url = read(entry)?;
        if is_web(&url) && !url.has_host() {
            return None;
        }
        // A parser writes some marks as `%2A`, and drops none.
        let path = url.path().replace("%2A", "*").replace("%2a", "*");
        Some(Self {
            scheme: url.scheme().to_owned(),
            host: url.host_str().map(str::to_owned),
            port: url.port_or_known_default(),
            path,
        })
    }

    fn covers(&self, url: &Url) -> bool {
        self.scheme == url.scheme()
            && self.host.as_deref() == url.host_str()
            && self.port == url.port_or_known_default()
            && matches(self.path.as_bytes(), url.path().as_bytes())
    }
}

/// An address without anything in it that readers understand differently.
fn read(text: &str) -> Option<Url> {
    let odd = |c: char| c.is_control() || c.is_whitespace() || c == '\\';
    if text.len() > MOST || text.contains(odd) {
        return None;
    }
    let url = Url::parse(text).ok()?;
    if matches!(
        url.scheme(),
        "javascript" | "data" | "blob" | "file" | "vbscript" | "about" | "filesystem"
    ) {
        return None;
    }
    let (_, rest) = text.split_once(':')?;
    let authority = rest.strip_prefix("//");
    let authority = authority.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    if is_web(&url) && authority.is_none_or(str::is_empty) {
        return None;
    }
    let authority = authority.unwrap_or_default();
    if authority.contains('@') || !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    is_plain_host(&url, authority).then_some(url)
}

/// A number that is written as `2130706433` or `0x7f.1` hides where it leads.
fn is_plain_host(url: &Url, authority: &str) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => {
            let host = authority
                .rsplit_once(':')
                .map_or(authority, |(host, _)| host);
            host == ip.to_string()
        }
        _ => true,
    }
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// Whether a path fits a glob: `*` stands for anything but a slash, `**` for anything. Takes time in proportion to
/// the product of their lengths at most.
fn matches(glob: &[u8], path: &[u8]) -> bool {
    let mut reached = vec![false; path.len() + 1];
    if let Some(start) = reached.first_mut() {
        *start = true;
    }
    let mut rest = glob;
    while let Some((&mark, after)) = rest.split_first() {
        let many = mark == b'*' && after.first() == Some(&b'*');
        rest = if many {
            after.get(1..).unwrap_or_default()
        } else {
            after
        };
        let mut next = vec![false; path.len() + 1];
        let mut before = false;
        for (at, here) in reached.iter().enumerate() {
            let last = at.checked_sub(1).and_then(|at| path.get(at)).copied();
            let step = match mark {
                b'*' => *here || (before && (many || last != Some(b'/'))),
                _ => {
                    last == Some(mark)
                        && at.checked_sub(1).and_then(|at| reached.get(at)) == Some(&true)
                }
            };
            if let Some(slot) = next.get_mut(at) {
                *slot = step;
            }
            before = step;
        }
        reached = next;
    }
    reached.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: &str = "https://academy.kz/";

    fn policy() -> RedirectPolicy {
        let allowed = [
            "https://app.academy.kz/auth/**",
            "https://www.academy.kz/*/done",
            "http://10.0.0.5:3000/cb",
            "kz.academy.app://sign-in",
            "https://one.kz",
        ]
        .map(str::to_owned);
        RedirectPolicy::new(Some("https://academy.kz"), &allowed).unwrap()
    }

    fn settle(loopback: bool, wanted: Option<&str>) -> String {
        let policy = if loopback {
            policy().with_loopback()
        } else {
            policy()
        };
        policy.settle(wanted, "http://10.0.0.9:8080")
    }

    #[test]
    fn what_is_listed_is_kept_and_loses_its_fragment() {
        for good in [
            "https://academy.kz/anything?x=1",
            "https://app.academy.kz/auth/",
            "https://app.academy.kz/auth/a/b?next=%2Fx",
            "https://www.academy.kz/ru/done",
            "http://10.0.0.5:3000/cb",
            "kz.academy.app://sign-in",
            "https://one.kz/",
            "http://10.0.0.9:8080/lessons",
        ] {
            assert_eq!(settle(false, Some(good)), good);
            assert_eq!(settle(false, Some(&format!("{good}#frag"))), good);
        }
        assert_eq!(
            settle(false, Some("HTTPS://APP.academy.kz:443/auth/x/../y")),
            "https://app.academy.kz/auth/y"
        );
    }

    #[test]
    fn everything_else_leads_home_and_nobody_is_told() {
        for bad in [
            "",
            "/",
            "//evil.kz",
            "evil.kz",
            "https:",
            "https:///evil.kz",
            "https:evil.kz",
            "https://evil.kz/",
            "http://academy.kz/",
            "https://academy.kz:8443/",
            "https://academy.kz.evil.kz/",
            "https://academy.kz@evil.kz/",
            "https://@academy.kz/",
            "https://user:pw@academy.kz/",
            "https://academy.kz\\@evil.kz/",
            "https://evil.kz\\.academy.kz/",
            "https://academy.kz\t/",
            "https://academy.kz /",
            "\u{0}https://academy.kz/",
            "https://app.academy.kz/auth/../admin",
            "https://app.academy.kz/auth/%2e%2e/admin",
            "https://app.academy.kz/authx",
            "https://www.academy.kz/a/b/done",
            "https://one.kz/other",
            "http://10.0.0.5:3001/cb",
            "http://167772165:3000/cb",
            "http://0xa.0.0.5:3000/cb",
            "http://10.5:3000/cb",
            "http://localhost:3000/",
            "http://127.0.0.1:3000/",
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "kz.academy.app://other",
            "kz.academy.app2://sign-in",
            "mailto:a@b.kz",
        ] {
            assert_eq!(settle(false, Some(bad)), SITE, "{bad}");
        }
        let long = format!("https://academy.kz/{}", "a".repeat(MOST));
        assert_eq!(settle(false, Some(&long)), SITE);
        assert_eq!(settle(false, None), SITE);
        let bare = RedirectPolicy::default();
        assert_eq!(
            bare.settle(Some("https://evil.kz"), "http://a.kz:81"),
            "http://a.kz:81/"
        );
    }

    #[test]
    fn this_machine_is_let_in_by_a_demo_only_and_by_its_plain_names() {
        for own in [
            "http://localhost:3000/cb",
            "http://127.0.0.1:5173/",
            "http://[::1]:3000/",
        ] {
            assert_eq!(settle(true, Some(own)), own);
            assert_eq!(settle(false, Some(own)), SITE);
        }
        for not in [
            "http://2130706433/",
            "http://127.1/",
            "http://localhost.evil.kz/",
            "http://0x7f.0.0.1/",
        ] {
            assert_eq!(settle(true, Some(not)), SITE, "{not}");
        }
    }

    #[test]
    fn an_entry_that_names_no_address_is_refused_at_the_start() {
        for bad in [
            "academy.kz",
            "",
            "https://a b.kz",
            "https://u@a.kz/**",
            "javascript:**",
        ] {
            let error = RedirectPolicy::new(Some(SITE), &[bad.to_owned()]).unwrap_err();
            assert_eq!(error.entry, bad);
        }
        assert!(RedirectPolicy::new(Some("app://site"), &[]).is_err());
    }

    #[test]
    fn a_glob_of_many_stars_ends_soon() {
        let glob = "/**a".repeat(200);
        let path = format!("{}b", "/a".repeat(900));
        assert!(!matches(glob.as_bytes(), path.as_bytes()));
        assert!(matches(b"/**", b"/") && matches(b"/a*c", b"/abc") && !matches(b"/a*c", b"/a/c"));
        assert!(matches(b"/**/x", b"/a/b/x") && !matches(b"", b"/") && matches(b"", b""));
    }
}
