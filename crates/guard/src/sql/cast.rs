//! What changing a column's type does to the rows.

use super::SqlType;

/// What the server has to do with the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cast {
    /// Every row is written again, under the strongest lock.
    pub(crate) rewrites: bool,
    /// Values may not fit, or lose a part.
    pub(crate) narrows: bool,
}

const NOTHING: Cast = Cast {
    rewrites: false,
    narrows: false,
};
const REWRITE: Cast = Cast {
    rewrites: true,
    narrows: false,
};
const NARROW: Cast = Cast {
    rewrites: true,
    narrows: true,
};

/// Integer types by size; a later one holds all values of an earlier one.
const WHOLE: [&str; 3] = ["smallint", "integer", "bigint"];

/// From one type to another.
///
/// # Source
/// `ALTER TABLE` in the manual of PostgreSQL: no rewrite when the old type is binary coercible to the new one, or an
/// unconstrained domain over it; lengths and precisions that only grow need no rewrite either.
pub(crate) fn cast(from: &SqlType, to: &SqlType) -> Cast {
    if from.same_as(to) {
        return NOTHING;
    }
    if from.is_array || to.is_array {
        return if from.is_array && to.is_array {
            let element = |ty: &SqlType| SqlType {
                is_array: false,
                ..ty.clone()
            };
            cast(&element(from), &element(to))
        } else {
            NARROW
        };
    }
    let (old, new) = (from.name.name.as_str(), to.name.name.as_str());
    match (old, new) {
        ("varchar", "text") | ("cidr", "inet") | ("citext", "text" | "varchar")
            if to.args.is_empty() =>
        {
            NOTHING
        }
        ("text" | "varchar", "varchar") => length(from, to, NOTHING),
        ("varbit", "varbit")
        | ("timestamp" | "timestamptz" | "time" | "timetz" | "interval", _)
            if old == new =>
        {
            length(from, to, NOTHING)
        }
        ("numeric", "numeric") => numeric(from, to),
        ("char", "text" | "varchar") => length_of_char(from, to),
        ("text" | "varchar" | "char", "char") | ("bit", "bit") => length(from, to, REWRITE),
        ("text", "xml") | ("xml", "text") => NOTHING,
        ("text" | "varchar", "citext")
        | ("jsonb", "json")
        | (_, "text")
        | ("json", "jsonb")
        | ("real", "double precision")
        | ("timestamp", "timestamptz")
        | ("date", "timestamp" | "timestamptz") => REWRITE,
        _ => whole(from, to),
    }
}

fn length(from: &SqlType, to: &SqlType, wider: Cast) -> Cast {
    match (from.args.first(), to.args.first()) {
        (_, None) => wider,
        (Some(old), Some(new)) if old <= new => wider,
        _ => Cast {
            narrows: true,
            rewrites: true,
        },
    }
}

fn length_of_char(from: &SqlType, to: &SqlType) -> Cast {
    let fits = to
        .args
        .first()
        .is_none_or(|new| from.args.first().unwrap_or(&1) <= new);
    Cast {
        rewrites: true,
        narrows: !fits,
    }
}

fn numeric(from: &SqlType, to: &SqlType) -> Cast {
    let scale = |ty: &SqlType| ty.args.get(1).copied().unwrap_or(0);
    match (from.args.first(), to.args.first()) {
        (_, None) => NOTHING,
        (Some(old), Some(new)) if scale(from) == scale(to) && old <= new => NOTHING,
        (Some(old), Some(new)) => {
            let room = |total: u32, ty: &SqlType| total.saturating_sub(scale(ty));
            let fits = room(*new, to) >= room(*old, from) && scale(to) >= scale(from);
            Cast {
                rewrites: true,
                narrows: !fits,
            }
        }
        (None, Some(_)) => NARROW,
    }
}

fn whole(from: &SqlType, to: &SqlType) -> Cast {
    let rank = |ty: &SqlType| {
        let name = match ty.name.name.as_str() {
            "serial" => "integer",
            "bigserial" => "bigint",
            other => other,
        };
        WHOLE.iter().position(|whole| *whole == name)
    };
    match (rank(from), rank(to)) {
        (Some(old), Some(new)) if old <= new => REWRITE,
        (Some(_), None) if to.is_one_of(&["numeric", "double precision"]) => {
            match to.args.first() {
                None => REWRITE,
                Some(_) => NARROW,
            }
        }
        _ => NARROW,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::{Action, action::TableChange, read};

    fn ty(text: &str) -> SqlType {
        let script = read::script(&format!("alter table t alter column c type {text}"));
        match &script.statements[0].steps[0].action {
            Action::AlterTable(_, TableChange::SetType { ty, .. }) => ty.clone(),
            other => panic!("{other:?}"),
        }
    }

    fn judged(from: &str, to: &str) -> (bool, bool) {
        let cast = cast(&ty(from), &ty(to));
        (cast.rewrites, cast.narrows)
    }

    #[test]
    fn growing_lengths_leave_the_rows_alone() {
        for (from, to) in [
            ("varchar(20)", "varchar(40)"),
            ("varchar(20)", "varchar"),
            ("varchar(20)", "text"),
            ("character varying (20)", "text"),
            ("numeric(10,2)", "numeric(12,2)"),
            ("numeric(10,2)", "numeric"),
            ("timestamp(3)", "timestamp(6)"),
            ("int", "int4"),
            ("text", "varchar"),
        ] {
            assert_eq!(judged(from, to), (false, false), "{from} -> {to}");
        }
    }

    #[test]
    fn other_representations_are_written_again() {
        for (from, to) in [
            ("int", "bigint"),
            ("json", "jsonb"),
            ("uuid", "text"),
            ("timestamp", "timestamptz"),
            ("int", "numeric"),
        ] {
            assert_eq!(judged(from, to), (true, false), "{from} -> {to}");
        }
    }

    #[test]
    fn what_may_not_fit_is_narrower() {
        for (from, to) in [
            ("bigint", "int"),
            ("text", "varchar(10)"),
            ("varchar(20)", "varchar(10)"),
            ("numeric(12,4)", "numeric(12,2)"),
            ("timestamptz", "date"),
            ("text", "integer"),
            ("double precision", "real"),
        ] {
            assert!(judged(from, to).1, "{from} -> {to}");
        }
    }
}
