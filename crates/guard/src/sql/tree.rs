//! Small steps through a syntax tree.

use squawk_syntax::{
    SyntaxKind, SyntaxNode,
    ast::{self, AstNode},
};

use super::Name;

/// The first child of a kind.
pub(crate) fn child<N: AstNode>(node: &SyntaxNode) -> Option<N> {
    node.children().find_map(N::cast)
}

/// All children of a kind.
pub(crate) fn children<N: AstNode>(node: &SyntaxNode) -> impl Iterator<Item = N> {
    node.children().filter_map(N::cast)
}

/// Everything of a kind below, in the order of the text.
pub(crate) fn below<N: AstNode>(node: &SyntaxNode) -> impl Iterator<Item = N> {
    node.descendants().skip(1).filter_map(N::cast)
}

/// Whether the node has this keyword directly under it.
pub(crate) fn has(node: &SyntaxNode, kind: SyntaxKind) -> bool {
    node.children_with_tokens()
        .any(|element| element.kind() == kind)
}

/// Whether the keyword stands anywhere in the node.
pub(crate) fn has_below(node: &SyntaxNode, kind: SyntaxKind) -> bool {
    node.descendants_with_tokens()
        .any(|element| element.kind() == kind)
}

/// The dotted name in or under a node.
pub(crate) fn name(node: &SyntaxNode) -> Option<Name> {
    let path = node
        .descendants()
        .find(|n| ast::PathRef::can_cast(n.kind()) || ast::Path::can_cast(n.kind()))?;
    let parts: Vec<_> = path
        .descendants()
        .filter_map(|n| {
            ast::PathSegmentRef::cast(n.clone())
                .map(|s| s.text())
                .or_else(|| ast::PathSegment::cast(n).map(|s| s.text()))
        })
        .filter(|part| !part.is_empty())
        .collect();
    Name::from_parts(parts)
}

/// The single identifier of a node: a column, a policy, a role.
pub(crate) fn ident(node: &SyntaxNode) -> String {
    ast_name(node)
}

fn ast_name(node: &SyntaxNode) -> String {
    node.descendants_with_tokens()
        .filter_map(rowan::NodeOrToken::into_token)
        .find(|t| !t.kind().is_trivia())
        .map(|t| fold(t.text()))
        .unwrap_or_default()
}

/// An identifier as the server keeps it: quoted ones as written, others in lower case.
pub(crate) fn fold(text: &str) -> String {
    match text.strip_prefix('"').and_then(|t| t.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => text.to_lowercase(),
    }
}

/// The text with one blank between words, keywords in lower case, comments left out.
pub(crate) fn plain(node: &SyntaxNode) -> String {
    let mut out = String::new();
    for token in node
        .descendants_with_tokens()
        .filter_map(rowan::NodeOrToken::into_token)
    {
        if token.kind().is_trivia() {
            continue;
        }
        let text = token.text();
        let tight = matches!(text, "." | "," | ")" | "]" | ";" | "(" | "[" | ":")
            || out.ends_with(['.', '(', '[', ':'])
            || out.is_empty();
        if !tight {
            out.push(' ');
        }
        if text.starts_with(['\'', '"', '$']) || text.ends_with('\'') {
            out.push_str(text);
        } else {
            out.push_str(&text.to_lowercase());
        }
    }
    out
}

/// The value of the first string below a node.
pub(crate) fn string(node: &SyntaxNode) -> Option<String> {
    node.descendants()
        .filter_map(ast::Literal::cast)
        .find_map(|literal| literal.string_value())
}
