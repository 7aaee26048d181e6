//! DROP, one object at a time, and renames of what is not a table.

use squawk_syntax::{
    SyntaxNode,
    ast::{self, AstNode as _},
};

use super::{
    change::{cascade, if_exists, schema_of},
    table::concurrently,
    tree,
};
use crate::sql::{
    Action, Name,
    action::{Drop, Kind, Rename},
};

/// None when the statement drops nothing.
pub(super) fn read(stmt: &ast::Stmt) -> Option<Vec<Action>> {
    use ast::Stmt as S;
    let node = stmt.syntax();
    let kind = match stmt {
        S::DropTable(_) => Kind::Table,
        S::DropForeignTable(_) => Kind::ForeignTable,
        S::DropView(_) => Kind::View,
        S::DropMaterializedView(_) => Kind::MaterializedView,
        S::DropIndex(_) => Kind::Index,
        S::DropSequence(_) => Kind::Sequence,
        S::DropType(_) => Kind::Type,
        S::DropDomain(_) => Kind::Domain,
        S::DropFunction(_) | S::DropProcedure(_) | S::DropRoutine(_) => Kind::Function,
        S::DropSchema(_) => Kind::Schema,
        S::DropExtension(_) => Kind::Extension,
        S::DropRole(_) | S::DropUser(_) => Kind::Role,
        S::DropTrigger(_) => Kind::Trigger,
        S::DropPolicy(_) => Kind::Policy,
        S::DropDatabase(_) => Kind::Database,
        S::DropOwned(_)
        | S::DropCollation(_)
        | S::DropAggregate(_)
        | S::DropServer(_)
        | S::DropForeignDataWrapper(_)
        | S::DropRule(_)
        | S::DropStatistics(_)
        | S::DropPublication(_)
        | S::DropSubscription(_)
        | S::DropCast(_)
        | S::DropOperator(_) => Kind::Other,
        _ => return None,
    };
    let on = node
        .children()
        .find(|n| ast::OnTable::can_cast(n.kind()) || ast::OnRelation::can_cast(n.kind()))
        .and_then(|n| tree::name(&n));
    let one = |(name, signature): (Name, Option<Vec<String>>)| {
        Action::Drop(Drop {
            kind,
            name,
            on: on.clone(),
            if_exists: if_exists(node),
            cascade: cascade(node),
            concurrently: concurrently(node),
            signature,
        })
    };
    Some(targets(node, kind).into_iter().map(one).collect())
}

fn targets(node: &SyntaxNode, kind: Kind) -> Vec<(Name, Option<Vec<String>>)> {
    if kind == Kind::Function {
        return node
            .descendants()
            .filter(|n| {
                ast::FunctionSig::can_cast(n.kind())
                    || ast::ProcedureSig::can_cast(n.kind())
                    || ast::RoutineSig::can_cast(n.kind())
            })
            .filter_map(|sig| {
                let types = tree::child::<ast::ParamList>(&sig)
                    .map(|list| super::routine::param_types(list.syntax()));
                Some((tree::name(&sig)?, types))
            })
            .collect();
    }
    let words: Vec<_> = node
        .children()
        .filter(|n| {
            let kind = n.kind();
            !(ast::IfExists::can_cast(kind)
                || ast::Cascade::can_cast(kind)
                || ast::Restrict::can_cast(kind)
                || ast::OnTable::can_cast(kind)
                || ast::OnRelation::can_cast(kind))
        })
        .collect();
    words
        .iter()
        .map(|n| {
            (
                tree::name(n).unwrap_or_else(|| Name::bare(tree::ident(n))),
                None,
            )
        })
        .collect()
}

/// RENAME TO and SET SCHEMA of an index, a schema or a sequence.
pub(super) fn rename(node: &SyntaxNode) -> Option<Action> {
    let (kind, target) = node.children().find_map(|n| {
        let kind = match n.kind() {
            k if ast::IndexRef::can_cast(k) => Kind::Index,
            k if ast::SequenceRef::can_cast(k) => Kind::Sequence,
            k if ast::SchemaRef::can_cast(k) => Kind::Schema,
            _ => return None,
        };
        Some((
            kind,
            tree::name(&n).unwrap_or_else(|| Name::bare(tree::ident(&n))),
        ))
    })?;
    if let Some(schema) = tree::child::<ast::SetSchema>(node) {
        return Some(Action::SetSchema(kind, target, schema_of(&schema)));
    }
    let to = node.children().find(|n| {
        ast::IndexRenameTo::can_cast(n.kind())
            || ast::SequenceRenameTo::can_cast(n.kind())
            || ast::SchemaRenameTo::can_cast(n.kind())
    })?;
    let to = match tree::name(&to) {
        Some(name) => name.name,
        None => tree::ident(tree::child::<ast::Schema>(&to)?.syntax()),
    };
    Some(Action::Rename(Rename {
        kind,
        name: target,
        on: None,
        to,
    }))
}
