//! Types, under one name each.

use std::fmt;

use squawk_syntax::{
    SyntaxKind, SyntaxNode,
    ast::{self, AstNode as _},
};

use super::{Name, tree};

/// A type as it was written, with its usual spelling.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct SqlType {
    /// `integer`, `bigint`, `text`, `varchar`, `timestamptz`, or the name of a type of one's own.
    pub(crate) name: Name,
    /// Lengths and precisions.
    pub(crate) args: Vec<u32>,
    pub(crate) is_array: bool,
}

impl SqlType {
    pub(crate) fn named(name: &str) -> Self {
        Self {
            name: Name::bare(name),
            ..Self::default()
        }
    }

    /// Reads the first type in or under a node.
    pub(crate) fn read(node: &SyntaxNode) -> Option<Self> {
        let ty = node.descendants().find_map(ast::Type::cast)?;
        Some(Self::of(&ty))
    }

    fn of(ty: &ast::Type) -> Self {
        let node = ty.syntax();
        let (name, is_array) = match ty {
            ast::Type::ArrayType(array) => {
                let inner = tree::child::<ast::Type>(array.syntax())
                    .map(|inner| Self::of(&inner))
                    .unwrap_or_default();
                return Self {
                    is_array: true,
                    ..inner
                };
            }
            ast::Type::PathType(_) => (usual(tree::name(node).unwrap_or_default()), false),
            ast::Type::VarcharType(_) => (Name::bare("varchar"), false),
            ast::Type::CharacterType(_) => (Name::bare("char"), false),
            ast::Type::BitType(_) => (Name::bare("bit"), false),
            ast::Type::BitVaryingType(_) => (Name::bare("varbit"), false),
            ast::Type::DoubleType(_) => (Name::bare("double precision"), false),
            ast::Type::TimeType(_) => (zoned(node, "time", "timetz"), false),
            ast::Type::TimestampType(_) => (zoned(node, "timestamp", "timestamptz"), false),
            ast::Type::IntervalType(_) => (Name::bare("interval"), false),
        };
        Self {
            name,
            args: numbers(node),
            is_array,
        }
    }

    /// Whether it is this built-in type, not an array of it.
    pub(crate) fn is(&self, name: &str) -> bool {
        !self.is_array && self.name.schema.is_none() && self.name.name == name
    }

    pub(crate) fn is_one_of(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.is(name))
    }

    /// Whether it is the same type in the table, where serial columns are integers.
    pub(crate) fn same_as(&self, other: &Self) -> bool {
        self.stored() == other.stored()
            && self.args == other.args
            && self.is_array == other.is_array
    }

    fn stored(&self) -> &str {
        match self.name.name.as_str() {
            "serial" => "integer",
            "bigserial" => "bigint",
            "smallserial" => "smallint",
            other => other,
        }
    }

    /// Whether it makes a sequence of its own.
    pub(crate) fn is_serial(&self) -> bool {
        self.is_one_of(&["serial", "bigserial", "smallserial"])
    }

    pub(crate) fn is_textual(&self) -> bool {
        self.is_one_of(&["text", "varchar", "char", "citext"])
    }
}

impl fmt::Display for SqlType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name)?;
        if !self.args.is_empty() {
            let args: Vec<_> = self.args.iter().map(ToString::to_string).collect();
            write!(f, "({})", args.join(","))?;
        }
        f.write_str(if self.is_array { "[]" } else { "" })
    }
}

fn zoned(node: &SyntaxNode, without: &str, with: &str) -> Name {
    let zoned = tree::below::<ast::WithTimezone>(node).next().is_some();
    Name::bare(if zoned { with } else { without })
}

fn numbers(node: &SyntaxNode) -> Vec<u32> {
    node.descendants_with_tokens()
        .filter_map(rowan::NodeOrToken::into_token)
        .filter(|t| t.kind() == SyntaxKind::INT_NUMBER)
        .filter_map(|t| t.text().parse().ok())
        .collect()
}

fn usual(name: Name) -> Name {
    if !matches!(name.schema(), "" | "pg_catalog") {
        return name;
    }
    Name::bare(match name.name.as_str() {
        "int" | "int4" => "integer",
        "int8" => "bigint",
        "int2" => "smallint",
        "bool" => "boolean",
        "decimal" => "numeric",
        "float8" | "float" => "double precision",
        "float4" => "real",
        "serial4" => "serial",
        "serial8" => "bigserial",
        "serial2" => "smallserial",
        "bpchar" => "char",
        other => other,
    })
}
