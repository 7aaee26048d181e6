use super::{Check, Found, InFolder, Rule, exposure::reachable_by};
use crate::{catalog::View, finding::Level, sql::Name};

pub(super) const RULE: Rule = Rule {
    id: "SA045",
    class: "security-definer-view",
    level: Level::Error,
    why: "A view reads with the rights of its owner, who passes by the policies of the tables below. Through it everybody \
          sees everybody's rows.",
    fails: "-- orders has row-level security\ncreate view open_orders as select * from orders where state = 'open';",
    help: "Add `with (security_invoker = true)`.",
    instead: "create view open_orders with (security_invoker = true) as select * from orders where state = 'open';",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, view) in folder.new_views() {
        if view.invoker || view.materialized {
            continue;
        }
        let below = guarded_table(folder, view, 0);
        let exposed = folder.settings.config.schemas.iter().any(|schema| schema == name.schema());
        let reach = folder.reach_of(name, &view.rights);
        if let Some(table) = below.filter(|_| exposed || reach.is_some()) {
            let message = format!("{name} passes by the policies of {table}; {}", reachable_by(reach.as_deref()));
            folder.report(found, Level::Error, view.origin, name, message);
        }
    }
}

fn guarded_table(folder: &InFolder<'_>, view: &View, depth: u8) -> Option<Name> {
    if depth > 8 {
        return None;
    }
    view.reads.iter().find_map(|read| {
        if folder.after.tables.get(read).is_some_and(|table| table.rls) {
            return Some(read.clone());
        }
        let inner = folder.after.views.get(read)?;
        guarded_table(folder, inner, depth + 1)
    })
}
