//! Reads and writes of rows.

use squawk_syntax::{
    SyntaxNode,
    ast::{self, AstNode as _},
};

use super::{Reader, tree};
use crate::sql::{Action, Expr, Name, Step, action::Filter, expr};

impl Reader<'_> {
    /// A statement on rows; writes inside its CTEs come first.
    pub(super) fn data(&self, node: &SyntaxNode) -> Vec<Step> {
        let inner = tree::below::<ast::WithTable>(node)
            .filter_map(|with| tree::child::<ast::WithQuery>(with.syntax()))
            .filter_map(|query| Some(self.step(query.syntax(), write(query.syntax())?)));
        let mut steps: Vec<_> = inner.collect();
        steps.push(self.step(node, write(node).unwrap_or_else(|| read(node))));
        steps
    }
}

fn read(node: &SyntaxNode) -> Action {
    Action::Select {
        calls: expr::calls(node).map(|(name, _)| name).collect(),
        tables: expr::tables(node),
        into: ast::SelectInto::can_cast(node.kind()),
    }
}

fn write(node: &SyntaxNode) -> Option<Action> {
    let target = node
        .children()
        .find(|n| {
            ast::RelationName::can_cast(n.kind())
                || ast::RelationNameRef::can_cast(n.kind())
                || ast::TableRelationName::can_cast(n.kind())
        })
        .and_then(|n| tree::name(&n));
    if ast::Delete::can_cast(node.kind()) {
        return Some(Action::Delete {
            table: target?,
            filter: filter(node),
        });
    }
    if ast::Update::can_cast(node.kind()) {
        return Some(update(target?, node));
    }
    if ast::Insert::can_cast(node.kind()) {
        return Some(Action::Insert {
            table: target?,
            from_tables: expr::tables(node),
        });
    }
    if ast::Merge::can_cast(node.kind()) {
        let deletes = tree::below::<ast::MergeDelete>(node).next().is_some();
        let filter = Filter {
            narrows: true,
            bounded: false,
        };
        return Some(if deletes {
            Action::Delete {
                table: target?,
                filter,
            }
        } else {
            Action::Update {
                table: target?,
                filter,
                columns: Vec::new(),
            }
        });
    }
    None
}

fn update(table: Name, node: &SyntaxNode) -> Action {
    let set = tree::child::<ast::SetClause>(node);
    let set: Vec<_> = set.iter().map(ast::AstNode::syntax).collect();
    let columns = set
        .iter()
        .flat_map(|set| tree::below::<ast::ColumnTarget>(set));
    Action::Update {
        table,
        filter: filter(node),
        columns: columns
            .filter_map(|column| tree::child::<ast::ColumnNameRef>(column.syntax()))
            .map(|column| tree::ident(column.syntax()))
            .collect(),
    }
}

/// A condition narrows when it is there and is not always true.
fn filter(node: &SyntaxNode) -> Filter {
    let Some(condition) = tree::child::<ast::WhereClause>(node) else {
        let cursor = tree::child::<ast::WhereCurrentOf>(node).is_some();
        // USING without WHERE pairs every row with every other: it narrows nothing.
        return Filter {
            narrows: cursor,
            bounded: cursor,
        };
    };
    let condition_node = condition.syntax();
    let expr = Expr::read(condition_node);
    Filter {
        narrows: expr.truth != Some(true),
        bounded: tree::below::<ast::LimitClause>(condition_node)
            .next()
            .is_some()
            || expr.text.contains(" between ")
            || (expr.tables.is_empty() && is_key_lookup(&expr)),
    }
}

/// `id = 1`, `id in (1, 2)`, `key = 'x'`: rows that are named one by one.
fn is_key_lookup(expr: &Expr) -> bool {
    let text = expr.text.as_str();
    [
        "id = ", "id in(", "id in (", "key = ", "code = ", "slug = ", "email = ",
    ]
    .iter()
    .any(|lookup| text.starts_with(lookup) || text.contains(&format!("_{lookup}")))
}

pub(super) fn truncate(node: &SyntaxNode) -> Vec<Action> {
    let cascade = super::change::cascade(node);
    tree::below::<ast::TableRelationName>(node)
        .filter_map(|table| tree::name(table.syntax()))
        .map(|table| Action::Truncate { table, cascade })
        .collect()
}
