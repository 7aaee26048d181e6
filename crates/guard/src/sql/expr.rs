//! What a rule wants to know of an expression.

use squawk_syntax::{
    SyntaxNode,
    ast::{self, AstNode},
};

use super::{Name, tree};

/// An expression, summed up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Expr {
    /// The text with single blanks, in lower case.
    pub(crate) text: String,
    /// Functions it calls.
    pub(crate) calls: Vec<Name>,
    /// Functions it calls for every row: not inside a sub-select of their own.
    pub(crate) calls_per_row: Vec<Name>,
    /// Columns it may mean: bare names, and the last part of dotted ones.
    pub(crate) columns: Vec<String>,
    /// Tables it reads in sub-selects.
    pub(crate) tables: Vec<Name>,
    /// What it always is, when that can be told.
    pub(crate) truth: Option<bool>,
}

impl Expr {
    /// Reads a node that is an expression or holds one.
    pub(crate) fn read(node: &SyntaxNode) -> Self {
        let inner = ast::Expr::cast(node.clone()).or_else(|| tree::child::<ast::Expr>(node));
        let node = inner.as_ref().map_or(node, AstNode::syntax);
        Self {
            text: tree::plain(node),
            calls: calls(node).map(|(name, _)| name).collect(),
            calls_per_row: calls(node)
                .filter(|(_, call)| !in_select(call, node))
                .map(|(name, _)| name)
                .collect(),
            columns: columns(node),
            tables: tables(node),
            truth: inner.and_then(|expr| truth(&expr)),
        }
    }

    /// The columns that must be non-null for it to hold.
    pub(crate) fn proves_not_null(&self) -> Vec<&str> {
        if self.text.contains(" or ") {
            return Vec::new();
        }
        self.text
            .split(" and ")
            .filter_map(|part| {
                let part = part.trim_matches(['(', ')', ' ']);
                let column = part.strip_suffix(" is not null")?;
                Some(column.trim_matches(['(', ')', ' ', '"']))
            })
            .filter(|column| !column.contains(' '))
            .collect()
    }
}

/// The functions called in or under a node, with the node of each call.
pub(crate) fn calls(node: &SyntaxNode) -> impl Iterator<Item = (Name, SyntaxNode)> + use<> {
    node.descendants().filter_map(|n| {
        let call = ast::CallExpr::cast(n)?;
        let target = tree::child::<ast::Expr>(call.syntax())?;
        let parts = tree::plain(target.syntax());
        let name = Name::from_parts(parts.split('.').map(tree::fold).collect())?;
        Some((name, call.syntax().clone()))
    })
}

fn in_select(node: &SyntaxNode, top: &SyntaxNode) -> bool {
    node.ancestors()
        .take_while(|n| n != top)
        .any(|n| ast::Select::can_cast(n.kind()) || ast::CompoundSelect::can_cast(n.kind()))
}

fn columns(node: &SyntaxNode) -> Vec<String> {
    let is_callee = |name: &ast::NameRef| {
        name.syntax()
            .parent()
            .is_some_and(|p| ast::CallExpr::can_cast(p.kind()))
    };
    let mut names: Vec<_> = node
        .descendants()
        .filter_map(ast::NameRef::cast)
        .filter(|name| !is_callee(name))
        .map(|name| name.text())
        .collect();
    names.dedup();
    names
}

/// The tables read in or under a node; names of CTEs are left out.
pub(crate) fn tables(node: &SyntaxNode) -> Vec<Name> {
    let statement = node.ancestors().take_while(|n| n.parent().is_some()).last();
    let ctes: Vec<_> = statement
        .unwrap_or_else(|| node.clone())
        .descendants()
        .filter_map(ast::CteName::cast)
        .map(|cte| tree::ident(cte.syntax()))
        .collect();
    node.descendants()
        .filter_map(ast::RelationFromItem::cast)
        .filter_map(|item| tree::name(item.syntax()))
        .filter(|name| name.schema.is_some() || !ctes.contains(&name.name))
        .collect()
}

fn truth(expr: &ast::Expr) -> Option<bool> {
    match expr {
        ast::Expr::Literal(literal) => match tree::plain(literal.syntax()).as_str() {
            "true" | "'t'" | "'true'" => Some(true),
            "false" | "'f'" | "'false'" => Some(false),
            _ => None,
        },
        ast::Expr::ParenExpr(paren) => truth_of_paren(paren),
        ast::Expr::CastExpr(cast) => truth(&tree::child::<ast::Expr>(cast.syntax())?),
        ast::Expr::PrefixExpr(prefix) => {
            let op = tree::plain(prefix.syntax());
            let inner = tree::child::<ast::Expr>(prefix.syntax())?;
            op.starts_with("not").then(|| truth(&inner).map(|t| !t))?
        }
        ast::Expr::BinExpr(bin) => truth_of_binary(bin),
        ast::Expr::CallExpr(call) => truth_of_call(call),
        _ => None,
    }
}

/// `coalesce(true, ...)` is its first argument.
fn truth_of_call(call: &ast::CallExpr) -> Option<bool> {
    let (name, _) = calls(call.syntax()).next()?;
    let list = tree::child::<ast::ArgList>(call.syntax())?;
    let first = tree::below::<ast::Expr>(list.syntax()).next()?;
    (name.name == "coalesce").then(|| truth(&first))?
}

fn truth_of_paren(paren: &ast::ParenExpr) -> Option<bool> {
    if let Some(inner) = tree::child::<ast::Expr>(paren.syntax()) {
        return truth(&inner);
    }
    let select = tree::child::<ast::Select>(paren.syntax())?;
    if tree::child::<ast::FromClause>(select.syntax()).is_some() {
        return None;
    }
    let target = tree::below::<ast::Target>(select.syntax()).next()?;
    truth(&tree::child::<ast::Expr>(target.syntax())?)
}

fn truth_of_binary(bin: &ast::BinExpr) -> Option<bool> {
    let (lhs, rhs) = (bin.lhs()?, bin.rhs()?);
    let op = tree::child::<ast::Op>(bin.syntax())
        .map(|op| tree::plain(op.syntax()))
        .or_else(|| operator_between(bin))?;
    let (left, right) = (tree::plain(lhs.syntax()), tree::plain(rhs.syntax()));
    let constants = is_constant(&lhs) && is_constant(&rhs);
    match op.as_str() {
        "or" => match (truth(&lhs), truth(&rhs)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        },
        "and" => match (truth(&lhs), truth(&rhs)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
        "=" | ">=" | "<=" | "is not distinct from" if left == right => Some(true),
        "<>" | "!=" | "is distinct from" if left == right => Some(false),
        "=" if constants => Some(false),
        "<>" | "!=" if constants => Some(true),
        "is not" if is_constant(&lhs) && right == "null" => Some(left != "null"),
        _ => None,
    }
}

fn operator_between(bin: &ast::BinExpr) -> Option<String> {
    let words: Vec<_> = bin
        .syntax()
        .children_with_tokens()
        .filter_map(rowan::NodeOrToken::into_token)
        .filter(|t| !t.kind().is_trivia())
        .map(|t| t.text().to_lowercase())
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn is_constant(expr: &ast::Expr) -> bool {
    matches!(expr, ast::Expr::Literal(_))
}
