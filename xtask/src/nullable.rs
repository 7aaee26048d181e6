//! A selected column that may be NULL must be marked `(column?)`: the generator itself does not check it, and an
//! unmarked one panics when the first NULL arrives.

use std::{collections::HashSet, fmt::Write as _, fs, path::Path};

use anyhow::{Context as _, bail};
use tokio_postgres::Client;

const FIND_NULLABLE: &str =
    "select 1 from pg_attribute where attrelid = $1 and attnum = $2 and not attnotnull";
const FIND_TABLE: &str = "select to_regclass($1)::oid";

/// One query of a `.sql` file.
struct Query {
    name: String,
    sql: String,
    marked: HashSet<String>,
}

/// Fails with all unmarked nullable columns of the queries in `dir`.
pub(crate) async fn check(client: &Client, dir: &Path) -> anyhow::Result<()> {
    let mut faults = Vec::new();
    for entry in fs::read_dir(dir).with_context(|| dir.display().to_string())? {
        let path = entry?.path();
        for query in parse(&fs::read_to_string(&path)?) {
            let place = format!("{}: {}", path.display(), query.name);
            faults.extend(
                unmarked(client, &query)
                    .await
                    .context(place.clone())?
                    .iter()
                    .map(|c| format!("{place}: {c}")),
            );
        }
    }
    if !faults.is_empty() {
        bail!(
            "these columns may be NULL and are not marked `(column?)`:\n{}",
            faults.join("\n")
        );
    }
    Ok(())
}

async fn unmarked(client: &Client, query: &Query) -> anyhow::Result<Vec<String>> {
    let statement = client.prepare(&query.sql).await?;
    let optional = optional_tables(client, &query.sql).await?;
    let mut faults = Vec::new();
    for column in statement.columns() {
        if query.marked.contains(column.name()) {
            continue;
        }
        let (Some(table), Some(number)) = (column.table_oid(), column.column_id()) else {
            continue;
        };
        let nullable = client
            .query_opt(FIND_NULLABLE, &[&table, &number])
            .await?
            .is_some();
        if nullable || optional.contains(&table) {
            faults.push(column.name().to_owned());
        }
    }
    Ok(faults)
}

/// The tables on the outer side of a join: all their columns may be NULL.
async fn optional_tables(client: &Client, sql: &str) -> anyhow::Result<HashSet<u32>> {
    let words: Vec<_> = sql.split_whitespace().map(str::to_lowercase).collect();
    let mut optional = HashSet::new();
    for at in 0..words.len() {
        if matches!(words[at].as_str(), "right" | "full")
            && words[at..].iter().take(3).any(|w| w == "join")
        {
            bail!("write a right or full join as a left join: the check reads only those");
        }
        let is_left = words[at] == "left" && words[at..].iter().take(3).any(|w| w == "join");
        let Some(table) = is_left.then(|| after_join(&words[at..])).flatten() else {
            continue;
        };
        if let Some(oid) = client
            .query_one(FIND_TABLE, &[&table])
            .await?
            .get::<_, Option<u32>>(0)
        {
            optional.insert(oid);
        }
    }
    Ok(optional)
}

fn after_join(words: &[String]) -> Option<String> {
    let join = words.iter().position(|w| w == "join")?;
    words
        .get(join + 1)
        .map(|w| w.trim_matches(|c| c == '(' || c == ',').to_owned())
}

/// Splits a file at its `--!` lines; `--: Type(column?)` lines mark columns of named rows.
fn parse(text: &str) -> Vec<Query> {
    let mut queries: Vec<Query> = Vec::new();
    let mut types: Vec<(String, HashSet<String>)> = Vec::new();
    for line in text.lines() {
        if let Some(named) = line.strip_prefix("--:") {
            let name = named
                .split('(')
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned();
            types.push((name, marks(named)));
        } else if let Some(head) = line.strip_prefix("--!") {
            let name = head
                .trim()
                .split([' ', '(', ':'])
                .next()
                .unwrap_or_default()
                .to_owned();
            let row = head.split_once(':').map_or("", |(_, row)| row).trim();
            let type_name = row.split('(').next().unwrap_or_default().trim();
            let mut marked = marks(row);
            marked.extend(
                types
                    .iter()
                    .filter(|(name, _)| name == type_name)
                    .flat_map(|(_, m)| m.clone()),
            );
            queries.push(Query {
                name,
                sql: String::new(),
                marked,
            });
        } else if let Some(query) = queries.last_mut() {
            query
                .sql
                .push_str(line.split("--").next().unwrap_or_default());
            query.sql.push('\n');
        }
    }
    for query in &mut queries {
        query.sql = number_parameters(&query.sql);
    }
    queries
}

fn marks(text: &str) -> HashSet<String> {
    let inside = text
        .split_once('(')
        .and_then(|(_, rest)| rest.rsplit_once(')'))
        .map_or("", |(inside, _)| inside);
    inside
        .split(',')
        .filter_map(|c| c.trim().split_once('?').map(|(name, _)| name.to_owned()))
        .collect()
}

/// `:name` becomes `$n`, numbered by first appearance; `::type` and quoted text stay.
fn number_parameters(sql: &str) -> String {
    let (mut out, mut names, mut rest) = (
        String::new(),
        Vec::<String>::new(),
        sql.trim_end().trim_end_matches(';'),
    );
    while let Some(first) = rest.chars().next() {
        let take = match first {
            '\'' => rest[1..].find('\'').map_or(rest.len(), |end| end + 2),
            ':' if rest.starts_with("::") => 2,
            ':' => {
                let name: String = rest[1..]
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                if !name.is_empty() {
                    let at = names.iter().position(|n| *n == name).unwrap_or_else(|| {
                        names.push(name.clone());
                        names.len() - 1
                    });
                    let _ = write!(out, "${}", at + 1);
                    rest = &rest[name.len() + 1..];
                    continue;
                }
                1
            }
            other => other.len_utf8(),
        };
        out.push_str(&rest[..take]);
        rest = &rest[take..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_read_with_their_marks_and_parameters() {
        let text = "--: Row(b?)\n--! find (x?) : (a?)\nselect a, b::text, ':no' from t where c = :x and d = :y and e = :x; -- end\n--! all : Row\nselect b from t;\n";
        let queries = parse(text);
        assert_eq!(queries[0].name, "find");
        assert_eq!(
            queries[0].sql.trim(),
            "select a, b::text, ':no' from t where c = $1 and d = $2 and e = $1"
        );
        assert!(queries[0].marked.contains("a") && !queries[0].marked.contains("x"));
        assert!(queries[1].marked.contains("b"));
    }
}
