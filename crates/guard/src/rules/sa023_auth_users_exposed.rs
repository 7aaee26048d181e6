use super::{Check, Found, InFolder, Rule, exposure::reachable_by};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA023",
    class: "auth-users-exposed",
    level: Level::Error,
    why: "The view shows auth.users with the rights of its owner: addresses, phones and sign-in times of everybody, to \
          whoever may read the view.",
    fails: "create view people as select id, email from auth.users;\ngrant select on people to authenticated;",
    help: "Copy what others may see into a table of profiles with row-level security.",
    instead: "create table profiles (id uuid primary key references auth.users (id), name text not null);\nalter table profiles enable row level security;\ncreate policy profiles_own on profiles for select to authenticated using (id = (select auth.uid()));",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, view) in folder.new_views() {
        let reads = view.reads.iter().any(|read| read.schema() == "auth" && read.name == "users");
        let reach = folder.reach_of(name, &view.rights);
        let exposed = folder.settings.config.schemas.iter().any(|schema| schema == name.schema());
        if reads && (reach.is_some() || exposed) {
            let level = if reach.is_some() || folder.has_clients() { Level::Error } else { Level::Warning };
            folder.report(found, level, view.origin, name, format!("{name} shows auth.users; {}", reachable_by(reach.as_deref())));
        }
    }
}
