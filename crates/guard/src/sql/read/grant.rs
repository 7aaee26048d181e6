//! GRANT, REVOKE, default privileges.

use squawk_syntax::{
    SyntaxNode,
    ast::{self, AstNode as _},
};

use super::{Reader, table::column_refs, tree};
use crate::sql::{
    Action, Name,
    action::{Grant, GrantTarget},
};

impl Reader<'_> {
    pub(super) fn grant(&self, node: &SyntaxNode) -> Action {
        let objects = tree::child::<ast::OnPrivilegeObjectsClause>(node)
            .and_then(|on| tree::child::<ast::PrivilegeObjects>(on.syntax()));
        Action::Grant(Grant {
            revoke: ast::Revoke::can_cast(node.kind()),
            privileges: privileges(node),
            target: objects.map(|o| target(&o)).unwrap_or_default(),
            roles: roles(node),
            columns: tree::child::<ast::Privileges>(node)
                .map(|p| {
                    tree::below::<ast::ColumnRefList>(p.syntax())
                        .flat_map(|list| column_refs(list.syntax()))
                        .collect()
                })
                .unwrap_or_default(),
            span: self.span(node),
        })
    }

    pub(super) fn default_privileges(&self, node: &SyntaxNode) -> Option<Action> {
        let action = tree::child::<ast::AlterDefaultPrivilegesAction>(node)?;
        let inner = action.syntax();
        let schemas: Vec<_> = tree::child::<ast::InSchemas>(node)
            .map(|list| idents::<ast::SchemaRef>(list.syntax()))
            .unwrap_or_default();
        let target = match tree::child::<ast::PrivilegeTarget>(inner)? {
            ast::PrivilegeTarget::PrivilegeTargetTables(_) => GrantTarget::AllTables(schemas),
            ast::PrivilegeTarget::PrivilegeTargetFunctions(_)
            | ast::PrivilegeTarget::PrivilegeTargetRoutines(_) => {
                GrantTarget::AllFunctions(schemas)
            }
            _ => GrantTarget::Other,
        };
        Some(Action::DefaultPrivileges(Grant {
            revoke: matches!(
                action,
                ast::AlterDefaultPrivilegesAction::RevokeDefaultPrivileges(_)
            ),
            privileges: privileges(inner),
            target,
            roles: roles(inner),
            columns: Vec::new(),
            span: self.span(node),
        }))
    }
}

fn privileges(node: &SyntaxNode) -> Vec<String> {
    let Some(list) = tree::child::<ast::Privileges>(node) else {
        return Vec::new();
    };
    if matches!(list, ast::Privileges::AllPrivileges(_)) {
        return vec!["all".to_owned()];
    }
    tree::below::<ast::RevokeCommand>(list.syntax())
        .map(|command| tree::ident(command.syntax()))
        .collect()
}

fn roles(node: &SyntaxNode) -> Vec<String> {
    tree::child::<ast::RoleRefList>(node)
        .map(|list| {
            tree::below::<ast::RoleRef>(list.syntax())
                .map(|role| role_name(role.syntax()))
                .collect()
        })
        .unwrap_or_default()
}

/// The name of a role; GROUP before it says nothing.
pub(super) fn role_name(node: &SyntaxNode) -> String {
    let text = tree::plain(node);
    tree::fold(text.strip_prefix("group ").unwrap_or(&text))
}

fn target(objects: &ast::PrivilegeObjects) -> GrantTarget {
    use ast::PrivilegeObjects as P;
    let node = objects.syntax();
    match objects {
        P::PrivilegeDefault(_) | P::PrivilegeTable(_) => {
            GrantTarget::Tables(names::<ast::RelationNameRef>(node))
        }
        P::PrivilegeAllTablesInSchema(_) => GrantTarget::AllTables(idents::<ast::SchemaRef>(node)),
        P::PrivilegeFunction(_) | P::PrivilegeProcedure(_) | P::PrivilegeRoutine(_) => {
            let names = node
                .descendants()
                .filter(|n| {
                    ast::FunctionSig::can_cast(n.kind())
                        || ast::ProcedureSig::can_cast(n.kind())
                        || ast::RoutineSig::can_cast(n.kind())
                })
                .filter_map(|n| tree::name(&n));
            GrantTarget::Functions(names.collect())
        }
        P::PrivilegeAllFunctionsInSchema(_)
        | P::PrivilegeAllProceduresInSchema(_)
        | P::PrivilegeAllRoutinesInSchema(_) => {
            GrantTarget::AllFunctions(idents::<ast::SchemaRef>(node))
        }
        P::PrivilegeSchema(_) => GrantTarget::Schemas(idents::<ast::SchemaRef>(node)),
        P::PrivilegeSequence(_) | P::PrivilegeAllSequencesInSchema(_) => GrantTarget::Sequences,
        _ => GrantTarget::Other,
    }
}

fn names<N: ast::AstNode>(node: &SyntaxNode) -> Vec<Name> {
    tree::below::<N>(node)
        .filter_map(|n| tree::name(n.syntax()))
        .collect()
}

fn idents<N: ast::AstNode>(node: &SyntaxNode) -> Vec<String> {
    tree::below::<N>(node)
        .map(|n| tree::ident(n.syntax()))
        .collect()
}
