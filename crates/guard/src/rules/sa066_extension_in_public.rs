use super::{Check, Found, InFolder, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA066",
    class: "extension-in-public",
    level: Level::Warning,
    why: "The functions of the extension stand in the schema that clients reach, among your own; an upgrade may bring one \
          of a name that you use.",
    fails: "create extension pg_trgm;",
    help: "Put extensions into a schema of their own.",
    instead: "create schema if not exists extensions;\ncreate extension pg_trgm with schema extensions;",
    check: Check::Folder(check),
};

/// Extensions that choose their own schema.
const SETTLED: [&str; 6] = ["plpgsql", "pg_cron", "pgsodium", "pg_net", "pgmq", "pg_graphql"];

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, (schema, origin)) in &folder.after.extensions {
        let public = schema.as_deref().unwrap_or("public") == "public";
        if public && origin.file > 0 && !SETTLED.contains(&name.as_str()) {
            folder.report(found, Level::Warning, *origin, name, format!("{name} is installed into public"));
        }
    }
}
