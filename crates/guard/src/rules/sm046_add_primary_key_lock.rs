use super::{At, Check, Found, Rule, sm045_unique_constraint_lock::judge};
use crate::{finding::Level, sql::action::ConstraintKind};

pub(super) const RULE: Rule = Rule {
    id: "SM046",
    class: "add-primary-key-lock",
    level: Level::Error,
    why: "The index behind the key is built, and every row read for NULLs, under the strongest lock on the table.",
    fails: "alter table events add primary key (id);",
    help: "Build a unique index concurrently, prove NOT NULL with a validated CHECK, then make the key of the index.",
    instead: "-- in a file without a transaction:\ncreate unique index concurrently events_pkey on events (id);\n\n-- in the next migration:\nalter table events add constraint events_pkey primary key using index events_pkey;",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    judge(at, &ConstraintKind::PrimaryKey, "the primary key", found);
}
