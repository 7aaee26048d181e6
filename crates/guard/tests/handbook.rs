//! `docs/guard.md` says what the rules say.

use std::{collections::BTreeSet, fs, path::Path};

#[test]
fn the_handbook_is_written_by_the_rules() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guard.md");
    let written = stoa_guard::handbook();
    if option_env!("STOA_WRITE_HANDBOOK").is_some() {
        fs::write(&path, &written).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        there == written,
        "docs/guard.md is not what the rules say; STOA_WRITE_HANDBOOK=1 cargo test -p stoa-guard --test handbook"
    );
}

#[test]
fn every_rule_tells_the_whole_story_under_a_name_of_its_own() {
    let rules = stoa_guard::list();
    // SA001 goes by two names, and what is judged in files and in databases alike has one name under two numbers.
    let names: BTreeSet<_> = rules.iter().map(|rule| (rule.id, rule.class)).collect();
    assert_eq!(names.len(), rules.len());
    for rule in rules {
        let section = stoa_guard::explain(rule.class).unwrap();
        for part in ["**In production.** ", "**Fails:**", "**Instead.** "] {
            let at = section.find(part).map(|at| at + part.len());
            assert!(
                at.is_some_and(|at| section[at..].trim().len() > 20),
                "{}: {part}",
                rule.id
            );
        }
        let by_id = stoa_guard::explain(&rule.id.to_lowercase()).unwrap();
        let title = format!("{} {}\n", rule.id, rule.class);
        assert!(
            by_id.contains(&title) && section.contains(&title),
            "{title}"
        );
    }
    assert_eq!(stoa_guard::explain("SM999"), None);
}
