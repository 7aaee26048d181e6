use super::{Check, Found, InFolder, Rule, exposure};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA050",
    class: "public-bucket-listing",
    level: Level::Warning,
    why: "Files of a public bucket are fetched by their address without any policy. A policy for SELECT adds one thing: \
          anybody can list all of them.",
    fails: "create policy avatars_read on storage.objects for select using (bucket_id = 'avatars');",
    help: "Leave the policy out, or let people list only their own files.",
    instead: "create policy avatars_own on storage.objects for select to authenticated\n    using (bucket_id = 'avatars' and owner = (select auth.uid()));",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, _, policy) in folder.new_policies() {
        let lists = matches!(policy.is.command.as_str(), "select" | "all");
        let client = exposure::roles(&policy.is).iter().any(|role| exposure::is_client(folder.settings.config, role));
        let only_bucket = policy.is.using.as_ref().is_some_and(|using| {
            let text = using.text.trim_matches(['(', ')']);
            text.starts_with("bucket_id = '") && !text.contains(" and ")
        });
        if name.to_string() == "storage.objects" && lists && client && only_bucket {
            folder.report_policy(found, Level::Warning, name, policy, "lets everybody list the bucket".to_owned());
        }
    }
}
