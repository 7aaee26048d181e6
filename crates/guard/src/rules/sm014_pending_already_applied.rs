use super::{Check, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SM014",
    class: "pending-already-applied",
    level: Level::Error,
    why: "A version counts as pending, and the schema already is what it makes: it was run by hand, or by a tool that kept no \
          record. Running it again fails, or does it twice.",
    fails: "-- 0007_add_notes.up.sql is pending, and orders.note is there",
    help: "Let `stoa migrate stamp` prove it and record the version.",
    instead: "-- stoa migrate stamp 0007 --dir migrations",
    check: Check::Live,
};
