use super::{Check, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA065",
    class: "unvalidated-constraint",
    level: Level::Warning,
    why: "The constraint holds for what was written since. Rows from before may break it, and the planner may \
          not rely on it.",
    fails: "alter table orders add constraint orders_total check (total >= 0) not valid;\n-- and nobody validated it",
    help: "Validate it in a migration of its own: that reads the table and is in nobody's way.",
    instead: "alter table orders validate constraint orders_total;",
    check: Check::Live,
};
