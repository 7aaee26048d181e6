use super::{Check, Found, InFile, Rule};
use crate::{directive::Says, finding::Level};

pub(super) const RULE: Rule = Rule {
    id: "SM017",
    class: "irreversible-roundtrip",
    level: Level::Error,
    why: "After up and down the schema is not what it was. The release that is rolled back to meets a database it has never \
          seen, and the next attempt to go up may stop on what was left behind.",
    fails: "-- up.sql\nalter table orders add column note text, add column tag text;\n-- down.sql\nalter table orders drop column note;",
    help: "Undo everything the up file did, and bring back what it took away.",
    instead: "-- down.sql\nalter table orders drop column tag, drop column note;",
    check: Check::File(check),
};

fn check(file: &InFile<'_>, found: &mut Found) {
    let says = |says: &Says| file.file.directives.iter().any(|d| d.says == *says);
    let explained = says(&Says::NoOpDown) || says(&Says::Irreversible);
    let unread = file.is_opaque() || !file.file.script.errors.is_empty();
    if !file.file.is_down || explained || unread || !file.has_effect() {
        return;
    }
    let last = file.file.script.statements.last().map(|statement| statement.span);
    for (object, message) in file.before.differences(file.after) {
        file.report(found, Level::Error, last, Some(object), message);
    }
}
