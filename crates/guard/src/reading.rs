//! What is judged alike in a file and in a database.

use crate::{
    rules,
    sql::{self, Action, SqlType},
};

/// Whether a condition lets every row through whatever is in it: `true`, `id = id`, `owner = me() or true`.
#[must_use]
pub fn is_always_true(condition: &str) -> bool {
    let policy = format!("create policy p on t using ({condition});");
    let script = sql::read::script(&policy);
    let steps = script.statements.iter().flat_map(|s| &s.steps);
    steps.into_iter().any(|step| {
        matches!(&step.action, Action::CreatePolicy(policy)
            if policy.using.as_ref().and_then(|using| using.truth) == Some(true))
    })
}

/// Whether a column of this name and type would hold a secret that can be read.
#[must_use]
pub fn is_open_secret(column: &str, ty: &str) -> bool {
    rules::is_open_secret(column, &SqlType::named(ty))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_and_names_are_read_as_in_files() {
        for always in ["true", "(1 = 1)", "(id = id)", "((owner = a.me()) OR true)"] {
            assert!(is_always_true(always), "{always}");
        }
        for asks in ["(owner = a.me())", "deleted_at is null", ""] {
            assert!(!is_always_true(asks), "{asks}");
        }
        assert!(is_open_secret("reset_token", "text"));
        assert!(!is_open_secret("token_hash", "text"));
        assert!(!is_open_secret("token", "bytea"));
    }
}
