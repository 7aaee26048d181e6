//! What statements do, in the words of the rules.

use super::{Expr, Name, Span, SqlType};

/// A file's statements, in order.
#[derive(Debug, Default)]
pub(crate) struct Script {
    pub(crate) statements: Vec<Statement>,
    pub(crate) errors: Vec<SyntaxFault>,
}

/// What the parser could not read.
#[derive(Debug)]
pub(crate) struct SyntaxFault {
    pub(crate) span: Span,
    pub(crate) message: String,
}

/// One statement of a file.
#[derive(Debug)]
pub(crate) struct Statement {
    pub(crate) span: Span,
    pub(crate) steps: Vec<Step>,
}

/// One thing that a statement does; an ALTER TABLE may do several.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) span: Span,
    pub(crate) action: Action,
    /// Whether it stands in a DO block.
    pub(crate) in_block: bool,
}

#[derive(Debug, Clone)]
pub(crate) enum Action {
    CreateTable(CreateTable),
    AlterTable(Name, TableChange),
    CreateIndex(CreateIndex),
    CreateView(CreateView),
    CreateRoutine(CreateRoutine),
    AlterRoutine(Name, RoutineChange),
    CreateType(Name, TypeShape),
    AddEnumValue(Name, String),
    RenameEnumValue(Name, String),
    CreateSchema(Name, bool),
    CreateSequence(Name, bool),
    CreateExtension {
        name: String,
        schema: Option<String>,
    },
    CreateTrigger {
        name: String,
        table: Name,
        function: Option<Name>,
        replace: bool,
    },
    CreatePolicy(CreatePolicy),
    AlterPolicy(CreatePolicy),
    /// CREATE ROLE or ALTER ROLE with the words that were given.
    Role {
        name: String,
        options: Vec<String>,
        password: bool,
    },
    Drop(Drop),
    Rename(Rename),
    SetSchema(Kind, Name, String),
    Truncate {
        table: Name,
        cascade: bool,
    },
    Delete {
        table: Name,
        filter: Filter,
    },
    Update {
        table: Name,
        filter: Filter,
        columns: Vec<String>,
    },
    Insert {
        table: Name,
        from_tables: Vec<Name>,
    },
    Select {
        calls: Vec<Name>,
        tables: Vec<Name>,
        into: bool,
    },
    Call(Name),
    Copy {
        program: bool,
    },
    Grant(Grant),
    DefaultPrivileges(Grant),
    Set {
        name: String,
        value: String,
        local: bool,
    },
    Reset(String),
    Transaction(Transaction),
    Vacuum {
        full: bool,
        tables: Vec<Name>,
    },
    Cluster(Option<Name>),
    Reindex {
        concurrently: bool,
        target: Option<Name>,
        whole: bool,
    },
    Refresh {
        view: Name,
        concurrently: bool,
        with_data: bool,
    },
    Lock {
        tables: Vec<Name>,
        mode: String,
    },
    /// SQL that is built at run time: what is known of it, and whether strangers' text may get in.
    Dynamic {
        readable: bool,
        injectable: bool,
    },
    /// A body that could not be read.
    Opaque(&'static str),
    Comment,
    Other(Other),
}

/// What is only told apart because of transactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Other {
    Plain,
    /// Refused inside a transaction block.
    NeedsNoTransaction,
    /// Has no effect that lasts.
    Nothing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Table,
    View,
    MaterializedView,
    ForeignTable,
    Index,
    Sequence,
    Type,
    Domain,
    Function,
    Schema,
    Extension,
    Role,
    Trigger,
    Policy,
    Database,
    Other,
}

#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a word of the statement"
)]
pub(crate) struct CreateTable {
    pub(crate) name: Name,
    pub(crate) if_not_exists: bool,
    pub(crate) temporary: bool,
    pub(crate) unlogged: bool,
    pub(crate) foreign: bool,
    pub(crate) columns: Vec<Column>,
    pub(crate) constraints: Vec<Constraint>,
    pub(crate) partition_of: Option<Name>,
    pub(crate) partitioned: bool,
    pub(crate) inherits: bool,
    /// LIKE other INCLUDING ...
    pub(crate) like: Vec<(Name, String)>,
    /// The tables a CREATE TABLE AS reads.
    pub(crate) as_query: Option<Vec<Name>>,
}

#[derive(Debug, Clone, Default, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a word of the statement"
)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) span: Span,
    pub(crate) ty: SqlType,
    pub(crate) not_null: bool,
    pub(crate) default: Option<Expr>,
    pub(crate) identity: bool,
    pub(crate) generated_stored: bool,
    pub(crate) generated_virtual: bool,
    pub(crate) if_not_exists: bool,
    /// The constraints written at the column.
    pub(crate) constraints: Vec<Constraint>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Constraint {
    pub(crate) name: Option<String>,
    pub(crate) span: Span,
    pub(crate) kind: ConstraintKind,
    pub(crate) columns: Vec<String>,
    pub(crate) not_valid: bool,
    pub(crate) using_index: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ConstraintKind {
    PrimaryKey,
    Unique,
    Check(Expr),
    NotNull,
    Exclude,
    Foreign { table: Name, columns: Vec<String> },
}

#[derive(Debug, Clone)]
pub(crate) enum TableChange {
    AddColumn(Column),
    DropColumn {
        column: String,
        if_exists: bool,
        cascade: bool,
    },
    RenameColumn {
        from: String,
        to: String,
    },
    SetType {
        column: String,
        ty: SqlType,
        using: Option<Expr>,
    },
    SetNotNull(String),
    DropNotNull(String),
    SetDefault(String, Expr),
    DropDefault(String),
    AddIdentity(String),
    DropIdentity(String),
    SetExpression(String),
    AddConstraint(Constraint),
    DropConstraint {
        name: String,
        if_exists: bool,
        cascade: bool,
    },
    ValidateConstraint(String),
    RenameConstraint {
        from: String,
        to: String,
    },
    EnableRls,
    DisableRls,
    ForceRls,
    NoForceRls,
    Trigger {
        enable: bool,
        name: String,
    },
    AttachPartition(Name),
    DetachPartition(Name, bool),
    SetLogged(bool),
    SetAccessMethod,
    SetTablespace,
    SetOptions(Vec<(String, String)>),
    OwnerTo(String),
    /// Storage, statistics, replica identity: short locks, nothing to judge.
    Light,
}

#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a word of the statement"
)]
pub(crate) struct CreateIndex {
    pub(crate) name: Option<String>,
    pub(crate) table: Name,
    pub(crate) only: bool,
    pub(crate) columns: Vec<String>,
    /// Method, columns with their order, predicate: two indexes with the same one do the same.
    pub(crate) definition: String,
    pub(crate) partial: bool,
    pub(crate) unique: bool,
    pub(crate) concurrently: bool,
    pub(crate) if_not_exists: bool,
}

#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a word of the statement"
)]
pub(crate) struct CreateView {
    pub(crate) name: Name,
    pub(crate) replace: bool,
    pub(crate) materialized: bool,
    pub(crate) invoker: bool,
    pub(crate) if_not_exists: bool,
    pub(crate) reads: Vec<Name>,
    /// What it gives out; None where that cannot be told.
    pub(crate) columns: Option<Vec<String>>,
    pub(crate) text: String,
}

#[derive(Debug, Clone)]
pub(crate) struct CreateRoutine {
    pub(crate) name: Name,
    pub(crate) replace: bool,
    pub(crate) params: Vec<(String, String)>,
    pub(crate) returns: String,
    pub(crate) language: String,
    pub(crate) definer: bool,
    /// Neither STABLE nor IMMUTABLE.
    pub(crate) volatile: bool,
    pub(crate) search_path: Option<String>,
    /// What running it would do.
    pub(crate) body: Vec<Step>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct RoutineChange {
    pub(crate) definer: Option<bool>,
    pub(crate) search_path: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TypeShape {
    Enum(Vec<String>),
    Domain(SqlType),
    Other,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct CreatePolicy {
    pub(crate) name: String,
    pub(crate) table: Name,
    pub(crate) permissive: bool,
    /// `all`, `select`, `insert`, `update`, `delete`.
    pub(crate) command: String,
    /// None: no TO was written, so everybody.
    pub(crate) roles: Option<Vec<String>>,
    pub(crate) using: Option<Expr>,
    pub(crate) check: Option<Expr>,
    pub(crate) rename_to: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Drop {
    pub(crate) kind: Kind,
    pub(crate) name: Name,
    /// The table of a policy or a trigger.
    pub(crate) on: Option<Name>,
    pub(crate) if_exists: bool,
    pub(crate) cascade: bool,
    pub(crate) concurrently: bool,
    /// The types of a function's arguments, when they were written.
    pub(crate) signature: Option<Vec<String>>,
}

#[derive(Debug, Clone)]
pub(crate) struct Rename {
    pub(crate) kind: Kind,
    pub(crate) name: Name,
    pub(crate) on: Option<Name>,
    pub(crate) to: String,
}

/// Which rows a statement takes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    /// Whether anything narrows the rows.
    pub(crate) narrows: bool,
    /// Whether it picks a bounded batch.
    pub(crate) bounded: bool,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Grant {
    pub(crate) revoke: bool,
    /// `select`, `insert`, ..., `all`, `usage`, `execute`; with a membership, the role.
    pub(crate) privileges: Vec<String>,
    pub(crate) target: GrantTarget,
    pub(crate) roles: Vec<String>,
    /// Column grants name their columns.
    pub(crate) columns: Vec<String>,
    pub(crate) span: Span,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum GrantTarget {
    /// GRANT role TO role.
    #[default]
    Membership,
    Tables(Vec<Name>),
    AllTables(Vec<String>),
    Functions(Vec<Name>),
    AllFunctions(Vec<String>),
    Schemas(Vec<String>),
    Sequences,
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transaction {
    Begin,
    Commit,
    Rollback,
    Savepoint,
}
