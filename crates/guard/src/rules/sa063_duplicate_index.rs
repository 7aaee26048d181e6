use super::{Check, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA063",
    class: "duplicate-index",
    level: Level::Warning,
    why: "Every write keeps both indexes, and no query is faster for it.",
    fails: "create index orders_state_idx on orders (state);\ncreate index orders_state_idx2 on orders (state);",
    help: "Drop the second one concurrently.",
    instead: "-- stoa:no-transaction\ndrop index concurrently orders_state_idx2;",
    check: Check::Live,
};
