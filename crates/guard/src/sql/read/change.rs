//! ALTER TABLE, one action at a time.

use squawk_syntax::{
    SyntaxNode,
    ast::{self, AstNode as _},
};

use super::{Reader, table::concurrently, tree};
use crate::sql::{
    Action, Expr, Name, SqlType, Step,
    action::{Kind, Rename, TableChange},
};

impl Reader<'_> {
    pub(super) fn alter_table(&self, node: &SyntaxNode) -> Vec<Step> {
        let Some(table) = tree::child::<ast::TableRelationName>(node)
            .and_then(|relation| tree::name(relation.syntax()))
        else {
            return vec![self.step(node, super::PLAIN)];
        };
        self.changes(node, &table)
    }

    fn changes(&self, node: &SyntaxNode, table: &Name) -> Vec<Step> {
        tree::children::<ast::AlterTableAction>(node)
            .map(|action| {
                let change = self.table_action(table, &action);
                self.step(action.syntax(), change)
            })
            .collect()
    }

    pub(super) fn alter_view(&self, node: &SyntaxNode) -> Vec<Step> {
        let Some(name) = tree::child::<ast::ViewRef>(node).and_then(|v| tree::name(v.syntax()))
        else {
            return vec![self.step(node, super::PLAIN)];
        };
        let kind = if ast::AlterView::can_cast(node.kind()) {
            Kind::View
        } else {
            Kind::MaterializedView
        };
        if let Some(to) = tree::below::<ast::ViewRenameTo>(node).next() {
            let to = tree::name(to.syntax()).unwrap_or_default().name;
            let rename = Rename {
                kind,
                name,
                on: None,
                to,
            };
            return vec![self.step(node, Action::Rename(rename))];
        }
        if let Some(schema) = tree::below::<ast::SetSchema>(node).next() {
            return vec![self.step(node, Action::SetSchema(kind, name, schema_of(&schema)))];
        }
        if let Some(options) = tree::below::<ast::SetOptions>(node).next() {
            let change = TableChange::SetOptions(attributes(options.syntax()));
            return vec![self.step(node, Action::AlterTable(name, change))];
        }
        self.changes(node, &name)
    }

    fn table_action(&self, table: &Name, action: &ast::AlterTableAction) -> Action {
        use ast::AlterTableAction as A;
        let node = action.syntax();
        let change = match action {
            A::TableRenameTo(_) => {
                return Action::Rename(Rename {
                    kind: Kind::Table,
                    name: table.clone(),
                    on: None,
                    to: tree::name(node).unwrap_or_default().name,
                });
            }
            A::SetSchema(schema) => {
                return Action::SetSchema(Kind::Table, table.clone(), schema_of(schema));
            }
            A::AddColumn(_) => TableChange::AddColumn(self.column(node)),
            A::DropColumn(_) => TableChange::DropColumn {
                column: column_ref(node),
                if_exists: if_exists(node),
                cascade: cascade(node),
            },
            A::RenameColumn(_) => TableChange::RenameColumn {
                from: column_ref(node),
                to: tree::child::<ast::ColumnName>(node)
                    .map(|n| n.text())
                    .unwrap_or_default(),
            },
            A::AlterColumn(_) => alter_column(node),
            A::AddConstraint(_) => node
                .children()
                .find_map(|c| self.constraint(&c, &[]))
                .map_or(TableChange::Light, TableChange::AddConstraint),
            A::DropConstraint(_) => TableChange::DropConstraint {
                name: constraint_ref(node),
                if_exists: if_exists(node),
                cascade: cascade(node),
            },
            A::ValidateConstraint(_) => TableChange::ValidateConstraint(constraint_ref(node)),
            A::RenameConstraint(_) => TableChange::RenameConstraint {
                from: constraint_ref(node),
                to: tree::child::<ast::ConstraintName>(node)
                    .map(|n| tree::ident(n.syntax()))
                    .unwrap_or_default(),
            },
            other => rest(other),
        };
        Action::AlterTable(table.clone(), change)
    }
}

fn rest(action: &ast::AlterTableAction) -> TableChange {
    use ast::AlterTableAction as A;
    let node = action.syntax();
    let target = || tree::name(node).unwrap_or_default();
    match action {
        A::EnableRls(_) => TableChange::EnableRls,
        A::DisableRls(_) => TableChange::DisableRls,
        A::ForceRls(_) => TableChange::ForceRls,
        A::NoForceRls(_) => TableChange::NoForceRls,
        A::EnableTrigger(_) => TableChange::Trigger {
            enable: true,
            name: trigger(node),
        },
        A::DisableTrigger(_) => TableChange::Trigger {
            enable: false,
            name: trigger(node),
        },
        A::AttachPartition(_) => TableChange::AttachPartition(target()),
        A::DetachPartition(_) => {
            let gentle = tree::below::<ast::DetachPartitionOption>(node)
                .next()
                .is_some();
            TableChange::DetachPartition(target(), gentle || concurrently(node))
        }
        A::SetLogged(_) => TableChange::SetLogged(true),
        A::SetUnlogged(_) => TableChange::SetLogged(false),
        A::SetAccessMethod(_) => TableChange::SetAccessMethod,
        A::SetTablespace(_) => TableChange::SetTablespace,
        A::SetOptions(_) => TableChange::SetOptions(attributes(node)),
        A::OwnerTo(_) => TableChange::OwnerTo(role(node)),
        _ => TableChange::Light,
    }
}

fn alter_column(node: &SyntaxNode) -> TableChange {
    use ast::AlterColumnOption as O;
    let column = column_ref(node);
    let Some(option) = tree::child::<ast::AlterColumnOption>(node) else {
        return TableChange::Light;
    };
    match option {
        O::SetType(set) => TableChange::SetType {
            column,
            ty: set
                .ty()
                .and_then(|ty| SqlType::read(ty.syntax()))
                .unwrap_or_default(),
            using: set.using_expr().map(|using| Expr::read(using.syntax())),
        },
        O::SetNotNull(_) => TableChange::SetNotNull(column),
        O::DropNotNull(_) => TableChange::DropNotNull(column),
        O::SetDefault(set) => TableChange::SetDefault(column, Expr::read(set.syntax())),
        O::DropDefault(_) => TableChange::DropDefault(column),
        O::AddGenerated(_) => TableChange::AddIdentity(column),
        O::DropIdentity(_) => TableChange::DropIdentity(column),
        O::SetExpression(_) => TableChange::SetExpression(column),
        _ => TableChange::Light,
    }
}

fn column_ref(node: &SyntaxNode) -> String {
    tree::child::<ast::ColumnNameRef>(node)
        .map(|c| tree::ident(c.syntax()))
        .unwrap_or_default()
}

fn constraint_ref(node: &SyntaxNode) -> String {
    tree::child::<ast::ConstraintNameRef>(node)
        .map(|c| tree::ident(c.syntax()))
        .unwrap_or_default()
}

fn trigger(node: &SyntaxNode) -> String {
    tree::child::<ast::TriggerTarget>(node)
        .map(|t| tree::ident(t.syntax()))
        .unwrap_or_default()
}

/// The schema of a SET SCHEMA.
pub(super) fn schema_of(node: &ast::SetSchema) -> String {
    tree::child::<ast::SchemaRef>(node.syntax())
        .map(|s| tree::ident(s.syntax()))
        .unwrap_or_default()
}

/// The first role named in a node.
pub(super) fn role(node: &SyntaxNode) -> String {
    tree::below::<ast::RoleRef>(node)
        .next()
        .map(|r| super::grant::role_name(r.syntax()))
        .unwrap_or_default()
}

/// Whether IF EXISTS was written.
pub(super) fn if_exists(node: &SyntaxNode) -> bool {
    tree::child::<ast::IfExists>(node).is_some()
}

/// Whether CASCADE was written.
pub(super) fn cascade(node: &SyntaxNode) -> bool {
    tree::child::<ast::Cascade>(node).is_some()
}

/// The options of a WITH or SET list, in lower case.
pub(super) fn attributes(node: &SyntaxNode) -> Vec<(String, String)> {
    tree::below::<ast::AttributeOption>(node)
        .map(|option| {
            let text = tree::plain(option.syntax());
            match text.split_once('=') {
                Some((key, value)) => (key.trim().to_owned(), value.trim().to_owned()),
                None => (text.trim().to_owned(), "true".to_owned()),
            }
        })
        .collect()
}
