//! Settings, transactions, maintenance, and what else needs no words.

use squawk_syntax::{
    SyntaxKind, SyntaxNode,
    ast::{self, AstNode as _},
};

use super::{PLAIN, create, table::concurrently, tree};
use crate::sql::{
    Action, Name,
    action::{Other, Transaction},
};

const NOTHING: Action = Action::Other(Other::Nothing);

pub(super) fn read(stmt: &ast::Stmt) -> Vec<Action> {
    use ast::Stmt as S;
    let node = stmt.syntax();
    vec![match stmt {
        S::Set(_) => set(node),
        S::SetRole(_) => setting("role", node),
        S::SetSessionAuth(_) => setting("session_authorization", node),
        S::ResetRole(_) => Action::Reset("role".to_owned()),
        S::ResetSessionAuth(_) => Action::Reset("session_authorization".to_owned()),
        S::Reset(_) => Action::Reset(
            tree::plain(node)
                .trim_start_matches("reset ")
                .replace(';', ""),
        ),
        S::Discard(_) => Action::Reset("all".to_owned()),
        S::Begin(_) => Action::Transaction(Transaction::Begin),
        S::Commit(_) | S::PrepareTransaction(_) => Action::Transaction(Transaction::Commit),
        S::Rollback(rollback) => Action::Transaction(match rollback.syntax().kind() {
            SyntaxKind::ROLLBACK_TO_SAVEPOINT => Transaction::Savepoint,
            _ => Transaction::Rollback,
        }),
        S::SavepointCreate(_) | S::ReleaseSavepoint(_) => {
            Action::Transaction(Transaction::Savepoint)
        }
        S::Vacuum(_) => vacuum(node),
        S::Cluster(_) | S::Repack(_) => Action::Cluster(create::plain_names(node)),
        S::Reindex(_) => reindex(node),
        S::Refresh(_) => refresh(node),
        S::Lock(_) => lock(node),
        S::Copy(_) => copy(node),
        S::Call(_) => tree::name(node).map_or(PLAIN, Action::Call),
        S::CommentOn(_) => Action::Comment,
        S::CreateDatabase(_)
        | S::CreateTablespace(_)
        | S::DropTablespace(_)
        | S::AlterSystem(_)
        | S::CreateSubscription(_)
        | S::Checkpoint(_) => create::NEEDS_NO_TRANSACTION,
        S::Show(_)
        | S::Analyze(_)
        | S::Listen(_)
        | S::Unlisten(_)
        | S::Notify(_)
        | S::SetConstraints(_)
        | S::SetTransaction(_) => NOTHING,
        _ => PLAIN,
    }]
}

fn set(node: &SyntaxNode) -> Action {
    let text = tree::plain(node).replace(';', "");
    let text = text.trim_start_matches("set ");
    let local = text.starts_with("local ");
    let text = text
        .trim_start_matches("local ")
        .trim_start_matches("session ");
    let (name, value) = match text.split_once('=') {
        Some(pair) => pair,
        None => text.split_once(' ').unwrap_or((text, "")),
    };
    let value = value.trim().trim_start_matches("to ").trim();
    Action::Set {
        name: name.trim().to_owned(),
        value: value.trim_matches('\'').to_owned(),
        local,
    }
}

fn setting(name: &str, node: &SyntaxNode) -> Action {
    let text = tree::plain(node).replace(';', "");
    Action::Set {
        name: name.to_owned(),
        value: text.rsplit(' ').next().unwrap_or_default().to_owned(),
        local: text.contains(" local "),
    }
}

fn vacuum(node: &SyntaxNode) -> Action {
    let full = tree::has(node, SyntaxKind::FULL_KW)
        || tree::below::<ast::VacuumOption>(node).any(|option| {
            let text = tree::plain(option.syntax());
            text.starts_with("full") && !text.ends_with("false") && !text.ends_with("off")
        });
    Action::Vacuum {
        full,
        tables: tree::below::<ast::TableRelationName>(node)
            .filter_map(|table| tree::name(table.syntax()))
            .collect(),
    }
}

fn reindex(node: &SyntaxNode) -> Action {
    let target = tree::child::<ast::ReindexTarget>(node);
    let inner = target.as_ref().map(|t| t.syntax().clone());
    Action::Reindex {
        concurrently: inner.as_ref().is_some_and(concurrently)
            || tree::below::<ast::ReindexOptionConcurrently>(node)
                .next()
                .is_some(),
        target: inner.as_ref().and_then(tree::name),
        whole: matches!(
            target,
            Some(
                ast::ReindexTarget::ReindexTargetDatabase(_)
                    | ast::ReindexTarget::ReindexTargetSchema(_)
                    | ast::ReindexTarget::ReindexTargetSystem(_)
            )
        ),
    }
}

fn refresh(node: &SyntaxNode) -> Action {
    Action::Refresh {
        view: tree::name(node).unwrap_or_default(),
        concurrently: concurrently(node),
        with_data: tree::below::<ast::WithNoData>(node).next().is_none(),
    }
}

fn lock(node: &SyntaxNode) -> Action {
    let tables: Vec<Name> = tree::below::<ast::RelationName>(node)
        .filter_map(|table| tree::name(table.syntax()))
        .collect();
    let mode = tree::below::<ast::LockMode>(node).next().map_or_else(
        || "access exclusive".to_owned(),
        |mode| tree::plain(mode.syntax()),
    );
    Action::Lock { tables, mode }
}

fn copy(node: &SyntaxNode) -> Action {
    Action::Copy {
        program: tree::has_below(node, SyntaxKind::PROGRAM_KW),
    }
}
