//! Expressions: what a validator, a definition or a small pure function can be written in.

use std::sync::Arc;

use super::{Class, Function};
use crate::{source::Span, text::Docs};

/// A name or a string constant.
pub(crate) type Name = Arc<str>;

/// An expression and where it stands. Types, casts and parentheses are gone.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// Its kind.
    pub kind: ExprKind,
    /// Its place in the source.
    pub span: Span,
}

/// The kinds of expression.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// `1_000`.
    Number(f64),
    /// `1n`; `None` when it does not fit 128 bits.
    BigInt(Option<i128>),
    /// `"text"`.
    String(Name),
    /// `` `a${b}c` ``: one more text than expressions.
    Template(Vec<Name>, Vec<Expr>),
    /// `` tag`a${b}c` ``.
    Tagged(Box<Tagged>),
    /// `/a+/g`: what stands between the slashes, and the letters after them.
    Regex(Name, Name),
    /// A name.
    Ident(Name),
    /// `this`.
    This,
    /// `[a, ...b]`.
    Array(Vec<Element>),
    /// `{ a, b: c, ...d }`.
    Object(Vec<Property>),
    /// An arrow function or a function expression.
    Function(Arc<Function>),
    /// A class expression.
    Class(Arc<Class>),
    /// `!a`, `-a`, ...
    Unary(UnaryOp, Box<Expr>),
    /// `a + b`, `a === b`, ...
    Binary(BinaryOp, Box<[Expr; 2]>),
    /// `a && b`, `a || b`, `a ?? b`.
    Logical(LogicalOp, Box<[Expr; 2]>),
    /// `a ? b : c`.
    Conditional(Box<[Expr; 3]>),
    /// `a++`, `--a.b`.
    Update(Box<Update>),
    /// `a = b`, `a.b += c`.
    Assign(AssignOp, Box<Target>, Box<Expr>),
    /// `f(a, ...b)`.
    Call(Box<Expr>, Vec<Element>),
    /// `f?.(a)`.
    OptionalCall(Box<Expr>, Vec<Element>),
    /// `new C(a)`.
    New(Box<Expr>, Vec<Element>),
    /// `super(a)`.
    SuperCall(Vec<Element>),
    /// `super.a`.
    SuperMember(Key),
    /// `new.target`.
    NewTarget,
    /// `yield a`.
    Yield(Option<Box<Expr>>),
    /// `yield* a`.
    YieldAll(Box<Expr>),
    /// `a.b`, `a["b"]`.
    Member(Box<Expr>, Key),
    /// `a?.b`.
    OptionalMember(Box<Expr>, Key),
    /// The whole of `a?.b.c`: an absent `a` makes all of it `undefined`.
    Chain(Box<Expr>),
    /// `a, b`.
    Sequence(Vec<Expr>),
    /// `await a`.
    Await(Box<Expr>),
    /// Anything else, with its name.
    Unsupported(&'static str),
}

impl Expr {
    /// Returns whether evaluating it neither throws nor has side effects, judging by its syntax
    /// alone. A member may be a getter, a name may be declared further down.
    pub fn is_plain(&self) -> bool {
        matches!(
            self.kind,
            ExprKind::Null
                | ExprKind::Bool(_)
                | ExprKind::Number(_)
                | ExprKind::BigInt(_)
                | ExprKind::String(_)
                | ExprKind::This
                | ExprKind::Regex(..)
                | ExprKind::Function(_)
        )
    }

    /// Returns whether its own evaluation may throw when a part of it is unknown.
    pub fn can_throw(&self) -> bool {
        !matches!(
            self.kind,
            ExprKind::Ident(_)
                | ExprKind::This
                | ExprKind::NewTarget
                | ExprKind::BigInt(_)
                | ExprKind::Unary(UnaryOp::Not | UnaryOp::Void | UnaryOp::TypeOf, _)
                | ExprKind::Binary(BinaryOp::Equal | BinaryOp::NotEqual, _)
                | ExprKind::Logical(..)
                | ExprKind::Conditional(_)
                | ExprKind::Assign(AssignOp::Set, ..)
                | ExprKind::Chain(_)
                | ExprKind::Sequence(_)
        )
    }

    /// Returns whether this is `process.env.NODE_ENV`, which the Convex CLI replaces by
    /// `"production"`.
    pub fn is_node_env(&self) -> bool {
        let member = |expr: &Self, wanted: &str| match &expr.kind {
            ExprKind::Member(object, Key::Name(name)) if &**name == wanted => Some(object.clone()),
            _ => None,
        };
        let env = member(self, "NODE_ENV").and_then(|env| member(&env, "env"));
        env.is_some_and(
            |process| matches!(&process.kind, ExprKind::Ident(name) if &**name == "process"),
        )
    }
}

/// `` tag`a${b}c` ``.
#[derive(Debug, Clone, PartialEq)]
pub struct Tagged {
    /// The function that is called.
    pub tag: Expr,
    /// The texts, with escapes resolved where that is possible: one more than expressions.
    pub cooked: Vec<Option<Name>>,
    /// The texts as they are written.
    pub raw: Vec<Name>,
    /// The expressions between them.
    pub exprs: Vec<Expr>,
}

/// `a++`, `--a.b`.
#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    /// The target that is updated.
    pub target: Target,
    /// [`BinaryOp::Add`] or [`BinaryOp::Subtract`].
    pub op: BinaryOp,
    /// `true` for `++a`, whose value is the new one; `false` for `a++`.
    pub prefix: bool,
}

/// An item of an array literal or an argument.
#[derive(Debug, Clone, PartialEq)]
pub enum Element {
    /// `a`.
    Item(Expr),
    /// `...a`.
    Spread(Expr),
    /// The gap of `[, a]`.
    Hole,
}

/// The name of a property.
#[derive(Debug, Clone, PartialEq)]
pub enum Key {
    /// `a`, `"a"`, `1`.
    Name(Name),
    /// `[a]`.
    Computed(Box<Expr>),
}

/// An entry of an object literal.
#[derive(Debug, Clone, PartialEq)]
pub enum Property {
    /// `key: value`, shorthand, or a method.
    Field {
        /// Its name.
        key: Key,
        /// Its value.
        value: Expr,
        /// The comment above it.
        docs: Option<Box<Docs>>,
        /// The key.
        span: Span,
    },
    /// `get key() {..}`.
    Getter {
        /// Its name.
        key: Key,
        /// Computes the value.
        function: Arc<Function>,
    },
    /// `set key(value) {..}`.
    Setter {
        /// Its name.
        key: Key,
        /// Takes the value.
        function: Arc<Function>,
    },
    /// `...a`.
    Spread(Expr),
}

/// The target of an assignment.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// A variable or a destructuring pattern.
    Pattern(super::Pattern),
    /// `a.b`.
    Member(Expr, Key),
}

/// Operators with one operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnaryOp {
    /// `!a`
    Not,
    /// `-a`
    Minus,
    /// `+a`
    Plus,
    /// `typeof a`
    TypeOf,
    /// `void a`
    Void,
    /// `delete a.b`
    Delete,
    /// `~a`
    BitNot,
}

/// Operators with two operands, both evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinaryOp {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
    /// `**`
    Power,
    /// `==`
    LooseEqual,
    /// `!=`
    LooseNotEqual,
    /// `===`
    Equal,
    /// `!==`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `in`
    In,
    /// `instanceof`
    InstanceOf,
    /// `&`
    BitAnd,
    /// `|`
    BitOr,
    /// `^`
    BitXor,
    /// `<<`
    ShiftLeft,
    /// `>>`
    ShiftRight,
    /// `>>>`
    ShiftRightUnsigned,
}

/// Operators whose second operand may not be evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogicalOp {
    /// `&&`
    And,
    /// `||`
    Or,
    /// `??`
    Coalesce,
}

/// The way in which an assignment combines the old value with the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssignOp {
    /// `=`
    Set,
    /// `+=`, `++`, ...
    Binary(BinaryOp),
    /// `??=`, ...
    Logical(LogicalOp),
}
