//! Built-in functions: pure functions on values, found by name in small tables.

use std::fmt;

use super::{Interpreter, value::Value};
use crate::source::Span;

/// A built-in function.
pub struct Native {
    /// Its name.
    pub name: &'static str,
    /// Its implementation.
    code: Code,
}

/// The code of a built-in function.
pub(crate) type Run = fn(&mut Interpreter<'_>, &Call) -> Value;

/// The code of a built-in function that may end early: `Err` is an unknown value or the placeholder
/// for a thrown error.
pub(crate) type Attempt = fn(&mut Interpreter<'_>, &Call) -> Result<Value, Value>;

/// The implementation of a built-in function.
enum Code {
    Run(Run),
    Attempt(Attempt),
}

impl Native {
    /// Returns whether this may be the same function as `other`, which is another entry of a table.
    pub fn may_be(&self, other: &Self) -> bool {
        const ALIASES: [&str; 4] = ["keys", "values", "entries", "\0@@iterator"];
        self.name == other.name || ALIASES.contains(&self.name) && ALIASES.contains(&other.name)
    }

    /// Runs it.
    pub fn run(&self, cx: &mut Interpreter<'_>, call: &Call) -> Value {
        match self.code {
            Code::Run(run) => run(cx, call),
            Code::Attempt(attempt) => done(attempt(cx, call)),
        }
    }
}

/// The value of an attempt, or what ended it.
pub(crate) fn done(attempt: Result<Value, Value>) -> Value {
    match attempt {
        Ok(value) | Err(value) => value,
    }
}

/// A built-in object with functions: `v`, `Object`, `Math`.
pub struct Namespace {
    /// Its name.
    pub name: &'static str,
    /// The code of a call, if it is callable.
    pub call: Option<Run>,
    /// The code of `new`, if it is a constructor.
    pub construct: Option<Run>,
    /// Its functions.
    pub members: &'static [Native],
}

/// A call of a built-in function.
#[derive(Debug, Clone)]
pub struct Call {
    /// The receiver.
    pub this: Value,
    /// The arguments.
    pub args: Vec<Value>,
    /// The whole call.
    pub span: Span,
}

impl Call {
    /// An argument; `undefined` when there are fewer.
    pub fn arg(&self, index: usize) -> Value {
        self.args.get(index).cloned().unwrap_or(Value::Undefined)
    }
}

/// A built-in function with its name.
pub(crate) const fn native(name: &'static str, run: Run) -> Native {
    Native {
        name,
        code: Code::Run(run),
    }
}

/// A built-in function that may end early, with its name.
pub(crate) const fn attempt(name: &'static str, attempt: Attempt) -> Native {
    Native {
        name,
        code: Code::Attempt(attempt),
    }
}

/// The function `name` of `table`.
pub(crate) fn find(table: &'static [Native], name: &str) -> Option<Value> {
    table
        .iter()
        .find(|native| native.name == name)
        .map(Value::Native)
}

impl fmt::Debug for Native {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl fmt::Debug for Namespace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
