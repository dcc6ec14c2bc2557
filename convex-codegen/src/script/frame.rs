//! The state of a running function besides its variables, and the ways it can end.

use super::{Interpreter, generator::Yields, heap::Home, value::Value};
use crate::{
    diagnostics::{Diagnostic, catalogue},
    source::Span,
    syntax::{Name, Stmt},
};

/// The statements of a function.
#[derive(Debug)]
pub(super) struct Body {
    /// The statements.
    pub stmts: Vec<Stmt>,
    /// The names that `var` declares anywhere in them.
    pub vars: Vec<Name>,
}

/// The state of a running function.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// `this`
    pub this: Value,
    /// The place where `super` starts its lookup.
    pub home: Option<Home>,
    /// `new.target`
    pub new_target: Value,
    /// The arguments of a constructor whose `super(..)` has yet to be called.
    pub given: Option<Vec<Value>>,
    /// The values that a generator has yielded so far.
    pub yields: Option<Box<Yields>>,
    /// `true` if the caller does not await this `async` function: code after its first `await` runs
    /// later.
    pub detached: bool,
    /// The number of times that it has waited, if it is not awaited.
    pub ticks: Option<u32>,
    /// The reason why the code after the current expression may run later.
    pub suspended: Option<Value>,
}

impl Default for Frame {
    fn default() -> Self {
        Self {
            this: Value::Undefined,
            home: None,
            new_target: Value::Undefined,
            given: None,
            yields: None,
            detached: false,
            ticks: None,
            suspended: None,
        }
    }
}

/// An error that was thrown.
#[derive(Debug, Clone)]
pub(super) struct Thrown {
    /// The value.
    pub value: Value,
    /// The diagnostic to report if nothing catches it.
    pub problem: Diagnostic,
    /// `true` if a generator is left, which is not an error: nothing catches it.
    pub closing: bool,
}

/// The way a statement ends.
#[derive(Debug)]
pub(super) enum Completion {
    /// The next one runs.
    Normal,
    /// The loop, or the statement with this label, ends.
    Break(Option<Name>),
    /// The loop, or the one with this label, goes on.
    Continue(Option<Name>),
    /// The function ends.
    Return(Value),
    /// An error is on its way.
    Throw(Box<Thrown>),
    /// The function returns the first value or continues; the second value is the reason why this
    /// is unknown.
    Maybe(Value, Value),
    /// The outcome is unknown, because of this value.
    Unknown(Value),
}

impl Interpreter<'_> {
    /// `throw value`. Where no `try` is around it, the result is an unknown value.
    pub fn throw(&mut self, value: Value, span: Span) -> Value {
        let problem = match &value {
            Value::Opaque(id) => self.problem_of(*id).clone(),
            _ => catalogue::throws(span),
        };
        self.raise(Box::new(Thrown {
            value,
            problem,
            closing: false,
        }))
    }

    /// Throws an error named `name`, such as `TypeError`, because of `problem`. Outside of a `try`,
    /// returns an unknown value and throws nothing: a module that throws while loading has no
    /// functions, and the rest of an undeployed one is still useful.
    pub fn throw_error(&mut self, name: &str, problem: Diagnostic) -> Value {
        self.throw_saying(name, problem, None)
    }

    /// Throws an error named `name`, like [`throw_error`](Self::throw_error), with this message
    /// where it is known.
    pub(super) fn throw_saying(
        &mut self,
        name: &str,
        problem: Diagnostic,
        message: Option<String>,
    ) -> Value {
        if self.trying == 0 {
            return self.opaque(problem);
        }
        let value = self.native_error(name, &problem, message);
        self.raise(Box::new(Thrown {
            value,
            problem,
            closing: false,
        }))
    }

    pub(super) fn raise(&mut self, thrown: Box<Thrown>) -> Value {
        let unknown = self.opaque(thrown.problem.clone());
        if self.trying > 0 && self.thrown.is_none() {
            self.thrown = Some(thrown);
        }
        unknown
    }

    /// Remembers that a `try` block may have been left, because of `why`.
    pub(super) fn doubtful(&mut self, why: &Value) {
        if self.trying > 0 && self.doubt.is_none() && self.thrown.is_none() {
            self.doubt = Some(why.clone());
        }
    }
}
