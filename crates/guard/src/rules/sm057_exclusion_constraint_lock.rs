use super::{At, Check, Found, Rule, sm045_unique_constraint_lock::judge};
use crate::{finding::Level, sql::action::ConstraintKind};

pub(super) const RULE: Rule = Rule {
    id: "SM057",
    class: "exclusion-constraint-lock",
    level: Level::Error,
    why: "The index behind the constraint is built, and every pair of rows compared, under the strongest lock. There is no \
          gentle form of it.",
    fails: "alter table bookings add constraint bookings_no_overlap exclude using gist (room with =, during with &&);",
    help: "Put the constraint on a new table and move the rows, or keep the rule with a trigger until a quiet window.",
    instead: "create table bookings_new (\n    room int not null, during tstzrange not null,\n    constraint bookings_no_overlap exclude using gist (room with =, during with &&)\n);",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    judge(at, &ConstraintKind::Exclude, "the exclusion index", found);
}
