//! Statements, functions, classes and patterns.

use std::sync::Arc;

use super::{Expr, Key, Name};
use crate::{source::Span, text::Docs};

/// A statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Stmt {
    /// Its kind.
    pub kind: StmtKind,
    /// Its place in the source.
    pub span: Span,
}

/// The kinds of statement.
#[derive(Debug, Clone, PartialEq)]
pub enum StmtKind {
    /// One declarator of `const`, `let` or `var`.
    Var(Box<Declarator>),
    /// `function f() {}`.
    Function(Name, Arc<Function>),
    /// `class C {}`.
    Class(Name, Arc<Class>),
    /// `enum E { A = "a" }`.
    Enum(Name, Arc<[(Name, Option<Expr>)]>),
    /// An expression.
    Expr(Expr),
    /// `return a`.
    Return(Option<Expr>),
    /// `throw a`.
    Throw(Expr),
    /// `if (a) b else c`.
    If(Expr, Box<Stmt>, Option<Box<Stmt>>),
    /// `{ a; b }`.
    Block(Vec<Stmt>),
    /// `namespace A { .. }`.
    Namespace(Name, Arc<Namespace>),
    /// The place of `export default`, whose value is `module.exports[i]`.
    Default(usize),
    /// `for (const a of b) c`.
    ForOf(Box<Each>),
    /// `for (const a in b) c`.
    ForIn(Box<Each>),
    /// `for (a; b; c) d` and `while (b) d`.
    For(Box<Loop>),
    /// `do a while (b)`.
    DoWhile(Box<Stmt>, Expr),
    /// `a: b`.
    Labeled(Name, Box<Stmt>),
    /// `switch (a) { case b: c }`; `None` is `default`.
    Switch(Expr, Vec<(Option<Expr>, Vec<Stmt>)>),
    /// `try { a } catch (b) {} finally { c }`.
    Try(Box<Try>),
    /// `break`, `break label`.
    Break(Option<Name>),
    /// `continue`, `continue label`.
    Continue(Option<Name>),
    /// Types, imports and empty statements.
    Empty,
    /// Anything else, with its name.
    Unsupported(&'static str),
}

/// The keyword that declares a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VarKind {
    /// `var`: in the whole function.
    Var,
    /// `let`: in its block.
    Let,
    /// `const`: in its block, and never assigned.
    Const,
}

/// `namespace A { .. }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Namespace {
    /// Its statements.
    pub body: Vec<Stmt>,
    /// The names that are its properties.
    pub exports: Vec<Name>,
}

/// The parts of `for (a of b) c` and `for (a in b) c`.
#[derive(Debug, Clone, PartialEq)]
pub struct Each {
    /// The keyword that declares the variable; `None` if it already exists.
    pub declares: Option<VarKind>,
    /// The pattern that each value is bound to.
    pub pattern: Pattern,
    /// The value that is iterated over.
    pub over: Expr,
    /// `true` for `for await`.
    pub awaits: bool,
    /// The body.
    pub body: Stmt,
}

/// The parts of a `try` statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Try {
    /// The block that may throw.
    pub block: Vec<Stmt>,
    /// The pattern that the error is bound to.
    pub param: Option<Pattern>,
    /// The `catch` block.
    pub handler: Option<Vec<Stmt>>,
    /// The `finally` block.
    pub finalizer: Option<Vec<Stmt>>,
}

/// `pattern = init`, of a `const`, `let` or `var`.
#[derive(Debug, Clone, PartialEq)]
pub struct Declarator {
    /// The keyword.
    pub kind: VarKind,
    /// The pattern that is declared.
    pub pattern: Pattern,
    /// Its initial value.
    pub init: Option<Expr>,
    /// The name of the annotated type and its first argument when that is a string:
    /// `RegisteredQuery`, `public`.
    pub annotation: Option<(Name, Option<Name>)>,
    /// The comment above it.
    pub docs: Option<Box<Docs>>,
}

/// The parts of a counting loop.
#[derive(Debug, Clone, PartialEq)]
pub struct Loop {
    /// Runs once before.
    pub init: Vec<Stmt>,
    /// Goes on while this is true.
    pub test: Option<Expr>,
    /// Runs after each round.
    pub update: Option<Expr>,
    /// The body.
    pub body: Stmt,
}

/// The pattern that a value is bound to.
#[derive(Debug, Clone, PartialEq)]
pub enum Pattern {
    /// A variable.
    Name(Name, Span),
    /// `[a, b = 1, ...c]`; `None` is a gap.
    Array(Vec<Option<Pattern>>, Option<Box<Pattern>>),
    /// `{ a, b: c, ...d }`.
    Object(Vec<(Key, Pattern)>, Option<Box<Pattern>>),
    /// `a = 1`.
    Default(Box<Pattern>, Box<Expr>),
    /// `a.b`, in an assignment.
    Member(Box<(Expr, Key)>),
    /// Anything else.
    Unsupported,
}

impl Pattern {
    /// The variables it binds, in order.
    pub fn names(&self) -> Vec<(&Name, Span)> {
        match self {
            Self::Name(name, span) => vec![(name, *span)],
            Self::Array(items, rest) => {
                let items = items.iter().flatten().chain(rest.as_deref());
                items.flat_map(Self::names).collect()
            }
            Self::Object(fields, rest) => {
                let fields = fields.iter().map(|(_, pattern)| pattern);
                fields
                    .chain(rest.as_deref())
                    .flat_map(Self::names)
                    .collect()
            }
            Self::Default(pattern, _) => pattern.names(),
            Self::Member(_) | Self::Unsupported => Vec::new(),
        }
    }
}

/// A function, method or arrow function. Its block is lowered when it is first called: most never
/// are.
#[derive(Debug, Clone, PartialEq)]
pub struct Function {
    /// Its own name, when it has one.
    pub name: Option<Name>,
    /// The parameters.
    pub params: Vec<Pattern>,
    /// The parameter that takes the remaining arguments.
    pub rest: Option<Pattern>,
    /// The body.
    pub body: Body,
    /// `true` if it uses the surrounding `this`.
    pub arrow: bool,
    /// `true` for a function expression, whose name is in scope only inside it.
    pub expression: bool,
    /// The kind of value that a call returns.
    pub flavor: Flavor,
    /// Its declared return type.
    pub annotation: Option<Span>,
    /// The declared type of its second parameter.
    pub args_annotation: Option<Span>,
    /// The whole function.
    pub span: Span,
}

impl Function {
    /// `function.length`: how many parameters stand before the first one with a default.
    pub fn length(&self) -> f64 {
        let required = self.params.iter();
        let required = required.take_while(|param| !matches!(param, Pattern::Default(..)));
        f64::from(u32::try_from(required.count()).unwrap_or(u32::MAX))
    }
}

/// The kind of value that calling a function returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavor {
    /// Its result.
    Plain,
    /// A promise.
    Async,
    /// An iterator.
    Generator,
    /// An iterator of promises.
    AsyncGenerator,
}

/// The body of a function.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// The result of `() => a`.
    Expr(Box<Expr>),
    /// The place of `{ .. }`, for [`parse_block`](super::parse_block).
    Block(Span),
    /// A declaration without a body.
    Missing,
}

/// A class.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// Its own name, when it has one.
    pub name: Option<Name>,
    /// `extends a`.
    pub parent: Option<Expr>,
    /// The constructor.
    pub constructor: Option<Arc<Function>>,
    /// Names of constructor parameters that are fields: `constructor(readonly a: string)`.
    pub parameter_fields: Vec<Name>,
    /// Fields, methods, accessors and static blocks.
    pub members: Vec<Member>,
    /// The part that is not supported, such as decorators.
    pub unsupported: Option<&'static str>,
    /// The whole class.
    pub span: Span,
}

/// A member of a class.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its name; a private one keeps its `#`.
    pub key: Key,
    /// Its kind.
    pub kind: MemberKind,
    /// `true` for a static member.
    pub of_class: bool,
    /// Its place in the source.
    pub span: Span,
}

/// The kinds of member.
#[derive(Debug, Clone, PartialEq)]
pub enum MemberKind {
    /// `a = b`.
    Field(Option<Expr>),
    /// `a() {}`.
    Method(Arc<Function>),
    /// `get a() {}`.
    Getter(Arc<Function>),
    /// `set a(b) {}`.
    Setter(Arc<Function>),
    /// The place of `static { .. }`, for [`parse_block`](super::parse_block).
    Block(Span),
}
