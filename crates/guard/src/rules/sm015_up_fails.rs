use super::{Check, Found, Rule, will_fail};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SM015",
    class: "up-fails",
    level: Level::Error,
    why: "The server will refuse this statement. The release stops in the middle, at a moment that was chosen for it to \
          succeed.",
    fails: "-- a view reads the column\nalter table orders alter column total type bigint;",
    help: "Take away what stands in the way first, and put it back afterwards.",
    instead: "drop view order_figures;\nalter table orders alter column total type bigint;\ncreate view order_figures as select sum(total) as total from orders;",
    check: Check::Up(check),
};

fn check(at: &super::At<'_>, found: &mut Found) {
    if let Some((object, message)) = will_fail::obstacle(at) {
        at.report(found, Level::Error, object, message);
    }
}
