//! Functions: their path, kind, visibility and signature.

use std::fmt;

use super::TypeId;
use crate::{
    docs::Docs,
    source::{ModulePath, Span},
};

/// A function of the backend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Module and export.
    pub path: FunctionPath,
    /// Query, mutation or action.
    pub kind: FunctionKind,
    /// Who may call it.
    pub visibility: Visibility,
    /// What it takes: always an object, or `Any`.
    pub args: Signature,
    /// What it gives back.
    pub returns: Signature,
    /// Where its handler says, as a type, what it returns.
    pub annotation: Option<Span>,
    /// The type that its handler says its arguments have.
    pub args_annotation: Option<Span>,
    /// Its documentation.
    pub docs: Docs,
    /// The export.
    pub span: Span,
}

/// `payments/refunds:create`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FunctionPath {
    /// The module.
    pub module: ModulePath,
    /// The export's name; `default` for the default export.
    pub export: String,
}

impl fmt::Display for FunctionPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.module, self.export)
    }
}

/// What a function may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FunctionKind {
    /// Reads the database; cached and reactive.
    Query,
    /// Reads and writes the database in one transaction.
    Mutation,
    /// Talks to the outside world; reaches the database through queries and mutations only.
    Action,
}

/// Who may call a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Visibility {
    /// Any client.
    Public,
    /// Other functions of the backend only.
    Internal,
}

/// One side of a function's signature and how it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature {
    /// The type; `Type::Any` when nothing is known.
    pub ty: TypeId,
    /// Where the type comes from; `None` when nothing is declared or it could not be worked out.
    pub from: Option<Evidence>,
}

/// What a type was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Evidence {
    /// A validator, which the server enforces.
    Validator,
    /// The handler's own type annotation, which nothing enforces.
    Annotation,
    /// The TypeScript compiler's inference, which nothing enforces.
    TypeScript,
}
