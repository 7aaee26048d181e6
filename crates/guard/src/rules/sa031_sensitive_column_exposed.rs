use super::{Check, Found, InFolder, Rule, exposure::reachable_by};
use crate::{catalog::Table, finding::Level};

pub(super) const RULE: Rule = Rule {
    id: "SA031",
    class: "sensitive-column-exposed",
    level: Level::Error,
    why: "Columns that name a person or pay for one can be read by a client role, and no row-level security stands between.",
    fails: "create table cards (id uuid primary key, card_number text not null, iban text);\ngrant select on cards to authenticated;",
    help: "Enable row-level security, and grant only the columns that are shown.",
    instead: "create table cards (id uuid primary key, owner_id uuid not null, last4 text not null);\nalter table cards enable row level security;\ncreate policy cards_own on cards for select to authenticated using (owner_id = (select auth.uid()));\ngrant select (id, last4) on cards to authenticated;",
    check: Check::Folder(check),
};

const SENSITIVE: [&str; 22] = [
    "password", "passwd", "secret", "token", "api_key", "ssn", "iin", "passport", "passport_number", "card_number",
    "credit_card", "cvv", "iban", "bank_account", "account_number", "date_of_birth", "birth_date", "dob", "tax_id",
    "medical_record", "diagnosis", "salary",
];

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, table) in &folder.after.tables {
        if table.rls || table.assumed {
            continue;
        }
        let reach = folder.reach_of(name, &table.rights);
        let Some(column) = sensitive(table).filter(|_| reach.is_some()) else {
            continue;
        };
        let was = folder.before.tables.get(name).is_some_and(|old| {
            !old.rls && sensitive(old).is_some() && super::exposure::reach(folder.settings.config, folder.before, name, &old.rights).is_some()
        });
        if !was {
            let origin = table.rights.iter().map(|r| r.origin).max().unwrap_or_default().max(table.origin);
            let object = name.column(&column);
            folder.report(found, Level::Error, origin, &object, format!("{object} is {}", reachable_by(reach.as_deref())));
        }
    }
}

fn sensitive(table: &Table) -> Option<String> {
    table.columns.iter().map(|c| &c.name).find(|name| SENSITIVE.contains(&name.to_lowercase().as_str())).cloned()
}
