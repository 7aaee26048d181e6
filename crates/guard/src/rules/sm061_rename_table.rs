use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{
        Action, Name,
        action::{CreateView, Kind},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "SM061",
    class: "rename-table",
    level: Level::Error,
    why: "While a release rolls out, old and new code run at once, and only one of them knows the name.",
    fails: "alter table orders rename to purchases;",
    help: "Leave a view of the old name with all columns in the same migration, or confirm the rename.",
    instead: "alter table orders rename to purchases;\ncreate view orders with (security_invoker = true) as select * from purchases;",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let (table, to) = match &at.step.action {
        Action::Rename(rename) if matches!(rename.kind, Kind::Table | Kind::View | Kind::MaterializedView) => {
            let from = at.full(&rename.name);
            let to = Name::new(from.schema(), &rename.to);
            (from, to)
        }
        Action::SetSchema(Kind::Table | Kind::View | Kind::MaterializedView, table, schema) => {
            let from = at.full(table);
            let to = Name::new(schema, &from.name);
            (from, to)
        }
        _ => return,
    };
    let confirmed = at.confirmed("rename", &table.to_string());
    let own_view = at.catalog.view(&table).is_some_and(|v| v.origin.file == at.file.number);
    if confirmed || own_view || at.is_new(&table) || view_left(at, &table, &to) || is_swap(at, &table) {
        return;
    }
    at.report(found, Level::Error, &table, format!("{table} is called {to} from one moment to the next"));
}

/// A view of the old name that shows every column of the table.
fn view_left(at: &At<'_>, old: &Name, new: &Name) -> bool {
    at.later().any(|step| match &step.action {
        Action::CreateView(view) => {
            let reads = view.reads.iter().any(|read| at.catalog.place(read) == *new);
            at.catalog.place(&view.name) == *old && reads && shows_all(at, old, view)
        }
        _ => false,
    })
}

fn shows_all(at: &At<'_>, table: &Name, view: &CreateView) -> bool {
    let (Some(table), Some(shown)) = (at.catalog.table(table), &view.columns) else {
        return true;
    };
    table.columns.iter().all(|column| shown.contains(&column.name))
}

/// Another table takes the old name in the same file.
fn is_swap(at: &At<'_>, old: &Name) -> bool {
    at.later().any(|step| match &step.action {
        Action::Rename(rename) => rename.kind == Kind::Table && rename.to == old.name,
        Action::CreateTable(create) => at.catalog.place(&create.name) == *old,
        _ => false,
    })
}
