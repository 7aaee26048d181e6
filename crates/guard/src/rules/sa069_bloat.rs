use super::{Check, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA069",
    class: "bloat",
    level: Level::Info,
    why: "More dead rows than autovacuum keeps up with: reads go through all of them, and the table grows.",
    fails: "-- n_dead_tup is above half of n_live_tup",
    help: "Look for old transactions and slots that hold vacuum back; then let it run more often on this table.",
    instead: "alter table events set (autovacuum_vacuum_scale_factor = 0.02);",
    check: Check::Live,
};
