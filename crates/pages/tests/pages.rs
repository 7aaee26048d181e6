//! Every example of every page in every language keeps the rules of the house.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

mod html;

use std::collections::{BTreeMap, BTreeSet};

use html::{Tag, tags};
use stoa_pages::{Locale, asset_url, sample};

/// Where forms may be posted to, with `{}` for an id or a secret.
const ACTIONS: &[&str] = &[
    "/forgot",
    "/code",
    "/login/second-factor",
    "/account/email",
    "/account/delete",
    "/account/password",
    "/account/second-factor/begin",
    "/account/second-factor/confirm",
    "/account/second-factor/codes",
    "/account/second-factor/{}/remove",
    "/account/sessions/{}/end",
    "/account/sessions/end-others",
    "/admin/users/{}/roles",
    "/admin/users/{}/ban",
    "/admin/users/{}/unban",
    "/admin/users/{}/invite",
    "/admin/users/{}/reset-link",
    "/admin/users/{}/second-factor/remove",
    "/admin/users/{}/sessions/{}/end",
    "/admin/users/{}/sessions/end",
    "/admin/health/mode",
    "/admin/jobs/{}/{}/retry",
    "/admin/jobs/{}/{}/cancel",
    "/admin/jobs/{}/redrive",
    "/admin/jobs/{}/pause",
    "/admin/jobs/{}/resume",
    "/login",
    "/logout",
    "/lessons/{}/done",
    "/lessons/{}/undone",
    "/profile",
    "/tripwire/users",
    "/tripwire/users/{}/invite",
    "/tripwire/users/{}/retry",
    "/tripwire/leads/{}/release",
    "/tripwire/leads/{}/keep",
    "/tripwire/team",
    "/tripwire/team/remove",
    "/invite/{}",
    "/auth/v1/verify",
    "/l/expresscourse",
];

/// The lists that a GET form narrows.
const FILTERS: &[&str] = &[
    "/tripwire",
    "/admin/users",
    "/admin/audit",
    "/admin/alerts",
    "/admin/jobs",
];

/// Runs `check` over every example and names the one that fails.
fn each_page(check: impl Fn(Locale, &str, &[Tag])) {
    for locale in Locale::ALL {
        for page in sample::all(locale).unwrap() {
            let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                check(locale, &page.html, &tags(&page.html));
            }));
            assert!(found.is_ok(), "{locale}/{}: see above", page.name);
        }
    }
}

fn named<'a>(tags: &'a [Tag], name: &str) -> Vec<&'a Tag> {
    tags.iter().filter(|tag| tag.name == name).collect()
}

#[test]
fn a_page_has_one_language_one_title_one_heading_and_one_main_part() {
    each_page(|locale, page, tags| {
        assert!(!page.contains('⟦'), "a text is missing");
        assert_eq!(named(tags, "html")[0].get("lang"), Some(locale.as_str()));
        let titles = tags
            .iter()
            .filter(|tag| tag.name == "title" && tag.is_within("head"))
            .collect();
        for (name, found) in [
            ("h1", named(tags, "h1")),
            ("main", named(tags, "main")),
            ("title", titles),
        ] {
            assert_eq!(found.len(), 1, "{name}");
            let text = found[0].text.trim();
            assert!(!text.is_empty() && !text.starts_with('·'), "{name}: {text}");
        }
    });
}

#[test]
fn headings_skip_no_level() {
    each_page(|_, _, tags| {
        let levels = tags
            .iter()
            .filter_map(|tag| tag.name.strip_prefix('h')?.parse::<u8>().ok());
        levels.fold(0, |last, level| {
            assert!(level <= last + 1, "h{level} after h{last}");
            level
        });
    });
}

#[test]
fn nothing_needs_more_than_the_content_security_policy_allows() {
    each_page(|_, _, tags| {
        for tag in tags {
            let bad = tag
                .attributes
                .keys()
                .find(|key| *key == "style" || key.starts_with("on"));
            assert!(bad.is_none(), "{tag:?}");
            assert!(
                !["style", "iframe", "object", "base"].contains(&tag.name.as_str()),
                "{tag:?}"
            );
            assert!(
                !tag.attributes
                    .values()
                    .any(|value| value.starts_with("javascript:")),
                "{tag:?}"
            );
            let loaded = if tag.name == "link" {
                tag.get("href")
            } else {
                tag.get("src")
            };
            assert!(
                loaded.is_none_or(|url| url.starts_with("/assets/")),
                "{tag:?}"
            );
        }
        let scripts = named(tags, "script");
        assert!(
            scripts
                .iter()
                .all(|tag| tag.get("src").is_some() && tag.text.is_empty())
        );
    });
}

#[test]
fn each_name_on_a_page_is_given_once_and_each_reference_finds_its_name() {
    each_page(|_, _, tags| {
        let mut ids = BTreeSet::new();
        for id in tags.iter().filter_map(|tag| tag.get("id")) {
            assert!(ids.insert(id), "{id} is given twice");
        }
        for tag in tags {
            let local = tag.get("href").and_then(|url| url.strip_prefix('#'));
            let keys = ["for", "aria-labelledby", "aria-describedby", "data-copy"];
            let lists = keys.iter().filter_map(|key| tag.get(key));
            for id in lists.flat_map(str::split_whitespace).chain(local) {
                assert!(ids.contains(id), "{id} is nowhere, in {tag:?}");
            }
        }
    });
}

#[test]
fn each_input_has_a_label_and_each_button_and_link_a_text() {
    each_page(|_, _, tags| {
        let labelled: BTreeSet<_> = tags.iter().filter_map(|tag| tag.get("for")).collect();
        for tag in tags {
            let is_hidden = tag.get("type") == Some("hidden");
            if ["input", "select", "textarea"].contains(&tag.name.as_str()) && !is_hidden {
                let has_label =
                    tag.get("id").is_some_and(|id| labelled.contains(id)) || tag.is_within("label");
                assert!(has_label, "{tag:?}");
            }
            if tag.name == "button" || tag.name == "a" {
                let has_name = !tag.text.trim().is_empty() || tag.get("aria-label").is_some();
                assert!(has_name, "{tag:?}");
            }
            if tag.name == "progress" {
                assert!(
                    tag.get("aria-label").is_some_and(|label| !label.is_empty()),
                    "{tag:?}"
                );
            }
            if tag.name == "svg" {
                assert!(
                    tag.get("aria-hidden").is_some() || tag.get("role") == Some("img"),
                    "{tag:?}"
                );
            }
        }
    });
}

#[test]
fn forms_go_to_known_places_only() {
    let known = |url: &str| {
        let path = url.split('?').next().unwrap_or_default();
        ACTIONS.iter().any(|action| {
            let (parts, steps) = (path.split('/'), action.split('/'));
            parts.clone().count() == steps.clone().count()
                && parts
                    .zip(steps)
                    .all(|(part, step)| part == step || (step == "{}" && !part.is_empty()))
        })
    };
    each_page(|_, _, tags| {
        for form in named(tags, "form") {
            let action = form.get("action").unwrap();
            let is_known = if form.get("method") == Some("post") {
                known(action)
            } else {
                FILTERS.contains(&action)
            };
            assert!(is_known, "{form:?}");
        }
    });
}

#[test]
fn what_people_typed_is_never_markup() {
    each_page(|_, page, _| assert!(!page.contains("\"><b>") && !page.contains("<ссылка>")));
}

fn example(locale: Locale, name: &str) -> String {
    let pages = sample::all(locale).unwrap();
    pages
        .into_iter()
        .find(|page| page.name == name)
        .unwrap_or_else(|| panic!("no example {name}"))
        .html
}

#[test]
fn what_the_landing_form_sends_is_what_a_lead_is_made_of() {
    let page = example(Locale::Ru, "landing-fresh");
    let mut sent = BTreeMap::new();
    for input in named(&tags(&page), "input") {
        let value = match input.get("name").unwrap() {
            "name" => "Айгүл",
            "phone" => "8 700 123 45 67",
            "email" => "aigul@example.kz",
            _ => input.get("value").unwrap(),
        };
        sent.entry(input.get("name").unwrap().to_owned())
            .or_insert_with(|| value.to_owned());
    }
    let body = serde_urlencoded::to_string(&sent).unwrap();
    let form: stoa_domain::LandingForm = serde_urlencoded::from_str(&body).unwrap();
    let lead = form.check().unwrap();
    assert_eq!(
        (lead.name.as_str(), lead.source.to_string().as_str()),
        ("Айгүл", "expresscourse")
    );
    assert!(lead.email.is_some() && lead.submission_id.is_some() && lead.rendered_at_ms.is_some());
    assert_eq!(lead.consent.unwrap().version.as_deref(), Some("2026-11"));
    assert!(!lead.trap_filled && lead.payment_method.is_some());
}

/// What a form of an example sends, by name.
fn sent(page: &str, action: &str) -> String {
    let tags = tags(&example(Locale::En, page));
    let start = tags
        .iter()
        .position(|tag| tag.get("action") == Some(action))
        .unwrap();
    let depth = tags[start].within.len();
    let inside = tags[start + 1..]
        .iter()
        .take_while(|tag| tag.within.len() > depth);
    inside
        .filter_map(|tag| tag.get("name").map(str::to_owned))
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn the_other_forms_send_the_names_that_the_server_reads() {
    assert_eq!(sent("login-fresh", "/login"), "next email password");
    assert_eq!(
        sent("desk-own", "/tripwire/users"),
        "name email phone price"
    );
    assert_eq!(
        sent("desk-team", "/tripwire"),
        "search status manager from to"
    );
    assert_eq!(sent("profile-form", "/profile"), "name locale zone");
    assert_eq!(sent("invite-open", "/invite/4Jc2mXo1sample"), "password");
    let person = "/admin/users/01980c5e-7b1f-7c52-9c3a-0000000002bd";
    let (ban, remove) = (
        format!("{person}/ban"),
        format!("{person}/second-factor/remove"),
    );
    for (page, action, names) in [
        ("forgot-ask", "/forgot", "email"),
        ("forgot-sent", "/code", "for email code"),
        ("code-ask", "/code", "for email code"),
        ("challenge-ask", "/login/second-factor", "next code"),
        ("account-plain", "/account/email", "email"),
        (
            "account-plain",
            "/account/delete",
            "confirm current_password",
        ),
        (
            "password-change",
            "/account/password",
            "current_password password",
        ),
        ("password-fresh", "/account/password", "password"),
        (
            "second-factor-begun",
            "/account/second-factor/confirm",
            "factor code",
        ),
        ("people-list", "/admin/users", "search role"),
        (
            "audit-list",
            "/admin/audit",
            "person side action from to network request session",
        ),
        ("person-active", &ban, "hours"),
        ("confirm-ban", &ban, "hours sure"),
        ("confirm-their-factor", &remove, "sure"),
    ] {
        assert_eq!(sent(page, action), names, "{page} {action}");
    }
}

#[test]
fn a_form_that_comes_back_keeps_what_was_typed_and_no_password() {
    let login = example(Locale::Ru, "login-wrong");
    assert!(login.contains("value=\"test@student.com\""));
    for input in named(&tags(&login), "input") {
        assert!(input.get("type") != Some("password") || input.get("value") == Some(""));
    }
    let profile = example(Locale::Ru, "profile-form");
    assert!(profile.contains("value=\"Айгерим Нұрланова\""));
    assert!(example(Locale::Ru, "account-taken").contains("value=\"manager@test.com\""));
    assert!(example(Locale::Ru, "forgot-faults").contains("value=\"test@\""));
}

/// The page without what changes with every edit of a stylesheet.
fn stable(page: &str) -> String {
    ["app.css", "app.js", "favicon.svg"]
        .iter()
        .fold(page.to_owned(), |page, plain| {
            page.replace(asset_url(plain).as_ref(), &format!("/assets/{plain}"))
        })
}

#[test]
fn some_pages_look_as_they_did() {
    for (locale, name) in [
        (Locale::Ru, "login-wrong"),
        (Locale::Kk, "lessons-courses"),
        (Locale::En, "thanks-kaspi"),
        (Locale::Ru, "error-403"),
        (Locale::En, "desk-faults"),
        (Locale::En, "docs-reference"),
    ] {
        insta::assert_snapshot!(format!("{locale}-{name}"), stable(&example(locale, name)));
    }
}
