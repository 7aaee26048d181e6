use super::{Check, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SM013",
    class: "schema-drift",
    level: Level::Error,
    why: "The database is not as the last migration left it: somebody changed it by hand. The next migration was written for \
          another schema, and a new database does not get what was done here.",
    fails: "-- alter table orders add column note text;  typed into a console in production",
    help: "Take it back, or write a migration that does it everywhere, and record it here with `stoa migrate stamp`.",
    instead: "-- 0008_order_notes.up.sql\nalter table orders add column note text;",
    check: Check::Live,
};
