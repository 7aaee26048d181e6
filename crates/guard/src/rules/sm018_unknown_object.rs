use super::{At, Check, Found, Rule, unknown};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SM018",
    class: "unknown-object",
    level: Level::Error,
    why: "Nothing of that name is there, so the migration stops. Often it is a typing error, or the file was written \
          against a database on which somebody had made the object by hand.",
    fails: "-- the table is called orders\nalter table order add column note text;",
    help: "Name what is there, or make it in an earlier migration.",
    instead: "alter table orders add column note text;",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Some((object, message)) = unknown::missing(at) else {
        return;
    };
    let said = found.raised.iter().any(|raised| {
        raised.rule.id == "SM018" && raised.object.as_deref() == Some(&object) && raised.file == Some((at.file.number, false))
    });
    if !said {
        at.report(found, Level::Error, object, message);
    }
}
