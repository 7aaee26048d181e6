//! Syntax trees, read into actions.

mod body;
mod change;
mod create;
mod data;
mod drop;
mod grant;
mod policy;
mod routine;
mod session;
mod table;

use rowan::TextRange;
use squawk_syntax::{
    SourceFile, SyntaxNode,
    ast::{self, AstNode as _},
};

use super::{
    Action, Name, Script, Span, Statement, Step,
    action::{Other, SyntaxFault},
    tree,
};

/// Reads a file.
pub(crate) fn script(text: &str) -> Script {
    let parse = SourceFile::parse(text);
    let errors = parse
        .errors()
        .iter()
        .map(|error| SyntaxFault {
            span: span(error.range()),
            message: error.message().to_owned(),
        })
        .collect();
    let reader = Reader {
        place: &span,
        in_block: false,
        depth: 0,
    };
    let statements = parse
        .tree()
        .stmts()
        .filter(|stmt| !matches!(stmt, ast::Stmt::EmptyStmt(_)))
        .map(|stmt| Statement {
            span: span(stmt.syntax().text_range()),
            steps: reader.statement(&stmt),
        })
        .collect();
    Script { statements, errors }
}

fn span(range: TextRange) -> Span {
    Span {
        start: range.start().into(),
        end: range.end().into(),
    }
}

/// Reads statements of a file, or of a body inside it.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    /// Where a range of this tree stands in the file.
    place: &'a dyn Fn(TextRange) -> Span,
    in_block: bool,
    depth: u8,
}

impl Reader<'_> {
    fn span(&self, node: &SyntaxNode) -> Span {
        (self.place)(node.text_range())
    }

    fn step(&self, node: &SyntaxNode, action: Action) -> Step {
        Step {
            span: self.span(node),
            action,
            in_block: self.in_block,
        }
    }

    /// What a statement does, in order.
    fn statement(&self, stmt: &ast::Stmt) -> Vec<Step> {
        let node = stmt.syntax();
        match stmt {
            ast::Stmt::AlterTable(_) | ast::Stmt::AlterForeignTable(_) => self.alter_table(node),
            ast::Stmt::AlterMaterializedView(_) | ast::Stmt::AlterView(_) => self.alter_view(node),
            ast::Stmt::CreateSchema(schema) => self.create_schema(schema),
            ast::Stmt::Do(block) => self.block(block),
            ast::Stmt::Select(_)
            | ast::Stmt::SelectInto(_)
            | ast::Stmt::CompoundSelect(_)
            | ast::Stmt::ParenSelect(_)
            | ast::Stmt::Table(_)
            | ast::Stmt::Values(_)
            | ast::Stmt::Insert(_)
            | ast::Stmt::Update(_)
            | ast::Stmt::Delete(_)
            | ast::Stmt::Merge(_) => self.data(node),
            ast::Stmt::Explain(_) | ast::Stmt::Prepare(_) => vec![self.step(node, PLAIN)],
            _ => self
                .plain(stmt)
                .into_iter()
                .map(|action| self.step(node, action))
                .collect(),
        }
    }

    /// Statements whose every part is one action.
    fn plain(&self, stmt: &ast::Stmt) -> Vec<Action> {
        let node = stmt.syntax();
        let one = |action: Option<Action>| vec![action.unwrap_or(PLAIN)];
        match stmt {
            ast::Stmt::CreateTable(_)
            | ast::Stmt::CreateTableAs(_)
            | ast::Stmt::CreateForeignTable(_) => one(self.create_table(node)),
            ast::Stmt::CreateIndex(index) => one(create::index(index)),
            ast::Stmt::CreateView(_) | ast::Stmt::CreateMaterializedView(_) => {
                one(create::view(node))
            }
            ast::Stmt::CreateFunction(_) | ast::Stmt::CreateProcedure(_) => {
                one(self.create_routine(node))
            }
            ast::Stmt::AlterFunction(_)
            | ast::Stmt::AlterProcedure(_)
            | ast::Stmt::AlterRoutine(_) => one(routine::alter(node)),
            ast::Stmt::CreateType(_) | ast::Stmt::CreateDomain(_) => one(create::ty(node)),
            ast::Stmt::AlterType(_) | ast::Stmt::AlterDomain(_) => one(create::alter_type(node)),
            ast::Stmt::CreateSequence(_) => one(create::sequence(node)),
            ast::Stmt::CreateExtension(_) => one(create::extension(node)),
            ast::Stmt::CreateTrigger(_) => one(create::trigger(node)),
            ast::Stmt::CreatePolicy(_) | ast::Stmt::AlterPolicy(_) => one(policy::read(node)),
            ast::Stmt::CreateRole(_)
            | ast::Stmt::CreateUser(_)
            | ast::Stmt::AlterRole(_)
            | ast::Stmt::AlterUser(_) => one(policy::role(node)),
            ast::Stmt::Grant(_) | ast::Stmt::Revoke(_) => one(Some(self.grant(node))),
            ast::Stmt::AlterDefaultPrivileges(_) => one(self.default_privileges(node)),
            ast::Stmt::AlterIndex(_) | ast::Stmt::AlterSchema(_) | ast::Stmt::AlterSequence(_) => {
                one(drop::rename(node))
            }
            ast::Stmt::Truncate(_) => data::truncate(node),
            _ => drop::read(stmt).unwrap_or_else(|| session::read(stmt)),
        }
    }

    fn create_schema(&self, schema: &ast::CreateSchema) -> Vec<Step> {
        let node = schema.syntax();
        let name = schema.schema_name().map(|n| tree::ident(&n));
        let exists = tree::child::<ast::IfNotExists>(node).is_some();
        let mut steps = vec![self.step(
            node,
            Action::CreateSchema(Name::bare(name.unwrap_or_default()), exists),
        )];
        for element in tree::children::<ast::Stmt>(node) {
            steps.extend(self.statement(&element));
        }
        steps
    }
}

const PLAIN: Action = Action::Other(Other::Plain);
