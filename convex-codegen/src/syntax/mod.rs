//! The syntax of one file as small owned trees. The parser's own types stop here.

mod expr;
mod jsdoc;
mod lower;
mod nesting;
mod parse;
mod parsed;
mod quoted;
mod stmt;
pub(crate) mod types;

pub(crate) use expr::{
    AssignOp, BinaryOp, Element, Expr, ExprKind, Key, LogicalOp, Name, Property, Tagged, Target,
    UnaryOp, Update,
};
pub(crate) use parse::{parse_all, parse_block, parse_file};
pub(crate) use parsed::Parsed;
pub(crate) use stmt::{
    Body, Class, Declarator, Each, Flavor, Function, Loop, Member, MemberKind, Namespace, Pattern,
    Stmt, StmtKind, Try, VarKind,
};

use crate::{
    source::{FileId, Span},
    text::Docs,
};

/// One parsed file.
#[derive(Debug, Clone, PartialEq)]
pub struct Module {
    /// The file.
    pub file: FileId,
    /// Names that come from elsewhere; type-only imports are left out.
    pub imports: Vec<Import>,
    /// The modules that it imports, or re-exports from, in order; type-only imports are left out.
    pub loads: Vec<Name>,
    /// Names that go elsewhere.
    pub exports: Vec<Export>,
    /// `export * from "specifier"`.
    pub stars: Vec<(Name, Span)>,
    /// The statements, in order.
    pub body: Vec<Stmt>,
    /// `true` if it mentions `exports`, as `CommonJS` modules do.
    pub common_js: bool,
    /// `true` if the file could not be parsed to its end.
    pub broken: bool,
}

impl Module {
    /// A module of `file` without anything in it.
    pub fn empty(file: FileId) -> Self {
        Self {
            file,
            imports: Vec::new(),
            loads: Vec::new(),
            exports: Vec::new(),
            stars: Vec::new(),
            body: Vec::new(),
            common_js: false,
            broken: false,
        }
    }
}

/// A name that an import declares.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// The name in this file.
    pub local: Name,
    /// The export that it stands for.
    pub imported: Imported,
    /// The module that it comes from.
    pub specifier: Name,
    /// The name in the import.
    pub span: Span,
}

/// The subject of an import or a re-export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// An export by its name; `default` too.
    Name(Name),
    /// All of it, as an object.
    Namespace,
}

/// A name that the file exports.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// The name outside.
    pub name: Name,
    /// The exported value.
    pub value: Exported,
    /// The comment above the export.
    pub docs: Option<Box<Docs>>,
    /// The name in the export.
    pub span: Span,
}

/// The value of an export.
#[derive(Debug, Clone, PartialEq)]
pub enum Exported {
    /// A name of this file.
    Local(Name),
    /// Something of another file.
    From(Name, Imported),
    /// The expression of `export default`.
    Expr(Expr),
}

/// A number as JavaScript writes it when it becomes a string or a property name.
pub(crate) fn number_text(value: f64) -> String {
    ryu_js::Buffer::new().format(value).to_owned()
}
