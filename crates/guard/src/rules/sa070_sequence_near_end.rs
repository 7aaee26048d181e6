use super::{Check, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA070",
    class: "sequence-near-end",
    level: Level::Error,
    why: "When the sequence or the column's type ends, every insert into the table fails, from one moment to \
          the next.",
    fails: "-- orders.id is an integer and its sequence is at 2 100 000 000",
    help: "Widen the column, by a new column that is filled in steps; a sequence of a narrower type is altered at once.",
    instead: "alter sequence orders_id_seq as bigint;",
    check: Check::Live,
};
