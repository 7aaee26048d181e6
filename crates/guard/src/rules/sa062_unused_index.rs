use super::{Check, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA062",
    class: "unused-index",
    level: Level::Info,
    why: "Every write keeps the index, and no query has used it since the figures were reset.",
    fails: "-- idx_scan = 0 in pg_stat_user_indexes, on this server and on each replica",
    help: "Look at the replicas too; then drop it concurrently.",
    instead: "-- stoa:no-transaction\ndrop index concurrently orders_old_idx;",
    check: Check::Live,
};
