//! Policies and roles.

use squawk_syntax::{
    SyntaxKind, SyntaxNode,
    ast::{self, AstNode as _},
};

use super::{grant::role_name, tree};
use crate::sql::{
    Action, Expr,
    action::{CreatePolicy, Kind, Rename},
};

pub(super) fn read(node: &SyntaxNode) -> Option<Action> {
    let table = tree::name(tree::child::<ast::OnTable>(node)?.syntax())?;
    if let Some(to) = tree::child::<ast::PolicyRenameTo>(node) {
        return Some(Action::Rename(Rename {
            kind: Kind::Policy,
            name: crate::sql::Name::bare(policy_name(node)),
            on: Some(table),
            to: tree::child::<ast::Policy>(to.syntax())
                .map(|p| tree::ident(p.syntax()))
                .unwrap_or_default(),
        }));
    }
    let part = |n: Option<SyntaxNode>| n.map(|n| Expr::read(&n));
    let inner = tree::child::<ast::AlterPolicyTo>(node)
        .map_or_else(|| node.clone(), |action| action.syntax().clone());
    let policy = CreatePolicy {
        name: policy_name(node),
        table,
        permissive: tree::child::<ast::AsPolicyType>(node)
            .is_none_or(|kind| !tree::plain(kind.syntax()).contains("restrictive")),
        command: tree::child::<ast::PolicyCommand>(node).map_or_else(
            || "all".to_owned(),
            |command| {
                tree::plain(command.syntax())
                    .trim_start_matches("for ")
                    .to_owned()
            },
        ),
        roles: tree::child::<ast::PolicyRoles>(&inner).map(|list| {
            tree::below::<ast::RoleRef>(list.syntax())
                .map(|role| role_name(role.syntax()))
                .collect()
        }),
        using: part(tree::child::<ast::UsingExprClause>(&inner).map(|c| c.syntax().clone())),
        check: part(tree::child::<ast::WithCheckExprClause>(&inner).map(|c| c.syntax().clone())),
        rename_to: None,
    };
    Some(if ast::CreatePolicy::can_cast(node.kind()) {
        Action::CreatePolicy(policy)
    } else {
        Action::AlterPolicy(policy)
    })
}

fn policy_name(node: &SyntaxNode) -> String {
    node.children()
        .find(|n| ast::Policy::can_cast(n.kind()) || ast::PolicyRef::can_cast(n.kind()))
        .map(|n| tree::ident(&n))
        .unwrap_or_default()
}

pub(super) fn role(node: &SyntaxNode) -> Option<Action> {
    let name = node
        .children()
        .find(|n| ast::Role::can_cast(n.kind()) || ast::RoleRef::can_cast(n.kind()))
        .map(|n| role_name(&n))?;
    let options = tree::child::<ast::RoleOptionList>(node);
    let options: Vec<_> = options
        .iter()
        .flat_map(|list| tree::children::<ast::RoleOption>(list.syntax()))
        .collect();
    Some(Action::Role {
        name,
        password: options.iter().any(|option| {
            tree::has(option.syntax(), SyntaxKind::PASSWORD_KW)
                && tree::string(option.syntax()).is_some()
        }),
        options: options
            .iter()
            .map(|option| tree::plain(option.syntax()))
            .collect(),
    })
}
