//! Functions and procedures.

use squawk_syntax::{
    SyntaxNode,
    ast::{self, AstNode as _},
};

use super::{Reader, tree};
use crate::sql::{
    Action, SqlType, Step,
    action::{CreateRoutine, Kind, Rename, RoutineChange},
};

impl Reader<'_> {
    pub(super) fn create_routine(&self, node: &SyntaxNode) -> Option<Action> {
        let name = node.children().find(|n| {
            ast::FunctionName::can_cast(n.kind()) || ast::ProcedureName::can_cast(n.kind())
        })?;
        let options = tree::child::<ast::FuncOptionList>(node);
        let options_node = options.as_ref().map(|list| list.syntax().clone());
        let change = options_node.as_ref().map(changes).unwrap_or_default();
        let body = self.routine_body(node);
        let is_quoted = options_node.as_ref().is_none_or(|list| {
            tree::children::<ast::FuncOption>(list)
                .any(|option| matches!(option, ast::FuncOption::AsFuncOption(_)))
        });
        Some(Action::CreateRoutine(CreateRoutine {
            name: tree::name(&name)?,
            replace: tree::child::<ast::OrReplace>(node).is_some(),
            params: tree::child::<ast::ParamList>(node)
                .map(|list| params(list.syntax()))
                .unwrap_or_default(),
            returns: tree::child::<ast::RetType>(node)
                .map(|ty| {
                    tree::plain(ty.syntax())
                        .trim_start_matches("returns ")
                        .to_owned()
                })
                .unwrap_or_default(),
            language: options_node
                .and_then(|list| {
                    let option = tree::children::<ast::LanguageFuncOption>(&list).next()?;
                    Some(option.language_name()?.name)
                })
                .unwrap_or_else(|| "sql".to_owned()),
            definer: change.definer.unwrap_or(false),
            volatile: options.is_none_or(|list| {
                !tree::below::<ast::VolatilityFuncOption>(list.syntax())
                    .any(|option| !matches!(option, ast::VolatilityFuncOption::Volatile(_)))
            }),
            // A body that is not quoted is bound to what its names mean now, whoever calls.
            search_path: change
                .search_path
                .or_else(|| (!is_quoted).then(String::new)),
            body,
        }))
    }

    fn routine_body(&self, node: &SyntaxNode) -> Vec<Step> {
        let plpgsql = ast::CreateFunction::cast(node.clone())
            .and_then(|f| f.plpgsql())
            .or_else(|| ast::CreateProcedure::cast(node.clone()).and_then(|p| p.plpgsql()));
        if let Some(body) = plpgsql {
            let place = |range| super::span(body.source_range(range));
            return self.within(&place).body(&body.syntax());
        }
        let sql = ast::CreateFunction::cast(node.clone())
            .and_then(|f| f.sql_body())
            .or_else(|| ast::CreateProcedure::cast(node.clone()).and_then(|p| p.sql_body()));
        let Some(body) = sql else {
            return Vec::new();
        };
        let place = |range| super::span(body.source_range(range));
        let reader = self.within(&place);
        body.tree()
            .stmts()
            .flat_map(|stmt| reader.statement(&stmt))
            .collect()
    }
}

fn params(list: &SyntaxNode) -> Vec<(String, String)> {
    tree::children::<ast::Param>(list)
        .filter(|param| {
            !tree::children::<ast::ParamMode>(param.syntax())
                .any(|mode| matches!(mode, ast::ParamMode::ParamOut(_)))
        })
        .map(|param| {
            let name = tree::child::<ast::ParamName>(param.syntax())
                .map(|n| tree::ident(n.syntax()))
                .unwrap_or_default();
            let ty = SqlType::read(param.syntax()).unwrap_or_default();
            (name, ty.to_string())
        })
        .collect()
}

/// The types of a list of arguments.
pub(super) fn param_types(list: &SyntaxNode) -> Vec<String> {
    params(list).into_iter().map(|(_, ty)| ty).collect()
}

fn changes(options: &SyntaxNode) -> RoutineChange {
    let mut change = RoutineChange::default();
    for option in tree::children::<ast::FuncOption>(options) {
        match option {
            ast::FuncOption::SecurityDefinerFuncOption(_) => change.definer = Some(true),
            ast::FuncOption::SecurityInvokerFuncOption(_) => change.definer = Some(false),
            ast::FuncOption::SetFuncOption(set) => {
                let text = tree::plain(set.syntax());
                let text = text.trim_start_matches("set ");
                if let Some(value) = text.strip_prefix("search_path") {
                    let value = value
                        .trim_start_matches([' ', '='])
                        .trim_start_matches("to ");
                    change.search_path = Some(value.trim().to_owned());
                }
            }
            _ => {}
        }
    }
    change
}

pub(super) fn alter(node: &SyntaxNode) -> Option<Action> {
    let sig = node.children().find(|n| {
        ast::FunctionSig::can_cast(n.kind())
            || ast::ProcedureSig::can_cast(n.kind())
            || ast::RoutineSig::can_cast(n.kind())
    })?;
    let name = tree::name(&sig)?;
    let renamed = node.children().find(|n| {
        ast::FunctionRenameTo::can_cast(n.kind())
            || ast::ProcedureRenameTo::can_cast(n.kind())
            || ast::RoutineRenameTo::can_cast(n.kind())
    });
    if let Some(to) = renamed {
        let to = tree::name(&to)?.name;
        return Some(Action::Rename(Rename {
            kind: Kind::Function,
            name,
            on: None,
            to,
        }));
    }
    if let Some(schema) = tree::child::<ast::SetSchema>(node) {
        return Some(Action::SetSchema(
            Kind::Function,
            name,
            super::change::schema_of(&schema),
        ));
    }
    let options = tree::child::<ast::FuncOptionList>(node);
    Some(Action::AlterRoutine(
        name,
        options
            .map(|list| changes(list.syntax()))
            .unwrap_or_default(),
    ))
}
