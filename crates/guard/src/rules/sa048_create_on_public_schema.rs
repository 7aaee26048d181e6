use super::{Check, Found, InFolder, Rule, exposure};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA048",
    class: "create-on-public-schema",
    level: Level::Warning,
    why: "Who may create in a schema that others search can put a function or table there that they will then use.",
    fails: "grant create on schema public to public;",
    help: "Grant USAGE only.",
    instead: "grant usage on schema public to authenticated;\nrevoke create on schema public from public;",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (schema, role, privilege, origin) in &folder.after.schema_grants {
        let creates = privilege == "create" || privilege == "all";
        if creates && origin.file > 0 && exposure::is_client(folder.settings.config, role) {
            let message = format!("{} may create objects in {schema}", exposure::shown(role));
            folder.report(found, Level::Warning, *origin, schema, message);
        }
    }
}
