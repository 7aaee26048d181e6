use super::{Check, Found, InFolder, Rule, exposure};
use crate::{
    catalog::{Right, Table},
    finding::Level,
    sql::Name,
};

pub(super) const RULE: Rule = Rule {
    id: "SA040",
    class: "grant-to-anon",
    level: Level::Error,
    why: "The key of this role is in every browser. What it may do, everybody on the internet may do.",
    fails: "grant select, insert on orders to anon;",
    help: "Grant to the role of signed-in people, or let the server read for strangers what they may see.",
    instead: "grant select on orders to authenticated;",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    judge(folder, |role| role != "public" && exposure::is_stranger(role), found);
}

/// Reports tables and views on which such a role has got a right.
pub(super) fn judge(folder: &InFolder<'_>, is_meant: fn(&str) -> bool, found: &mut Found) {
    for (name, table) in &folder.after.tables {
        if let Some(right) = new_right(&table.rights, is_meant) {
            folder.report(found, level(table, right), right.origin, name, message(name, right));
        }
    }
    for (name, view) in &folder.after.views {
        if let Some(right) = new_right(&view.rights, is_meant) {
            folder.report(found, Level::Error, right.origin, name, message(name, right));
        }
    }
}

/// Rights that a file of the folder gave by name; defaults have a rule of their own.
fn new_right(rights: &[Right], is_meant: fn(&str) -> bool) -> Option<&Right> {
    let own = rights.iter().filter(|right| right.origin.file > 0 && !right.by_default);
    own.filter(|right| is_meant(&right.role)).max_by_key(|right| right.privilege != "select")
}

/// Reading what a policy for strangers lets through is meant; everything else is not.
fn level(table: &Table, right: &Right) -> Level {
    let meant = table.rls && table.policies.iter().any(|policy| {
        exposure::roles(&policy.is).iter().any(|role| exposure::is_stranger(role)) && !exposure::is_always_true(&policy.is)
    });
    if meant && right.privilege == "select" { Level::Info } else { Level::Error }
}

fn message(name: &Name, right: &Right) -> String {
    let columns = if right.columns.is_empty() { String::new() } else { format!(" ({})", right.columns.join(", ")) };
    format!("gives {} {}{columns} on {name}", exposure::shown(&right.role), right.privilege.to_uppercase())
}
