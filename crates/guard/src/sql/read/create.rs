//! Everything else that is created.

use squawk_syntax::{
    SyntaxKind, SyntaxNode,
    ast::{self, AstNode as _},
};

use super::{change::attributes, table::concurrently, tree};
use crate::sql::{
    Action, Name, SqlType,
    action::{CreateIndex, CreateView, Kind, Other, Rename, TypeShape},
    expr,
};

/// Whether IF NOT EXISTS was written.
pub(super) fn if_not_exists(node: &SyntaxNode) -> bool {
    tree::child::<ast::IfNotExists>(node).is_some()
}

pub(super) fn index(index: &ast::CreateIndex) -> Option<Action> {
    let node = index.syntax();
    let relation = tree::child::<ast::TableRelationName>(node)?;
    let list = tree::child::<ast::PartitionItemList>(node)?;
    let items: Vec<_> = tree::children::<ast::PartitionItem>(list.syntax())
        .map(|item| {
            tree::plain(item.syntax())
                .trim_end_matches(" asc")
                .to_owned()
        })
        .collect();
    let method = tree::child::<ast::UsingMethod>(node).map_or_else(
        || "btree".to_owned(),
        |m| {
            tree::plain(m.syntax())
                .trim_start_matches("using ")
                .to_owned()
        },
    );
    let part = tree::child::<ast::WhereClause>(node).map(|w| tree::plain(w.syntax()));
    let include = tree::child::<ast::IndexIncludeClause>(node).map(|i| tree::plain(i.syntax()));
    let nulls = tree::child::<ast::NullsDistinctOption>(node).map(|n| tree::plain(n.syntax()));
    let extras = [include, nulls, part.clone()].into_iter().flatten();
    let definition = extras.fold(format!("{method}({})", items.join(",")), |all, extra| {
        format!("{all} {extra}")
    });
    Some(Action::CreateIndex(CreateIndex {
        name: tree::child::<ast::Index>(node)
            .and_then(|n| tree::name(n.syntax()))
            .map(|n| n.name),
        table: tree::name(relation.syntax())?,
        only: tree::has(relation.syntax(), SyntaxKind::ONLY_KW),
        columns: items.iter().map(|item| first_word(item)).collect(),
        definition,
        partial: part.is_some(),
        unique: tree::has(node, SyntaxKind::UNIQUE_KW),
        concurrently: concurrently(node),
        if_not_exists: if_not_exists(node),
    }))
}

fn first_word(item: &str) -> String {
    if item.contains('(') {
        return item.to_owned();
    }
    tree::fold(item.split(' ').next().unwrap_or_default())
}

pub(super) fn view(node: &SyntaxNode) -> Option<Action> {
    let name = tree::name(tree::child::<ast::View>(node)?.syntax())?;
    let invoker = attributes(node).iter().any(|(key, value)| {
        key == "security_invoker" && matches!(value.as_str(), "true" | "on" | "1" | "yes")
    });
    let query = tree::child::<ast::SelectVariant>(node)?;
    let columns = match tree::child::<ast::ColumnList>(node) {
        Some(list) => Some(list.column_names().map(|column| column.text()).collect()),
        None => outputs(query.syntax()),
    };
    Some(Action::CreateView(CreateView {
        name,
        replace: tree::child::<ast::OrReplace>(node).is_some(),
        materialized: ast::CreateMaterializedView::can_cast(node.kind()),
        invoker,
        if_not_exists: if_not_exists(node),
        reads: expr::tables(node),
        columns,
        text: tree::plain(query.syntax()),
    }))
}

fn outputs(query: &SyntaxNode) -> Option<Vec<String>> {
    let list = tree::below::<ast::TargetList>(query).next()?;
    tree::children::<ast::Target>(list.syntax())
        .map(|target| {
            if let Some(name) = tree::child::<ast::AsName>(target.syntax()) {
                return tree::child::<ast::ColumnName>(name.syntax()).map(|n| n.text());
            }
            let text = tree::plain(target.syntax());
            let column = text.rsplit('.').next().unwrap_or_default();
            (!column.contains(['(', ' ', '*', ':'])).then(|| tree::fold(column))
        })
        .collect()
}

pub(super) fn ty(node: &SyntaxNode) -> Option<Action> {
    if let Some(domain) = tree::child::<ast::Domain>(node) {
        let base = tree::child::<ast::Type>(node)
            .and_then(|ty| SqlType::read(ty.syntax()))
            .unwrap_or_default();
        return Some(Action::CreateType(
            tree::name(domain.syntax())?,
            TypeShape::Domain(base),
        ));
    }
    let name = tree::name(tree::child::<ast::TypeName>(node)?.syntax())?;
    let shape = match tree::child::<ast::EnumType>(node) {
        Some(variants) => TypeShape::Enum(
            tree::below::<ast::Literal>(variants.syntax())
                .filter_map(|literal| literal.string_value())
                .collect(),
        ),
        None => TypeShape::Other,
    };
    Some(Action::CreateType(name, shape))
}

pub(super) fn alter_type(node: &SyntaxNode) -> Option<Action> {
    let name = node
        .children()
        .find(|n| ast::TypeNameRef::can_cast(n.kind()) || ast::DomainRef::can_cast(n.kind()))
        .and_then(|n| tree::name(&n))?;
    if let Some(add) = tree::child::<ast::AddValue>(node) {
        return Some(Action::AddEnumValue(name, tree::string(add.syntax())?));
    }
    if let Some(rename) = tree::child::<ast::RenameValue>(node) {
        return Some(Action::RenameEnumValue(
            name,
            tree::string(rename.syntax())?,
        ));
    }
    let to = node.children().find(|n| {
        ast::TypeRenameTo::can_cast(n.kind()) || ast::DomainRenameTo::can_cast(n.kind())
    })?;
    Some(Action::Rename(Rename {
        kind: Kind::Type,
        name,
        on: None,
        to: tree::name(&to)?.name,
    }))
}

pub(super) fn sequence(node: &SyntaxNode) -> Option<Action> {
    let name = tree::name(tree::child::<ast::Sequence>(node)?.syntax())?;
    Some(Action::CreateSequence(name, if_not_exists(node)))
}

pub(super) fn extension(node: &SyntaxNode) -> Option<Action> {
    Some(Action::CreateExtension {
        name: tree::ident(tree::child::<ast::Extension>(node)?.syntax()),
        schema: tree::below::<ast::SchemaRef>(node)
            .next()
            .map(|s| tree::ident(s.syntax())),
    })
}

pub(super) fn trigger(node: &SyntaxNode) -> Option<Action> {
    let function = tree::children::<ast::CallExpr>(node)
        .last()
        .and_then(|call| expr::calls(call.syntax()).next())
        .map(|(name, _)| name);
    Some(Action::CreateTrigger {
        name: tree::ident(tree::child::<ast::Trigger>(node)?.syntax()),
        table: tree::name(tree::child::<ast::OnRelation>(node)?.syntax())?,
        function,
        replace: tree::child::<ast::OrReplace>(node).is_some(),
    })
}

/// What is neither judged nor forgotten.
pub(super) fn plain_names(node: &SyntaxNode) -> Option<Name> {
    tree::name(node)
}

/// Statements that the server refuses inside a transaction block.
pub(super) const NEEDS_NO_TRANSACTION: Action = Action::Other(Other::NeedsNoTransaction);
