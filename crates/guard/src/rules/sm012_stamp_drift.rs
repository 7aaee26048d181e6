use super::{Check, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SM012",
    class: "stamp-drift",
    level: Level::Error,
    why: "The version table says that a version is there, and the schema is not the one that version makes: somebody wrote \
          the number without running the files. Every signal is green until the first query fails with \"relation does not \
          exist\".",
    fails: "-- update alembic_version set version_num = '0007';  and 0006 was the last one that ran",
    help: "Record the version that the schema really has (`stoa migrate stamp` names it), then run what is missing.",
    instead: "-- stoa migrate stamp 0006 --dir migrations && stoa migrate up --dir migrations",
    check: Check::Live,
};
