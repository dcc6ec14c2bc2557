//! Functions: their path, kind, visibility and signature.

use std::fmt;

use super::TypeId;
use crate::{
    source::{ModulePath, Span},
    text::Docs,
};

/// A function of the backend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Function {
    /// Module and export.
    pub path: FunctionPath,
    /// Query, mutation or action.
    pub kind: FunctionKind,
    /// Its visibility.
    pub visibility: Visibility,
    /// Its arguments: always an object, or `Any`.
    pub args: Signature,
    /// Its result.
    pub returns: Signature,
    /// The errors that it throws, as far as they are known.
    pub throws: Option<Throws>,
    /// The handler's annotated return type.
    pub annotation: Option<Span>,
    /// The handler's annotated type of arguments.
    pub args_annotation: Option<Span>,
    /// Its documentation.
    pub docs: Docs,
    /// The export.
    pub span: Span,
}

/// `payments/refunds:create`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct FunctionPath {
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

/// The three kinds of function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FunctionKind {
    /// Reads the database; cached and reactive.
    Query,
    /// Reads and writes the database in one transaction.
    Mutation,
    /// Talks to the outside world; reaches the database through queries and mutations only.
    Action,
}

/// The callers that a function accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Visibility {
    /// Any client.
    Public,
    /// Other functions of the backend only.
    Internal,
}

/// One side of a function's signature and how it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Signature {
    /// The type; `Type::Any` when nothing is known.
    pub ty: TypeId,
    /// The origin of the type; `None` if nothing is declared or the type could not be determined.
    pub from: Option<Evidence>,
}

/// The data that a function throws as `new ConvexError(data)`, in itself and in what it calls. It may throw
/// other data, too: this is what TypeScript can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Throws {
    /// The type of the data.
    pub ty: TypeId,
    /// The places that throw.
    pub places: Vec<Span>,
}

/// The source that a type was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Evidence {
    /// A validator, which the server enforces.
    Validator,
    /// The handler's own type annotation, which nothing enforces.
    Annotation,
    /// The TypeScript compiler's inference, which nothing enforces.
    TypeScript,
}
