use super::{Check, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SM014",
    class: "pending-already-applied",
    level: Level::Error,
    why: "A version counts as pending, and the schema already is what it makes: it was run by hand, or by a tool that kept no \
          record. Running it again fails, or does it twice.",
    fails: "-- 0007_add_notes.up.sql is pending, and orders.note is there",
    help: "Take back here what was done by hand, once its rows are safe, and let the file run.",
    instead: "-- keep what orders.note holds, then\nalter table orders drop column note;\n-- stoa migrate up --dir migrations",
    check: Check::Live,
};
