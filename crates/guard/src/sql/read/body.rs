//! DO blocks and bodies in PL/pgSQL, read as far as they can be.

use squawk_syntax::{
    SyntaxKind, SyntaxNode,
    ast::{self, AstNode as _},
};

use super::{Reader, tree};
use crate::sql::{
    Action, Span, Step,
    action::{Other, Transaction},
    expr,
    name::DYNAMIC,
};

/// A body inside a body inside a body is not followed for ever.
const DEEPEST: u8 = 4;

impl Reader<'_> {
    pub(super) fn within<'b>(&self, place: &'b dyn Fn(rowan::TextRange) -> Span) -> Reader<'b> {
        Reader {
            place,
            in_block: true,
            depth: self.depth + 1,
        }
    }

    pub(super) fn block(&self, block: &ast::Do) -> Vec<Step> {
        let node = block.syntax();
        let opaque = |why| vec![self.step(node, Action::Opaque(why))];
        if self.depth >= DEEPEST {
            return opaque("is nested too deeply");
        }
        let Some(body) = block.plpgsql() else {
            return opaque("is written in a language that is not read here");
        };
        let outer = self.place;
        let place = |range| outer(body.source_range(range));
        let mut steps = self.within(&place).body(&body.syntax());
        if !body.errors().is_empty() {
            steps.push(self.step(
                node,
                Action::Opaque("holds a statement that could not be read"),
            ));
        }
        if steps.is_empty() {
            steps.push(self.step(node, Action::Other(Other::Nothing)));
        }
        steps
    }

    /// The statements of a PL/pgSQL body, whatever loops and branches they stand in.
    pub(super) fn body(&self, body: &SyntaxNode) -> Vec<Step> {
        let mut steps = Vec::new();
        for node in body.descendants() {
            let is_statement = node.parent().is_some_and(|p| HOLDERS.contains(&p.kind()));
            if is_statement && let Some(stmt) = ast::Stmt::cast(node.clone()) {
                steps.extend(self.statement(&stmt));
            } else if DYNAMIC_STATEMENTS.contains(&node.kind()) {
                steps.extend(self.dynamic(&node));
            } else if ENDS.contains(&node.kind()) {
                steps.push(self.step(&node, Action::Transaction(Transaction::Commit)));
            }
        }
        steps
    }

    fn dynamic(&self, node: &SyntaxNode) -> Vec<Step> {
        let Some(query) = tree::child::<ast::PlpgsqlExpr>(node) else {
            return vec![self.step(node, Action::Opaque("builds its SQL at run time"))];
        };
        let injectable = is_injectable(query.syntax());
        let Some(text) = rendered(query.syntax()) else {
            let action = Action::Dynamic {
                readable: false,
                injectable,
            };
            return vec![self.step(node, action)];
        };
        let here = self.span(node);
        let place = |_| here;
        let reader = self.within(&place);
        let parse = squawk_syntax::SourceFile::parse(&text);
        let readable = parse.errors().is_empty() && self.depth < DEEPEST;
        let mut steps: Vec<_> = if readable {
            parse
                .tree()
                .stmts()
                .flat_map(|stmt| reader.statement(&stmt))
                .collect()
        } else {
            Vec::new()
        };
        let readable = readable && !text.contains(DYNAMIC);
        steps.push(self.step(
            node,
            Action::Dynamic {
                readable,
                injectable,
            },
        ));
        steps
    }
}

const HOLDERS: [SyntaxKind; 6] = [
    SyntaxKind::PLPGSQL_EXEC_SQL_STMT,
    SyntaxKind::PLPGSQL_CALL_STMT,
    SyntaxKind::PLPGSQL_DO_STMT,
    SyntaxKind::PLPGSQL_PERFORM_STMT,
    SyntaxKind::PLPGSQL_FOR_QUERY_STMT,
    SyntaxKind::PLPGSQL_RETURN_QUERY_STMT,
];

/// COMMIT and ROLLBACK end the runner's transaction, wherever they stand.
const ENDS: [SyntaxKind; 2] = [
    SyntaxKind::PLPGSQL_COMMIT_STMT,
    SyntaxKind::PLPGSQL_ROLLBACK_STMT,
];

const DYNAMIC_STATEMENTS: [SyntaxKind; 4] = [
    SyntaxKind::PLPGSQL_DYN_EXECUTE_STMT,
    SyntaxKind::PLPGSQL_FOR_DYN_STMT,
    SyntaxKind::PLPGSQL_RETURN_QUERY_EXECUTE_STMT,
    SyntaxKind::PLPGSQL_OPEN_EXECUTE,
];

/// The SQL with a stand-in for each piece that is only known at run time; None when too little of it is written down.
fn rendered(query: &SyntaxNode) -> Option<String> {
    let top = query.descendants().find_map(ast::Expr::cast)?;
    let text = render(&top)?;
    let words = text
        .split_whitespace()
        .filter(|word| !word.contains(DYNAMIC))
        .count();
    (words >= 2).then_some(text)
}

fn render(expr: &ast::Expr) -> Option<String> {
    match expr {
        ast::Expr::Literal(literal) => literal.string_value(),
        ast::Expr::ParenExpr(paren) => render(&tree::child::<ast::Expr>(paren.syntax())?),
        ast::Expr::CastExpr(cast) => render(&tree::child::<ast::Expr>(cast.syntax())?),
        ast::Expr::BinExpr(bin) => {
            let parts = [bin.lhs()?, bin.rhs()?];
            let text = parts.map(|part| render(&part).unwrap_or_else(|| DYNAMIC.to_owned()));
            Some(text.concat())
        }
        ast::Expr::CallExpr(call) => format_call(call.syntax()),
        _ => None,
    }
}

/// `format('...', ...)`: arguments that are literals are filled in, others get the stand-in.
fn format_call(call: &SyntaxNode) -> Option<String> {
    let (name, _) = expr::calls(call).next()?;
    if name.name != "format" {
        return None;
    }
    let list = tree::child::<ast::ArgList>(call)?;
    let args: Vec<_> = tree::children::<ast::Arg>(list.syntax())
        .map(|arg| {
            tree::below::<ast::Literal>(arg.syntax())
                .next()
                .filter(|literal| {
                    literal.syntax().text().to_string().trim()
                        == arg.syntax().text().to_string().trim()
                })
        })
        .collect();
    let template = args.first()?.as_ref()?.string_value()?;
    let mut values = args.iter().skip(1);
    let mut out = String::new();
    let mut rest = template.as_str();
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let kind = rest.find(['I', 'L', 's', '%'])?;
        let (letter, after) = (&rest[kind..=kind], &rest[kind + 1..]);
        rest = after;
        let value = (letter != "%").then(|| values.next()).flatten();
        let value = value.and_then(|v| v.as_ref()?.string_value());
        match letter {
            "%" => out.push('%'),
            "L" => {
                out.push('\'');
                out.push_str(value.as_deref().unwrap_or(DYNAMIC));
                out.push('\'');
            }
            _ => out.push_str(value.as_deref().unwrap_or(DYNAMIC)),
        }
    }
    out.push_str(rest);
    Some(out)
}

/// Whether something that is neither written here nor quoted becomes part of the SQL.
fn is_injectable(query: &SyntaxNode) -> bool {
    let Some(top) = query.descendants().find_map(ast::Expr::cast) else {
        return false;
    };
    unquoted(&top)
}

fn unquoted(expr: &ast::Expr) -> bool {
    match expr {
        ast::Expr::Literal(_) => false,
        ast::Expr::ParenExpr(paren) => {
            tree::child::<ast::Expr>(paren.syntax()).is_none_or(|inner| unquoted(&inner))
        }
        ast::Expr::CastExpr(cast) => {
            let safe = crate::sql::SqlType::read(cast.syntax()).is_some_and(|ty| {
                ty.is_one_of(&[
                    "regclass",
                    "regtype",
                    "integer",
                    "bigint",
                    "regprocedure",
                    "uuid",
                    "regrole",
                    "regnamespace",
                ])
            });
            !safe && tree::child::<ast::Expr>(cast.syntax()).is_none_or(|inner| unquoted(&inner))
        }
        ast::Expr::BinExpr(bin) => [bin.lhs(), bin.rhs()]
            .into_iter()
            .flatten()
            .any(|part| unquoted(&part)),
        ast::Expr::CallExpr(call) => unquoted_call(call.syntax()),
        _ => true,
    }
}

fn unquoted_call(call: &SyntaxNode) -> bool {
    let Some((name, _)) = expr::calls(call).next() else {
        return true;
    };
    match name.name.as_str() {
        "quote_ident"
        | "quote_literal"
        | "quote_nullable"
        | "pg_get_viewdef"
        | "pg_get_functiondef"
        | "pg_get_indexdef"
        | "pg_get_constraintdef" => false,
        "format" => {
            let Some(list) = tree::child::<ast::ArgList>(call) else {
                return true;
            };
            let args: Vec<_> = tree::children::<ast::Arg>(list.syntax()).collect();
            let template = args.first().and_then(|arg| tree::string(arg.syntax()));
            let Some(template) = template else {
                return true;
            };
            unsafe_places(&template)
                .into_iter()
                .filter_map(|place| args.get(place + 1))
                .filter_map(|arg| tree::below::<ast::Expr>(arg.syntax()).next())
                .any(|arg| unquoted(&arg))
        }
        "concat" | "concat_ws" | "replace" | "array_to_string" | "string_agg" | "coalesce"
        | "lower" | "upper" | "trim" | "btrim" => {
            let list = tree::child::<ast::ArgList>(call);
            list.is_none_or(|list| {
                tree::children::<ast::Arg>(list.syntax())
                    .filter_map(|arg| tree::below::<ast::Expr>(arg.syntax()).next())
                    .any(|arg| unquoted(&arg))
            })
        }
        _ => true,
    }
}

/// The numbers, from 0, of the arguments that `%s` puts in as they are.
fn unsafe_places(template: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut next = 0;
    let mut rest = template;
    while let Some(at) = rest.find('%') {
        rest = &rest[at + 1..];
        let Some(kind) = rest.find(['I', 'L', 's', '%']) else {
            break;
        };
        let position = rest[..kind]
            .strip_suffix('$')
            .and_then(|n| n.parse::<usize>().ok());
        match &rest[kind..=kind] {
            "%" => {}
            letter => {
                let place = position.map_or(next, |p| p.saturating_sub(1));
                if letter == "s" {
                    places.push(place);
                }
                next = place + 1;
            }
        }
        rest = &rest[kind + 1..];
    }
    places
}
