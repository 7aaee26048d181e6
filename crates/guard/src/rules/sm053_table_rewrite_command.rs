use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{Action, Name, action::TableChange},
};

pub(super) const RULE: Rule = Rule {
    id: "SM053",
    class: "table-rewrite-command",
    level: Level::Error,
    why: "The whole table is copied under the strongest lock: nobody reads or writes it meanwhile, and the disk must hold \
          it twice.",
    fails: "vacuum full orders;",
    help: "Leave it to autovacuum, or repack online; if it must be, in a window in which nobody needs the table.",
    instead: "vacuum (analyze) orders;",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let (tables, what): (Vec<Name>, _) = match &at.step.action {
        Action::Vacuum { full: true, tables } => (tables.clone(), "VACUUM FULL"),
        Action::Cluster(table) => (table.iter().cloned().collect(), "CLUSTER"),
        Action::AlterTable(table, TableChange::SetLogged(true)) => (vec![table.clone()], "SET LOGGED"),
        Action::AlterTable(table, TableChange::SetLogged(false)) => (vec![table.clone()], "SET UNLOGGED"),
        Action::AlterTable(table, TableChange::SetAccessMethod) => (vec![table.clone()], "SET ACCESS METHOD"),
        Action::AlterTable(table, TableChange::SetTablespace) => (vec![table.clone()], "SET TABLESPACE"),
        _ => return,
    };
    if tables.is_empty() {
        at.report(found, Level::Error, "", format!("{what} writes every table of the database again"));
    }
    for table in tables {
        let table = at.full(&table);
        let confirmed = at.confirmed("rewrite", &table.to_string());
        if let Some(level) = at.lock_level(&table).filter(|_| !confirmed) {
            at.report(found, level, &table, format!("{what} writes all of {table}{} again", at.how_large(&table)));
        }
    }
}
