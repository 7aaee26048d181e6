use super::{Check, Found, InFolder, Rule, exposure::reachable_by};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA052",
    class: "journal-exposed",
    level: Level::Error,
    why: "Whoever may write the table of versions can make a release skip its migrations; whoever may read it knows what \
          is not yet mended.",
    fails: "grant all on all tables in schema public to authenticated;\n-- among them public.alembic_version",
    help: "Revoke everything on it from client roles, or keep it in a schema of its own.",
    instead: "revoke all on public.alembic_version from public, anon, authenticated;\nalter table public.alembic_version enable row level security;",
    check: Check::Folder(check),
};

const JOURNALS: [&str; 9] = [
    "alembic_version",
    "_sqlx_migrations",
    "schema_migrations",
    "flyway_schema_history",
    "databasechangelog",
    "django_migrations",
    "knex_migrations",
    "goose_db_version",
    "refinery_schema_history",
];

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, table) in &folder.after.tables {
        let journal = JOURNALS.contains(&name.name.as_str()) || matches!(name.schema(), "stoa_guard" | "stoa_journal");
        let old = folder.before.tables.get(name);
        let was = old.is_some_and(|old| super::exposure::reach(folder.settings.config, folder.before, name, &old.rights).is_some());
        if let Some(role) = folder.reach_of(name, &table.rights).filter(|_| journal && !was) {
            let origin = table.rights.iter().map(|r| r.origin).max().unwrap_or_default();
            folder.report(found, Level::Error, origin, name, format!("{name} keeps the versions and is {}", reachable_by(Some(&role))));
        }
    }
}
