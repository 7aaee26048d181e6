use super::{Check, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA051",
    class: "graphql-exposed",
    level: Level::Warning,
    why: "pg_graphql shows every table that a role may read, with names and types of all columns, to everybody \
          who asks for the schema.",
    fails: "create extension pg_graphql;\ngrant select on orders to anon;",
    help: "Take the right to read away where GraphQL is not meant, or the extension where nobody uses it.",
    instead: "revoke select on orders from anon;",
    check: Check::Live,
};
