use super::{Check, Found, InFile, Rule};
use crate::{directive::Says, finding::Level};

pub(super) const RULE: Rule = Rule {
    id: "SM003",
    class: "empty-down",
    level: Level::Error,
    why: "The roll-back will report success and undo nothing. The next attempt to go up then fails on objects that are \
          already there.",
    fails: "-- up.sql\ncreate table coupons (id uuid primary key);\n-- down.sql\nselect 1;",
    help: "Undo what the up file did, or say why nothing has to be undone.",
    instead: "-- stoa:no-op-down the backfill only filled empty values\n\n-- or the statements that undo it:\ndrop table coupons;",
    check: Check::File(check),
};

fn check(file: &InFile<'_>, found: &mut Found) {
    let says = |says: &Says| file.file.directives.iter().any(|d| d.says == *says);
    let explained = says(&Says::NoOpDown) || says(&Says::Irreversible);
    let broken = !file.file.script.errors.is_empty();
    if !file.file.is_down || broken || file.has_effect() || explained {
        return;
    }
    file.report(found, Level::Error, None, None, "this down file undoes nothing");
}
