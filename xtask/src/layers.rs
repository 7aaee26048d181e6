//! `layers`: arrows between crates point down only.

use anyhow::bail;
use cargo_metadata::{DependencyKind, MetadataCommand, Package};

/// What each crate may know of ours. Everything may know `core` and `domain`.
const ALLOWED: &[(&str, &[&str])] = &[
    ("stoa-core", &[]),
    ("stoa-domain", &["stoa-core"]),
    ("stoa-pg", &["stoa-core"]),
    ("stoa-guard", &[]),
    ("stoa-schema", &["stoa-guard", "stoa-pg"]),
    ("stoa-db-main", &["stoa-pg", "stoa-main-sql"]),
    ("stoa-db-tripwire", &["stoa-pg", "stoa-tripwire-sql"]),
    ("stoa-jobs", &["stoa-pg", "stoa-ops-sql"]),
    ("stoa-limits", &["stoa-pg", "stoa-ops-sql"]),
    ("stoa-connect", &[]),
    ("stoa-mail", &[]),
    ("stoa-pages", &[]),
    (
        "stoa-identity",
        &[
            "stoa-db-main",
            "stoa-jobs",
            "stoa-connect",
            "stoa-mail",
            "stoa-pg",
        ],
    ),
    (
        "stoa-app",
        &[
            "stoa-identity",
            "stoa-jobs",
            "stoa-connect",
            "stoa-db-main",
            "stoa-db-tripwire",
            "stoa-pg",
        ],
    ),
    (
        "stoa-web",
        &["stoa-app", "stoa-identity", "stoa-pages", "stoa-limits"],
    ),
];

/// Crates that serve projects which are not an academy.
const ALSO_ALONE: &[&str] = &["stoa-guard", "stoa-schema"];

/// Crates that wire or test everything.
const FREE: &[&str] = &["stoa", "stoa-testdb", "stoa-testkit", "xtask"];
const DEV_ONLY: &[&str] = &["stoa-testdb", "stoa-testkit", "xtask"];
const PURE: &[&str] = &["stoa-core", "stoa-domain"];
const IMPURE: &[&str] = &["tokio", "tokio-postgres", "axum", "reqwest"];

pub(crate) fn run() -> anyhow::Result<()> {
    let metadata = MetadataCommand::new().exec()?;
    let faults: Vec<_> = metadata
        .workspace_packages()
        .into_iter()
        .flat_map(faults)
        .collect();
    if !faults.is_empty() {
        bail!("forbidden arrows between crates:\n{}", faults.join("\n"));
    }
    Ok(())
}

fn faults(package: &Package) -> Vec<String> {
    let name = package.name.as_str();
    if name.ends_with("-sql") {
        return Vec::new();
    }
    let mut faults = Vec::new();
    let manifest = std::fs::read_to_string(&package.manifest_path).unwrap_or_default();
    if !manifest.contains("[lints]\nworkspace = true") {
        faults.push(format!("{name} lacks `[lints] workspace = true`"));
    }
    for dependency in package
        .dependencies
        .iter()
        .filter(|d| d.kind == DependencyKind::Normal)
    {
        if DEV_ONLY.contains(&dependency.name.as_str()) && !DEV_ONLY.contains(&name) {
            faults.push(format!("{name} -> {}: only for tests", dependency.name));
        }
        if PURE.contains(&name) && IMPURE.contains(&dependency.name.as_str()) {
            faults.push(format!(
                "{name} -> {}: no async, no I/O there",
                dependency.name
            ));
        }
        if is_ours(&dependency.name) && !may_know(name, &dependency.name) {
            faults.push(format!("{name} -> {}", dependency.name));
        }
    }
    faults
}

fn is_ours(name: &str) -> bool {
    name.starts_with("stoa-") || name == "xtask"
}

fn may_know(from: &str, to: &str) -> bool {
    let everybodys =
        from != to && (to == "stoa-core" || to == "stoa-domain") && from != "stoa-core";
    FREE.contains(&from)
        || (everybodys && !(ALSO_ALONE.contains(&from) && to == "stoa-domain"))
        || ALLOWED
            .iter()
            .any(|(name, known)| *name == from && known.contains(&to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_point_down_only() {
        assert!(may_know("stoa-web", "stoa-app"));
        assert!(may_know("stoa-app", "stoa-core"));
        for (from, to) in [
            ("stoa-web", "stoa-db-main"),
            ("stoa-core", "stoa-domain"),
            ("stoa-db-main", "stoa-db-tripwire"),
            ("stoa-pg", "stoa-schema"),
            ("stoa-schema", "stoa-domain"),
            ("stoa-guard", "stoa-domain"),
            ("stoa-guard", "stoa-schema"),
        ] {
            assert!(!may_know(from, to), "{from} -> {to}");
        }
    }
}
