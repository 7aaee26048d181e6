//! Policies, row security, owners and rights, as statements.

use crate::fingerprint::{Change, Difference, Part, Snapshot};

/// After everything that is made.
const LAST: u8 = 60;

/// What turns one right into the other; None when a person must write it.
pub(super) fn turn(difference: &Difference) -> Option<Vec<(u8, String)>> {
    let name = &*difference.identity;
    let (old, new) = (difference.expected.as_deref(), difference.found.as_deref());
    match &*difference.kind {
        "policy" => {
            let (table, policy) = name.rsplit_once('.')?;
            let mut statements = Vec::new();
            if old.is_some() {
                statements.push((8, format!("drop policy {policy} on {table}")));
            }
            if let Some(body) = new {
                statements.push((LAST, create_policy(table, policy, body)?));
            }
            Some(statements)
        }
        "row security" => Some(row_security(name, old?, new?)),
        "owner" if difference.change == Change::Changed => {
            let (what, object) = name.split_once(' ')?;
            let what = if what == "relation" { "table" } else { what };
            let owner = role(new?)?;
            Some(vec![(
                LAST,
                format!("alter {what} {object} owner to {owner}"),
            )])
        }
        "grant" => match (old, new) {
            // What goes takes its rights with it, and what comes has those of its kind.
            (_, None) => Some(Vec::new()),
            (None, Some(new)) => grants(name, &of_new(name, new), new),
            (Some(old), Some(new)) => grants(name, old, new),
        },
        // Comes and goes with its function.
        "owner" | "definer" => Some(Vec::new()),
        _ => None,
    }
}

/// The rights that the server gives when it makes something.
fn of_new(name: &str, new: &str) -> String {
    match name.split_once(' ').map(|(what, _)| what) {
        Some("function") => "@self=EXECUTE public=EXECUTE".to_owned(),
        Some("type") => "@self=USAGE public=USAGE".to_owned(),
        _ => {
            let own = new.split(' ').filter(|entry| entry.starts_with("@self="));
            own.collect::<Vec<_>>().join(" ")
        }
    }
}

/// What a new table has beside its columns.
pub(super) fn of_table(table: &str, state: &Snapshot) -> Option<Vec<(u8, String)>> {
    let mut statements = Vec::new();
    for row in state.rows().iter().filter(|row| row.part == Part::Security) {
        match &*row.kind {
            "policy" => {
                let Some((of, policy)) = row.identity.rsplit_once('.') else {
                    continue;
                };
                if of == table {
                    statements.push((LAST, create_policy(table, policy, &row.body)?));
                }
            }
            "row security" if row.identity == table => {
                statements.extend(row_security(table, "enabled=false forced=false", &row.body));
            }
            "grant" if row.identity == format!("relation {table}") => {
                let own = of_new(&row.identity, &row.body);
                statements.extend(grants(&row.identity, &own, &row.body)?);
            }
            _ => {}
        }
    }
    Some(statements)
}

fn create_policy(table: &str, policy: &str, body: &str) -> Option<String> {
    let (kind, rest) = body.split_once(" command=")?;
    let (command, rest) = rest.split_once(" roles=")?;
    let command = match command {
        "r" => "select",
        "a" => "insert",
        "w" => "update",
        "d" => "delete",
        _ => "all",
    };
    let (rest, check) = match rest.rsplit_once(" check=") {
        Some((rest, check)) => (rest, format!(" with check ({check})")),
        None => (rest, String::new()),
    };
    let (roles, using) = match rest.split_once(" using=") {
        Some((roles, using)) => (roles, format!(" using ({using})")),
        None => (rest, String::new()),
    };
    let roles = roles
        .split(',')
        .map(role)
        .collect::<Option<Vec<_>>>()?
        .join(", ");
    Some(format!(
        "create policy {policy} on {table} as {kind} for {command} to {roles}{using}{check}"
    ))
}

fn row_security(table: &str, old: &str, new: &str) -> Vec<(u8, String)> {
    let differs = |flag: &str| old.contains(flag) != new.contains(flag);
    let mut statements = Vec::new();
    if differs("enabled=true") {
        let verb = if new.contains("enabled=true") {
            "enable"
        } else {
            "disable"
        };
        statements.push((
            LAST + 1,
            format!("alter table {table} {verb} row level security"),
        ));
    }
    if differs("forced=true") {
        let verb = if new.contains("forced=true") {
            "force"
        } else {
            "no force"
        };
        statements.push((
            LAST + 1,
            format!("alter table {table} {verb} row level security"),
        ));
    }
    statements
}

/// Entries are `role=PRIVILEGE`, with `*` when it may be passed on.
fn grants(name: &str, old: &str, new: &str) -> Option<Vec<(u8, String)>> {
    let (what, object) = name.split_once(' ')?;
    let on = match what {
        "relation" => object.to_owned(),
        "sequence" | "schema" | "function" | "type" => format!("{what} {object}"),
        _ => return None,
    };
    let entries = |text: &str| -> Vec<String> {
        text.split(' ')
            .filter(|entry| !entry.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (old, new) = (entries(old), entries(new));
    let mut statements = Vec::new();
    let missing = old
        .iter()
        .filter(|entry| !new.contains(entry))
        .map(|entry| (entry, false));
    let added = new
        .iter()
        .filter(|entry| !old.contains(entry))
        .map(|entry| (entry, true));
    for (entry, gives) in missing.chain(added) {
        let (grantee, privilege) = entry.split_once('=')?;
        let grantee = role(grantee)?;
        let passed_on = if privilege.ends_with('*') && gives {
            " with grant option"
        } else {
            ""
        };
        let privilege = privilege.trim_end_matches('*').to_lowercase();
        let statement = if gives {
            format!("grant {privilege} on {on} to {grantee}{passed_on}")
        } else {
            format!("revoke {privilege} on {on} from {grantee}")
        };
        statements.push((LAST + 2, statement));
    }
    Some(statements)
}

/// A role as a statement names it; whoever migrates is named by what the server calls the one who asks.
fn role(name: &str) -> Option<String> {
    match name {
        "@self" => Some("current_user".to_owned()),
        "?" | "" => None,
        "public" => Some("public".to_owned()),
        plain
            if plain
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') =>
        {
            Some(plain.to_owned())
        }
        other => Some(format!("\"{}\"", other.replace('"', "\"\""))),
    }
}
