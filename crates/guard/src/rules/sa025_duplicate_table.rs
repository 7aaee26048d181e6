use super::{Check, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA025",
    class: "duplicate-table",
    level: Level::Warning,
    why: "Two tables have the same columns and both are written: half of the program uses the one and half the \
          other, and no query sees all rows.",
    fails: "-- both are written\ncreate table leads (id uuid primary key, email text, phone text, source text);\ncreate table lead (id uuid primary key, email text, phone text, source text);",
    help: "Decide which one it is, move the rows of the other, and leave a view under the old name for one release.",
    instead: "insert into leads select * from lead on conflict (id) do nothing;",
    check: Check::Live,
};
