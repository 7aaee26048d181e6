use super::{At, Check, Found, Rule};
use crate::{config::Profile, finding::Level, sql::Action};

pub(super) const RULE: Rule = Rule {
    id: "SM079",
    class: "create-table-unconfirmed",
    level: Level::Error,
    why: "In a house where generated migrations have made tables anew that were there, each new table is looked at by a \
          person. This rule is silent outside the strict profile.",
    fails: "create table coupons (id uuid primary key);",
    help: "Say above the statement that the table is meant to be new.",
    instead: "-- stoa:confirm create-table public.coupons: the first table of the coupon feature\ncreate table coupons (id uuid primary key);",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::CreateTable(create) = &at.step.action else {
        return;
    };
    let name = at.catalog.place(&create.name);
    let confirmed = at.confirmed("create-table", &name.to_string());
    let strict = at.settings.config.profile == Profile::Strict;
    if strict && !confirmed && !create.temporary && create.partition_of.is_none() {
        at.report(found, Level::Error, &name, format!("makes the table {name}"));
    }
}
