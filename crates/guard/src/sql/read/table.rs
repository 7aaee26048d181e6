//! Tables, columns and constraints.

use squawk_syntax::{
    SyntaxKind, SyntaxNode,
    ast::{self, AstNode as _},
};

use super::{Reader, tree};
use crate::sql::{
    Action, Expr, SqlType,
    action::{Column, Constraint, ConstraintKind, CreateTable},
    expr,
};

impl Reader<'_> {
    pub(super) fn create_table(&self, node: &SyntaxNode) -> Option<Action> {
        let name = tree::name(tree::child::<ast::TableName>(node)?.syntax())?;
        let persistence = tree::child::<ast::Persistence>(node);
        let mut table = CreateTable {
            name,
            if_not_exists: tree::child::<ast::IfNotExists>(node).is_some(),
            temporary: matches!(persistence, Some(ast::Persistence::Temp(_))),
            unlogged: matches!(persistence, Some(ast::Persistence::Unlogged(_))),
            foreign: ast::CreateForeignTable::can_cast(node.kind()),
            partition_of: tree::child::<ast::PartitionOf>(node)
                .and_then(|of| tree::name(of.syntax())),
            partitioned: tree::child::<ast::PartitionBy>(node).is_some(),
            inherits: tree::child::<ast::Inherits>(node).is_some(),
            as_query: ast::CreateTableAs::cast(node.clone())
                .map(|create| expr::tables(create.syntax())),
            ..CreateTable::default()
        };
        if let Some(args) = tree::child::<ast::TableArgList>(node) {
            for arg in tree::children::<ast::TableArg>(args.syntax()) {
                self.table_arg(&arg, &mut table);
            }
        }
        Some(Action::CreateTable(table))
    }

    fn table_arg(&self, arg: &ast::TableArg, table: &mut CreateTable) {
        match arg {
            ast::TableArg::Column(column) => table.columns.push(self.column(column.syntax())),
            ast::TableArg::LikeClause(like) => {
                if let Some(name) = tree::name(like.syntax()) {
                    table.like.push((name, tree::plain(like.syntax())));
                }
            }
            ast::TableArg::TableConstraint(constraint) => {
                table
                    .constraints
                    .extend(self.constraint(constraint.syntax(), &[]));
            }
        }
    }

    /// A column of a CREATE TABLE, or the one of an ADD COLUMN.
    pub(super) fn column(&self, node: &SyntaxNode) -> Column {
        let name = tree::child::<ast::ColumnName>(node)
            .map(|n| n.text())
            .unwrap_or_default();
        let ty = tree::child::<ast::Type>(node)
            .and_then(|ty| SqlType::read(ty.syntax()))
            .unwrap_or_default();
        let mut column = Column {
            span: self.span(node),
            if_not_exists: tree::child::<ast::IfNotExists>(node).is_some(),
            not_null: ty.is_serial(),
            name,
            ty,
            ..Column::default()
        };
        for clause in node.children() {
            self.column_clause(&clause, &mut column);
        }
        column
    }

    fn column_clause(&self, clause: &SyntaxNode, column: &mut Column) {
        if ast::DefaultConstraint::can_cast(clause.kind()) {
            column.default = Some(Expr::read(clause));
        } else if ast::GeneratedConstraint::can_cast(clause.kind()) {
            column.identity = tree::below::<ast::GeneratedIdentity>(clause)
                .next()
                .is_some();
            column.not_null |= column.identity;
            let stored = tree::below::<ast::GeneratedStored>(clause).next().is_some();
            column.generated_virtual =
                stored && tree::below::<ast::Virtual>(clause).next().is_some();
            column.generated_stored = stored && !column.generated_virtual;
        } else if let Some(constraint) = self.constraint(clause, std::slice::from_ref(&column.name))
        {
            column.not_null |= matches!(
                constraint.kind,
                ConstraintKind::NotNull | ConstraintKind::PrimaryKey
            );
            if constraint.kind != ConstraintKind::NotNull {
                column.constraints.push(constraint);
            }
        }
    }

    /// A constraint; one written at a column gets that column.
    pub(super) fn constraint(&self, node: &SyntaxNode, at: &[String]) -> Option<Constraint> {
        let mut columns = columns(node);
        if columns.is_empty() {
            columns = at.to_vec();
        }
        let kind = match node.kind() {
            k if ast::PrimaryKeyConstraint::can_cast(k) => ConstraintKind::PrimaryKey,
            k if ast::UniqueConstraint::can_cast(k) => ConstraintKind::Unique,
            k if ast::CheckConstraint::can_cast(k) => {
                let check = Expr::read(node);
                columns.clone_from(&check.columns);
                ConstraintKind::Check(check)
            }
            k if ast::NotNullConstraint::can_cast(k) => {
                if let Some(column) = tree::child::<ast::ColumnNameRef>(node) {
                    columns = vec![tree::ident(column.syntax())];
                }
                ConstraintKind::NotNull
            }
            k if ast::ExcludeConstraint::can_cast(k) => ConstraintKind::Exclude,
            k if ast::ForeignKeyConstraint::can_cast(k)
                || ast::ReferencesConstraint::can_cast(k) =>
            {
                foreign(node)?
            }
            _ => return None,
        };
        Some(Constraint {
            name: tree::child::<ast::ConstraintNameClause>(node)
                .and_then(|clause| tree::child::<ast::ConstraintName>(clause.syntax()))
                .map(|name| tree::ident(name.syntax())),
            span: self.span(node),
            kind,
            columns,
            not_valid: tree::child::<ast::NotValid>(node).is_some(),
            using_index: tree::child::<ast::UsingIndexName>(node)
                .and_then(|index| tree::name(index.syntax()))
                .map(|name| name.name),
        })
    }
}

fn foreign(node: &SyntaxNode) -> Option<ConstraintKind> {
    let table = tree::name(tree::child::<ast::TableNameRef>(node)?.syntax())?;
    let columns = match ast::ForeignKeyConstraint::cast(node.clone()) {
        Some(key) => key.to_columns().map(|list| column_refs(list.syntax())),
        None => tree::child::<ast::ColumnNameRef>(node).map(|c| vec![tree::ident(c.syntax())]),
    };
    Some(ConstraintKind::Foreign {
        table,
        columns: columns.unwrap_or_default(),
    })
}

fn columns(node: &SyntaxNode) -> Vec<String> {
    if let Some(key) = ast::ForeignKeyConstraint::cast(node.clone()) {
        return key
            .from_columns()
            .map(|list| column_refs(list.syntax()))
            .unwrap_or_default();
    }
    tree::below::<ast::ConstraintColumnRefList>(node)
        .next()
        .map(|list| column_refs(list.syntax()))
        .unwrap_or_default()
}

/// The column names of a list.
pub(super) fn column_refs(list: &SyntaxNode) -> Vec<String> {
    tree::children::<ast::ColumnNameRef>(list)
        .map(|column| tree::ident(column.syntax()))
        .collect()
}

/// Whether CONCURRENTLY was written directly in the node.
pub(super) fn concurrently(node: &SyntaxNode) -> bool {
    tree::has(node, SyntaxKind::CONCURRENTLY_KW)
}
