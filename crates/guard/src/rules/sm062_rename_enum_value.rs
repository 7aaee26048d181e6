use super::{At, Check, Found, Rule, will_fail};
use crate::{finding::Level, sql::Action};

pub(super) const RULE: Rule = Rule {
    id: "SM062",
    class: "rename-enum-value",
    level: Level::Warning,
    why: "Code that is running sends and compares the old label: inserts fail with \"invalid input value\", and filters \
          find nothing.",
    fails: "alter type order_state rename value 'payed' to 'paid';",
    help: "Add the new label, move rows and code, and leave the old one unused.",
    instead: "alter type order_state add value 'paid';\n-- in a later migration: update the rows; the old label stays and is not used",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::RenameEnumValue(ty, value) = &at.step.action else {
        return;
    };
    let ty = at.catalog.place(ty);
    let known = at.catalog.types.get(&ty);
    let ours = known.is_some_and(|(_, origin)| origin.file == at.file.number);
    let used = known.is_none() || will_fail::users_of_type(at, &ty).is_some();
    if used && !ours {
        at.report(found, Level::Warning, &ty, format!("'{value}' of {ty} is called otherwise from one moment to the next"));
    }
}
