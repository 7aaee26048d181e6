use super::{Check, Found, InFolder, Rule, exposure::reachable_by};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA046",
    class: "matview-exposed",
    level: Level::Warning,
    why: "A materialized view has no row-level security: whoever may read it reads all of it.",
    fails: "create materialized view order_figures as select account_id, sum(total) as total from orders group by account_id;\ngrant select on order_figures to authenticated;",
    help: "Keep it in a schema that clients cannot enter, and read it through a function that asks who is asking.",
    instead: "create materialized view private.order_figures as select account_id, sum(total) as total from orders group by account_id;",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, view) in &folder.after.views {
        let old = folder.before.views.get(name);
        let was = old.is_some_and(|old| super::exposure::reach(folder.settings.config, folder.before, name, &old.rights).is_some());
        let reach = folder.reach_of(name, &view.rights).filter(|_| view.materialized && !was);
        if let Some(role) = reach {
            let origin = view.rights.iter().map(|r| r.origin).max().unwrap_or_default().max(view.origin);
            folder.report(found, Level::Warning, origin, name, format!("{name} is {}, whole", reachable_by(Some(&role))));
        }
    }
}
