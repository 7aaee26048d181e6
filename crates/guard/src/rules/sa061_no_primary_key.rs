use super::{Check, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA061",
    class: "no-primary-key",
    level: Level::Warning,
    why: "Rows cannot be named: two equal ones cannot be told apart, logical replication refuses updates and \
          deletes, and repairs need a full scan.",
    fails: "-- in the database\ncreate table events (happened_at timestamptz not null, kind text not null);",
    help: "Give the table a primary key.",
    instead: "alter table events add column id bigint generated always as identity primary key;  -- writes the table anew: at a quiet hour",
    check: Check::Live,
};
