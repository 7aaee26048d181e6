//! The handbook of the guard: one section for each rule, written from the rules themselves.

use std::fmt::Write as _;

use crate::{
    finding::Level,
    rules::{self, Check, Rule},
};

/// A rule's names, for lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleInfo {
    /// `SM020`.
    pub id: &'static str,
    /// `drop-table-unconfirmed`.
    pub class: &'static str,
    /// The level in the worst case.
    pub level: Level,
    /// What to do, in one sentence.
    pub help: &'static str,
    /// Whether only a look into a database can find it.
    pub needs_database: bool,
}

/// Every rule, in order.
#[must_use]
pub fn list() -> Vec<RuleInfo> {
    rules::ALL
        .iter()
        .map(|rule| RuleInfo {
            id: rule.id,
            class: rule.class,
            level: rule.level,
            help: rule.help,
            needs_database: matches!(rule.check, Check::Live),
        })
        .collect()
}

/// The section of a rule, found by its id or its class; None when there is no such rule.
#[must_use]
pub fn explain(name: &str) -> Option<String> {
    let sections: Vec<_> = rules::named(name).map(section).collect();
    (!sections.is_empty()).then(|| sections.join("\n"))
}

/// The whole handbook, `docs/guard.md`.
#[must_use]
pub fn handbook() -> String {
    let mut out = format!("{}\n\n", HEAD.trim_end());
    out.push_str("| rule | name | level |\n| --- | --- | --- |\n");
    for rule in rules::ALL {
        let anchor = format!("{} {}", rule.id, rule.class)
            .to_lowercase()
            .replace(' ', "-");
        let _ = writeln!(
            out,
            "| [{}](#{anchor}) | {} | {} |",
            rule.id,
            rule.class,
            rule.level.name()
        );
    }
    for rule in rules::ALL {
        out.push_str("\n## ");
        out.push_str(&section(rule));
    }
    out
}

fn section(rule: &Rule) -> String {
    let instead = if rule.instead.is_empty() {
        String::new()
    } else {
        format!("\n```sql\n{}\n```\n", rule.instead)
    };
    format!(
        "{} {}\n\nLevel: {}.\n\n**In production.** {}\n\n**Fails:**\n\n```sql\n{}\n```\n\n**Instead.** {}\n{instead}",
        rule.id,
        rule.class,
        rule.level.name(),
        rule.why,
        rule.fails,
        rule.help,
    )
}

const HEAD: &str = include_str!("handbook.md");
