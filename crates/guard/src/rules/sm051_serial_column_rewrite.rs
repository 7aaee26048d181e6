use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{Action, action::TableChange},
};

pub(super) const RULE: Rule = Rule {
    id: "SM051",
    class: "serial-column-rewrite",
    level: Level::Error,
    why: "Every row gets a number of its own, so the whole table is written again under the strongest lock.",
    fails: "alter table events add column id bigserial;",
    help: "Add a plain column, fill it in batches, and attach the sequence afterwards.",
    instead: "alter table events add column id bigint;\ncreate sequence events_id_seq owned by events.id;\nalter table events alter column id set default nextval('events_id_seq');\n-- and fill the old rows in batches",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::AlterTable(table, TableChange::AddColumn(column)) = &at.step.action else {
        return;
    };
    if !column.ty.is_serial() && !column.identity {
        return;
    }
    let table = at.full(table);
    let object = table.column(&column.name);
    let confirmed = at.confirmed("rewrite", &object);
    if let Some(level) = at.lock_level(&table).filter(|_| !confirmed) {
        at.report(found, level, &object, format!("writes every row of {table}{} again to number it", at.how_large(&table)));
    }
}
