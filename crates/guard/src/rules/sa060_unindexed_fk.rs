use super::{Check, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA060",
    class: "unindexed-fk",
    level: Level::Warning,
    why: "Each delete or change of a parent row reads the whole child table, under a lock that others wait \
          for.",
    fails: "-- no index begins with orders.account_id\ndelete from accounts where id = 7;",
    help: "Index the columns of the key, concurrently and in a file of its own.",
    instead: "-- stoa:no-transaction\ncreate index concurrently orders_account_idx on orders (account_id);",
    check: Check::Live,
};
